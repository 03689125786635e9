/* Statements: chains (&& || not) of pipelines of commands, blocks and keywords' statements. */
#include "parser-internal.h"

/* ---- pipelines ---- */

static bool is_block_statement(const struct node *node)
{
	return node->type == NODE_IF || node->type == NODE_WHILE || node->type == NODE_FOR || node->type == NODE_TRY || node->type == NODE_WITH;
}

static void refuse_no_command(struct parser *p)
{
	struct span here = parser_here(p);
	struct diag *diag = parser_error(p, here, "expected a command, not %s", parser_quote(p, here));
	if (p->lexer.text[here.start] == '|')
		diag_hint(diag, "a line goes on after a `|` at its end, not before one at the next line's beginning");
}

/* A keyword's statement, an assignment, a bare block, or a command. */
static struct node *parse_element(struct parser *p, struct node *first, struct redirects *redirects, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	if (first != NULL)
		return parse_command(p, first, redirects, stops);
	lexer_skip_blanks(lexer);
	if (parser_at_keyword(p, "await"))
		parser_skip_keyword(p, "await");
	if (stops & ONLY_COMMANDS) {
		const char *keyword = parser_keyword_here(p);
		if (keyword != NULL) {
			parser_error(p, (struct span){ lexer->at, lexer->at + (uint32_t)strlen(keyword) }, "expected a command, not `%s`", keyword);
			return NULL;
		}
	} else {
		if (parser_at_assignment(p))
			return parse_assignment(p);
		struct node *statement = parse_keyword(p);
		if (statement != NULL || p->failed)
			return statement;
	}
	if (lexer->text[lexer->at] == '<' && !parser_at_arrow(p) && !(stops & STOP_AT_BLOCK)) {
		struct node *body = parse_block(p, (struct text){ "", 0 }, false);
		return body != NULL ? parser_block_call(p, body) : NULL;
	}
	if (!parser_at_word_start(p) || parser_at_arrow(p)) {
		refuse_no_command(p);
		return NULL;
	}
	return parse_command(p, NULL, redirects, stops);
}

static struct node *with_redirects(struct parser *p, struct node *command, const struct redirects *redirects)
{
	if (redirects->count == 0)
		return command;
	uint32_t end = redirects->items[redirects->count - 1].span.end;
	struct node *node = parser_node(p, NODE_REDIRECT, command->span.start, end > command->span.end ? end : command->span.end);
	node->redirect.command = command;
	node->redirect.redirects = redirects->items;
	node->redirect.count = redirects->count;
	return node;
}

static struct node *parse_part(struct parser *p, struct node *first, unsigned stops)
{
	struct redirects redirects = { 0 };
	struct node *node = parse_element(p, first, &redirects, stops);
	if (node == NULL || (node->type != NODE_CALL && !is_block_statement(node)))
		return node;
	lexer_skip_blanks(&p->lexer);
	while (parser_at_arrow(p)) {
		if (!parse_redirect(p, &redirects))
			return NULL;
		lexer_skip_blanks(&p->lexer);
	}
	return with_redirects(p, node, &redirects);
}

/* What runs beside others must be a call: statements and commands with a block of the function around become blocks. */
static struct node *pipeline_part(struct parser *p, struct node *node)
{
	struct node *command = node->type == NODE_REDIRECT ? node->redirect.command : node;
	if (command->type == NODE_CALL && command->call.inline_block == NULL)
		return node;
	if (command->type == NODE_CALL || is_block_statement(command))
		return parser_block_call(p, node);
	diag_hint(parser_error(p, node->span, "only commands and blocks can be parts of a pipeline"), "the value of an expression is printed by `print (...) | ...`");
	return NULL;
}

/* Behind an operator a line goes on. */
static bool skip_operator(struct parser *p, unsigned length)
{
	struct lexer *lexer = &p->lexer;
	struct span span = { lexer->at, lexer->at + length };
	lexer->at += length;
	lexer_skip_lines(lexer);
	if (lexer->text[lexer->at] != '\0')
		return true;
	parser_ended(p, span, "the text ends behind %s", parser_quote(p, span));
	return false;
}

static bool at_pipe(const struct lexer *lexer)
{
	return lexer->text[lexer->at] == '|' && lexer->text[lexer->at + 1] != '|';
}

struct node *parse_pipeline(struct parser *p, struct node *first, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	struct growing_nodes parts = { 0 };
	struct node *part = parse_part(p, first, stops);
	if (part == NULL || !(lexer_skip_blanks(lexer), at_pipe(lexer)))
		return part;
	uint32_t start = part->span.start;
	if (!(stops & STOP_AT_BLOCK))
		stops = 0;
	part = pipeline_part(p, part);
	while (part != NULL) {
		growing_push(p, &parts, part);
		lexer_skip_blanks(lexer);
		if (!at_pipe(lexer))
			break;
		if (lexer->text[lexer->at + 1] == '&') {
			diag_hint(parser_error(p, (struct span){ lexer->at, lexer->at + 2 }, "there is no `|&`"), "write COMMAND 2=>&1 | COMMAND");
			return NULL;
		}
		part = skip_operator(p, 1) ? parse_part(p, NULL, stops) : NULL;
		if (part != NULL)
			part = pipeline_part(p, part);
	}
	if (part == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_PIPELINE, start, part->span.end);
	node->pipeline.parts = parser_nodes(&parts);
	return node;
}

/* ---- chains ---- */

/* In a chain or as a condition an expression is tested, not shown. */
static struct node *tested(struct node *node)
{
	return node != NULL && node->type == NODE_EXPRESSION ? node->operand : node;
}

static struct node *parse_negation(struct parser *p, unsigned stops)
{
	struct level level;
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	if (!parser_at_keyword(p, "not"))
		return parse_pipeline(p, NULL, stops);
	if (!parser_enter(p, &level))
		return NULL;
	uint32_t start = parser_skip_keyword(p, "not");
	struct node *operand = tested(parse_negation(p, stops));
	if (operand == NULL)
		return NULL;
	parser_leave(p, &level);
	struct node *node = parser_node(p, NODE_NOT, start, operand->span.end);
	node->operand = operand;
	return node;
}

static bool can_be_tested(struct parser *p, const struct node *node, struct span operator)
{
	switch (node->type) {
	case NODE_LET: case NODE_ASSIGN: case NODE_DEF: case NODE_RETURN: case NODE_BREAK: case NODE_CONTINUE: case NODE_RAISE:
		diag_hint(parser_error(p, operator, "%s behind a statement that has no outcome", parser_quote(p, operator)),
			"put it on a line of its own; a value of several commands is $(...)");
		return false;
	default:
		return true;
	}
}

static struct node *parse_chain(struct parser *p, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	unsigned outer = p->height;
	p->height = 0;
	struct node *left = parse_negation(p, stops);
	while (left != NULL) {
		lexer_skip_blanks(lexer);
		bool is_and = lexer_at_text(lexer, "&&");
		struct span operator = { lexer->at, lexer->at + 2 };
		if (!is_and && !lexer_at_text(lexer, "||"))
			break;
		unsigned height = p->height;
		p->height = 0;
		if (!can_be_tested(p, left, operator) || !skip_operator(p, 2))
			return NULL;
		struct node *right = parse_negation(p, stops);
		if (right == NULL || !parser_chain(p, height, operator))
			return NULL;
		struct node *node = parser_node(p, NODE_LOGICAL, left->span.start, right->span.end);
		node->logical.is_and = is_and;
		node->logical.is_command = true;
		node->logical.left = tested(left);
		node->logical.right = tested(right);
		left = node;
	}
	if (p->height < outer)
		p->height = outer;
	return left;
}

struct node *parse_condition(struct parser *p, const char *owner)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	if (lexer->text[lexer->at] == '<' || lexer_ends_command(lexer, lexer->at)) {
		struct span here = parser_here(p);
		diag_hint(parser_error(p, here, "`%s` needs a condition, not %s", owner, parser_quote(p, here)), "write %s (x == 1) < ... > or %s COMMAND < ... >", owner, owner);
		return NULL;
	}
	return tested(parse_chain(p, STOP_AT_BLOCK | ONLY_COMMANDS));
}

/* ---- statements ---- */

static bool catch_ampersand(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	if (lexer->text[lexer->at] != '&' || lexer->text[lexer->at + 1] == '&')
		return false;
	unsigned length = lexer->text[lexer->at + 1] == '>' ? 2 : 1;
	struct span span = { lexer->at, lexer->at + length };
	struct diag *diag = parser_complain(p, span, "there is no %s", parser_quote(p, span));
	if (length == 2)
		diag_hint(diag, "`&=> FILE` writes output and errors to a file");
	else
		diag_hint(diag, "a nursery runs commands at the same time: nursery < spawn COMMAND; ... >; at the prompt: spawn COMMAND");
	lexer->at += length;
	return true;
}

struct node *parse_statement(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	if (p->failed)
		return NULL;
	struct node *node = parse_chain(p, 0);
	if (node == NULL || p->failed)
		return NULL;
	lexer_skip_blanks(lexer);
	if (catch_ampersand(p))
		return p->failed ? NULL : node;
	if (!lexer_ends_command(lexer, lexer->at))
		parser_unexpected(p, is_block_statement(node) || lexer->text[node->span.end - 1] == '>' ? "the block" : "the statement");
	return p->failed ? NULL : node;
}
