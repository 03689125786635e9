#include "lang/lint-internal.h"

void walk_node(struct walk *walk, const struct node *node)
{
	if (node != NULL)
		walk->node(walk, node);
}

static void walk_nodes(struct walk *walk, struct nodes nodes)
{
	for (size_t i = 0; i < nodes.count; i++)
		walk_node(walk, nodes.items[i]);
}

static void enter_function(struct walk *walk, const struct function_node *function)
{
	if (function != NULL && walk->function != NULL)
		walk->function(walk, function);
}

void walk_arguments(struct walk *walk, const struct argument *arguments, size_t count)
{
	for (size_t i = 0; i < count; i++)
		walk_node(walk, arguments[i].value);
}

void walk_function(struct walk *walk, const struct function_node *function)
{
	for (size_t i = 0; i < function->parameter_count; i++)
		walk_node(walk, function->parameters[i].initial);
	walk_node(walk, function->body);
}

static void walk_call(struct walk *walk, const struct call_node *call)
{
	walk_node(walk, call->callee);
	walk_arguments(walk, call->arguments, call->argument_count);
	enter_function(walk, call->block);
	walk_node(walk, call->inline_block);
}

static void walk_try(struct walk *walk, const struct node *node)
{
	walk_node(walk, node->attempt.body);
	for (size_t i = 0; i < node->attempt.except_count; i++)
		walk_node(walk, node->attempt.excepts[i].body);
	walk_node(walk, node->attempt.otherwise);
	walk_node(walk, node->attempt.finally);
}

/* Operands of expressions and parts of words. */
static void walk_expression(struct walk *walk, const struct node *node)
{
	switch (node->type) {
	case NODE_INTERPOLATION:
		walk_nodes(walk, node->parts);
		break;
	case NODE_LIST:
		walk_nodes(walk, node->list.items);
		break;
	case NODE_MAP:
		walk_nodes(walk, node->map.keys);
		walk_nodes(walk, node->map.values);
		break;
	case NODE_UNARY:
		walk_node(walk, node->unary.operand);
		break;
	case NODE_BINARY:
		walk_node(walk, node->binary.left);
		walk_node(walk, node->binary.right);
		break;
	case NODE_COMPARE:
		walk_nodes(walk, node->compare.operands);
		break;
	case NODE_CONDITIONAL:
		walk_node(walk, node->conditional.condition);
		walk_node(walk, node->conditional.then);
		walk_node(walk, node->conditional.otherwise);
		break;
	case NODE_INDEX:
		walk_node(walk, node->index.object);
		walk_node(walk, node->index.index);
		break;
	case NODE_SLICE:
		walk_node(walk, node->slice.object);
		walk_node(walk, node->slice.start);
		walk_node(walk, node->slice.end);
		break;
	case NODE_PROPERTY:
		walk_node(walk, node->property.object);
		break;
	case NODE_WORD:
		for (size_t i = 0; i < node->word.count; i++)
			walk_node(walk, node->word.parts[i].node);
		break;
	default:
		break;
	}
}

static void walk_statement(struct walk *walk, const struct node *node)
{
	switch (node->type) {
	case NODE_LET:
		walk_node(walk, node->let.value);
		break;
	case NODE_ASSIGN:
		walk_node(walk, node->assign.value);
		walk_node(walk, node->assign.target);
		break;
	case NODE_IF:
		walk_node(walk, node->branch.condition);
		walk_node(walk, node->branch.then);
		walk_node(walk, node->branch.otherwise);
		break;
	case NODE_WHILE:
		walk_node(walk, node->loop.condition);
		walk_node(walk, node->loop.body);
		break;
	case NODE_FOR:
		walk_arguments(walk, node->each.words, node->each.word_count);
		walk_node(walk, node->each.body);
		break;
	case NODE_TRY:
		walk_try(walk, node);
		break;
	case NODE_WITH:
		walk_node(walk, node->with.value);
		walk_node(walk, node->with.body);
		break;
	case NODE_RAISE:
		walk_node(walk, node->raise.value);
		walk_node(walk, node->raise.message);
		walk_node(walk, node->raise.members);
		walk_node(walk, node->raise.cause);
		break;
	case NODE_SPAWN:
		walk_node(walk, node->spawn.task_name);
		walk_arguments(walk, node->spawn.options, node->spawn.option_count);
		walk_node(walk, node->spawn.nursery);
		walk_node(walk, node->spawn.call);
		break;
	default:
		walk_expression(walk, node);
	}
}

void walk_children(struct walk *walk, const struct node *node)
{
	switch (node->type) {
	case NODE_SEQUENCE:
		walk_nodes(walk, node->sequence.statements);
		break;
	case NODE_NOT: case NODE_SUBSTITUTION: case NODE_SPREAD: case NODE_EXPRESSION: case NODE_RETURN:
		walk_node(walk, node->operand);
		break;
	case NODE_LOGICAL:
		walk_node(walk, node->logical.left);
		walk_node(walk, node->logical.right);
		break;
	case NODE_PIPELINE:
		walk_nodes(walk, node->pipeline.parts);
		break;
	case NODE_REDIRECT:
		walk_node(walk, node->redirect.command);
		for (size_t i = 0; i < node->redirect.count; i++)
			walk_node(walk, node->redirect.redirects[i].target);
		break;
	case NODE_CALL:
		walk_call(walk, &node->call);
		break;
	case NODE_DEF: case NODE_BLOCK_VALUE:
		enter_function(walk, node->function);
		break;
	default:
		walk_statement(walk, node);
	}
}
