/*
 * http.c - the words of HTTP/1.1. Given.
 *
 * One promise: whatever bytes come in, what stands in a struct request
 * afterwards are strings that may be sent back in a header. A path is empty, or
 * begins with '/'; it holds no control character, and no '%' that is not
 * followed by two digits.
 */
#include "http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- a line ---- */

static bool token_byte(char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'))
		return true;
	return c != '\0' && strchr("!#$%&'*+-.^_`|~", c);
}

static bool is_token(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!token_byte(text[i]))
			return false;
	return n > 0;
}

/* Where the visible bytes end that begin here. */
static const char *past_word(const char *from, const char *end)
{
	while (from < end && (unsigned char)*from > ' ' && *from != 0x7f)
		from++;
	return from;
}

static int digit(char c)
{
	const char *digits = "0123456789abcdef", *found;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	found = c == '\0' ? NULL : strchr(digits, c);
	return found ? (int)(found - digits) : -1;
}

/* ---- the first line ---- */

static bool one_of(const char *word, const char *const words[])
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static bool served(const struct request *q)
{
	static const char *const words[] = { "GET", "HEAD", NULL };

	return one_of(q->method, words);
}

static bool known(const struct request *q)
{
	static const char *const words[] = { "POST",	"PUT",	   "DELETE",
					     "PATCH",	"OPTIONS", "TRACE",
					     "CONNECT", NULL };

	return one_of(q->method, words);
}

/* http://host/path: the path, or what stands in its place. NULL: no host. */
static const char *past_host(const char *from, const char *end)
{
	const char *host;

	if (end - from < 7 || strncasecmp(from, "http://", 7) != 0)
		return from;
	host = from += 7;
	while (from < end && *from != '/' && *from != '?')
		from++;
	return from > host ? from : NULL;
}

static bool well_coded(const char *text)
{
	for (; *text; text++) {
		if (*text == '#')
			return false;
		if (*text == '%' && (digit(text[1]) < 0 || digit(text[2]) < 0))
			return false;
	}
	return true;
}

/* n < HTTP_LINE, so an added '/' has room, too. */
static int read_target(struct request *q, const char *target, const char *end)
{
	const char *from = past_host(target, end);
	char *to = q->path, *query;

	if (!from)
		return 400;
	if (from > target && (from == end || *from == '?'))
		*to++ = '/';
	memcpy(to, from, (size_t)(end - from));
	to[end - from] = '\0';
	if (q->path[0] != '/' || !well_coded(q->path))
		return 400;
	query = strchr(q->path, '?');
	if (query) {
		*query = '\0';
		q->query = query + 1;
	}
	return 0;
}

static int read_version(struct request *q, const char *version, size_t n)
{
	if (n != 8 || memcmp(version, "HTTP/", 5) != 0 || version[6] != '.' ||
	    version[5] < '0' || version[5] > '9' || version[7] < '0' ||
	    version[7] > '9')
		return 400;
	q->minor = version[7] - '0';
	return version[5] == '1' ? 0 : 505;
}

int http_first_line(struct request *q, const char *line, size_t n)
{
	const char *end = line + n, *target, *version;
	const char *method_end = past_word(line, end);
	size_t length = (size_t)(method_end - line);
	int rc;

	memset(q, 0, sizeof(*q));
	q->since = -1;
	q->query = "";
	target = method_end < end ? method_end + 1 : end;
	version = past_word(target, end);
	if (n > HTTP_LINE || version == end || version == target ||
	    *method_end != ' ' || *version != ' ' || !is_token(line, length))
		return 400;
	if (length < sizeof(q->method))
		memcpy(q->method, line, length);
	rc = read_version(q, version + 1, (size_t)(end - version - 1));
	if (rc == 0 && served(q))
		rc = read_target(q, target, version);
	q->begun = rc == 0;
	if (rc != 0)
		q->path[0] = '\0'; /* there is no query then */
	return rc;
}

/* ---- the fields ---- */

static bool is_name(const char *line, size_t n, const char *name)
{
	return strlen(name) == n && strncasecmp(line, name, n) == 0;
}

/* Is this word in the list, "a, b"? */
static bool lists(const char *value, size_t n, const char *word)
{
	size_t at = 0;

	while (at < n) {
		size_t length = 0;

		while (at < n && strchr(" \t,", value[at]))
			at++;
		while (at + length < n && !strchr(" \t,", value[at + length]))
			length++;
		if (is_name(value + at, length, word))
			return true;
		at += length;
	}
	return false;
}

static int read_host(struct request *q, const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(" \t,/\\@?#<>\"{}|^`", value[i]))
			return 400;
	q->hosts++;
	return 0;
}

static int read_length(struct request *q, const char *value, size_t n)
{
	if (n == 0 || q->lengths++ > 0)
		return 400;
	for (size_t i = 0; i < n; i++) {
		if (value[i] < '0' || value[i] > '9')
			return 400;
		if (value[i] != '0')
			q->body = true;
	}
	return 0;
}

static time_t read_time(const char *value, size_t n)
{
	char text[64];

	if (n >= sizeof(text))
		return -1;
	memcpy(text, value, n);
	text[n] = '\0';
	return http_time(text);
}

/* The value has no spaces around it, and no control characters. */
static int note(struct request *q, const char *name, size_t name_n,
		const char *value, size_t n)
{
	if (is_name(name, name_n, "Host"))
		return read_host(q, value, n);
	if (is_name(name, name_n, "Content-Length"))
		return read_length(q, value, n);
	if (is_name(name, name_n, "Transfer-Encoding"))
		q->body = true;
	if (is_name(name, name_n, "If-None-Match"))
		q->tags = true;
	if (is_name(name, name_n, "If-Modified-Since"))
		q->since = read_time(value, n);
	if (is_name(name, name_n, "Connection")) {
		q->close = q->close || lists(value, n, "close");
		q->alive = q->alive || lists(value, n, "keep-alive");
	}
	return 0;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

int http_field(struct request *q, const char *line, size_t n)
{
	const char *end = line + n, *value = memchr(line, ':', n);
	size_t name_n;

	if (!value || !is_token(line, (size_t)(value - line)))
		return 400;
	name_n = (size_t)(value - line);
	value++;
	while (value < end && blank(*value))
		value++;
	while (end > value && blank(end[-1]))
		end--;
	for (const char *c = value; c < end; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
			return 400;
	return note(q, line, name_n, value, (size_t)(end - value));
}

int http_whole(struct request *q)
{
	if (q->tags)
		q->since = -1; /* RFC 9110, 13.1.3 */
	if (q->hosts > 1 || (q->hosts == 0 && q->minor > 0))
		return 400;
	q->keep = !q->body && !q->close && (q->minor > 0 || q->alive);
	if (!served(q))
		return known(q) ? 405 : 501;
	return q->body ? 413 : 0;
}

size_t http_decode(char *to, const char *text, size_t n)
{
	const char *end = text + n;
	char *at = to;

	while (text < end) {
		if (*text == '%' && end - text > 2) {
			*at++ = (char)(digit(text[1]) * 16 + digit(text[2]));
			text += 3;
		} else {
			*at++ = *text++;
		}
	}
	*at = '\0';
	return (size_t)(at - to);
}

/* ---- statuses and types ---- */

const char *http_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} all[] = {
		{ 200, "OK" },
		{ 301, "Moved Permanently" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 408, "Request Timeout" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].status == status)
			return all[i].reason;
	return "Unknown";
}

const char *http_type(const char *path)
{
	static const struct {
		const char *endings, *type;
	} all[] = {
		{ ".html.htm.", "text/html; charset=utf-8" },
		{ ".css.", "text/css; charset=utf-8" },
		{ ".js.mjs.", "text/javascript; charset=utf-8" },
		{ ".txt.md.c.h.s.py.sh.mk.tsv.log.",
		  "text/plain; charset=utf-8" },
		{ ".csv.", "text/csv; charset=utf-8" },
		{ ".json.map.", "application/json" },
		{ ".xml.", "application/xml" },
		{ ".svg.", "image/svg+xml" },
		{ ".png.", "image/png" },
		{ ".jpg.jpeg.", "image/jpeg" },
		{ ".gif.", "image/gif" },
		{ ".webp.", "image/webp" },
		{ ".ico.", "image/x-icon" },
		{ ".woff.", "font/woff" },
		{ ".woff2.", "font/woff2" },
		{ ".ttf.", "font/ttf" },
		{ ".pdf.", "application/pdf" },
		{ ".epub.", "application/epub+zip" },
		{ ".wasm.", "application/wasm" },
		{ ".zip.", "application/zip" },
		{ ".gz.tgz.", "application/gzip" },
		{ ".mp3.", "audio/mpeg" },
		{ ".mp4.", "video/mp4" },
		{ ".webm.", "video/webm" },
	};
	const char *dot = strrchr(path, '.');
	char ending[16]; /* a longer one is nobody's, nor one with a '/' */

	if (!dot)
		return "application/octet-stream";
	snprintf(ending, sizeof(ending), "%s.", dot);
	for (char *c = ending; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (strstr(all[i].endings, ending))
			return all[i].type;
	return "application/octet-stream";
}

/* ---- dates ---- */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void http_date(time_t when, char text[])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	char year[16] = "1970";
	struct tm tm = { 0 };

	gmtime_r(&when, &tm);
	snprintf(year, sizeof(year), "%04d", (tm.tm_year + 1900) % 10000);
	snprintf(text, HTTP_DATE, "%.3s, %02d %.3s %.4s %02d:%02d:%02d GMT",
		 days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
		 year, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static long long days_before(int year)
{
	long long y = year - 1;

	return 365 * y + y / 4 - y / 100 + y / 400;
}

static int day_of_year(int year, int month, int day)
{
	static const int before[] = { 0,   31,	59,  90,  120, 151,
				      181, 212, 243, 273, 304, 334 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return before[month] + day - 1 + (leap && month > 1);
}

/* Two digits of a year: of this century, unless that is far ahead. */
static int whole_year(int year)
{
	time_t now = time(NULL);
	struct tm tm = { 0 };

	gmtime_r(&now, &tm);
	year += (tm.tm_year + 1900) / 100 * 100;
	return year > tm.tm_year + 1900 + 50 ? year - 100 : year;
}

time_t http_time(const char *text)
{
	int year, day, hour, minute, second, end = 0;
	char month[4] = "";
	const char *found;

	sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day,
	       month, &year, &hour, &minute, &second, &end);
	if (end == 0) {
		sscanf(text, "%*[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n",
		       &day, month, &year, &hour, &minute, &second, &end);
		if (end > 0)
			year = whole_year(year);
	}
	if (end == 0)
		sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n",
		       month, &day, &hour, &minute, &second, &year, &end);
	found = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (end == 0 || text[end] || !found || (found - months) % 3 != 0 ||
	    year < 1970 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59 || second < 0 || second > 60)
		return -1;
	day = day_of_year(year, (int)(found - months) / 3, day);
	return (time_t)((days_before(year) - days_before(1970) + day) * 86400 +
			hour * 3600 + minute * 60 + second);
}
