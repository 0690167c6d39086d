/*
 * gather.c - many at once.
 *
 * Whoever gathers waits for one future, `all`. Each task that is not done
 * yet has a place: its end calls child_done, which counts, and sets `all`
 * when the last one is done or, if errors are not collected, when the first
 * one fails. Awaiting the tasks one by one would see that failure too late.
 *
 * The places are taken back before async_gather returns: after a failure the
 * others go on, and must not call into memory that is gone.
 *
 * Mirrors gather in CPython's Lib/asyncio/tasks.py.
 */
#include "gather.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "panic.h"

struct gather {
	struct future all; /* first: cancel finds the rest from it */
	struct task **tasks;
	int n;
	int pending;	/* how many are not done */
	bool first;	/* the first failure ends it */
	bool cancelled; /* we were asked to stop, and passed it on */
};

/* A task's place among those gathered; the same task may have two. */
struct place {
	struct handle done;
	struct gather *gather;
	struct task *task;
};

/* lab: step 1
 * en: static void child_done(void *arg): the loop calls it with a place
 *     (struct place *) whose task is done. Unless `all` is done already (two
 *     may end in one turn, and it is set once): when the task failed and the
 *     first failure ends it all, `all` has that error; when it was the last
 *     one, `all` has its result, or -ECANCELED if we were cancelled on the
 *     way.
 * zh: static void child_done(void *arg)：由事件循环调用，arg 是个位置（struct place *），
 *     位置上的任务做完了。all 要是早就做完了（同一轮里可能有两个任务做完，all 只能定
 *     一次），就不去定它。不然：任务失败了，而且一个失败就算结束，就把这个错误给 all；
 *     它是最后一个，all 就有了结果；半路被取消过，就给 -ECANCELED。
 */
static void child_done(void *arg)
{
	const struct place *p = arg;
	struct gather *g = p->gather;
	int rc = task_result(p->task, NULL);

	g->pending--;
	if (future_done(&g->all))
		return;
	if (rc < 0 && g->first)
		future_set_error(&g->all, rc);
	else if (g->pending == 0 && g->cancelled)
		future_set_error(&g->all, -ECANCELED);
	else if (g->pending == 0)
		future_set_result(&g->all, NULL);
}

/* lab: end */
/* lab: step 2
 * en: static bool cancel_children(struct future *all): the `cancel` hook of
 *     the future `all`; somebody cancels us while we wait. It passes the
 *     request on to every task that is not done. If at least one took it, it
 *     remembers that (`cancelled`) and returns true; else it remembers
 *     nothing and returns false. It does not set `all`: child_done will.
 * zh: static bool cancel_children(struct future *all)：all 这个 future 的 cancel 钩子，
 *     等待时有人取消我们，就调用它。把请求转给每个没做完的任务。至少有一个收下了，
 *     就记下（cancelled），返回 true；谁也没收，就不记，返回 false。all 不在这里定，
 *     等它们做完，child_done 会定。
 */
static bool cancel_children(struct future *all)
{
	struct gather *g = (struct gather *)all;
	bool taken = false;

	for (int i = 0; i < g->n; i++)
		if (task_cancel(g->tasks[i]))
			taken = true;
	g->cancelled = g->cancelled || taken;
	return taken;
}

/* lab: end */
/* lab: step 3
 * en: static int begin(struct gather *g, struct place places[]): places[i]
 *     belongs to tasks[i]. Every task that is not done gets its place (the
 *     task, the gather, the callback) and is counted. One that is done
 *     already is not waited for; if it failed and the first failure ends it
 *     all, return that error. Else 0.
 * zh: static int begin(struct gather *g, struct place places[])：places[i] 归
 *     tasks[i]。没做完的任务，填好它的位置（任务、gather），挂上回调，计一次数。已经
 *     做完的不用等；它失败了，而且一个失败就算结束，就返回那个错误。否则返回 0。
 */
static int begin(struct gather *g, struct place places[])
{
	for (int i = 0; i < g->n; i++) {
		struct task *t = g->tasks[i];
		struct place *p = &places[i];

		*p = (struct place){ .gather = g, .task = t };
		if (task_done(t)) {
			if (g->first && task_result(t, NULL) < 0)
				return task_result(t, NULL);
			continue;
		}
		g->pending++;
		future_add_done_callback(task_future(t), child_done, p,
					 &p->done);
	}
	return 0;
}

/* lab: end */
/* lab: step 4
 * en: Two helpers for the end.
 *     static void let_go(struct gather *g, struct place places[]): take every
 *     callback back. Whoever is not done goes on; every failure, also one to
 *     come, counts as asked for (set `asked` in each task's future; a NULL
 *     task has none), so that it is not told as one nobody asked for.
 *     static void collect(struct gather *g, void *results[], int errors[]):
 *     what each task left, in its place.
 * zh: 收尾的两个辅助函数。
 *     static void let_go(struct gather *g, struct place places[])：回调全部收回。没做完
 *     的继续跑；谁失败了，哪怕是以后才失败，都算我们问过了（把每个任务 future 的 asked
 *     设上；NULL 没有 future），免得报成没人过问。
 *     static void collect(struct gather *g, void *results[], int errors[])：每个任务
 *     留下的，放进各自的位置。
 */
static void let_go(struct gather *g, struct place places[])
{
	for (int i = 0; i < g->n; i++) {
		handle_cancel(&places[i].done);
		if (g->tasks[i])
			task_future(g->tasks[i])->asked = true;
	}
}

static void collect(struct gather *g, void *results[], int errors[])
{
	for (int i = 0; i < g->n; i++) {
		void *value = NULL;
		int rc = task_result(g->tasks[i], &value);

		if (results)
			results[i] = value;
		if (errors)
			errors[i] = rc;
	}
}

/* lab: end */
static void must_not_be_us(struct task *tasks[], int n)
{
	for (int i = 0; i < n; i++)
		if (tasks[i] && tasks[i] == task_current())
			panic("async_gather: %s waits for itself",
			      task_name(tasks[i]));
}

int async_gather(struct task *tasks[], int n, void *results[], int errors[])
{
	struct gather g = { .tasks = tasks, .n = n, .first = !errors };

	must_not_be_us(tasks, n);
	future_init(&g.all, "gather");
	/* lab: step 5
	 * en: Put it together: memory for the places, zeroed (-ENOMEM); the
	 *     hook; begin; wait for `all`, unless begin failed or nobody is
	 *     pending. In every case let go of everybody, and free. Collect
	 *     when it went well.
	 * zh: 合起来：给位置要内存，要清零的（要不到，-ENOMEM）；设好钩子；begin；等
	 *     all（begin 失败了，或者 pending 是零，就别等）。不管走到哪一步结束，都要
	 *     let_go，再释放。一切顺利，才 collect。
	 */
	struct place *places = calloc((size_t)n + 1, sizeof(*places));
	int rc;

	if (!places)
		return -ENOMEM;
	g.all.cancel = cancel_children;
	rc = begin(&g, places);
	if (rc == 0 && g.pending > 0)
		rc = future_await(&g.all, NULL);
	let_go(&g, places);
	free(places);
	if (rc == 0)
		collect(&g, results, errors);
	return rc;
	/* lab: end */
}
