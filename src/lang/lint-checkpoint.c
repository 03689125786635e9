/* Where a text may come to a checkpoint, where it may raise, and where it may be cancelled; for nodes, and for functions by going round
 * until nothing new is found. */
#include "lang/lint-internal.h"

#include <string.h>

/* ---- checkpoints ---- */

struct search {
	struct walk walk;
	const struct linter *linter;
	enum certainty found;
};

static enum certainty more(enum certainty a, enum certainty b)
{
	return a > b ? a : b;
}

/* A function that a built-in is given may wait; whether it does is not looked into. */
static bool takes_function(const struct command_info *info)
{
	for (unsigned i = 0; i < info->parameter_count; i++)
		if (strcmp(info->parameters[i].type, "function") == 0)
			return true;
	return false;
}

static enum certainty checkpoint_of_call(const struct linter *linter, const struct call_node *call)
{
	if (call->info != NULL) {
		if (call->info->flags & (COMMAND_ASYNC | COMMAND_CHECKPOINT))
			return CERTAINLY;
		return takes_function(call->info) && call->argument_count > 1 ? POSSIBLY : CERTAINLY_NOT;
	}
	if (call->external)
		return CERTAINLY;
	if (call->callee != NULL && call->callee->type == NODE_BLOCK_VALUE)
		return checkpoint_in(linter, call->callee->function->body);
	const struct facts *facts = lint_callee(linter, call);
	enum certainty found = CERTAINLY_NOT;
	if (facts == NULL)
		return lint_is_program(linter, call) ? CERTAINLY : POSSIBLY;
	for (; facts != NULL; facts = facts->same)
		found = more(found, facts->checkpoint);
	if (call->block != NULL)
		found = more(found, checkpoint_in(linter, call->block->body));
	return found;
}

/* Built-ins that give lists, over which a `for` waits for nothing. */
static bool gives_list(const struct node *node)
{
	static const char *const names[] = { "range", "items", "keys", "values", "enumerate", "zip", "split", "sorted", "reversed", "list" };
	node = bare(node);
	if (node->type == NODE_CALL) {
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (is_call_of(node, names[i]))
				return true;
		return false;
	}
	return node->type != NODE_VARIABLE && node->type != NODE_PROPERTY && node->type != NODE_INDEX && node->type != NODE_CONDITIONAL;
}

static enum certainty checkpoint_of_for(const struct node *node)
{
	if (node->each.word_count != 1 || node->each.words[0].type == ARGUMENT_SPREAD)
		return CERTAINLY_NOT;
	return gives_list(node->each.words[0].value) ? CERTAINLY_NOT : POSSIBLY;
}

enum certainty checkpoint_at(const struct linter *linter, const struct node *node)
{
	switch (node->type) {
	case NODE_CALL:
		return checkpoint_of_call(linter, &node->call);
	case NODE_SPAWN:
		return node->spawn.type == SPAWN_START ? CERTAINLY : CERTAINLY_NOT;
	case NODE_PIPELINE:
		return CERTAINLY;
	case NODE_WITH:
		return POSSIBLY;
	case NODE_FOR:
		return checkpoint_of_for(node);
	default:
		return CERTAINLY_NOT;
	}
}

static void checkpoint_node(struct walk *walk, const struct node *node)
{
	struct search *search = (struct search *)walk;
	search->found = more(search->found, checkpoint_at(search->linter, node));
	if (search->found == CERTAINLY)
		return;
	/* What is spawned runs in a task of its own; its arguments are taken here. */
	if (node->type == NODE_SPAWN) {
		walk_node(walk, node->spawn.task_name);
		walk_arguments(walk, node->spawn.call->call.arguments, node->spawn.call->call.argument_count);
	} else {
		walk_children(walk, node);
	}
}

enum certainty checkpoint_in(const struct linter *linter, const struct node *node)
{
	struct search search = { { checkpoint_node, NULL }, linter, CERTAINLY_NOT };
	walk_node(&search.walk, node);
	return search.found;
}

/* ---- ends ---- */

struct exits {
	struct walk walk;
	const struct linter *linter;
	unsigned depth;                 /* of loops inside */
	bool jumps;                     /* break and return count, too */
	bool found;
};

static bool call_may_end(const struct linter *linter, const struct node *node)
{
	if (is_call_of(node, "exit"))
		return true;
	if (node->call.callee != NULL && node->call.callee->type == NODE_BLOCK_VALUE)
		return may_end(linter, node->call.callee->function->body);
	for (const struct facts *facts = lint_callee(linter, &node->call); facts != NULL; facts = facts->same)
		if (facts->ends)
			return true;
	return node->call.block != NULL && may_end(linter, node->call.block->body);
}

static void exits_node(struct walk *walk, const struct node *node)
{
	struct exits *exits = (struct exits *)walk;
	bool loop = node->type == NODE_WHILE || node->type == NODE_FOR;
	if (node->type == NODE_RAISE || (node->type == NODE_CALL && call_may_end(exits->linter, node)))
		exits->found = true;
	else if (exits->jumps && (node->type == NODE_RETURN || (node->type == NODE_BREAK && exits->depth == 0)))
		exits->found = true;
	if (exits->found)
		return;
	exits->depth += loop;
	walk_children(walk, node);
	exits->depth -= loop;
}

bool may_end(const struct linter *linter, const struct node *node)
{
	struct exits exits = { { exits_node, NULL }, linter, 0, false, false };
	walk_node(&exits.walk, node);
	return exits.found;
}

bool may_leave_loop(const struct linter *linter, const struct node *body)
{
	struct exits exits = { { exits_node, NULL }, linter, 0, true, false };
	walk_node(&exits.walk, body);
	return exits.found;
}

/* ---- where a cancellation can come from ---- */

/* The main task outside of all nurseries and scopes is never cancelled: Ctrl-C is an error there, and what its `finally` waits for is done. */
bool is_cancellable(const struct around *around)
{
	for (; around != NULL; around = around->outer) {
		if (around->type == AROUND_NURSERY || around->type == AROUND_TASK)
			return true;
		if (around->type == AROUND_SCOPE)
			return around->times || !around->shields;
		if (around->type == AROUND_FUNCTION)
			return around->facts->cancellable;
	}
	return false;
}

/* ---- functions ---- */

struct collector {
	struct walk walk;
	struct linter *linter;
};

static void collect_node(struct walk *walk, const struct node *node)
{
	struct linter *linter = ((struct collector *)walk)->linter;
	if (node->type == NODE_DEF) {
		struct facts *facts = arena_new(&linter->arena, struct facts);
		facts->function = node->function;
		vec_push(&linter->functions, facts);
		if (node->function->variable == NULL) {
			struct text name = node->function->name;
			facts->same = map_get(&linter->by_name, name.bytes, name.length);
			map_set(&linter->by_name, name.bytes, name.length, facts);
		}
	}
	walk_children(walk, node);
}

void lint_collect_functions(struct linter *linter)
{
	struct collector collector = { { collect_node, walk_function }, linter };
	walk_node(&collector.walk, linter->syntax->script->body);
}

/* One round; linter->changed where something new was found. */
void lint_update_functions(struct linter *linter)
{
	for (size_t i = 0; i < linter->functions.count; i++) {
		struct facts *facts = linter->functions.items[i];
		enum certainty checkpoint = facts->checkpoint == CERTAINLY ? CERTAINLY : checkpoint_in(linter, facts->function->body);
		bool ends = facts->ends || may_end(linter, facts->function->body);
		linter->changed |= checkpoint != facts->checkpoint || ends != facts->ends;
		facts->checkpoint = checkpoint;
		facts->ends = ends;
	}
}
