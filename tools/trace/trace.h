#ifndef TRACE_H
#define TRACE_H

/*
 * trace.h - what the witnesses of tools/trace/ say, and the recording that
 * it makes.
 *
 * Every lab is an object of its own, so the linker can put a witness between
 * any two of them: with -Wl,--wrap=loop_stop, whoever calls loop_stop from
 * another object calls __wrap_loop_stop, and that one calls
 * __real_loop_stop. A call inside one object passes no witness. Nothing of
 * the runtime knows of this; a program that is linked without witnesses is
 * the same as ever.
 *
 * A traced program writes its recording to the file that ASYNC_TRACE names,
 * a line for each event, its fields separated by tabs:
 *
 *	seconds   since the program began
 *	turn      of the loop, from 1; 0: before the first, behind the last
 *	stack     on whose stack this happens: 0 is main's, other numbers are
 *		  coroutines
 *	lab       whose function it is: "loop"; "kernel", "given", "program"
 *	event     one of those below
 *	subject   what it is about
 *	...	  more, see below
 *
 *	call	FUNCTION  ARGUMENTS...	a witness was passed
 *	back	FUNCTION  [RESULT]	and again, on the way back; a negative
 *					result is an error number
 *	task	NUMBER	  NAME		from now on, a stack of that number
 *	gone	NUMBER			until now
 *	ready	HANDLE	  FN  ARG	now in the loop's ready queue
 *	unready	HANDLE			out of any queue, not called
 *	run	HANDLE	  FN  ARG	the loop calls it ...
 *	ran	HANDLE			... and it has returned
 *	print	stdout	  TEXT		the program has printed that, or on
 *					stderr; in it \\ \n \r \t are escapes
 *
 * HANDLE is an address: of a struct handle, or of the struct timer that it
 * is in. FN is the distance of a function from trace(); tools/traced.py, which
 * keeps the recording, writes the function's name in its place. ARG is the
 * number of the coroutine that is the callback's argument; 0: something else.
 * Where FUNCTION is
 *
 *	selector_select		ARGUMENTS are: seconds to wait, "inf" or a
 *				number; FIRST, the timer that is due first,
 *				or 0; the descriptors asked for, "3r 5rw";
 *				RESULT is how many, then which: "5w"
 *	loop_call_soon, loop_call_later, loop_call_at, loop_add_reader,
 *	loop_add_writer		the last ARGUMENTS are HANDLE, FN, ARG
 *	loop_cancel_timer	ARGUMENTS are: HANDLE
 */

struct handle;

/* One event. format makes the subject and all that follows. */
void trace(const char *lab, const char *event, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "HANDLE\tFN\tARG", valid until the next call. */
const char *trace_callback(const struct handle *h, void (*fn)(void *arg),
			   const void *arg);

/* On whose stack we are. Every jump from one to another sets it. */
extern int trace_stack;

/* A coroutine's number. trace_born gives it one. */
int trace_number(const void *coro);
void trace_born(const void *coro, const char *name);
void trace_gone(const void *coro);

/*
 * Witnesses, one of a kind to a line: WITNESS for what returns a number,
 * SILENT for what returns nothing. list and args are in brackets; the rest is
 * what trace() prints of the arguments, which begins with a tab.
 */
#define WITNESS(type, lab, name, list, args, ...)                \
	type __real_##name list;                                 \
	type __wrap_##name list;                                 \
	type __wrap_##name list                                  \
	{                                                        \
		type answer;                                     \
                                                                 \
		trace(lab, "call", #name __VA_ARGS__);           \
		answer = __real_##name args;                     \
		trace(lab, "back", #name "\t%ld", (long)answer); \
		return answer;                                   \
	}

#define SILENT(lab, name, list, args, ...)             \
	void __real_##name list;                       \
	void __wrap_##name list;                       \
	void __wrap_##name list                        \
	{                                              \
		trace(lab, "call", #name __VA_ARGS__); \
		__real_##name args;                    \
		trace(lab, "back", #name);             \
	}

#endif
