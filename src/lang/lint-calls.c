/* Calls: commands that are not what was meant. */
#include "lang/lint-internal.h"

#include <string.h>

#include "lang/resolve-internal.h"
#include "value/arith.h"

/* ---- T110, T112, T201: sleeps ---- */

static void lint_sleep(struct linter *linter, const struct node *node)
{
	double seconds;
	/* The main task, outside of all nurseries and scopes, holds up nobody. */
	if (is_call_of(node, "blocking_sleep") && is_cancellable(linter->around)) {
		struct diag *diag = lint_report(linter, LINT_blocking_sleep, node->call.name.span, "blocking_sleep holds up all tasks and timeouts");
		diag_hint(diag, "write `sleep`");
	}
	if (!is_call_of(node, "sleep") || node->call.argument_count != 1 || !literal_number(node->call.arguments[0].value, &seconds))
		return;
	if (seconds == 0)
		diag_hint(lint_report(linter, LINT_sleep_zero, node->span, "a sleep of no time"), "write `checkpoint`");
	else if (seconds > 24 * 60 * 60)
		diag_hint(lint_report(linter, LINT_sleep_long, node->span, "a sleep of more than a day"), "write `sleep_forever`");
}

/* ---- T202: programs that get away ---- */

static bool is_one_of(struct text text, const char *const *names)
{
	const char *slash = memrchr(text.bytes, '/', text.length);
	if (slash != NULL)
		text = (struct text){ slash + 1, text.length - (size_t)(slash + 1 - text.bytes) };
	for (; *names != NULL; names++)
		if (text_is(text, *names))
			return true;
	return false;
}

static const char *const launchers[] = { "nohup", "setsid", "daemonize", "systemd-run", "disown", NULL };
static const char *const shells[] = { "sh", "bash", "dash", "zsh", "ksh", "ash", NULL };

static bool is_separator(char c)
{
	return c == '\0' || strchr(" \t\n;&|(){}", c) != NULL;
}

static bool has_word(struct text text, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = text.bytes; (at = memmem(at, text.length - (size_t)(at - text.bytes), word, length)) != NULL; at += length)
		if ((at == text.bytes || is_separator(at[-1])) && is_separator(at[length]))
			return true;
	return false;
}

/* A lone & that is no part of &&, >&, <& or &>, outside of quotes. */
static bool has_background(struct text text)
{
	char quote = '\0';
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i], before = i > 0 ? text.bytes[i - 1] : ' ', behind = text.bytes[i + 1];
		if (quote != '\0' || c == '\'' || c == '"')
			quote = quote == '\0' ? c : quote == c ? '\0' : quote;
		else if (c == '\\')
			i++;
		else if (c == '&' && strchr("&><|", before) == NULL && (behind == '\0' || strchr("&>", behind) == NULL))
			return true;
	}
	return false;
}

/* The text that a shell is given behind -c. */
static bool escapes(struct text text)
{
	for (size_t i = 0; launchers[i] != NULL; i++)
		if (has_word(text, launchers[i]))
			return true;
	return has_background(text) && !has_word(text, "wait");
}

static void lint_shell(struct linter *linter, const struct call_node *call, size_t first)
{
	bool next = false;
	for (size_t i = first; i < call->argument_count; i++) {
		struct text text;
		if (call->arguments[i].type != ARGUMENT_WORD || !literal_string(call->arguments[i].value, &text))
			return;
		if (next) {
			if (escapes(text))
				diag_hint(lint_report(linter, LINT_program_gets_away, call->arguments[i].span, "what this starts in the background gets away from its block"), "spawn it in a nursery");
			return;
		}
		next = text.length > 1 && text.bytes[0] == '-' && text.bytes[text.length - 1] == 'c';
	}
}

static void lint_program(struct linter *linter, const struct call_node *call)
{
	struct text name = call->name.text;
	struct span span = call->name.span;
	size_t first = 0;
	bool run = call->info != NULL && strcmp(call->info->name, "run") == 0;
	if (run) {
		while (first < call->argument_count && call->arguments[first].type != ARGUMENT_WORD)
			first++;
		if (first == call->argument_count || option_of(call, "detach") != NULL || !literal_string(call->arguments[first].value, &name))
			return;
		span = call->arguments[first++].span;
	} else if (call->external && literal_string(call->callee, &name)) {
		span = call->callee->span;
	} else if (!lint_is_program(linter, call)) {
		return;
	}
	if (is_one_of(name, launchers))
		diag_hint(lint_report(linter, LINT_program_gets_away, span, "what `%s` starts gets away from its block", name.bytes), "spawn it in a nursery, or write `run --detach`");
	else if (is_one_of(name, shells))
		lint_shell(linter, call, first);
}

/* ---- T303 ---- */

/* Where `await` stands before the call, its span; else an empty one. */
static struct span await_before(const struct linter *linter, const struct node *node)
{
	const char *text = linter->syntax->source->text;
	uint32_t at = node->span.start;
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	bool alone = at >= 5 && at < node->span.start && memcmp(text + at - 5, "await", 5) == 0 && (at == 5 || strchr(" \t\n;<(=&|", text[at - 6]) != NULL);
	return alone ? (struct span){ at - 5, at } : (struct span){ 0, 0 };
}

static void lint_await(struct linter *linter, const struct node *node)
{
	const struct call_node *call = &node->call;
	struct span span = await_before(linter, node);
	const struct facts *facts = lint_callee(linter, call);
	if (span.end == 0)
		return;
	bool waits = call->info != NULL ? call->info->flags & (COMMAND_ASYNC | COMMAND_BLOCK) : facts == NULL || !facts->function->is_sync;
	if (!waits)
		diag_hint(lint_report(linter, LINT_await_nothing, span, "`%s` never waits", call->name.text.bytes), "leave `await` out");
}

/* ---- T307 ---- */

static const char *nearest_command(const struct linter *linter, const char *name)
{
	VEC(const char *) names = VEC_INIT;
	for (size_t i = 0; i < linter->by_name.count; i++)
		vec_push(&names, linter->by_name.entries[i].key);
	const char *nearest = nearest_name(name, names.items, names.count);
	vec_clear(&names);
	const struct command_lookup *lookup = linter->names->lookup;
	return nearest != NULL || lookup == NULL ? nearest : lookup->nearest(name, lookup->context);
}

static void lint_missing(struct linter *linter, const struct call_node *call)
{
	const char *name = call->name.text.bytes;
	if (!lint_is_program(linter, call) || linter->world->is_program == NULL || linter->world->is_program(name))
		return;
	struct diag *diag = lint_report(linter, LINT_unknown_command, call->name.span, "no function, no built-in and no program is called `%s`", name);
	const char *nearest = nearest_command(linter, name);
	if (nearest != NULL)
		diag_hint(diag, "did you mean `%s`?", nearest);
}

void lint_call(struct linter *linter, const struct node *node)
{
	lint_sleep(linter, node);
	lint_program(linter, &node->call);
	lint_await(linter, node);
	lint_missing(linter, &node->call);
}
