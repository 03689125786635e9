/* The whole text: sequences of statements, blocks, and finding the way back after an error. */
#include "parser-internal.h"

#include "base/mem.h"

/* ---- nodes ---- */

struct node *parser_node(struct parser *p, enum node_type type, uint32_t start, uint32_t end)
{
	struct node *node = arena_new(p->arena, struct node);
	node->type = type;
	node->span = (struct span){ start, end };
	return node;
}

struct text parser_text(struct parser *p, const char *bytes, size_t length)
{
	return (struct text){ arena_copy(p->arena, bytes, length), length };
}

struct text parser_slice(struct parser *p, uint32_t start, uint32_t end)
{
	return parser_text(p, p->lexer.text + start, end - start);
}

struct name parser_name(struct parser *p, uint32_t start, uint32_t end)
{
	return (struct name){ .text = parser_slice(p, start, end), .span = { start, end } };
}

struct nodes parser_nodes(const struct growing_nodes *growing)
{
	return (struct nodes){ growing->items, growing->count };
}

const struct command_info *parser_command_info(struct parser *p, struct text name)
{
	return p->lookup != NULL ? p->lookup->find(name.bytes, name.length, p->lookup->context) : NULL;
}

/* ---- depth ---- */

bool parser_enter(struct parser *p, struct level *level)
{
	if (p->stopped)
		return false;
	if (p->depth == SYNTAX_DEPTH) {
		parser_error(p, parser_here(p), "nested too deeply (%d levels)", SYNTAX_DEPTH);
		parser_stop(p);
		return false;
	}
	p->depth++;
	level->height = p->height;
	p->height = 0;
	return true;
}

static unsigned taller(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

void parser_leave(struct parser *p, const struct level *level)
{
	p->depth--;
	p->height = taller(level->height, p->height + 1);
}

bool parser_chain(struct parser *p, unsigned left, struct span span)
{
	p->height = taller(left, p->height) + 1;
	if (p->height <= PARSER_HEIGHT)
		return true;
	parser_error(p, span, "too long: more than %d parts in a row", PARSER_HEIGHT);
	parser_stop(p);
	return false;
}

/* ---- sequences and blocks ---- */

static bool is_inside(const struct parser *p, enum open_kind kind)
{
	for (const struct open *open = p->open; open != NULL; open = open->outer)
		if (open->kind == kind)
			return true;
	return false;
}

/* Skips what is left of a failed statement. Blocks on the way are parsed, for the sake of the errors in them. */
static void recover(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t bracket = p->bracket;
	p->bracket = LEXER_NOWHERE;
	p->failed = p->stopped;
	if (bracket != LEXER_NOWHERE) {
		uint32_t end = lexer_skip_pair(lexer, bracket);
		if (end != LEXER_NOWHERE && end > lexer->at)
			lexer->at = end;
	}
	while (!p->stopped) {
		lexer_skip_blanks(lexer);
		char c = lexer->text[lexer->at];
		if (c == '\0' || c == '\n' || c == ';')
			return;
		if ((c == '>' && p->open->kind == OPEN_BLOCK) || (c == ')' && is_inside(p, OPEN_SUBSTITUTION)))
			return;
		if (c == '<' && lexer->text[lexer->at + 1] != '=' && !lexer_at_text(lexer, "<<=")) {
			parse_block(p, (struct text){ "", 0 }, false);
			continue;
		}
		uint32_t end = strchr("([{'\"", c) != NULL ? lexer_skip_pair(lexer, lexer->at) : LEXER_NOWHERE;
		if (end != LEXER_NOWHERE)
			lexer->at = end;
		else if ((c == '=' || c == '-') && lexer->text[lexer->at + 1] == '>')
			lexer->at += 2;
		else
			lexer->at += c == '\\' && lexer->text[lexer->at + 1] != '\0' ? 2 : 1;
		/* A '#' begins a comment only behind a blank. */
		while (lexer->text[lexer->at] == '#')
			lexer->at++;
	}
}

/* At '>' or ')' where a statement could begin: does it close this sequence? If not, it is reported and skipped. */
static bool closes_sequence(struct parser *p)
{
	struct span span = { p->lexer.at, p->lexer.at + 1 };
	if (p->lexer.text[span.start] == '>') {
		if (p->open->kind == OPEN_BLOCK)
			return true;
		diag_hint(parser_complain(p, span, "`>` closes no block"),
			"blocks are written `< ... >`, redirections `=> FILE`, and as text it is quoted: '>'");
	} else {
		if (p->open->kind == OPEN_SUBSTITUTION)
			return true;
		if (is_inside(p, OPEN_SUBSTITUTION)) {
			struct diag *diag = parser_complain(p, span, "`)` before the end of the block");
			diag_note(diag, p->open->span, "this block is still open");
			return true;
		}
		diag_hint(parser_complain(p, span, "`)` closes nothing"), "as text it is quoted: ')'");
	}
	p->lexer.at++;
	return false;
}

struct node *parse_sequence(struct parser *p, bool opens_scope)
{
	struct growing_nodes statements = { 0 };
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, end = start;
	p->follows_failure = false;
	while (!p->stopped) {
		if (p->diags->full) {
			parser_stop(p);
			break;
		}
		lexer_skip_separators(lexer);
		char c = lexer->text[lexer->at];
		if (c == '\0' || ((c == '>' || c == ')') && closes_sequence(p)))
			break;
		if (c == '>' || c == ')' || parser_catch_foreign_statement(p))
			continue;
		struct node *statement = parse_statement(p);
		p->follows_failure = p->failed;
		if (p->failed) {
			recover(p);
		} else {
			growing_push(p, &statements, statement);
			end = statement->span.end;
		}
	}
	struct node *node = parser_node(p, NODE_SEQUENCE, start, end);
	node->sequence.statements = parser_nodes(&statements);
	node->sequence.opens_scope = opens_scope;
	return node;
}

static void end_inside_block(struct parser *p, const struct open *open)
{
	if (open->forgiven) {
		parser_stop(p);
		return;
	}
	uint32_t end = p->lexer.length;
	while (end > open->span.end && strchr(" \t\r\n", p->lexer.text[end - 1]) != NULL)
		end--;
	struct diag *diag;
	if (open->owner.length > 0) {
		diag = parser_ended(p, (struct span){ end, end }, "the text ends inside the block of `%s`", open->owner.bytes);
		diag_note(diag, open->span, "the block of `%s` opened here is never closed", open->owner.bytes);
	} else {
		diag = parser_ended(p, (struct span){ end, end }, "the text ends inside a block");
		diag_note(diag, open->span, "the block opened here is never closed");
	}
	parser_hint_unclosed(p, diag, open);
}

struct node *parse_block(struct parser *p, struct text owner, bool argument)
{
	struct level level;
	struct lexer *lexer = &p->lexer;
	if (!parser_enter(p, &level))
		return NULL;
	uint32_t start = lexer->at++, bracket = p->bracket;
	struct open open = { .outer = p->open, .kind = OPEN_BLOCK, .owner = owner, .argument = argument, .span = { start, start + 1 } };
	p->open = &open;
	p->bracket = LEXER_NOWHERE;
	struct node *sequence = parse_sequence(p, true);
	if (lexer->text[lexer->at] == '>')
		lexer->at++;
	else if (lexer->text[lexer->at] == '\0')
		end_inside_block(p, &open);
	sequence->span = (struct span){ start, lexer->at };
	p->open = open.outer;
	p->bracket = bracket;
	parser_leave(p, &level);
	return p->stopped ? NULL : sequence;
}

struct function_node *parser_block_function(struct parser *p, struct node *body, uint32_t start, uint32_t end)
{
	struct function_node *function = arena_new(p->arena, struct function_node);
	function->name = (struct text){ "", 0 };
	function->span = (struct span){ start, end };
	function->name_span = (struct span){ start, start < end ? start + 1 : end };
	function->body = body;
	function->is_block = true;
	return function;
}

struct node *parser_block_call(struct parser *p, struct node *statement)
{
	struct span span = statement->span;
	struct node *body = statement;
	if (statement->type != NODE_SEQUENCE) {
		struct growing_nodes statements = { 0 };
		growing_push(p, &statements, statement);
		body = parser_node(p, NODE_SEQUENCE, span.start, span.end);
		body->sequence.statements = parser_nodes(&statements);
		body->sequence.opens_scope = true;
	}
	struct node *block = parser_node(p, NODE_BLOCK_VALUE, span.start, span.end);
	block->function = parser_block_function(p, body, span.start, span.end);
	struct node *call = parser_node(p, NODE_CALL, span.start, span.end);
	call->call.callee = block;
	return call;
}

/* ---- the text ---- */

/* A NUL byte means that this is no script at all: one error is enough. */
static bool refuse_binary(struct parser *p)
{
	const char *nul = memchr(p->lexer.text, '\0', p->lexer.length);
	if (nul == NULL)
		return false;
	uint32_t at = (uint32_t)(nul - p->lexer.text);
	diag_hint(parser_complain(p, (struct span){ at, at + 1 }, "a NUL byte in the text"), "this is no script; a program is run by its name");
	parser_stop(p);
	return true;
}

static struct function_node *parse_script(struct parser *p)
{
	struct open open = { .kind = OPEN_SCRIPT };
	p->open = &open;
	struct node *body = parse_sequence(p, true);
	struct function_node *script = arena_new(p->arena, struct function_node);
	script->name = (struct text){ "", 0 };
	script->span = (struct span){ 0, p->lexer.length };
	script->body = body;
	return script;
}

struct syntax *syntax_parse(struct source *source, const struct command_lookup *lookup, struct diags *diags)
{
	struct syntax *syntax = mem_zalloc(sizeof *syntax);
	arena_init(&syntax->arena);
	syntax->source = source_retain(source);
	syntax->open_block = (struct text){ "", 0 };
	struct parser parser = { .arena = &syntax->arena, .syntax = syntax, .lookup = lookup, .diags = diags, .bracket = LEXER_NOWHERE };
	unsigned errors_before = diags->error_count;
	lexer_init(&parser.lexer, source);
	if (!refuse_binary(&parser)) {
		struct function_node *script = parse_script(&parser);
		if (!parser.stopped)
			syntax->script = script;
	}
	syntax->incomplete = parser.ended_inside && diags->error_count == errors_before + 1;
	return syntax;
}

void syntax_free(struct syntax *syntax)
{
	if (syntax == NULL)
		return;
	arena_clear(&syntax->arena);
	source_release(syntax->source);
	mem_free(syntax);
}
