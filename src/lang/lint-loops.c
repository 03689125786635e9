/* Loops: those that never end and never wait, and those that wait by sleeping. */
#include "lang/lint-internal.h"

#include <string.h>

/* ---- whether a condition can change ---- */

/* Built-ins whose value depends on their arguments alone. */
static bool is_pure(const struct node *node)
{
	static const char *const names[] = { "len", "int", "float", "str", "bool", "abs", "has", "get", "min", "max", "sum", "round", "starts_with", "ends_with",
		"matches", "find", "is_set", "lower", "upper", "strip" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_call_of(node, names[i]))
			return true;
	return false;
}

struct condition {
	struct walk walk;
	const struct linter *linter;
	const struct node *body;
	bool foreign_calls;             /* the body calls what may assign to any variable */
	bool changes;
	bool variables;                 /* there is a variable in it */
	bool plain;                     /* nothing in it but variables, literals, operators, properties, len and is_set */
};

static void foreign_node(struct walk *walk, const struct node *node)
{
	struct condition *condition = (struct condition *)walk;
	if (node->type == NODE_CALL && (node->call.info == NULL || is_call_of(node, "set")))
		condition->foreign_calls = true;
	walk_children(walk, node);
}

static bool variable_changes(const struct condition *condition, const struct variable *variable)
{
	if (variable == NULL || variable->global)
		return true;
	return assigns(condition->body, variable) || (condition->foreign_calls && variable->reassigned);
}

static void condition_node(struct walk *walk, const struct node *node)
{
	struct condition *condition = (struct condition *)walk;
	switch (node->type) {
	case NODE_VARIABLE:
		condition->variables = true;
		condition->changes |= variable_changes(condition, node->name.variable);
		break;
	case NODE_CALL:
		condition->changes |= !is_pure(node) || (is_call_of(node, "is_set") && condition->foreign_calls);
		condition->plain &= is_call_of(node, "len") || is_call_of(node, "is_set");
		break;
	case NODE_PROPERTY:
		condition->changes = true;
		break;
	case NODE_SUBSTITUTION: case NODE_PIPELINE: case NODE_REDIRECT: case NODE_BLOCK_VALUE:
		condition->changes = true;
		condition->plain = false;
		break;
	default:
		break;
	}
	walk_children(walk, node);
}

static struct condition look_at(const struct linter *linter, const struct node *node)
{
	struct condition condition = { .walk = { foreign_node, walk_function }, .linter = linter, .body = node->loop.body, .plain = true };
	walk_node(&condition.walk, node->loop.body);
	condition.walk = (struct walk){ condition_node, NULL };
	walk_node(&condition.walk, node->loop.condition);
	return condition;
}

/* ---- T102 ---- */

static bool in_sync_function(const struct linter *linter)
{
	for (const struct around *around = linter->around; around != NULL; around = around->outer)
		if (around->type == AROUND_FUNCTION)
			return around->facts->function->is_sync;
	return false;
}

static bool never_runs(const struct node *condition)
{
	condition = bare(condition);
	return condition != NULL && condition->type == NODE_NUMBER && !value_truth(condition->number);
}

static void lint_endless(struct linter *linter, const struct node *node, const struct condition *condition)
{
	if (condition->changes || never_runs(node->loop.condition) || in_sync_function(linter))
		return;
	if (checkpoint_in(linter, node) != CERTAINLY_NOT || may_leave_loop(linter, node->loop.body) || may_end(linter, node->loop.condition))
		return;
	struct diag *diag = lint_report(linter, LINT_loop_no_checkpoint, head_span(linter, node), "this loop runs for ever, and nothing can cancel it: there is no checkpoint in it");
	diag_hint(diag, condition->variables ? "no other task can change what it looks at before it waits: wait for that, or write `checkpoint`"
	                                     : "wait in it for what it is about, or write `checkpoint`");
}

/* ---- T107 ---- */

static bool only_sleeps(const struct node *body)
{
	const struct nodes *statements = &body->sequence.statements;
	for (size_t i = 0; i < statements->count; i++)
		if (!is_call_of(statements->items[i], "sleep") && !is_call_of(statements->items[i], "checkpoint"))
			return false;
	return statements->count > 0;
}

static void lint_sleeping(struct linter *linter, const struct node *node, const struct condition *condition)
{
	if (node->loop.condition == NULL || !condition->plain || !condition->variables || !only_sleeps(node->loop.body))
		return;
	struct diag *diag = lint_report(linter, LINT_sleep_loop, head_span(linter, node), "this loop looks again and again for a change; an event wakes it at once");
	diag_hint(diag, "let e = event ... set $e where it happens ... wait $e here");
}

void lint_loop(struct linter *linter, const struct node *node)
{
	struct condition condition = look_at(linter, node);
	lint_endless(linter, node, &condition);
	lint_sleeping(linter, node, &condition);
}
