/* Cancel scopes: the blocks that limit time, and `with`. */
#include "ops/groups.h"

#include <math.h>
#include <string.h>

#include "base/fatal.h"
#include "ops/with.h"
#include "sched/clock.h"
#include "sched/nursery.h"

struct scope_frame {
	struct cancel_scope *scope;     /* owned */
	bool fails;                     /* TooSlowError where it was cancelled */
};

/* Enters a new scope, or with no block around hands it out unentered. */
static enum step enter(struct call *call, struct scope_frame *frame, double deadline, double seconds)
{
	struct error *error;

	frame->scope = scope_new(deadline);
	scope_note_origin(frame->scope, call, seconds);
	if (call->block)
		bug_unless(scope_enter(frame->scope, task_of(call), &error));
	scope_retain(frame->scope);
	return call_return(call, value_handle(&frame->scope->resource));
}

static enum step leave(struct call *call, struct cancel_scope *scope, struct error *in_flight)
{
	struct error *error = scope_leave(scope, task_of(call), in_flight != NULL ? error_retain(in_flight) : NULL);

	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

/* Which deadline that was is said by its reason. */
static enum step fail_too_slow(struct call *call, const struct cancel_scope *scope)
{
	struct error *error = error_new_kind(kind_of(KIND_TooSlowError), NULL);

	reason_attach(error, scope->reason);
	return call_fail_with(call, error);
}

static enum step scope_block_leave(struct call *call, void *memory, struct error *in_flight)
{
	struct scope_frame *frame = memory;
	enum step step = leave(call, frame->scope, in_flight);

	if (step == STEP_DONE && frame->fails && frame->scope->member.flags & SCOPE_CANCELLED_CAUGHT)
		return fail_too_slow(call, frame->scope);
	return step;
}

static void scope_block_drop(struct fiber *fiber, void *memory)
{
	struct scope_frame *frame = memory;

	(void)fiber;
	if (frame->scope != NULL)
		scope_release(frame->scope);
}

static enum step enter_at(struct call *call, struct scope_frame *frame, double deadline)
{
	if (isnan(deadline))
		return call_fail(call, KIND_ValueError, "deadline must not be NaN");
	return enter(call, frame, deadline, NAN);
}

/* The deadline counts from the call (semantics 4.12). */
static enum step enter_after(struct call *call, struct scope_frame *frame)
{
	double seconds = value_number(call->arguments[0]);

	if (seconds < 0)
		return call_fail(call, KIND_ValueError, "timeout must be non-negative");
	if (isnan(seconds))
		return enter_at(call, frame, seconds);
	return enter(call, frame, clock_now() + seconds, seconds);
}

static enum step move_on_after_step(struct call *call, void *frame)
{
	return enter_after(call, frame);
}

static enum step move_on_at_step(struct call *call, void *frame)
{
	return enter_at(call, frame, value_number(call->arguments[0]));
}

static enum step fail_after_step(struct call *call, void *frame)
{
	((struct scope_frame *)frame)->fails = true;
	return enter_after(call, frame);
}

static enum step fail_at_step(struct call *call, void *frame)
{
	((struct scope_frame *)frame)->fails = true;
	return enter_at(call, frame, value_number(call->arguments[0]));
}

static enum step shield_step(struct call *call, void *memory)
{
	struct scope_frame *frame = memory;
	enum step step = enter(call, frame, INFINITY, NAN);

	scope_set_shield(frame->scope, true);
	return step;
}

static enum step cancel_scope_step(struct call *call, void *memory)
{
	struct scope_frame *frame = memory;
	enum step step = enter_at(call, frame, call_has(call, 0) ? value_number(call->arguments[0]) : INFINITY);

	if (step == STEP_DONE && call_has(call, 1))
		scope_set_shield(frame->scope, true);
	return step;
}

/* with VALUE < ... >: what it means depends on the value's type. */

static const struct with_type *with_types;

void with_register(struct with_type *type)
{
	type->next = with_types;
	with_types = type;
}

struct with_frame {
	const struct with_type *type;   /* NULL until it was found */
	struct resource *resource;      /* owned */
	_Alignas(16) char space[WITH_SPACE];
};

static const struct with_type *find_type(const struct resource_type *type)
{
	for (const struct with_type *known = with_types; known != NULL; known = known->next) {
		if (known->type == type)
			return known;
	}
	return NULL;
}

static enum step find(struct call *call, struct with_frame *frame)
{
	struct value value = call->arguments[0];

	if (value.type == VALUE_HANDLE && value.resource->type == &nursery_type)
		return call_fail(call, KIND_RuntimeError, "use `nursery < ... >`, not `with`: a nursery is open as long as its block");
	frame->type = value.type == VALUE_HANDLE ? find_type(value.resource->type) : NULL;
	if (frame->type == NULL)
		return call_fail(call, KIND_TypeError, "with takes a scope, a lock, a channel or another handle that can be left, not %s", value_type_name(value));
	frame->resource = resource_retain(value.resource);
	return STEP_DONE;
}

static enum step with_step(struct call *call, void *memory)
{
	struct with_frame *frame = memory;

	if (frame->type == NULL && find(call, frame) == STEP_FAILED)
		return STEP_FAILED;
	enum step step = frame->type->enter(call, frame->resource, frame->space);
	if (step != STEP_DONE)
		return step;
	if (call->result.type == VALUE_NONE)
		call->result = value_handle(resource_retain(frame->resource));
	return STEP_DONE;
}

static enum step with_leave(struct call *call, void *memory, struct error *in_flight)
{
	struct with_frame *frame = memory;

	return frame->type->leave(call, frame->resource, frame->space, in_flight);
}

static void with_drop(struct fiber *fiber, void *memory)
{
	struct with_frame *frame = memory;

	if (frame->type == NULL)
		return;
	if (frame->type->drop != NULL)
		frame->type->drop(fiber, frame->space);
	resource_release(frame->resource);
}

static enum step with_scope_enter(struct call *call, struct resource *resource, void *space)
{
	struct error *error;

	(void)space;
	if (!scope_enter((struct cancel_scope *)resource, task_of(call), &error))
		return call_fail_with(call, error);
	return STEP_DONE;
}

static enum step with_scope_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	(void)space;
	return leave(call, (struct cancel_scope *)resource, in_flight);
}

static struct with_type with_scope = { .type = &scope_type, .enter = with_scope_enter, .leave = with_scope_leave };

void scope_install(void)
{
	with_register(&with_scope);
}

/* What all scope blocks have in common. */
#define SCOPE_BLOCK .flags = COMMAND_BLOCK, .frame_size = sizeof(struct scope_frame), .leave = scope_block_leave, .drop = scope_block_drop

const struct builtin scope_builtins[] = {
	{
		.name = "move_on_after",
		.params = "seconds:duration",
		.returns = "the scope",
		.summary = "Runs its block for at most this many seconds, and goes on behind it.",
		.details = "When the time is over, whatever waits inside is cancelled: its next checkpoint raises Cancelled, which ends here. "
		           "`as s` names the scope; afterwards `${s.cancelled_caught}` tells whether the block was cut off. "
		           "The deadline can be moved: `s.deadline += 10`.\n\n0 cancels at the first checkpoint; `inf` never does.",
		.example = "move_on_after 1 as s <\n  sleep 5\n  print never\n>\nprint ${s.cancelled_caught} current_time()\n#=> true 1.0",
		.step = move_on_after_step,
		SCOPE_BLOCK,
	},
	{
		.name = "move_on_at",
		.params = "time:number",
		.returns = "the scope",
		.summary = "Runs its block until the clock shows this time at most, and goes on behind it.",
		.details = "As `move_on_after`, with a time on the clock of `current_time`.",
		.example = "move_on_at 2 < sleep_forever >\nprint current_time()\n#=> 2.0",
		.step = move_on_at_step,
		SCOPE_BLOCK,
	},
	{
		.name = "fail_after",
		.params = "seconds:duration",
		.returns = "the scope",
		.summary = "Runs its block for at most this many seconds, and raises TooSlowError if that is not enough.",
		.example = "try <\n  fail_after 1 < sleep 5 >\n> except TooSlowError <\n  print \"too slow\"\n>\n#=> too slow",
		.step = fail_after_step,
		SCOPE_BLOCK,
	},
	{
		.name = "fail_at",
		.params = "time:number",
		.returns = "the scope",
		.summary = "Runs its block until the clock shows this time at most, and raises TooSlowError if that is not enough.",
		.example = "try <\n  fail_at 3 < sleep_forever >\n> except TooSlowError <\n  print current_time()\n>\n#=> 3.0",
		.step = fail_at_step,
		SCOPE_BLOCK,
	},
	{
		.name = "shield",
		.params = "",
		.returns = "the scope",
		.summary = "Runs its block to the end, even where it was cancelled from outside.",
		.details = "For cleaning up. The cancellation is noticed behind the block, at the next checkpoint. Combine it with a deadline, so that cleaning up cannot take for ever.",
		.example = "move_on_after 1 <\n  shield < sleep 3; print cleaned >\n  checkpoint\n  print never\n>\n#=> cleaned",
		.step = shield_step,
		SCOPE_BLOCK,
	},
	{
		.name = "cancel_scope",
		.params = "--deadline:number --shield",
		.returns = "the scope",
		.summary = "Makes a scope that can be cancelled, around its block or for a later `with`.",
		.details = "Properties: deadline (a time; can be set), shield (can be set), cancel_called, cancelled_caught.",
		.example = "let s = cancel_scope\nnursery <\n  spawn < sleep 1; cancel $s >\n  with $s < sleep 10; print never >\n>\nprint current_time()\n#=> 1.0",
		.flags = COMMAND_BLOCK | COMMAND_BLOCK_OPTIONAL,
		.frame_size = sizeof(struct scope_frame),
		.step = cancel_scope_step,
		.leave = scope_block_leave,
		.drop = scope_block_drop,
	},
	{
		.name = "with",
		.usage = "with VALUE [as NAME] < ... >",
		.params = "value:any",
		.returns = "the value, or what it opens",
		.summary = "Enters a scope, or holds or keeps something open, for its block.",
		.details = "A scope is entered and left, a lock acquired and released, a channel end, stream or listener closed at the end.",
		.example = "let s = cancel_scope\ncancel $s\nwith $s <\n  print \"up to the first checkpoint\"\n  checkpoint\n  print never\n>\n#=> up to the first checkpoint",
		.flags = COMMAND_BLOCK | COMMAND_ASYNC,
		.frame_size = sizeof(struct with_frame),
		.step = with_step,
		.leave = with_leave,
		.drop = with_drop,
	},
	{ .name = NULL },
};
