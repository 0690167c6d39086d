/*
 * locks.c - taking turns.
 *
 * The bank of lost_update.c with a lock round reading and writing; and a
 * counter at which no more than two are served at once; somebody new comes
 * every twentieth of a second, and stays for a fifth.
 */
#include <stdio.h>

#include "gather.h"
#include "locks.h"
#include "run.h"

static int balance;
static struct lock purse;

static int deposit(void *arg, void **result)
{
	for (int i = 0; i < 100; i++) {
		int rc = lock_acquire(&purse);
		int seen = balance;

		if (rc < 0)
			return rc;
		rc = async_sleep(0);
		balance = seen + 1;
		lock_release(&purse);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static struct semaphore counter;
static int inside;

static int customer(void *arg, void **result)
{
	const char *name = arg;
	int rc = semaphore_acquire(&counter);

	if (rc < 0)
		return rc;
	printf("%s comes in, %d inside\n", name, ++inside);
	rc = async_sleep(0.2);
	printf("%s goes out, %d inside\n", name, --inside);
	semaphore_release(&counter);
	return rc;
}

static int bank(void *arg, void **result)
{
	struct task *deposits[] = {
		task_create(deposit, NULL),
		task_create(deposit, NULL),
	};
	struct task *customers[4];
	char *names[] = { "Ann", "Ben", "Cho", "Dan" };
	int rc;

	lock_init(&purse);
	semaphore_init(&counter, 2);
	rc = async_gather(deposits, 2, NULL, NULL);
	if (rc < 0)
		return rc;
	printf("paid in 200, balance %d\n", balance);
	for (int i = 0; rc == 0 && i < 4; i++) {
		customers[i] = task_create(customer, names[i]);
		rc = async_sleep(0.05);
	}
	return rc < 0 ? rc : async_gather(customers, 4, NULL, NULL);
}

int main(void)
{
	return async_run(bank, NULL, NULL) < 0;
}
