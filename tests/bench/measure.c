/*
 * measure COUNT COMMAND... [-- COMMAND...]...
 *
 * Runs the commands in turn, COUNT times each, their output thrown away when COUNT is more than
 * one. Prints to descriptor 3 a line for each command: the medians of its CPU time (user and
 * system) and wall time in microseconds, its maximum resident memory in KiB, and how many of its
 * runs failed.
 *
 * This is C because the memory that wait4 reports for a child starts at the memory of what forked
 * it, and because a small parent makes for a cheap and even fork.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct contender {
	char **argv;
	double *cpu, *wall, *memory;
	int failures;
};

static double microseconds(struct timeval t)
{
	return t.tv_sec * 1e6 + t.tv_usec;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void run_once(struct contender *c, int turn, int quiet)
{
	struct rusage usage;
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		close(3);
		if (quiet)
			dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
		execvp(c->argv[0], c->argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
		perror("measure");
		exit(1);
	}
	c->wall[turn] = now() - start;
	c->cpu[turn] = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
	c->memory[turn] = usage.ru_maxrss;
	c->failures += status != 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, count, sizeof(*values), compare);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

int main(int argc, char **argv)
{
	static struct contender contenders[32];
	int count = argc > 2 ? atoi(argv[1]) : 0, n = 0;

	if (count < 1) {
		fputs("usage: measure COUNT COMMAND... [-- COMMAND...]... 3>RESULTS\n", stderr);
		return 2;
	}
	contenders[n++].argv = argv + 2;
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--"))
			continue;
		argv[i] = NULL;
		if (n < 32)
			contenders[n++].argv = argv + i + 1;
	}
	for (int i = 0; i < n; i++) {
		contenders[i].cpu = calloc(count, sizeof(double));
		contenders[i].wall = calloc(count, sizeof(double));
		contenders[i].memory = calloc(count, sizeof(double));
	}
	for (int turn = 0; turn < count; turn++)
		for (int i = 0; i < n; i++)
			run_once(&contenders[i], turn, count > 1);
	for (int i = 0; i < n; i++) {
		struct contender *c = &contenders[i];

		dprintf(3, "%.0f %.0f %.0f %d\n", median(c->cpu, count), median(c->wall, count),
			median(c->memory, count), c->failures);
	}
	return 0;
}
