#include "vm/fiber.h"

#include "base/mem.h"
#include "code/opcode.h"
#include "vm/unwind.h"

struct vm_hooks vm_hooks;
volatile bool vm_interrupted;

void fiber_init(struct fiber *fiber, struct value take_callee)
{
	*fiber = (struct fiber){ .callee = take_callee };
}

void fiber_clear(struct fiber *fiber)
{
	while (fiber->ops != NULL)
		op_pop(fiber);
	for (uint32_t i = 0; i < fiber->capacity; i++) {
		struct value *slot = &fiber->stack[i];
		if (slot->type == VALUE_RAW && i + 1 < fiber->capacity && slot[1].type == VALUE_RAW && slot->raw != NULL) {
			/* a frame header: the caller's function is owned by it */
			struct function *function = slot->raw;
			slot->type = VALUE_NONE;
			slot[1].type = VALUE_NONE;
			resource_release(&function->resource);
			i++;
			continue;
		}
		value_release(*slot);
	}
	if (fiber->capacity > 0)
		mem_small_free(fiber->stack, fiber->capacity * sizeof *fiber->stack);
	if (fiber->function != NULL)
		resource_release(&fiber->function->resource);
	error_release(fiber->raise);
	value_release(fiber->callee);
	*fiber = (struct fiber){ .flags = FIBER_ENDED };
}

void fiber_throw(struct fiber *fiber, struct error *take_error)
{
	error_release(fiber->raise);
	fiber->raise = take_error;
	if (fiber->flags & FIBER_OP_PARKED)
		op_pop(fiber);
	fiber->flags &= ~(uint32_t)(FIBER_OP_PARKED | FIBER_RESUMING | FIBER_RETURNED);
	fiber->phase = 0;
}

void *fiber_find_op(struct fiber *fiber, const struct builtin *builtin)
{
	for (struct op *op = fiber->ops; op != NULL; op = op->below)
		if (op->builtin == builtin)
			return op->frame;
	return NULL;
}

bool fiber_place(const struct fiber *fiber, struct source **source, struct span *span)
{
	if (fiber->function == NULL || fiber->function->proto->source == NULL)
		return function_place(fiber->callee, source, span);
	const struct function *function = fiber->function;
	const uint32_t *pc = fiber->pc;
	uint32_t base = fiber->base;
	while (function->proto->hidden && base >= CALL_HEADER) {
		const struct value *header = fiber->stack + base - CALL_HEADER;
		if (header[0].raw == NULL)
			return false;
		function = header[0].raw;
		base = header[0].extra;
		pc = (const uint32_t *)header[1].raw - 1;
	}
	const struct proto *proto = function->proto;
	size_t index = (size_t)(pc - proto->code);
	if (index >= proto->code_count)
		return false;
	*source = proto->source;
	*span = proto->places[index];
	return true;
}

const struct builtin *fiber_parked_in(const struct fiber *fiber)
{
	if (fiber->ops != NULL && (fiber->flags & FIBER_OP_PARKED))
		return fiber->ops->builtin;
	return NULL;
}
