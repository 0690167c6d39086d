/*
 * flood.c - a producer that is faster than its consumer.
 *
 * It makes a page of a kilobyte in each turn of the loop; the consumer needs
 * ten turns for one. The argument is how many pages the queue holds; without
 * one there is no limit, and whatever is made and not yet used piles up.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "gather.h"
#include "queue.h"
#include "run.h"

#define PAGES 3000
#define PAGE 1024

static struct queue *pages;

static int producer(void *arg, void **result)
{
	for (int made = 1; made <= PAGES; made++) {
		char *page = malloc(PAGE);
		int rc = page ? queue_put(pages, page) : -ENOMEM;

		if (rc == 0)
			rc = async_sleep(0);
		else
			free(page);
		if (rc < 0)
			return rc;
		if (made % 1000 == 0)
			printf("%d made, %d KiB wait\n", made,
			       (int)(queue_size(pages) * PAGE / 1024));
	}
	return 0;
}

static int consumer(void *arg, void **result)
{
	for (int used = 0; used < PAGES; used++) {
		void *page;
		int rc = queue_get(pages, &page);

		if (rc < 0)
			return rc;
		free(page);
		for (int turn = 0; rc == 0 && turn < 10; turn++)
			rc = async_sleep(0);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int flood(void *arg, void **result)
{
	struct task *both[] = {
		task_create(producer, NULL),
		task_create(consumer, NULL),
	};

	return async_gather(both, 2, NULL, NULL);
}

int main(int argc, char *argv[])
{
	int rc;

	pages = queue_create(argc > 1 ? (size_t)atoi(argv[1]) : 0);
	if (!pages)
		return 1;
	rc = async_run(flood, NULL, NULL);
	queue_destroy(pages);
	return rc < 0;
}
