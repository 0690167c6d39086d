#ifndef WGET_H
#define WGET_H

/*
 * wget.h - lab wget: the tutorial's third program, three sites at once.
 *
 *	wget [-t SECONDS] [HOST[:PORT][/PATH]...]
 *
 * Prints the header of each site's answer and leaves the body unread. For a
 * site that fails there is one line on stderr, and the others go on.
 */

#define WGET_LINE 8192 /* bytes of a header line, its end not counted */

/* One site, as somebody typed it, and what that means. */
struct site {
	const char *text; /* "example.org:8080/news"; lines begin with it */
	char host[256];	  /* "example.org" */
	int port;	  /* 8080 */
	char typed[264];  /* "example.org:8080", for the Host line */
	const char *path; /* "/news" */
};

/*
 * site_parse - read HOST[:PORT][/PATH].
 *
 *   asyncio   (the program's own)
 *   text      borrowed as long as the site is used. [::1]:80 is IPv6
 *   returns   0
 *   errors    -EINVAL  it is no such thing
 *   suspends  no
 */
int site_parse(struct site *site, const char *text);

/*
 * wget_fetch - fetch one site and print its header.
 *
 *   asyncio   wget(host), the tutorial's coroutine
 *   text      HOST[:PORT][/PATH]
 *   seconds   the limit for all of it; INFINITY: none
 *   returns   0: the header came whole; "Done HOST." was printed
 *   errors    told on stderr in one line. -EINVAL  not such a text; of the
 *             connection; -ETIMEDOUT; -ENODATA  the stream ended before the
 *             header did; -EMSGSIZE  a line longer than WGET_LINE;
 *             -ECANCELED  is not told
 *   suspends  yes: only inside a coroutine
 */
int wget_fetch(const char *text, double seconds);

/*
 * wget_main - the program.
 *
 *   asyncio   (the tutorial's last line)
 *   argc      as main gets them; argv, too
 *   returns   the exit status: 0; 1: a site failed; 2: no such option; 130:
 *             Ctrl-C
 *   suspends  no: it calls async_run
 */
int wget_main(int argc, char *argv[]);

#endif
