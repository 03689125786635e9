#include "shell/explore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ops/groups.h"
#include "sched/clock.h"
#include "sched/output.h"
#include "shell/interrupt.h"
#include "shell/outcomes.h"
#include "shell/script.h"

#define WORKERS 2
#define HANGS_ENOUGH 3                  /* then it is known, and the rest would take too long */
#define GRACE 1.0                       /* seconds for a run that hangs to end its programs in order */

enum stream { STREAM_OUTPUT, STREAM_ERRORS, STREAM_ERROR, STREAM_COUNT };

struct worker {
	pid_t pid;                      /* 0: idle */
	int pidfd;                      /* readable when it has ended */
	int pipes[STREAM_COUNT];        /* -1: read to its end */
	double deadline;                /* of its real time; then of its grace */
	bool killed;
	struct outcome_run run;
};

struct explorer {
	struct shell *shell;
	struct source *source;
	struct proto *proto;            /* NULL: each run compiles for itself, behind its --load files */
	struct worker workers[WORKERS];
	struct outcomes outcomes;
	unsigned started, hangs;
	bool is_stopping;
};

/* What tells one error from another: kinds and messages, the members of a group in any order. */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_sorted(struct buf *out, char **take_texts, size_t count, const char *between)
{
	qsort(take_texts, count, sizeof *take_texts, by_text);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s%s", i > 0 ? between : "", take_texts[i]);
		mem_free(take_texts[i]);
	}
	mem_free(take_texts);
}

/* Where the same tasks wait for the same things, it is the same deadlock, whoever came first. */
static void add_deadlock(struct buf *out, const struct error *error)
{
	const char *text = error->message != NULL ? error->message->bytes : "";
	char **parts = mem_array(strlen(text) + 1, sizeof *parts);
	size_t count = 0;
	buf_add_text(out, "DeadlockError: ");
	while (*text != '\0') {
		size_t length = strcspn(text, ";:\n");
		size_t blanks = strspn(text, " ");
		if (blanks < length) {
			struct buf part = BUF_INIT;
			buf_add(&part, text + blanks, length - blanks);
			parts[count++] = buf_detach(&part);
		}
		text += length + (text[length] != '\0');
	}
	add_sorted(out, parts, count, "; ");
}

static void add_identity(struct buf *out, const struct error *error)
{
	if (error_is(error, KIND_DeadlockError)) {
		add_deadlock(out, error);
		return;
	}
	error_add_summary(out, error);
	if (error->member_count == 0)
		return;
	char **members = mem_array(error->member_count, sizeof *members);
	for (size_t i = 0; i < error->member_count; i++) {
		struct buf member = BUF_INIT;
		add_identity(&member, error->members[i]);
		members[i] = buf_detach(&member);
	}
	buf_add_text(out, " [");
	add_sorted(out, members, error->member_count, ", ");
	buf_add_byte(out, ']');
}

/* In the child. */

static void write_all(int file, const struct buf *text)
{
	for (size_t at = 0; at < text->length;) {
		ssize_t count = write(file, text->data + at, text->length - at);
		if (count < 0 && errno != EINTR)
			return;
		at += count > 0 ? (size_t)count : 0;
	}
}

/* A file is read from its start by each run; what is not one, by none. */
static void open_input(void)
{
	struct stat about;
	bool is_file = fstat(STDIN_FILENO, &about) == 0 && S_ISREG(about.st_mode);
	int file = open(is_file ? "/proc/self/fd/0" : "/dev/null", O_RDONLY | O_CLOEXEC);
	if (file >= 0) {
		dup2(file, STDIN_FILENO);
		close(file);
	}
}

static struct ending run_proto(struct explorer *explorer, int error_pipe)
{
	struct ending ending = { ENDING_MISUSED, 0 };
	struct shell *shell = explorer->shell;
	if (!shell_load(shell, &ending))
		return ending;
	struct proto *proto = explorer->proto;
	if (proto == NULL && (proto = shell_compile(shell, explorer->source, COMPILE_SCRIPT, NULL)) == NULL)
		return (struct ending){ ENDING_MISUSED, 0 };
	struct outcome outcome = shell_run(shell, proto);
	ending = ending_of(outcome.error);
	shell_report(shell, outcome.error);
	/* Of an exit, its status says all. */
	if (outcome.error != NULL && !error_is(outcome.error, KIND_SystemExit)) {
		struct buf identity = BUF_INIT;
		add_identity(&identity, outcome.error);
		write_all(error_pipe, &identity);
		buf_clear(&identity);
	}
	return ending;
}

static _Noreturn void run_child(struct explorer *explorer, const struct worker *worker, const int *pipes)
{
	struct options options = *explorer->shell->options;
	options.run.seed = worker->run.seed;
	options.has_seed = true;
	explorer->shell->options = &options;
	explorer->shell->colour = false;
	/* The terminal's Ctrl-C is for who explores. */
	setpgid(0, 0);
	open_input();
	dup2(pipes[STREAM_OUTPUT], STDOUT_FILENO);
	dup2(pipes[STREAM_ERRORS], STDERR_FILENO);
	output_forget();
	random_seed(options.run.seed);
	struct ending ending = script_flush(explorer->shell, run_proto(explorer, pipes[STREAM_ERROR]));
	if (ending.signal_number != 0)
		interrupt_die(ending.signal_number);
	_exit(ending.status);
}

/* In the parent. */

static bool worker_start(struct explorer *explorer, struct worker *worker)
{
	int ends[STREAM_COUNT][2], writers[STREAM_COUNT];
	*worker = (struct worker){ .run = { .seed = explorer->shell->options->run.seed + explorer->started } };
	for (unsigned i = 0; i < STREAM_COUNT; i++) {
		if (pipe2(ends[i], O_CLOEXEC) < 0)
			return false;
		worker->pipes[i] = ends[i][0];
		writers[i] = ends[i][1];
		fcntl(ends[i][0], F_SETFL, O_NONBLOCK);
	}
	kept_clear(&worker->run.output);
	kept_clear(&worker->run.errors);
	kept_clear(&worker->run.error);
	worker->pid = fork();
	if (worker->pid == 0)
		run_child(explorer, worker, writers);
	for (unsigned i = 0; i < STREAM_COUNT; i++)
		close(writers[i]);
	if (worker->pid < 0) {
		worker->pid = 0;
		return false;
	}
	worker->pidfd = (int)syscall(SYS_pidfd_open, worker->pid, 0);
	worker->deadline = clock_real_now() + explorer->shell->options->explore_limit;
	explorer->started++;
	return true;
}

/* Reads what is there. */
static void worker_read(struct worker *worker, enum stream stream)
{
	struct kept *const kept[] = { &worker->run.output, &worker->run.errors, &worker->run.error };
	char bytes[16384];
	ssize_t count;
	if (worker->pipes[stream] < 0)
		return;
	while ((count = read(worker->pipes[stream], bytes, sizeof bytes)) > 0)
		kept_add(kept[stream], bytes, (size_t)count);
	if (count == 0) {
		close(worker->pipes[stream]);
		worker->pipes[stream] = -1;
	}
}

static void worker_end(struct explorer *explorer, struct worker *worker)
{
	int status = 0;
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	for (enum stream stream = 0; stream < STREAM_COUNT; stream++) {
		worker_read(worker, stream);
		/* What the run has left behind may hold the pipe open. */
		if (worker->pipes[stream] >= 0)
			close(worker->pipes[stream]);
	}
	close(worker->pidfd);
	worker->run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	worker->pid = 0;
	if (explorer->is_stopping && worker->killed && !worker->run.hangs) {
		kept_clear(&worker->run.output);
		kept_clear(&worker->run.errors);
		kept_clear(&worker->run.error);
		return;
	}
	explorer->hangs += worker->run.hangs;
	explorer->is_stopping |= explorer->hangs >= HANGS_ENOUGH;
	outcomes_add(&explorer->outcomes, &worker->run);
}

static void worker_kill(struct worker *worker)
{
	kill(worker->pid, worker->killed ? SIGKILL : SIGTERM);
	worker->killed = true;
	worker->deadline = clock_real_now() + GRACE;
}

/* Waits until a run has something to say or its time is up; short enough that no signal is heard late. */
static void wait_for_workers(struct explorer *explorer)
{
	struct pollfd polled[WORKERS * (STREAM_COUNT + 1)];
	double now = clock_real_now(), timeout = 0.1;
	nfds_t count = 0;
	for (unsigned i = 0; i < WORKERS; i++) {
		struct worker *worker = &explorer->workers[i];
		if (worker->pid == 0)
			continue;
		polled[count++] = (struct pollfd){ .fd = worker->pidfd, .events = POLLIN };
		for (enum stream stream = 0; stream < STREAM_COUNT; stream++)
			polled[count++] = (struct pollfd){ .fd = worker->pipes[stream], .events = POLLIN };
		if (worker->deadline - now < timeout)
			timeout = worker->deadline - now;
	}
	poll(polled, count, timeout > 0 ? (int)(timeout * 1000) + 1 : 0);
	count = 0;
	for (unsigned i = 0; i < WORKERS; i++) {
		struct worker *worker = &explorer->workers[i];
		if (worker->pid == 0)
			continue;
		const struct pollfd *answers = &polled[count];
		count += STREAM_COUNT + 1;
		for (enum stream stream = 0; stream < STREAM_COUNT; stream++)
			if (answers[1 + stream].revents != 0)
				worker_read(worker, stream);
		if (answers[0].revents != 0) {
			worker_end(explorer, worker);
		} else if (clock_real_now() >= worker->deadline) {
			worker->run.hangs |= !worker->killed;
			worker_kill(worker);
		}
	}
}

/* False: nothing runs any more, and nothing is to be started. */
static bool keep_busy(struct explorer *explorer)
{
	bool is_busy = false;
	if (interrupt_arrived() != 0 && !explorer->is_stopping) {
		explorer->is_stopping = true;
		for (unsigned i = 0; i < WORKERS; i++)
			if (explorer->workers[i].pid != 0)
				worker_kill(&explorer->workers[i]);
	}
	for (unsigned i = 0; i < WORKERS; i++) {
		struct worker *worker = &explorer->workers[i];
		if (worker->pid == 0 && !explorer->is_stopping && explorer->started < explorer->shell->options->explore && !worker_start(explorer, worker)) {
			shell_complain("cannot start a run: %s", strerror(errno));
			explorer->is_stopping = true;
		}
		is_busy |= worker->pid != 0;
	}
	return is_busy;
}

static void list(struct explorer *explorer)
{
	const struct options *options = explorer->shell->options;
	struct buf text = BUF_INIT, again = BUF_INIT;
	buf_printf(&again, "--clock=virtual --schedule=%s", options_schedule_name(options->run.schedule));
	outcomes_add_list(&text, &explorer->outcomes, again.data, options->command != NULL ? "-c ..." : options->script != NULL ? options->script : "-");
	error_release(output_write(1, text.data, text.length));
	buf_clear(&text);
	buf_clear(&again);
	if (explorer->outcomes.runs == options->explore)
		return;
	shell_complain("stopped after %u of %u runs%s", explorer->outcomes.runs, options->explore,
	    explorer->hangs >= HANGS_ENOUGH ? ": too many of them hang (see --explore-limit)" : "");
}

static struct ending explore(struct explorer *explorer)
{
	interrupt_install(false);
	while (keep_busy(explorer))
		wait_for_workers(explorer);
	list(explorer);
	struct ending ending = { outcomes_are_fine(&explorer->outcomes) && explorer->outcomes.runs > 0 ? 0 : ENDING_FAILED, 0 };
	if (interrupt_arrived() != 0)
		ending = (struct ending){ 128 + interrupt_arrived(), interrupt_arrived() };
	outcomes_clear(&explorer->outcomes);
	return ending;
}

struct ending explore_run(const struct options *options)
{
	struct shell shell;
	struct ending ending = { ENDING_MISUSED, 0 };
	struct explorer explorer = { .shell = &shell };
	shell_open(&shell, options);
	if (options->command == NULL && options->script == NULL && isatty(STDIN_FILENO))
		shell_complain("--explore needs a script");
	else
		explorer.source = script_source(options, &ending);
	if (explorer.source != NULL && options->load.count == 0)
		explorer.proto = shell_compile(&shell, explorer.source, COMPILE_SCRIPT, NULL);
	if (explorer.proto != NULL || (explorer.source != NULL && options->load.count > 0))
		ending = script_flush(&shell, explore(&explorer));
	if (explorer.proto != NULL)
		proto_release(explorer.proto);
	source_release(explorer.source);
	shell_close(&shell);
	return ending;
}
