/*
 * lost_update.c - two tasks race, although there is one thread.
 *
 * Each adds a coin a hundred times: reads the balance, lets the others run,
 * and writes. What the other one wrote meanwhile is lost.
 */
#include <stdio.h>

#include "gather.h"
#include "run.h"

static int balance;

static int deposit(void *arg, void **result)
{
	for (int i = 0; i < 100; i++) {
		int seen = balance;
		int rc = async_sleep(0);

		if (rc < 0)
			return rc;
		balance = seen + 1;
	}
	return 0;
}

static int bank(void *arg, void **result)
{
	struct task *tasks[] = {
		task_create(deposit, NULL),
		task_create(deposit, NULL),
	};
	int rc = async_gather(tasks, 2, NULL, NULL);

	printf("paid in 200, balance %d\n", balance);
	return rc;
}

int main(void)
{
	return async_run(bank, NULL, NULL) < 0;
}
