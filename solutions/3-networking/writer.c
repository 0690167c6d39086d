/*
 * writer.c - bytes out, not faster than the other side takes.
 *
 * A write sends at once what the socket takes. The rest waits in a buffer and
 * goes out from `flush`, which the loop calls when the socket can be written.
 * Whoever writes more than goes out is held back by `room`, an event: cleared
 * above the high-water mark, set again at the low one.
 *
 * Invariant: the loop watches the socket exactly while bytes wait.
 *
 * An ending takes its turn behind the bytes that wait: after write_eof one
 * direction is shut, after close both. The descriptor itself lives as long as
 * the writer, so that a reader never reads from a number that already belongs
 * to somebody else.
 *
 * Mirrors StreamWriter and FlowControlMixin in CPython's
 * Lib/asyncio/streams.py, and _SelectorSocketTransport in selector_events.py.
 */
#include "writer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buffer.h"
#include "locks.h"
#include "loop.h"
#include "panic.h"
#include "sock.h"

struct writer {
	int fd;
	struct buffer unsent;
	struct handle writable; /* flush, while bytes wait */
	struct event room;	/* it pays to write more */
	struct event closed;	/* both directions are shut */
	bool eof;		/* no more from us, once all is sent */
	bool closing;		/* and nothing from them */
	int error;		/* why nothing goes out any more */
	int waiting;		/* tasks in drain, or wait_closed */
};

/* Small pieces go out at once: who writes decides what belongs together. */
static void send_without_delay(int fd)
{
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

struct writer *writer_create(int fd)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->fd = fd;
	event_init(&w->room);
	event_init(&w->closed);
	event_set(&w->room);
	w->room.what = "drain";
	w->closed.what = "wait_closed";
	send_without_delay(fd);
	return w;
}

/*
 * A task that reads from it would wait for a descriptor that is gone. A reader
 * that nobody waits for may be watched a little longer; that ends here.
 */
static void end_reading(const struct writer *w)
{
	if (!loop_current())
		return;
	if (sock_is_awaited(w->fd))
		panic("writer_destroy: a task still waits to read from it");
	loop_remove_reader(loop_current(), w->fd);
}

void writer_destroy(struct writer *w)
{
	if (!w)
		return;
	if (w->waiting > 0)
		panic("writer_destroy: a task still waits for it");
	end_reading(w);
	if (buffer_size(&w->unsent) > 0 && loop_current())
		loop_remove_writer(loop_current(), w->fd);
	close(w->fd);
	buffer_free(&w->unsent);
	free(w);
}

bool writer_is_closing(const struct writer *w)
{
	return w->closing;
}

/* ---- the end ---- */

/* Nothing waits any more: an ending that stands behind has its turn. */
static void finish(struct writer *w)
{
	/* lab: step 3
	 * en: After close shut both directions (shutdown(2): the other side
	 *     sees our end, a reader of ours sees the end of the stream), and
	 *     tell those who wait for it. After write_eof alone, only ours.
	 *     Else do nothing.
	 * zh: 没有字节在等了。close 过，两个方向都关（shutdown(2)：对方看到我们说
	 *     完了，我们自己的 reader 看到流到头），通知等着的人。只 write_eof 过，
	 *     就只关我们这个方向。都没有，什么也不做。
	 */
	if (w->closing) {
		shutdown(w->fd, SHUT_RDWR);
		event_set(&w->closed);
	} else if (w->eof) {
		shutdown(w->fd, SHUT_WR);
	}
	/* lab: end */
}

/* It broke. */
static void fail(struct writer *w, int rc)
{
	/* lab: step 2
	 * en: Keep why (rc). What waits goes nowhere: drop it, and the loop
	 *     need not watch. Whoever drains has waited enough. And the
	 *     connection has ended, as if it were closed: `closing`.
	 * zh: 断了。记下原因（rc）。等着的字节哪儿也去不了：丢掉，循环不必再看。
	 *     drain 的人不用再等。连接也就到头了，和 close 过一样：closing。
	 */
	w->error = rc;
	loop_remove_writer(loop_current(), w->fd);
	buffer_free(&w->unsent);
	event_set(&w->room);
	w->closing = true;
	/* lab: end */
	finish(w);
}

/* ---- bytes ---- */

/* How many of these bytes the socket takes now, or why it takes none ever. */
static ssize_t try_send(struct writer *w, const void *data, size_t n)
{
	/* lab: step 1
	 * en: Send without waiting. How many bytes went; 0 when it takes none
	 *     now (EAGAIN; a signal came); else the error, and never SIGPIPE.
	 * zh: 套接字此刻收得下多少就发多少，不等。返回字节数；现在一个也不收
	 *     （EAGAIN，或来了信号），返回 0；否则返回错误，绝不能有 SIGPIPE。
	 */
	ssize_t sent = send(w->fd, data, n, MSG_NOSIGNAL);

	if (sent >= 0)
		return sent;
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
		return 0;
	return -errno;
	/* lab: end */
}

/* The loop calls it when the socket can be written. */
static void flush(void *arg)
{
	struct writer *w = arg;
	struct buffer *b = &w->unsent;
	ssize_t sent = try_send(w, b->data + b->start, buffer_size(b));

	if (sent < 0) {
		fail(w, (int)sent);
		return;
	}
	/* lab: step 2
	 * en: So many bytes of those that waited are gone. At the low-water
	 *     mark there is room again. Nothing left: the loop stops watching,
	 *     and finish.
	 * zh: 等着的字节，发走了这么多。降到低水位，就又有空了。一个不剩：循环别
	 *     再看，然后 finish。
	 */
	buffer_take(b, NULL, (size_t)sent);
	if (buffer_size(b) <= WRITER_LOW)
		event_set(&w->room);
	if (buffer_size(b) > 0)
		return;
	loop_remove_writer(loop_current(), w->fd);
	finish(w);
	/* lab: end */
}

/* While bytes wait, the loop calls flush. */
static int watch(struct writer *w)
{
	return loop_add_writer(loop_current(), w->fd, flush, w, &w->writable);
}

/* Bytes that have to wait. */
static int keep(struct writer *w, const char *data, size_t n)
{
	struct buffer *b = &w->unsent;
	int rc = buffer_size(b) == 0 ? watch(w) : 0;

	if (rc < 0)
		return rc;
	/* lab: step 2
	 * en: Behind those that wait already. Above the high-water mark there
	 *     is no room. Returns 0, or what buffer_append says.
	 * zh: 接在已经等着的后面。超过高水位，就没空了。返回 0，或者
	 *     buffer_append 报的错。
	 */
	rc = buffer_append(b, data, n);
	if (buffer_size(b) > WRITER_HIGH)
		event_clear(&w->room);
	return rc;
	/* lab: end */
}

int writer_write(struct writer *w, const void *data, size_t n)
{
	const char *rest = data;
	ssize_t sent = 0;
	int rc;

	if (w->closing)
		return 0;
	if (w->eof)
		panic("writer_write: after writer_write_eof");
	/* lab: step 1
	 * en: When nothing waits, send what goes now (try_send; into sent);
	 *     else that would overtake what waits. A failed send: fail, and
	 *     return 0, for drain will tell it. All gone: 0, too.
	 * zh: 没有字节在等，就先发能发的（try_send，放进 sent）；有，就不能插到它
	 *     们前面去。send 失败：fail，返回 0，由 drain 去说。全发走了：也是 0。
	 */
	if (buffer_size(&w->unsent) == 0 && n > 0)
		sent = try_send(w, data, n);
	if (sent < 0) {
		fail(w, (int)sent);
		return 0;
	}
	if ((size_t)sent == n)
		return 0;
	/* lab: end */
	rc = keep(w, rest + sent, n - (size_t)sent);
	if (rc < 0)
		fail(w, rc); /* else a hole in the stream, which nobody sees */
	return rc;
}

int writer_printf(struct writer *w, const char *format, ...)
{
	char line[1024], *text = line;
	va_list arguments;
	int n, rc;

	va_start(arguments, format);
	n = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (n < 0)
		return -EINVAL;
	if ((size_t)n >= sizeof(line)) {
		text = malloc((size_t)n + 1);
		if (!text)
			return -ENOMEM;
		va_start(arguments, format);
		vsnprintf(text, (size_t)n + 1, format, arguments);
		va_end(arguments);
	}
	rc = writer_write(w, text, (size_t)n);
	if (text != line)
		free(text);
	return rc;
}

int writer_drain(struct writer *w)
{
	int rc;

	w->waiting++;
	/* lab: step 4
	 * en: Into rc: wait until there is room; then say whether it broke.
	 *     Closed is -EPIPE: who writes in a loop has to hear that it is in
	 *     vain.
	 * zh: 放进 rc：等到有空，然后说断没断。已经 close 了，是 -EPIPE：循环里不
	 *     停写的人，得知道写了也是白写。
	 */
	rc = event_wait(&w->room);
	if (rc == 0)
		rc = w->error;
	if (rc == 0 && w->closing)
		rc = -EPIPE;
	/* lab: end */
	w->waiting--;
	return rc;
}

/* ---- no more ---- */

void writer_write_eof(struct writer *w)
{
	/* lab: step 5
	 * en: Once, and not after close. If nothing waits, finish; else flush
	 *     will.
	 * zh: 只算一次，close 之后不算。没有字节在等，就 finish；有，flush 会做。
	 */
	if (w->eof || w->closing)
		return;
	w->eof = true;
	if (buffer_size(&w->unsent) == 0)
		finish(w);
	/* lab: end */
}

void writer_close(struct writer *w)
{
	/* lab: step 5
	 * en: The same, for both directions.
	 * zh: 同上，两个方向都关。
	 */
	if (w->closing)
		return;
	w->closing = true;
	if (buffer_size(&w->unsent) == 0)
		finish(w);
	/* lab: end */
}

int writer_wait_closed(struct writer *w)
{
	int rc;

	w->waiting++;
	/* lab: step 5
	 * en: Into rc: wait until it is closed; then say whether it broke.
	 * zh: 放进 rc：等到关好，然后说断没断。
	 */
	rc = event_wait(&w->closed);
	if (rc == 0)
		rc = w->error;
	/* lab: end */
	w->waiting--;
	return rc;
}
