/*
 * stack.c - stacks to run on. Given.
 *
 *	low address                                          high address
 *	| guard page | free .......... <- frames | record | struct stack |
 *
 * - The guard page may not be touched: an overflow stops there.
 * - Memory goes back to `spare`, never to the system, and the last stack
 *   that was given back is the next one that is given out.
 * - `current` is changed just before a jump, so that whoever arrives finds
 *   it right.
 */
#include "stack.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "overflow.h"
#include "panic.h"
#include "sanitizer.h"
#include "slab.h"

struct stack {
	struct context *context; /* where it stopped */
	context_fn *entry;
	void *record;
	const char *name;
	char *memory;	    /* the guard page; NULL for main's */
	const void *low;    /* what may be used ... */
	size_t size;	    /* ... and how much */
	void *fake;	    /* the sanitizer's */
	struct stack *next; /* when spare */
};

static struct stack main_stack = { .name = "main" };
static struct stack *current = &main_stack;
static struct stack *left; /* whom the last jump left */
static struct stack *spare;

static size_t page_size(void)
{
	static size_t size;

	if (!size)
		size = (size_t)sysconf(_SC_PAGESIZE);
	return size;
}

static const char *overflowed(const void *address)
{
	const char *low = current->memory;
	const char *hit = address;

	if (!low || hit < low || hit >= low + page_size())
		return NULL;
	return current->name;
}

static struct stack *map_stack(void)
{
	char *memory = slab_take(STACK_SIZE);
	struct stack *s;

	if (!memory)
		return NULL;
	overflow_watch(overflowed, STACK_SIZE);
	stack_is_new(memory + page_size(), STACK_SIZE - page_size());
	s = (struct stack *)(memory + STACK_SIZE) - 1;
	s->memory = memory;
	return s;
}

static struct stack *take_spare(void)
{
	struct stack *s = spare;

	spare = s->next;
	return s;
}

/* The first instructions on a new stack. */
static void begin(void *arg)
{
	struct stack *s = arg;

	arrived(NULL, &left->low, &left->size);
	s->entry(s->record);
	panic("stack_create: entry returned; it must end by stack_exit");
}

struct stack *stack_create(size_t room, context_fn *entry)
{
	struct stack *s = spare ? take_spare() : map_stack();
	char *memory;

	if (!s)
		return NULL;
	memory = s->memory;
	stack_in_use(memory + page_size(), STACK_SIZE - page_size());
	*s = (struct stack){ .memory = memory, .name = "?", .entry = entry };
	s->record = (char *)s - (room + 15) / 16 * 16;
	s->low = memory + page_size();
	s->size = (size_t)((char *)s->record - (char *)s->low);
	memset(s->record, 0, room);
	s->context = context_make(memory + page_size(), s->size, begin, s);
	return s;
}

void stack_destroy(struct stack *s)
{
	if (s == current)
		panic("stack_destroy: we stand on this stack");
	stack_out_of_use(s->memory + page_size(), STACK_SIZE - page_size(), s);
	s->next = spare;
	spare = s;
}

void *stack_record(struct stack *s)
{
	return s->record;
}

void stack_set_name(struct stack *s, const char *name)
{
	s->name = name;
}

struct stack *stack_current(void)
{
	return current;
}

void stack_switch(struct stack *to)
{
	struct stack *from = current;

	left = from;
	current = to;
	leaving(&from->fake, to->low, to->size);
	context_switch(&from->context, to->context);
	arrived(from->fake, &left->low, &left->size);
}

_Noreturn void stack_exit(struct stack *to)
{
	struct stack *from = current;

	left = from;
	current = to;
	leaving(NULL, to->low, to->size);
	context_switch(&from->context, to->context);
	panic("stack_exit: somebody switched back to a stack that had ended");
}
