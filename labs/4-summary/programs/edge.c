/*
 * edge.c - three bytes lie in a pipe, and one is taken each time. How often
 * does epoll_wait(2) say so, at the level and at the edge?
 */
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

static int told(unsigned how)
{
	struct epoll_event event = { .events = EPOLLIN | how };
	int table = epoll_create1(EPOLL_CLOEXEC), ends[2], times = 0;
	char byte;

	if (pipe(ends) < 0 || write(ends[1], "abc", 3) < 0)
		return -1;
	epoll_ctl(table, EPOLL_CTL_ADD, ends[0], &event);
	while (epoll_wait(table, &event, 1, 100) == 1) {
		times++;
		if (read(ends[0], &byte, 1) < 0)
			return -1;
	}
	close(ends[0]);
	close(ends[1]);
	close(table);
	return times;
}

int main(void)
{
	printf("answers at the level: %d\n", told(0));
	printf("answers at the edge: %d\n", told(EPOLLET));
	return 0;
}
