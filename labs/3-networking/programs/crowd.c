/*
 * crowd.c - more descriptors than select(2) can hold.
 *
 * Each task waits for a byte from a descriptor of its own. From number 1,024
 * on there is no bit for it in an fd_set: that is an error, told to the task
 * that asked, and the others wait on.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "errors.h"
#include "run.h"
#include "sock.h"
#include "task.h"

#define MANY 1100

static int first_refused;

static int wait_for_a_byte(void *fd, void **result)
{
	int rc = sock_wait_readable((int)(intptr_t)fd, "byte");

	if (rc != -ECANCELED && first_refused == 0) {
		first_refused = (int)(intptr_t)fd;
		printf("descriptor %d: %s\n", first_refused,
		       async_strerror(rc));
	}
	close((int)(intptr_t)fd);
	return 0;
}

/* A shell gives us 1,024 as a rule. We may have more if we ask. */
static int raise_the_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	if (limit.rlim_max < 2 * MANY)
		return -EMFILE;
	limit.rlim_cur = 2 * MANY;
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}

static int crowd(void *arg, void **result)
{
	int ends[2], rc = raise_the_limit();

	if (rc == 0 && pipe(ends) < 0)
		rc = -errno;
	if (rc < 0)
		return rc;
	for (int i = 0; i < MANY; i++) {
		int fd = dup(ends[0]);

		task_detach(task_create(wait_for_a_byte, (void *)(intptr_t)fd));
	}
	printf("%d tasks wait, each for a descriptor of its own\n", MANY);
	rc = async_sleep(0.1);
	close(ends[0]);
	close(ends[1]);
	return rc;
}

int main(void)
{
	int rc = async_run(crowd, NULL, NULL);

	if (rc < 0)
		printf("crowd: %s\n", async_strerror(rc));
	return rc < 0;
}
