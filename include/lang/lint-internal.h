/* What the lints share; not for other modules. */
#ifndef LANG_LINT_INTERNAL_H
#define LANG_LINT_INTERNAL_H

#include "base/map.h"
#include "base/vec.h"
#include "lang/lint.h"

/* ---- going through the tree (lint-walk.c) ---- */

/* node is called for each child; it goes on with walk_children() itself. function is called for a def, a block value and a trailing
 * block, whose bodies run elsewhere or later; NULL: they are left out. */
struct walk {
	void (*node)(struct walk *walk, const struct node *node);
	void (*function)(struct walk *walk, const struct function_node *function);
};

void walk_node(struct walk *walk, const struct node *node);             /* NULL is allowed */
void walk_children(struct walk *walk, const struct node *node);         /* in the order in which they run */
void walk_arguments(struct walk *walk, const struct argument *arguments, size_t count);
void walk_function(struct walk *walk, const struct function_node *function);    /* defaults and body */

/* ---- what is known of functions and variables ---- */

enum certainty { CERTAINLY_NOT, POSSIBLY, CERTAINLY };

struct facts {
	const struct function_node *function;
	struct facts *same;             /* another def of the same name */
	enum certainty checkpoint;      /* whether a call may come to a checkpoint: there is one; there may be one; there is none */
	bool ends;                      /* it may raise or exit */
	bool called;
	bool cancellable;               /* it may run where a scope or nursery can be cancelled */
};

enum what { WHAT_UNKNOWN, WHAT_SCOPE, WHAT_NURSERY, WHAT_TASK, WHAT_ERROR, WHAT_CHANNEL };

struct variable_facts {
	const struct variable *variable;
	enum what what;
	bool read;
	bool let;                       /* made by `let` */
	bool outermost;                 /* in the outermost block of the text */
};

/* What surrounds the place under work, innermost first; each lives on the C stack. */
enum around_type {
	AROUND_NURSERY, AROUND_SCOPE, AROUND_WITH, AROUND_LOOP, AROUND_FINALLY, AROUND_HANDLER,
	AROUND_FUNCTION,                /* a def */
	AROUND_BLOCK,                   /* a block that is a function of its own, called in place */
	AROUND_TASK                     /* a block that is a task */
};

struct around {
	enum around_type type;
	struct around *outer;
	const struct node *node;        /* the call, with, loop or try */
	const struct facts *facts;      /* AROUND_FUNCTION */
	bool shields, times;            /* AROUND_SCOPE */
	double seconds;                 /* AROUND_SCOPE: a timeout known from the text; below 0: none */
	bool always;                    /* AROUND_HANDLER: it handles nothing but Cancelled */
	bool told;                      /* AROUND_FINALLY, AROUND_HANDLER: a wait in it has been reported */
};

struct silence {
	size_t line;
	int lint;                       /* enum lint_id; LINT_COUNT: all */
};

struct linter {
	struct walk walk;               /* first: a walk is cast to its linter */
	const struct syntax *syntax;
	const struct session_names *names;
	const struct lint_world *world;
	struct diags *diags;
	struct arena arena;
	VEC(struct facts *) functions;
	struct map by_name;             /* of functions that are commands -> struct facts, linked by same */
	struct map variables;           /* struct variable * -> struct variable_facts */
	struct map raised, caught;      /* names of kinds -> non-NULL */
	struct around *around;
	bool is_task;                   /* the next function is a task's */
	bool collecting, changed;       /* the first phase; something new was found */
	bool sets_deadlines;            /* an assignment to a deadline */
	bool is_library;                /* nothing but definitions: its variables are for others */
	VEC(struct silence) silences;
};

/* A warning; NULL where a comment silences it. */
struct diag *lint_report(struct linter *linter, enum lint_id id, struct span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
struct variable_facts *lint_variable(struct linter *linter, const struct variable *variable);
/* The defs that a call means: the first of them; NULL: no function of this text. */
struct facts *lint_callee(const struct linter *linter, const struct call_node *call);
/* The call runs a program; its name is the call's. */
bool lint_is_program(const struct linter *linter, const struct call_node *call);

/* ---- questions about nodes (lint-ask.c) ---- */

bool is_call_of(const struct node *node, const char *name);     /* a built-in of that name */
const struct node *bare(const struct node *node);               /* without the parentheses of a statement, a word or a condition */
const struct variable *variable_of(const struct node *node);    /* of $x or x alone; NULL: something else */
bool literal_number(const struct node *node, double *number);
bool literal_string(const struct node *node, struct text *text);
const struct argument *option_of(const struct call_node *call, const char *name);       /* NULL: not given */
bool mentions(const struct node *node, const struct variable *variable);                /* blocks included */
bool argument_mentions(const struct call_node *call, const struct variable *variable);  /* as a whole argument, or in a block */
bool assigns(const struct node *node, const struct variable *variable);
size_t count_spawns(const struct node *node, const struct variable *nursery);
/* Spans for messages: a command's name, or the first word of a statement. */
struct span head_span(const struct linter *linter, const struct node *node);

/* ---- checkpoints (lint-checkpoint.c) ---- */

enum certainty checkpoint_in(const struct linter *linter, const struct node *node);
/* Of this node alone, its arguments and inline block left out. */
enum certainty checkpoint_at(const struct linter *linter, const struct node *node);
bool may_end(const struct linter *linter, const struct node *node);     /* a raise, exit or such a call is in it */
bool may_leave_loop(const struct linter *linter, const struct node *body);      /* likewise, or break or return */
bool is_cancellable(const struct around *around);
void lint_collect_functions(struct linter *linter);
void lint_update_functions(struct linter *linter);

/* ---- the lints by subject ---- */

void lint_flow(struct linter *linter, const struct node *body);
void lint_try(struct linter *linter, const struct node *node);
void lint_jump(struct linter *linter, const struct node *node);
void lint_loop(struct linter *linter, const struct node *node);
void lint_scope_call(struct linter *linter, const struct node *node);
void lint_spawn(struct linter *linter, const struct node *node);
void lint_cleanup(struct linter *linter, const struct node *node);
void lint_call(struct linter *linter, const struct node *node);
void lint_name_node(struct linter *linter, const struct node *node);
void lint_kinds(struct linter *linter, const struct node *node);
void lint_unused(struct linter *linter);
bool describe_scope(const struct node *node, struct around *around);    /* a call of a block command that makes a scope */
bool catches_cancelled(const struct except_node *except);

/* ---- comments (lint-silence.c) ---- */

void lint_read_silences(struct linter *linter);
bool lint_is_silenced(struct linter *linter, enum lint_id id, struct span span);

#endif
