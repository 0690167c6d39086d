/*
 * sock.c - sockets that make the task wait, not the thread.
 *
 * Every call has the same shape: try; if the kernel says EAGAIN, wait until
 * the loop hears of the descriptor; try again. Readiness is a hint and may be
 * gone when we come, so there is always a loop round it, and never a socket
 * that could block.
 *
 * Mirrors sock_recv, sock_sendall, sock_connect and sock_accept in CPython's
 * Lib/asyncio/selector_events.py.
 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <unistd.h>

#include "future.h"
#include "loop.h"
#include "panic.h"
#include "source.h"

/* ---- waiting for a descriptor ---- */

/* The loop calls this once a turn until its callback is removed. */
static void wake_up(void *future)
{
	/* lab: step 1
	 * en: The descriptor is ready: set the future's result, unless it is
	 *     done: the task may have been cancelled a moment ago.
	 * zh: 描述符就绪了：给 future 设结果，除非它已经做完：任务可能就在刚才被取消了。
	 */
	future_set_result_unless_done(future, NULL);
	/* lab: end */
}

/* Whom the loop calls for a descriptor, or nobody. */
static const struct handle *called_for(int fd, bool reading)
{
	const struct loop *l = loop_current();

	if (!l || fd < 0 || fd >= l->capacity)
		return NULL; /* never watched */
	return reading ? l->watches[fd].reader : l->watches[fd].writer;
}

/* A task that was cancelled has still to wake, but waits no more. */
static bool still_waits(const struct handle *h)
{
	return h && !source_idle(h) &&
	       (h->fn != wake_up || !future_done(h->arg));
}

bool sock_is_awaited(int fd)
{
	return still_waits(called_for(fd, true));
}

/* Two tasks at one end of a socket would steal each other's bytes. */
static void must_be_free(int fd, bool reading, const char *function)
{
	if (!loop_current())
		panic("%s: there is no loop", function);
	if (still_waits(called_for(fd, reading)))
		panic("%s: another task waits for descriptor %d already",
		      function, fd);
}

int sock_wait_readable(int fd, const char *what)
{
	must_be_free(fd, true, __func__);
	/* lab: step 1
	 * en: A future and a handle, both locals, as in async_sleep; the
	 *     handle all zero. The callback is wake_up, its argument the
	 *     future. loop_add_reader may refuse: return its error. However
	 *     the wait ends, the loop must let go of the descriptor before
	 *     this frame goes: unless another task waits for it by now, since
	 *     we were cancelled. Is l->watches[fd].reader our handle?
	 * zh: 一个 future，一个句柄，都是局部变量，和 async_sleep 一样；句柄先清零。回调
	 *     用 wake_up，参数用这个 future。loop_add_reader 不成，把错误原样返回。不管
	 *     怎么醒，这个栈帧消失之前，循环必须放开这个描述符；除非我们被取消了，这会儿
	 *     已经换了别的任务在等它。l->watches[fd].reader 是不是自己的句柄？
	 */
	struct loop *l = loop_current();
	struct handle callback = { 0 };
	struct future ready;
	int rc;

	future_init(&ready, what);
	rc = loop_add_reader(l, fd, wake_up, &ready, &callback);
	if (rc < 0)
		return rc;
	rc = future_await(&ready, NULL);
	if (l->watches[fd].reader == &callback)
		loop_remove_reader(l, fd);
	return rc;
	/* lab: end */
}

int sock_wait_writable(int fd, const char *what)
{
	must_be_free(fd, false, __func__);
	/* lab: step 1
	 * en: The same, for the other direction.
	 * zh: 同上，换个方向。
	 */
	struct loop *l = loop_current();
	struct handle callback = { 0 };
	struct future ready;
	int rc;

	future_init(&ready, what);
	rc = loop_add_writer(l, fd, wake_up, &ready, &callback);
	if (rc < 0)
		return rc;
	rc = future_await(&ready, NULL);
	if (l->watches[fd].writer == &callback)
		loop_remove_writer(l, fd);
	return rc;
	/* lab: end */
}

/* ---- making sockets ---- */

static int never_block(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return -errno;
	return 0;
}

/* Hand the descriptor on if all is well; else close it. */
static int or_close(int fd, int rc)
{
	if (rc < 0)
		close(fd);
	return rc < 0 ? rc : fd;
}

int sock_create(int family)
{
	int fd = socket(family, SOCK_STREAM, 0);

	return fd < 0 ? -errno : or_close(fd, never_block(fd));
}

static int set(int fd, int level, int option)
{
	int on = 1;

	return setsockopt(fd, level, option, &on, sizeof(on)) < 0 ? -errno : 0;
}

/* A port that was in use a minute ago is free; IPv6 does not take IPv4 too. */
static int bind_and_listen(int fd, const struct sockaddr *address,
			   socklen_t size, int backlog)
{
	int rc = set(fd, SOL_SOCKET, SO_REUSEADDR);

	if (rc == 0 && address->sa_family == AF_INET6)
		rc = set(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	if (rc < 0)
		return rc;
	if (bind(fd, address, size) < 0 || listen(fd, backlog) < 0)
		return -errno;
	return 0;
}

int sock_listen(const struct sockaddr *address, socklen_t size, int backlog)
{
	int fd = sock_create(address->sa_family);

	if (fd < 0)
		return fd;
	return or_close(fd, bind_and_listen(fd, address, size, backlog));
}

/* ---- bytes ---- */

/* lab: step 2
 * en: A helper, static bool again(int error): is this number from errno no
 *     failure, but "not now"? EAGAIN, which some systems call EWOULDBLOCK.
 * zh: 辅助函数 static bool again(int error)：errno 的这个值，是不是没出错，只是“现在
 *     不行”？EAGAIN，有的系统叫 EWOULDBLOCK。
 */
static bool again(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK;
}

/* lab: end */
ssize_t sock_recv(int fd, void *buf, size_t n)
{
	/* lab: step 2
	 * en: Try recv(2). Not now: wait until it can be read, for "recv", and
	 *     try again. A signal in between (EINTR): just try again.
	 *     Cancelled while waiting: no byte was taken, so none is lost.
	 * zh: 试 recv(2)。现在不行，就等到可读再试，what 填 "recv"。中途来了信号
	 *     （EINTR），直接再试。等待时被取消：一个字节都没取，也就一个都没丢。
	 */
	for (;;) {
		ssize_t got = recv(fd, buf, n, 0);
		int rc = 0;

		if (got >= 0)
			return got;
		if (again(errno))
			rc = sock_wait_readable(fd, "recv");
		else if (errno != EINTR)
			return -errno;
		if (rc < 0)
			return rc;
	}
	/* lab: end */
}

ssize_t sock_send(int fd, const void *data, size_t n)
{
	/* lab: step 3
	 * en: The same with send(2), for "send". Writing to a connection that
	 *     is gone must be an error, not the end of the program:
	 *     MSG_NOSIGNAL.
	 * zh: 换成 send(2)，what 也换成 "send"，其余一样。对方走了还写，应该得到错误，
	 *     而不是程序被信号杀掉：MSG_NOSIGNAL。
	 */
	for (;;) {
		ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);
		int rc = 0;

		if (sent >= 0)
			return sent;
		if (again(errno))
			rc = sock_wait_writable(fd, "send");
		else if (errno != EINTR)
			return -errno;
		if (rc < 0)
			return rc;
	}
	/* lab: end */
}

int sock_sendall(int fd, const void *data, size_t n)
{
	/* lab: step 3
	 * en: A send may take less than it was given. Until all are gone.
	 * zh: 一次 send 可能只收下一部分。发到全部发完。
	 */
	const char *rest = data;

	while (n > 0) {
		ssize_t sent = sock_send(fd, rest, n);

		if (sent < 0)
			return (int)sent;
		rest += sent;
		n -= (size_t)sent;
	}
	return 0;
	/* lab: end */
}

/* ---- connections ---- */

int sock_connect(int fd, const struct sockaddr *address, socklen_t size)
{
	/* lab: step 4
	 * en: connect(2) on a socket that never blocks says EINPROGRESS, and
	 *     goes on in the kernel; after EINTR, too. Do not call it again,
	 *     every system answers something else: wait until the socket can
	 *     be written to, for "connect", then ask how it went: SO_ERROR of
	 *     getsockopt(2). No loop: it cannot be tried twice.
	 * zh: 在不会阻塞的套接字上，connect(2) 返回 EINPROGRESS，连接由内核接着做；
	 *     被 EINTR 打断也一样。别再调一次，各个系统的回答都不同：等它可写，what 填
	 *     "connect"，再问结果如何：getsockopt(2) 的 SO_ERROR。没有循环：这件事不能
	 *     试两次。
	 */
	socklen_t length = sizeof(int);
	int error = 0, rc;

	if (connect(fd, address, size) == 0)
		return 0;
	if (errno != EINPROGRESS && errno != EINTR)
		return -errno;
	rc = sock_wait_writable(fd, "connect");
	if (rc < 0)
		return rc;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		return -errno;
	return -error;
	/* lab: end */
}

int sock_accept(int fd)
{
	/* lab: step 5
	 * en: Like sock_recv, with accept(2), for "accept". The new socket may
	 *     block: it must never_block, or_close. ECONNABORTED, and EPROTO
	 *     on some systems: that client is gone, take the next.
	 * zh: 像 sock_recv，换成 accept(2)，what 填 "accept"。新来的套接字还会阻塞：
	 *     要 never_block，不成就 or_close。ECONNABORTED（有的系统是 EPROTO）：
	 *     那位客人走了，接下一位。
	 */
	for (;;) {
		int client = accept(fd, NULL, NULL);
		int rc = 0;

		if (client >= 0)
			return or_close(client, never_block(client));
		if (again(errno))
			rc = sock_wait_readable(fd, "accept");
		else if (errno != EINTR && errno != ECONNABORTED &&
			 errno != EPROTO)
			return -errno;
		if (rc < 0)
			return rc;
	}
	/* lab: end */
}
