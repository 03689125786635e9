#include "lang/lint.h"

#include <stdarg.h>
#include <string.h>

#include "lang/lint-internal.h"

const struct lint lints[LINT_COUNT] = {
#define LINT(number, id, name, summary, explanation, caught, better) { number, name, summary, explanation, caught, better },
#include "lang/lints.def"
#undef LINT
};

const struct lint *lint_find(const char *text, size_t length)
{
	for (size_t i = 0; i < LINT_COUNT; i++) {
		const struct lint *lint = &lints[i];
		bool number = length == strlen(lint->number) && (text[0] == 'T' || text[0] == 't') && memcmp(text + 1, lint->number + 1, length - 1) == 0;
		if (number || (length == strlen(lint->name) && memcmp(text, lint->name, length) == 0))
			return lint;
	}
	return NULL;
}

struct diag *lint_report(struct linter *linter, enum lint_id id, struct span span, const char *format, ...)
{
	if (linter->collecting || lint_is_silenced(linter, id, span))
		return NULL;
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = diags_lint(linter->diags, lints[id].number, span, format, arguments);
	va_end(arguments);
	return diag;
}

/* ---- what is known ---- */

struct variable_facts *lint_variable(struct linter *linter, const struct variable *variable)
{
	struct variable_facts *facts = map_get(&linter->variables, (const char *)&variable, sizeof variable);
	if (facts == NULL) {
		facts = arena_new(&linter->arena, struct variable_facts);
		facts->variable = variable;
		map_set(&linter->variables, (const char *)&variable, sizeof variable, facts);
	}
	return facts;
}

struct facts *lint_callee(const struct linter *linter, const struct call_node *call)
{
	if (call->info != NULL || call->external || call->name.text.length == 0)
		return NULL;
	if (call->name.variable == NULL)
		return map_get(&linter->by_name, call->name.text.bytes, call->name.text.length);
	for (size_t i = 0; i < linter->functions.count; i++)
		if (linter->functions.items[i]->function->variable == call->name.variable)
			return linter->functions.items[i];
	return NULL;
}

bool lint_is_program(const struct linter *linter, const struct call_node *call)
{
	if (call->info != NULL || call->external || call->name.text.length == 0 || call->name.variable != NULL || call->parenthesised)
		return false;
	const struct session_names *names = linter->names;
	return lint_callee(linter, call) == NULL && (names->is_function == NULL || !names->is_function(call->name.text.bytes, call->name.text.length));
}

/* ---- the first phase: who calls whom, what is read ---- */

static void note_cancellable(struct linter *linter, struct facts *facts, bool cancellable)
{
	for (; facts != NULL; facts = facts->same) {
		linter->changed |= !facts->called || (cancellable && !facts->cancellable);
		facts->called = true;
		facts->cancellable |= cancellable;
	}
}

/* A function's name as a word: it may be called from anywhere. */
static void note_function_values(struct linter *linter, const struct call_node *call)
{
	for (size_t i = 0; i < call->argument_count; i++) {
		struct text text;
		if (call->arguments[i].value != NULL && literal_string(call->arguments[i].value, &text))
			note_cancellable(linter, map_get(&linter->by_name, text.bytes, text.length), true);
	}
}

static void note_call(struct linter *linter, const struct node *node, bool is_task)
{
	const struct call_node *call = &node->call;
	note_cancellable(linter, lint_callee(linter, call), is_task || is_cancellable(linter->around));
	note_function_values(linter, call);
	if (call->name.variable != NULL)
		lint_variable(linter, call->name.variable)->read = true;
	if (call->as.variable != NULL) {
		struct around scope = { .type = AROUND_SCOPE };
		lint_variable(linter, call->as.variable)->what = describe_scope(node, &scope) ? WHAT_SCOPE : call->info->flags & COMMAND_NURSERY ? WHAT_NURSERY : WHAT_UNKNOWN;
	}
}

static enum what what_is(const struct node *value)
{
	value = bare(value);
	if (is_call_of(value, "cancel_scope"))
		return WHAT_SCOPE;
	if (is_call_of(value, "open_memory_channel"))
		return WHAT_CHANNEL;
	return value->type == NODE_SPAWN && value->spawn.type == SPAWN_SOON ? WHAT_TASK : WHAT_UNKNOWN;
}

static void note_let(struct linter *linter, const struct node *node)
{
	for (size_t i = 0; i < node->let.count; i++) {
		if (node->let.names[i].variable == NULL)
			continue;
		struct variable_facts *facts = lint_variable(linter, node->let.names[i].variable);
		facts->let = true;
		facts->what = what_is(node->let.value);
	}
}

static void note_try(struct linter *linter, const struct node *node)
{
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		if (except->as.variable != NULL)
			lint_variable(linter, except->as.variable)->what = WHAT_ERROR;
		for (size_t k = 0; k < except->kind_count; k++)
			map_set(&linter->caught, except->kinds[k].text.bytes, except->kinds[k].text.length, linter);
	}
}

static void note_node(struct linter *linter, const struct node *node)
{
	switch (node->type) {
	case NODE_CALL:
		note_call(linter, node, false);
		break;
	case NODE_SPAWN:
		if (node->spawn.call->type == NODE_CALL)
			note_call(linter, node->spawn.call, true);
		break;
	case NODE_VARIABLE:
		if (node->name.variable != NULL)
			lint_variable(linter, node->name.variable)->read = true;
		else
			note_cancellable(linter, map_get(&linter->by_name, node->name.text.bytes, node->name.text.length), true);
		break;
	case NODE_LET:
		note_let(linter, node);
		break;
	case NODE_TRY:
		note_try(linter, node);
		break;
	case NODE_RAISE:
		if (node->raise.kind.text.length > 0)
			map_set(&linter->raised, node->raise.kind.text.bytes, node->raise.kind.text.length, linter);
		break;
	case NODE_ASSIGN:
		linter->sets_deadlines |= node->assign.target->type == NODE_PROPERTY;
		break;
	default:
		break;
	}
}

/* ---- the second phase ---- */

static void look_at_node(struct linter *linter, const struct node *node)
{
	lint_cleanup(linter, node);
	switch (node->type) {
	case NODE_CALL:
		lint_call(linter, node);
		lint_scope_call(linter, node);
		break;
	case NODE_SPAWN:
		lint_spawn(linter, node);
		break;
	case NODE_WHILE:
		lint_loop(linter, node);
		break;
	case NODE_TRY:
		lint_try(linter, node);
		lint_kinds(linter, node);
		break;
	case NODE_RAISE:
		lint_kinds(linter, node);
		break;
	case NODE_RETURN: case NODE_BREAK: case NODE_CONTINUE:
		lint_jump(linter, node);
		break;
	default:
		lint_name_node(linter, node);
		break;
	}
}

/* ---- going through, with what is around ---- */

static void walk_inside(struct linter *linter, struct around around, const struct node *node)
{
	if (node == NULL)
		return;
	around.outer = linter->around;
	linter->around = &around;
	walk_node(&linter->walk, node);
	linter->around = around.outer;
}

static void visit_call(struct linter *linter, const struct node *node)
{
	const struct call_node *call = &node->call;
	struct around around = { .type = AROUND_SCOPE, .node = node };
	walk_node(&linter->walk, call->callee);
	linter->is_task = false;
	walk_arguments(&linter->walk, call->arguments, call->argument_count);
	if (call->block != NULL)
		linter->walk.function(&linter->walk, call->block);
	if (call->inline_block == NULL)
		return;
	if (call->info->flags & COMMAND_NURSERY)
		around.type = AROUND_NURSERY;
	else if (!describe_scope(node, &around))
		around.type = AROUND_WITH;
	if (around.type == AROUND_WITH)
		walk_node(&linter->walk, call->inline_block);
	else
		walk_inside(linter, around, call->inline_block);
}

static void visit_try(struct linter *linter, const struct node *node)
{
	walk_node(&linter->walk, node->attempt.body);
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		struct around around = { .type = AROUND_HANDLER, .node = node };
		around.always = except->kind_count == 1 && except->kinds[0].text.length == 9 && memcmp(except->kinds[0].text.bytes, "Cancelled", 9) == 0;
		if (catches_cancelled(except))
			walk_inside(linter, around, except->body);
		else
			walk_node(&linter->walk, except->body);
	}
	walk_node(&linter->walk, node->attempt.otherwise);
	walk_inside(linter, (struct around){ .type = AROUND_FINALLY, .node = node }, node->attempt.finally);
}

/* The variable that an assignment sets is not read by it. */
static void visit_assign(struct linter *linter, const struct node *node)
{
	const struct node *target = node->assign.target;
	walk_node(&linter->walk, node->assign.value);
	while (target->type == NODE_INDEX) {
		walk_node(&linter->walk, target->index.index);
		target = target->index.object;
	}
	if (target->type != NODE_VARIABLE)
		walk_node(&linter->walk, target);
}

static void visit_task(struct linter *linter, const struct node *call)
{
	linter->is_task = true;
	walk_node(&linter->walk, call);
	linter->is_task = false;
}

static void visit_children(struct linter *linter, const struct node *node)
{
	struct around around = { .node = node };
	switch (node->type) {
	case NODE_CALL:
		visit_call(linter, node);
		break;
	case NODE_TRY:
		visit_try(linter, node);
		break;
	case NODE_ASSIGN:
		visit_assign(linter, node);
		break;
	case NODE_WHILE:
		around.type = AROUND_LOOP;
		walk_node(&linter->walk, node->loop.condition);
		walk_inside(linter, around, node->loop.body);
		break;
	case NODE_FOR:
		around.type = AROUND_LOOP;
		walk_arguments(&linter->walk, node->each.words, node->each.word_count);
		walk_inside(linter, around, node->each.body);
		break;
	case NODE_WITH:
		around.type = AROUND_WITH;
		walk_node(&linter->walk, node->with.value);
		walk_inside(linter, around, node->with.body);
		break;
	case NODE_SPAWN:
		walk_node(&linter->walk, node->spawn.task_name);
		walk_arguments(&linter->walk, node->spawn.options, node->spawn.option_count);
		walk_node(&linter->walk, node->spawn.nursery);
		visit_task(linter, node->spawn.call);
		break;
	case NODE_PIPELINE:
		for (size_t i = 0; i < node->pipeline.parts.count; i++)
			visit_task(linter, node->pipeline.parts.items[i]);
		break;
	default:
		walk_children(&linter->walk, node);
	}
}

static void visit_node(struct walk *walk, const struct node *node)
{
	struct linter *linter = (struct linter *)walk;
	bool is_task = linter->is_task;
	linter->is_task = false;
	if (linter->collecting)
		note_node(linter, node);
	else if (!is_task || node->type != NODE_CALL)
		look_at_node(linter, node);
	else
		lint_call(linter, node);
	linter->is_task = is_task && node->type == NODE_CALL;
	visit_children(linter, node);
	linter->is_task = false;
}

static const struct facts *facts_of(const struct linter *linter, const struct function_node *function)
{
	for (size_t i = 0; i < linter->functions.count; i++)
		if (linter->functions.items[i]->function == function)
			return linter->functions.items[i];
	return NULL;
}

static void visit_function(struct walk *walk, const struct function_node *function)
{
	struct linter *linter = (struct linter *)walk;
	struct around around = { .type = linter->is_task ? AROUND_TASK : AROUND_BLOCK, .outer = linter->around };
	linter->is_task = false;
	around.facts = facts_of(linter, function);
	if (around.facts != NULL)
		around.type = AROUND_FUNCTION;
	linter->around = &around;
	walk_function(walk, function);
	if (!linter->collecting)
		lint_flow(linter, function->body);
	linter->around = around.outer;
}

/* ---- all of it ---- */

static void walk_script(struct linter *linter)
{
	walk_node(&linter->walk, linter->syntax->script->body);
}

/* A text of nothing but definitions is there for others. */
static void note_outermost(struct linter *linter)
{
	const struct nodes *statements = &linter->syntax->script->body->sequence.statements;
	linter->is_library = true;
	for (size_t i = 0; i < statements->count; i++) {
		const struct node *node = statements->items[i];
		linter->is_library &= node->type == NODE_DEF || node->type == NODE_LET;
		if (node->type == NODE_LET)
			for (size_t k = 0; k < node->let.count; k++)
				if (node->let.names[k].variable != NULL)
					lint_variable(linter, node->let.names[k].variable)->outermost = true;
	}
}

/* false: it was given up. */
static bool go_round(struct linter *linter)
{
	unsigned rounds = 0;
	do {
		linter->changed = false;
		walk_script(linter);
		lint_update_functions(linter);
	} while (linter->changed && ++rounds < 50);
	return !linter->changed;
}

/* Goes round until nothing new is found. What nobody calls is called by others, from anywhere; where patience ends, everything is. */
static void collect(struct linter *linter)
{
	linter->collecting = true;
	lint_collect_functions(linter);
	go_round(linter);
	for (size_t i = 0; i < linter->functions.count; i++)
		linter->functions.items[i]->cancellable |= !linter->functions.items[i]->called;
	if (!go_round(linter))
		for (size_t i = 0; i < linter->functions.count; i++)
			linter->functions.items[i]->cancellable = true;
	linter->collecting = false;
}

void lint(const struct syntax *syntax, const struct session_names *names, const struct lint_world *world, struct diags *diags)
{
	struct linter linter = { .walk = { visit_node, visit_function }, .syntax = syntax, .names = names, .world = world, .diags = diags };
	arena_init(&linter.arena);
	lint_read_silences(&linter);
	collect(&linter);
	note_outermost(&linter);
	walk_script(&linter);
	lint_flow(&linter, syntax->script->body);
	lint_unused(&linter);
	vec_clear(&linter.functions);
	vec_clear(&linter.silences);
	map_clear(&linter.by_name);
	map_clear(&linter.variables);
	map_clear(&linter.raised);
	map_clear(&linter.caught);
	arena_clear(&linter.arena);
}
