#include "observe/report.h"

#include <string.h>

#include "base/vec.h"

#define HEAD_ENTRIES 12                 /* of a long way up: this many first ... */
#define TAIL_ENTRIES 4                  /* ... and this many last places are shown */
#define CHAIN_LIMIT 10                  /* causes and contexts */
#define DEPTH_LIMIT 100                 /* groups in groups */

struct report {
	struct buf *out;
	const char *loud, *mark, *plain;        /* colours, or "" */
	const char *bullet;                     /* of a group's members: those of a cause must not look like the error's own */
	VEC(const struct error *) seen;
	VEC(struct trace_entry) excerpts;       /* borrowed copies of those whose line has been shown */
};

static void add_group_members(struct report *report, const struct error *error, unsigned depth);

static bool was_seen(struct report *report, const struct error *error)
{
	for (size_t i = 0; i < report->seen.count; i++)
		if (report->seen.items[i] == error)
			return true;
	vec_push(&report->seen, error);
	return false;
}

static void add_spaces(struct report *report, unsigned count)
{
	buf_add_repeated(report->out, ' ', count);
}

static void add_name(struct report *report, const struct string *name)
{
	buf_add_escaped(report->out, name->bytes, name->length, false);
}

static void add_excerpt(struct report *report, const struct trace_entry *entry, unsigned indent)
{
	for (size_t i = 0; i < report->excerpts.count; i++) {
		const struct trace_entry *shown = &report->excerpts.items[i];
		if (shown->source == entry->source && shown->span.start == entry->span.start)
			return;
	}
	vec_push(&report->excerpts, *entry);
	char spaces[3 * DEPTH_LIMIT];
	memset(spaces, ' ', indent);
	spaces[indent] = '\0';
	source_add_excerpt(report->out, entry->source, entry->span, spaces, report->mark, report->plain);
}

/* The function that was running and, where it was the outermost of a task other than main, the task. */
static void add_owner(struct report *report, const struct trace_entry *entry)
{
	bool has_function = entry->function != NULL && entry->function->length > 0;
	bool has_task = entry->task != NULL && !string_is(entry->task, "main");
	if (has_function && !(has_task && string_equal(entry->function, entry->task))) {
		buf_add_text(report->out, " in ");
		add_name(report, entry->function);
		buf_add_text(report->out, has_task ? "," : "");
	} else if (has_task) {
		buf_add_text(report->out, " in");
	}
	if (has_task) {
		buf_add_text(report->out, " task ");
		add_name(report, entry->task);
	}
}

/* before: the entry that the error came from; NULL: it was raised here. */
static void add_entry(struct report *report, const struct trace_entry *entry, const struct trace_entry *before, unsigned indent)
{
	size_t line, column;
	add_spaces(report, indent);
	buf_add_text(report->out, before == NULL ? "at " : before->task != NULL ? "into the nursery at " : "called at ");
	source_position(entry->source, entry->span.start, &line, &column);
	buf_add_escaped(report->out, entry->source->name, strlen(entry->source->name), false);
	buf_printf(report->out, ":%zu:%zu", line, column);
	add_owner(report, entry);
	buf_add_byte(report->out, '\n');
	add_excerpt(report, entry, indent + 2);
}

static bool is_same_call(const struct trace_entry *a, const struct trace_entry *b)
{
	return a->source == b->source && a->span.start == b->span.start && a->function == b->function && a->task == NULL && b->task == NULL;
}

/* The way the error took, innermost first; a recursion's many equal calls are one line, and a long way loses its middle. */
static void add_way(struct report *report, const struct error *error, unsigned indent)
{
	uint32_t count = error->trace_count, shown = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (shown == HEAD_ENTRIES && count - i > TAIL_ENTRIES + 1) {
			add_spaces(report, indent);
			buf_printf(report->out, "(%u more calls)\n", (unsigned)(count - i - TAIL_ENTRIES));
			i = count - TAIL_ENTRIES;
		}
		add_entry(report, &error->trace[i], i > 0 ? &error->trace[i - 1] : NULL, indent);
		shown++;
		uint32_t repeated = 0;
		while (i + 1 < count && is_same_call(&error->trace[i], &error->trace[i + 1])) {
			repeated++;
			i++;
		}
		if (repeated > 0) {
			add_spaces(report, indent);
			buf_printf(report->out, "(the same call %u more time%s)\n", (unsigned)repeated, repeated == 1 ? "" : "s");
		}
	}
}

/* What the error came from: its cause, else what was being handled when it was raised. */
static void add_origins(struct report *report, const struct error *error, unsigned indent, unsigned depth)
{
	const char *bullet = report->bullet;
	report->bullet = "*";
	for (unsigned links = 0; ; links++) {
		bool is_cause = error->cause != NULL;
		error = is_cause ? error->cause : error->context;
		if (error == NULL || was_seen(report, error))
			break;
		add_spaces(report, indent);
		if (links == CHAIN_LIMIT) {
			buf_add_text(report->out, "(earlier errors are not shown)\n");
			break;
		}
		buf_add_text(report->out, is_cause ? "caused by " : "while handling ");
		error_add_summary(report->out, error);
		buf_add_byte(report->out, '\n');
		add_way(report, error, indent + 2);
		add_group_members(report, error, depth + 1);
	}
	report->bullet = bullet;
}

static bool is_folded(const struct error *member)
{
	return error_is(member, KIND_Cancelled);
}

/* Cancelled members say nothing where others tell the reason. */
static void add_group_members(struct report *report, const struct error *error, unsigned depth)
{
	size_t cancelled = 0;
	unsigned indent = 2 * depth;
	for (size_t i = 0; i < error->member_count; i++)
		cancelled += is_folded(error->members[i]);
	bool folds = cancelled < error->member_count;
	if (depth >= DEPTH_LIMIT && error->member_count > 0) {
		add_spaces(report, indent);
		buf_add_text(report->out, "(deeper members are not shown)\n");
		return;
	}
	for (size_t i = 0; i < error->member_count; i++) {
		const struct error *member = error->members[i];
		if (folds && is_folded(member))
			continue;
		add_spaces(report, indent);
		buf_printf(report->out, "%s%s%s ", report->mark, report->bullet, report->plain);
		error_add_summary(report->out, member);
		buf_add_byte(report->out, '\n');
		if (was_seen(report, member))
			continue;
		add_way(report, member, indent + 3);
		add_origins(report, member, indent + 3, depth);
		add_group_members(report, member, depth + 1);
	}
	if (folds && cancelled > 0) {
		add_spaces(report, indent);
		buf_printf(report->out, "(and %zu cancelled)\n", cancelled);
	}
}

void report_add_error(struct buf *out, const struct error *error, bool colour)
{
	if (error_is(error, KIND_SystemExit))
		return;
	if (error_is(error, KIND_KeyboardInterrupt)) {
		buf_add_text(out, "interrupted\n");
		return;
	}
	struct report report = { .out = out, .bullet = "+-", .loud = colour ? "\033[1;31m" : "", .mark = colour ? "\033[31m" : "", .plain = colour ? "\033[0m" : "" };
	was_seen(&report, error);
	buf_printf(out, "%serror:%s ", report.loud, report.plain);
	error_add_summary(out, error);
	buf_add_byte(out, '\n');
	add_way(&report, error, 2);
	add_origins(&report, error, 2, 1);
	add_group_members(&report, error, 1);
	vec_clear(&report.seen);
	vec_clear(&report.excerpts);
}
