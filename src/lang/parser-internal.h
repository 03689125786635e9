/* What the files of the parser share. Each parses one kind of thing by recursive descent:
 *
 *     parser.c               the whole text: sequences, blocks, recovery after an error
 *     parser-pipelines.c     statements as chains (&& ||) of pipelines of commands
 *     parser-commands.c      a command: first word, words, options, redirections, block
 *     parser-statements.c    def, return, raise, spawn and the like
 *     parser-control.c       if, while, for, try, with
 *     parser-assignments.c   let, =, +=, and what may stand on their right
 *     parser-words.c         the words of a command
 *     parser-strings.c       quotes, escapes, $name ${ } $( )
 *     parser-expressions.c   what stands in ( ): operators
 *     parser-operands.c      and what they stand between
 *     parser-errors.c        reporting, and the mistakes of people who come from elsewhere
 *
 * A function that finds an error reports it with parser_error(), which sets `failed`, and returns NULL; all the others
 * return at once when they see that. The statement is dropped, and the sequence around it goes on at the next one. Errors
 * that do not disturb what follows are only complained about: the parser goes on as if the text were right.
 *
 * Everything recursive goes through parser_enter(), so neither this parser nor who walks the tree can run out of stack. */
#ifndef LANG_PARSER_INTERNAL_H
#define LANG_PARSER_INTERNAL_H

#include <string.h>

#include "lang/lexer.h"
#include "lang/parser.h"
#include "value/arith.h"

#define PARSER_HEIGHT 1000      /* operators in a row: such chains do not recurse here, but whoever walks the tree does */

enum open_kind { OPEN_SCRIPT, OPEN_BLOCK, OPEN_SUBSTITUTION };

/* What commands stand in; the innermost is p->open. Lives on the C stack. */
struct open {
	struct open *outer;
	enum open_kind kind;
	struct text owner;              /* the command whose block it is */
	bool argument;                  /* the block is handed to the command, which may be any */
	struct span span;               /* of the opening bracket */
	bool forgiven;                  /* opened by a mistake that has been reported: need not be closed */
};

struct parser {
	struct lexer lexer;
	struct arena *arena;
	struct syntax *syntax;
	const struct command_lookup *lookup;    /* may be NULL */
	struct diags *diags;
	struct open *open;
	unsigned depth;                 /* of what is being parsed */
	unsigned height;                /* of the tallest tree since the enclosing construct began */
	uint32_t bracket;               /* the outermost bracket or quote open in this statement, or LEXER_NOWHERE */
	bool failed;                    /* the statement is lost */
	bool stopped;                   /* nothing more is parsed; `at` is the end */
	bool follows_failure;           /* the statement before this one was lost */
	bool ended_inside;              /* the text ends inside something open */
	bool told_shell;                /* then, do, done, fi, { } have been explained */
	bool told_python;               /* so has the colon */
	unsigned searched, defined;     /* words of other shells, one bit each: looked for, and found as a function here */
};

/* Where a command's words end besides the usual places. */
enum word_stop {
	STOP_AT_BLOCK = 1 << 0,         /* `<` belongs to the statement around (if, while, for, with) */
	STOP_AT_AS = 1 << 1,            /* so does `as` (with) */
	ONLY_COMMANDS = 1 << 2          /* no keyword may stand first: conditions, right sides */
};

/* Growing arrays in the arena: the shape of struct nodes plus a capacity. */
#define GROWING_FIELDS(type) type *items; size_t count, capacity
#define growing_push(p, growing, ...) \
	do { \
		if ((growing)->count == (growing)->capacity) { \
			size_t growing_capacity_ = (growing)->capacity ? (growing)->capacity * 2 : 4; \
			void *growing_items_ = arena_alloc((p)->arena, growing_capacity_ * sizeof *(growing)->items); \
			if ((growing)->count > 0) \
				memcpy(growing_items_, (growing)->items, (growing)->count * sizeof *(growing)->items); \
			(growing)->items = growing_items_; \
			(growing)->capacity = growing_capacity_; \
		} \
		(growing)->items[(growing)->count++] = (__VA_ARGS__); \
	} while (0)

struct growing_nodes { GROWING_FIELDS(struct node *); };
struct redirects { GROWING_FIELDS(struct redirect_node); };
struct arguments { GROWING_FIELDS(struct argument); };

/* parser.c */
struct level { unsigned height; };
bool parser_enter(struct parser *p, struct level *level);       /* false: too deep; everything stops */
void parser_leave(struct parser *p, const struct level *level);
/* A node is about to become the left child of another, again and again: a + b + c. left: the height of what stands left. */
bool parser_chain(struct parser *p, unsigned left, struct span span);
struct node *parser_node(struct parser *p, enum node_type type, uint32_t start, uint32_t end);
struct text parser_text(struct parser *p, const char *bytes, size_t length);
struct text parser_slice(struct parser *p, uint32_t start, uint32_t end);       /* of the source */
struct name parser_name(struct parser *p, uint32_t start, uint32_t end);
struct nodes parser_nodes(const struct growing_nodes *growing);
const struct command_info *parser_command_info(struct parser *p, struct text name);
/* At '<': a block of commands, up to behind its '>'. owner: the command's name, for messages. */
struct node *parse_block(struct parser *p, struct text owner, bool argument);
struct node *parse_sequence(struct parser *p, bool opens_scope);
struct function_node *parser_block_function(struct parser *p, struct node *body, uint32_t start, uint32_t end);
/* A statement as a block that can be called: `spawn if (x) < >`, `for ... < > | sort`. */
struct node *parser_block_call(struct parser *p, struct node *statement);

/* parser-pipelines.c */
struct node *parse_statement(struct parser *p);
struct node *parse_condition(struct parser *p, const char *owner);
struct node *parse_pipeline(struct parser *p, struct node *first, unsigned stops);      /* first: a word read already, or NULL */

/* parser-commands.c */
struct node *parse_command(struct parser *p, struct node *first, struct redirects *redirects, unsigned stops);
bool parse_redirect(struct parser *p, struct redirects *redirects);     /* at an arrow */
bool parser_at_arrow(struct parser *p);
struct node *parse_parenthesised_call(struct parser *p, uint32_t start);        /* at the ( of a name that begins at start */
bool parse_option(struct parser *p, struct argument *option);   /* false: no option stands here, or failed */

/* parser-statements.c, parser-control.c: at the keyword */
struct node *parse_keyword(struct parser *p);           /* NULL with !p->failed: none stands here */
const char *parser_keyword_here(struct parser *p);      /* NULL: none */
bool parser_at_keyword(struct parser *p, const char *word);
uint32_t parser_skip_keyword(struct parser *p, const char *word);       /* and the blanks behind it; where it began */
bool parser_expect_name(struct parser *p, const char *what, struct name *name);
struct node *parser_expect_block(struct parser *p, const char *owner);
struct node *parse_spawn(struct parser *p);
bool parser_at_spawn(struct parser *p);
struct node *parse_if(struct parser *p);
struct node *parse_while(struct parser *p);
struct node *parse_loop(struct parser *p);
struct node *parse_for(struct parser *p);
struct node *parse_try(struct parser *p);
struct node *parse_with(struct parser *p);

/* parser-assignments.c */
struct node *parse_let(struct parser *p);
bool parser_at_assignment(struct parser *p);
struct node *parse_assignment(struct parser *p);
struct node *parse_right_side(struct parser *p, unsigned stops);

/* parser-words.c */
bool parser_at_word_start(struct parser *p);
struct node *parse_word(struct parser *p, bool *spread);        /* spread NULL: a list may not be spread here */
bool parser_word_is_text(const struct node *word);              /* one unquoted text, nothing else */
bool parser_word_value(struct parser *p, struct node *word, struct value *value);       /* 5, true, 10s: what it means as a value */
void parser_complain_byte(struct parser *p);                    /* skips a byte that may only stand in quotes */

/* parser-strings.c */
struct node *parse_string(struct parser *p);            /* at the quote */
struct node *parse_dollar(struct parser *p, bool quoted);       /* at the $; NULL with !p->failed: the $ is just text */

/* parser-expressions.c, parser-operands.c; while an expression is read, the current token is lexer.token */
static inline void parser_advance(struct parser *p)
{
	lexer_next_token(&p->lexer);
}

static inline bool parser_at_token(const struct parser *p, enum token_type type)
{
	return p->lexer.token.type == type;
}

static inline bool parser_token_is(const struct parser *p, const char *word)
{
	const struct token *token = &p->lexer.token;
	size_t length = strlen(word);
	return token->span.end - token->span.start == length && memcmp(p->lexer.text + token->span.start, word, length) == 0;
}

/* From the beginning of first on. */
static inline struct node *parser_node_between(struct parser *p, enum node_type type, const struct node *first, uint32_t end)
{
	return parser_node(p, type, first->span.start, end);
}

struct node *parse_expression(struct parser *p);        /* at its first token */
struct node *parse_postfix(struct parser *p);           /* a value with its calls, indexes and properties */
struct node *parse_number(struct parser *p, uint32_t sign);     /* sign: where the minus before it stands, or the number */
bool parser_at_literal_number(struct parser *p);
struct node *parse_bracketed(struct parser *p);         /* at ( [ {: ( e ), a list, a map; up to behind the closing one */
struct node *parse_braced(struct parser *p);            /* at { of ${ } */
struct node *parse_target(struct parser *p, uint32_t end);     /* x, x[i], x.name, which ends there */
bool parser_is_reserved(const char *word, size_t length);       /* means something in expressions */
bool parse_call_arguments(struct parser *p, struct arguments *arguments);       /* at (, up to behind ) */

/* parser-errors.c */
struct diag *parser_error(struct parser *p, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
struct diag *parser_complain(struct parser *p, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The text ends inside something open: nothing follows. */
struct diag *parser_ended(struct parser *p, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
void parser_stop(struct parser *p);
struct span parser_here(struct parser *p);              /* the word or mark at the current place */
/* For "%s": a piece of the source in backquotes, cut where it is long. In the arena. */
const char *parser_quote(struct parser *p, struct span span);
void parser_unexpected(struct parser *p, const char *after);
const char *parser_meant_continuation(struct parser *p);        /* else, except, ... or a word near one; NULL: none here */
bool parser_catch_redirection(struct parser *p);        /* at '>': `> file` of other shells; skips the mark */
bool parser_catch_foreign_statement(struct parser *p);  /* true: reported, or silently skipped */
void parser_missing_block(struct parser *p, const char *owner);
void parser_hint_unclosed(struct parser *p, struct diag *diag, const struct open *open);

#endif
