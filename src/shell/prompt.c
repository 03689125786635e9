#include "shell/prompt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ops/context.h"
#include "sched/output.h"
#include "sched/task.h"
#include "shell/commands.h"
#include "shell/edit.h"
#include "shell/history.h"
#include "shell/interrupt.h"
#include "shell/session.h"

#define SLOW_STEP 0.1                   /* seconds; a longer step is named, unless told otherwise */

struct prompt {
	struct shell shell;
	struct options options;
	struct history history;
	struct ending ending;
	unsigned entries;               /* numbers the sources: <prompt 3> */
	bool leaving;
	bool asked;                     /* whether to leave although tasks live */
};

/* The hooks of the scheduler and of the editor have no place for it. */
static struct prompt prompt;

static void report_failure(struct task *task, struct error *error)
{
	(void)task;
	shell_report(&prompt.shell, error);
}

/* SIGTERM or SIGHUP has arrived: the shell is to end by it. */
static bool must_end(void)
{
	return interrupt_arrived() != 0 && interrupt_arrived() != SIGINT;
}

/* The editor's: goes on with the tasks until a key can be read. */
static bool wait_for_key(void)
{
	output_flush_quietly();
	while (!interrupt_wait(STDIN_FILENO, !session_is_busy())) {
		if (interrupt_arrived() != 0)
			return false;
		session_drive(NULL, STDIN_FILENO);
		output_flush_quietly();
	}
	return true;
}

static void leave(struct ending ending)
{
	prompt.leaving = true;
	prompt.ending = ending;
}

static void say(const char *line)
{
	error_release(output_write(2, line, strlen(line)));
}

/* How an entry ended. An error has been reported and that is all; only `exit` ends the session. */
static void conclude(struct outcome outcome)
{
	if (outcome.error != NULL && error_is(outcome.error, KIND_SystemExit))
		leave(ending_of(outcome.error));
	shell_report(&prompt.shell, outcome.error);
	error_release(outcome.error);
	value_release(outcome.value);
	/* An output that has failed is reported by who writes next. */
	error_release(output_flush());
}

static void run_entry(struct proto *proto)
{
	interrupt_forget();
	struct task *task = session_start(shell_callee(proto));
	context_begin_main(task);
	while (!session_finished(task))
		session_drive(task, -1);
	conclude(session_take(task));
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

/* Runs the text where it is whole. false: it goes on; *open_block is the name of what is open (owned). */
static bool run_text(const char *text, size_t length, char **open_block)
{
	struct buf name = BUF_INIT;
	buf_printf(&name, "<prompt %u>", prompt.entries + 1);
	struct source *source = source_new(name.data, text, length);
	buf_clear(&name);
	struct proto *proto = shell_compile(&prompt.shell, source, COMPILE_PROMPT, open_block);
	source_release(source);
	if (*open_block != NULL)
		return false;
	prompt.entries++;
	history_add(&prompt.history, text);
	if (proto != NULL)
		run_entry(proto);
	return true;
}

static void add_continuation_prompt(struct buf *out, const char *open_block)
{
	buf_reset(out);
	buf_add_escaped(out, open_block, strlen(open_block), false);
	buf_add_text(out, "... ");
}

/* Ctrl-D. Tasks that live are worth one question; a second Ctrl-D in a row is the answer. */
static void end_of_input(void)
{
	unsigned living = session_task_count();
	struct buf line = BUF_INIT;
	buf_add_byte(&line, '\n');
	if (living > 0 && !prompt.asked) {
		prompt.asked = true;
		buf_printf(&line, "%u task%s still running; Ctrl-D again cancels %s and leaves\n", living, living == 1 ? " is" : "s are", living == 1 ? "it" : "them");
	} else {
		leave((struct ending){ 0, 0 });
	}
	say(line.data);
	buf_clear(&line);
}

/* Reads one entry, of as many lines as it needs, and runs it. */
static void read_entry(void)
{
	struct buf text = BUF_INIT, question = BUF_INIT;
	bool whole = false;
	buf_add_text(&question, "trio> ");
	while (!whole) {
		char *open_block = NULL;
		enum edit_result result = edit_read(question.data, &text);
		if (result == EDIT_END && text.length == 0)
			end_of_input();
		else if (result == EDIT_END)
			say("\n");
		if (result != EDIT_LINE)
			break;
		prompt.asked = false;
		whole = is_blank(text.data) || run_text(text.data, text.length, &open_block);
		if (whole)
			break;
		add_continuation_prompt(&question, open_block);
		buf_add_byte(&text, '\n');
		mem_free(open_block);
	}
	interrupt_forget();
	buf_clear(&text);
	buf_clear(&question);
}

static void begin(const struct options *options)
{
	prompt.options = *options;
	prompt.options.run.report_failure = report_failure;
	if (!options->has_warn_slow_step)
		prompt.options.run.warn_slow_step = SLOW_STEP;
	shell_open(&prompt.shell, &prompt.options);
	history_open(&prompt.history);
	commands_set_history(&prompt.history);
	interrupt_install(true);
	edit_begin(&prompt.history, wait_for_key, prompt.shell.colour);
	output_guard = (struct output_guard){ edit_hide, edit_show };
}

static void end(void)
{
	session_end();
	shell_end_watching(&prompt.shell);
	edit_end();
	error_release(output_flush());
	history_clear(&prompt.history);
	shell_close(&prompt.shell);
}

struct ending prompt_run(const struct options *options)
{
	begin(options);
	prompt.options.trace = true;
	if (shell_load(&prompt.shell, &prompt.ending) && shell_begin_watching(&prompt.shell, &prompt.ending)) {
		prompt.options.run.session = true;
		session_begin(&prompt.options.run);
	} else {
		prompt.leaving = true;
	}
	while (!prompt.leaving && !must_end())
		read_entry();
	if (must_end())
		prompt.ending = (struct ending){ 128 + interrupt_arrived(), interrupt_arrived() };
	end();
	return prompt.ending;
}
