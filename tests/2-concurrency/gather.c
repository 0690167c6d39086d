/*
 * gather.c - the suite of lab gather.
 *
 * A `child` sleeps for so many hours, says its name and ends as it was told;
 * a `gatherer` gathers what its record names, and says how that ended.
 */
#include "gather.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counting.h"
#include "expect.h"
#include "loop.h"
#include "run.h"
#include "virtual.h"

#define HOUR 3600.0

static void turn(void)
{
	loop_run_once(loop_current());
}

static int pending(void)
{
	int n = 0;

	for (struct task *t = task_first(); t; t = task_next(t))
		n += !task_done(t);
	return n;
}

/* Turn until every task is done, or nothing can happen any more. */
static void turn_all(void)
{
	while (pending() > 0 && loop_run_once(loop_current()) == 0)
		;
}

static void end(void)
{
	struct task *t;

	turn_all();
	while ((t = task_first()))
		task_destroy(t);
	loop_destroy(loop_current());
}

static double hours(void)
{
	return (virtual_now() - VIRTUAL_START) / HOUR;
}

/* Numbers differ from system to system. */
static const char *word(int rc)
{
	switch (rc) {
	case 0:
		return "ok";
	case -ECANCELED:
		return "cancelled";
	case -ECONNREFUSED:
		return "refused";
	case -EIO:
		return "broken";
	case -ENOMEM:
		return "no-memory";
	default:
		return "something-else";
	}
}

/* Two answers are right: the one that came, or else the first. */
static const char *one_of(const char *first, const char *second)
{
	return strcmp(traced(), second) == 0 ? second : first;
}

/* ---- who is gathered ---- */

struct child {
	char *name;
	double hours; /* it sleeps so long */
	int rc;	      /* and ends like that */
};

static int child(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(c->hours * HOUR);

	trace(rc < 0 ? "%s:%s" : "%s", c->name, word(rc));
	if (rc < 0)
		return rc;
	*result = c->name;
	return c->rc;
}

/* Asked to stop, it cleans up for as long again, and ends as it was told. */
static int stubborn(void *arg, void **result)
{
	struct child *c = arg;
	int rc = async_sleep(c->hours * HOUR);

	if (rc < 0)
		rc = async_sleep(c->hours * HOUR);
	trace("%s:cleaned:%s", c->name, word(rc));
	*result = c->name;
	return rc < 0 ? rc : c->rc;
}

static void start(struct task *tasks[], coro_fn *fn, struct child children[],
		  int n)
{
	for (int i = 0; i < n; i++)
		tasks[i] =
			task_create_named(fn, &children[i], children[i].name);
}

/* ---- who gathers ---- */

struct gathering {
	struct task *tasks[4];
	int n;
	void *results[4];
	int errors[4];
	bool collect; /* errors are collected */
};

static int gatherer(void *arg, void **result)
{
	struct gathering *g = arg;
	int rc = async_gather(g->tasks, g->n, g->results,
			      g->collect ? g->errors : NULL);

	trace("gathered:%s", word(rc));
	return rc;
}

/* What is in the results: "a b -". */
static const char *results(const struct gathering *g)
{
	static char text[80];

	text[0] = '\0';
	for (int i = 0; i < g->n; i++) {
		strcat(text, i ? " " : "");
		strcat(text, g->results[i] ? g->results[i] : "-");
	}
	return text;
}

static const char *errors(const struct gathering *g)
{
	static char text[80];

	text[0] = '\0';
	for (int i = 0; i < g->n; i++) {
		strcat(text, i ? " " : "");
		strcat(text, word(g->errors[i]));
	}
	return text;
}

/* A loop, n children on it, and one who gathers them. */
static struct task *gather(struct gathering *g, coro_fn *fn,
			   struct child children[], int n)
{
	loop_create();
	start(g->tasks, fn, children, n);
	g->n = n;
	return task_create(gatherer, g);
}

/* ---- step 1: child_done ---- */

START_TEST(results_come_in_argument_order) /* G01 */
{
	struct child children[] = { { "a", 3, 0 },
				    { "b", 1, 0 },
				    { "c", 2, 0 } };
	struct gathering g = { .n = 0 };

	look_at("the order of the results: that of the tasks, not that of "
		"their ends",
		"结果按什么顺序放：照 tasks 的顺序，不照做完的先后");
	gather(&g, child, children, 3);
	turn_all();
	expect_trace("b c a gathered:ok");
	expect_str(results(&g), "a b c");
	end();
}
END_TEST

START_TEST(many_take_as_long_as_the_slowest) /* G01 */
{
	struct child children[] = { { "a", 2, 0 },
				    { "b", 5, 0 },
				    { "c", 4, 0 } };
	struct gathering g = { .n = 0 };

	look_at("when the gatherer wakes: with the last one, and no later",
		"等的人什么时候醒：最后一个做完时，不早不晚");
	gather(&g, child, children, 3);
	turn_all();
	expect_double(hours(), 5, 1e-6);
	expect_trace("a c b gathered:ok");
	end();
}
END_TEST

START_TEST(all_that_end_in_one_turn_are_counted)
{
	struct child children[] = { { "a", 0, 0 },
				    { "b", 0, 0 },
				    { "c", 0, 0 } };
	struct gathering g = { .n = 0 };

	look_at("the count of those that are not done, when several end "
		"together",
		"好几个同时做完时，没做完的还剩几个");
	gather(&g, child, children, 3);
	turn_all();
	expect_trace("a b c gathered:ok");
	expect_str(results(&g), "a b c");
	end();
}
END_TEST

START_TEST(the_first_failure_comes_at_once_and_the_others_go_on) /* G04 */
{
	struct child children[] = { { "a", 1, 0 },
				    { "b", 2, -ECONNREFUSED },
				    { "c", 3, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("what the first failure ends: the gather, not the others",
		"第一个失败结束了什么：是 gather，不是别的任务");
	t = gather(&g, child, children, 3);
	turn_all();
	expect_trace("a b gathered:refused c");
	expect_int(task_result(t, NULL), -ECONNREFUSED);
	expect_int(task_result(g.tasks[2], NULL), 0);
	end();
}
END_TEST

START_TEST(a_failure_is_seen_before_slower_ones_that_stand_first) /* G04 */
{
	struct child children[] = { { "a", 9, 0 },
				    { "b", 8, 0 },
				    { "c", 1, -ECONNREFUSED } };
	struct gathering g = { .n = 0 };

	look_at("for whom the gatherer waits: for all at once, not for one "
		"after the other",
		"等的人在等谁：同时等所有任务，不是一个一个挨着等");
	gather(&g, child, children, 3);
	turn_all();
	expect_trace("c gathered:refused b a");
	end();
}
END_TEST

START_TEST(a_success_after_a_failure_changes_nothing) /* G06 */
{
	struct child children[] = { { "a", 0, 0 },
				    { "b", 0, -ECONNREFUSED },
				    { "c", 0, 0 } };
	struct gathering g = { .n = 0 };

	look_at("a failure and a success in one turn: `all` is set once",
		"同一轮里有失败也有成功：all 只定一次");
	gather(&g, child, children, 3);
	turn_all();
	expect_trace("a b c gathered:refused");
	end();
}
END_TEST

START_TEST(of_two_failures_the_first_in_time_counts) /* G06 */
{
	struct child children[] = { { "a", 0, -ECONNREFUSED },
				    { "b", 0, -EIO } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("two failures in one turn, and which of them comes out",
		"同一轮里两个都失败，传出来的是哪一个");
	t = gather(&g, child, children, 2);
	g.tasks[0] = g.tasks[1]; /* the order in which they begin stays */
	g.tasks[1] = task_first();
	turn_all();
	expect_trace("a b gathered:refused");
	expect_int(task_result(t, NULL), -ECONNREFUSED);
	end();
}
END_TEST

START_TEST(a_cancelled_child_ends_the_gather) /* G08 */
{
	struct child children[] = { { "a", 1, 0 },
				    { "b", 9, 0 },
				    { "c", 9, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("a child that somebody else cancels: a failure like any other",
		"被别人取消的任务：和别的失败一样");
	t = gather(&g, child, children, 3);
	turn();
	task_cancel(g.tasks[1]);
	turn_all();
	expect_trace("b:cancelled gathered:cancelled a c");
	expect_true(task_cancelled(t));
	expect_int(task_cancelling(t), 0);
	end();
}
END_TEST

START_TEST(errors_find_their_places_and_none_is_ours) /* G05 G08 */
{
	struct child children[] = { { "a", 3, 0 },
				    { "b", 1, -ECONNREFUSED },
				    { "c", 9, 0 },
				    { "d", 2, -EIO } };
	struct gathering g = { .collect = true };

	look_at("`first`: with errors to collect, no failure ends the gather",
		"first：要收集错误时，谁失败了都不算结束");
	gather(&g, child, children, 4);
	turn();
	task_cancel(g.tasks[2]);
	turn_all();
	expect_trace("c:cancelled b d a gathered:ok");
	expect_str(errors(&g), "ok refused cancelled broken");
	expect_str(results(&g), "a - - -");
	end();
}
END_TEST

START_TEST(with_errors_the_last_failure_ends_it_like_a_success) /* G05 */
{
	struct child children[] = { { "a", 1, 0 }, { "b", 2, -EIO } };
	struct gathering g = { .collect = true };

	look_at("the last one that ends, when it fails",
		"最后做完的那个失败了，怎么办");
	gather(&g, child, children, 2);
	turn_all();
	expect_trace("a b gathered:ok");
	expect_str(errors(&g), "ok broken");
	end();
}
END_TEST

/* ---- step 2: cancel_children ---- */

START_TEST(cancel_reaches_every_child)
{
	struct child children[] = { { "x", 3, 0 },
				    { "x", 9, 0 },
				    { "x", 9, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("to whom a cancel is passed on", "取消转给了谁");
	t = gather(&g, child, children, 3);
	turn();
	expect_true(task_cancel(t));
	expect_false(task_done(t)); /* nothing has happened yet */
	turn_all();
	expect_trace("x:cancelled x:cancelled x:cancelled gathered:cancelled");
	for (int i = 0; i < 3; i++)
		expect_true(task_cancelled(g.tasks[i]));
	expect_int(task_cancelling(t), 1);
	end();
}
END_TEST

START_TEST(a_child_that_is_done_keeps_its_result_when_we_are_cancelled)
{
	struct child children[] = { { "a", 1, 0 }, { "b", 9, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;
	void *value = NULL;

	look_at("a cancel, after some are done already",
		"已经有几个做完了，才来取消");
	t = gather(&g, child, children, 2);
	while (!task_done(g.tasks[0]))
		turn();
	task_cancel(t);
	turn_all();
	expect_trace("a b:cancelled gathered:cancelled");
	expect_int(task_result(g.tasks[0], &value), 0);
	expect_str(value, "a");
	end();
}
END_TEST

START_TEST(cancelled_when_all_children_are_done_we_stop_all_the_same) /* G10 */
{
	struct child children[] = { { "a", 1, 0 }, { "b", 1, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("a request that nobody could take: the task that was asked "
		"must still hear it",
		"谁也收不了的请求：被请求的任务还是得听到");
	t = gather(&g, child, children, 2);
	while (!task_done(g.tasks[1]))
		turn();
	expect_true(task_cancel(t));
	turn_all();
	expect_trace("a b gathered:cancelled");
	expect_true(task_cancelled(t));
	end();
}
END_TEST

START_TEST(the_first_child_that_stops_ends_a_cancelled_gather)
{
	struct child slow = { "slow", 2, 0 }, quick = { "quick", 9, 0 };
	struct gathering g = { .n = 2 };
	struct task *t;

	look_at("a child that is cancelled, without errors to collect: the "
		"first failure",
		"不收集错误时，被取消的任务就是第一个失败");
	loop_create();
	start(&g.tasks[0], stubborn, &slow, 1);
	start(&g.tasks[1], child, &quick, 1);
	t = task_create(gatherer, &g);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("quick:cancelled gathered:cancelled slow:cleaned:ok");
	expect_double(hours(), 2, 1e-6);
	end();
}
END_TEST

START_TEST(with_errors_a_cancelled_gather_waits_until_all_cleaned_up)
{
	struct child slow = { "slow", 2, 0 }, quick = { "quick", 9, 0 };
	struct gathering g = { .n = 2, .collect = true };
	struct task *t;

	look_at("when a cancelled gather is over that collects errors: when "
		"all are done",
		"要收集错误的 gather 被取消，什么时候才算完：全都做完");
	loop_create();
	start(&g.tasks[0], stubborn, &slow, 1);
	start(&g.tasks[1], child, &quick, 1);
	t = task_create(gatherer, &g);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("quick:cancelled slow:cleaned:ok gathered:cancelled");
	expect_true(task_cancelled(t));
	end();
}
END_TEST

static void all_swallow(bool collect)
{
	struct child children[] = { { "a", 1, 0 }, { "b", 2, 0 } };
	struct gathering g = { .collect = collect };
	struct task *t = gather(&g, stubborn, children, 2);

	turn();
	task_cancel(t);
	turn_all();
	expect_trace("a:cleaned:ok b:cleaned:ok gathered:cancelled");
	expect_true(task_cancelled(t));
	expect_int(task_result(g.tasks[0], NULL), 0);
	trace_clear();
	end();
}

START_TEST(children_that_swallow_the_cancel_do_not_undo_it)
{
	look_at("`cancelled`: the gather was asked to stop, whatever the "
		"children make of it",
		"cancelled：不管任务怎么应付，gather 是被取消过的");
	all_swallow(false);
	all_swallow(true);
}
END_TEST

START_TEST(a_child_may_answer_the_cancel_with_an_error)
{
	struct child children[] = { { "a", 1, -EIO }, { "b", 2, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("a child that fails while it cleans up: the first failure",
		"收拾残局时失败的任务：它就是第一个失败");
	t = gather(&g, stubborn, children, 2);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("a:cleaned:ok gathered:broken b:cleaned:ok");
	expect_int(task_cancelling(t), 1);
	end();
}
END_TEST

START_TEST(a_second_cancel_is_passed_on_too)
{
	struct child children[] = { { "x", 5, 0 }, { "x", 5, 0 } };
	struct gathering g = { .collect = true };
	struct task *t;

	look_at("a request to a gather that waits for cleanups",
		"任务还在收拾残局，gather 又被取消一次");
	t = gather(&g, stubborn, children, 2);
	turn();
	task_cancel(t);
	turn();
	expect_true(task_cancel(t));
	turn_all();
	expect_trace("x:cleaned:cancelled x:cleaned:cancelled "
		     "gathered:cancelled");
	expect_double(hours(), 0, 1e-6);
	end();
}
END_TEST

static int gather_after_a_self_cancel(void *arg, void **result)
{
	task_cancel(task_current());
	return gatherer(arg, result);
}

/* Whether a and b still begin before they hear of it is not said. */

START_TEST(cancelled_before_it_waits_it_passes_that_on)
{
	struct child children[] = { { "a", 1, 0 }, { "b", 1, 0 } };
	struct gathering g = { .n = 2 };
	struct task *t;

	look_at("a request that is there before async_gather is called",
		"调用 async_gather 之前就有的取消请求");
	loop_create();
	t = task_create(gather_after_a_self_cancel, &g);
	start(g.tasks, child, children, 2);
	turn_all();
	expect_int(task_result(t, NULL), -ECANCELED);
	expect_true(task_cancelled(g.tasks[0]));
	expect_true(task_cancelled(g.tasks[1]));
	end();
}
END_TEST

START_TEST(cancel_goes_down_through_nested_gathers)
{
	struct child children[] = { { "a", 9, 0 }, { "b", 9, 0 } };
	struct gathering inner = { .n = 2 }, outer = { .n = 2 };
	struct task *t;

	look_at("a gather among those that are gathered",
		"gather 的任务自己又在 gather");
	loop_create();
	start(inner.tasks, child, children, 2);
	outer.tasks[0] = task_create(gatherer, &inner);
	outer.tasks[1] = inner.tasks[0];
	t = task_create(gatherer, &outer);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("a:cancelled b:cancelled gathered:cancelled "
		     "gathered:cancelled");
	end();
}
END_TEST

static int await_first_gatherer(void *arg, void **result)
{
	int rc = task_await(*(struct task **)arg, NULL);

	trace("child:%s", word(rc));
	return rc;
}

START_TEST(a_circle_through_a_gather_can_be_cancelled)
{
	struct gathering g = { .n = 1 };
	struct task *t;

	look_at("a child that waits for the one who gathers it: a request "
		"that is passed on comes back, and must end somewhere",
		"任务反过来在等 gather 它的人：取消转了一圈又回来，总得有个头");
	loop_create();
	t = task_create(gatherer, &g);
	g.tasks[0] = task_create(await_first_gatherer, &t);
	turn();
	expect_int(loop_run_once(loop_current()), -EDEADLK);
	task_cancel(t);
	turn_all();
	expect_trace("gathered:cancelled child:cancelled");
	expect_int(pending(), 0);
	end();
}
END_TEST

/* ---- step 3: begin ---- */

START_TEST(nothing_is_gathered_at_once)
{
	int untouched = 7;

	look_at("n = 0: nobody to wait for", "n 是 0：谁也不用等");
	loop_create();
	expect_int(async_gather(NULL, 0, NULL, NULL), 0);
	expect_int(async_gather(NULL, 0, NULL, &untouched), 0);
	expect_int(untouched, 7);
	end();
}
END_TEST

START_TEST(who_is_done_is_not_waited_for)
{
	struct child children[] = { { "a", 0, 0 }, { "b", 0, 0 } };
	struct gathering g = { .n = 2 };

	look_at("a gather of tasks that are done: it may stand outside any "
		"coroutine, for it never pauses",
		"gather 的任务都做完了：不在协程里也行，因为根本不会停");
	loop_create();
	start(g.tasks, child, children, 2);
	turn_all();
	expect_int(async_gather(g.tasks, 2, g.results, NULL), 0);
	expect_str(results(&g), "a b");
	expect_int(async_gather(g.tasks, 2, NULL, g.errors), 0);
	expect_str(errors(&g), "ok ok");
	end();
}
END_TEST

START_TEST(done_and_pending_ones_are_gathered_together)
{
	struct child children[] = { { "a", 2, 0 },
				    { "b", 0, 0 },
				    { "c", 1, 0 } };
	struct gathering g = { .n = 3 };

	look_at("who is counted: those that are not done yet",
		"计数的是谁：还没做完的");
	loop_create();
	start(g.tasks, child, children, 3);
	while (!task_done(g.tasks[1]))
		turn();
	task_create(gatherer, &g);
	turn_all();
	expect_trace("b c a gathered:ok");
	expect_str(results(&g), "a b c");
	end();
}
END_TEST

START_TEST(one_that_has_failed_already_ends_it_at_once) /* G04 */
{
	struct child children[] = { { "a", 2, 0 }, { "b", 0, -EIO } };
	struct gathering g = { .n = 2 };
	struct task *t;

	look_at("a task that had failed before it is gathered; the others "
		"still go on, and call nobody",
		"gather 之前就失败的任务；别的照样跑，做完也不再通知谁");
	loop_create();
	start(g.tasks, child, children, 2);
	while (!task_done(g.tasks[1]))
		turn();
	t = task_create(gatherer, &g);
	turn();
	expect_int(task_result(t, NULL), -EIO);
	turn_all();
	expect_trace("b gathered:broken a");
	expect_int(task_result(g.tasks[0], NULL), 0);
	end();
}
END_TEST

START_TEST(of_those_that_have_failed_already_the_first_in_order_counts)
{
	struct child children[] = { { "a", 0, 0 },
				    { "b", 0, -EIO },
				    { "c", 0, -ECONNREFUSED } };
	struct gathering g = { .n = 3 };

	look_at("several that had failed before: which error is returned",
		"之前就有好几个失败：返回哪一个的错误");
	loop_create();
	start(g.tasks, child, children, 3);
	turn_all();
	expect_int(async_gather(g.tasks, 3, NULL, NULL), -EIO);
	expect_int(async_gather(g.tasks, 3, NULL, g.errors), 0);
	expect_str(errors(&g), "ok broken refused");
	end();
}
END_TEST

START_TEST(one_that_was_cancelled_already_ends_it_at_once) /* G08 */
{
	struct child children[] = { { "a", 9, 0 }, { "b", 0, 0 } };
	struct gathering g = { .n = 2 };

	look_at("a task that was cancelled before it is gathered",
		"gather 之前就被取消的任务");
	loop_create();
	start(g.tasks, child, children, 2);
	task_cancel(g.tasks[0]);
	turn_all();
	expect_int(async_gather(g.tasks, 2, NULL, NULL), -ECANCELED);
	expect_int(async_gather(g.tasks, 2, g.results, g.errors), 0);
	expect_str(errors(&g), "cancelled ok");
	expect_str(results(&g), "- b");
	end();
}
END_TEST

START_TEST(NULL_is_a_task_that_failed)
{
	struct child a = { "a", 1, 0 };
	struct gathering g = { .n = 2 }, collecting = { .n = 2 };

	look_at("a NULL among the tasks: it failed, with -ENOMEM",
		"任务里有个 NULL：它失败了，错误是 -ENOMEM");
	loop_create();
	collecting.collect = true;
	start(&g.tasks[0], child, &a, 1);
	collecting.tasks[1] = g.tasks[0];
	task_create(gatherer, &g);
	task_create(gatherer, &collecting);
	turn_all();
	expect_trace("gathered:no-memory a gathered:ok");
	expect_str(errors(&collecting), "no-memory ok");
	expect_str(results(&collecting), "- a");
	end();
}
END_TEST

START_TEST(without_a_task_a_NULL_is_not_ourselves)
{
	struct gathering g = { .n = 2 };

	look_at("a NULL that is gathered where no task runs: it is done, and "
		"it failed",
		"没有任务在运行，却 gather 一个 NULL：它做完了，而且失败了");
	loop_create();
	expect_int(async_gather(g.tasks, 2, NULL, NULL), -ENOMEM);
	expect_int(async_gather(g.tasks, 2, g.results, g.errors), 0);
	expect_str(errors(&g), "no-memory no-memory");
	end();
}
END_TEST

START_TEST(with_a_NULL_among_them_the_others_are_cancelled)
{
	struct child a = { "a", 9, 0 };
	struct gathering g = { .n = 2, .collect = true };
	struct task *t;

	look_at("a cancel that comes by a NULL", "取消传到一个 NULL");
	loop_create();
	start(&g.tasks[1], child, &a, 1);
	t = task_create(gatherer, &g);
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("a:cancelled gathered:cancelled");
	end();
}
END_TEST

START_TEST(the_same_task_twice_runs_once_and_fills_both_places) /* G03 */
{
	struct child children[] = { { "a", 1, 0 }, { "b", 2, 0 } };
	struct gathering g = { .n = 0 };

	look_at("two places for one task: each needs a handle of its own",
		"一个任务占两个位置：每个位置都要有自己的句柄");
	gather(&g, child, children, 2);
	g.tasks[2] = g.tasks[0];
	g.n = 3;
	turn_all();
	expect_trace("a b gathered:ok");
	expect_str(results(&g), "a b a");
	end();
}
END_TEST

START_TEST(the_same_task_twice_fails_once) /* G03 */
{
	struct child a = { "a", 1, -EIO };
	struct gathering g = { .n = 0 }, collecting = { .collect = true };

	look_at("a failure that stands in two places",
		"同一个失败，出现在两个位置");
	gather(&g, child, &a, 1);
	collecting.tasks[0] = collecting.tasks[1] = g.tasks[0];
	g.tasks[1] = g.tasks[0];
	g.n = collecting.n = 2;
	task_create(gatherer, &collecting);
	turn_all();
	expect_trace("a gathered:broken gathered:ok");
	expect_str(errors(&collecting), "broken broken");
	end();
}
END_TEST

/* ---- step 4: let_go, collect ---- */

START_TEST(results_stay_as_they_were_when_it_fails)
{
	struct child children[] = { { "a", 0, 0 }, { "b", 1, -EIO } };
	struct gathering g = { .results = { "x", "y" } };

	look_at("when the results are written: when all went well",
		"results 什么时候才写：一切顺利的时候");
	gather(&g, child, children, 2);
	turn_all();
	expect_trace("a b gathered:broken");
	expect_str(results(&g), "x y");
	end();
}
END_TEST

START_TEST(nothing_is_written_when_it_is_cancelled)
{
	struct child children[] = { { "a", 0, 0 }, { "b", 1, 0 } };
	struct gathering g = { .results = { "x", "y" },
			       .collect = true,
			       .errors = { -EIO, -EIO } };
	struct task *t;

	look_at("results and errors, when the gatherer was cancelled",
		"等的人被取消时，results 和 errors");
	t = gather(&g, child, children, 2);
	while (!task_done(g.tasks[0]))
		turn();
	task_cancel(t);
	turn_all();
	expect_trace("a b:cancelled gathered:cancelled");
	expect_str(results(&g), "x y");
	expect_str(errors(&g), "broken broken");
	end();
}
END_TEST

START_TEST(the_place_of_one_that_failed_is_NULL) /* G05 */
{
	struct child children[] = { { "a", 0, -EIO }, { "b", 1, 0 } };
	struct gathering g = { .results = { "x", "y" }, .collect = true };

	look_at("the result of a task that failed: there is none",
		"失败的任务，结果的位置上放什么：什么也没有");
	gather(&g, child, children, 2);
	turn_all();
	expect_trace("a b gathered:ok");
	expect_str(results(&g), "- b");
	end();
}
END_TEST

static int gather_without_places(void *arg, void **result)
{
	struct gathering *g = arg;
	int rc = async_gather(g->tasks, g->n, NULL, NULL);

	trace("neither:%s", word(rc));
	rc = async_gather(g->tasks, g->n, NULL, g->errors);
	trace("errors:%s", word(rc));
	return rc;
}

START_TEST(neither_results_nor_errors_are_needed)
{
	struct child children[] = { { "a", 0, 0 }, { "b", 1, 0 } };
	struct gathering g = { .n = 2, .errors = { -EIO, -EIO } };

	look_at("a gather without results; and a second one, for which all "
		"are done",
		"results 是 NULL 的 gather；第二次 gather 时，大家早就做完了");
	loop_create();
	start(g.tasks, child, children, 2);
	task_create(gather_without_places, &g);
	turn_all();
	expect_trace("a b neither:ok errors:ok");
	expect_str(errors(&g), "ok ok");
	end();
}
END_TEST

START_TEST(after_a_failure_the_others_call_nobody) /* G04 */
{
	struct child children[] = { { "a", 1, -EIO },
				    { "b", 2, -EIO },
				    { "c", 3, 0 } };
	struct gathering g = { .n = 0 };
	struct task *t;

	look_at("the callbacks on those that go on, when the gatherer leaves",
		"等的人走了，没做完的任务上还挂着的回调");
	t = gather(&g, child, children, 3);
	while (!task_done(t))
		turn();
	g = (struct gathering){ .n = 0 };
	turn_all();
	expect_trace("a gathered:broken b c");
	end();
}
END_TEST

/* "nobody asked" on stderr? A child that crashes takes us along. */
static bool told(void (*fn)(void *))
{
	struct captured c = captured(fn, NULL);

	if (c.status != 0) {
		fputs(c.text, stderr);
		if (c.status < 0)
			raise(-c.status);
		_exit(c.status);
	}
	return strstr(c.text, "nobody asked");
}

static void fail_in_turn(struct child children[], int n)
{
	struct gathering g = { .n = 0 };
	struct task *t = gather(&g, child, children, n);

	turn_all();
	task_result(t, NULL);
	end();
}

static void fail_one_after_the_other(void *arg)
{
	struct child children[] = { { "a", 1, -EIO },
				    { "b", 2, -EIO },
				    { "c", 3, -EIO } };

	fail_in_turn(children, 3);
}

START_TEST(a_later_failure_is_not_told_as_one_nobody_asked_for) /* G04 */
{
	look_at("`asked` in the futures of those that are not done when the "
		"gatherer leaves",
		"等的人走的时候，没做完的任务，它们 future 的 asked 设没设");
	expect_false(told(fail_one_after_the_other));
}
END_TEST

static int sleep_turns_and_fail(void *turns, void **result)
{
	for (intptr_t i = 0; i < (intptr_t)turns; i++)
		async_sleep(0);
	return -EIO;
}

static void fail_in_successive_turns(void *arg)
{
	struct gathering g = { .n = 4 };
	struct task *t;

	loop_create();
	for (int i = 0; i < 4; i++)
		g.tasks[i] = task_create(sleep_turns_and_fail,
					 (void *)(intptr_t)(i + 1));
	t = task_create(gatherer, &g);
	turn_all();
	task_result(t, NULL);
	end();
}

START_TEST(a_failure_one_turn_later_is_not_told_either)
{
	look_at("one that fails after the first failure, and before the "
		"gatherer wakes",
		"第一个失败之后、等的人醒来之前，又有一个失败");
	expect_false(told(fail_in_successive_turns));
}
END_TEST

static void gather_old_failures(void *arg)
{
	struct child children[] = { { "a", 0, -EIO }, { "b", 0, -EIO } };
	struct gathering g = { .n = 2 };

	loop_create();
	start(g.tasks, child, children, 2);
	turn_all();
	async_gather(g.tasks, 2, NULL, NULL);
	end();
}

START_TEST(failures_from_before_are_not_told_either)
{
	look_at("every task that was handed to the gather, also those behind "
		"the first failure",
		"交给 gather 的每个任务，排在第一个失败后面的也算");
	expect_false(told(gather_old_failures));
}
END_TEST

/* ---- step 5: async_gather ---- */

static int gather_without_memory(void *arg, void **result)
{
	int rc;

	allocation_fails(1);
	rc = gatherer(arg, result);
	allocation_fails(0);
	return rc;
}

/* Who needs no memory for so few may do without it. */
START_TEST(no_memory_is_an_error_and_the_tasks_go_on)
{
	struct child children[] = { { "a", 1, 0 }, { "b", 2, 0 } };
	struct gathering g = { .n = 2 };

	look_at("the memory for the places, when there is none",
		"给位置要内存，要不到的时候");
	loop_create();
	start(g.tasks, child, children, 2);
	turn();
	task_create(gather_without_memory, &g);
	turn_all();
	expect_trace(one_of("gathered:no-memory a b", "a b gathered:ok"));
	end();
}
END_TEST

static void gather_oneself(void *how)
{
	bool first = strstr(how, "first");
	struct child a = { "a", 1, 0 };
	struct gathering g = { .n = 0 };

	gather(&g, child, &a, 1);
	turn_all();
	g.tasks[1] = g.tasks[0];
	g.tasks[!first] = task_create_named(gatherer, &g, "loner");
	g.n = 2;
	g.collect = strstr(how, "collect");
	turn_all();
}

/* The arrays end where they have to: behind them is nobody's memory. */
static int gather_to_the_brim(void *arg, void **result)
{
	struct child *children = arg;
	struct task **tasks = malloc(2 * sizeof(*tasks));
	void **results = malloc(2 * sizeof(*results));
	int *errors = malloc(2 * sizeof(*errors)), rc;

	start(tasks, child, children, 2);
	rc = async_gather(tasks, 2, results, errors);
	trace("gathered:%s", word(rc));
	free(tasks);
	free(results);
	free(errors);
	return rc;
}

START_TEST(nobody_looks_behind_the_end_of_the_arrays)
{
	struct child children[] = { { "x", 1, 0 }, { "x", 2, 0 } };
	struct task *t;

	look_at("the last place of tasks, results and errors: in a cancel, and "
		"when all went well",
		"tasks、results、errors "
		"的最后一格：取消的时候，还有顺利的时候");
	loop_create();
	t = task_create(gather_to_the_brim, children);
	turn_all();
	task_destroy(t);
	t = task_create(gather_to_the_brim, children);
	turn();
	turn();
	task_cancel(t);
	turn_all();
	expect_trace("x x gathered:ok x:cancelled x:cancelled "
		     "gathered:cancelled");
	end();
}
END_TEST

START_TEST(who_gathers_itself_panics)
{
	look_at("the gatherer among those that it gathers",
		"等的人自己也在被等的里面");
	expect_panic(gather_oneself, "last", "async_gather: ");
	expect_panic(gather_oneself, "first", "async_gather: ");
	expect_panic(gather_oneself, "last, collect", "async_gather: ");
}
END_TEST

static void gather_outside(void *arg)
{
	struct child a = { "a", 1, 0 };
	struct gathering g = { .n = 1 };

	loop_create();
	start(g.tasks, child, &a, 1);
	async_gather(g.tasks, 1, NULL, NULL);
}

START_TEST(waiting_outside_a_coroutine_panics)
{
	look_at("a wait where nothing can pause", "在没法停下的地方等待");
	expect_panic(gather_outside, NULL, "not inside a coroutine");
}
END_TEST

START_TEST(two_may_gather_the_same_tasks)
{
	struct child children[] = { { "a", 2, 0 }, { "b", 1, 0 } };
	struct gathering g = { .n = 0 }, other = { .n = 2 };

	look_at("places that two gathers have on one task",
		"两个 gather 在同一个任务上各有位置");
	gather(&g, child, children, 2);
	other.tasks[0] = g.tasks[1];
	other.tasks[1] = g.tasks[0];
	task_create(gatherer, &other);
	turn_all();
	expect_trace("b a gathered:ok gathered:ok");
	expect_str(results(&g), "a b");
	expect_str(results(&other), "b a");
	end();
}
END_TEST

START_TEST(one_of_two_that_gather_the_same_may_leave)
{
	struct child children[] = { { "a", 1, -EIO }, { "b", 2, 0 } };
	struct gathering g = { .n = 0 }, other = { .n = 2, .collect = true };

	look_at("whose callbacks are taken back: your own, nobody else's",
		"收回谁的回调：只收自己的，别人的不动");
	gather(&g, child, children, 2);
	memcpy(other.tasks, g.tasks, sizeof(g.tasks));
	task_create(gatherer, &other);
	turn_all();
	expect_trace("a gathered:broken b gathered:ok");
	expect_str(errors(&other), "broken ok");
	end();
}
END_TEST

static int gather_for_ever(void *arg, void **result)
{
	int rc = 0;

	while (rc == 0) {
		struct child a = { "a", 1, 0 };
		struct gathering g = { .n = 1, .collect = true };

		start(g.tasks, child, &a, 1);
		rc = gatherer(&g, result);
	}
	return rc;
}

START_TEST(who_gathers_in_a_loop_can_be_cancelled)
{
	struct task *t;

	look_at("a cancel that must come out of the gather, round after round",
		"一轮又一轮地 gather，取消得从里面传出来");
	loop_create();
	t = task_create(gather_for_ever, NULL);
	while (hours() < 1.5 && loop_run_once(loop_current()) == 0)
		; /* until a is about to wake for the second time */
	task_cancel(t);
	turn_all();
	expect_trace(one_of("a gathered:ok a:cancelled gathered:cancelled",
			    "a gathered:ok a gathered:cancelled"));
	expect_true(task_cancelled(t));
	end();
}
END_TEST

static int count(void *counter, void **result)
{
	int rc = async_sleep(1);

	++*(int *)counter;
	*result = counter;
	return rc;
}

static int gather_a_hundred(void *counter, void **result)
{
	struct task *tasks[100];
	void *counters[100];
	int rc;

	for (int i = 0; i < 100; i++)
		tasks[i] = task_create(count, (int *)counter + i % 2);
	rc = async_gather(tasks, 100, counters, NULL);
	for (int i = 0; i < 100; i++)
		expect_ptr(counters[i], (int *)counter + i % 2);
	return rc;
}

START_TEST(a_hundred_at_once_take_one_second)
{
	int counters[2] = { 0, 0 };

	look_at("a gather inside async_run, of a hundred who sleep",
		"async_run 里 gather 一百个在睡的任务");
	expect_int(async_run(gather_a_hundred, counters, NULL), 0);
	expect_int(counters[0], 50);
	expect_int(counters[1], 50);
	expect_double(virtual_now() - VIRTUAL_START, 1, 1e-6);
}
END_TEST

static int fail_and_leave(void *arg, void **result)
{
	static struct child children[] = { { "a", 1, -EIO }, { "b", 2, 0 } };
	struct gathering g = { .n = 2 };

	start(g.tasks, child, children, 2);
	return gatherer(&g, result);
}

START_TEST(async_run_ends_those_that_a_failed_gather_left_behind)
{
	look_at("who still runs after a failed gather, and who ends it",
		"gather 失败后还在跑的任务，由谁来收场");
	expect_int(async_run(fail_and_leave, NULL, NULL), -EIO);
	expect_trace("a gathered:broken b:cancelled");
}
END_TEST

static int wait_for_ever(void *arg, void **result)
{
	struct gathering g = { .n = 1 };
	struct child a = { "a", 1, 0 };
	struct future never;

	future_init(&never, "news");
	start(g.tasks, child, &a, 1);
	async_gather(g.tasks, 1, NULL, NULL);
	return future_await(&never, NULL);
}

static int gather_a_deadlock(void *arg, void **result)
{
	struct gathering g = { .n = 1 };

	g.tasks[0] = task_create_named(wait_for_ever, NULL, "reader");
	return gatherer(&g, result);
}

static void run_a_deadlock(void *arg)
{
	if (async_run(gather_a_deadlock, NULL, NULL) == -EDEADLK)
		fputs("a deadlock", stderr);
}

START_TEST(a_deadlock_says_that_main_gathers)
{
	look_at("the future that a gatherer waits for, and its name",
		"等的人在等的那个 future，还有它的名字");
	expect_stderr(run_a_deadlock, NULL, "main waits for gather");
	expect_stderr(run_a_deadlock, NULL, "reader waits for news");
	expect_stderr(run_a_deadlock, NULL, "a deadlock");
}
END_TEST

static void add_step_1(Suite *suite)
{
	TCase *step = lab_step(suite, "1 child_done");

	tcase_add_test(step, results_come_in_argument_order);
	tcase_add_test(step, many_take_as_long_as_the_slowest);
	tcase_add_test(step, all_that_end_in_one_turn_are_counted);
	tcase_add_test(step,
		       the_first_failure_comes_at_once_and_the_others_go_on);
	tcase_add_test(step,
		       a_failure_is_seen_before_slower_ones_that_stand_first);
	tcase_add_test(step, a_success_after_a_failure_changes_nothing);
	tcase_add_test(step, of_two_failures_the_first_in_time_counts);
	tcase_add_test(step, a_cancelled_child_ends_the_gather);
	tcase_add_test(step, errors_find_their_places_and_none_is_ours);
	tcase_add_test(step,
		       with_errors_the_last_failure_ends_it_like_a_success);
}

static void add_step_2(Suite *suite)
{
	TCase *step = lab_step(suite, "2 cancel_children");

	tcase_add_test(step, cancel_reaches_every_child);
	tcase_add_test(
		step,
		a_child_that_is_done_keeps_its_result_when_we_are_cancelled);
	tcase_add_test(
		step,
		cancelled_when_all_children_are_done_we_stop_all_the_same);
	tcase_add_test(step,
		       the_first_child_that_stops_ends_a_cancelled_gather);
	tcase_add_test(
		step,
		with_errors_a_cancelled_gather_waits_until_all_cleaned_up);
	tcase_add_test(step, children_that_swallow_the_cancel_do_not_undo_it);
	tcase_add_test(step, a_child_may_answer_the_cancel_with_an_error);
	tcase_add_test(step, a_second_cancel_is_passed_on_too);
	tcase_add_test(step, cancelled_before_it_waits_it_passes_that_on);
	tcase_add_test(step, cancel_goes_down_through_nested_gathers);
	tcase_add_test(step, a_circle_through_a_gather_can_be_cancelled);
}

static void add_step_3(Suite *suite)
{
	TCase *step = lab_step(suite, "3 begin");

	tcase_add_test(step, nothing_is_gathered_at_once);
	tcase_add_test(step, who_is_done_is_not_waited_for);
	tcase_add_test(step, done_and_pending_ones_are_gathered_together);
	tcase_add_test(step, one_that_has_failed_already_ends_it_at_once);
	tcase_add_test(
		step,
		of_those_that_have_failed_already_the_first_in_order_counts);
	tcase_add_test(step, one_that_was_cancelled_already_ends_it_at_once);
	tcase_add_test(step, NULL_is_a_task_that_failed);
	tcase_add_test(step, without_a_task_a_NULL_is_not_ourselves);
	tcase_add_test(step, with_a_NULL_among_them_the_others_are_cancelled);
	tcase_add_test(step,
		       the_same_task_twice_runs_once_and_fills_both_places);
	tcase_add_test(step, the_same_task_twice_fails_once);
}

static void add_step_4(Suite *suite)
{
	TCase *step = lab_step(suite, "4 let_go, collect");

	tcase_add_test(step, results_stay_as_they_were_when_it_fails);
	tcase_add_test(step, nothing_is_written_when_it_is_cancelled);
	tcase_add_test(step, the_place_of_one_that_failed_is_NULL);
	tcase_add_test(step, neither_results_nor_errors_are_needed);
	tcase_add_test(step, after_a_failure_the_others_call_nobody);
	tcase_add_test(step,
		       a_later_failure_is_not_told_as_one_nobody_asked_for);
	tcase_add_test(step, a_failure_one_turn_later_is_not_told_either);
	tcase_add_test(step, failures_from_before_are_not_told_either);
}

static void add_step_5(Suite *suite)
{
	TCase *step = lab_step(suite, "5 async_gather");

	tcase_add_test(step, no_memory_is_an_error_and_the_tasks_go_on);
	tcase_add_test(step, nobody_looks_behind_the_end_of_the_arrays);
	tcase_add_test(step, who_gathers_itself_panics);
	tcase_add_test(step, waiting_outside_a_coroutine_panics);
	tcase_add_test(step, two_may_gather_the_same_tasks);
	tcase_add_test(step, one_of_two_that_gather_the_same_may_leave);
	tcase_add_test(step, who_gathers_in_a_loop_can_be_cancelled);
	tcase_add_test(step, a_hundred_at_once_take_one_second);
	tcase_add_test(step,
		       async_run_ends_those_that_a_failed_gather_left_behind);
	tcase_add_test(step, a_deadlock_says_that_main_gathers);
}

Suite *lab_suite(void)
{
	Suite *suite = suite_create("gather");

	add_step_1(suite);
	add_step_2(suite);
	add_step_3(suite);
	add_step_4(suite);
	add_step_5(suite);
	return suite;
}
