#include "shell/commands.h"

#include <string.h>

#include "base/vec.h"
#include "observe/trace.h"
#include "sched/output.h"
#include "shell/help.h"
#include "value/list.h"
#include "vm/registry.h"

static const struct history *listed;

void commands_set_history(const struct history *history)
{
	listed = history;
}

/* Prints and ends the step. */
static enum step print_text(struct call *call, struct buf *take_text)
{
	struct error *error = output_write(1, take_text->data, take_text->length);
	buf_clear(take_text);
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

static enum step help_step(struct call *call, void *frame)
{
	struct buf text = BUF_INIT;
	const struct list *topics = call->arguments[0].list;
	(void)frame;
	if (topics->length == 0)
		help_add_overview(&text);
	for (size_t i = 0; i < topics->length; i++) {
		const char *topic = topics->items[i].string->bytes, *nearest;
		if (i > 0)
			buf_add_byte(&text, '\n');
		if (call_has(call, 1) ? help_add_source(&text, topic) : help_add_topic(&text, topic))
			continue;
		buf_clear(&text);
		if (call_has(call, 1) && registry_builtin(topic, strlen(topic)) != NULL)
			return call_fail(call, KIND_LookupError, "%s is not written in the language, but built in", topic);
		nearest = help_nearest(topic);
		return nearest == NULL ? call_fail(call, KIND_LookupError, "there is no help on '%s'", topic)
		                       : call_fail(call, KIND_LookupError, "there is no help on '%s'; did you mean `help %s`?", topic, nearest);
	}
	return print_text(call, &text);
}

static enum step history_step(struct call *call, void *frame)
{
	struct buf text = BUF_INIT;
	(void)frame;
	for (size_t i = 0; listed != NULL && i < listed->entries.count; i++) {
		buf_printf(&text, "%5zu  ", i + 1);
		for (const char *byte = listed->entries.items[i]; *byte != '\0'; byte++)
			buf_add_text(&text, *byte == '\n' ? "\n       " : (char[2]){ *byte });
		buf_add_byte(&text, '\n');
	}
	return print_text(call, &text);
}

static enum step show_step(struct call *call, void *frame)
{
	struct buf text = BUF_INIT;
	(void)frame;
	if (call->arguments[0].type == VALUE_NONE)
		return STEP_DONE;
	value_add_repr(&text, call->arguments[0]);
	buf_add_byte(&text, '\n');
	return print_text(call, &text);
}

static enum step trace_step(struct call *call, void *frame)
{
	struct buf text = BUF_INIT;
	enum trace_style style;
	(void)frame;
	if (!call_has(call, 0)) {
		buf_printf(&text, "the trace is %s\n", trace_is_on() ? "on" : "off");
		return print_text(call, &text);
	}
	const char *name = call->arguments[0].string->bytes;
	if (strcmp(name, "off") && !trace_style_find(name, &style))
		return call_fail(call, KIND_ValueError, "there is no trace style '%s'; there are " TRACE_STYLES ", and off", name);
	trace_end();
	if (strcmp(name, "off"))
		trace_begin(style, 2);
	return STEP_DONE;
}

static const struct builtin shell_builtins[] = {
	{ .name = "help", .params = "?topic:string... --source", .returns = "none",
	  .summary = "Tells about the words of the language and the commands; without a topic, which there are.",
	  .details = "--source shows the text of a function: one of yours, or one of the commands that are written in the language themselves.",
	  .example = "def hello < print hi >\nhelp --source hello\n#=> def hello < print hi >", .step = help_step },
	{ .name = "history", .params = "", .returns = "none", .summary = "Lists what was typed at the prompt, the oldest first.",
	  .details = "An entry that begins with a space is not kept.", .step = history_step },
	{ .name = "show", .params = "value:any", .returns = "none",
	  .summary = "Prints a value as it is written in a program, and nothing for none.",
	  .details = "This is how the prompt prints the value of an expression.", .example = "show [1, \"two\"]\n#=> [1, \"two\"]", .step = show_step },
	{ .name = "trace", .params = "?style:string", .returns = "none",
	  .summary = "Begins to trace the tasks on standard error, in the style `trio` or `story`, or ends that with `off`.",
	  .details = "`trio` has the words of the tracer of Trio's tutorial. `story` tells in plain words what happens: scopes and deadlines, who cancels what and why, "
	             "what each task waits for, where errors go.\n\nWithout a style it tells whether the trace is on. At the prompt it is, until it is switched off.",
	  .example = "trace off\ntrace\n#=> the trace is off", .step = trace_step },
	{ .name = NULL }
};

void commands_install(void)
{
	static VEC(struct builtin_group) groups;
	for (const struct builtin_group *group = registry_groups(); group->name != NULL; group++)
		vec_push(&groups, *group);
	vec_push(&groups, (struct builtin_group){ "shell", "The shell itself", shell_builtins });
	vec_push(&groups, (struct builtin_group){ .name = NULL });
	registry_set_groups(groups.items);
}
