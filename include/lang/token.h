/* The tokens of an expression. Words of commands have none: they are read character by character. */
#ifndef LANG_TOKEN_H
#define LANG_TOKEN_H

#include "base/source.h"

enum token_type {
	TOKEN_END,              /* the text ends */
	TOKEN_NAME,             /* and, or, not, in, if, else, true, ... are names that the parser knows */
	TOKEN_NUMBER,           /* 1 1.5 1e9 0x1f, a duration, or what only looks like one */
	TOKEN_QUOTE,            /* the string's first byte; the parser reads the rest */
	TOKEN_DOLLAR,           /* $ and what follows, likewise */
	TOKEN_OPEN_PAREN, TOKEN_CLOSE_PAREN,
	TOKEN_OPEN_INDEX, TOKEN_CLOSE_INDEX,
	TOKEN_OPEN_BRACE, TOKEN_CLOSE_BRACE,
	TOKEN_COMMA, TOKEN_COLON, TOKEN_DOT, TOKEN_ELLIPSIS, TOKEN_ASSIGN,
	TOKEN_PLUS, TOKEN_MINUS, TOKEN_STAR, TOKEN_SLASH, TOKEN_DOUBLE_SLASH, TOKEN_PERCENT, TOKEN_POWER,
	TOKEN_EQ, TOKEN_NE, TOKEN_LT, TOKEN_LE, TOKEN_GT, TOKEN_GE,
	TOKEN_STRANGE           /* no part of the language; known mistakes (&&, !, ===, :=, ;) span the whole mark */
};

struct token {
	enum token_type type;
	struct span span;
};

#endif
