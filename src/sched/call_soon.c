#include "sched/call_soon.h"

#include "base/mem.h"
#include "base/vec.h"
#include "sched/loop.h"
#include "sched/runner.h"

struct soon_call {
	soon_function *function;
	void *context;
};

static struct {
	VEC(struct soon_call) calls;
	struct task *task;              /* where it waits to be poked; NULL: it does not */
	bool poked;                     /* since it last waited; stays set until a wait has seen it (semantics S14) */
	bool done;
} state = { .done = true };

bool call_soon(soon_function *function, void *context)
{
	if (state.done)
		return false;
	vec_push(&state.calls, (struct soon_call){ function, context });
	state.poked = true;
	return true;
}

void call_soon_begin(void)
{
	state.calls.count = 0;
	state.task = NULL;
	state.poked = state.done = false;
}

bool call_soon_is_poked(void)
{
	return state.poked;
}

bool call_soon_wake(void)
{
	if (!state.poked || state.task == NULL)
		return false;
	state.poked = false;
	task_wake(state.task);
	return true;
}

/* Those that were there when the round began. */
static void make_calls(void)
{
	size_t count = state.calls.count;

	for (size_t i = 0; i < count; i++)
		state.calls.items[i].function(state.calls.items[i].context);
	size_t left = state.calls.count - count;
	for (size_t i = 0; i < left; i++)
		state.calls.items[i] = state.calls.items[count + i];
	state.calls.count = left;
}

struct frame {
	struct wait wait;               /* first */
	uint32_t phase;                 /* of the checkpoint between two rounds */
	bool stopping;
};

static void stop_waiting(struct wait *wait)
{
	(void)wait;
	state.task = NULL;
}

/* Its Cancelled is swallowed: it means that the run ends (semantics 1.15 F). */
static enum abort_answer stop(struct task *task, struct error *interrupt)
{
	(void)interrupt;
	((struct frame *)task->waits)->stopping = true;
	return ABORT_ENDED;
}

static const struct park_type park_poke = { .reason = "waiting for calls from outside", .abort = stop };

static enum step call_soon_step(struct call *call, void *memory)
{
	struct frame *frame = memory;

	if (frame->phase > 0) {
		enum step step = checkpoint(call, &frame->phase);
		if (step == STEP_PARKED)
			return STEP_PARKED;
		error_release(call->error);
		call->error = NULL;
		frame->stopping |= step == STEP_FAILED;
		frame->phase = 0;
	}
	if (frame->stopping) {
		state.done = true;
		make_calls();
		return STEP_DONE;
	}
	make_calls();
	if (state.calls.count > 0)
		return checkpoint(call, &frame->phase);
	frame->wait.disarm = stop_waiting;
	state.task = task_of(call);
	task_arm(state.task, &frame->wait);
	return task_park(call, &park_poke);
}

const struct builtin call_soon_builtin = {
	.name = "<call soon task>",
	.params = "",
	.returns = "none",
	.summary = "Makes the calls that come from outside any task.",
	.flags = COMMAND_ASYNC,
	.frame_size = sizeof(struct frame),
	.step = call_soon_step,
};
