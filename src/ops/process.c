/* External programs in their plain form: started, waited for, ended.
 *
 * All that knows how a program is started, signalled and reaped stands in the functions program_*, by the struct below; commands only use those. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "ops/context.h"
#include "ops/groups.h"
#include "ops/hooks.h"
#include "sched/loop.h"
#include "sched/output.h"
#include "value/list.h"
#include "value/string.h"
#include "vm/registry.h"

#define GRACE_SECONDS 5

struct program {
	pid_t pid;                      /* 0: none, or reaped */
	int pidfd;                      /* readable when it has ended; while pid is set */
};

/* What to start, all borrowed. */
struct launch {
	const struct list *argv;        /* strings */
	const char *path;               /* of the file */
	const char *directory;
	char **environment;
	bool no_input;                  /* its standard input is /dev/null */
};

/* posix_spawn's attributes: every signal as a new program expects it. */
static void set_signals(posix_spawnattr_t *attributes)
{
	sigset_t set;

	posix_spawnattr_init(attributes);
	sigfillset(&set);
	sigdelset(&set, SIGKILL);
	sigdelset(&set, SIGSTOP);
	posix_spawnattr_setsigdefault(attributes, &set);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(attributes, &set);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

static int spawn_file(const struct launch *launch, const char *path, char **argv, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;

	posix_spawn_file_actions_init(&actions);
	if (launch->directory != NULL)
		posix_spawn_file_actions_addchdir_np(&actions, launch->directory);
	if (launch->no_input)
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	set_signals(&attributes);
	int failure = posix_spawn(pid, path, &actions, &attributes, argv, launch->environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failure;
}

/* An errno, or 0. */
static int program_start(struct program *program, const struct launch *launch)
{
	size_t count = launch->argv->length;
	char **argv = mem_array(count + 2, sizeof *argv);

	for (size_t i = 0; i < count; i++)
		argv[i + 1] = launch->argv->items[i].string->bytes;
	argv[count + 1] = NULL;
	int failure = spawn_file(launch, launch->path, argv + 1, &program->pid);
	if (failure == ENOEXEC) {
		/* A script without #! is the system shell's, as everywhere. */
		char shell[] = "/bin/sh";
		argv[0] = shell;
		argv[1] = (char *)launch->path;
		failure = spawn_file(launch, shell, argv, &program->pid);
	}
	mem_free(argv);
	if (failure != 0) {
		program->pid = 0;
		return failure;
	}
	program->pidfd = (int)syscall(SYS_pidfd_open, program->pid, 0);
	if (program->pidfd >= 0)
		return 0;
	failure = errno;
	kill(program->pid, SIGKILL);
	while (waitpid(program->pid, NULL, 0) < 0 && errno == EINTR)
		;
	program->pid = 0;
	return failure;
}

static void program_signal(const struct program *program, int number)
{
	if (program->pid != 0)
		kill(program->pid, number);
}

static bool program_reap(struct program *program, int options, int *status)
{
	if (program->pid == 0)
		return true;
	pid_t pid;
	do
		pid = waitpid(program->pid, status, options);
	while (pid < 0 && errno == EINTR);
	if (pid == 0)
		return false;
	close(program->pidfd);
	program->pid = 0;
	return true;
}

struct run_frame {
	struct program program;
	struct fd_wait ended;
	struct fd_wait grace;           /* armed while timer is set */
	int timer;                      /* 0: none */
	struct error *ending;           /* owned; it is being ended because of this, which goes on afterwards */
	uint32_t phase;                 /* of the checkpoint */
	bool started;
};

static enum abort_answer run_abort(struct task *task, struct error *interrupt);
static void run_describe(struct task *task, struct buf *out);
static const struct park_type park_program = { .reason = "waiting for a program", .abort = run_abort, .describe = run_describe };

static void start_grace(struct run_frame *run)
{
	struct itimerspec in_time = { .it_value.tv_sec = GRACE_SECONDS };
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	if (timer >= 0 && timerfd_settime(timer, 0, &in_time, NULL) == 0) {
		run->timer = timer;
		return;
	}
	/* Without a timer nobody would end a program that does not listen. */
	if (timer >= 0)
		close(timer);
	program_signal(&run->program, SIGKILL);
}

/* The wait goes on until the program is gone; only then does the error. */
static enum abort_answer run_abort(struct task *task, struct error *interrupt)
{
	struct run_frame *run = fiber_find_op(&task->fiber, fiber_parked_in(&task->fiber));

	if (run->ending != NULL)
		return ABORT_REFUSED;
	run->ending = error_retain(interrupt != NULL ? interrupt : task->scope->cause);
	program_signal(&run->program, SIGTERM);
	/* A stopped one would never see the signal. */
	program_signal(&run->program, SIGCONT);
	start_grace(run);
	if (run->timer != 0)
		task_wake(task);        /* to wait for the timer, too */
	return ABORT_NOTED;
}

static void run_describe(struct task *task, struct buf *out)
{
	const struct run_frame *run = fiber_find_op(&task->fiber, fiber_parked_in(&task->fiber));

	buf_printf(out, "%s process %d", run->ending != NULL ? "ending" : "waiting for", (int)run->program.pid);
}

/* 0 and an owned *path, or the status of a program that cannot be run: 126, 127. */
static int find_program(struct task *task, const char *name, struct buf *path)
{
	struct value search;
	struct buf candidate = BUF_INIT;
	struct stat status;
	int result = 127;

	if (strchr(name, '/') != NULL) {
		buf_add_text(path, name);
		context_add_path(task, name, &candidate);
		if (stat(candidate.data, &status) == 0)
			result = S_ISREG(status.st_mode) && access(candidate.data, X_OK) == 0 ? 0 : 126;
		buf_clear(&candidate);
		return result;
	}
	if (!context_get(task, "PATH", &search))
		search = value_text("/usr/local/bin:/usr/bin:/bin");
	for (const char *at = search.string->bytes; name[0] != '\0' && result != 0; at++) {
		size_t length = strcspn(at, ":");
		buf_reset(path);
		buf_add(path, at, length);
		buf_add_text(path, length > 0 ? "/" : "./");
		buf_add_text(path, name);
		buf_reset(&candidate);
		context_add_path(task, path->data, &candidate);
		if (stat(candidate.data, &status) == 0 && S_ISREG(status.st_mode))
			result = access(candidate.data, X_OK) == 0 ? 0 : 126;
		at += length;
		if (*at == '\0')
			break;
	}
	buf_clear(&candidate);
	value_release(search);
	return result;
}

static enum step fail_program(struct call *call, const struct list *argv, int status, const char *signal_name, struct buf *message)
{
	struct string *text = string_take_buf(message);
	struct error *error = error_new_kind(kind_of(KIND_CalledProcessError), text);

	string_release(text);
	error_set_field(error, "status", value_int(status));
	error_set_field(error, "signal", signal_name != NULL ? value_text(signal_name) : value_none());
	error_set_field(error, "argv", value_list(list_retain((struct list *)argv)));
	return call_fail_with(call, error);
}

static enum step cannot_run(struct call *call, const struct list *argv, int status, const char *why)
{
	const struct string *name = argv->items[0].string;
	struct buf message = BUF_INIT;

	buf_add_escaped(&message, name->bytes, name->length, false);
	if (status == 126) {
		buf_printf(&message, ": %s", why != NULL ? why : "not executable");
	} else if (strchr(name->bytes, '/') != NULL) {
		buf_add_text(&message, ": no such file");
	} else {
		const char *nearest = registry_nearest(name->bytes);
		buf_add_text(&message, ": command not found");
		if (nearest != NULL)
			buf_printf(&message, "; did you mean `%s`?", nearest);
	}
	return fail_program(call, argv, status, NULL, &message);
}

static enum step report(struct call *call, const struct list *argv, int wait_status)
{
	const struct string *name = argv->items[0].string;
	struct buf message = BUF_INIT;

	if (call->tested)
		return call_return(call, value_bool(wait_status == 0));
	if (wait_status == 0)
		return STEP_DONE;
	buf_add_escaped(&message, name->bytes, name->length, false);
	if (WIFEXITED(wait_status)) {
		buf_printf(&message, " exited with status %d", WEXITSTATUS(wait_status));
		return fail_program(call, argv, WEXITSTATUS(wait_status), NULL, &message);
	}
	int number = WTERMSIG(wait_status);
	const char *short_name = sigabbrev_np(number);
	char signal_name[32];
	if (short_name != NULL)
		snprintf(signal_name, sizeof signal_name, "SIG%s", short_name);
	else
		snprintf(signal_name, sizeof signal_name, "SIG%d", number);
	buf_printf(&message, " was killed by signal %d (%s)", number, strsignal(number));
	return fail_program(call, argv, 128 + number, signal_name, &message);
}

static enum step start(struct call *call, struct run_frame *run, const struct list *argv)
{
	struct task *task = task_of(call);
	struct buf path = BUF_INIT, directory = BUF_INIT;

	for (size_t i = 0; i < argv->length; i++)
		if (memchr(argv->items[i].string->bytes, '\0', argv->items[i].string->length) != NULL)
			return call_fail(call, KIND_ValueError, "an argument of %.100s holds a NUL byte", argv->items[0].string->bytes);
	int unfound = find_program(task, argv->items[0].string->bytes, &path);
	if (unfound != 0) {
		buf_clear(&path);
		return cannot_run(call, argv, unfound, NULL);
	}
	if (call->valued) {
		buf_clear(&path);
		return call_fail(call, KIND_NotImplementedError, "the output of a program cannot be taken yet");
	}
	struct error *error = output_flush();
	if (error != NULL) {
		buf_clear(&path);
		return call_fail_with(call, error);
	}
	char **environment = context_environ(task);
	context_add_path(task, "", &directory);
	struct launch launch = {
		.argv = argv, .path = path.data, .directory = directory.length > 0 ? directory.data : NULL, .environment = environment,
		.no_input = !(task->member.flags & TASK_MAIN),
	};
	int failure = program_start(&run->program, &launch);
	context_free_environ(environment);
	buf_clear(&path);
	buf_clear(&directory);
	run->started = failure == 0;
	if (failure == 0)
		return STEP_DONE;
	if (failure == EAGAIN || failure == ENOMEM || failure == EMFILE || failure == ENFILE)
		return call_fail_with(call, error_from_errno(failure, argv->items[0].string->bytes));
	return cannot_run(call, argv, failure == ENOENT ? 127 : 126, strerror(failure));
}

static void close_timer(struct run_frame *run)
{
	if (run->timer != 0)
		close(run->timer);
	run->timer = 0;
}

static enum step wait_for_end(struct call *call, struct run_frame *run, const struct list *argv)
{
	int status = 0;
	uint64_t expirations;

	if (program_reap(&run->program, WNOHANG, &status)) {
		close_timer(run);
		if (run->ending == NULL)
			return report(call, argv, status);
		call->error = run->ending;
		run->ending = NULL;
		return STEP_FAILED;
	}
	if (run->timer != 0 && read(run->timer, &expirations, sizeof expirations) == sizeof expirations) {
		program_signal(&run->program, SIGKILL);
		close_timer(run);
	}
	fd_wait_arm(&run->ended, call, run->program.pidfd, FD_READ | FD_HOLDS_CLOCK);
	if (run->timer != 0)
		fd_wait_arm(&run->grace, call, run->timer, FD_READ);
	return task_park(call, &park_program);
}

/* The words as strings, lists spread; NULL: they already are. */
static struct list *program_words(const struct list *words)
{
	struct list *argv = list_new(words->length);

	for (size_t i = 0; i < words->length; i++) {
		struct value word = words->items[i];
		if (word.type != VALUE_LIST) {
			list_push(argv, value_to_text(word));
			continue;
		}
		for (size_t k = 0; k < word.list->length; k++)
			list_push(argv, value_to_text(word.list->items[k]));
	}
	return argv;
}

static enum step run_step(struct call *call, void *frame)
{
	struct run_frame *run = frame;

	if (!run->started) {
		enum step step = checkpoint_if_cancelled(call, &run->phase);
		if (step != STEP_DONE)
			return step;
		struct value argv = value_list(program_words(call->arguments[0].list));
		value_release(call->arguments[0]);
		call->arguments[0] = argv;
		if (argv.list->length == 0)
			return call_fail(call, KIND_TypeError, "run: missing argument: COMMAND");
		if (strncmp(argv.list->items[0].string->bytes, "--", 2) == 0)
			return call_fail(call, KIND_NotImplementedError, "run: %.40s: run takes no options yet", argv.list->items[0].string->bytes);
		step = start(call, run, argv.list);
		if (step != STEP_DONE)
			return step;
	}
	return wait_for_end(call, run, call->arguments[0].list);
}

static void run_drop(struct fiber *fiber, void *frame)
{
	(void)fiber;
	struct run_frame *run = frame;
	int status;

	close_timer(run);
	error_release(run->ending);
	/* Only where the shell itself is going down: nobody waits any more, but nothing may stay behind. */
	program_signal(&run->program, SIGKILL);
	program_reap(&run->program, 0, &status);
}

const struct builtin process_builtins[] = {
	{ .name = "run", .params = "command:any...", .returns = "none; as a condition, whether it succeeded",
	  .summary = "Runs a program found on PATH, even where a function or a built-in has its name, and waits for it.",
	  .details = "A program that fails raises CalledProcessError, with its status, signal and argv; as a condition it is false.",
	  .example = "run echo hello\nif run test -e /no/such/file < print yes > else < print no >\n#=> hello\n#=> no",
	  .flags = COMMAND_ASYNC | COMMAND_CHECKPOINT, .frame_size = sizeof(struct run_frame), .step = run_step, .drop = run_drop },
	{ .name = NULL },
};
