/* Frames of a fiber, and how errors go up through them. Used by the interpreter only.
 *
 * A frame's header stands in the two slots below its register 0, where the caller's CALL kept room: the caller's function (owned), base, pc
 * and flags, as two VALUE_RAW slots. The base frame's header has no function. */
#ifndef VM_UNWIND_H
#define VM_UNWIND_H

#include "vm/fiber.h"

enum frame_flags {
	FRAME_TO_STEP = 1 << 0          /* the value goes to the built-in that asked with STEP_CALL */
};

/* header: the slot of the header; the arguments stand behind it and are bound. saved_pc: where the caller goes on. Retains function.
 * false: too deep. */
bool frame_push(struct fiber *fiber, struct function *function, uint32_t header, const uint32_t *saved_pc, uint32_t flags);
/* Clears the running frame's registers and goes back to the caller; returns the frame's flags. At the base frame fiber->function becomes NULL. */
uint32_t frame_pop(struct fiber *fiber);

struct op *op_push(struct fiber *fiber, const struct builtin *builtin);
void op_pop(struct fiber *fiber);

/* Clears slots [first, first+count) of the stack. */
void slots_clear(struct fiber *fiber, uint32_t first, uint32_t count);

/* Raises error (taken over) at the instruction fiber->pc. true: a handler has it, fiber->pc is where it begins. false: no frame is left, the error
 * is in fiber->raise. again: the error was travelling already and only goes on (no new line in its trace). */
bool fiber_unwind(struct fiber *fiber, struct error *take_error, bool again);

#endif
