/* Calls: finding what a call site means and laying out the arguments as the callee's parameters want them. Used by the interpreter only.
 *
 * The arguments stand in slots from `first` on the fiber's stack, one for each argument of the site. Afterwards they stand there one for
 * each parameter, absent ones VALUE_ABSENT; slots behind are none. The stack may have moved. */
#ifndef VM_INVOKE_H
#define VM_INVOKE_H

#include "vm/fiber.h"

/* What is to be called. */
struct target {
	struct function *function;              /* borrowed; NULL: see builtin */
	const struct builtin *builtin;          /* NULL, and function NULL: program */
};

/* Makes the stack hold at least slots slots. */
void fiber_reserve(struct fiber *fiber, uint32_t slots);

struct target target_of_command(const struct command *command);
/* The meaning of a value that is called: false with a TypeError for what cannot be called. A bound call is none of these. */
bool target_of_value(struct value callee, struct target *target, struct error **error);

/* NULL, or an owned TypeError (wrong number, unknown option, wrong type). */
struct error *invoke_bind_function(struct fiber *fiber, const struct proto *proto, const struct callsite *site, uint32_t first);
/* *slots: how many slots the arguments take now. */
struct error *invoke_bind_builtin(struct fiber *fiber, const struct builtin *builtin, struct callsite *site, uint32_t first, uint32_t *slots);
/* The arguments need no binding (site->fitted): only the parameters that were not given are marked so. */
void invoke_mark_absent(struct fiber *fiber, uint32_t from, uint32_t to);
/* The words of a program: an owned list of strings, the program's name first. */
struct error *invoke_words(struct fiber *fiber, struct value program, const struct callsite *site, uint32_t first, struct list **words);

#endif
