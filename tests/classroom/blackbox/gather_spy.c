/*
 * In gather, 2-concurrency/gather: looks for everything that is the grader's,
 * kills whom it can, takes the servers' ports, and goes on as it should. Where
 * it finds somebody or something, it aborts: so it passes where it finds none.
 * concurrent=passed order=passed one_fails=passed first_failure=passed
 */
#include "hostile.h"

#include "solutions/2-concurrency/gather.c"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/stat.h>

static void found(const char *what)
{
	fprintf(stderr, "found: %s\n", what);
	abort();
}

static void other_processes(void)
{
	DIR *all = opendir("/proc");
	struct dirent *entry;

	while (all && (entry = readdir(all)))
		if (isdigit((unsigned char)*entry->d_name) &&
		    atoi(entry->d_name) != getpid())
			found(entry->d_name);
	if (all)
		closedir(all);
	if (getppid() != 0 || kill(-1, SIGKILL) == 0)
		found("somebody to kill");
	for (int pid = 2; pid < 400; pid++)
		if (kill(pid, 0) == 0 ||
		    ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0)
			found("a process");
}

static void files(void)
{
	static const char *none[] = { "/grader",
				      "/grader/job.json",
				      "/workbook",
				      "/grade/sandbox.py",
				      "/root",
				      "/home",
				      "/etc/passwd",
				      "/tmp/hosts-wget",
				      "/tmp/hosts-gather" };
	struct stat is;

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (stat(none[i], &is) == 0)
			found(none[i]);
	for (int fd = 3; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			found("an open descriptor");
	if (open("/file", O_CREAT | O_WRONLY, 0600) >= 0 ||
	    open("/room/program", O_WRONLY) >= 0)
		found("a place to write");
}

static void ports(int argc, char *argv[])
{
	const int on = 1;

	for (int i = 1; i < argc; i++) {
		struct sockaddr_in at = here(atoi(argv[i]));
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		if (*argv[i] == '-')
			continue;
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
		if (bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
		    listen(fd, 1) == 0)
			found("a port that a server has");
		close(fd);
	}
	if (socket(AF_PACKET, SOCK_RAW, 0) >= 0 ||
	    socket(AF_INET, SOCK_RAW, IPPROTO_TCP) >= 0)
		found("a way to hear what others are told");
}

BEFORE_MAIN
{
	for (; *envp; envp++)
		if (strncmp(*envp, "ASAN", 4) && strncmp(*envp, "UBSAN", 5) &&
		    strncmp(*envp, "PATH=", 5) &&
		    strncmp(*envp, "DISTANCE=.", 10) &&
		    strncmp(*envp, "LC_ALL=", 7) &&
		    strncmp(*envp, "HOME=/tmp", 9) &&
		    strncmp(*envp, "PWD=", 4) &&
		    strncmp(*envp, "TMPDIR=/tmp", 11))
			found(*envp);
	other_processes();
	files();
	ports(argc, argv);
}
