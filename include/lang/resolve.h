/* Names: which variable a name means, what a function captures, which nursery a spawn belongs to, what cannot be right before the run
 * (assignment to an undeclared name, wrong arguments to a known command, a checkpoint in a sync def, break outside a loop, ...).
 *
 * Scope is lexical, by block. A variable is known from its `let` to the end of its block; only what `as` names on a nursery, scope or with
 * can be asked until the function ends (try < fail_after 1 as s < ... > > except TooSlowError < print ${s.deadline} >). What one function takes from another is
 * captured: by value where nobody assigns it again, else as a cell. */
#ifndef LANG_RESOLVE_H
#define LANG_RESOLVE_H

#include "base/map.h"
#include "lang/ast.h"
#include "lang/diag.h"

struct variable {
	struct text name;               /* "" for hidden ones */
	struct span span;
	struct function_node *owner;
	bool captured;                  /* by a function inside the owner */
	bool reassigned;                /* after its first value */
	bool global;                    /* a variable of the session */
	bool is_handle;                 /* made by `as` on a nursery, scope or with: may be read to the end of the function */
	bool hoisted;                   /* ... and is, behind its block */
	bool is_def;                    /* holds a def inside a function: its value comes after the closure is made */
	bool used;
	uint32_t slot;                  /* global: which; else for the compiler: its register */
};

/* Needs a cell: what captures it must see later changes. */
static inline bool variable_is_cell(const struct variable *variable)
{
	return variable->captured && (variable->reassigned || variable->is_def);
}

enum compile_mode {
	COMPILE_SCRIPT,                 /* its variables are its own */
	COMPILE_PROMPT,                 /* its outermost variables stay; expressions show their value; spawn belongs to the session */
	COMPILE_LOAD                    /* as a script, but its outermost variables stay */
};

/* Names that outlive one compilation. */
struct session_names {
	struct map slots;               /* name -> slot + 1 */
	uint32_t count;                 /* slots given out; vm/globals.h holds their values */
	const struct command_lookup *lookup;
	/* A function defined by an earlier entry or file, or by the prelude: its name is a command. May be NULL. */
	bool (*is_function)(const char *name, size_t length);
};

void session_names_clear(struct session_names *names);
uint32_t session_names_add(struct session_names *names, const char *name);      /* a new slot, even if the name has one */

/* Fills in the resolved fields of the tree. Errors go to diags. */
void resolve(struct syntax *syntax, struct session_names *names, enum compile_mode mode, struct diags *diags);

#endif
