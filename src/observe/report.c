#include "observe/report.h"

#include <string.h>

#include "base/vec.h"
#include "sched/deadlock.h"
#include "sched/reason.h"
#include "value/list.h"

#define HEAD_ENTRIES 12                 /* of a long way up: this many first ... */
#define TAIL_ENTRIES 4                  /* ... and this many last places are shown */
#define CHAIN_LIMIT 10                  /* causes and contexts */
#define DEPTH_LIMIT 100                 /* groups in groups */
#define ALL_MEMBERS 16                  /* a group of so many shows each; a bigger one shows equal members once ... */
#define KINDS_OF_MEMBERS 20             /* ... and so many different ones */
#define NAMES_SHOWN 3                   /* tasks that failed alike, by name */
#define TASKS_SHOWN 20                  /* of a deadlock */
#define COMMAND_LIMIT 200               /* bytes of a command */

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

/* 9,990: numbers of that size come from loops. */
static void add_count(struct report *report, size_t count)
{
	if (count >= 1000) {
		add_count(report, count / 1000);
		buf_printf(report->out, ",%03zu", count % 1000);
	} else {
		buf_printf(report->out, "%zu", count);
	}
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

static void add_more_calls(struct report *report, size_t count, const struct string *function, unsigned indent)
{
	add_spaces(report, indent);
	buf_add_text(report->out, "... ");
	add_count(report, count);
	buf_add_text(report->out, count == 1 ? " more call" : " more calls");
	if (function != NULL && function->length > 0) {
		buf_add_text(report->out, " of ");
		add_name(report, function);
	}
	buf_add_byte(report->out, '\n');
}

/* The way the error took, innermost first; a recursion's many equal calls are one line, and a long way loses its middle. */
static void add_way(struct report *report, const struct error *error, unsigned indent)
{
	uint32_t count = error->trace_count, shown = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (shown == HEAD_ENTRIES && count - i > TAIL_ENTRIES + 1) {
			add_more_calls(report, count - i - TAIL_ENTRIES, NULL, indent);
			i = count - TAIL_ENTRIES;
		}
		add_entry(report, &error->trace[i], i > 0 ? &error->trace[i - 1] : NULL, indent);
		shown++;
		uint32_t repeated = 0;
		while (i + 1 < count && is_same_call(&error->trace[i], &error->trace[i + 1])) {
			repeated++;
			i++;
		}
		if (repeated > 0)
			add_more_calls(report, repeated, error->trace[i].function, indent);
	}
}

/* What an error knows beside its message. */

static void add_reason(struct report *report, const struct error *error, unsigned indent)
{
	const struct reason *reason = reason_of_error(error);

	if (reason == NULL)
		return;
	add_spaces(report, indent);
	reason_add_text(report->out, reason);
	buf_add_byte(report->out, '\n');
}

/* As one would type it. */
static void add_word(struct buf *out, const struct string *word)
{
	static const char *const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
	bool is_plain = word->length > 0 && strspn(word->bytes, plain) == word->length;

	buf_add_text(out, is_plain ? "" : "'");
	for (size_t i = 0; i < word->length; i++) {
		if (word->bytes[i] == '\'')
			buf_add_text(out, "'\\''");
		else
			buf_add_byte(out, word->bytes[i]);
	}
	buf_add_text(out, is_plain ? "" : "'");
}

/* The whole command of a program that failed, where the message tells only its name. */
static void add_command(struct report *report, const struct error *error, unsigned indent)
{
	struct value *argv = error->fields != NULL && error_is(error, KIND_CalledProcessError) ? dict_get_text(error->fields, "argv") : NULL;
	struct buf command = BUF_INIT;

	if (argv == NULL || argv->type != VALUE_LIST || argv->list->length < 2)
		return;
	for (size_t i = 0; i < argv->list->length && command.length <= COMMAND_LIMIT; i++) {
		buf_add_text(&command, i > 0 ? " " : "");
		if (argv->list->items[i].type == VALUE_STRING)
			add_word(&command, argv->list->items[i].string);
	}
	bool is_cut = command.length > COMMAND_LIMIT;
	add_spaces(report, indent);
	buf_add_text(report->out, "the command: ");
	buf_add_escaped(report->out, command.data, is_cut ? COMMAND_LIMIT : command.length, false);
	buf_add_text(report->out, is_cut ? "...\n" : "\n");
	buf_clear(&command);
}

static void add_waiting_task(struct report *report, const struct deadlock_task *task, unsigned indent)
{
	struct trace_entry place = { .source = task->source, .span = task->span };
	size_t line, column;

	add_spaces(report, indent);
	add_name(report, task->name);
	buf_add_byte(report->out, ' ');
	buf_add_escaped(report->out, task->waiting->bytes, task->waiting->length, false);
	if (task->source == NULL) {
		buf_add_byte(report->out, '\n');
		return;
	}
	source_position(task->source, task->span.start, &line, &column);
	buf_add_text(report->out, ", at ");
	buf_add_escaped(report->out, task->source->name, strlen(task->source->name), false);
	buf_printf(report->out, ":%zu:%zu\n", line, column);
	add_excerpt(report, &place, indent + 2);
}

static void add_deadlock(struct report *report, const struct error *error, unsigned indent)
{
	const struct deadlock *deadlock = deadlock_of_error(error);

	if (deadlock == NULL)
		return;
	size_t shown = deadlock->count < TASKS_SHOWN ? deadlock->count : TASKS_SHOWN;
	for (size_t i = 0; i < shown; i++) {
		if (i == 0 || i == deadlock->circle) {
			add_spaces(report, indent);
			buf_add_text(report->out, deadlock->circle == 0 ? "the tasks:\n" : i == 0 ? "the circle:\n" : "the other tasks:\n");
		}
		add_waiting_task(report, &deadlock->tasks[i], indent + 2);
	}
	if (shown == deadlock->total)
		return;
	add_spaces(report, indent + 2);
	buf_add_text(report->out, "... and ");
	add_count(report, deadlock->total - shown);
	buf_add_text(report->out, " more\n");
}

/* Everything under an error's own line but its members and what it came from. */
static void add_account(struct report *report, const struct error *error, unsigned indent)
{
	add_reason(report, error, indent);
	add_command(report, error, indent);
	add_way(report, error, indent);
	add_deadlock(report, error, indent);
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
		add_account(report, error, indent + 2);
		add_group_members(report, error, depth + 1);
	}
	report->bullet = bullet;
}

/* Groups. */

/* Equal members of a big group. */
struct likes {
	const struct error *first;
	size_t others;
	const struct string *names[NAMES_SHOWN];        /* of the tasks in which the others failed */
	size_t name_count;
};

/* A big group's members. */
struct members {
	struct likes likes[KINDS_OF_MEMBERS];
	size_t count;
	size_t left_out;                /* members beyond */
	size_t cancelled;               /* members not shown since they only were cancelled */
};

static bool is_same_place(const struct trace_entry *a, const struct trace_entry *b)
{
	return a->source == b->source && a->span.start == b->span.start && a->function == b->function;
}

static bool is_like(const struct error *a, const struct error *b)
{
	if (a->kind != b->kind || a->member_count + b->member_count > 0 || a->trace_count != b->trace_count)
		return false;
	if (a->cause != b->cause || a->context != b->context || (a->message == NULL) != (b->message == NULL))
		return false;
	if (a->message != NULL && !string_equal(a->message, b->message))
		return false;
	for (uint32_t i = 0; i < a->trace_count; i++)
		if (!is_same_place(&a->trace[i], &b->trace[i]))
			return false;
	return true;
}

static const struct string *task_of_error(const struct error *error)
{
	for (uint32_t i = 0; i < error->trace_count; i++)
		if (error->trace[i].task != NULL)
			return error->trace[i].task;
	return NULL;
}

static void sort_in(struct members *members, const struct error *member, bool folds)
{
	const struct string *name = task_of_error(member);

	for (size_t i = 0; folds && i < members->count; i++) {
		struct likes *likes = &members->likes[i];
		if (!is_like(likes->first, member))
			continue;
		likes->others++;
		if (name != NULL && likes->name_count < NAMES_SHOWN)
			likes->names[likes->name_count++] = name;
		return;
	}
	if (members->count < KINDS_OF_MEMBERS)
		members->likes[members->count++] = (struct likes){ .first = member };
	else
		members->left_out++;
}

/* Cancelled members say nothing where others tell the reason. */
static void sort_members(struct members *members, const struct error *error)
{
	for (size_t i = 0; i < error->member_count; i++)
		members->cancelled += error_is(error->members[i], KIND_Cancelled);
	bool only_cancelled = members->cancelled == error->member_count;
	if (only_cancelled)
		members->cancelled = 0;
	for (size_t i = 0; i < error->member_count; i++)
		if (only_cancelled || !error_is(error->members[i], KIND_Cancelled))
			sort_in(members, error->members[i], error->member_count > ALL_MEMBERS);
}

static void add_likes(struct report *report, const struct likes *likes, unsigned indent)
{
	if (likes->others == 0)
		return;
	add_spaces(report, indent);
	buf_add_text(report->out, "(the same in ");
	add_count(report, likes->others);
	buf_add_text(report->out, likes->others == 1 ? " other task" : " other tasks");
	for (size_t i = 0; i < likes->name_count; i++) {
		buf_add_text(report->out, i == 0 ? ": " : ", ");
		add_name(report, likes->names[i]);
	}
	buf_add_text(report->out, likes->name_count > 0 && likes->name_count < likes->others ? ", ...)\n" : ")\n");
}

static void add_member(struct report *report, const struct error *member, unsigned depth)
{
	unsigned indent = 2 * depth;

	add_spaces(report, indent);
	buf_printf(report->out, "%s%s%s ", report->mark, report->bullet, report->plain);
	error_add_summary(report->out, member);
	buf_add_byte(report->out, '\n');
	if (was_seen(report, member))
		return;
	add_account(report, member, indent + 3);
	add_origins(report, member, indent + 3, depth);
	add_group_members(report, member, depth + 1);
}

static void add_group_members(struct report *report, const struct error *error, unsigned depth)
{
	struct members members = { .count = 0 };
	unsigned indent = 2 * depth;

	if (depth >= DEPTH_LIMIT && error->member_count > 0) {
		add_spaces(report, indent);
		buf_add_text(report->out, "(deeper members are not shown)\n");
		return;
	}
	sort_members(&members, error);
	for (size_t i = 0; i < members.count; i++) {
		add_member(report, members.likes[i].first, depth);
		add_likes(report, &members.likes[i], indent + 3);
	}
	if (members.left_out > 0) {
		add_spaces(report, indent);
		buf_add_text(report->out, "(and ");
		add_count(report, members.left_out);
		buf_add_text(report->out, members.left_out == 1 ? " more error)\n" : " more errors)\n");
	}
	if (members.cancelled > 0) {
		add_spaces(report, indent);
		buf_add_text(report->out, "(and ");
		add_count(report, members.cancelled);
		buf_add_text(report->out, " cancelled)\n");
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
	add_account(&report, error, 2);
	add_origins(&report, error, 2, 1);
	add_group_members(&report, error, 1);
	vec_clear(&report.seen);
	vec_clear(&report.excerpts);
}
