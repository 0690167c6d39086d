#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/*
 * http.h - the words of HTTP/1.1: what a request says, how an answer says
 * it. Given.
 *
 * Only text: no file is opened here, nothing is read or sent. What comes from
 * outside is checked byte by byte, as RFC 9110 and RFC 9112 say; what they
 * leave open is decided strictly.
 */

#define HTTP_LINE 8192 /* bytes of a line, its end not counted */
#define HTTP_FIELDS 100
#define HTTP_DATE 30 /* room for a date, and its '\0' */

/* A request, as far as it was read. Zero before its first line. */
struct request {
	char method[16]; /* "GET"; longer ones are nobody's */
	int minor;	 /* of HTTP/1.x; a program that speaks 1.0 says 0 */
	char path[HTTP_LINE + 1]; /* "/a%20b/": as it came, from its '/' on */
	const char *query;	  /* what stood behind its '?', or "" */
	time_t since;		  /* If-Modified-Since; -1: it is not asked */
	bool begun;		  /* its first line was understood */
	bool keep;		  /* the connection goes on after the answer */
	/* between the first line and the last */
	int hosts, lengths;
	bool close, alive, body, tags;
};

/*
 * http_first_line - read "GET /path HTTP/1.1".
 *
 *   asyncio   (no counterpart)
 *   q         is set to zero first, and then filled in
 *   line, n   without its end; any bytes
 *   returns   0; or the status with which the request is refused: 400, and
 *             505 for another version than 1.x
 *   suspends  no
 */
int http_first_line(struct request *q, const char *line, size_t n);

/*
 * http_field - read "Name: value".
 *
 *   asyncio   (no counterpart)
 *   q         after http_first_line; gets what concerns us
 *   line, n   without its end, not empty; any bytes
 *   returns   0; or 400
 *   suspends  no
 */
int http_field(struct request *q, const char *line, size_t n);

/*
 * http_whole - the empty line has come: can this request be answered?
 *
 *   asyncio   (no counterpart)
 *   q         q->keep is right from here on; false before
 *   returns   0: a GET or a HEAD without a body; or 400 (its Host), 405, 413
 *             (it has a body, which we would have to read), 501
 *   suspends  no
 */
int http_whole(struct request *q);

/*
 * http_decode - take the %xx out of some bytes.
 *
 *   asyncio   urllib.parse.unquote(text)
 *   to        yours, room for n bytes and a '\0', which is put behind them
 *   text, n   in the path of a request, where every %xx is one
 *   returns   how many bytes they are; some may be '\0' or '/'
 *   suspends  no
 */
size_t http_decode(char *to, const char *text, size_t n);

/*
 * http_reason - a status in words.
 *
 *   asyncio   http.HTTPStatus(status).phrase
 *   returns   "Not Found"; "Unknown" for one that is never sent
 *   suspends  no
 */
const char *http_reason(int status);

/*
 * http_type - the Content-Type of a file.
 *
 *   asyncio   mimetypes.guess_type(path)
 *   path      only what stands behind its last '.' counts
 *   returns   "text/html; charset=utf-8", ...; for what is not known
 *             "application/octet-stream"
 *   suspends  no
 */
const char *http_type(const char *path);

/*
 * http_date - a time, as HTTP writes it.
 *
 *   asyncio   email.utils.formatdate(when, usegmt=True)
 *   text      yours, HTTP_DATE bytes: "Sun, 06 Nov 1994 08:49:37 GMT"
 *   suspends  no
 */
void http_date(time_t when, char text[]);

/*
 * http_time - read a time, in any of the three forms that HTTP has had.
 *
 *   asyncio   email.utils.parsedate_to_datetime(text)
 *   text      a string
 *   returns   seconds since 1970; -1: that is no date, or one before
 *   suspends  no
 */
time_t http_time(const char *text);

#endif
