/* Questions about nodes that several lints ask. */
#include "lang/lint-internal.h"

#include <string.h>

#include "lang/resolve-internal.h"
#include "value/units.h"

bool is_call_of(const struct node *node, const char *name)
{
	return node != NULL && node->type == NODE_CALL && node->call.info != NULL && strcmp(node->call.info->name, name) == 0;
}

const struct node *bare(const struct node *node)
{
	while (node != NULL) {
		if (node->type == NODE_EXPRESSION)
			node = node->operand;
		else if (node->type == NODE_WORD && node->word.count == 1 && node->word.parts[0].type == WORD_VALUE)
			node = node->word.parts[0].node;
		else
			break;
	}
	return node;
}

const struct variable *variable_of(const struct node *node)
{
	node = bare(node);
	return node != NULL && node->type == NODE_VARIABLE ? node->name.variable : NULL;
}

static bool to_number(struct value value, double *number)
{
	if (!value_is_number(value) || value.type == VALUE_BOOL)
		return false;
	*number = value_number(value);
	return true;
}

bool literal_number(const struct node *node, double *number)
{
	struct value value;
	bool overflow = false;
	node = bare(node);
	if (node == NULL)
		return false;
	if (node->type == NODE_NUMBER)
		return to_number(node->number, number);
	if (node->type != NODE_WORD || node->word.count != 1 || node->word.parts[0].type != WORD_TEXT)
		return false;
	struct text text = node->word.parts[0].text;
	return units_parse_word(text.bytes, text.length, &value, &overflow) && !overflow && to_number(value, number);
}

bool literal_string(const struct node *node, struct text *text)
{
	node = bare(node);
	if (node != NULL && node->type == NODE_TEXT) {
		*text = node->text;
		return true;
	}
	if (node == NULL || node->type != NODE_WORD || node->word.count != 1)
		return false;
	*text = node->word.parts[0].text;
	return true;
}

const struct argument *option_of(const struct call_node *call, const char *name)
{
	for (size_t i = 0; i < call->argument_count; i++)
		if (call->arguments[i].name.length > 0 && parameter_is(name, call->arguments[i].name.bytes, call->arguments[i].name.length))
			return &call->arguments[i];
	return NULL;
}

/* ---- searching a subtree ---- */

struct search {
	struct walk walk;
	const struct variable *variable;
	size_t found;
};

static void mentions_node(struct walk *walk, const struct node *node)
{
	struct search *search = (struct search *)walk;
	if ((node->type == NODE_VARIABLE && node->name.variable == search->variable) || (node->type == NODE_CALL && node->call.name.variable == search->variable))
		search->found++;
	walk_children(walk, node);
}

bool mentions(const struct node *node, const struct variable *variable)
{
	struct search search = { { mentions_node, walk_function }, variable, 0 };
	walk_node(&search.walk, node);
	return search.found > 0;
}

bool argument_mentions(const struct call_node *call, const struct variable *variable)
{
	if (call->callee != NULL && call->callee->type == NODE_BLOCK_VALUE && mentions(call->callee->function->body, variable))
		return true;
	for (size_t i = 0; i < call->argument_count; i++)
		if (variable_of(call->arguments[i].value) == variable)
			return true;
	return false;
}

static void assigns_node(struct walk *walk, const struct node *node)
{
	struct search *search = (struct search *)walk;
	if (node->type == NODE_ASSIGN) {
		const struct node *root = node->assign.target;
		while (root->type == NODE_INDEX)
			root = root->index.object;
		if (root->type == NODE_VARIABLE && root->name.variable == search->variable)
			search->found++;
	}
	walk_children(walk, node);
}

bool assigns(const struct node *node, const struct variable *variable)
{
	struct search search = { { assigns_node, walk_function }, variable, 0 };
	walk_node(&search.walk, node);
	return search.found > 0;
}

static void spawns_node(struct walk *walk, const struct node *node)
{
	struct search *search = (struct search *)walk;
	if (node->type == NODE_SPAWN && node->spawn.nursery_variable == search->variable)
		search->found++;
	walk_children(walk, node);
}

size_t count_spawns(const struct node *node, const struct variable *nursery)
{
	struct search search = { { spawns_node, walk_function }, nursery, 0 };
	walk_node(&search.walk, node);
	return search.found;
}

/* ---- places ---- */

struct span head_span(const struct linter *linter, const struct node *node)
{
	if (node->type == NODE_CALL && node->call.name.text.length > 0)
		return node->call.name.span;
	const char *text = linter->syntax->source->text;
	struct span span = { node->span.start, node->span.start };
	while (span.end < node->span.end && strchr(" \t\n;<", text[span.end]) == NULL)
		span.end++;
	return span.end > span.start ? span : node->span;
}
