#ifndef OUTSIDE_H
#define OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * outside.h - what is no part of the runtime: files, a site, a visitor.
 *
 * Nothing in here fails on purpose.
 */

#define SMALL_FILE "hello\n"
#define LARGE_FILE 40000

/* A folder with index.html (SMALL_FILE) and large.bin (LARGE_FILE bytes). */
void folder_begin(void);
void folder_end(void);
const char *folder_path(void);
const char *large_file(void);
int open_folder(void);

void *outside_memory(size_t size);
void outside_free(void *memory);

/*
 * A thread that visits the server which this process is about to become: its
 * address stands on stdout. Once it was answered, it presses Ctrl-C.
 */
struct outside;
struct outside *visitor_begin(void);
bool visitor_end(struct outside *o);

/* A thread that answers every client with a header, and closes. */
struct outside *site_begin(void);
int site_port(const struct outside *o);
void site_end(struct outside *o);

#endif
