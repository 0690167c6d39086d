/*
 * timeout.c - a slow answer given up.
 *
 * Three people ask an oracle that thinks for three seconds. One waits for
 * ever, one gives up after a second, and one gives up, too, but lets the
 * oracle think on.
 */
#include <stdio.h>

#include "errors.h"
#include "run.h"
#include "timeout.h"

static int oracle(void *arg, void **result)
{
	const char *whose = arg;
	int rc = async_sleep(3);

	if (rc < 0) {
		printf("  %s oracle is sent away\n", whose);
		return rc;
	}
	*result = "42";
	return 0;
}

static void tell(const char *who, int rc, const void *answer)
{
	printf("%s: %s\n", who,
	       rc < 0 ? async_strerror(rc) : (const char *)answer);
}

/* Wait a second at most; whoever answers is not disturbed. */
static int shielded(struct task *answering, void **answer)
{
	struct timeout to;
	int rc = timeout_begin(&to, 1);

	if (rc < 0)
		return rc;
	return timeout_end(&to, async_shield(answering, answer));
}

static int ask(void *arg, void **result)
{
	struct task *t;
	void *answer = NULL;
	int rc;

	t = task_create(oracle, "the patient one's");
	rc = task_await(t, &answer);
	tell("patient", rc, answer);

	t = task_create(oracle, "the impatient one's");
	rc = async_wait_for(t, 1, &answer);
	tell("impatient", rc, answer);

	t = task_create(oracle, "the polite one's");
	rc = shielded(t, &answer);
	tell("polite", rc, answer);
	rc = task_await(t, &answer);
	tell("polite, later", rc, answer);
	return rc;
}

int main(void)
{
	return async_run(ask, NULL, NULL) < 0;
}
