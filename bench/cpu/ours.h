#ifndef OURS_H
#define OURS_H

/* What is measured below the runtime, each part by itself: ours_parts.c. */
double switch_contexts(long n);
double timer_insert(long n);
double timer_pop(long n);
double timer_cancel(long n);

/* How often a task's sleep asks for memory: ours_memory.c. */
double allocations(long n);

#endif
