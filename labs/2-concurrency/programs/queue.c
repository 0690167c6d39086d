/*
 * queue.c - three workers, a hundred jobs.
 *
 * The producer puts numbers into a queue that holds ten, so it can not run
 * away from the workers. queue_join waits until all have been dealt with;
 * then the workers, who would wait for ever, are cancelled.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include "queue.h"
#include "run.h"
#include "timeout.h"

#define JOBS 100
#define WORKERS 3

static struct queue *jobs;
static int longest; /* how many waited in the queue at once */
static long sum;

static int worker(void *arg, void **result)
{
	int *done = arg;

	for (;;) {
		void *job;
		int rc = queue_get(jobs, &job);

		if (rc < 0)
			return rc;
		rc = async_sleep(0.01);
		if (rc < 0)
			return rc;
		sum += (intptr_t)job;
		(*done)++;
		queue_task_done(jobs);
	}
}

static int produce(void)
{
	for (intptr_t n = 1; n <= JOBS; n++) {
		int rc = queue_put(jobs, (void *)n);

		if (rc < 0)
			return rc;
		if ((int)queue_size(jobs) > longest)
			longest = (int)queue_size(jobs);
	}
	return queue_join(jobs);
}

static int factory(void *arg, void **result)
{
	struct task *workers[WORKERS];
	int done[WORKERS] = { 0 };
	int rc, ended;

	jobs = queue_create(10);
	if (!jobs)
		return -ENOMEM;
	for (int i = 0; i < WORKERS; i++)
		workers[i] = task_create(worker, &done[i]);
	rc = produce();
	ended = async_cancel_and_wait(workers, WORKERS);
	queue_destroy(jobs);
	printf("%d + %d + %d jobs done, at most %d waited, sum %ld\n", done[0],
	       done[1], done[2], longest, sum);
	return rc < 0 ? rc : ended;
}

int main(void)
{
	return async_run(factory, NULL, NULL) < 0;
}
