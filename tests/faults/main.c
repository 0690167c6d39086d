/*
 * main.c - each scenario, with each call failing in each way, in turn.
 *
 *	faults list		the scenarios, one on a line
 *	faults calls		the calls that can be made to fail, and how
 *	faults SCENARIO		everything; a line for each kind of fault
 *	faults SCENARIO CALL ERROR MODE N SAMPLE LEAKS
 *				a part of it; "-" is any. SAMPLE: from which n
 *				on some are left out. LEAKS 1: the sanitizer
 *				searches after each run
 *
 * What is printed, tabs between the words:
 *
 *	sum SCENARIO CALL ERROR MODE runs recovered errors faults
 *	bad SCENARIO CALL ERROR MODE N what detail stderr
 *
 * What is a word of main.c's own; in stderr, "|" is the end of a line.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errors.h"
#include "faults.h"
#include "layer.h"
#include "run_once.h"
#include "scenario.h"

static const struct scenario *const families[] = { basics, concurrency,
						   networking, summary };
static const char *const modes[] = { "once", "on", "each-second" };

/* What was asked for; NULL or 0: any. */
static struct {
	const char *call, *error, *mode;
	long n, sample;
} wanted = { .sample = 1000000 };

struct tally {
	long runs, recovered, errors, faults;
};

static bool is_wanted(const char *which, const char *name)
{
	return !which || strcmp(which, name) == 0;
}

/* ---- one run, and what is to be said of it ---- */

static bool listed(const char *list, const char *word)
{
	const char *at = list ? strstr(list, word) : NULL;
	size_t n = strlen(word);

	for (; at; at = strstr(at + n, word))
		if ((at == list || at[-1] == ' ') && strchr(" ", at[n]))
			return true;
	return false;
}

static bool may_fail(const struct scenario *s, const struct fault *f,
		     enum mode mode)
{
	if (f->recovers)
		return mode == ON && !f->all;
	return mode != ONCE || !listed(s->survives, f->call);
}

/* Is that what a caller may be told of this fault? */
static bool fitting(const struct scenario *s, const struct fault *f,
		    enum mode mode, int rc)
{
	if (rc == told_as(f->error) || (f->becomes && rc == -f->becomes) ||
	    (mode == ON && rc == -ETIMEDOUT))
		return true;
	for (size_t i = 0; i < sizeof(s->also) / sizeof(*s->also); i++)
		if (s->also[i] && rc == -s->also[i])
			return true;
	return false;
}

/* Lines of stderr that are no fault. */
static bool expected_line(const struct scenario *s, const struct fault *f,
			  const char *line)
{
	static const char *const known[] = {
		"ASan doesn't fully support makecontext",
		"failed, and nobody asked why: ",
		"no more stacks after ",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strstr(line, known[i]))
			return true;
	if (f && strcmp(f->call, "select") == 0 && f->error == ENOMEM)
		return true; /* the loop is broken: who waits is told */
	for (int i = 0; i < 2; i++)
		if (s->says[i] && strstr(line, s->says[i]))
			return true;
	return false;
}

static const char *unexpected(const struct scenario *s, const struct fault *f,
			      const char *said)
{
	static char line[300];

	while (*said) {
		size_t n = strcspn(said, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)(n < 250 ? n : 250),
			 said);
		said += n + (said[n] == '\n');
		if (*line && !expected_line(s, f, line))
			return line;
	}
	return NULL;
}

/* What is wrong: a key, for which tools/words has a sentence, and more. */
static const char *bad(const char *key, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static char detail[500];

static const char *bad(const char *key, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(detail, sizeof(detail), format, arguments);
	va_end(arguments);
	return key;
}

static const char *how_it_ended(int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return bad("late", "-");
	if (WIFSIGNALED(status))
		return bad("crash", "%s", strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) == WAITS_FOR_EVER)
		return bad("waits", "-");
	if (WEXITSTATUS(status) == TURNS_FOR_EVER)
		return bad("turns", "-");
	if (WEXITSTATUS(status) != 0)
		return bad("status", "%d", WEXITSTATUS(status));
	return NULL;
}

static const char *what_it_returned(const struct scenario *s,
				    const struct fault *f, enum mode mode,
				    int rc)
{
	const char *key;

	if (rc == 0)
		return NULL;
	if (!f)
		key = "nothing";
	else if (!may_fail(s, f, mode))
		key = "recover";
	else if (!fitting(s, f, mode, rc))
		key = "another";
	else
		return NULL;
	return bad(key, "%d: %s", rc, async_strerror(rc));
}

/* NULL: all is well. */
static const char *verdict(const struct scenario *s, const struct fault *f,
			   enum mode mode, const struct outcome *o)
{
	const char *key = how_it_ended(o->status);

	if (!key && *o->wrong)
		key = bad("wrong", "%s", o->wrong);
	if (!key)
		key = what_it_returned(s, f, mode, o->rc);
	if (!key && unexpected(s, f, o->said))
		key = bad("says", "%s", unexpected(s, f, o->said));
	if (!key && o->again != 0)
		key = bad("again", "%d: %s", o->again,
			  async_strerror(o->again));
	return key;
}

/* ---- all runs of a scenario ---- */

static void tell(const struct scenario *s, const struct plan *p,
		 const char *key, const char *said)
{
	printf("bad\t%s\t%s\t%s\t%s\t%ld\t%s\t%s\t", s->name,
	       p->call ? p->call : "-", p->call ? error_name(p->error) : "-",
	       modes[p->mode], p->n, key, detail);
	for (int n = 0; *said && n < 1500; said++, n++)
		putchar(*said == '\n' || *said == '\t' ? '|' : *said);
	putchar('\n');
	fflush(stdout);
}

/* Run it once. false: nothing was made to fail, there is no n-th call. */
static bool look(const struct scenario *s, const struct fault *f,
		 const struct plan *p, struct tally *t)
{
	const struct outcome *o = run_once(s, p);
	const char *key = verdict(s, f, p->mode, o);

	if (!key && p->call && o->struck == 0)
		return false;
	t->runs++;
	if (key)
		t->faults++;
	else if (o->rc == 0)
		t->recovered++;
	else
		t->errors++;
	if (key)
		tell(s, p, key, o->said);
	return !key || o->struck > 0;
}

/* Once it is used up, it stays so for a while. */
static bool runs_out(const struct fault *f)
{
	return (f->error == ENOMEM || f->error == EMFILE) &&
	       strcmp(f->call, "select") != 0;
}

static bool fits(const struct fault *f, enum mode mode)
{
	if (f->all || mode == ON)
		return mode == ON && (f->all || runs_out(f));
	return mode == ONCE || f->recovers;
}

static void try_all(const struct scenario *s, const struct fault *f,
		    enum mode mode)
{
	struct plan p = { f->call, f->error, mode, wanted.n ? wanted.n : 1 };
	struct tally t = { 0 };

	while (look(s, f, &p, &t) && !wanted.n && mode != EACH_SECOND &&
	       !f->all) {
		if (t.faults == 3)
			break; /* the fourth would say nothing new */
		p.n += p.n < wanted.sample ? 1 : 1 + p.n / 3;
	}
	if (t.runs)
		printf("sum\t%s\t%s\t%s\t%s\t%ld\t%ld\t%ld\t%ld\n", s->name,
		       f->call, error_name(f->error), modes[mode], t.runs,
		       t.recovered, t.errors, t.faults);
	fflush(stdout);
}

static void try_scenario(const struct scenario *s)
{
	struct plan none = { NULL, 0, ONCE, 0 };
	struct tally t = { 0 };

	look(s, NULL, &none, &t);
	printf("sum\t%s\t-\t-\tonce\t%ld\t%ld\t%ld\t%ld\n", s->name, t.runs,
	       t.recovered, t.errors, t.faults);
	for (size_t i = 0; i < n_faults && t.faults == 0; i++) {
		const struct fault *f = &faults[i];

		for (enum mode m = ONCE; m <= EACH_SECOND; m++)
			if (fits(f, m) && is_wanted(wanted.call, f->call) &&
			    is_wanted(wanted.error, error_name(f->error)) &&
			    is_wanted(wanted.mode, modes[m]))
				try_all(s, f, m);
	}
}

/* ---- the command line ---- */

static const struct scenario *each(int *family, int *i)
{
	for (; *family < 4; ++*family, *i = 0)
		if (families[*family][*i].name)
			return &families[*family][(*i)++];
	return NULL;
}

static int list_calls(void)
{
	for (size_t i = 0; i < n_faults; i++)
		printf("%s\t%s\n", faults[i].call, error_name(faults[i].error));
	return 0;
}

static const char *word(int argc, char *argv[], int i)
{
	return i < argc && strcmp(argv[i], "-") != 0 ? argv[i] : NULL;
}

int main(int argc, char *argv[])
{
	const struct scenario *s;
	int family = 0, i = 0, found = 0;

	if (argc == 2 && strcmp(argv[1], "calls") == 0)
		return list_calls();
	wanted.call = word(argc, argv, 2);
	wanted.error = word(argc, argv, 3);
	wanted.mode = word(argc, argv, 4);
	wanted.n = word(argc, argv, 5) ? atol(argv[5]) : 0;
	if (word(argc, argv, 6))
		wanted.sample = atol(argv[6]);
	runs_begin(word(argc, argv, 7) != NULL);
	while ((s = each(&family, &i))) {
		if (argc == 2 && strcmp(argv[1], "list") == 0)
			puts(s->name);
		else if (argc < 2 || strcmp(argv[1], s->name) != 0)
			continue;
		else
			try_scenario(s);
		found = 1;
	}
	return !found;
}
