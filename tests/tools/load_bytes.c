/*
 * load_bytes.c - so many bytes between two tasks, in both directions at once.
 *
 *	load_bytes N
 *
 * Byte number i of a direction is known, so each is checked where it arrives.
 * Says how much memory that took. For test_load.py.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "gather.h"
#include "locks.h"
#include "run.h"
#include "stream.h"

#define PIECE 65536

/* One side of the connection; the other one says what we hear. */
struct side {
	struct reader *reader;
	struct writer *writer;
	unsigned says, hears;
	unsigned char piece[PIECE], heard[PIECE];
};

static long long total;
static struct side server_side = { .says = 1, .hears = 2 };
static struct side client_side = { .says = 2, .hears = 1 };

/* No two pieces of a megabyte are the same, nor the two directions. */
static unsigned char byte_at(long long i, unsigned direction)
{
	return (unsigned char)(i * 7 + i / PIECE * direction + direction);
}

static int say(void *arg, void **result)
{
	struct side *side = arg;
	int rc = 0;

	for (long long sent = 0; rc == 0 && sent < total;) {
		long long n = total - sent < PIECE ? total - sent : PIECE;

		for (long long i = 0; i < n; i++)
			side->piece[i] = byte_at(sent + i, side->says);
		rc = writer_write(side->writer, side->piece, (size_t)n);
		if (rc == 0)
			rc = writer_drain(side->writer);
		sent += n;
	}
	writer_write_eof(side->writer);
	return rc;
}

static int hear(void *arg, void **result)
{
	struct side *side = arg;
	long long came = 0;
	ssize_t n;

	while ((n = reader_read(side->reader, side->heard, PIECE)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			if (side->heard[i] != byte_at(came + i, side->hears))
				return -EILSEQ;
		came += n;
	}
	if (n < 0)
		return (int)n;
	return came == total ? 0 : -ENODATA;
}

static int both(struct side *side, struct reader *r, struct writer *w)
{
	struct task *tasks[2];

	side->reader = r;
	side->writer = w;
	tasks[0] = task_create(say, side);
	tasks[1] = task_create(hear, side);
	return async_gather(tasks, 2, NULL, NULL);
}

static struct event all_heard; /* by the server, too */
static int answered;

static int answer(void *arg, struct reader *r, struct writer *w)
{
	answered = both(&server_side, r, w);
	event_set(&all_heard);
	return answered;
}

static int call(void *arg, void **result)
{
	struct server *server;
	struct reader *r;
	struct writer *w;
	int rc;

	event_init(&all_heard);
	rc = async_start_server(answer, NULL, "127.0.0.1", 0, &server);
	if (rc < 0)
		return rc;
	rc = async_open_connection("127.0.0.1", server_port(server), &r, &w);
	if (rc == 0) {
		rc = both(&client_side, r, w);
		if (rc == 0)
			rc = event_wait(&all_heard);
		stream_close(r, w);
	}
	server_close(server);
	return rc < 0 ? rc : answered;
}

int main(int argc, char *argv[])
{
	struct rusage usage;
	int rc;

	total = atoll(argv[1]);
	rc = async_run(call, NULL, NULL);
	getrusage(RUSAGE_SELF, &usage);
	printf("%d %ld\n", rc, usage.ru_maxrss);
	return rc < 0;
}
