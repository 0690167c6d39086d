/*
 * one_of_many.c - many descriptors are watched, and one of them is ready. How
 * many must be looked at to find it?
 *
 * Asked of select(2) and of epoll(7). Looks are counted, not time.
 */
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#define MOST 1000

static int watched[MOST], n;

/* As select(2) answers: a bit for each, set or not. */
static int looks_of_select(void)
{
	fd_set set;
	int looks = 0;

	FD_ZERO(&set);
	for (int i = 0; i < n; i++)
		FD_SET(watched[i], &set);
	if (select(watched[n - 1] + 1, &set, NULL, NULL, NULL) != 1)
		return -1;
	for (int i = 0; i < n; i++) {
		looks++;
		if (FD_ISSET(watched[i], &set))
			break;
	}
	return looks;
}

/* As epoll_wait(2) answers: a list of those that are ready. */
static int looks_of_epoll(void)
{
	struct epoll_event answers[MOST];
	int table = epoll_create1(EPOLL_CLOEXEC), looks;

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLIN };

		epoll_ctl(table, EPOLL_CTL_ADD, watched[i], &event);
	}
	looks = epoll_wait(table, answers, MOST, -1);
	close(table);
	return looks;
}

int main(void)
{
	int quiet[2], loud[2];

	if (pipe(quiet) < 0 || pipe(loud) < 0 || write(loud[1], "!", 1) < 0)
		return 1;
	printf("watched  looks: select  epoll\n");
	for (n = 10; n <= MOST; n *= 10) {
		for (int i = 0; i < n; i++) {
			watched[i] = dup(i == n - 1 ? loud[0] : quiet[0]);
			if (watched[i] < 0 || watched[i] >= FD_SETSIZE)
				return 1; /* no bit for it */
		}
		printf("%7d %14d %6d\n", n, looks_of_select(),
		       looks_of_epoll());
		for (int i = 0; i < n; i++)
			close(watched[i]);
	}
	return 0;
}
