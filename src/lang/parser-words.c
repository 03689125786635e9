/* The words of a command: bare text, quotes, $ forms and bracketed values, joined where nothing stands between them. */
#include "parser-internal.h"

#include "base/utf8.h"
#include "value/units.h"

/* A word under construction. Text of one kind (bare, or quoted) is gathered before it becomes a part. */
struct word_builder {
	GROWING_FIELDS(struct word_part);
	struct buf text;
	bool has_text;          /* quoted text may be empty */
	bool quoted;            /* what kind is gathered */
	bool spread;            /* `...` ended the word */
	uint32_t start;
};

static void flush_text(struct parser *p, struct word_builder *builder)
{
	if (!builder->has_text)
		return;
	struct word_part part = { .type = builder->quoted ? WORD_QUOTED : WORD_TEXT };
	part.text = parser_text(p, builder->text.data, builder->text.length);
	growing_push(p, builder, part);
	buf_reset(&builder->text);
	builder->has_text = false;
}

static void add_text(struct parser *p, struct word_builder *builder, bool quoted, const char *bytes, size_t length)
{
	if (builder->has_text && builder->quoted != quoted)
		flush_text(p, builder);
	builder->has_text = true;
	builder->quoted = quoted;
	buf_add(&builder->text, bytes, length);
}

static void add_value(struct parser *p, struct word_builder *builder, struct node *node)
{
	struct lexer *lexer = &p->lexer;
	if (node == NULL)
		return;
	flush_text(p, builder);
	bool alone = builder->count == 0;
	growing_push(p, builder, (struct word_part){ .type = WORD_VALUE, .node = node });
	if (alone && node->type != NODE_INTERPOLATION && lexer_at_text(lexer, "...") && lexer_ends_word(lexer, lexer->at + 3)) {
		builder->spread = true;
		lexer->at += 3;
	}
}

bool parser_word_is_text(const struct node *word)
{
	return word->type == NODE_WORD && word->word.count == 1 && word->word.parts[0].type == WORD_TEXT;
}

/* ---- characters that may only stand in quotes ---- */

static const char *lookalike(unsigned codepoint)
{
	switch (codepoint) {
	case 0x2018: case 0x2019: case 0x201A: case 0x201B:
		return "a typographic quotation mark; the one that quotes is '";
	case 0x201C: case 0x201D: case 0x201E: case 0x201F:
		return "a typographic quotation mark; the one that quotes is \"";
	case 0xA0: case 0x2007: case 0x202F: case 0x3000:
		return "a special space, as it comes from a web page; type an ordinary one";
	case 0x200B: case 0x200C: case 0x200D: case 0x2060: case 0xFEFF:
		return "an invisible character; delete it";
	}
	return NULL;
}

void parser_complain_byte(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	unsigned codepoint;
	unsigned char byte = (unsigned char)lexer->text[lexer->at];
	size_t length = utf8_decode(lexer->text + lexer->at, lexer->length - lexer->at, &codepoint);
	struct span span = { lexer->at, lexer->at + (uint32_t)length };
	if (byte >= 0x80 && length == 1)
		diag_hint(parser_complain(p, span, "invalid UTF-8: the byte 0x%02X", byte), "in quotes any byte may stand");
	else if (lookalike(codepoint) != NULL)
		diag_hint(parser_complain(p, span, "%s outside of quotes", parser_quote(p, span)), "this is %s", lookalike(codepoint));
	else
		diag_hint(parser_complain(p, span, "the control character 0x%02X outside of quotes", byte), "in a string it is \"\\x%02x\"", byte);
	lexer->at = span.end;
}

/* Bytes beyond ASCII, control characters: text if they are valid and harmless. */
static void add_special_byte(struct parser *p, struct word_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	unsigned codepoint;
	const char *bytes = lexer->text + lexer->at;
	size_t length = utf8_decode(bytes, lexer->length - lexer->at, &codepoint);
	if (length == 1 || lookalike(codepoint) != NULL) {
		parser_complain_byte(p);
		add_text(p, builder, false, "", 0);
		return;
	}
	add_text(p, builder, false, bytes, length);
	lexer->at += (uint32_t)length;
}

/* ---- parts ---- */

static void add_string(struct parser *p, struct word_builder *builder)
{
	struct node *string = parse_string(p);
	if (string == NULL)
		return;
	if (string->type == NODE_TEXT)
		add_text(p, builder, true, string->text.bytes, string->text.length);
	else
		add_value(p, builder, string);
}

static void add_backslashed(struct parser *p, struct word_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	if (lexer->at + 1 >= lexer->length) {
		parser_ended(p, (struct span){ lexer->at, lexer->at + 1 }, "the text ends behind a backslash");
		return;
	}
	unsigned codepoint;
	const char *bytes = lexer->text + lexer->at + 1;
	size_t length = utf8_decode(bytes, lexer->length - lexer->at - 1, &codepoint);
	add_text(p, builder, true, bytes, length);
	lexer->at += 1 + (uint32_t)length;
}

static void add_dollar(struct parser *p, struct word_builder *builder)
{
	struct node *value = parse_dollar(p, false);
	if (value != NULL) {
		add_value(p, builder, value);
	} else if (!p->failed) {
		add_text(p, builder, false, "$", 1);
		p->lexer.at++;
	}
}

/* name( is a call where the word so far is that name and nothing else. */
static void add_parenthesis(struct parser *p, struct word_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = builder->start, at = lexer->at;
	bool bare = builder->count == 0 && builder->has_text && !builder->quoted;
	if (bare && lexer_name_end(lexer, start) == at) {
		struct node *call = parse_parenthesised_call(p, start);
		buf_reset(&builder->text);
		builder->has_text = false;
		add_value(p, builder, call);
		return;
	}
	struct span span = { at, at + 1 };
	uint32_t dot = at;
	while (dot > start && lexer_is_name(lexer->text[dot - 1]))
		dot--;
	if (bare && dot > start && lexer->text[dot - 1] == '.' && dot < at)
		diag_hint(parser_error(p, span, "a parenthesis behind %s", parser_quote(p, (struct span){ start, at })),
			"there are no modules and methods: write %.*s(...)", (int)(at - dot), lexer->text + dot);
	else
		diag_hint(parser_error(p, span, "a parenthesis in the middle of a word"),
			"an expression stands apart, as in print (1 + 2) or in ${...}; as text it is quoted: '('");
}

static void refuse_arrow(struct parser *p)
{
	uint32_t at = p->lexer.at;
	struct span span = { at, at + 2 };
	if (p->lexer.text[at] == '=')
		diag_hint(parser_error(p, span, "a stray `=>`"), "put a space before it to redirect; as text it is quoted: '=>'");
	else
		diag_hint(parser_error(p, span, "a stray `->`"), "as text it is quoted: '->'");
}

/* Does a list or a map stand here, or only text that begins like one (as in [a-z]*.c)? */
static bool is_literal(const struct lexer *lexer)
{
	uint32_t end = lexer_skip_pair(lexer, lexer->at);
	return end == LEXER_NOWHERE || lexer_ends_word(lexer, end)
		|| (strncmp(lexer->text + end, "...", 3) == 0 && lexer_ends_word(lexer, end + 3));
}

static void add_part(struct parser *p, struct word_builder *builder)
{
	struct lexer *lexer = &p->lexer;
	uint32_t at = lexer->at;
	unsigned char c = (unsigned char)lexer->text[at];
	if (c == '\'' || c == '"')
		add_string(p, builder);
	else if (c == '$')
		add_dollar(p, builder);
	else if (c == '\\')
		add_backslashed(p, builder);
	else if (c == '(' && at == builder->start)
		add_value(p, builder, parse_bracketed(p));
	else if (c == '(')
		add_parenthesis(p, builder);
	else if ((c == '[' || c == '{') && at == builder->start && is_literal(lexer))
		add_value(p, builder, parse_bracketed(p));
	else if (c == '`')
		diag_hint(parser_error(p, (struct span){ at, at + 1 }, "a backquote outside of quotes"), "the value of a command is $(COMMAND)");
	else if ((c == '=' || c == '-') && lexer->text[at + 1] == '>')
		refuse_arrow(p);
	else if (c >= 0x80 || c < ' ' || c == 0x7F)
		add_special_byte(p, builder);
	else {
		/* At least one byte: '&' and '#' are text inside a word. */
		uint32_t end = lexer_plain_end(lexer, at + 1);
		add_text(p, builder, false, lexer->text + at, end - at);
		lexer->at = end;
	}
}

static struct node *finish_word(struct parser *p, struct word_builder *builder)
{
	uint32_t start = builder->start, end = p->lexer.at;
	flush_text(p, builder);
	const struct word_part *only = builder->count == 1 ? &builder->items[0] : NULL;
	if (only != NULL && only->type == WORD_VALUE)
		return only->node;
	if (only != NULL && only->type == WORD_QUOTED) {
		struct node *text = parser_node(p, NODE_TEXT, start, end);
		text->text = only->text;
		return text;
	}
	struct node *word = parser_node(p, NODE_WORD, start, end);
	word->word.parts = builder->items;
	word->word.count = builder->count;
	word->word.source = only != NULL && only->text.length == end - start ? only->text : parser_slice(p, start, end);
	return word;
}

/* '&' inside a word is text (http://h/?a=1&b=2); before and behind one it is not: the command says what is wrong. */
bool parser_at_word_start(struct parser *p)
{
	return !lexer_ends_word(&p->lexer, p->lexer.at) && p->lexer.text[p->lexer.at] != '&';
}

static bool word_goes_on(const struct lexer *lexer)
{
	return !lexer_ends_word(lexer, lexer->at) && !(lexer->text[lexer->at] == '&' && lexer_ends_word(lexer, lexer->at + 1));
}

struct node *parse_word(struct parser *p, bool *spread)
{
	struct word_builder builder = { .start = p->lexer.at, .text = BUF_INIT };
	if (!parser_at_word_start(p)) {
		struct span here = parser_here(p);
		parser_error(p, here, "expected a word, not %s", parser_quote(p, here));
		return NULL;
	}
	while (!p->failed && !builder.spread && word_goes_on(&p->lexer))
		add_part(p, &builder);
	struct node *word = p->failed ? NULL : finish_word(p, &builder);
	buf_clear(&builder.text);
	if (spread != NULL)
		*spread = builder.spread;
	else if (builder.spread)
		parser_error(p, (struct span){ p->lexer.at - 3, p->lexer.at }, "a list cannot be spread here");
	return p->failed ? NULL : word;
}

/* What an unquoted word means where a value is wanted: 5, true, 10s. */
bool parser_word_value(struct parser *p, struct node *word, struct value *value)
{
	bool overflow = false;
	if (!parser_word_is_text(word)
	    || !units_parse_word(word->word.source.bytes, word->word.source.length, value, &overflow))
		return false;
	if (overflow)
		parser_complain(p, word->span, "this number does not fit 64 bits");
	return true;
}
