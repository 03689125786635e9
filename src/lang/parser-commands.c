/* A command: its first word, its words and options, redirections, and its block. */
#include "parser-internal.h"

#include "value/units.h"

/* ---- redirections ---- */

bool parse_redirect(struct parser *p, struct redirects *redirects)
{
	struct lexer *lexer = &p->lexer;
	struct redirect_node redirect = { 0 };
	uint32_t start = lexer->at;
	lexer->at += lexer_arrow(lexer, &redirect.type, &redirect.descriptor);
	struct span arrow = { start, lexer->at };
	if (redirect.type != REDIRECT_ERROR_TO_OUTPUT) {
		lexer_skip_blanks(lexer);
		if (lexer->text[lexer->at] == '&' && lexer_is_digit(lexer->text[lexer->at + 1])) {
			diag_hint(parser_error(p, (struct span){ start, lexer->at + 2 }, "output is not redirected to a descriptor"),
				"`2=>&1` joins errors to the output; eprint writes to standard error");
			return false;
		}
		if (!parser_at_word_start(p)) {
			parser_error(p, arrow, "expected a %s after %s", redirect.type == REDIRECT_TEXT ? "text" : "file", parser_quote(p, arrow));
			return false;
		}
		redirect.target = parse_word(p, NULL);
		if (redirect.target == NULL)
			return false;
	}
	redirect.span = (struct span){ start, lexer->at };
	growing_push(p, redirects, redirect);
	return true;
}

bool parser_at_arrow(struct parser *p)
{
	enum redirect_type type;
	int descriptor;
	return lexer_arrow(&p->lexer, &type, &descriptor) > 0;
}

/* ---- the words of a command ---- */

/* An unquoted --name is an option wherever it stands; whether it is one for the callee, or just a word (a program's, or behind the first
 * word of a command that takes any number of words), is decided where the callee's parameters are known. */
bool parse_option(struct parser *p, struct argument *option)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, end = start + 2;
	if (!lexer_at_text(lexer, "--") || !lexer_is_name_start(lexer->text[end]))
		return false;
	while (lexer_is_name(lexer->text[end]) || (lexer->text[end] == '-' && lexer_is_name(lexer->text[end + 1])))
		end++;
	bool has_value = lexer->text[end] == '=' && lexer->text[end + 1] != '>';
	if (!has_value && !lexer_ends_word(lexer, end))
		return false;
	*option = (struct argument){ .type = has_value ? ARGUMENT_OPTION_VALUE : ARGUMENT_OPTION };
	option->name = parser_slice(p, start + 2, end);
	lexer->at = end;
	if (has_value) {
		lexer->at++;
		if (parser_at_word_start(p)) {
			option->value = parse_word(p, NULL);
		} else {
			option->value = parser_node(p, NODE_TEXT, lexer->at, lexer->at);
			option->value->text = (struct text){ "", 0 };
		}
	}
	option->span = (struct span){ start, lexer->at };
	return !p->failed;
}

static bool parse_argument_word(struct parser *p, struct arguments *arguments)
{
	bool spread = false;
	uint32_t start = p->lexer.at;
	struct node *word = parse_word(p, &spread);
	if (word == NULL)
		return false;
	struct argument argument = { .type = spread ? ARGUMENT_SPREAD : ARGUMENT_WORD, .value = word, .span = { start, p->lexer.at } };
	growing_push(p, arguments, argument);
	return true;
}

/* An option or a word. */
static bool parse_command_argument(struct parser *p, struct arguments *arguments)
{
	struct argument option;
	if (lexer_at_text(&p->lexer, "--") && parse_option(p, &option)) {
		growing_push(p, arguments, option);
		return true;
	}
	return !p->failed && parse_argument_word(p, arguments);
}

/* Operators between bare words: arithmetic, comparisons and assignments of other languages. */
static void check_operator_words(struct parser *p, const struct call_node *call, const struct arguments *arguments, unsigned stops)
{
	struct argument *last = &arguments->items[arguments->count - 1];
	size_t index = arguments->count - 1;
	if (last->type != ARGUMENT_WORD || !parser_word_is_text(last->value))
		return;
	const char *text = last->value->word.source.bytes;
	bool compares = strcmp(text, "==") == 0 || strcmp(text, "!=") == 0;
	if (compares && (index == 0 || (stops & STOP_AT_BLOCK && call->name.text.length == 0))) {
		diag_hint(parser_error(p, last->span, "%s in a command", parser_quote(p, last->span)), "a comparison stands in parentheses, as in if (x == 1) < ... >");
		return;
	}
	if (strcmp(text, "=") != 0)
		return;
	if (index == 1 && strcmp(call->name.text.bytes != NULL ? call->name.text.bytes : "", "export") == 0) {
		diag_hint(parser_error(p, last->span, "`export` takes NAME=VALUE as one word"), "leave the spaces around `=` out");
		return;
	}
	size_t length = call->name.text.length;
	bool comma = length > 0 && call->name.text.bytes[length - 1] == ',';
	if (index != 0 && !comma)
		return;
	struct diag *diag = parser_error(p, last->span, "`=` in a command");
	if (call->callee != NULL && call->callee->type == NODE_VARIABLE)
		diag_hint(diag, "a variable is set by its bare name: %s = ...", call->callee->name.text.bytes);
	else if (comma)
		diag_hint(diag, "only `let` takes a list apart: let a, b = ...");
	else
		diag_hint(diag, "the name of a variable is made of letters, digits and _");
}

static bool parse_as(struct parser *p, struct call_node *call)
{
	struct span span = parser_here(p);
	p->lexer.at = span.end;
	if (call->as.text.length > 0) {
		parser_error(p, span, "a second `as`");
		return false;
	}
	return parser_expect_name(p, "a name behind `as`", &call->as);
}

static struct text command_label(struct parser *p, const struct node *node)
{
	const struct call_node *call = &node->call;
	if (call->name.text.length > 0)
		return call->name.text;
	struct span span = call->callee->span;
	if (span.end - span.start > 40)
		return (struct text){ "", 0 };
	return parser_slice(p, span.start, span.end);
}

static bool parse_call_block(struct parser *p, struct node *node)
{
	struct call_node *call = &node->call;
	uint32_t start = p->lexer.at;
	bool is_inline = call->info != NULL && call->info->flags & COMMAND_BLOCK;
	struct node *body = parse_block(p, command_label(p, node), !is_inline);
	if (body == NULL)
		return false;
	if (is_inline)
		call->inline_block = body;
	else
		call->block = parser_block_function(p, body, start, p->lexer.at);
	return true;
}

/* `nursery {` and `if x {`: a brace that ends its line where a block is due. */
static bool at_brace_block(const struct lexer *lexer, const struct call_node *call, unsigned stops)
{
	if (lexer->text[lexer->at] != '{' || !(stops & STOP_AT_BLOCK || (call->info != NULL && call->info->flags & COMMAND_BLOCK)))
		return false;
	struct lexer ahead = *lexer;
	ahead.at++;
	lexer_skip_blanks(&ahead);
	return ahead.text[ahead.at] == '\n' || ahead.text[ahead.at] == '\r';
}

enum step { STEP_ON, STEP_END };

/* One thing behind the first word. */
static enum step parse_call_piece(struct parser *p, struct node *node, struct arguments *arguments, struct redirects *redirects, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	struct call_node *call = &node->call;
	char c = lexer->text[lexer->at];
	if (parser_at_arrow(p))
		return parse_redirect(p, redirects) ? STEP_ON : STEP_END;
	if (c == '>' && !(stops & STOP_AT_BLOCK))
		return parser_catch_redirection(p) ? STEP_ON : STEP_END;
	if (c == '<') {
		if (!(stops & STOP_AT_BLOCK) && parse_call_block(p, node))
			node->span.end = lexer->at;
		return STEP_END;
	}
	bool as = lexer_at_word(lexer, "as");
	if (!parser_at_word_start(p) || (as && stops & STOP_AT_AS) || at_brace_block(lexer, call, stops))
		return STEP_END;
	if (as && call->info != NULL && call->info->flags & COMMAND_BLOCK) {
		if (!parse_as(p, call))
			return STEP_END;
	} else if (call->parenthesised) {
		parser_unexpected(p, "the call");
		return STEP_END;
	} else {
		if (!parse_command_argument(p, arguments))
			return STEP_END;
		check_operator_words(p, call, arguments, stops);
	}
	node->span.end = lexer->at;
	return STEP_ON;
}

static void check_block(struct parser *p, const struct call_node *call, unsigned stops)
{
	bool needs = call->info != NULL && call->info->flags & COMMAND_BLOCK && !(call->info->flags & COMMAND_BLOCK_OPTIONAL);
	if (!needs || call->inline_block != NULL || p->failed)
		return;
	if (stops & STOP_AT_BLOCK)
		parser_error(p, call->name.span, "`%s` holds a block and cannot stand here", call->name.text.bytes);
	else
		parser_missing_block(p, call->name.text.bytes);
}

/* Everything behind the first word, up to behind the block. */
static struct node *parse_call_rest(struct parser *p, struct node *node, struct redirects *redirects, unsigned stops)
{
	struct arguments arguments = { .items = node->call.arguments, .count = node->call.argument_count, .capacity = node->call.argument_count };
	enum step step = STEP_ON;
	while (step == STEP_ON && !p->failed) {
		lexer_skip_blanks(&p->lexer);
		step = parse_call_piece(p, node, &arguments, redirects, stops);
	}
	check_block(p, &node->call, stops);
	node->call.arguments = arguments.items;
	node->call.argument_count = arguments.count;
	return p->failed ? NULL : node;
}

/* ---- the first word ---- */

static bool has_slash(struct text text)
{
	return memchr(text.bytes, '/', text.length) != NULL;
}

static bool is_path(const struct node *word)
{
	if (word->type == NODE_TEXT)
		return has_slash(word->text);
	if (word->type == NODE_INTERPOLATION) {
		for (size_t i = 0; i < word->parts.count; i++)
			if (word->parts.items[i]->type == NODE_TEXT && has_slash(word->parts.items[i]->text))
				return true;
	} else if (word->type == NODE_WORD) {
		for (size_t i = 0; i < word->word.count; i++)
			if (word->word.parts[i].type != WORD_VALUE && has_slash(word->word.parts[i].text))
				return true;
	}
	return false;
}

static bool check_first_word(struct parser *p, struct node *word)
{
	struct value value;
	char c = word->word.source.bytes[0];
	if ((lexer_is_digit(c) || c == '-' || c == '+' || c == '.') && parser_word_value(p, word, &value)) {
		struct diag *diag = parser_error(p, word->span, "%s is no command", parser_quote(p, word->span));
		diag_hint(diag, "a value is printed by `print`; a comparison stands in parentheses, as in if (x < 5) < ... >");
		p->open->forgiven = p->open->kind == OPEN_BLOCK && p->open->span.end + 1 >= word->span.start;
		return false;
	}
	if (c == '-') {
		diag_hint(parser_error(p, word->span, "a command does not begin with `-`"), "arithmetic stands in parentheses: (-x)");
		return false;
	}
	return true;
}

static struct node *call_of_word(struct parser *p, struct node *word)
{
	struct node *node = parser_node(p, NODE_CALL, word->span.start, word->span.end);
	struct call_node *call = &node->call;
	if (parser_word_is_text(word)) {
		struct text text = word->word.source;
		if (!check_first_word(p, word))
			return NULL;
		if (!has_slash(text) && text.bytes[0] != '~' && strcspn(text.bytes, "*?[") == text.length) {
			call->name = (struct name){ .text = text, .span = word->span };
			call->info = parser_command_info(p, text);
			return node;
		}
	}
	call->callee = word;
	call->external = is_path(word);
	return node;
}

struct node *parse_parenthesised_call(struct parser *p, uint32_t start)
{
	struct arguments arguments = { 0 };
	struct name name = parser_name(p, start, p->lexer.at);
	if (!parse_call_arguments(p, &arguments))
		return NULL;
	struct node *node = parser_node(p, NODE_CALL, start, p->lexer.at);
	node->call.name = name;
	node->call.info = parser_command_info(p, name.text);
	node->call.arguments = arguments.items;
	node->call.argument_count = arguments.count;
	node->call.parenthesised = true;
	return node;
}

/* [ ... ], x=5 and the like, where a command should begin. */
static bool refuse_first_word(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, name_end = lexer_name_end(lexer, start);
	const char *text = lexer->text + name_end;
	if (name_end == start) {
		if (lexer->text[start] != '[')
			return false;
		bool test = strchr(" \t[", lexer->text[start + 1]) != NULL && lexer->text[start + 1] != '\0';
		struct diag *diag = parser_error(p, (struct span){ start, start + (lexer->text[start + 1] == '[' ? 2 : 1) }, "`[` begins no command");
		if (test) {
			p->told_shell = true;
			diag_hint(diag, "a condition stands in parentheses, as in if (x == 1) < ... >; for files there is `exists`");
		} else {
			diag_hint(diag, "a list as a statement is ([...])");
		}
		return true;
	}
	unsigned sign = *text != '\0' && strchr("+-*/%", *text) != NULL;
	if (text[sign] != '=' || text[sign + 1] == '>' || strchr("=", text[sign + 1]) == text + sign + 1)
		return false;
	uint32_t end = name_end;
	while (!lexer_ends_word(lexer, end))
		end++;
	lexer->at = end;
	lexer_skip_blanks(lexer);
	bool alone = lexer_ends_command(lexer, lexer->at);
	lexer->at = start;
	struct span span = { name_end, name_end + sign + 1 };
	struct diag *diag = parser_error(p, span, "%s without spaces around it", parser_quote(p, span));
	if (alone)
		diag_hint(diag, "write %.*s %.*s ..., or `let` before a new variable", (int)(name_end - start), lexer->text + start, (int)sign + 1, text);
	else
		diag_hint(diag, "for the environment of one program: run --env NAME=VALUE COMMAND; a variable: let NAME = ...");
	return true;
}

/* `f() {` */
static bool is_foreign_definition(struct parser *p, const struct node *call)
{
	struct lexer ahead = p->lexer;
	lexer_skip_blanks(&ahead);
	if (ahead.text[ahead.at] != '{' || call->call.argument_count > 0)
		return false;
	diag_hint(parser_error(p, call->span, "functions are not defined like this"), "write def %s < ... >", call->call.name.text.bytes);
	p->told_shell = true;
	return true;
}

/* first: the first word, if it has been read. */
struct node *parse_command(struct parser *p, struct node *first, struct redirects *redirects, unsigned stops)
{
	uint32_t start = first != NULL ? first->span.start : p->lexer.at;
	if (first == NULL) {
		if (refuse_first_word(p))
			return NULL;
		first = parse_word(p, NULL);
	}
	if (first == NULL)
		return NULL;
	char c = p->lexer.text[start];
	struct node *node = first;
	if (first->type != NODE_CALL || first->span.start != start) {
		lexer_skip_blanks(&p->lexer);
		if (c == '(' && first->type != NODE_WORD && (!parser_at_word_start(p) || (p->lexer.text[p->lexer.at] == '{' && stops & STOP_AT_BLOCK))
		    && (p->lexer.text[p->lexer.at] != '<' || stops & STOP_AT_BLOCK) && !parser_at_arrow(p)) {
			node = parser_node(p, NODE_EXPRESSION, start, first->span.end);
			node->operand = first;
			return node;
		}
		node = call_of_word(p, first);
	} else if (is_foreign_definition(p, first)) {
		return NULL;
	}
	return node != NULL ? parse_call_rest(p, node, redirects, stops) : NULL;
}
