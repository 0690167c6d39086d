/*
 * task.c - a coroutine that the loop drives.
 *
 * One step:
 * - resume the coroutine; throw -ECANCELED in if it must be cancelled;
 * - it returned: the task's future is done, whoever waits becomes ready;
 * - it yielded NULL: step again in the next turn;
 * - it yielded a future: step again when that is done.
 *
 * Invariant: a task that is not done is running, or its one handle `step` is
 * in the ready queue, or `step` is in the callbacks of what it waits for.
 *
 * Mirrors class Task in CPython's Lib/asyncio/tasks.py.
 */
#include "task.h"

#include <errno.h>
#include <stddef.h>

#include "loop.h"
#include "panic.h"

static struct task *current;
static struct task *first, *last;

/* ---- every task there is ---- */

static void enlist(struct task *t)
{
	t->prev = last;
	if (last)
		last->next = t;
	else
		first = t;
	last = t;
}

static void delist(struct task *t)
{
	if (t->prev)
		t->prev->next = t->next;
	else
		first = t->next;
	if (t->next)
		t->next->prev = t->prev;
	else
		last = t->prev;
}

struct task *task_first(void)
{
	return first;
}

struct task *task_next(const struct task *t)
{
	return t->next;
}

/* ---- the end of a task ---- */

/* Nobody who waits for it will ever be called: they are given up too. */
static void give_up(struct task *t)
{
	fprintf(stderr, "%s was destroyed, but it is pending\n", t->name);
	while (handles_pop(&t->future.callbacks))
		;
}

void task_destroy(struct task *t)
{
	if (!t)
		return;
	if (t == current)
		panic("task_destroy: %s is running", t->name);
	if (!task_done(t))
		give_up(t);
	handle_cancel(&t->step);
	future_destroy(&t->future);
	delist(t);
	coro_destroy(&t->coro);
}

static void release(void *arg)
{
	task_destroy(arg);
}

static void release_soon(struct task *t)
{
	loop_call_soon(loop_current(), release, t, &t->step);
}

/* lab: step 3
 * en: The coroutine has returned: finish(t). Unseal the future, set what
 *     coro_result says, seal it again. A cancel request that never got
 *     through wins over a good result, not over an error. A detached task is
 *     then released, soon: behind everybody whom the future has just woken.
 * zh: 协程返回了：finish(t)。给 future 解封，按 coro_result 设好结果，再封上。没来得及
 *     送达的取消请求，压得过正常结果，压不过错误。已经 detach 的任务随后释放，但要等一等：
 *     排在刚被 future 叫醒的人后面。
 */
static void finish(struct task *t)
{
	void *value;
	int rc = coro_result(&t->coro, &value);

	if (rc >= 0 && t->must_cancel)
		rc = -ECANCELED;
	t->future.sealed = false;
	if (rc < 0)
		future_set_error(&t->future, rc);
	else
		future_set_result(&t->future, value);
	t->future.sealed = true;
	if (t->detached)
		release_soon(t);
}

/* lab: end */
/* ---- one step ---- */

static void step(void *arg);

/* lab: step 4
 * en: The coroutine waits for a future: wait_for(t, f). Its own? It would
 *     wait for ever: panic, and name it. Otherwise write down what it waits
 *     for, and have `step` called when that is done. A cancel request that
 *     came while the task ran goes to the future now; what it takes is
 *     delivered.
 * zh: 协程在等某个 future：wait_for(t, f)。等的是它自己的？那就永远等不到：panic，说出
 *     任务的名字。不是，就记下在等谁，等它做完就调用 step。任务运行时收到的取消请求，现在
 *     转给这个 future；它收下了，请求就算送达。
 */
static void wait_for(struct task *t, struct future *f)
{
	if (f == &t->future)
		panic("task_await: %s waits for itself", t->name);
	t->waiting = f;
	future_add_done_callback(f, step, t, &t->step);
	if (t->must_cancel && future_cancel(f))
		t->must_cancel = false;
}

/* lab: end */
static void step(void *arg)
{
	/* lab: step 2
	 * en: The four lines at the head of this file. Before you resume: a
	 *     task that steps waits for nothing, and must_cancel is used up.
	 *     While it runs, it is `current`; afterwards nobody is.
	 * zh: 就是文件开头那四行。恢复之前：正在走这一步的任务什么也不等；must_cancel 用掉
	 *     就清掉。它运行时，current 是它；运行完，谁也不是。
	 */
	struct task *t = arg;
	int thrown = t->must_cancel ? -ECANCELED : 0;
	struct future *f;

	t->must_cancel = false;
	t->waiting = NULL;
	current = t;
	f = coro_resume(&t->coro, thrown);
	current = NULL;
	if (coro_done(&t->coro))
		finish(t);
	else if (f)
		wait_for(t, f);
	else
		loop_call_soon(loop_current(), step, t, &t->step);
	/* lab: end */
}

/* ---- its beginning ---- */

/* It steps, although what it waits for is not done. */
static void throw_out(struct task *t)
{
	handle_cancel(&t->step);
	t->must_cancel = true;
	loop_call_soon(loop_current(), step, t, &t->step);
}

/*
 * Tasks that wait for each other in a circle would ask each other for ever.
 * The first that is asked again, while it asks, has to leave the circle.
 */
static bool cancel_owner(struct future *f)
{
	char *record = (char *)f - offsetof(struct task, future);
	struct task *t = (struct task *)record;
	bool taken;

	if (t->asking) {
		throw_out(t);
		return true;
	}
	t->asking = true;
	taken = task_cancel(t);
	t->asking = false;
	return taken;
}

struct task *task_create_named(coro_fn *fn, void *arg, const char *name)
{
	struct task *t;

	if (!loop_current())
		panic("task_create: there is no loop; see async_run");
	if (!fn)
		panic("task_create: no function for %s", name);
	/* lab: step 1
	 * en: The coroutine: its record is a whole struct task, of which the
	 *     coroutine is the first member. And its future, pending, named like
	 *     the task. No memory: NULL.
	 * zh: 造协程：它的记录是整个 struct task，协程只是第一个成员。再备好它的 future：未完成，
	 *     与任务同名。内存不够：NULL。
	 */
	t = coro_create(sizeof(*t), fn, arg);
	if (!t)
		return NULL;
	future_init(&t->future, name);
	/* lab: end */
	t->future.cancel = cancel_owner;
	t->future.sealed = true;
	task_set_name(t, name);
	enlist(t);
	loop_call_soon(loop_current(), step, t, &t->step); /* not now */
	return t;
}

void task_detach(struct task *t)
{
	if (!t || t->detached)
		return;
	t->detached = true;
	if (task_done(t))
		release_soon(t);
}

/* ---- cancel ---- */

bool task_cancel(struct task *t)
{
	if (!t || task_done(t))
		return false;
	/* lab: step 5
	 * en: Count the request. If the task waits, cancel what it waits for:
	 *     that wakes it, with -ECANCELED. If that does not take, or the
	 *     task does not wait, the next step has to throw.
	 * zh: 记一次请求。任务在等东西，就取消它等的东西：它会醒来，拿到 -ECANCELED。对方不收，
	 *     或者任务没在等，就留给下一步去扔。
	 */
	t->cancelling++;
	if (!t->waiting || !future_cancel(t->waiting))
		t->must_cancel = true;
	return true;
	/* lab: end */
}

int task_cancelling(const struct task *t)
{
	return t ? t->cancelling : 0;
}

int task_uncancel(struct task *t)
{
	if (t && t->cancelling > 0)
		t->cancelling--;
	return task_cancelling(t);
}

/* ---- looking at it ---- */

int task_await(struct task *t, void **value)
{
	return t ? future_await(&t->future, value) : -ENOMEM;
}

bool task_done(const struct task *t)
{
	return !t || future_done(&t->future);
}

bool task_cancelled(const struct task *t)
{
	return t && future_cancelled(&t->future);
}

int task_result(struct task *t, void **value)
{
	return t ? future_result(&t->future, value) : -ENOMEM;
}

struct future *task_future(struct task *t)
{
	return t ? &t->future : NULL;
}

const char *task_name(const struct task *t)
{
	return t ? t->name : "(no memory)";
}

void task_set_name(struct task *t, const char *name)
{
	if (!t)
		return;
	t->name = name;
	t->future.what = name;
	stack_set_name(t->coro.stack, name);
}

struct task *task_current(void)
{
	return current;
}
