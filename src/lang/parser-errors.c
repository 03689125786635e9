/* Reporting, and the mistakes of people whose fingers know another shell, or Python. */
#include "parser-internal.h"

#include <stdio.h>

#include "base/utf8.h"

#define QUOTE_LIMIT 30          /* bytes of the source in a message */

/* ---- reporting ---- */

void parser_stop(struct parser *p)
{
	p->stopped = p->failed = true;
	p->lexer.at = p->lexer.length;
}

static struct diag *report(struct parser *p, struct span span, const char *format, va_list arguments)
{
	if (p->stopped)
		return NULL;
	char message[512];
	vsnprintf(message, sizeof message, format, arguments);
	struct diag *diag = diags_error(p->diags, span, "%s", message);
	/* The sequence around stops when it sees this; here the place must not move under the caller's feet. */
	if (p->diags->full)
		p->failed = true;
	return diag;
}

/* A line that ends as lines do in another shell or in Python brings more such lines: they are not reported again. */
static void learn_style(struct parser *p, uint32_t at)
{
	const char *text = p->lexer.text;
	uint32_t end = lexer_line_end(&p->lexer, at);
	while (end > at && strchr(" \t\r", text[end - 1]) != NULL)
		end--;
	if (end == at)
		return;
	if (text[end - 1] == ':')
		p->told_python = true;
	else if (text[end - 1] == '{')
		p->told_shell = true;
	else if (end - at >= 3 && strncmp(text + end - 3, " do", 3) == 0)
		p->told_shell = true;
	else if (end - at >= 5 && strncmp(text + end - 5, " then", 5) == 0)
		p->told_shell = true;
}

struct diag *parser_error(struct parser *p, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = p->failed ? NULL : report(p, span, format, arguments);
	va_end(arguments);
	if (!p->stopped)
		learn_style(p, span.start);
	p->failed = true;
	return diag;
}

struct diag *parser_complain(struct parser *p, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = p->failed ? NULL : report(p, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *parser_ended(struct parser *p, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = p->failed ? NULL : report(p, span, format, arguments);
	va_end(arguments);
	if (diag != NULL) {
		p->ended_inside = true;
		if (p->open->kind == OPEN_BLOCK)
			p->syntax->open_block = p->open->owner;
	}
	parser_stop(p);
	return diag;
}

/* ---- naming what stands there ---- */

struct span parser_here(struct parser *p)
{
	const struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, end = start;
	if (lexer->text[start] == '$')
		end = lexer_name_end(lexer, start + 1) > start + 1 ? lexer_name_end(lexer, start + 1) : start;
	while (lexer->text[start] != '$' && !lexer_ends_word(lexer, end) && strchr("()[]{}\"'`$,", lexer->text[end]) == NULL)
		end++;
	if (end == start && lexer->text[start] != '\0' && lexer->text[start] != '\n' && lexer->text[start] != '\r') {
		unsigned codepoint;
		end += (uint32_t)utf8_decode(lexer->text + start, lexer->length - start, &codepoint);
		if (lexer->text[start] == lexer->text[end] && strchr("&|", lexer->text[start]) != NULL)
			end++;
	}
	return (struct span){ start, end };
}

const char *parser_quote(struct parser *p, struct span span)
{
	const char *bytes = p->lexer.text + span.start;
	size_t length = span.end - span.start;
	if (length == 0)
		return *bytes == '\0' ? "the end of the text" : "the end of the line";
	bool cut = length > QUOTE_LIMIT;
	if (cut)
		length = utf8_offset(bytes, QUOTE_LIMIT, utf8_count(bytes, QUOTE_LIMIT) - 1);
	char quoted[QUOTE_LIMIT + 8];
	int written = snprintf(quoted, sizeof quoted, "`%.*s%s`", (int)length, bytes, cut ? "..." : "");
	return arena_copy(p->arena, quoted, (size_t)written);
}

/* ---- > ---- */

static const char *const continuations[] = { "else", "elif", "except", "except*", "finally" };
#define CONTINUATION_COUNT (sizeof continuations / sizeof *continuations)

/* A word behind a block that is or was meant to be else, except, ...; NULL: none. */
const char *parser_meant_continuation(struct parser *p)
{
	struct span span = parser_here(p);
	char word[16];
	size_t length = span.end - span.start;
	if (length == 0 || length >= sizeof word)
		return NULL;
	memcpy(word, p->lexer.text + span.start, length);
	word[length] = '\0';
	for (size_t i = 0; i < CONTINUATION_COUNT; i++)
		if (strcmp(word, continuations[i]) == 0)
			return continuations[i];
	return nearest_name(word, continuations, CONTINUATION_COUNT);
}

/* May what stands here follow the '>' of a block on its line? */
static bool may_follow_block(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	enum redirect_type type;
	int descriptor;
	char c = lexer->text[lexer->at];
	return c == '|' || c == '<' || c == '&' || lexer_ends_command(lexer, lexer->at)
		|| lexer_arrow(lexer, &type, &descriptor) > 0 || parser_meant_continuation(p) != NULL;
}

bool parser_catch_redirection(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at;
	while (lexer->text[lexer->at] == '>')
		lexer->at++;
	struct span span = { start, lexer->at };
	bool merges = lexer->text[lexer->at] == '&' && lexer->text[lexer->at + 1] != '&';
	if (merges)
		lexer->at++;
	lexer_skip_blanks(lexer);
	if (!merges && may_follow_block(p)) {
		lexer->at = start;
		return false;
	}
	const char *what = parser_quote(p, parser_here(p));
	struct diag *diag;
	if (p->open->kind == OPEN_BLOCK)
		diag = parser_complain(p, span, "`>` closes the block here, but %s follows", what);
	else
		diag = parser_complain(p, span, "`>` closes no block");
	bool errors = start >= 2 && lexer->text[start - 1] == '2' && strchr(" \t", lexer->text[start - 2]) != NULL;
	const char *file = what[0] == '`' ? parser_text(p, what + 1, strlen(what) - 2).bytes : "FILE";
	if (merges)
		diag_hint(diag, "%s", errors ? "`2=>&1` sends errors where the output goes" : "eprint writes to standard error");
	else
		diag_hint(diag, "a redirection is `%s%s %s`, and as text it is quoted: '>'", errors ? "2" : "", span.end - start > 1 ? "=>>" : "=>", file);
	return true;
}

/* ---- statements ---- */

static const char *const shell_words[] = { "then", "do", "fi", "done", "esac", "case", "function" };
enum { WORD_THEN, WORD_DO, WORD_FI, WORD_DONE, WORD_ESAC, WORD_CASE, WORD_FUNCTION };

/* Is there a function of that name in the text? Then it is no mistake to call it. */
static bool is_defined(struct parser *p, unsigned word)
{
	unsigned bit = 1u << word;
	size_t length = strlen(shell_words[word]);
	if (p->searched & bit)
		return p->defined & bit;
	p->searched |= bit;
	for (const char *at = p->lexer.text; (at = strstr(at, "def ")) != NULL; at += 4)
		if (strncmp(at + 4, shell_words[word], length) == 0 && strchr(" \t<\r\n", at[4 + length]) != NULL)
			p->defined |= bit;
	return p->defined & bit;
}

static bool at_shell_word(struct parser *p, unsigned word)
{
	return lexer_at_word(&p->lexer, shell_words[word]) && !is_defined(p, word);
}

static void skip_line(struct parser *p)
{
	p->lexer.at = lexer_line_end(&p->lexer, p->lexer.at);
}

/* then do: the rest of the line is a statement; fi done esac: it belongs to them. */
static bool catch_shell_word(struct parser *p)
{
	for (unsigned i = WORD_THEN; i <= WORD_ESAC; i++) {
		if (!at_shell_word(p, i))
			continue;
		struct span span = parser_here(p);
		if (!p->told_shell)
			diag_hint(parser_complain(p, span, "there is no `%s`", shell_words[i]), "blocks are written `if COND < ... >`, `for x in WORDS < ... >`");
		p->told_shell = true;
		p->lexer.at = span.end;
		if (i >= WORD_FI)
			while (strchr(";\n", p->lexer.text[p->lexer.at]) == NULL)
				p->lexer.at++;
		return true;
	}
	return false;
}

static bool catch_brace(struct parser *p)
{
	char c = p->lexer.text[p->lexer.at];
	if (c != '{' && c != '}')
		return false;
	struct span span = { p->lexer.at, p->lexer.at + 1 };
	if (!p->told_shell) {
		if (c == '{')
			diag_hint(parser_complain(p, span, "braces hold no block"), "a block is written `< ... >`; a map as a statement is ({...})");
		else
			diag_hint(parser_complain(p, span, "`}` closes nothing"), "a block ends with `>`");
	}
	p->told_shell = true;
	p->lexer.at++;
	return true;
}

/* else, except, ... that belong to nothing. Behind a statement that was lost they belong to that. */
static bool catch_continuation(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	for (size_t i = 0; i < CONTINUATION_COUNT; i++) {
		if (!lexer_at_text(lexer, continuations[i]))
			continue;
		uint32_t end = lexer->at + (uint32_t)strlen(continuations[i]);
		bool colon = lexer->text[end] == ':' && lexer_ends_word(lexer, end + 1);
		if (!colon && !lexer_ends_word(lexer, end) && lexer->text[end] != '(')
			continue;
		struct span span = { lexer->at, end };
		if (p->follows_failure || p->told_shell || p->told_python)
			p->failed = true;
		else
			diag_hint(parser_error(p, span, "`%s` without %s", continuations[i], i < 2 ? "an `if`" : "a `try`"),
				"it stands behind the closing `>`: %s", i < 2 ? "if COND < ... > else < ... >" : "try < ... > except KIND < ... >");
		lexer->at = end;
		return true;
	}
	return false;
}

static bool catch_case(struct parser *p)
{
	if (!at_shell_word(p, WORD_CASE))
		return false;
	uint32_t start = p->lexer.at, end = lexer_line_end(&p->lexer, start);
	while (end > start && strchr(" \t\r", p->lexer.text[end - 1]) != NULL)
		end--;
	if (end - start < 9 || strncmp(p->lexer.text + end - 3, " in", 3) != 0)
		return false;
	diag_hint(parser_complain(p, (struct span){ start, start + 4 }, "there is no `case`"), "write if (x == \"a\") < ... > elif (matches(x, \"b.*\")) < ... >");
	const char *esac = strstr(p->lexer.text + end, "esac");
	if (esac != NULL)
		p->lexer.at = (uint32_t)(esac - p->lexer.text) + 4;
	else
		skip_line(p);
	return true;
}

static bool catch_function(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	if (!at_shell_word(p, WORD_FUNCTION))
		return false;
	struct span span = parser_here(p);
	lexer->at = span.end;
	lexer_skip_blanks(lexer);
	uint32_t name = lexer->at, end = lexer_name_end(lexer, name);
	lexer->at = span.start;
	if (end == name)
		return false;
	diag_hint(parser_error(p, span, "there is no `function`"), "write def %.*s < ... >", (int)(end - name), lexer->text + name);
	p->told_shell = true;
	return true;
}

static bool catch_async(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	if (!lexer_at_word(lexer, "async"))
		return false;
	struct span span = parser_here(p);
	uint32_t start = lexer->at;
	lexer->at = span.end;
	lexer_skip_blanks(lexer);
	bool def = lexer_at_word(lexer, "def");
	bool other = lexer_at_word(lexer, "with") || lexer_at_word(lexer, "for");
	const char *word = lexer_at_word(lexer, "with") ? "nursery < ... >, or with VALUE < ... >" : "for x in $channel < ... >";
	lexer->at = start;
	if (def || !other)
		return false;
	diag_hint(parser_error(p, span, "`async` is not needed: every command waits for its result"), "write %s", word);
	return true;
}

static bool catch_mark(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	char c = lexer->text[lexer->at];
	struct span span = { lexer->at, lexer->at + 1 };
	if (c == '!' && strchr(" \t", lexer->text[span.end]) != NULL && lexer->text[span.end] != '\0') {
		diag_hint(parser_complain(p, span, "`!` does not negate"), "write `not COMMAND`");
		lexer->at++;
		return true;
	}
	return false;
}

bool parser_catch_foreign_statement(struct parser *p)
{
	if (catch_continuation(p) || catch_function(p) || catch_async(p)) {
		/* The rest of such a statement means nothing: the sequence recovers, as after any other lost one. */
		p->failed = true;
		return false;
	}
	return catch_shell_word(p) || catch_brace(p) || catch_case(p) || catch_mark(p);
}

/* ---- blocks ---- */

void parser_missing_block(struct parser *p, const char *owner)
{
	struct lexer *lexer = &p->lexer;
	uint32_t before = lexer->at;
	while (before > 0 && strchr(" \t", lexer->text[before - 1]) != NULL)
		before--;
	if (before > 0 && lexer->text[before - 1] == ':') {
		p->told_python = true;
		diag_hint(parser_error(p, (struct span){ before - 1, before }, "`%s` needs a block, not a colon", owner), "write %s ... < ... >", owner);
		return;
	}
	struct span here = parser_here(p);
	uint32_t at = here.end;
	if (lexer->text[here.start] == ';' || here.start == here.end) {
		struct lexer ahead = *lexer;
		lexer_skip_separators(&ahead);
		if (lexer_at_word(&ahead, "then") || lexer_at_word(&ahead, "do") || lexer_at_word(&ahead, "{")) {
			p->told_shell = true;
			at = ahead.at;
		}
	}
	bool brace = lexer->text[here.start] == '{';
	p->told_shell = p->told_shell || brace;
	struct diag *diag = parser_error(p, here, "`%s` needs a block `< ... >`, not %s", owner, parser_quote(p, here));
	if (lexer->text[here.start] == '>')
		diag_hint(diag, "a comparison stands in parentheses: %s (x > 5) < ... >", owner);
	else if (brace)
		diag_hint(diag, "write %s ... < ... >, without braces", owner);
	else if (p->told_shell)
		diag_hint(diag, "write %s ... < ... >, without `then`, `do`, `fi` or `done`", owner);
	else
		diag_hint(diag, "write %s ... < ... >", owner);
	if (p->stopped)
		return;
	if (at > lexer->at && p->told_shell && !brace)
		lexer->at = at;
	/* A comparison's `>` must not end the block around it. */
	while (lexer->text[lexer->at] == '>')
		lexer->at++;
}

/* The three ways in which other shells use the bracket. */
void parser_hint_unclosed(struct parser *p, struct diag *diag, const struct open *open)
{
	struct lexer ahead = p->lexer;
	ahead.at = open->span.end;
	const char *text = ahead.text;
	bool doubled = text[ahead.at] == '<' || (open->span.start > 0 && text[open->span.start - 1] == '<');
	while (text[ahead.at] == '<')
		ahead.at++;
	uint32_t line_end = lexer_line_end(&ahead, ahead.at);
	lexer_skip_blanks(&ahead);
	uint32_t word = ahead.at;
	while (!lexer_ends_word(&ahead, ahead.at))
		ahead.at++;
	int length = (int)(ahead.at - word);
	lexer_skip_blanks(&ahead);
	if (doubled)
		diag_hint(diag, "a text as standard input is `<<= \"\"\"...\"\"\"`");
	else if (open->argument && length > 0 && length < 60 && ahead.at >= line_end)
		diag_hint(diag, "a block ends with `>`; reading from a file is `<= %.*s`", length, text + word);
	else
		diag_hint(diag, "a block ends with `>`");
}

/* ---- words ---- */

void parser_unexpected(struct parser *p, const char *after)
{
	struct lexer *lexer = &p->lexer;
	struct span here = parser_here(p);
	char c = lexer->text[here.start];
	if (p->failed)
		return;
	struct diag *diag = parser_error(p, here, "unexpected %s after %s", parser_quote(p, here), after);
	const char *meant = parser_meant_continuation(p);
	if (meant != NULL && here.end > here.start && !lexer_at_text(lexer, meant))
		diag_hint(diag, "did you mean `%s`?", meant);
	else if (meant != NULL && here.end > here.start)
		diag_hint(diag, "the order is if, elif, else and try, except, else, finally");
	else if (c == '<')
		diag_hint(diag, "a block stands behind a command; as text it is quoted: '<'");
	else
		diag_hint(diag, "commands are separated by `;` or a new line; text with spaces is quoted");
}
