/* What `with VALUE < ... >` does for each type of handle. A group of built-ins registers its types in its install function, once.
 *
 * enter and leave follow the contract of a block command's step and leave (vm/builtin.h); they may park, and keep what they need in `space`
 * (zeroed). The resource is held while the block runs. enter's result is what `as NAME` gets; none: the value itself. */
#ifndef OPS_WITH_H
#define OPS_WITH_H

#include "value/resource.h"
#include "vm/builtin.h"

#define WITH_SPACE 128

struct with_type {
	const struct resource_type *type;
	enum step (*enter)(struct call *call, struct resource *resource, void *space);
	enum step (*leave)(struct call *call, struct resource *resource, void *space, struct error *in_flight);
	void (*drop)(struct fiber *fiber, void *space);         /* NULL: nothing to free in space */
	const struct with_type *next;
};

void with_register(struct with_type *type);     /* kept */

/* The end of a leave() that gave something back, which ended with `step`: then what was in flight goes on. */
static inline enum step leave_with(struct call *call, enum step step, struct error *in_flight)
{
	if (in_flight == NULL)
		return step;
	if (step == STEP_DONE)
		return call_fail_with(call, error_retain(in_flight));
	error_set_context(call->error, in_flight);
	return step;
}

/* Registers scopes; called by ops_install(). */
void scope_install(void);

#endif
