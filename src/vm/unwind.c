#include "vm/unwind.h"

#include <string.h>

#include "base/mem.h"
#include "code/opcode.h"
#include "vm/invoke.h"

void slots_clear(struct fiber *fiber, uint32_t first, uint32_t count)
{
	struct value *slot = fiber->stack + first;
	for (uint32_t i = 0; i < count; i++, slot++) {
		struct value old = *slot;
		slot->type = VALUE_NONE;
		value_release(old);
	}
}

struct op *op_push(struct fiber *fiber, const struct builtin *builtin)
{
	uint32_t size = (uint32_t)sizeof(struct op) + builtin->frame_size;
	struct op *op = mem_small_alloc(size);
	op->below = fiber->ops;
	op->builtin = builtin;
	op->size = size;
	memset(op->frame, 0, builtin->frame_size);
	fiber->ops = op;
	return op;
}

void op_pop(struct fiber *fiber)
{
	struct op *op = fiber->ops;
	fiber->ops = op->below;
	if (op->builtin->drop != NULL)
		op->builtin->drop(fiber, op->frame);
	mem_small_free(op, op->size);
}

bool frame_push(struct fiber *fiber, struct function *function, uint32_t header, const uint32_t *saved_pc, uint32_t flags)
{
	if (fiber->depth >= FIBER_DEPTH)
		return false;
	fiber_reserve(fiber, header + CALL_HEADER + function->proto->registers);
	struct value *slot = fiber->stack + header;
	/* What an earlier call left in these registers goes only now. */
	struct value left[2] = { slot[0], slot[1] };
	slot[0] = (struct value){ .type = VALUE_RAW, .extra = fiber->base, .raw = fiber->function };
	slot[1] = (struct value){ .type = VALUE_RAW, .extra = flags, .raw = (void *)(uintptr_t)saved_pc };
	function->resource.object.references++;
	fiber->function = function;
	fiber->base = header + CALL_HEADER;
	fiber->pc = function->proto->code;
	fiber->depth++;
	value_release(left[0]);
	value_release(left[1]);
	return true;
}

uint32_t frame_pop(struct fiber *fiber)
{
	struct function *function = fiber->function;
	slots_clear(fiber, fiber->base, function->proto->registers);
	struct value *header = fiber->stack + fiber->base - CALL_HEADER;
	uint32_t flags = header[1].extra;
	fiber->function = header[0].raw;
	fiber->base = header[0].extra;
	fiber->pc = header[1].raw;
	fiber->depth--;
	header[0].type = VALUE_NONE;
	header[1].type = VALUE_NONE;
	resource_release(&function->resource);
	return flags;
}

/* The handler that catches at pc, if any; on the way the errors being handled there become the context. */
static const struct code_handler *find_handler(struct fiber *fiber, struct error *error)
{
	const struct proto *proto = fiber->function->proto;
	uint32_t at = (uint32_t)(fiber->pc - proto->code);
	for (uint32_t i = 0; i < proto->handler_count; i++) {
		const struct code_handler *handler = &proto->handlers[i];
		if (at < handler->start || at >= handler->end)
			continue;
		if (handler->type == HANDLER_CATCH)
			return handler;
		struct value handled = fiber->stack[fiber->base + handler->reg];
		if (handled.type == VALUE_ERROR && error->kind != kind_of(KIND_Cancelled))
			error_set_context(error, handled.error);
	}
	return NULL;
}

static void add_trace(struct fiber *fiber, struct error *error)
{
	const struct proto *proto = fiber->function->proto;
	/* A Cancelled is shared by all that it reaches and says where it came from by its reason. */
	if (error->kind == kind_of(KIND_Cancelled) || proto->hidden)
		return;
	if (proto->source == NULL) {
		/* A task that only runs a built-in or a program: its place is the spawn's. */
		const struct bound_call *bound = (const struct bound_call *)fiber->callee.resource;
		if (bound->resource.type == &bound_call_type && bound->callee.type != VALUE_FUNCTION && !bound->proto->hidden)
			error_add_trace(error, bound->proto->source, bound->span, bound->proto->name->length ? bound->proto->name : NULL);
		return;
	}
	error_add_trace(error, proto->source, proto->places[fiber->pc - proto->code], proto->name->length ? proto->name : NULL);
}

/* The built-in at pc had asked for a call that failed: it fails with the same error. */
static void fail_step(struct fiber *fiber)
{
	uint32_t slot = fiber->base + INSTRUCTION_A(*fiber->pc);
	const struct builtin *builtin = fiber->stack[slot].raw;
	uint32_t slots = fiber->stack[slot].extra;
	if (builtin->frame_size > 0)
		op_pop(fiber);
	fiber->stack[slot].type = VALUE_NONE;
	slots_clear(fiber, slot + CALL_HEADER, slots);
}

bool fiber_unwind(struct fiber *fiber, struct error *take_error, bool again)
{
	struct error *error = take_error;
	while (fiber->function != NULL) {
		if (!again)
			add_trace(fiber, error);
		again = false;
		const struct code_handler *handler = find_handler(fiber, error);
		if (handler != NULL) {
			struct value *place = &fiber->stack[fiber->base + handler->reg];
			struct value old = *place;
			*place = value_error(error);
			value_release(old);
			slots_clear(fiber, fiber->base + handler->live, fiber->function->proto->registers - handler->live);
			fiber->pc = fiber->function->proto->code + handler->target;
			return true;
		}
		uint32_t flags = frame_pop(fiber);
		if (fiber->function == NULL)
			break;
		if (flags & FRAME_TO_STEP)
			fail_step(fiber);
		else
			fiber->pc--;            /* back onto the CALL */
	}
	fiber->raise = error;
	return false;
}
