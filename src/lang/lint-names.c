/* Names: unknown ones, unused variables, kinds of errors that there are not, properties that are text. */
#include "lang/lint-internal.h"

#include <stdlib.h>
#include <string.h>

#include "value/arith.h"
#include "value/error.h"

/* ---- T306 ---- */

static bool is_capital(struct text name)
{
	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] >= 'a' && name.bytes[i] <= 'z')
			return false;
	return true;
}

/* A `let` of that name that this place does not see; NULL: none. */
static const struct variable *find_elsewhere(const struct linter *linter, struct text name)
{
	for (size_t i = 0; i < linter->variables.count; i++) {
		const struct variable_facts *facts = linter->variables.entries[i].value;
		if (facts->let && facts->variable->name.length == name.length && memcmp(facts->variable->name.bytes, name.bytes, name.length) == 0)
			return facts->variable;
	}
	return NULL;
}

static void lint_unknown(struct linter *linter, const struct node *node)
{
	const struct name *name = &node->name;
	if (name->variable != NULL || name->command || is_capital(name->text) || linter->world->is_environment == NULL || linter->world->is_environment(name->text.bytes))
		return;
	struct diag *diag = lint_report(linter, LINT_unknown_name, node->span, "no variable `%s` here, and none in the environment", name->text.bytes);
	const struct variable *elsewhere = find_elsewhere(linter, name->text);
	if (elsewhere != NULL)
		diag_note(diag, elsewhere->span, "this one is not seen from there: a variable is known from its `let` to the end of its block");
	else if (name->hint.length > 0)
		diag_hint(diag, "did you mean `%s`?", name->hint.bytes);
}

/* ---- T304 ---- */

static bool has_property(enum what what, const char *name, size_t length)
{
	static const char *const properties[][10] = {
		[WHAT_SCOPE] = { "deadline", "shield", "cancel_called", "cancelled_caught" },
		[WHAT_NURSERY] = { "cancel_scope", "child_tasks" },
		[WHAT_TASK] = { "name", "state", "value" },
		[WHAT_ERROR] = { "kind", "message", "exceptions", "cause", "context", "place", "status", "signal", "argv", "errno" },
		[WHAT_CHANNEL] = { NULL },
	};
	for (size_t i = 0; i < 10 && properties[what][i] != NULL; i++)
		if (strlen(properties[what][i]) == length && memcmp(properties[what][i], name, length) == 0)
			return true;
	return false;
}

/* part is $x, and text goes on behind it. */
static void lint_property(struct linter *linter, const struct node *part, struct text text)
{
	if (part == NULL || part->type != NODE_VARIABLE || part->name.variable == NULL || text.length < 2 || text.bytes[0] != '.')
		return;
	const char *source = linter->syntax->source->text + part->span.start;
	if (source[0] != '$' || source[1] == '{')
		return;
	size_t length = 1;
	while (length < text.length && (text.bytes[length] == '_' || (text.bytes[length] >= 'a' && text.bytes[length] <= 'z')))
		length++;
	if (!has_property(lint_variable(linter, part->name.variable)->what, text.bytes + 1, length - 1))
		return;
	struct span span = { part->span.start, part->span.end + (uint32_t)length };
	const char *name = part->name.text.bytes;
	struct diag *diag = lint_report(linter, LINT_property_as_text, span, "this is the value of `%s` and the text `%.*s`, not its property", name, (int)length, text.bytes);
	diag_hint(diag, "write ${%s%.*s}", name, (int)length, text.bytes);
}

void lint_name_node(struct linter *linter, const struct node *node)
{
	if (node->type == NODE_VARIABLE)
		lint_unknown(linter, node);
	else if (node->type == NODE_WORD)
		for (size_t i = 1; i < node->word.count; i++)
			lint_property(linter, node->word.parts[i - 1].node, node->word.parts[i].type == WORD_VALUE ? (struct text){ "", 0 } : node->word.parts[i].text);
	else if (node->type == NODE_INTERPOLATION)
		for (size_t i = 1; i < node->parts.count; i++)
			if (node->parts.items[i]->type == NODE_TEXT)
				lint_property(linter, node->parts.items[i - 1], node->parts.items[i]->text);
}

/* ---- T302 ---- */

static int compare_declarations(const void *a, const void *b)
{
	const struct variable_facts *x = *(const struct variable_facts *const *)a, *y = *(const struct variable_facts *const *)b;
	return x->variable->span.start < y->variable->span.start ? -1 : x->variable->span.start > y->variable->span.start;
}

void lint_unused(struct linter *linter)
{
	VEC(struct variable_facts *) unused = VEC_INIT;
	for (size_t i = 0; i < linter->variables.count; i++) {
		struct variable_facts *facts = linter->variables.entries[i].value;
		if (facts != NULL && facts->let && !facts->read && facts->variable->name.bytes[0] != '_' && !(facts->outermost && linter->is_library))
			vec_push(&unused, facts);
	}
	if (unused.count > 1)
		qsort(unused.items, unused.count, sizeof *unused.items, compare_declarations);
	for (size_t i = 0; i < unused.count; i++) {
		const struct variable *variable = unused.items[i]->variable;
		struct diag *diag = lint_report(linter, LINT_unused_variable, variable->span, "`%s` is never read", variable->name.bytes);
		diag_hint(diag, "leave it out, or name it `_%s`", variable->name.bytes);
	}
	vec_clear(&unused);
}

/* ---- T305 ---- */

static bool is_kind(struct text name)
{
	return kind_find(name.bytes, name.length) != NULL;
}

static void lint_caught_kind(struct linter *linter, const struct name *kind)
{
	if (is_kind(kind->text) || map_get(&linter->raised, kind->text.bytes, kind->text.length) != NULL)
		return;
	struct diag *diag = lint_report(linter, LINT_unknown_kind, kind->span, "nothing raises an error of kind %s", kind->text.bytes);
	const char *nearest = kind_nearest(kind->text.bytes);
	if (nearest != NULL)
		diag_hint(diag, "did you mean %s?", nearest);
}

void lint_kinds(struct linter *linter, const struct node *node)
{
	if (node->type == NODE_TRY) {
		for (size_t i = 0; i < node->attempt.except_count; i++)
			for (size_t k = 0; k < node->attempt.excepts[i].kind_count; k++)
				lint_caught_kind(linter, &node->attempt.excepts[i].kinds[k]);
		return;
	}
	const struct name *kind = &node->raise.kind;
	if (kind->text.length == 0 || is_kind(kind->text) || map_get(&linter->caught, kind->text.bytes, kind->text.length) != NULL)
		return;
	const char *nearest = kind_nearest(kind->text.bytes);
	if (nearest != NULL)
		diag_hint(lint_report(linter, LINT_unknown_kind, kind->span, "%s is a new kind of error, and nearly %s", kind->text.bytes, nearest), "did you mean %s?", nearest);
}
