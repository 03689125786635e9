/* The tree as text, for tests and for people who want to see how a line was understood: one line for each statement, what
 * its blocks hold indented below it. Where a block stands inside an expression, its statements are written in one line. */
#include <string.h>

#include "lang/parser.h"
#include "value/arith.h"

#define INLINE (-1)     /* as an indentation: everything in one line */

struct printer {
	struct buf *out;
	int indentation;
};

static void add_node(struct printer *printer, const struct node *node);

static void add(struct printer *printer, const char *text)
{
	buf_add_text(printer->out, text);
}

static void add_bytes(struct printer *printer, struct text text)
{
	buf_add_escaped(printer->out, text.bytes, text.length, false);
}

static void add_child(struct printer *printer, const struct node *node)
{
	add(printer, " ");
	if (node == NULL)
		add(printer, "()");
	else
		add_node(printer, node);
}

static void add_children(struct printer *printer, const struct nodes *nodes)
{
	for (size_t i = 0; i < nodes->count; i++)
		add_child(printer, nodes->items[i]);
}

/* ---- blocks ---- */

static void add_line(struct printer *printer, const struct node *statement)
{
	buf_add_repeated(printer->out, ' ', (size_t)printer->indentation * 2);
	add_node(printer, statement);
	add(printer, "\n");
}

static void add_inline_block(struct printer *printer, const struct nodes *statements)
{
	int outer = printer->indentation;
	printer->indentation = INLINE;
	add(printer, " {");
	for (size_t i = 0; i < statements->count; i++) {
		add(printer, i > 0 ? "; " : " ");
		add_node(printer, statements->items[i]);
	}
	add(printer, " }");
	printer->indentation = outer;
}

/* The statements of a block, on lines of their own; the last one without its newline, which the statement around adds. */
static void add_block(struct printer *printer, const struct node *sequence)
{
	const struct nodes *statements = &sequence->sequence.statements;
	if (printer->indentation == INLINE) {
		add_inline_block(printer, statements);
		return;
	}
	printer->indentation++;
	add(printer, ":");
	for (size_t i = 0; i < statements->count; i++) {
		add(printer, "\n");
		buf_add_repeated(printer->out, ' ', (size_t)printer->indentation * 2);
		add_node(printer, statements->items[i]);
	}
	printer->indentation--;
}

/* What follows a block in the same statement: else, except, ... */
static void add_clause(struct printer *printer, const char *word)
{
	if (printer->indentation == INLINE) {
		add(printer, " ");
	} else {
		add(printer, "\n");
		buf_add_repeated(printer->out, ' ', (size_t)printer->indentation * 2);
	}
	add(printer, word);
}

/* ---- words and calls ---- */

static void add_word(struct printer *printer, const struct node *node)
{
	bool single = node->word.count == 1 && node->word.parts[0].type == WORD_TEXT;
	if (!single)
		add(printer, "(word");
	for (size_t i = 0; i < node->word.count; i++) {
		const struct word_part *part = &node->word.parts[i];
		if (!single)
			add(printer, " ");
		if (part->type == WORD_VALUE) {
			add_node(printer, part->node);
			continue;
		}
		if (part->type == WORD_QUOTED)
			add(printer, "'");
		add_bytes(printer, part->text);
		if (part->type == WORD_QUOTED)
			add(printer, "'");
	}
	if (!single)
		add(printer, ")");
}

static void add_argument(struct printer *printer, const struct argument *argument)
{
	add(printer, " ");
	if (argument->type == ARGUMENT_OPTION || argument->type == ARGUMENT_OPTION_VALUE) {
		add(printer, "--");
		add_bytes(printer, argument->name);
		if (argument->type == ARGUMENT_OPTION)
			return;
		add(printer, "=");
	}
	add_node(printer, argument->value);
	if (argument->type == ARGUMENT_SPREAD)
		add(printer, "...");
}

static void add_name(struct printer *printer, const struct name *name, const char *before)
{
	if (name->text.length == 0)
		return;
	add(printer, before);
	add_bytes(printer, name->text);
}

static void add_call(struct printer *printer, const struct call_node *call)
{
	add(printer, call->parenthesised ? "(apply " : call->external ? "(run " : "(call ");
	if (call->callee != NULL)
		add_node(printer, call->callee);
	else
		add_bytes(printer, call->name.text);
	for (size_t i = 0; i < call->argument_count; i++)
		add_argument(printer, &call->arguments[i]);
	add_name(printer, &call->as, " as ");
	add(printer, ")");
	if (call->block != NULL) {
		add(printer, " block");
		add_block(printer, call->block->body);
	}
	if (call->inline_block != NULL)
		add_block(printer, call->inline_block);
}

static void add_redirects(struct printer *printer, const struct node *node)
{
	static const char *const arrows[] = { "=>", "=>>", "<=", "<<=", "&=>", "=>&1" };
	add(printer, "(redirect");
	for (size_t i = 0; i < node->redirect.count; i++) {
		const struct redirect_node *redirect = &node->redirect.redirects[i];
		add(printer, redirect->descriptor == 2 ? " 2" : " ");
		add(printer, arrows[redirect->type]);
		if (redirect->target != NULL)
			add_child(printer, redirect->target);
	}
	add_child(printer, node->redirect.command);
	add(printer, ")");
}

/* ---- expressions ---- */

static void add_compare(struct printer *printer, const struct node *node)
{
	add(printer, "(compare");
	for (size_t i = 0; i < node->compare.operands.count; i++) {
		if (i > 0) {
			add(printer, " ");
			add(printer, operator_symbols[node->compare.operators[i - 1]]);
		}
		add_child(printer, node->compare.operands.items[i]);
	}
	add(printer, ")");
}

static void add_map(struct printer *printer, const struct node *node)
{
	add(printer, "(map");
	for (size_t i = 0; i < node->map.keys.count; i++) {
		add_child(printer, node->map.keys.items[i]);
		add(printer, ":");
		add_child(printer, node->map.values.items[i]);
	}
	add(printer, ")");
}

/* (HEAD CHILD...) of up to three children; NULL ends them. */
static void add_form(struct printer *printer, const char *head, const struct node *a, const struct node *b, const struct node *c)
{
	add(printer, "(");
	add(printer, head);
	if (a != NULL)
		add_child(printer, a);
	if (b != NULL)
		add_child(printer, b);
	if (c != NULL)
		add_child(printer, c);
	add(printer, ")");
}

/* false: node is none of the expressions. */
static bool add_expression(struct printer *printer, const struct node *node)
{
	switch (node->type) {
	case NODE_NUMBER:
		value_add_repr(printer->out, node->number);
		break;
	case NODE_TEXT:
		add(printer, "\"");
		add_bytes(printer, node->text);
		add(printer, "\"");
		break;
	case NODE_VARIABLE:
		add_name(printer, &node->name, "$");
		break;
	case NODE_INTERPOLATION:
		add(printer, "(join");
		add_children(printer, &node->parts);
		add(printer, ")");
		break;
	case NODE_LIST:
		add(printer, "(list");
		add_children(printer, &node->list.items);
		add(printer, ")");
		break;
	case NODE_MAP:
		add_map(printer, node);
		break;
	case NODE_UNARY:
		add_form(printer, "-", node->unary.operand, NULL, NULL);
		break;
	case NODE_BINARY:
		add_form(printer, operator_symbols[node->binary.op], node->binary.left, node->binary.right, NULL);
		break;
	case NODE_COMPARE:
		add_compare(printer, node);
		break;
	case NODE_LOGICAL:
		add_form(printer, node->logical.is_command ? (node->logical.is_and ? "&&" : "||") : (node->logical.is_and ? "and" : "or"),
			node->logical.left, node->logical.right, NULL);
		break;
	case NODE_NOT:
		add_form(printer, "not", node->operand, NULL, NULL);
		break;
	case NODE_CONDITIONAL:
		add_form(printer, "if", node->conditional.condition, node->conditional.then, node->conditional.otherwise);
		break;
	case NODE_INDEX:
		add_form(printer, "index", node->index.object, node->index.index, NULL);
		break;
	case NODE_SLICE:
		add(printer, "(slice");
		add_child(printer, node->slice.object);
		add_child(printer, node->slice.start);
		add_child(printer, node->slice.end);
		add(printer, ")");
		break;
	case NODE_PROPERTY:
		add(printer, "(. ");
		add_node(printer, node->property.object);
		add(printer, " ");
		add_bytes(printer, node->property.name);
		add(printer, ")");
		break;
	case NODE_SPREAD:
		add_node(printer, node->operand);
		add(printer, "...");
		break;
	default:
		return false;
	}
	return true;
}

/* ---- statements ---- */

static void add_if(struct printer *printer, const struct node *node)
{
	add(printer, "if");
	while (true) {
		add_child(printer, node->branch.condition);
		add_block(printer, node->branch.then);
		const struct node *otherwise = node->branch.otherwise;
		if (otherwise == NULL)
			return;
		add_clause(printer, otherwise->type == NODE_IF ? "elif" : "else");
		if (otherwise->type != NODE_IF) {
			add_block(printer, otherwise);
			return;
		}
		node = otherwise;
	}
}

static void add_for(struct printer *printer, const struct node *node)
{
	add(printer, "for");
	for (size_t i = 0; i < node->each.count; i++)
		add_name(printer, &node->each.names[i], i > 0 ? ", " : " ");
	add(printer, " in");
	for (size_t i = 0; i < node->each.word_count; i++)
		add_argument(printer, &node->each.words[i]);
	add_block(printer, node->each.body);
}

static void add_try(struct printer *printer, const struct node *node)
{
	add(printer, "try");
	add_block(printer, node->attempt.body);
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		add_clause(printer, except->star ? "except*" : "except");
		for (size_t kind = 0; kind < except->kind_count; kind++)
			add_name(printer, &except->kinds[kind], " ");
		add_name(printer, &except->as, " as ");
		add_block(printer, except->body);
	}
	if (node->attempt.otherwise != NULL) {
		add_clause(printer, "else");
		add_block(printer, node->attempt.otherwise);
	}
	if (node->attempt.finally != NULL) {
		add_clause(printer, "finally");
		add_block(printer, node->attempt.finally);
	}
}

static void add_def(struct printer *printer, const struct function_node *function)
{
	add(printer, function->is_sync ? "sync def " : "def ");
	add_bytes(printer, function->name);
	for (size_t i = 0; i < function->parameter_count; i++) {
		const struct parameter_node *parameter = &function->parameters[i];
		add_name(printer, &parameter->name, parameter->flags & PARAMETER_OPTION ? " --" : " ");
		if (parameter->flags & (PARAMETER_REST | PARAMETER_REPEATED))
			add(printer, "...");
		if (parameter->initial != NULL) {
			add(printer, "=");
			add_node(printer, parameter->initial);
		}
	}
	add_block(printer, function->body);
}

static void add_raise(struct printer *printer, const struct node *node)
{
	add(printer, "raise");
	add_name(printer, &node->raise.kind, " ");
	if (node->raise.value != NULL)
		add_child(printer, node->raise.value);
	if (node->raise.message != NULL)
		add_child(printer, node->raise.message);
	if (node->raise.members != NULL)
		add_child(printer, node->raise.members);
	if (node->raise.cause != NULL) {
		add(printer, " from");
		add_child(printer, node->raise.cause);
	}
}

static void add_spawn(struct printer *printer, const struct node *node)
{
	add(printer, node->spawn.type == SPAWN_START ? "start" : "spawn");
	for (size_t i = 0; i < node->spawn.option_count; i++)
		add_argument(printer, &node->spawn.options[i]);
	if (node->spawn.task_name != NULL) {
		add(printer, " as");
		add_child(printer, node->spawn.task_name);
	}
	if (node->spawn.nursery != NULL) {
		add(printer, " in");
		add_child(printer, node->spawn.nursery);
	}
	add_child(printer, node->spawn.call);
}

static void add_let(struct printer *printer, const struct node *node)
{
	add(printer, "let");
	for (size_t i = 0; i < node->let.count; i++)
		add_name(printer, &node->let.names[i], i > 0 ? ", " : " ");
	add(printer, " =");
	add_child(printer, node->let.value);
}

static void add_assign(struct printer *printer, const struct node *node)
{
	add(printer, "set ");
	add_node(printer, node->assign.target);
	add(printer, " ");
	if (node->assign.op >= 0)
		add(printer, operator_symbols[node->assign.op]);
	add(printer, "=");
	add_child(printer, node->assign.value);
}

static void add_while(struct printer *printer, const struct node *node)
{
	add(printer, node->loop.condition != NULL ? "while" : "loop");
	if (node->loop.condition != NULL)
		add_child(printer, node->loop.condition);
	add_block(printer, node->loop.body);
}

static void add_with(struct printer *printer, const struct node *node)
{
	add(printer, "with");
	add_child(printer, node->with.value);
	add_name(printer, &node->with.as, " as ");
	add_block(printer, node->with.body);
}

static void add_substitution(struct printer *printer, const struct node *operand)
{
	int outer = printer->indentation;
	printer->indentation = INLINE;
	add(printer, "(value-of");
	if (operand->type == NODE_SEQUENCE)
		add_block(printer, operand);
	else
		add_child(printer, operand);
	add(printer, ")");
	printer->indentation = outer;
}

static void add_pipeline(struct printer *printer, const struct node *node)
{
	int outer = printer->indentation;
	printer->indentation = INLINE;
	add(printer, "(pipe");
	add_children(printer, &node->pipeline.parts);
	add(printer, ")");
	printer->indentation = outer;
}

static void add_node(struct printer *printer, const struct node *node)
{
	if (add_expression(printer, node))
		return;
	switch (node->type) {
	case NODE_SUBSTITUTION: add_substitution(printer, node->operand); break;
	case NODE_WORD: add_word(printer, node); break;
	case NODE_CALL: add_call(printer, &node->call); break;
	case NODE_SEQUENCE: add_block(printer, node); break;
	case NODE_EXPRESSION: add_form(printer, "show", node->operand, NULL, NULL); break;
	case NODE_PIPELINE: add_pipeline(printer, node); break;
	case NODE_REDIRECT: add_redirects(printer, node); break;
	case NODE_LET: add_let(printer, node); break;
	case NODE_ASSIGN: add_assign(printer, node); break;
	case NODE_IF: add_if(printer, node); break;
	case NODE_WHILE: add_while(printer, node); break;
	case NODE_FOR: add_for(printer, node); break;
	case NODE_TRY: add_try(printer, node); break;
	case NODE_WITH: add_with(printer, node); break;
	case NODE_DEF: add_def(printer, node->function); break;
	case NODE_RETURN:
		add(printer, "return");
		if (node->operand != NULL)
			add_child(printer, node->operand);
		break;
	case NODE_BREAK: add(printer, "break"); break;
	case NODE_CONTINUE: add(printer, "continue"); break;
	case NODE_RAISE: add_raise(printer, node); break;
	case NODE_SPAWN: add_spawn(printer, node); break;
	case NODE_BLOCK_VALUE: {
		int outer = printer->indentation;
		printer->indentation = INLINE;
		add(printer, "block");
		add_block(printer, node->function->body);
		printer->indentation = outer;
		break;
	}
	default:
		break;
	}
}

void syntax_add_text(struct buf *out, const struct syntax *syntax)
{
	struct printer printer = { .out = out };
	if (syntax->script == NULL)
		return;
	const struct nodes *statements = &syntax->script->body->sequence.statements;
	for (size_t i = 0; i < statements->count; i++)
		add_line(&printer, statements->items[i]);
}
