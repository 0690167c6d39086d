/*
 * child.c - start a program, wait for its end, and say what it took.
 *
 *	child TIMES PROGRAM ARGUMENTS...
 *
 * prints the program's own output, then "wall-s cpu-s peak-kB" of TIMES runs:
 * the median of the first, the mean of the second. Not from Python: at exec a
 * process begins with the peak memory of whoever started it, and this one is
 * small.
 */
#define _DEFAULT_SOURCE /* for wait4 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double wall(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void start(char *command[], struct rusage *used)
{
	pid_t child = vfork();
	int status;

	if (child == 0) {
		execv(command[0], command);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, used) < 0)
		exit(1);
	if (!WIFEXITED(status))
		exit(1);
	if (WEXITSTATUS(status))
		exit(WEXITSTATUS(status));
}

static int compare(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

enum { MOST = 100 };

int main(int argc, char *argv[])
{
	double processor = 0, walls[MOST];
	struct rusage used;
	long times = argc > 2 ? atol(argv[1]) : 0;

	if (times < 1 || times > MOST)
		return 2;
	for (long i = 0; i < times; i++) {
		double began = wall();

		start(argv + 2, &used);
		walls[i] = wall() - began;
		processor += seconds(used.ru_utime) + seconds(used.ru_stime);
	}
	qsort(walls, (size_t)times, sizeof(*walls), compare);
	printf("%.6f %.6f %ld\n", walls[times / 2], processor / (double)times,
	       used.ru_maxrss);
	return 0;
}
