/* Reading a text by its characters. The lexer knows three ways to look at the place where it stands: as the blanks and
 * marks between the words of a command, as the tokens of an expression, and as brackets that must pair up. Which of them
 * applies only the parser knows, so the parser asks; nothing is read ahead of it except the one token of an expression.
 *
 * Invariant: text[length] is '\0' and no other byte is (the parser refuses such texts before), so that looking a few bytes
 * ahead needs no bounds check and '\0' means the end. */
#ifndef LANG_LEXER_H
#define LANG_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "lang/ast.h"
#include "lang/token.h"

#define LEXER_NOWHERE UINT32_MAX

struct lexer {
	const char *text;               /* borrowed from the source */
	uint32_t length;
	uint32_t at;                    /* the next byte */
	struct token token;             /* the current token, while an expression is read */
};

void lexer_init(struct lexer *lexer, const struct source *source);

bool lexer_is_name_start(char c);
bool lexer_is_name(char c);
bool lexer_is_digit(char c);
uint32_t lexer_name_end(const struct lexer *lexer, uint32_t at);        /* at itself where no name begins */
bool lexer_at_text(const struct lexer *lexer, const char *text);

/* Between words. A '#' that is met here begins a comment. */
void lexer_skip_blanks(struct lexer *lexer);                            /* not newlines, but backslash-newline */
void lexer_skip_lines(struct lexer *lexer);                             /* newlines, too */
void lexer_skip_separators(struct lexer *lexer);                        /* newlines and ';' */
uint32_t lexer_line_end(const struct lexer *lexer, uint32_t at);        /* the newline or the end */

bool lexer_ends_word(const struct lexer *lexer, uint32_t at);           /* no word goes on here */
bool lexer_ends_command(const struct lexer *lexer, uint32_t at);        /* newline, ; > ) or the end */
/* The unquoted word WORD stands here, whole. */
bool lexer_at_word(const struct lexer *lexer, const char *word);
/* An arrow stands here, where a word could begin: its length in bytes, else 0. */
unsigned lexer_arrow(const struct lexer *lexer, enum redirect_type *type, int *descriptor);

/* From an opening bracket or quote to behind its partner, over everything in between that is quoted or bracketed.
 * LEXER_NOWHERE: the text ends before, or a different bracket closes first. */
uint32_t lexer_skip_pair(const struct lexer *lexer, uint32_t at);

/* How many bytes of a bare word stand at `at` that need no closer look: no blank, quote, $, bracket or separator. */
uint32_t lexer_plain_end(const struct lexer *lexer, uint32_t at);

/* Expressions: reads the token after `at` into lexer->token; `at` is then behind it. */
void lexer_next_token(struct lexer *lexer);

#endif
