/*
 * wget.c - the tutorial's third program: three sites at once.
 *
 * Each site is a task of its own; gather waits for all of them. A site that
 * fails says so in one line and costs the others nothing.
 *
 * The tutorial reads lines until an empty one comes, and never ends when the
 * server closes before that. Here the end of the stream is an answer, too.
 */
#include "wget.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "gather.h"
#include "run.h"
#include "stream.h"
#include "timeout.h"

#define PORT 80
#define SECONDS 10.0

static char *tutorial[] = { "www.sina.com.cn", "www.sohu.com", "www.163.com" };

/* ---- what was typed ---- */

static int copy(char *to, size_t size, const char *from, const char *end)
{
	size_t n = (size_t)(end - from);

	if (n == 0 || n >= size)
		return -EINVAL;
	memcpy(to, from, n);
	to[n] = '\0';
	return 0;
}

/* A space or a line end would become part of the request. */
static bool printable(const char *text)
{
	while ((unsigned char)*text > ' ' && *text != 0x7f)
		text++;
	return *text == '\0';
}

/* [:PORT]. Where it ends; NULL: that is no port. */
static const char *parse_port(const char *text, int *port)
{
	char *end;
	long number;

	*port = PORT;
	if (*text != ':')
		return text;
	if (text[1] < '0' || text[1] > '9')
		return NULL;
	number = strtol(text + 1, &end, 10);
	if (number < 1 || number > 65535)
		return NULL;
	*port = (int)number;
	return end;
}

int site_parse(struct site *site, const char *text)
{
	const char *host = text, *end, *rest;

	if (*text == '[') {
		host = text + 1;
		end = host + strcspn(host, "]");
		if (!*end)
			return -EINVAL;
		rest = end + 1;
	} else {
		rest = end = text + strcspn(text, ":/");
	}
	rest = parse_port(rest, &site->port);
	if (!rest || (*rest && *rest != '/') || !printable(text) ||
	    copy(site->host, sizeof(site->host), host, end) < 0 ||
	    copy(site->typed, sizeof(site->typed), text, rest) < 0)
		return -EINVAL;
	site->text = text;
	site->path = *rest ? rest : "/";
	return 0;
}

/* ---- one site ---- */

/* lab: step 1
 * en: int print_header(const struct site *site, struct reader *reader): read
 *     line after line, and print each as "TEXT header > LINE", TEXT being what
 *     was typed, LINE without its end ("\r\n" or "\n"); it may contain a '\0',
 *     so fwrite it. An empty one ends the header, and is not printed: 0. The
 *     stream may end before: take the '\r' off what came of the last line, too;
 *     print what is left, if anything; then -ENODATA. A line is WGET_LINE bytes
 *     and "\r\n" at the most, else -EMSGSIZE.
 * zh: int print_header(const struct site *site, struct reader *reader)：一行行读，
 *     每行打印成 "TEXT header > LINE"，TEXT 是当初输入的文字，LINE 去掉行尾
 *     （"\r\n" 或 "\n"）；行里可能有 '\0'，所以要用 fwrite。空行，头部结束，不打印：
 *     返回 0。流可能先到头：最后一行来了的那一截，末尾的 '\r' 也去掉；还剩什么就打
 *     印，再返回 -ENODATA。一行最多 WGET_LINE 个字节外加 "\r\n"，超过就是
 *     -EMSGSIZE。
 */
static void print_line(const char *text, const char *line, size_t n)
{
	printf("%s header > ", text);
	fwrite(line, 1, n, stdout);
	putchar('\n');
}

/* n is above 0. */
static size_t without_end(const char *line, size_t n)
{
	if (line[n - 1] == '\n')
		n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	return n;
}

static int print_header(const struct site *site, struct reader *reader)
{
	char line[WGET_LINE + 3];

	for (;;) {
		ssize_t n = reader_readline(reader, line, sizeof(line));
		size_t length;

		if (n <= 0)
			return n < 0 ? (int)n : -ENODATA;
		length = without_end(line, (size_t)n);
		if (length > WGET_LINE)
			return -EMSGSIZE;
		if (length > 0)
			print_line(site->text, line, length);
		if (line[n - 1] != '\n')
			return -ENODATA;
		if (length == 0)
			return 0;
	}
}

/* lab: end */
/* lab: step 2
 * en: int fetch(const struct site *site): open the connection; send
 *     "GET PATH HTTP/1.0", "Host: ..." as typed, and an empty line, each ended
 *     by "\r\n"; drain; print the header. The body stays unread: close the
 *     stream. When something failed, abort it: what was not sent yet is of no
 *     use to anybody. An error of the close does not count: the header is here.
 * zh: int fetch(const struct site *site)：打开连接；发 "GET 路径 HTTP/1.0"、照原样的
 *     "Host: ..."，再一个空行，每行以 "\r\n" 结尾；drain；打印头部。正文不读，关掉流。
 *     哪一步失败了，就 abort：还没发出去的，发了也没用。关的时候出错不算错：头部已经
 *     到手。
 */
static int fetch(const struct site *site)
{
	struct reader *reader;
	struct writer *writer;
	int rc =
		async_open_connection(site->host, site->port, &reader, &writer);

	if (rc < 0)
		return rc;
	writer_printf(writer, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", site->path,
		      site->typed);
	rc = writer_drain(writer);
	if (rc == 0)
		rc = print_header(site, reader);
	if (rc < 0)
		stream_abort(reader, writer);
	else
		stream_close(reader, writer);
	return rc;
}

/* lab: end */
static const char *reason(int rc)
{
	if (rc == -ENODATA)
		return "the server closed before its header ended";
	if (rc == -EMSGSIZE)
		return "a header line is longer than 8192 bytes";
	return async_strerror(rc);
}

int wget_fetch(const char *text, double seconds)
{
	struct site site;
	int rc;

	printf("wget %s...\n", text);
	if (site_parse(&site, text) < 0) {
		fprintf(stderr, "%s: not HOST[:PORT][/PATH]\n", text);
		return -EINVAL;
	}
	/* lab: step 3
	 * en: Fetch, within the limit: rc is 0, or the error, also one of
	 *     timeout_begin.
	 * zh: 限时去取：rc 是 0，或者错误；timeout_begin 的错误也算。
	 */
	struct timeout to;

	rc = timeout_begin(&to, seconds);
	if (rc == 0)
		rc = timeout_end(&to, fetch(&site));
	/* lab: end */
	if (rc == 0)
		printf("Done %s.\n", text);
	else if (rc != -ECANCELED)
		fprintf(stderr, "%s: %s\n", text, reason(rc));
	return rc;
}

/* ---- all of them ---- */

/* What wget_main hands to the coroutine that it runs. */
struct order {
	char **texts;
	int n;
	double seconds;
};

/* What that one hands to the task of one site. */
struct one {
	const char *text;
	double seconds;
};

/* lab: step 4
 * en: int one_site(void *one, void **result): the task of one site.
 * zh: int one_site(void *one, void **result)：一个网站的任务。
 */
static int one_site(void *arg, void **result)
{
	const struct one *one = arg;

	return wget_fetch(one->text, one->seconds);
}

/* lab: end */
static int fetch_all(const struct order *order, struct task *tasks[],
		     struct one ones[], int errors[])
{
	/* lab: step 4
	 * en: A task for each site, that reads one of `ones`. Gather them with
	 *     their errors, so that nobody's failure ends the others. 0; -EIO
	 *     when a site failed; what gather says when it failed itself, and then
	 *     nobody may still read `ones`: async_cancel_and_wait.
	 * zh: 每个网站一个任务，各读 ones 里的一个。连同错误一起 gather，谁失败都不
	 *     连累别人。返回 0；有网站失败，返回 -EIO；gather 自己失败了，它说什么
	 *     返回什么，不过先 async_cancel_and_wait：ones 不能还有人在读。
	 */
	int rc;

	for (int i = 0; i < order->n; i++) {
		ones[i] = (struct one){ order->texts[i], order->seconds };
		tasks[i] = task_create(one_site, &ones[i]);
	}
	rc = async_gather(tasks, order->n, NULL, errors);
	if (rc < 0)
		async_cancel_and_wait(tasks, order->n);
	for (int i = 0; rc == 0 && i < order->n; i++)
		if (errors[i] < 0)
			rc = -EIO;
	return rc;
	/* lab: end */
}

/* A site for which there was no memory could not say so itself. */
static void tell_missing(const struct order *order, struct task *tasks[])
{
	for (int i = 0; i < order->n; i++)
		if (!tasks[i])
			fprintf(stderr, "%s: %s\n", order->texts[i],
				async_strerror(-ENOMEM));
}

static int run_order(void *arg, void **result)
{
	const struct order *order = arg;
	size_t n = (size_t)order->n;
	struct task **tasks = calloc(n, sizeof(*tasks));
	struct one *ones = calloc(n, sizeof(*ones));
	int *errors = calloc(n, sizeof(*errors));
	int rc = -ENOMEM;

	if (tasks && ones && errors) {
		rc = fetch_all(order, tasks, ones, errors);
		tell_missing(order, tasks);
	}
	free(errors);
	free(ones);
	free(tasks);
	return rc;
}

/* -t SECONDS, then the sites; the tutorial's when there are none. */
static int read_order(struct order *order, int argc, char *argv[])
{
	char *end;
	int option;

	*order = (struct order){ tutorial, 3, SECONDS };
	opterr = 0; /* our usage line says it */
	optind = 1;
	while ((option = getopt(argc, argv, "t:")) != -1) {
		if (option != 't')
			return -EINVAL;
		order->seconds = strtod(optarg, &end);
		if (end == optarg || *end || !(order->seconds > 0))
			return -EINVAL;
	}
	if (optind < argc) {
		order->texts = argv + optind;
		order->n = argc - optind;
	}
	return 0;
}

int wget_main(int argc, char *argv[])
{
	struct order order;
	int rc;

	if (read_order(&order, argc, argv) < 0) {
		fprintf(stderr, "usage: wget [-t SECONDS] "
				"[HOST[:PORT][/PATH]...]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); /* each line at once, on a pipe too */
	rc = async_run(run_order, &order, NULL);
	if (rc == -EINTR)
		return 130;
	return rc < 0;
}
