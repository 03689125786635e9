#include "shell/script.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sched/output.h"
#include "shell/check.h"
#include "shell/session.h"

/* What is shown of a path or an argument in a message. */
static const char *shown(const char *path)
{
	return path != NULL ? path : "standard input";
}

static struct source *refuse(const char *path, struct ending *ending, enum ending_status status, const char *why)
{
	struct buf name = BUF_INIT;
	buf_add_escaped(&name, shown(path), strlen(shown(path)), false);
	shell_complain("%s: %s", name.data, why);
	buf_clear(&name);
	*ending = (struct ending){ status, 0 };
	return NULL;
}

/* Adds all of the file; false with errno, EFBIG for too much. */
static bool read_all(int file, struct buf *text)
{
	struct stat status;
	if (fstat(file, &status) < 0)
		return false;
	if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		return false;
	}
	buf_reserve(text, S_ISREG(status.st_mode) && status.st_size < SCRIPT_LIMIT ? (size_t)status.st_size + 1 : 4096);
	while (text->length <= SCRIPT_LIMIT) {
		buf_reserve(text, 1);
		ssize_t count = read(file, text->data + text->length, text->capacity - text->length - 1);
		if (count == 0)
			return true;
		if (count < 0 && errno != EINTR)
			return false;
		if (count > 0)
			text->length += (size_t)count;
		text->data[text->length] = '\0';
	}
	errno = EFBIG;
	return false;
}

struct source *script_read(const char *path, struct ending *ending)
{
	struct buf text = BUF_INIT;
	struct source *source = NULL;
	int file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (file < 0)
		return refuse(path, ending, errno == ENOENT || errno == ENOTDIR ? ENDING_NOT_FOUND : ENDING_NOT_RUNNABLE, strerror(errno));
	if (!read_all(file, &text))
		refuse(path, ending, errno == EFBIG ? ENDING_MISUSED : ENDING_NOT_RUNNABLE, errno == EFBIG ? "longer than 64 MiB, not a script" : strerror(errno));
	else if (memchr(text.data, '\0', text.length) != NULL)
		refuse(path, ending, ENDING_MISUSED, "holds NUL bytes, not a script");
	else
		source = source_new(path != NULL ? path : "<stdin>", text.data, text.length);
	if (path != NULL)
		close(file);
	buf_clear(&text);
	return source;
}

struct source *script_source(const struct options *options, struct ending *ending)
{
	if (options->command != NULL)
		return source_new("<command>", options->command, strlen(options->command));
	return script_read(options->script, ending);
}

static void disassemble_to_output(const struct proto *proto)
{
	struct buf text = BUF_INIT;
	disassemble(&text, proto);
	error_release(output_write(1, text.data, text.length));
	buf_clear(&text);
}

static struct ending run(struct shell *shell, struct proto *proto)
{
	struct ending ending = { 0, 0 };
	if (!shell_begin_watching(shell, &ending)) {
		proto_release(proto);
		return ending;
	}
	struct outcome outcome = shell_run(shell, proto);
	shell_end_watching(shell);
	ending = ending_of(outcome.error);
	shell_report(shell, outcome.error);
	if (ending.status != 0 && shell->options->drew_seed)
		shell_complain("the same order again: --schedule=%s --seed=%" PRIu64, options_schedule_name(shell->options->run.schedule), shell->options->run.seed);
	error_release(outcome.error);
	value_release(outcome.value);
	return ending;
}

struct ending script_flush(const struct shell *shell, struct ending ending)
{
	struct error *error = output_flush();
	if (error != NULL && ending.status == 0)
		ending = ending_of(error);
	shell_report(shell, error);
	error_release(error);
	return ending;
}

static struct ending run_source(struct shell *shell, struct source *source)
{
	if (shell->options->action == ACTION_CHECK)
		return check_source(shell, source);
	struct proto *proto = shell_compile(shell, source, COMPILE_SCRIPT, NULL);
	if (proto == NULL)
		return (struct ending){ ENDING_MISUSED, 0 };
	if (shell->options->action == ACTION_RUN)
		return run(shell, proto);
	if (shell->options->action == ACTION_DISASSEMBLE)
		disassemble_to_output(proto);
	proto_release(proto);
	return (struct ending){ 0, 0 };
}

struct ending script_run(const struct options *options)
{
	struct shell shell;
	struct ending ending = { 0, 0 };
	shell_open(&shell, options);
	/* Read before the first run: from then on Ctrl-C ends runs, not the wait for a script on standard input. */
	struct source *source = script_source(options, &ending);
	if (source != NULL && shell_load(&shell, &ending))
		ending = run_source(&shell, source);
	source_release(source);
	ending = script_flush(&shell, ending);
	shell_close(&shell);
	return ending;
}
