/* Expressions: values, brackets, calls, indexes, properties; and what is said about tokens that fit nowhere. */
#include "parser-internal.h"

#include "value/units.h"

static struct token peek_token(const struct parser *p)
{
	struct lexer ahead = p->lexer;
	lexer_next_token(&ahead);
	return ahead.token;
}

/* ---- wrong tokens ---- */

static const char *foreign_hint(const struct parser *p)
{
	static const struct { const char *token, *hint; } foreign[] = {
		{ "&&", "write `and`" }, { "||", "write `or`" }, { "!", "write `not`" }, { "===", "write `==`" }, { "!==", "write `!=`" },
		{ "is", "write `==`" }, { ":=", "assign before, with `let`" }, { "=", "write `==` to compare; `let` and `x = ...` are statements" },
		{ "<>", "write `!=`" }, { "->", "as text it is quoted" }, { "lambda", "write def NAME x < return (...) > before" },
		{ "for", "there are no comprehensions: append in a `for` loop" }, { "++", "write x += 1 as a statement" },
		{ "--", "write x -= 1 as a statement" }, { "?", "write A if CONDITION else B" }, { "&", "there are no operators on bits" },
		{ ";", "an expression is one value; commands stand in $( )" },
	};
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (parser_token_is(p, foreign[i].token))
			return foreign[i].hint;
	return NULL;
}

/* The two tokens before and at this one make ++ or --. */
static struct span doubled_sign(const struct parser *p, bool *found)
{
	const char *text = p->lexer.text;
	uint32_t at = p->lexer.token.span.start;
	*found = true;
	if (at >= 1 && text[at] == '+' && text[at - 1] == '+')
		return (struct span){ at - 1, at + 1 };
	while (at > 0 && strchr(" \t\r\n", text[at - 1]) != NULL)
		at--;
	if (at >= 2 && text[at - 1] == text[at - 2] && strchr("+-", text[at - 1]) != NULL)
		return (struct span){ at - 2, at };
	*found = false;
	return p->lexer.token.span;
}

/* Bytes beyond ASCII and control characters are no tokens at all. */
static bool refuse_byte(struct parser *p)
{
	unsigned char byte = (unsigned char)p->lexer.text[p->lexer.token.span.start];
	if (byte < 0x80 && byte >= ' ')
		return false;
	p->lexer.at = p->lexer.token.span.start;
	parser_complain_byte(p);
	p->failed = true;
	return true;
}

static void expected_value(struct parser *p)
{
	bool doubled = false;
	struct span span = doubled_sign(p, &doubled), here = p->lexer.token.span;
	if (parser_at_token(p, TOKEN_END))
		return; /* who opened the bracket says so */
	if (doubled) {
		diag_hint(parser_error(p, span, "there is no %s", parser_quote(p, span)), "write x %c= 1 as a statement", p->lexer.text[span.start]);
		return;
	}
	if (refuse_byte(p))
		return;
	struct diag *diag = parser_error(p, here, "expected a value, not %s", parser_quote(p, here));
	const char *hint = foreign_hint(p);
	if (hint != NULL)
		diag_hint(diag, "%s", hint);
	else if (parser_at_token(p, TOKEN_STAR) || parser_at_token(p, TOKEN_POWER))
		diag_hint(diag, "a list is spread by dots: xs...");
	else if (parser_at_token(p, TOKEN_PLUS))
		diag_hint(diag, "leave the sign out");
}

static void never_closed(struct parser *p, uint32_t open, unsigned length)
{
	struct span span = { open, open + length };
	parser_ended(p, span, "%s is never closed", parser_quote(p, span));
}

/* An expression is over, and neither the closing bracket nor anything else that may stand here follows. */
static void refuse_token(struct parser *p, uint32_t open, const char *wanted)
{
	const char *text = p->lexer.text;
	struct span here = p->lexer.token.span;
	bool doubled;
	if (p->failed)
		return;
	if (parser_at_token(p, TOKEN_END)) {
		never_closed(p, open, text[open] == '$' ? 2 : 1);
		return;
	}
	struct span sign = doubled_sign(p, &doubled);
	if (doubled && sign.start >= here.start) {
		expected_value(p);
		return;
	}
	if (refuse_byte(p))
		return;
	bool closes = parser_at_token(p, TOKEN_CLOSE_PAREN) || parser_at_token(p, TOKEN_CLOSE_INDEX) || parser_at_token(p, TOKEN_CLOSE_BRACE);
	struct diag *diag = parser_error(p, here, "expected %s, not %s", wanted, parser_quote(p, here));
	const char *hint = foreign_hint(p);
	if (closes)
		diag_note(diag, (struct span){ open, open + 1 }, "opened here");
	else if (hint != NULL)
		diag_hint(diag, "%s", hint);
	else if (text[open] == '$' || text[open] == '{')
		diag_hint(diag, "in ${ } stands an expression, as in ${x + 1}, ${len(x)} or ${x if x else \"none\"}");
	else if (parser_at_token(p, TOKEN_QUOTE) && here.start > 0 && text[here.start - 1] == 'f')
		diag_hint(diag, "every \"...\" takes $name and ${...}; leave the f out");
	else if (parser_at_token(p, TOKEN_COMMA) && text[open] == '(')
		diag_hint(diag, "a list is written [a, b]");
	else if (text[open] == '[')
		diag_hint(diag, "commas stand between items");
}

/* ---- values ---- */

static struct node *number_node(struct parser *p, struct value value, struct span span)
{
	struct node *node = parser_node(p, NODE_NUMBER, span.start, span.end);
	node->number = value;
	return node;
}

/* A number that a minus before it belongs to: -9223372036854775808 is one, -2 ** 2 is not. */
bool parser_at_literal_number(struct parser *p)
{
	return parser_at_token(p, TOKEN_NUMBER) && peek_token(p).type != TOKEN_POWER;
}

/* At a number; sign: the place of the minus before it, or its start. Underscores between digits are left out. */
struct node *parse_number(struct parser *p, uint32_t sign)
{
	struct span number = p->lexer.token.span, span = { sign, number.end };
	struct buf digits = BUF_INIT;
	if (sign < number.start)
		buf_add_byte(&digits, '-');
	for (uint32_t i = number.start; i < number.end; i++)
		if (p->lexer.text[i] != '_')
			buf_add_byte(&digits, p->lexer.text[i]);
	struct value value = value_none();
	bool overflow = false;
	bool good = units_parse_word(digits.data, digits.length, &value, &overflow);
	buf_clear(&digits);
	if (!good)
		diag_hint(parser_complain(p, number, "%s is no number", parser_quote(p, number)), "numbers are 1 1.5 1e9 0x1f, durations 500ms 10s 2m 1h; a name begins with a letter");
	else if (overflow)
		parser_complain(p, span, "this number does not fit 64 bits");
	parser_advance(p);
	return number_node(p, value, span);
}

/* true, false, none, inf; also as Python writes them, with a complaint. */
static struct node *parse_constant(struct parser *p)
{
	static const char *const names[] = { "true", "false", "none", "inf", "True", "False", "None" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!parser_token_is(p, names[i]))
			continue;
		struct span span = p->lexer.token.span;
		if (i >= 4)
			diag_hint(parser_complain(p, span, "there is no `%s`", names[i]), "write `%s`", names[i - 4]);
		parser_advance(p);
		struct value values[] = { value_bool(true), value_bool(false), value_none(), value_float(__builtin_inf()) };
		return number_node(p, values[i % 4], span);
	}
	return NULL;
}

bool parser_is_reserved(const char *word, size_t length)
{
	static const char *const reserved[] = { "and", "or", "not", "in", "if", "else", "is", "lambda", "for", "await",
		"true", "false", "none", "inf", "True", "False", "None" };
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (strlen(reserved[i]) == length && memcmp(reserved[i], word, length) == 0)
			return true;
	return false;
}

static struct node *parse_name(struct parser *p)
{
	while (parser_token_is(p, "await") && peek_token(p).type == TOKEN_NAME)
		parser_advance(p);
	struct node *constant = parse_constant(p);
	if (constant != NULL)
		return constant;
	struct span span = p->lexer.token.span;
	if (parser_is_reserved(p->lexer.text + span.start, span.end - span.start)) {
		expected_value(p);
		return NULL;
	}
	struct node *node = parser_node(p, NODE_VARIABLE, span.start, span.end);
	node->name = parser_name(p, span.start, span.end);
	parser_advance(p);
	return node;
}

/* Strings and $ forms are read by characters. */
static struct node *parse_by_characters(struct parser *p)
{
	bool quote = parser_at_token(p, TOKEN_QUOTE);
	struct span span = p->lexer.token.span;
	p->lexer.at = span.start;
	struct node *node = quote ? parse_string(p) : parse_dollar(p, false);
	if (p->failed)
		return NULL;
	if (node == NULL) {
		diag_hint(parser_error(p, span, "expected a name after `$`"), "as text it is quoted: '$'");
		return NULL;
	}
	parser_advance(p);
	return node;
}

/* ---- brackets ---- */

static struct node *parse_item(struct parser *p)
{
	struct node *item = parse_expression(p);
	if (item == NULL || !parser_at_token(p, TOKEN_ELLIPSIS))
		return item;
	struct node *spread = parser_node_between(p, NODE_SPREAD, item, p->lexer.token.span.end);
	spread->operand = item;
	parser_advance(p);
	return spread;
}

/* A comma, or the closing bracket, which stays the current token. */
static bool next_item(struct parser *p, enum token_type closer, uint32_t open, const char *wanted)
{
	if (p->failed)
		return false;
	if (parser_at_token(p, TOKEN_COMMA))
		parser_advance(p);
	else if (!parser_at_token(p, closer))
		refuse_token(p, open, wanted);
	return !p->failed;
}

static struct node *parse_list(struct parser *p, uint32_t open)
{
	struct growing_nodes items = { 0 };
	parser_advance(p);
	while (!p->failed && !parser_at_token(p, TOKEN_CLOSE_INDEX)) {
		struct node *item = parse_item(p);
		if (item == NULL)
			break;
		growing_push(p, &items, item);
		next_item(p, TOKEN_CLOSE_INDEX, open, "`,` or `]`");
	}
	struct node *node = parser_node(p, NODE_LIST, open, p->lexer.token.span.end);
	node->list.items = parser_nodes(&items);
	return node;
}

static struct node *parse_map(struct parser *p, uint32_t open)
{
	struct growing_nodes keys = { 0 }, values = { 0 };
	parser_advance(p);
	while (!p->failed && !parser_at_token(p, TOKEN_CLOSE_BRACE)) {
		struct node *key = parse_expression(p);
		if (key == NULL)
			break;
		if (!parser_at_token(p, TOKEN_COLON)) {
			if (parser_at_token(p, TOKEN_END))
				refuse_token(p, open, "`:`");
			else
				diag_hint(parser_error(p, p->lexer.token.span, "expected `:` in a map, not %s", parser_quote(p, p->lexer.token.span)),
					"a map is written {\"key\": value}, a block < ... >; as text a brace is quoted");
			break;
		}
		parser_advance(p);
		struct node *value = parse_expression(p);
		if (value == NULL)
			break;
		growing_push(p, &keys, key);
		growing_push(p, &values, value);
		next_item(p, TOKEN_CLOSE_BRACE, open, "`,` or `}`");
	}
	struct node *node = parser_node(p, NODE_MAP, open, p->lexer.token.span.end);
	node->map.keys = parser_nodes(&keys);
	node->map.values = parser_nodes(&values);
	return node;
}

static struct node *parse_parenthesis(struct parser *p, uint32_t open)
{
	parser_advance(p);
	struct node *node = parse_expression(p);
	if (node != NULL && !parser_at_token(p, TOKEN_CLOSE_PAREN))
		refuse_token(p, open, "`)`");
	return node;
}

/* The opening bracket is the current token, then the closing one is. Failing because the text ends is reported here. */
static struct node *parse_enclosed(struct parser *p)
{
	struct level level;
	uint32_t open = p->lexer.token.span.start, bracket = p->bracket;
	enum token_type type = p->lexer.token.type;
	if (!parser_enter(p, &level))
		return NULL;
	if (bracket == LEXER_NOWHERE)
		p->bracket = open;
	struct node *node = type == TOKEN_OPEN_PAREN ? parse_parenthesis(p, open)
		: type == TOKEN_OPEN_INDEX ? parse_list(p, open) : parse_map(p, open);
	if (!p->failed && parser_at_token(p, TOKEN_END))
		never_closed(p, open, 1);
	if (p->failed)
		return NULL;
	p->bracket = bracket;
	parser_leave(p, &level);
	return node;
}

struct node *parse_bracketed(struct parser *p)
{
	parser_advance(p);
	return parse_enclosed(p);
}

struct node *parse_braced(struct parser *p)
{
	struct level level;
	struct lexer *lexer = &p->lexer;
	uint32_t open = lexer->at, bracket = p->bracket;
	struct span mark = { open + 2, open + 3 };
	if (strchr("#!", lexer->text[mark.start]) != NULL && lexer->text[mark.start] != '\0') {
		diag_hint(parser_error(p, mark, "expected a value in `${ }`, not %s", parser_quote(p, mark)), "the length is ${len(x)}");
		if (bracket == LEXER_NOWHERE)
			p->bracket = open + 1;
		return NULL;
	}
	if (!parser_enter(p, &level))
		return NULL;
	if (bracket == LEXER_NOWHERE)
		p->bracket = open + 1;
	lexer->at = open + 2;
	parser_advance(p);
	struct node *node = NULL;
	if (parser_at_token(p, TOKEN_CLOSE_BRACE))
		parser_error(p, (struct span){ open, lexer->at }, "expected an expression in `${ }`");
	else
		node = parse_expression(p);
	if (!p->failed && parser_at_token(p, TOKEN_END))
		never_closed(p, open, 2);
	else if (node != NULL && !parser_at_token(p, TOKEN_CLOSE_BRACE))
		refuse_token(p, open, "`}`");
	if (p->failed)
		return NULL;
	p->bracket = bracket;
	parser_leave(p, &level);
	return node;
}

/* ---- calls, indexes, properties ---- */

static bool parse_argument(struct parser *p, struct arguments *arguments)
{
	struct span name = p->lexer.token.span;
	struct argument argument = { .type = ARGUMENT_WORD };
	if (parser_at_token(p, TOKEN_NAME) && peek_token(p).type == TOKEN_ASSIGN) {
		argument.type = ARGUMENT_OPTION_VALUE;
		argument.name = parser_slice(p, name.start, name.end);
		parser_advance(p);
		parser_advance(p);
	}
	argument.value = parse_item(p);
	if (argument.value == NULL)
		return false;
	argument.span = (struct span){ name.start, argument.value->span.end };
	if (argument.value->type == NODE_SPREAD) {
		if (argument.type == ARGUMENT_OPTION_VALUE)
			parser_complain(p, argument.span, "a list cannot be spread as the value of an option");
		argument.type = ARGUMENT_SPREAD;
		argument.value = argument.value->operand;
	} else if (argument.type == ARGUMENT_WORD && arguments->count > 0 && arguments->items[arguments->count - 1].type == ARGUMENT_OPTION_VALUE) {
		parser_complain(p, argument.span, "an argument without a name after one with a name");
	}
	growing_push(p, arguments, argument);
	return true;
}

bool parse_call_arguments(struct parser *p, struct arguments *arguments)
{
	struct level level;
	uint32_t bracket = p->bracket;
	if (!parser_enter(p, &level))
		return false;
	parser_advance(p);
	uint32_t open = p->lexer.token.span.start;
	if (bracket == LEXER_NOWHERE)
		p->bracket = open;
	parser_advance(p);
	while (!p->failed && !parser_at_token(p, TOKEN_CLOSE_PAREN)) {
		if (!parse_argument(p, arguments))
			break;
		next_item(p, TOKEN_CLOSE_PAREN, open, "`,` or `)`");
	}
	if (!p->failed && parser_at_token(p, TOKEN_END))
		never_closed(p, open, 1);
	if (p->failed)
		return false;
	p->bracket = bracket;
	parser_leave(p, &level);
	return true;
}

static struct node *parse_call(struct parser *p, struct node *callee)
{
	struct arguments arguments = { 0 };
	uint32_t open = p->lexer.token.span.start;
	if (callee->type == NODE_PROPERTY) {
		struct span span = callee->property.name_span;
		diag_hint(parser_error(p, span, "values have no methods"), "write %.*s(VALUE, ...)", (int)(span.end - span.start), p->lexer.text + span.start);
		return NULL;
	}
	p->lexer.at = open;
	if (!parse_call_arguments(p, &arguments))
		return NULL;
	struct node *node = parser_node_between(p, NODE_CALL, callee, p->lexer.token.span.end);
	if (callee->type == NODE_VARIABLE && p->lexer.text[callee->span.start] != '$') {
		node->call.name = callee->name;
		node->call.info = parser_command_info(p, callee->name.text);
	} else {
		node->call.callee = callee;
	}
	node->call.arguments = arguments.items;
	node->call.argument_count = arguments.count;
	node->call.parenthesised = true;
	parser_advance(p);
	return node;
}

/* At '[' behind a value. */
static struct node *parse_index(struct parser *p, struct node *object)
{
	struct level level;
	uint32_t open = p->lexer.token.span.start, bracket = p->bracket;
	struct node *start = NULL, *end = NULL;
	if (!parser_enter(p, &level))
		return NULL;
	if (bracket == LEXER_NOWHERE)
		p->bracket = open;
	parser_advance(p);
	if (!parser_at_token(p, TOKEN_COLON))
		start = parse_expression(p);
	bool slice = !p->failed && parser_at_token(p, TOKEN_COLON);
	if (slice) {
		parser_advance(p);
		if (!parser_at_token(p, TOKEN_CLOSE_INDEX) && !parser_at_token(p, TOKEN_END))
			end = parse_expression(p);
	}
	if (!p->failed && !parser_at_token(p, TOKEN_CLOSE_INDEX))
		refuse_token(p, open, "`]`");
	if (p->failed)
		return NULL;
	p->bracket = bracket;
	parser_leave(p, &level);
	struct node *node = parser_node_between(p, slice ? NODE_SLICE : NODE_INDEX, object, p->lexer.token.span.end);
	if (slice) {
		node->slice.object = object;
		node->slice.start = start;
		node->slice.end = end;
	} else {
		node->index.object = object;
		node->index.index = start;
	}
	parser_advance(p);
	return node;
}

static struct node *parse_property(struct parser *p, struct node *object)
{
	parser_advance(p);
	struct span span = p->lexer.token.span;
	if (!parser_at_token(p, TOKEN_NAME)) {
		if (parser_at_token(p, TOKEN_END))
			return object;
		parser_error(p, span, "expected the name of a property after `.`, not %s", parser_quote(p, span));
		return NULL;
	}
	struct node *node = parser_node_between(p, NODE_PROPERTY, object, span.end);
	node->property.object = object;
	node->property.name = parser_slice(p, span.start, span.end);
	node->property.name_span = span;
	parser_advance(p);
	return node;
}

static struct node *parse_primary(struct parser *p)
{
	switch (p->lexer.token.type) {
	case TOKEN_NUMBER:
		return parse_number(p, p->lexer.token.span.start);
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_QUOTE:
	case TOKEN_DOLLAR:
		return parse_by_characters(p);
	case TOKEN_OPEN_PAREN:
	case TOKEN_OPEN_INDEX:
	case TOKEN_OPEN_BRACE: {
		struct node *node = parse_enclosed(p);
		if (node != NULL)
			parser_advance(p);
		return node;
	}
	default:
		expected_value(p);
		return NULL;
	}
}

struct node *parse_postfix(struct parser *p)
{
	unsigned outer = p->height;
	p->height = 0;
	struct node *node = parse_primary(p);
	while (node != NULL && !p->failed) {
		unsigned left = p->height;
		p->height = 0;
		struct span span = p->lexer.token.span;
		if (parser_at_token(p, TOKEN_OPEN_PAREN))
			node = parse_call(p, node);
		else if (parser_at_token(p, TOKEN_OPEN_INDEX))
			node = parse_index(p, node);
		else if (parser_at_token(p, TOKEN_DOT))
			node = parse_property(p, node);
		else {
			p->height = left > outer ? left : outer;
			return node;
		}
		if (node != NULL && !parser_chain(p, left, span))
			node = NULL;
	}
	return NULL;
}

struct node *parse_target(struct parser *p, uint32_t end)
{
	parser_advance(p);
	struct node *node = parse_postfix(p);
	if (node != NULL)
		p->lexer.at = end;
	return node;
}
