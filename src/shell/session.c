#include "shell/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "lang/diag.h"
#include "observe/report.h"
#include "observe/slow_step.h"
#include "observe/trace.h"
#include "ops/groups.h"
#include "sched/output.h"
#include "shell/commands.h"
#include "shell/interrupt.h"
#include "shell/prelude.h"
#include "shell/script.h"
#include "value/list.h"
#include "vm/function.h"
#include "vm/globals.h"
#include "vm/registry.h"

void shell_complain(const char *format, ...)
{
	struct buf line = BUF_INIT;
	va_list arguments;
	buf_add_text(&line, "triosh: ");
	va_start(arguments, format);
	buf_vprintf(&line, format, arguments);
	va_end(arguments);
	buf_add_byte(&line, '\n');
	error_release(output_write(2, line.data, line.length));
	buf_clear(&line);
}

static bool is_function(const char *name, size_t length)
{
	const struct command *command = registry_find(name, length);
	return command != NULL && command->function != NULL && !command->prelude;
}

static void declare_arguments(struct shell *shell)
{
	const struct options *options = shell->options;
	struct list *list = list_new((size_t)options->argument_count);
	for (int i = 0; i < options->argument_count; i++)
		list_push(list, value_text(options->arguments[i]));
	uint32_t slot = session_names_add(&shell->names, "args");
	globals_reserve(slot + 1);
	globals_set(slot, value_list(list));
}

void shell_open(struct shell *shell, const struct options *options)
{
	*shell = (struct shell){ .options = options, .colour = options_wants_colour(options, 2), .trace_file = -1 };
	trace_allow_colour(shell->colour);
	shell->names.lookup = &registry_lookup;
	shell->names.is_function = is_function;
	ops_install();
	commands_install();
	prelude_install();
	if (options->has_seed)
		random_seed(options->run.seed);
	declare_arguments(shell);
}

void shell_close(struct shell *shell)
{
	session_names_clear(&shell->names);
	globals_clear();
}

struct proto *shell_compile(struct shell *shell, struct source *source, enum compile_mode mode, char **open_block)
{
	struct diags diags;
	bool incomplete = false;
	char *open = NULL;
	diags_init(&diags, source);
	struct proto *proto = compile(source, &shell->names, mode, &diags, &incomplete, &open);
	globals_reserve(shell->names.count);
	bool asks_for_more = proto == NULL && incomplete && open_block != NULL;
	if (!asks_for_more && (proto == NULL || shell->options->action == ACTION_CHECK)) {
		struct buf text = BUF_INIT;
		diags_add_text(&text, &diags, shell->colour, false);
		error_release(output_write(2, text.data, text.length));
		buf_clear(&text);
	}
	if (asks_for_more)
		*open_block = open;
	else
		mem_free(open);
	diags_clear(&diags);
	return proto;
}

struct value shell_callee(struct proto *take_proto)
{
	struct function *function = function_new(take_proto);
	proto_release(take_proto);
	return value_function(&function->resource);
}

void shell_report(const struct shell *shell, const struct error *error)
{
	struct buf text = BUF_INIT;
	if (error == NULL)
		return;
	report_add_error(&text, error, shell->colour);
	error_release(output_write(2, text.data, text.length));
	buf_clear(&text);
}

struct outcome shell_run(const struct shell *shell, struct proto *take_proto)
{
	interrupt_install(false);
	return run_script(&shell->options->run, shell_callee(take_proto));
}

static bool begin_trace(struct shell *shell, struct ending *ending)
{
	const struct options *options = shell->options;
	if (options->trace_file != NULL) {
		shell->trace_file = open(options->trace_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		if (shell->trace_file < 0) {
			shell_complain("--trace-file %s: %s", options->trace_file, strerror(errno));
			*ending = (struct ending){ ENDING_MISUSED, 0 };
			return false;
		}
	}
	trace_begin(options->trace_style, shell->trace_file >= 0 ? shell->trace_file : 2);
	return true;
}

bool shell_begin_watching(struct shell *shell, struct ending *ending)
{
	if (shell->options->trace && !begin_trace(shell, ending))
		return false;
	if (shell->options->run.warn_slow_step > 0)
		slow_step_begin(shell->options->run.warn_slow_step);
	return true;
}

void shell_end_watching(struct shell *shell)
{
	slow_step_end();
	trace_end();
	if (shell->trace_file >= 0)
		close(shell->trace_file);
}

static bool load(struct shell *shell, const char *path, struct ending *ending)
{
	struct source *source = script_read(path, ending);
	if (source == NULL)
		return false;
	struct proto *proto = shell_compile(shell, source, COMPILE_LOAD, NULL);
	source_release(source);
	if (proto == NULL) {
		ending->status = ENDING_MISUSED;
		return false;
	}
	struct outcome outcome = shell_run(shell, proto);
	*ending = ending_of(outcome.error);
	bool loaded = outcome.error == NULL;
	shell_report(shell, outcome.error);
	error_release(outcome.error);
	value_release(outcome.value);
	return loaded;
}

bool shell_load(struct shell *shell, struct ending *ending)
{
	for (size_t i = 0; i < shell->options->load.count; i++)
		if (!load(shell, shell->options->load.items[i], ending))
			return false;
	return true;
}
