/*
 * http.c - the words of HTTP/1.1, one by one. No learner sees this suite; what
 * becomes of a whole request is in that of lab serve.
 */
#define _DEFAULT_SOURCE /* for timegm */
#include "http.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static struct request q;

/* What comes from a socket ends without a '\0': let nobody look behind it. */
static int read_by(int (*read)(struct request *, const char *, size_t),
		   const char *text)
{
	size_t n = strlen(text);
	char *bytes = malloc(n + !n);
	int rc;

	memcpy(bytes, text, n);
	rc = read(&q, bytes, n);
	free(bytes);
	return rc;
}

static int line(const char *text)
{
	return read_by(http_first_line, text);
}

static int field(const char *text)
{
	return read_by(http_field, text);
}

/* ---- the first line ---- */

static void expect_target(const char *target, const char *path,
			  const char *query)
{
	char text[200];

	snprintf(text, sizeof(text), "GET %s HTTP/1.1", target);
	expect_int(line(text), 0);
	expect_str(q.path, path);
	expect_str(q.query, query);
	expect_true(q.begun);
}

START_TEST(a_target_is_a_path_and_perhaps_a_query)
{
	expect_target("/", "/", "");
	expect_target("/a/b", "/a/b", "");
	expect_target("/a?b=c", "/a", "b=c");
	expect_target("/a?", "/a", "");
	expect_target("/a?b?c", "/a", "b?c");
	expect_target("/%4A%aF%00?%41", "/%4A%aF%00", "%41");
	expect_target("/\xc3\xa9", "/\xc3\xa9", "");
	expect_target("/!~", "/!~", "");
}
END_TEST

START_TEST(a_target_may_name_its_host)
{
	expect_target("http://host/x?y", "/x", "y");
	expect_target("HTTP://host", "/", "");
	expect_target("http://h?q", "/", "q");
	expect_target("http://h/", "/", "");
	expect_int(line("GET http:// HTTP/1.1"), 400);
	expect_int(line("GET http:///x HTTP/1.1"), 400);
	expect_int(line("GET http://?x HTTP/1.1"), 400);
	expect_int(line("GET http:/xy/z HTTP/1.1"), 400);
	expect_int(line("GET httpx//xy/z HTTP/1.1"), 400);
	expect_int(line("GET http:/ HTTP/1.1"), 400);
}
END_TEST

START_TEST(what_is_no_line_is_refused)
{
	static const char *const lines[] = {
		"",
		" ",
		"GET",
		"GET ",
		"GET /",
		"GET / ",
		" / HTTP/1.1",
		"GET  / HTTP/1.1",
		"GET  HTTP/1.1",
		"GET / HTTP/1.1 ",
		"GET /  HTTP/1.1",
		"GET / x HTTP/1.1",
		"GET\t/ HTTP/1.1",
		"GET /\tHTTP/1.1",
		"GET /\x7f HTTP/1.1",
		"GET /\x01 HTTP/1.1",
		"G(T / HTTP/1.1",
		"GET x HTTP/1.1",
		"GET * HTTP/1.1",
		"GET /# HTTP/1.1",
		"GET /a?# HTTP/1.1",
		"GET /% HTTP/1.1",
		"GET /%4 HTTP/1.1",
		"GET /%4g HTTP/1.1",
		"GET /%g4 HTTP/1.1",
		"GET /%4: HTTP/1.1",
		"GET /%4@ HTTP/1.1",
		"GET /%4G HTTP/1.1",
		"GET /%4` HTTP/1.1",
		"GET /?%4g HTTP/1.1",
		"GET / HTTP/1",
		"GET / HTTP/1.10",
		"GET / HTTP/1,1",
		"GET / HTTQ/1.1",
		"GET / HTTPx1.1",
		"GET ?x HTTP/1.1",
		"POST  HTTP/1.1",
		"GET / http/1.1",
		"GET / HTTP/a.1",
		"GET / HTTP/1.a",
		"GET / HTTP//.1",
		"GET / HTTP/:.1",
		"GET / HTTP/1./",
		"GET / HTTP/1.:",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		memset(&q, 'x', sizeof(q));
		trace_clear();
		trace("%s: %d", lines[i], line(lines[i]));
		trace("%d '%s' '%s'", q.begun, q.path, q.query);
		char want[200];
		snprintf(want, sizeof(want), "%s: 400 0 '' ''", lines[i]);
		expect_trace(want);
	}
}
END_TEST

START_TEST(one_version_is_spoken)
{
	expect_int(line("GET / HTTP/1.0"), 0);
	expect_int(q.minor, 0);
	expect_int(line("GET / HTTP/1.1"), 0);
	expect_int(q.minor, 1);
	expect_int(line("GET / HTTP/1.9"), 0);
	expect_int(q.minor, 9);
	expect_int(line("GET / HTTP/2.0"), 505);
	expect_str(q.path, "");
	expect_false(q.begun);
	expect_int(line("GET / HTTP/0.9"), 505);
	expect_int(line("GET / HTTP/9.9"), 505);
}
END_TEST

START_TEST(a_line_may_be_so_long)
{
	static char text[HTTP_LINE + 2];

	memset(text, 'a', sizeof(text) - 1);
	memcpy(text, "GET /", 5);
	strcpy(text + HTTP_LINE - 9, " HTTP/1.1");
	expect_int(line(text), 0);
	expect_int(strlen(q.path), HTTP_LINE - 13);
	text[HTTP_LINE - 9] = 'a';
	strcpy(text + HTTP_LINE - 8, " HTTP/1.1");
	expect_int(line(text), 400);
	memcpy(text, "GET http://", 11);
	strcpy(text + HTTP_LINE - 9, " HTTP/1.1");
	expect_int(line(text), 0);
	expect_str(q.path, "/");
}
END_TEST

START_TEST(every_byte_of_a_method_and_of_a_target)
{
	static const char tokens[] = "!#$%&'*+-.^_`|~0123456789"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz";
	char text[] = "Gx / HTTP/1.1", target[] = "GET /x HTTP/1.1";

	for (int c = 0; c < 256; c++) {
		text[1] = (char)c;
		expect_int(http_first_line(&q, text, sizeof(text) - 1),
			   c && strchr(tokens, c) ? 0 : 400);
		target[5] = (char)c;
		expect_int(http_first_line(&q, target, sizeof(target) - 1),
			   c > ' ' && c != 0x7f && c != '#' && c != '%' ? 0
									: 400);
	}
}
END_TEST

START_TEST(a_method_is_kept_if_it_is_short)
{
	expect_int(line("HEAD / HTTP/1.1"), 0);
	expect_str(q.method, "HEAD");
	expect_int(line("ABCDEFGHIJKLMNO * HTTP/1.1"), 0);
	expect_str(q.method, "ABCDEFGHIJKLMNO");
	expect_int(line("ABCDEFGHIJKLMNOP * HTTP/1.1"), 0);
	expect_str(q.method, "");
}
END_TEST

/* ---- the fields ---- */

static void get(int minor)
{
	expect_int(line(minor ? "GET / HTTP/1.1" : "GET / HTTP/1.0"), 0);
}

START_TEST(a_field_is_a_name_and_a_value)
{
	get(1);
	expect_int(field("X: y"), 0);
	expect_int(field("X:"), 0);
	expect_int(field("X: \t "), 0);
	expect_int(field("X"), 400);
	expect_int(field(":y"), 400);
	expect_int(field("X : y"), 400);
	expect_int(field(" X: y"), 400);
	expect_int(field("hOsT: a"), 0);
	expect_int(q.hosts, 1);
	expect_int(field("Host: /a"), 400);
	expect_int(field("Hos: a"), 0);
	expect_int(field("Hosts: a"), 0);
	expect_int(q.hosts, 1);
}
END_TEST

START_TEST(every_byte_of_a_value)
{
	static const char never[] = " \t,/\\@?#<>\"{}|^`";
	char value[] = "X: axb", host[] = "Host: axb";

	get(1);
	for (int c = 0; c < 256; c++) {
		bool control = (c < ' ' && c != '\t') || c == 0x7f;

		value[4] = host[7] = (char)c;
		expect_int(http_field(&q, value, sizeof(value) - 1),
			   control ? 400 : 0);
		expect_int(http_field(&q, host, sizeof(host) - 1),
			   control || strchr(never, c) ? 400 : 0);
	}
}
END_TEST

START_TEST(blanks_round_a_value_do_not_count)
{
	get(1);
	expect_int(field("Content-Length: \t 0 \t "), 0);
	expect_false(q.body);
	get(1);
	expect_int(field("Content-Length:1"), 0);
	expect_true(q.body);
	get(1);
	expect_int(field("Host: \t"), 0);
	expect_int(q.hosts, 1);
}
END_TEST

static void expect_length(const char *value, int status, bool body)
{
	char text[100];

	get(1);
	snprintf(text, sizeof(text), "Content-Length: %s", value);
	expect_int(field(text), status);
	expect_int(q.body, body);
}

START_TEST(a_length_is_a_number_and_stands_there_once)
{
	expect_length("0", 0, false);
	expect_length("000", 0, false);
	expect_length("9", 0, true);
	expect_length("010", 0, true);
	expect_length("", 400, false);
	expect_length("-1", 400, false);
	expect_length("0/", 400, false);
	expect_length("0:", 400, false);
	expect_length("0 0", 400, false);
	get(1);
	expect_int(field("Content-Length: 0"), 0);
	expect_int(field("Content-Length: 0"), 400);
}
END_TEST

static void expect_connection(const char *value, bool close, bool alive)
{
	char text[100];

	get(1);
	snprintf(text, sizeof(text), "Connection: %s", value);
	expect_int(field(text), 0);
	expect_int(q.close, close);
	expect_int(q.alive, alive);
	expect_int(field("Connection: other"), 0);
	expect_int(q.close, close);
	expect_int(q.alive, alive);
}

START_TEST(connection_is_a_list_of_words)
{
	expect_connection("close", true, false);
	expect_connection("Keep-Alive", false, true);
	expect_connection("a,close", true, false);
	expect_connection("close , b", true, false);
	expect_connection(",, \tkeep-alive\t,,", false, true);
	expect_connection("keep-alive, close", true, true);
	expect_connection("a close b", true, false);
	expect_connection("closed", false, false);
	expect_connection("xclose, clos, e", false, false);
	expect_connection("", false, false);
	expect_connection("a,", false, false);
	get(1);
	expect_int(field("X: close"), 0);
	expect_false(q.close);
}
END_TEST

START_TEST(a_body_and_tags_are_noted)
{
	get(1);
	expect_false(q.body || q.tags);
	expect_int(field("transfer-encoding: chunked"), 0);
	expect_true(q.body);
	expect_false(q.tags);
	expect_int(field("If-None-Match: *"), 0);
	expect_true(q.tags);
}
END_TEST

START_TEST(a_date_may_be_padded_but_not_for_ever)
{
	char text[100];

	get(1);
	expect_int(q.since, -1);
	expect_int(field("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"),
		   0);
	expect_int(field("X: y"), 0);
	expect_int(q.since, 784111777);
	snprintf(text, sizeof(text), "If-Modified-Since: Sun,%*s", 63 - 4,
		 "06 Nov 1994 08:49:37 GMT");
	expect_int(field(text), 0);
	expect_int(q.since, 784111777);
	snprintf(text, sizeof(text), "If-Modified-Since: Sun,%*s", 64 - 4,
		 "06 Nov 1994 08:49:37 GMT");
	expect_int(field(text), 0);
	expect_int(q.since, -1);
}
END_TEST

/* ---- the whole ---- */

START_TEST(a_host_is_named_once_or_by_old_ones_never)
{
	get(0);
	expect_int(http_whole(&q), 0);
	expect_false(q.keep);
	get(1);
	expect_int(http_whole(&q), 400);
	expect_false(q.keep);
	expect_int(field("Host: a"), 0);
	expect_int(http_whole(&q), 0);
	expect_true(q.keep);
	expect_int(field("Host: a"), 0);
	expect_int(http_whole(&q), 400);
	expect_int(line("GET / HTTP/1.9"), 0);
	expect_int(http_whole(&q), 400);
}
END_TEST

static bool keeps(int minor, const char *one, const char *other)
{
	get(minor);
	expect_int(field("Host: a"), 0);
	expect_int(field(one), 0);
	expect_int(field(other), 0);
	http_whole(&q);
	return q.keep;
}

START_TEST(who_goes_on_after_the_answer)
{
	const char *close = "Connection: close",
		   *x = "X:", *alive = "Connection: keep-alive";

	expect_true(keeps(1, x, x));
	expect_false(keeps(1, close, x));
	expect_false(keeps(1, close, alive));
	expect_false(keeps(1, "Content-Length: 1", x));
	expect_false(keeps(0, x, x));
	expect_true(keeps(0, alive, x));
	expect_false(keeps(0, alive, close));
	expect_false(keeps(0, alive, "Transfer-Encoding: x"));
}
END_TEST

static int status_of(const char *method, const char *more)
{
	char text[100];

	snprintf(text, sizeof(text), "%s / HTTP/1.1", method);
	expect_int(line(text), 0);
	expect_int(field("Host: a"), 0);
	expect_int(field(more), 0);
	return http_whole(&q);
}

START_TEST(methods_are_served_or_known_or_neither)
{
	static const char *const known[] = { "POST",   "PUT",	"DELETE",
					     "PATCH",  "TRACE", "OPTIONS",
					     "CONNECT" };

	expect_int(status_of("GET", "X:"), 0);
	expect_int(status_of("HEAD", "X:"), 0);
	expect_int(status_of("GET", "Content-Length: 1"), 413);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		expect_int(status_of(known[i], "X:"), 405);
		expect_str(q.path, "");
	}
	expect_int(status_of("POST", "Content-Length: 1"), 405);
	expect_int(status_of("get", "X:"), 501);
	expect_int(status_of("GETS", "X:"), 501);
	expect_int(status_of("ABCDEFGHIJKLMNOPQRST", "X:"), 501);
}
END_TEST

START_TEST(who_has_tags_is_not_asked_for_dates)
{
	const char *since = "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT";

	expect_int(status_of("GET", since), 0);
	expect_int(q.since, 784111777);
	expect_int(field("If-None-Match: x"), 0);
	expect_int(http_whole(&q), 0);
	expect_int(q.since, -1);
}
END_TEST

/* ---- words ---- */

static void expect_decoded(const char *text, size_t n, const char *want)
{
	char to[100];

	memset(to, 'x', sizeof(to));
	expect_int(http_decode(to, text, n), strlen(want));
	expect_str(to, want);
}

START_TEST(codes_become_bytes)
{
	char to[10] = "xxxxxxxxx";

	expect_decoded("", 0, "");
	expect_decoded("a%20b", 5, "a b");
	expect_decoded("%41%4a%4A%7e", 12, "AJJ~");
	expect_decoded("%41", 3, "A");
	expect_decoded("%41", 2, "%4");
	expect_decoded("a%", 2, "a%");
	expect_decoded("%e4%F6", 6, "\xe4\xf6");
	expect_decoded("%25%32", 6, "%2");
	expect_int(http_decode(to, "%00a", 4), 2);
	expect_int(memcmp(to, "\0a\0xx", 5), 0);
}
END_TEST

START_TEST(each_status_has_its_words)
{
	static const struct {
		int status;
		const char *reason;
	} all[] = { { 200, "OK" },
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
		    { 505, "HTTP Version Not Supported" } };
	size_t at = 0;

	for (int status = 0; status < 1000; status++)
		if (at < sizeof(all) / sizeof(*all) && all[at].status == status)
			expect_str(http_reason(status), all[at++].reason);
		else
			expect_str(http_reason(status), "Unknown");
	expect_int(at, sizeof(all) / sizeof(*all));
}
END_TEST

START_TEST(an_ending_tells_the_type)
{
	static const char *const all[][2] = {
		{ "a.html", "text/html; charset=utf-8" },
		{ "/b.c/a.HtM", "text/html; charset=utf-8" },
		{ "a.Z.css", "text/css; charset=utf-8" },
		{ "a.mjs", "text/javascript; charset=utf-8" },
		{ ".py", "text/plain; charset=utf-8" },
		{ "a.SH", "text/plain; charset=utf-8" },
		{ "a.csv", "text/csv; charset=utf-8" },
		{ "a.json", "application/json" },
		{ "a.xml", "application/xml" },
		{ "a.svg", "image/svg+xml" },
		{ "a.png", "image/png" },
		{ "a.jpeg", "image/jpeg" },
		{ "a.gif", "image/gif" },
		{ "a.webp", "image/webp" },
		{ "a.ico", "image/x-icon" },
		{ "a.woff", "font/woff" },
		{ "a.woff2", "font/woff2" },
		{ "a.ttf", "font/ttf" },
		{ "a.pdf", "application/pdf" },
		{ "a.epub", "application/epub+zip" },
		{ "a.WASM", "application/wasm" },
		{ "a.ZIP", "application/zip" },
		{ "a.tar.gz", "application/gzip" },
		{ "a.mp3", "audio/mpeg" },
		{ "a.mp4", "video/mp4" },
		{ "a.webm", "video/webm" },
		{ "a.ht", "application/octet-stream" },
		{ "a.tml", "application/octet-stream" },
		{ "a.", "application/octet-stream" },
		{ "a", "application/octet-stream" },
		{ "", "application/octet-stream" },
		{ "a.css/b", "application/octet-stream" },
		{ "a.html.htm.", "application/octet-stream" },
		{ "a.averylongending.css-", "application/octet-stream" },
		{ "a.\x83ss", "application/octet-stream" },
		{ "a.averyverylongending", "application/octet-stream" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		expect_str(http_type(all[i][0]), all[i][1]);
}
END_TEST

/* ---- dates ---- */

static void expect_date(time_t when, const char *format)
{
	char text[100];
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(text, sizeof(text), format, &tm);
	expect_int(http_time(text), when);
}

START_TEST(a_time_is_written_as_the_library_would)
{
	char got[HTTP_DATE], want[100];
	struct tm tm;

	for (time_t when = 0; when < 20000000000; when += 123456789) {
		gmtime_r(&when, &tm);
		strftime(want, sizeof(want), "%a, %d %b %Y %H:%M:%S GMT", &tm);
		http_date(when, got);
		expect_str(got, want);
		expect_int(http_time(got), when);
	}
	http_date(253402300800, got);
	expect_str(got, "Sat, 01 Jan 0000 00:00:00 GMT");
	http_date((time_t)LLONG_MAX, got);
	expect_int(strlen(got), HTTP_DATE - 1); /* whatever it says */
	http_date((time_t)LLONG_MIN, got);
	expect_int(strlen(got), HTTP_DATE - 1);
}
END_TEST

START_TEST(days_of_four_hundred_years_are_read_back)
{
	for (time_t day = 0; day < 366 * 460; day += 11)
		expect_date(day * 86400 + day % 86400,
			    "%a, %d %b %Y %H:%M:%S GMT");
}
END_TEST

START_TEST(two_older_forms_are_read)
{
	time_t year = 31556952, now = time(NULL) / year * year;

	expect_int(http_time("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777);
	expect_int(http_time("Sun Nov  6 08:49:37 1994"), 784111777);
	for (time_t when = now - 48 * year; when < now + 48 * year;
	     when += 8640000) {
		if (when < 0)
			continue;
		expect_date(when, "%A, %d-%b-%y %H:%M:%S GMT");
		expect_date(when, "%a %b %e %H:%M:%S %Y");
	}
}
END_TEST

/* The first second of a year, as two digits tell it. */
static time_t of_short(int year)
{
	char text[100];

	snprintf(text, sizeof(text), "Monday, 01-Jan-%02d 00:00:00 GMT",
		 year % 100);
	return http_time(text);
}

START_TEST(two_digits_are_fifty_years_ahead_at_most)
{
	time_t now = time(NULL);
	struct tm tm, then = { .tm_mday = 1 };

	gmtime_r(&now, &tm);
	if ((tm.tm_year + 51) / 100 != tm.tm_year / 100)
		return; /* digits of the next century are of this one, too */
	then.tm_year = tm.tm_year + 50;
	expect_int(of_short(then.tm_year), timegm(&then));
	then.tm_year = tm.tm_year + 51 - 100;
	expect_int(of_short(then.tm_year), timegm(&then));
}
END_TEST

START_TEST(the_ends_of_what_is_a_date)
{
	expect_int(http_time("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
	expect_int(http_time("Fri, 31 Dec 9999 23:59:59 GMT"), 253402300799);
	expect_int(http_time("Fri, 30 Jun 1972 23:59:60 GMT"), 78796800);
	expect_int(http_time("Tue, 31 Dec 2024 00:00:00 GMT"), 1735603200);
}
END_TEST

START_TEST(what_is_no_date_is_minus_one)
{
	static const char *const all[] = {
		"",
		"x",
		"Wed, 31 Dec 1969 00:00:00 GMT",
		"Sun, 06 Nov 1960 08:49:37 GMT",
		"Sun, 06 Nox 1994 08:49:37 GMT",
		"Sun, 06 anF 1994 08:49:37 GMT",
		"Sun, 06 No 1994 08:49:37 GMT",
		"Sun, 00 Nov 1994 08:49:37 GMT",
		"Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT",
		"Sun, 06 Nov 1994 -1:49:37 GMT",
		"Sun, 06 Nov 1994 08:60:37 GMT",
		"Sun, 06 Nov 1994 08:-1:37 GMT",
		"Sun, 06 Nov 1994 08:49:61 GMT",
		"Sun, 06 Nov 1994 08:49:-1 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT+1",
		"Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"Sunday, 06-Nov-94 08:49:37 GMT.",
		"Sun Nov  6 08:49:37 1994 GMT",
		"Sun Nov  6 08:49:37",
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		expect_int(http_time(all[i]), -1);
}
END_TEST

static void add_fields(Suite *suite)
{
	TCase *step = lab_step(suite, "2 fields");

	tcase_add_test(step, a_field_is_a_name_and_a_value);
	tcase_add_test(step, every_byte_of_a_value);
	tcase_add_test(step, blanks_round_a_value_do_not_count);
	tcase_add_test(step, a_length_is_a_number_and_stands_there_once);
	tcase_add_test(step, connection_is_a_list_of_words);
	tcase_add_test(step, a_body_and_tags_are_noted);
	tcase_add_test(step, a_date_may_be_padded_but_not_for_ever);
	tcase_add_test(step, a_host_is_named_once_or_by_old_ones_never);
	tcase_add_test(step, who_goes_on_after_the_answer);
	tcase_add_test(step, methods_are_served_or_known_or_neither);
	tcase_add_test(step, who_has_tags_is_not_asked_for_dates);
}

static void add_words(Suite *suite)
{
	TCase *step = lab_step(suite, "3 words");

	tcase_add_test(step, codes_become_bytes);
	tcase_add_test(step, each_status_has_its_words);
	tcase_add_test(step, an_ending_tells_the_type);
	tcase_add_test(step, a_time_is_written_as_the_library_would);
	tcase_add_test(step, days_of_four_hundred_years_are_read_back);
	tcase_add_test(step, two_older_forms_are_read);
	tcase_add_test(step, two_digits_are_fifty_years_ahead_at_most);
	tcase_add_test(step, the_ends_of_what_is_a_date);
	tcase_add_test(step, what_is_no_date_is_minus_one);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("http");
	TCase *step = lab_step(suite, "1 line");

	tcase_add_test(step, a_target_is_a_path_and_perhaps_a_query);
	tcase_add_test(step, a_target_may_name_its_host);
	tcase_add_test(step, what_is_no_line_is_refused);
	tcase_add_test(step, one_version_is_spoken);
	tcase_add_test(step, a_line_may_be_so_long);
	tcase_add_test(step, every_byte_of_a_method_and_of_a_target);
	tcase_add_test(step, a_method_is_kept_if_it_is_short);
	add_fields(suite);
	add_words(suite);
	return suite;
}
