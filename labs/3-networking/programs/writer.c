/*
 * writer.c - a fast sender held back by a slow receiver.
 *
 * 64 MB go from one task to another, twice. With writer_drain the sender
 * waits until the receiver has taken what was sent. Without, it never waits,
 * the receiver never runs, and everything is in memory at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reader.h"
#include "run.h"
#include "task.h"
#include "writer.h"

#define PIECE 65536
#define PIECES 1024

/* The most memory that this process has ever had, in MB. */
static double peak(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1024;
}

static const char *size(double megabytes)
{
	if (megabytes < 8)
		return "less than 8 MB";
	return megabytes > 50 ? "more than 50 MB" : "8 to 50 MB";
}

static int send_pieces(int fd, bool drain)
{
	static char piece[PIECE];
	struct writer *w = writer_create(fd);
	int rc = 0;

	for (int i = 0; rc == 0 && i < PIECES; i++) {
		rc = writer_write(w, piece, PIECE);
		if (rc == 0 && drain)
			rc = writer_drain(w);
	}
	writer_close(w);
	if (rc == 0)
		rc = writer_wait_closed(w);
	writer_destroy(w);
	return rc;
}

static int receive(void *arg, void **result)
{
	static char piece[PIECE];
	int fd = *(int *)arg;
	struct reader *r = reader_create(fd, READER_LIMIT);
	long long bytes = 0;
	ssize_t n;

	while ((n = reader_read(r, piece, PIECE)) > 0)
		bytes += n;
	printf("  received %lld MB\n", bytes >> 20);
	reader_destroy(r);
	return (int)n;
}

static int transfer(bool drain)
{
	struct task *receiver;
	int ends[2], rc, received;
	double before = peak();

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -errno;
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	receiver = task_create(receive, &ends[1]);
	rc = send_pieces(ends[0], drain);
	received = task_await(receiver, NULL);
	close(ends[1]);
	printf("  memory grew by %s\n", size(peak() - before));
	return rc < 0 ? rc : received;
}

static int both(void *arg, void **result)
{
	int rc;

	printf("with drain:\n");
	rc = transfer(true);
	if (rc < 0)
		return rc;
	printf("without:\n");
	return transfer(false);
}

int main(void)
{
	return async_run(both, NULL, NULL) < 0;
}
