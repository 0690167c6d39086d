/*
 * deadlock.c - everybody waits, and nothing can happen any more.
 *
 * Both phones wait for a call that neither makes. Python would stand still
 * here for ever; this runtime says who waits for what, and gives up.
 */
#include <errno.h>
#include <stdio.h>

#include "errors.h"
#include "future.h"
#include "run.h"
#include "task.h"

static struct future calls[2];

static int phone(void *which, void **result)
{
	struct future *call = which;
	int rc = future_await(call, NULL);

	printf("phone: %s\n", async_strerror(rc));
	return rc;
}

static int talk(void *arg, void **result)
{
	struct task *bob, *alice;
	int rc;

	future_init(&calls[0], "a call from Alice");
	future_init(&calls[1], "a call from Bob");
	bob = task_create_named(phone, &calls[0], "Bob");
	alice = task_create_named(phone, &calls[1], "Alice");
	rc = task_await(bob, NULL);
	if (rc < 0)
		return rc;
	return task_await(alice, NULL);
}

int main(void)
{
	int rc;

	setbuf(stdout, NULL);
	rc = async_run(talk, NULL, NULL);
	printf("async_run: %s\n", async_strerror(rc));
	return rc != -EDEADLK;
}
