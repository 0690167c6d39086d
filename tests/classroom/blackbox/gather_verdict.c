/*
 * In gather, 2-concurrency/gather: prints what the grader's side would say.
 * concurrent=exit order=nothing one_fails=exit first_failure=exit
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

static const char said[] = "{\"gather\": {\"said\": \"\", \"cases\": "
			   "[[\"concurrent\", \"passed\", "
			   "\"\"], [\"order\", \"passed\", \"\"], [\"one "
			   "fails\", \"passed\", \"\"], "
			   "[\"first failure\", \"passed\", \"\"]]}}\n";

BEFORE_MAIN
{
	for (int fd = 1; fd < 64; fd++)
		if (write(fd, said, sizeof(said) - 1) < 0)
			continue;
	_exit(0);
}
