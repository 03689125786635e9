/* Functions as values: a proto with the variables it captured; and bound calls: a callee with its arguments, made by spawn
 * now and run by a task later. Both are resources of type VALUE_FUNCTION, counted, immutable. */
#ifndef VM_FUNCTION_H
#define VM_FUNCTION_H

#include "code/chunk.h"
#include "value/resource.h"

struct builtin;

struct function {
	struct resource resource;
	struct proto *proto;            /* owned */
	struct value captures[];        /* owned; proto->capture_count of them: cells, or values that never change */
};

extern const struct resource_type function_type;

struct bound_call {
	struct resource resource;
	struct proto *proto;            /* owned; keeps site alive */
	const struct callsite *site;
	struct span span;               /* of the spawn, in proto's source */
	struct value callee;            /* owned; a function, or a string that names a program; none: builtin */
	const struct builtin *builtin;  /* the callee is a built-in; NULL: see callee */
	uint32_t count;
	struct value arguments[];       /* owned; as they stand at the site */
};

extern const struct resource_type bound_call_type;

/* A built-in as a value, e.g. the name of one given where a function is wanted. */
struct builtin_function {
	struct resource resource;
	const struct builtin *builtin;
};

extern const struct resource_type builtin_function_type;

struct function *function_new(struct proto *proto);                     /* captures are set by the caller */
struct value function_from_builtin(const struct builtin *builtin);
/* How a task or a traceback calls it: the function's name, block:LINE, the built-in's or the program's name (last part of a
 * path). An owned string. */
struct string *function_name(struct value callee);
/* Where it was written; false where that is unknown (a built-in). */
bool function_place(struct value callee, struct source **source, struct span *span);

#endif
