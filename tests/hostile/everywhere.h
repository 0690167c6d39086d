/*
 * What every hostile file stands on: the three functions of lab tiny, each of
 * which does the same thing. The tests paste it in front of each file.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "panic.h"
#include "tiny.h"

#define EVERYWHERE(...)                                               \
	double tiny_time(void)                                        \
	{                                                             \
		__VA_ARGS__                                           \
		return 0;                                             \
	}                                                             \
	int tiny_call_later(double delay, callback_fn *fn, void *arg) \
	{                                                             \
		__VA_ARGS__                                           \
		return 0;                                             \
	}                                                             \
	void tiny_run(void)                                           \
	{                                                             \
		__VA_ARGS__                                           \
	}
