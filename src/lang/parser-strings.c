/* Quoted text, its escapes, and the forms that begin with $. */
#include "parser-internal.h"

#include "base/utf8.h"

/* ---- $name ${ } $( ) ---- */

static const char *dollar_hint(char c)
{
	switch (c) {
	case '?':
		return "a program that fails raises CalledProcessError (try ... except CalledProcessError as e, then ${e.status}); a condition tests it: if COMMAND < ... >";
	case '#':
		return "the arguments are the list `args`: ${len(args)}";
	case '@':
	case '*':
		return "the arguments are the list `args`: $args...";
	case '!':
		return "a task is what spawn gives: let t = spawn COMMAND";
	case '$':
		return "there is no process number here; as text a dollar sign is quoted: '$'";
	}
	return "the arguments are the list `args`, from 0 on: ${args[0]}";
}

static void refuse_dollar(struct parser *p, bool quoted)
{
	struct lexer *lexer = &p->lexer;
	uint32_t end = lexer->at + 2;
	if (lexer_is_digit(lexer->text[end - 1]))
		while (lexer_is_digit(lexer->text[end]))
			end++;
	struct span span = { lexer->at, end };
	struct diag *diag = parser_complain(p, span, "there is no %s", parser_quote(p, span));
	diag_hint(diag, "%s%s", dollar_hint(lexer->text[lexer->at + 1]), quoted ? "; as text: \\$" : "");
}

static bool is_command_node(const struct node *node)
{
	return node->type == NODE_CALL || node->type == NODE_PIPELINE || node->type == NODE_REDIRECT;
}

static struct node *parse_substitution(struct parser *p)
{
	struct level level;
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, bracket = p->bracket;
	if (!parser_enter(p, &level))
		return NULL;
	struct open open = { .outer = p->open, .kind = OPEN_SUBSTITUTION, .span = { start, start + 2 } };
	p->open = &open;
	p->bracket = LEXER_NOWHERE;
	lexer->at += 2;
	struct node *sequence = parse_sequence(p, true);
	p->open = open.outer;
	p->bracket = bracket;
	if (lexer->text[lexer->at] == '\0')
		parser_ended(p, open.span, "`$(` is never closed");
	if (p->stopped)
		return NULL;
	if (lexer->text[lexer->at] == ')')
		lexer->at++;
	parser_leave(p, &level);
	struct nodes *statements = &sequence->sequence.statements;
	if (statements->count == 0 && !p->follows_failure)
		parser_complain(p, (struct span){ start, lexer->at }, "expected a command in `$( )`");
	struct node *node = parser_node(p, NODE_SUBSTITUTION, start, lexer->at);
	node->operand = statements->count == 1 && is_command_node(statements->items[0]) ? statements->items[0] : sequence;
	return node;
}

struct node *parse_dollar(struct parser *p, bool quoted)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at;
	char c = lexer->text[start + 1];
	if (lexer_is_name_start(c)) {
		lexer->at = lexer_name_end(lexer, start + 1);
		struct node *node = parser_node(p, NODE_VARIABLE, start, lexer->at);
		node->name = parser_name(p, start + 1, lexer->at);
		return node;
	}
	if (c == '{')
		return parse_braced(p);
	if (c == '(')
		return parse_substitution(p);
	if (lexer_is_digit(c) || (c != '\0' && strchr("?#@*!$", c) != NULL)) {
		refuse_dollar(p, quoted);
		lexer->at += 2;
		return p->failed ? NULL : parser_node(p, NODE_NUMBER, start, lexer->at);
	}
	if (c == '\'' && !quoted)
		diag_hint(parser_error(p, (struct span){ start, start + 2 }, "there is no $'...'"), "the escapes \\n \\t \\e \\xHH stand in \"...\"");
	return NULL;
}

/* ---- escapes ---- */

static int hex_digit(char c)
{
	if (lexer_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void complain_escape(struct parser *p, uint32_t start, uint32_t end, const char *message)
{
	diag_hint(parser_complain(p, (struct span){ start, end }, "%s", message), "the escapes are \\n \\t \\r \\e \\0 \\\\ \\\" \\$ \\xHH \\u{H...}");
}

static void add_hex_byte(struct parser *p, struct buf *out)
{
	struct lexer *lexer = &p->lexer;
	const char *text = lexer->text + lexer->at;
	int high = hex_digit(text[2]), low = high >= 0 ? hex_digit(text[3]) : -1;
	if (low < 0) {
		complain_escape(p, lexer->at, lexer->at + 2, "\\x takes two hexadecimal digits");
		lexer->at += 2;
		return;
	}
	buf_add_byte(out, (char)(high * 16 + low));
	lexer->at += 4;
}

static void add_codepoint(struct parser *p, struct buf *out)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, at = start + 2;
	unsigned codepoint = 0, digits = 0;
	if (lexer->text[at] == '{')
		for (at++; hex_digit(lexer->text[at]) >= 0; at++, digits++)
			codepoint = codepoint < 0x110000 ? codepoint * 16 + (unsigned)hex_digit(lexer->text[at]) : codepoint;
	bool whole = digits > 0 && lexer->text[at] == '}';
	if (!whole)
		complain_escape(p, start, start + 2, "\\u takes hexadecimal digits in braces, as in \\u{1F600}");
	else if (codepoint >= 0x110000 || (codepoint >= 0xD800 && codepoint < 0xE000))
		complain_escape(p, start, at + 1, "there is no such character");
	else
		buf_add_codepoint(out, codepoint);
	lexer->at = whole ? at + 1 : start + 2;
}

static void add_escape(struct parser *p, struct buf *out)
{
	static const char letters[] = "ntre0\\\"$", bytes[] = "\n\t\r\033\0\\\"$";
	struct lexer *lexer = &p->lexer;
	char c = lexer->text[lexer->at + 1];
	const char *letter = c != '\0' ? strchr(letters, c) : NULL;
	if (c == 'x') {
		add_hex_byte(p, out);
	} else if (c == 'u') {
		add_codepoint(p, out);
	} else if (letter != NULL) {
		buf_add_byte(out, bytes[letter - letters]);
		lexer->at += 2;
	} else if (c == '\n') {
		lexer->at += 2;
	} else if (c == '\0') {
		lexer->at++;
	} else {
		unsigned codepoint;
		uint32_t end = lexer->at + 1;
		end += (uint32_t)utf8_decode(lexer->text + end, lexer->length - end, &codepoint);
		complain_escape(p, lexer->at, end, "there is no such escape");
		lexer->at = end;
	}
}

/* ---- quotes ---- */

struct string_builder {
	struct growing_nodes parts;
	struct buf text;
	uint32_t start;                 /* the opening quote */
	uint32_t text_start;            /* of the text gathered */
	bool triple;
	const char *indentation;        /* of the closing """: removed behind each newline */
	uint32_t indentation_length;
};

static void flush_string_text(struct parser *p, struct string_builder *builder, uint32_t end)
{
	if (builder->text.length > 0) {
		struct node *node = parser_node(p, NODE_TEXT, builder->text_start, end);
		node->text = parser_text(p, builder->text.data, builder->text.length);
		growing_push(p, &builder->parts, node);
		buf_reset(&builder->text);
	}
	builder->text_start = p->lexer.at;
}

static void skip_indentation(struct lexer *lexer, const struct string_builder *builder)
{
	for (uint32_t i = 0; i < builder->indentation_length && lexer->text[lexer->at] == builder->indentation[i]; i++)
		lexer->at++;
}

/* Takes what stands at the current place in the string: text up to the next byte with a meaning, or that byte. */
static void add_string_piece(struct parser *p, struct string_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	const char *text = lexer->text + lexer->at;
	size_t length = strcspn(text, builder->triple ? "\\$\"\n" : "\\$\"");
	if (length > 0) {
		buf_add(&builder->text, text, length);
		lexer->at += (uint32_t)length;
	} else if (*text == '\\') {
		add_escape(p, &builder->text);
	} else if (*text == '$') {
		uint32_t end = lexer->at;
		struct node *value = parse_dollar(p, true);
		if (value != NULL) {
			flush_string_text(p, builder, end);
			growing_push(p, &builder->parts, value);
		} else if (!p->failed) {
			buf_add_byte(&builder->text, '$');
			lexer->at++;
		}
	} else {
		buf_add_byte(&builder->text, *text);
		lexer->at++;
		if (*text == '\n')
			skip_indentation(lexer, builder);
	}
}

static bool at_string_end(const struct lexer *lexer, const struct string_builder *builder)
{
	char c = lexer->text[lexer->at];
	return c == '\0' || (c == '"' && (!builder->triple || lexer_at_text(lexer, "\"\"\"")));
}

/* The newline behind the opening quotes is no part of the text, and the closing ones tell the indentation. */
static void open_triple(struct parser *p, struct string_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	uint32_t end = lexer_skip_pair(lexer, builder->start);
	lexer->at += 3;
	if (end == LEXER_NOWHERE)
		return;
	uint32_t close = end - 3, line = close;
	while (line > lexer->at && (lexer->text[line - 1] == ' ' || lexer->text[line - 1] == '\t'))
		line--;
	if (line > lexer->at && lexer->text[line - 1] == '\n') {
		builder->indentation = lexer->text + line;
		builder->indentation_length = close - line;
	}
	if (lexer_at_text(lexer, "\n") || lexer_at_text(lexer, "\r\n")) {
		lexer->at += lexer->text[lexer->at] == '\r' ? 2 : 1;
		skip_indentation(lexer, builder);
	}
}

static struct node *finish_string(struct parser *p, struct string_builder *builder)
{
	uint32_t end = p->lexer.at;
	bool is_text = builder->parts.count == 0;
	struct node *node = parser_node(p, is_text ? NODE_TEXT : NODE_INTERPOLATION, builder->start, end);
	if (is_text) {
		node->text = parser_text(p, builder->text.data, builder->text.length);
	} else {
		flush_string_text(p, builder, end - (builder->triple ? 3 : 1));
		node->parts = parser_nodes(&builder->parts);
	}
	return node;
}

static struct node *parse_double_quoted(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, bracket = p->bracket;
	struct string_builder builder = { .text = BUF_INIT, .start = start, .triple = lexer_at_text(lexer, "\"\"\"") };
	if (bracket == LEXER_NOWHERE)
		p->bracket = start;
	if (builder.triple)
		open_triple(p, &builder);
	else
		lexer->at++;
	builder.text_start = lexer->at;
	while (!p->failed && !at_string_end(lexer, &builder))
		add_string_piece(p, &builder);
	struct node *node = NULL;
	if (!p->failed && lexer->text[lexer->at] == '\0') {
		parser_ended(p, (struct span){ start, start + (builder.triple ? 3 : 1) }, "this string is never closed");
	} else if (!p->failed) {
		lexer->at += builder.triple ? 3 : 1;
		node = finish_string(p, &builder);
		p->bracket = bracket;
	}
	buf_clear(&builder.text);
	return node;
}

struct node *parse_string(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at;
	if (lexer->text[start] == '"')
		return parse_double_quoted(p);
	const char *end = memchr(lexer->text + start + 1, '\'', lexer->length - start - 1);
	if (end == NULL) {
		struct diag *diag = parser_ended(p, (struct span){ start, start + 1 }, "this string is never closed");
		diag_hint(diag, "an apostrophe as text is quoted: \"'\"");
		return NULL;
	}
	lexer->at = (uint32_t)(end - lexer->text) + 1;
	struct node *node = parser_node(p, NODE_TEXT, start, lexer->at);
	node->text = parser_slice(p, start + 1, lexer->at - 1);
	return node;
}
