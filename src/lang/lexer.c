#include "lang/lexer.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/parser.h"

void lexer_init(struct lexer *lexer, const struct source *source)
{
	*lexer = (struct lexer){ .text = source->text, .length = (uint32_t)source->length };
	if (lexer_at_text(lexer, "\xEF\xBB\xBF"))
		lexer->at = 3;
}

bool lexer_is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool lexer_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool lexer_is_name(char c)
{
	return lexer_is_name_start(c) || lexer_is_digit(c);
}

uint32_t lexer_name_end(const struct lexer *lexer, uint32_t at)
{
	if (lexer_is_name_start(lexer->text[at]))
		while (lexer_is_name(lexer->text[at]))
			at++;
	return at;
}

bool lexer_at_text(const struct lexer *lexer, const char *text)
{
	return strncmp(lexer->text + lexer->at, text, strlen(text)) == 0;
}

/* ---- between words ---- */

static bool is_newline(const char *text)
{
	return text[0] == '\n' || (text[0] == '\r' && text[1] == '\n');
}

uint32_t lexer_line_end(const struct lexer *lexer, uint32_t at)
{
	const char *newline = memchr(lexer->text + at, '\n', lexer->length - at);
	return newline != NULL ? (uint32_t)(newline - lexer->text) : lexer->length;
}

/* The length of a blank at text, or 0. A carriage return counts where a newline follows, for files from elsewhere. */
static unsigned blank_length(const char *text)
{
	switch (text[0]) {
	case ' ':
	case '\t':
		return 1;
	case '\r':
		return text[1] == '\n' ? 1 : 0;
	case '\\':
		return text[1] == '\n' ? 2 : text[1] == '\r' && text[2] == '\n' ? 3 : 0;
	}
	return 0;
}

void lexer_skip_blanks(struct lexer *lexer)
{
	unsigned length;
	while ((length = blank_length(lexer->text + lexer->at)) != 0)
		lexer->at += length;
	if (lexer->text[lexer->at] == '#')
		lexer->at = lexer_line_end(lexer, lexer->at);
}

void lexer_skip_lines(struct lexer *lexer)
{
	lexer_skip_blanks(lexer);
	while (lexer->text[lexer->at] == '\n') {
		lexer->at++;
		lexer_skip_blanks(lexer);
	}
}

void lexer_skip_separators(struct lexer *lexer)
{
	lexer_skip_lines(lexer);
	while (lexer->text[lexer->at] == ';') {
		lexer->at++;
		lexer_skip_lines(lexer);
	}
}

bool lexer_ends_command(const struct lexer *lexer, uint32_t at)
{
	const char *text = lexer->text + at;
	return *text == '\0' || *text == ';' || *text == '>' || *text == ')' || is_newline(text);
}

bool lexer_ends_word(const struct lexer *lexer, uint32_t at)
{
	const char *text = lexer->text + at;
	return lexer_ends_command(lexer, at) || *text == ' ' || *text == '\t' || *text == '|' || *text == '<'
		|| (*text == '&' && text[1] == '&') || blank_length(text) != 0;
}

bool lexer_at_word(const struct lexer *lexer, const char *word)
{
	return lexer_at_text(lexer, word) && lexer_ends_word(lexer, lexer->at + (uint32_t)strlen(word));
}

unsigned lexer_arrow(const struct lexer *lexer, enum redirect_type *type, int *descriptor)
{
	static const struct {
		const char *text;
		enum redirect_type type;
		int descriptor;
	} arrows[] = {
		/* longer ones before those they begin with */
		{ "=>>", REDIRECT_APPEND, 1 }, { "=>", REDIRECT_WRITE, 1 },
		{ "<<=", REDIRECT_TEXT, 0 }, { "<=", REDIRECT_READ, 0 },
		{ "2=>&1", REDIRECT_ERROR_TO_OUTPUT, 2 }, { "2=>>", REDIRECT_APPEND, 2 }, { "2=>", REDIRECT_WRITE, 2 },
		{ "1=>>", REDIRECT_APPEND, 1 }, { "1=>", REDIRECT_WRITE, 1 },
		{ "&=>", REDIRECT_BOTH, 1 },
	};
	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
		if (lexer_at_text(lexer, arrows[i].text)) {
			*type = arrows[i].type;
			*descriptor = arrows[i].descriptor;
			return (unsigned)strlen(arrows[i].text);
		}
	return 0;
}

uint32_t lexer_plain_end(const struct lexer *lexer, uint32_t at)
{
	while (true) {
		unsigned char c = (unsigned char)lexer->text[at];
		if (lexer_is_name((char)c) || (c != '\0' && strchr("./,:@%+~^{}[]*?!#", c) != NULL)) {
			at++;
			continue;
		}
		if ((c == '-' || c == '=') && lexer->text[at + 1] != '>') {
			at++;
			continue;
		}
		return at;
	}
}

/* ---- brackets ---- */

/* What is open while pairs are skipped: the byte that closes each, or one of these for strings. */
enum { IN_STRING = '"', IN_TRIPLE = 't' };

struct pairs {
	char closers[SYNTAX_DEPTH + 2];
	unsigned count;
};

static bool push_closer(struct pairs *pairs, char closer)
{
	if (pairs->count == sizeof pairs->closers)
		return false;
	pairs->closers[pairs->count++] = closer;
	return true;
}

/* Inside "..." and """...""" only backslashes, the quotes and what $ opens mean something. Returns the step, 0: too deep. */
static unsigned skip_in_string(const char *text, struct pairs *pairs)
{
	bool triple = pairs->closers[pairs->count - 1] == IN_TRIPLE;
	if (text[0] == '\\' && text[1] != '\0')
		return 2;
	if (text[0] == '$' && text[1] == '{')
		return push_closer(pairs, '}') ? 2 : 0;
	if (text[0] == '$' && text[1] == '(')
		return push_closer(pairs, ')') ? 2 : 0;
	if (text[0] == '"' && (!triple || (text[1] == '"' && text[2] == '"'))) {
		pairs->count--;
		return triple ? 3 : 1;
	}
	return 1;
}

static unsigned skip_in_brackets(const struct lexer *lexer, uint32_t at, struct pairs *pairs)
{
	const char *text = lexer->text + at;
	const char *quote;
	switch (*text) {
	case '(':
		return push_closer(pairs, ')') ? 1 : 0;
	case '[':
		return push_closer(pairs, ']') ? 1 : 0;
	case '{':
		return push_closer(pairs, '}') ? 1 : 0;
	case ')':
	case ']':
	case '}':
		return pairs->count > 0 && pairs->closers[--pairs->count] == *text ? 1 : 0;
	case '"':
		if (text[1] == '"' && text[2] == '"')
			return push_closer(pairs, IN_TRIPLE) ? 3 : 0;
		return push_closer(pairs, IN_STRING) ? 1 : 0;
	case '\'':
		quote = memchr(text + 1, '\'', lexer->length - at - 1);
		return quote != NULL ? (unsigned)(quote - text) + 1 : 0;
	case '\\':
		return text[1] != '\0' ? 2 : 1;
	case '#':
		if (at > 0 && strchr(" \t\n", text[-1]) != NULL)
			return lexer_line_end(lexer, at) - at;
		return 1;
	}
	return 1;
}

uint32_t lexer_skip_pair(const struct lexer *lexer, uint32_t at)
{
	struct pairs pairs = { .count = 0 };
	do {
		if (at >= lexer->length)
			return LEXER_NOWHERE;
		char open = pairs.count > 0 ? pairs.closers[pairs.count - 1] : '\0';
		unsigned step = open == IN_STRING || open == IN_TRIPLE ? skip_in_string(lexer->text + at, &pairs)
			: skip_in_brackets(lexer, at, &pairs);
		if (step == 0)
			return LEXER_NOWHERE;
		at += step;
	} while (pairs.count > 0);
	return at;
}

/* ---- expressions ---- */

static uint32_t digits_end(const char *text, uint32_t at)
{
	while (lexer_is_digit(text[at]) || (text[at] == '_' && lexer_is_digit(text[at + 1])))
		at++;
	return at;
}

/* A number with whatever letters stick to it, so that `5x` is one wrong token and not two good ones. */
static uint32_t number_end(const char *text, uint32_t at)
{
	if (text[at] == '0' && (text[at + 1] == 'x' || text[at + 1] == 'X'))
		at += 2;
	else {
		at = digits_end(text, at);
		if (text[at] == '.' && lexer_is_digit(text[at + 1]))
			at = digits_end(text, at + 1);
		if ((text[at] == 'e' || text[at] == 'E')
		    && (lexer_is_digit(text[at + 1]) || ((text[at + 1] == '-' || text[at + 1] == '+') && lexer_is_digit(text[at + 2]))))
			at = digits_end(text, at + 2);
	}
	while (lexer_is_name(text[at]))
		at++;
	return at;
}

/* The mark at text: its type and length. Longer marks come before those they begin with. */
static enum token_type mark(const char *text, uint32_t *length)
{
	static const struct {
		const char text[4];
		enum token_type type;
	} marks[] = {
		{ "...", TOKEN_ELLIPSIS }, { "===", TOKEN_STRANGE }, { "!==", TOKEN_STRANGE },
		{ "**", TOKEN_POWER }, { "//", TOKEN_DOUBLE_SLASH }, { "==", TOKEN_EQ }, { "!=", TOKEN_NE },
		{ "<=", TOKEN_LE }, { ">=", TOKEN_GE }, { "&&", TOKEN_STRANGE }, { "||", TOKEN_STRANGE }, { ":=", TOKEN_STRANGE },
		{ "<>", TOKEN_STRANGE }, { "->", TOKEN_STRANGE }, { "=>", TOKEN_STRANGE },
		{ "<<", TOKEN_STRANGE }, { ">>", TOKEN_STRANGE },
		{ "(", TOKEN_OPEN_PAREN }, { ")", TOKEN_CLOSE_PAREN }, { "[", TOKEN_OPEN_INDEX }, { "]", TOKEN_CLOSE_INDEX },
		{ "{", TOKEN_OPEN_BRACE }, { "}", TOKEN_CLOSE_BRACE }, { ",", TOKEN_COMMA }, { ":", TOKEN_COLON },
		{ ".", TOKEN_DOT }, { "=", TOKEN_ASSIGN }, { "+", TOKEN_PLUS }, { "-", TOKEN_MINUS }, { "*", TOKEN_STAR },
		{ "/", TOKEN_SLASH }, { "%", TOKEN_PERCENT }, { "<", TOKEN_LT }, { ">", TOKEN_GT },
		{ "\"", TOKEN_QUOTE }, { "'", TOKEN_QUOTE }, { "$", TOKEN_DOLLAR },
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		*length = (uint32_t)strlen(marks[i].text);
		if (strncmp(text, marks[i].text, *length) == 0)
			return marks[i].type;
	}
	unsigned codepoint;
	*length = (uint32_t)utf8_decode(text, strnlen(text, 4), &codepoint);
	return TOKEN_STRANGE;
}

void lexer_next_token(struct lexer *lexer)
{
	lexer_skip_lines(lexer);
	struct token *token = &lexer->token;
	uint32_t start = lexer->at, length = 0;
	char c = lexer->text[start];
	if (c == '\0') {
		token->type = TOKEN_END;
	} else if (lexer_is_name_start(c)) {
		token->type = TOKEN_NAME;
		length = lexer_name_end(lexer, start) - start;
	} else if (lexer_is_digit(c) || (c == '.' && lexer_is_digit(lexer->text[start + 1]))) {
		token->type = TOKEN_NUMBER;
		length = number_end(lexer->text, start) - start;
	} else {
		token->type = mark(lexer->text + start, &length);
	}
	token->span = (struct span){ start, start + length };
	lexer->at = start + length;
}
