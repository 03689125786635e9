/* How statements end: whether what stands behind one is reached, whether a handler of Cancelled raises it again, and jumps out of `finally`. */
#include "lang/lint-internal.h"

#include <string.h>

#include "lang/resolve-internal.h"

enum {
	FLOW_ON = 1 << 0,               /* comes to its end */
	FLOW_RERAISES = 1 << 1,         /* the error of the handler under question */
	FLOW_RAISES = 1 << 2,           /* another error */
	FLOW_RETURNS = 1 << 3,
	FLOW_BREAKS = 1 << 4,
	FLOW_CONTINUES = 1 << 5
};

struct flow {
	struct linter *linter;
	const struct except_node *handler;      /* the handler under question; NULL: none, and unreachable code is reported */
	bool nested;                            /* in another handler inside of it: a bare raise is that one's */
};

static unsigned flow_of(struct flow *flow, const struct node *node);

static bool is_definition(const struct node *node)
{
	return node->type == NODE_DEF;
}

static unsigned flow_of_sequence(struct flow *flow, const struct nodes *statements)
{
	unsigned result = FLOW_ON;
	bool told = flow->handler != NULL;
	for (size_t i = 0; i < statements->count; i++) {
		const struct node *node = statements->items[i];
		if (result & FLOW_ON) {
			result = (result & ~(unsigned)FLOW_ON) | flow_of(flow, node);
		} else if (!told && !is_definition(node)) {
			struct diag *diag = lint_report(flow->linter, LINT_unreachable, head_span(flow->linter, node), "this is never reached");
			diag_note(diag, head_span(flow->linter, statements->items[i - 1]), "this never goes on to what is behind it");
			told = true;
		}
	}
	return result;
}

static bool always_true(const struct node *condition)
{
	condition = bare(condition);
	return condition == NULL || (condition->type == NODE_NUMBER && value_truth(condition->number));
}

static unsigned flow_of_loop(struct flow *flow, const struct node *node)
{
	unsigned body = flow_of(flow, node->loop.body);
	unsigned result = body & ~(unsigned)(FLOW_ON | FLOW_BREAKS | FLOW_CONTINUES);
	if (!always_true(node->loop.condition) || body & FLOW_BREAKS)
		result |= FLOW_ON;
	return result;
}

static unsigned flow_of_try(struct flow *flow, const struct node *node)
{
	unsigned result = flow_of(flow, node->attempt.body);
	if (result & FLOW_ON && node->attempt.otherwise != NULL)
		result = (result & ~(unsigned)FLOW_ON) | flow_of(flow, node->attempt.otherwise);
	bool nested = flow->nested;
	flow->nested = true;
	for (size_t i = 0; i < node->attempt.except_count; i++)
		result |= flow_of(flow, node->attempt.excepts[i].body);
	flow->nested = nested;
	if (node->attempt.finally != NULL) {
		unsigned last = flow_of(flow, node->attempt.finally);
		result = last & FLOW_ON ? result | (last & ~(unsigned)FLOW_ON) : last;
	}
	return result;
}

/* A scope may be cut off and go on behind; these blocks end as their bodies do. */
static unsigned flow_of_call(struct flow *flow, const struct node *node)
{
	if (is_call_of(node, "exit"))
		return 0;
	if (node->call.inline_block == NULL)
		return FLOW_ON;
	unsigned result = flow_of(flow, node->call.inline_block);
	if (node->call.as.text.length == 0) {
		if (is_call_of(node, "shield"))
			return result;
		if (is_call_of(node, "fail_after") || is_call_of(node, "fail_at"))
			return result | FLOW_RAISES;
	}
	return result | FLOW_ON;
}

static unsigned flow_of_raise(const struct flow *flow, const struct node *node)
{
	bool anew = node->raise.kind.text.length > 0;
	if (flow->handler == NULL)
		return FLOW_RAISES;
	if (!anew && node->raise.value == NULL)
		return flow->nested ? 0 : FLOW_RERAISES;
	const struct variable *variable = variable_of(node->raise.value);
	if (variable == NULL)
		return anew ? FLOW_RAISES : 0;
	return variable == flow->handler->as.variable ? FLOW_RERAISES : 0;
}

static unsigned flow_of(struct flow *flow, const struct node *node)
{
	switch (node->type) {
	case NODE_SEQUENCE:
		return flow_of_sequence(flow, &node->sequence.statements);
	case NODE_IF:
		return flow_of(flow, node->branch.then) | (node->branch.otherwise != NULL ? flow_of(flow, node->branch.otherwise) : FLOW_ON);
	case NODE_WHILE:
		return flow_of_loop(flow, node);
	case NODE_FOR:
		return FLOW_ON | (flow_of(flow, node->each.body) & ~(unsigned)(FLOW_BREAKS | FLOW_CONTINUES));
	case NODE_TRY:
		return flow_of_try(flow, node);
	case NODE_WITH:
		return FLOW_ON | flow_of(flow, node->with.body);
	case NODE_CALL:
		return flow_of_call(flow, node);
	case NODE_REDIRECT:
		return flow_of(flow, node->redirect.command);
	case NODE_LOGICAL:
		return FLOW_ON | flow_of(flow, node->logical.left) | flow_of(flow, node->logical.right);
	case NODE_RETURN:
		return FLOW_RETURNS;
	case NODE_BREAK:
		return FLOW_BREAKS;
	case NODE_CONTINUE:
		return FLOW_CONTINUES;
	case NODE_RAISE:
		return flow_of_raise(flow, node);
	default:
		return FLOW_ON;
	}
}

void lint_flow(struct linter *linter, const struct node *body)
{
	struct flow flow = { .linter = linter };
	flow_of(&flow, body);
}

/* ---- handlers ---- */

static bool catches(const struct except_node *except, const char *kind)
{
	for (size_t i = 0; i < except->kind_count; i++)
		if (text_is(except->kinds[i].text, kind))
			return true;
	return false;
}

bool catches_cancelled(const struct except_node *except)
{
	return catches(except, "Cancelled") || catches(except, "BaseException") || catches(except, "BaseExceptionGroup");
}

static void lint_handler(struct linter *linter, const struct except_node *except)
{
	struct flow flow = { .linter = linter, .handler = except };
	unsigned ends = flow_of(&flow, except->body);
	struct diag *diag = NULL;
	if (ends & (FLOW_ON | FLOW_RETURNS | FLOW_BREAKS | FLOW_CONTINUES))
		diag = lint_report(linter, LINT_cancelled_swallowed, except->span, "this catches Cancelled and does not raise it again%s", ends & FLOW_RERAISES ? " on every path" : "");
	else if (ends & FLOW_RAISES)
		diag = lint_report(linter, LINT_cancelled_swallowed, except->span, "this catches Cancelled and raises another error in its place");
	if (catches(except, "Cancelled"))
		diag_hint(diag, "end it with `raise`; the scope that was cancelled takes Cancelled");
	else
		diag_hint(diag, "catch Exception, or end it with `raise`, or put `except Cancelled < raise >` before it");
}

void lint_try(struct linter *linter, const struct node *node)
{
	/* What never waits is never cancelled. */
	if (checkpoint_in(linter, node->attempt.body) == CERTAINLY_NOT)
		return;
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		if (!catches_cancelled(except))
			continue;
		lint_handler(linter, except);
		if (catches(except, "Cancelled") || catches(except, "BaseException"))
			break;
	}
}

/* ---- jumps ---- */

void lint_jump(struct linter *linter, const struct node *node)
{
	const char *word = node->type == NODE_RETURN ? "return" : node->type == NODE_BREAK ? "break" : "continue";
	for (const struct around *around = linter->around; around != NULL; around = around->outer) {
		if (around->type == AROUND_FUNCTION || around->type == AROUND_BLOCK || around->type == AROUND_TASK)
			return;
		if (around->type == AROUND_LOOP && node->type != NODE_RETURN)
			return;
		if (around->type == AROUND_FINALLY) {
			struct diag *diag = lint_report(linter, LINT_jump_in_finally, head_span(linter, node), "%s in a `finally` drops the error in flight, Cancelled among them", word);
			diag_hint(diag, "put it behind the `try`, or handle the error with `except`");
			return;
		}
	}
}
