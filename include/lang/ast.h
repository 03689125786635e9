/* The syntax tree. Every node lives in the arena of its compilation and is freed with it; strings are arena copies, too.
 *
 * The parser builds it, resolve() fills in the fields marked "resolved" (which variable a name means, which variables a
 * function captures), the compiler reads it. Nobody changes it afterwards. */
#ifndef LANG_AST_H
#define LANG_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/source.h"
#include "lang/command.h"
#include "value/value.h"

struct node;
struct function_node;
struct variable;                        /* lang/resolve.h */

struct text {                           /* arena bytes, '\0' at the end */
	const char *bytes;
	size_t length;
};

/* A list of nodes in the arena. */
struct nodes {
	struct node **items;
	size_t count;
};

struct name {
	struct text text;
	struct span span;
	struct variable *variable;      /* resolved; NULL: no variable of that name in sight */
	bool command;                   /* resolved: then a function or built-in has this name */
	struct text hint;               /* resolved: then the nearest one there is; length 0: none near */
};

enum node_type {
	/* expressions and word parts */
	NODE_NUMBER,            /* number: a literal value (int, float, bool, none) as written in an expression */
	NODE_TEXT,              /* text: a literal string ('..', "..", """..""", escapes done) */
	NODE_VARIABLE,          /* name: $name, or a bare name in an expression */
	NODE_INTERPOLATION,     /* parts: "text $x ${e} $(c)": NODE_TEXT and expressions, joined as text */
	NODE_LIST,              /* list.items (each maybe NODE_SPREAD) */
	NODE_MAP,               /* map.keys, map.values */
	NODE_UNARY,             /* unary */
	NODE_BINARY,            /* binary */
	NODE_COMPARE,           /* compare: a < b <= c */
	NODE_LOGICAL,           /* logical: and / or, in expressions and as && / || of commands */
	NODE_NOT,               /* operand: not x, of an expression or a command */
	NODE_CONDITIONAL,       /* conditional: a if c else b */
	NODE_INDEX,             /* index: x[i] */
	NODE_SLICE,             /* slice: x[a:b] */
	NODE_PROPERTY,          /* property: x.name */
	NODE_SUBSTITUTION,      /* operand: $( statements ): value of its last statement; a NODE_SEQUENCE or one command */
	NODE_SPREAD,            /* operand: word... or $xs... */
	NODE_WORD,              /* word: an unquoted or joined word of a command */
	/* calls */
	NODE_CALL,              /* call: a command with words, or name(args) */
	/* statements */
	NODE_SEQUENCE,          /* sequence: statements in order; a block opens a scope of variables */
	NODE_EXPRESSION,        /* operand: ( expr ) as a statement */
	NODE_PIPELINE,          /* pipeline: parts (calls, or function_node blocks as calls) */
	NODE_REDIRECT,          /* redirect: a command or block with redirections */
	NODE_LET,               /* let */
	NODE_ASSIGN,            /* assign: = += -= *= /= //= %= **= */
	NODE_IF,                /* branch: condition, then, otherwise (NULL, sequence, or NODE_IF for elif) */
	NODE_WHILE,             /* loop: condition (NULL: loop < >), body */
	NODE_FOR,               /* each */
	NODE_TRY,               /* attempt */
	NODE_WITH,              /* with */
	NODE_DEF,               /* function: def name ... */
	NODE_RETURN,            /* operand or NULL */
	NODE_BREAK,
	NODE_CONTINUE,
	NODE_RAISE,             /* raise */
	NODE_SPAWN,             /* spawn */
	NODE_BLOCK_VALUE        /* function: a block as a value (a trailing block, spawn < >, a part of a pipeline) */
};

/* Options stand right behind the command: --name, --name VALUE, --name=VALUE. Whether a bare --name takes the next word is
 * known only by the command's parameters, so the parser keeps them as they stand. */
enum argument_type {
	ARGUMENT_WORD,          /* value */
	ARGUMENT_OPTION,        /* --name; value is NULL */
	ARGUMENT_OPTION_VALUE,  /* --name=value, or name=value in f(x, name=value) */
	ARGUMENT_SPREAD         /* value is a list whose items become arguments: word..., globs */
};

struct argument {
	enum argument_type type;
	struct text name;               /* of an option, without -- */
	struct node *value;
	struct span span;
};

enum word_part_type {
	WORD_TEXT,              /* text: unquoted; * ? [ are glob characters, a leading ~ expands */
	WORD_QUOTED,            /* text: quoted or backslashed; literal */
	WORD_VALUE              /* node: $x, ${e}, $(c), "..$x..", ( e ), f(x): its value, as it is when alone in the word, else as text */
};

struct word_part {
	enum word_part_type type;
	struct text text;
	struct node *node;
};

struct call_node {
	struct name name;               /* the first word where it is one plain name (text.length 0: see callee) */
	struct node *callee;            /* else: $f, a computed word, a word with "/" */
	struct argument *arguments;
	size_t argument_count;
	struct function_node *block;    /* a trailing block as a value; NULL: none */
	struct node *inline_block;      /* the body of a block command (nursery, move_on_after, ...): a NODE_SEQUENCE; NULL: none */
	struct name as;                 /* `as NAME` of a block command; text.length 0: none */
	const struct command_info *info;/* what the lookup said of the name; NULL: nothing (a function or a program) */
	bool external;                  /* `run NAME`, or a word with "/" */
	bool parenthesised;             /* name(args): arguments are expressions */
	struct variable *handle;        /* resolved: the hidden variable that holds a nursery, for the spawns in its block */
};

struct parameter_node {
	struct name name;
	struct node *initial;           /* default; NULL: none */
	unsigned flags;                 /* enum parameter_flags of lang/command.h */
};

/* A function: def, a trailing block, spawn < >, a pipeline's block, and the whole script. */
struct function_node {
	struct text name;               /* "" for blocks */
	struct span span;               /* from `def` or `<` to the closing `>` */
	struct span name_span;
	struct parameter_node *parameters;
	size_t parameter_count;
	struct node *body;              /* NODE_SEQUENCE */
	bool is_sync;                   /* sync def */
	bool is_block;                  /* return leaves the block only; named block:LINE */
	/* resolved */
	struct function_node *outer;
	struct variable **captures;     /* variables of outer functions, in the order of the closure's cells */
	size_t capture_count, capture_capacity;
	struct variable **hoisted;      /* `as` variables that are read behind their block: theirs is a register of the whole function */
	size_t hoisted_count, hoisted_capacity;
	struct variable *variable;      /* a def inside a function: the hidden variable that holds it; NULL: a global function */
};

struct except_node {
	struct name *kinds;             /* none: a bare except */
	size_t kind_count;
	bool star;
	struct name as;                 /* text.length 0: none */
	struct node *body;
	struct span span;
};

enum redirect_type {
	REDIRECT_WRITE,                 /* => FILE */
	REDIRECT_APPEND,                /* =>> FILE */
	REDIRECT_READ,                  /* <= FILE */
	REDIRECT_TEXT,                  /* <<= WORD */
	REDIRECT_BOTH,                  /* &=> FILE */
	REDIRECT_ERROR_TO_OUTPUT        /* 2=>&1 */
};

struct redirect_node {
	enum redirect_type type;
	int descriptor;                 /* 0, 1 or 2 */
	struct node *target;
	struct span span;
};

enum spawn_type { SPAWN_SOON, SPAWN_START };

struct node {
	enum node_type type;
	struct span span;
	union {
		struct value number;            /* never an object */
		struct text text;
		struct name name;
		struct nodes parts;
		struct node *operand;
		struct { struct nodes items; } list;
		struct { struct nodes keys, values; } map;
		struct { char op; struct node *operand; } unary;                                /* '-' */
		struct { int op; struct node *left, *right; } binary;                           /* enum operator of value/arith.h */
		struct { struct nodes operands; uint8_t *operators; } compare;                  /* operators: one fewer than operands */
		struct { bool is_and; bool is_command; struct node *left, *right; } logical;
		struct { struct node *condition, *then, *otherwise; } conditional;
		struct { struct node *object, *index; } index;
		struct { struct node *object, *start, *end; } slice;                            /* start, end may be NULL */
		struct { struct node *object; struct text name; struct span name_span; } property;
		struct { struct word_part *parts; size_t count; struct text source; } word;      /* source: as it was written */
		struct call_node call;
		struct { struct nodes statements; bool opens_scope; } sequence;
		struct { struct nodes parts; } pipeline;
		struct { struct node *command; struct redirect_node *redirects; size_t count; } redirect;
		struct { struct name *names; size_t count; struct node *value; } let;           /* value: an expression or a call */
		struct { struct node *target; int op; struct node *value; } assign;             /* op: enum operator, or -1 for plain =; target: NODE_VARIABLE, NODE_INDEX or NODE_PROPERTY */
		struct { struct node *condition, *then, *otherwise; } branch;
		struct { struct node *condition, *body; } loop;
		struct { struct name *names; size_t count; struct argument *words; size_t word_count; struct node *body; } each;
		struct { struct node *body; struct except_node *excepts; size_t except_count; struct node *otherwise, *finally; } attempt;
		struct { struct node *value; struct name as; struct node *body; } with;
		struct function_node *function;
		struct { struct name kind; struct node *value; struct node *message, *members, *cause; } raise;
		    /* raise KIND "message" [members]: kind; raise $e: value; raise: neither; cause: `from $e` at its end, or NULL */
		struct { enum spawn_type type; struct node *task_name; struct node *nursery; struct node *call;
		         struct argument *options; size_t option_count;
		         struct variable *nursery_variable; bool session; } spawn;
		    /* task_name: word or NULL; nursery: `in $n` or NULL; call: NODE_CALL (a block is a call of a NODE_BLOCK_VALUE callee);
		     * options: --service, --ready-port N, ..., each with its value in place.
		     * resolved: nursery_variable, the hidden variable of the surrounding nursery; session: the prompt's own nursery */
	};
};

/* The result of parsing one source. */
struct syntax {
	struct arena arena;
	struct source *source;          /* retained */
	struct function_node *script;   /* the whole text as a function without parameters; NULL after a fatal error */
	bool incomplete;                /* the text ends inside an open block, bracket, string or after |, &&, || or a backslash */
	struct text open_block;         /* incomplete: the command whose block is open, for the continuation prompt; may be "" */
};

#endif
