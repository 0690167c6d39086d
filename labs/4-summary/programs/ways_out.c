/*
 * ways_out.c - five ways to guard a folder, and who still gets out of it.
 *
 * The folder is "site"; the secret lies beside it. In the last row somebody
 * is quick: between the look and the open he puts a link in the place of a
 * folder.
 */
#define _XOPEN_SOURCE 700 /* realpath */

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http.h"
#include "serve.h"

static bool quick; /* is somebody quick? */

static void put_link(const char *to, const char *path)
{
	if (symlink(to, path) < 0)
		perror(path);
}

static void meanwhile(void)
{
	if (!quick)
		return;
	rename("site/sub", "site/gone");
	put_link("..", "site/sub");
}

/* ---- five ways ---- */

static char name[PATH_MAX]; /* what is going to be opened */

static void decode(const char *path)
{
	strcpy(name, "site");
	http_decode(name + strlen(name), path, strlen(path));
}

static int open_name(void)
{
	meanwhile();
	return open(name, O_RDONLY);
}

static int no_guard(const char *path)
{
	decode(path);
	return open_name();
}

static int look_for_dots(const char *path)
{
	if (strstr(path, ".."))
		return -1;
	decode(path);
	return open_name();
}

static int decode_then_look(const char *path)
{
	decode(path);
	return strstr(name, "..") ? -1 : open_name();
}

static int ask_realpath(const char *path)
{
	char site[PATH_MAX], real[PATH_MAX];

	decode(path);
	if (!realpath("site", site) || !realpath(name, real))
		return -1;
	strcat(site, "/");
	if (strncmp(real, site, strlen(site)) != 0)
		return -1;
	strcpy(name, real);
	return open_name();
}

static int step_by_step(const char *path)
{
	int folder = open("site", O_RDONLY | O_DIRECTORY), fd;

	meanwhile();
	fd = serve_open(folder, path);
	close(folder);
	return fd;
}

/* ---- who gets out ---- */

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file) {
		fputs(text, file);
		fclose(file);
	}
}

static void build(void)
{
	mkdir("site", 0700);
	mkdir("site/sub", 0700);
	write_file("site/1..2.txt", "file");
	write_file("site/sub/secret", "file");
	write_file("secret", "SECRET");
	put_link("../secret", "site/link");
}

static void take_down(void)
{
	static const char *const all[] = { "site/1..2.txt", "site/sub/secret",
					   "secret",	    "site/link",
					   "site/sub",	    "site" };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		remove(all[i]);
}

static void try_out(int (*way)(const char *), const char *path)
{
	char text[16] = "-";
	ssize_t n = -1;
	int fd = way(path);

	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	if (n >= 0)
		text[n] = '\0';
	printf(" %8s", text);
	if (quick) {
		remove("site/sub");
		rename("site/gone", "site/sub");
	}
}

static void try_all(const char *path)
{
	printf("%-17s", path);
	try_out(no_guard, path);
	try_out(look_for_dots, path);
	try_out(decode_then_look, path);
	try_out(ask_realpath, path);
	try_out(step_by_step, path);
	printf("\n");
}

int main(void)
{
	char top[] = "/tmp/ways_out_XXXXXX";

	if (!mkdtemp(top) || chdir(top) < 0)
		return 1;
	build();
	printf("%26s %8s %8s %8s %8s\n", "none", "dots", "decoded", "realpath",
	       "openat");
	try_all("/1..2.txt");
	try_all("/../secret");
	try_all("/%2e%2e/secret");
	try_all("/link");
	quick = true;
	try_all("/sub/secret");
	take_down();
	return rmdir(top) < 0;
}
