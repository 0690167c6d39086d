#ifndef SELECTOR_H
#define SELECTOR_H

/*
 * selector.h - lab selector: which of these descriptors can be used now?
 *
 * The only file of the runtime that knows select(2). Lab poller replaces it
 * by epoll(7), behind this same header. Where the two systems' answers differ,
 * it says which is whose.
 */

#define SELECTOR_READ 1
#define SELECTOR_WRITE 2

struct selector;

/* One answer: this descriptor, ready for these of the events asked for. */
struct readiness {
	int fd;
	int events; /* SELECTOR_READ, SELECTOR_WRITE, or both */
};

/*
 * selector_create - make a selector that watches nothing.
 *
 *   asyncio   selectors.SelectSelector()
 *   returns   yours to selector_destroy; NULL: out of memory
 *   suspends  no
 */
struct selector *selector_create(void);

/*
 * selector_destroy - free it; the descriptors are yours and stay open.
 *
 *   asyncio   selector.close()
 *   s         may be NULL
 *   suspends  no
 */
void selector_destroy(struct selector *s);

/*
 * selector_register - begin to watch a descriptor.
 *
 *   asyncio   selector.register(fileobj, events)
 *   events    SELECTOR_READ, SELECTOR_WRITE, or both
 *   returns   0
 *   errors    -EEXIST  it is watched already: selector_modify
 *             -EINVAL  no event, or one that does not exist
 *             -EBADF   fd is negative; epoll(7): or not open
 *             -EMFILE  fd is FD_SETSIZE or more: select(2) has no bit for it
 *             -EPERM   epoll(7): fd is a regular file, and always ready
 *             -ENOMEM, -ENOSPC  epoll(7): the kernel's table is full
 *   suspends  no
 */
int selector_register(struct selector *s, int fd, int events);

/*
 * selector_modify - watch the same descriptor for other events.
 *
 *   asyncio   selector.modify(fileobj, events)
 *   events    as for selector_register; replaces what was asked before
 *   returns   0
 *   errors    -ENOENT  it is not watched; -EINVAL  as above
 *   suspends  no
 */
int selector_modify(struct selector *s, int fd, int events);

/*
 * selector_unregister - stop watching a descriptor. Do it before close(2).
 *
 *   asyncio   selector.unregister(fileobj)
 *   returns   0
 *   errors    -ENOENT  it is not watched
 *   suspends  no
 */
int selector_unregister(struct selector *s, int fd);

/*
 * selector_select - wait until something is ready, or for so long.
 *
 *   asyncio   selector.select(timeout)
 *   timeout   seconds, rounded up so that nobody is woken early: select(2)
 *             counts microseconds, epoll_wait(2) milliseconds; INFINITY: no
 *             limit; zero or less: look, do not wait
 *   ready     yours; the answers are written here
 *   max       how many fit, one at least; the others are told the next time
 *   returns   how many were written; 0 when time was up or a signal came
 *   errors    -EBADF  a watched descriptor was closed behind our back;
 *             epoll(7) forgets it, and says nothing, once its last copy
 *             (dup, fork) is closed: until then it is told as if open
 *             -ENOMEM  select(2): the kernel has no memory
 *   suspends  no: it blocks the thread. The loop alone calls it
 *   differs   waits a day at most, then returns 0
 */
int selector_select(struct selector *s, double timeout,
		    struct readiness ready[], int max);

#endif
