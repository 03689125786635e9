/* Scopes and nurseries: timeouts that bind nothing, tasks that are not bound, waits in clean-ups, needless nurseries. */
#include "lang/lint-internal.h"

#include <string.h>

#include "lang/resolve-internal.h"

/* ---- what a block command makes ---- */

static bool is_timeout(const struct node *node)
{
	return is_call_of(node, "move_on_after") || is_call_of(node, "fail_after") || is_call_of(node, "move_on_at") || is_call_of(node, "fail_at");
}

/* `s.shield = true` in the block of s */
static bool is_shielded_inside(const struct call_node *call)
{
	const struct nodes *statements = &call->inline_block->sequence.statements;
	for (size_t i = 0; i < statements->count; i++) {
		const struct node *node = statements->items[i];
		if (node->type == NODE_ASSIGN && node->assign.target->type == NODE_PROPERTY && text_is(node->assign.target->property.name, "shield")
		    && variable_of(node->assign.target->property.object) == call->as.variable)
			return true;
	}
	return false;
}

bool describe_scope(const struct node *node, struct around *around)
{
	around->seconds = -1;
	if (node->type != NODE_CALL || node->call.inline_block == NULL)
		return false;
	const struct call_node *call = &node->call;
	bool after = is_call_of(node, "move_on_after") || is_call_of(node, "fail_after");
	if (!is_timeout(node) && !is_call_of(node, "shield") && !is_call_of(node, "cancel_scope"))
		return false;
	around->shields = is_call_of(node, "shield") || option_of(call, "shield") != NULL || (call->as.variable != NULL && is_shielded_inside(call));
	around->times = is_timeout(node) || option_of(call, "deadline") != NULL;
	if (after && (call->argument_count == 0 || !literal_number(call->arguments[0].value, &around->seconds)))
		around->seconds = -1;
	return true;
}

/* ---- T101, T111: timeouts ---- */

static void lint_no_checkpoint(struct linter *linter, const struct node *node)
{
	if (checkpoint_in(linter, node->call.inline_block) != CERTAINLY_NOT)
		return;
	const char *name = node->call.info->name;
	struct diag *diag = lint_report(linter, LINT_timeout_no_checkpoint, node->call.name.span, "there is no checkpoint in this `%s`: it can end nothing", name);
	diag_hint(diag, "a block is ended where it waits; put what waits into it");
}

static void lint_never_first(struct linter *linter, const struct node *node, double seconds)
{
	if (linter->sets_deadlines || seconds < 0)
		return;
	for (const struct around *around = linter->around; around != NULL; around = around->outer) {
		if (around->type == AROUND_FUNCTION || around->type == AROUND_BLOCK || around->type == AROUND_TASK)
			return;
		if (around->type != AROUND_SCOPE)
			continue;
		if (around->shields)
			return;
		if (around->seconds < 0 || seconds < around->seconds)
			continue;
		struct span outer = around->node->call.name.span;
		struct diag *diag = lint_report(linter, LINT_timeout_never_first, node->call.name.span, "this timeout of %g s cannot end before the one of %g s around it", seconds, around->seconds);
		diag_note(diag, outer, "the timeout that always ends first");
		return;
	}
}

/* ---- T108, T109: nurseries ---- */

static void lint_nursery(struct linter *linter, const struct node *node)
{
	const struct call_node *call = &node->call;
	size_t spawns = count_spawns(call->inline_block, call->handle);
	if (call->as.text.length > 0 && lint_variable(linter, call->as.variable)->read)
		return;
	if (spawns == 0) {
		struct diag *diag = lint_report(linter, LINT_nursery_no_tasks, call->name.span, "nothing is spawned in this %s", call->info->name);
		diag_hint(diag, "leave `%s < >` out, or spawn what is to run at the same time", call->info->name);
		return;
	}
	const struct nodes *statements = &call->inline_block->sequence.statements;
	const struct node *last = statements->items[statements->count - 1];
	bool plain = is_call_of(node, "nursery") && call->argument_count == 0;
	if (!plain || spawns != 1 || last->type != NODE_SPAWN || last->spawn.type == SPAWN_START || last->spawn.task_name != NULL || last->spawn.option_count > 0)
		return;
	struct diag *diag = lint_report(linter, LINT_nursery_one_task, call->name.span, "this nursery only waits for one task, spawned at its end");
	diag_note(diag, head_span(linter, last), "the task");
	diag_hint(diag, "without `nursery` and `spawn` it is a call that does the same");
}

void lint_scope_call(struct linter *linter, const struct node *node)
{
	struct around scope = { .type = AROUND_SCOPE };
	if (describe_scope(node, &scope)) {
		if (!is_call_of(node, "shield"))
			lint_no_checkpoint(linter, node);
		lint_never_first(linter, node, scope.seconds);
	}
	if (node->call.inline_block != NULL && node->call.info->flags & COMMAND_NURSERY)
		lint_nursery(linter, node);
}

/* ---- T106, T113: what a task is given and what binds it ---- */

/* The task's nursery is this one; unknown: a nursery that the function was given, so it is around all of it. */
static bool is_nursery_of(const struct around *around, const struct node *spawn)
{
	if (around->type != AROUND_NURSERY)
		return false;
	const struct call_node *call = &around->node->call;
	if (spawn->spawn.nursery == NULL)
		return call->handle == spawn->spawn.nursery_variable;
	const struct variable *variable = variable_of(spawn->spawn.nursery);
	return variable != NULL && call->as.variable == variable;
}

static bool is_parameter(const struct linter *linter, const struct variable *variable)
{
	for (size_t i = 0; i < linter->functions.count; i++) {
		const struct function_node *function = linter->functions.items[i]->function;
		for (size_t k = 0; k < function->parameter_count; k++)
			if (function->parameters[k].name.variable == variable)
				return true;
	}
	return false;
}

static void lint_outside_scope(struct linter *linter, const struct node *node, const struct around *scope, bool loops)
{
	if (scope == NULL || node->spawn.type == SPAWN_START || (loops && node->spawn.nursery != NULL))
		return;
	/* What is given the scope is there to act on it. */
	const struct variable *handle = scope->node->call.as.variable;
	if (handle != NULL && argument_mentions(&node->spawn.call->call, handle))
		return;
	struct span span = head_span(linter, node);
	struct diag *diag = lint_report(linter, LINT_spawn_outside_scope, span, "`%s` does not apply to this task: its nursery is outside of it", scope->node->call.info->name);
	diag_note(diag, scope->node->call.name.span, "the scope that ends without waiting for the task");
	diag_hint(diag, "put the scope around the nursery, or into the task: spawn < %s ... < ... > >", scope->node->call.info->name);
}

/* What the `with` closes is the task's, too: a variable that `as` named, or one end of a channel. */
static bool hands_over(struct linter *linter, const struct node *with, const struct call_node *call)
{
	const struct node *value = bare(with->with.value);
	if (with->with.as.variable != NULL && value->type == NODE_CALL)
		return argument_mentions(call, with->with.as.variable);
	const struct variable *variable = variable_of(value);
	return variable != NULL && lint_variable(linter, variable)->what == WHAT_CHANNEL && argument_mentions(call, variable);
}

static void lint_handed_over(struct linter *linter, const struct node *node, const struct node *with)
{
	if (!hands_over(linter, with, &node->spawn.call->call))
		return;
	struct diag *diag = lint_report(linter, LINT_closed_before_task, head_span(linter, node), "this task is given what `with` closes before the task has to end");
	diag_note(diag, head_span(linter, with), "closed when this block ends");
	diag_hint(diag, "put the nursery into the `with`, or `with` into the task");
}

void lint_spawn(struct linter *linter, const struct node *node)
{
	const struct around *scope = NULL, *around = linter->around;
	const struct node *withs[8];
	size_t with_count = 0;
	bool loops = false, loops_in_scope = false;
	for (; around != NULL && !is_nursery_of(around, node); around = around->outer) {
		if (around->type == AROUND_FUNCTION || around->type == AROUND_TASK)
			break;
		loops |= around->type == AROUND_LOOP;
		if (around->type == AROUND_SCOPE && scope == NULL) {
			scope = around;
			loops_in_scope = loops;
		}
		if (around->type == AROUND_WITH && with_count < 8)
			withs[with_count++] = around->node;
	}
	bool found = around != NULL && is_nursery_of(around, node);
	if (!found && !(node->spawn.nursery != NULL && is_parameter(linter, variable_of(node->spawn.nursery))))
		return;
	lint_outside_scope(linter, node, scope, loops_in_scope);
	for (size_t i = 0; i < with_count; i++)
		lint_handed_over(linter, node, withs[i]);
}

/* ---- T105: waits in clean-ups ---- */

/* A wait that ends by itself: a shield around it needs no timeout. */
static bool is_bounded(const struct node *node)
{
	double seconds;
	if (is_call_of(node, "checkpoint"))
		return true;
	return is_call_of(node, "sleep") && node->call.argument_count == 1 && literal_number(node->call.arguments[0].value, &seconds) && seconds <= 60;
}

/* The clean-up around the place, if a cancellation can be in flight in it; *shields, *times: what stands between. */
static struct around *find_cleanup(struct linter *linter, bool *shields, bool *times)
{
	*shields = *times = false;
	for (struct around *around = linter->around; around != NULL; around = around->outer) {
		if (around->type == AROUND_FUNCTION || around->type == AROUND_TASK)
			return NULL;
		if (around->type == AROUND_SCOPE && !*shields) {
			*times |= around->times;
			*shields |= around->shields;
		}
		if (around->type == AROUND_HANDLER && around->always)
			return around;
		if ((around->type == AROUND_FINALLY || around->type == AROUND_HANDLER) && is_cancellable(around->outer))
			return around;
	}
	return NULL;
}

void lint_cleanup(struct linter *linter, const struct node *node)
{
	bool shields, times;
	struct around *cleanup = find_cleanup(linter, &shields, &times);
	if (cleanup == NULL || cleanup->told || (shields && (times || is_bounded(node))))
		return;
	/* A block of its own is looked into: what it waits for may be shielded. */
	bool in_place = node->type == NODE_CALL && node->call.callee != NULL && node->call.callee->type == NODE_BLOCK_VALUE;
	if (in_place || checkpoint_at(linter, node) != CERTAINLY)
		return;
	const char *where = cleanup->type == AROUND_FINALLY ? "`finally`" : "a handler of Cancelled";
	struct diag *diag;
	if (shields)
		diag = lint_report(linter, LINT_wait_in_cleanup, head_span(linter, node), "a wait in %s whose shield has no timeout: nobody can end it", where);
	else
		diag = lint_report(linter, LINT_wait_in_cleanup, head_span(linter, node), "a wait in %s without a shield: in a cancelled block it is cancelled at once", where);
	diag_hint(diag, "shield < move_on_after 5 < ... > >");
	cleanup->told = true;
}
