/*
 * start.c - the last thing that is ours before somebody else's program runs.
 *
 *	start [user=N] [net=PID] [parent=PID] [cpu=N] [fsize=N] [nproc=N] [nofile=N] [as=N] [still=1]
 *	      [filter=1] -- PROGRAM ARGUMENT...
 *
 * Ends with its parent, also with one that is gone already (`parent`, after
 * `user`, which would forget it). Becomes an ordinary user, sets limits, takes chance out of addresses
 * (still), closes system calls that no lab needs (filter), runs PROGRAM in
 * its own place. What cannot be had ends with 125 and a sentence on stderr:
 * nothing runs with less than was asked for.
 *
 * The filter says no to what would get round a limit (memory that no process
 * has mapped), leave the sandbox or reach deep into the kernel. ptrace stays:
 * the sanitizer looks for leaks by it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REFUSED 125	      /* classroom/grade/sandbox.py knows it */
#define NAMESPACES 0x7e020080 /* every CLONE_NEW* */
#define MOST 200	      /* instructions of the filter */

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#define HIGHEST 0x40000000 /* from here on: x32, the same calls again */
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#define HIGHEST 0x40000000
#endif

static void refused(const char *what)
{
	fprintf(stderr, "start: %s: %s\n", what, strerror(errno));
	exit(REFUSED);
}

static const struct {
	const char *name;
	int which;
} limits[] = { { "cpu", RLIMIT_CPU },	    { "fsize", RLIMIT_FSIZE },
	       { "nproc", RLIMIT_NPROC },   { "nofile", RLIMIT_NOFILE },
	       { "as", RLIMIT_AS },	    { "core", RLIMIT_CORE },
	       { "stack", RLIMIT_STACK },   { "queues", RLIMIT_MSGQUEUE },
	       { "locked", RLIMIT_MEMLOCK } };

static void limit(const char *name, size_t length, unsigned long long most)
{
	struct rlimit now, new = { most, most };

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		if (strlen(limits[i].name) != length ||
		    strncmp(limits[i].name, name, length))
			continue;
		getrlimit(limits[i].which, &now);
		if (now.rlim_max < most)
			new.rlim_cur = new.rlim_max = now.rlim_max;
		if (setrlimit(limits[i].which, &new) < 0)
			refused(name);
		return;
	}
	errno = EINVAL;
	refused(name);
}

static void become(unsigned int user)
{
	if (setgroups(0, NULL) < 0 || setgid(user) < 0 || setuid(user) < 0)
		refused("user");
}

/* Whoever waits for us may have been killed before we could ask. */
static void end_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		exit(REFUSED);
}

/* A network that is there already: that of a process of ours. */
static void join(const char *pid, const char *kind, int type)
{
	char path[60];
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/ns/%s", pid, kind);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, type) < 0)
		refused(path);
	close(fd);
}

#ifdef MACHINE
static const int closed[] = {
	SYS_memfd_create,
	SYS_shmget,
	SYS_shmat,
	SYS_msgget,
	SYS_semget,
	SYS_unshare,
	SYS_setns,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_userfaultfd,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_name_to_handle_at,
	SYS_open_by_handle_at,
	SYS_init_module,
	SYS_finit_module,
	SYS_kexec_load,
	SYS_swapon,
	SYS_reboot,
	SYS_quotactl,
	SYS_fanotify_init,
	SYS_inotify_init1,
	SYS_personality,
	SYS_vmsplice,
	SYS_splice,
	SYS_io_setup,
	425 /* io_uring_setup */,
	428 /* open_tree */,
	429 /* move_mount */,
	430 /* fsopen */,
	438 /* pidfd_getfd */,
	442 /* mount_setattr */,
	447 /* memfd_secret */
};

static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

static struct sock_filter code[MOST];
static unsigned short used;

static void add(unsigned short what, unsigned int k, unsigned char yes,
		unsigned char no)
{
	code[used++] = (struct sock_filter){ what, yes, no, k };
}

static void load(size_t offset)
{
	add(BPF_LD | BPF_W | BPF_ABS, (unsigned int)offset, 0, 0);
}

static void answer(unsigned int what)
{
	add(BPF_RET | BPF_K, what, 0, 0);
}

#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + 8 * (n))

static void foreign_calls(void)
{
	load(offsetof(struct seccomp_data, arch));
	add(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
	answer(SECCOMP_RET_KILL_PROCESS);
	load(offsetof(struct seccomp_data, nr));
	add(BPF_JMP | BPF_JGE | BPF_K, HIGHEST, 0, 1);
	answer(SECCOMP_RET_ERRNO | ENOSYS);
}

static void namespaces(void)
{
	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
	answer(SECCOMP_RET_ERRNO | ENOSYS); /* the C library takes clone */
	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
	load(ARGUMENT(0));
	add(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1);
	answer(SECCOMP_RET_ERRNO | EPERM);
	answer(SECCOMP_RET_ALLOW);
}

static void sockets(void)
{
	const unsigned char n = sizeof(families) / sizeof(*families);

	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, n + 3);
	load(ARGUMENT(0));
	for (unsigned char i = 0; i < n; i++)
		add(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)families[i], n - i,
		    0);
	answer(SECCOMP_RET_ERRNO | EAFNOSUPPORT);
	answer(SECCOMP_RET_ALLOW);
}

static void filter(void)
{
	struct sock_fprog all = { 0, code };

	foreign_calls();
	for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++) {
		add(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)closed[i], 0, 1);
		answer(SECCOMP_RET_ERRNO | EPERM);
	}
	namespaces();
	sockets();
	answer(SECCOMP_RET_ALLOW);
	all.len = used;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) < 0)
		refused("filter");
}
#else
static void filter(void)
{
}
#endif

/* The same addresses each time. Then the stack ends where memory does, and
 * AddressSanitizer stumbles there: a long variable keeps it away from the end.
 * Where the system does not let us, addresses stay as they come. */
static void stand_still(void)
{
	static char distance[96 << 10];

	memset(distance, '.', sizeof(distance) - 1);
	setenv("DISTANCE", distance, 1);
	personality(ADDR_NO_RANDOMIZE);
}

static int option(const char *text)
{
	const char *equals = strchr(text, '=');
	const size_t length = equals ? (size_t)(equals - text) : 0;
	unsigned long long value = equals ? strtoull(equals + 1, NULL, 10) : 0;

	if (!strncmp(text, "filter=", 7))
		return 1;
	if (!strncmp(text, "user=", 5))
		become((unsigned int)value);
	else if (!strncmp(text, "net=", 4)) {
		join(text + 4, "user", CLONE_NEWUSER);
		join(text + 4, "net", CLONE_NEWNET);
	} else if (!strncmp(text, "parent=", 7))
		end_with((pid_t)value);
	else if (!strncmp(text, "still=", 6))
		stand_still();
	else
		limit(text, length, value);
	return 0;
}

int main(int argc, char **argv)
{
	int filtered = 0, i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		filtered |= option(argv[i]);
	if (i + 1 >= argc) {
		errno = EINVAL;
		refused("-- PROGRAM");
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		refused("privileges");
	if (filtered)
		filter();
	execvp(argv[i + 1], argv + i + 1);
	refused(argv[i + 1]);
}
