#ifndef WRAPPED_H
#define WRAPPED_H

/* Between the files that stand in for the system: kernel.c and names.c. */

/* Count a call; the error that it must fail with, or 0. */
int kernel_says(const char *call);

#endif
