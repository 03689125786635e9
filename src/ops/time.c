/* Time: the clock and waiting for it. */
#include "ops/groups.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#include "sched/clock.h"
#include "sched/idle.h"
#include "sched/output.h"
#include "sched/task.h"
#include "value/units.h"

/* In the phase of the fiber, where a checkpoint keeps its own small numbers. */
#define NAPPING 100u

static void describe_sleep(struct task *task, struct buf *out);

static const struct park_type park_sleep = { .reason = "sleeping", .abort = nap_abort, .describe = describe_sleep };
static const struct park_type park_for_ever = { .reason = "sleeping for ever", .abort = nap_abort, .forever = true };
static const struct park_type park_nothing = { .reason = "sleeping for ever", .forever = true };

static void describe_sleep(struct task *task, struct buf *out)
{
	double left = nap_deadline(task) - clock_now();

	buf_add_text(out, "sleeping for another ");
	units_add_duration(out, left > 0 ? left : 0);
}

/* The nap that a sleep is (semantics 2.5, 2.6). */
static enum step sleep_to(struct call *call, double deadline)
{
	nap_begin(task_of(call), deadline);
	call->fiber->phase = NAPPING;
	return task_park(call, deadline == INFINITY ? &park_for_ever : &park_sleep);
}

static enum step end_sleep(struct call *call)
{
	call->error = nap_end(task_of(call));
	return call->error != NULL ? STEP_FAILED : STEP_DONE;
}

static enum step fail_on_nan(struct call *call)
{
	return call_fail(call, KIND_ValueError, "deadline must not be NaN");
}

static enum step checkpoint_step(struct call *call, void *frame)
{
	(void)frame;
	return checkpoint(call, &call->fiber->phase);
}

static enum step sleep_step(struct call *call, void *frame)
{
	(void)frame;
	if (call->fiber->phase == NAPPING)
		return end_sleep(call);
	double seconds = value_number(call->arguments[0]);
	if (seconds == 0)
		return checkpoint(call, &call->fiber->phase);
	if (isnan(seconds))
		return fail_on_nan(call);
	if (seconds < 0)
		return call_fail(call, KIND_ValueError, "duration must be non-negative");
	return sleep_to(call, clock_now() + seconds);
}

static enum step sleep_until_step(struct call *call, void *frame)
{
	(void)frame;
	if (call->fiber->phase == NAPPING)
		return end_sleep(call);
	double deadline = value_number(call->arguments[0]);
	return isnan(deadline) ? fail_on_nan(call) : sleep_to(call, deadline);
}

/* No nap, so that it comes before those who sleep when a scope is cancelled (semantics 15.3). */
static enum step sleep_forever_step(struct call *call, void *frame)
{
	(void)frame;
	return task_park(call, &park_nothing);
}

/* Sleeps really, unless a signal ends it. */
static void sleep_really(double seconds)
{
	struct timespec left = { .tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - floor(seconds)) * 1e9) };

	output_flush_quietly();
	while (nanosleep(&left, &left) < 0 && errno == EINTR && !vm_interrupted)
		;
}

static enum step blocking_sleep_step(struct call *call, void *frame)
{
	double seconds = value_number(call->arguments[0]);

	(void)frame;
	if (isnan(seconds) || seconds < 0)
		return call_fail(call, KIND_ValueError, "sleep length must be non-negative");
	/* Under the virtual clock nothing takes time but this does: all others are late by as much. */
	if (clock_is_virtual())
		clock_jump(seconds);
	else
		sleep_really(clock_real_seconds(clock_now() + seconds));
	if (vm_interrupted && vm_hooks.interrupted != NULL)
		return call_fail_with(call, vm_hooks.interrupted(call->fiber));
	return STEP_DONE;
}

static enum step current_time_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_float(clock_now()));
}

static enum step current_effective_deadline_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_float(scope_effective_deadline(task_of(call)->scope)));
}

struct idle_frame {
	struct idle_wait wait;
};

static enum step wait_all_tasks_blocked_step(struct call *call, void *memory)
{
	struct idle_frame *frame = memory;

	if (frame->wait.woken)
		return STEP_DONE;
	double cushion = call_has(call, 0) ? value_number(call->arguments[0]) : 0;
	if (isnan(cushion))
		return call_fail(call, KIND_ValueError, "cushion must not be NaN");
	idle_arm(&frame->wait, call, cushion);
	return task_park(call, &park_idle);
}

const struct builtin time_builtins[] = {
	{
		.name = "checkpoint",
		.params = "",
		.returns = "none",
		.summary = "Lets the other tasks have a turn, and notices a cancellation.",
		.details = "Every command that waits is a checkpoint; this one is nothing else. A loop that computes for long should have one.",
		.example = "nursery <\n  spawn < print a; checkpoint; print c >\n  spawn < print b >\n>\n#=> a\n#=> b\n#=> c",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.step = checkpoint_step,
	},
	{
		.name = "sleep",
		.params = "seconds:duration",
		.returns = "none",
		.summary = "Waits for this many seconds.",
		.details = "Other tasks run meanwhile. `sleep 0` is a checkpoint, `sleep inf` waits until it is cancelled. Durations may have units: `500ms`, `10s`, `2m`, `1h`.",
		.example = "sleep 1.5\nprint current_time()\n#=> 1.5",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.step = sleep_step,
	},
	{
		.name = "sleep_until",
		.params = "time:number",
		.returns = "none",
		.summary = "Waits until the clock shows this time.",
		.details = "A time that has passed makes it a checkpoint. The clock is that of `current_time`.",
		.example = "sleep_until 3\nprint current_time()\n#=> 3.0",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.step = sleep_until_step,
	},
	{
		.name = "sleep_forever",
		.params = "",
		.returns = "none",
		.summary = "Waits until it is cancelled.",
		.example = "move_on_after 2 < sleep_forever >\nprint current_time()\n#=> 2.0",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.step = sleep_forever_step,
	},
	{
		.name = "blocking_sleep",
		.params = "seconds:duration",
		.returns = "none",
		.summary = "Holds up everything for this many seconds; to show what goes wrong then.",
		.details = "The whole shell stands still: no other task runs, and no deadline is noticed. Use `sleep`.",
		.example = "nursery <\n  spawn < blocking_sleep 1; print done >\n  spawn < blocking_sleep 1; print current_time() >\n>\n#=> done\n#=> 2.0",
		.step = blocking_sleep_step,
	},
	{
		.name = "current_time",
		.params = "",
		.returns = "the time as a float",
		.summary = "The time in seconds on the clock that deadlines use.",
		.details = "It begins anywhere, so only differences mean something; under `--clock=virtual` it begins at 0.",
		.example = "let began = current_time\nsleep 2\nprint (current_time() - began)\n#=> 2.0",
		.step = current_time_step,
	},
	{
		.name = "current_effective_deadline",
		.params = "",
		.returns = "a time as a float",
		.summary = "When the running task will be cancelled if nothing changes.",
		.details = "`inf` where no scope around has a deadline, `-inf` where the task is cancelled already. A shield hides the deadlines outside it.",
		.example = "move_on_after 5 <\n  move_on_after 10 < print current_effective_deadline() >\n>\n#=> 5.0",
		.step = current_effective_deadline_step,
	},
	{
		.name = "wait_all_tasks_blocked",
		.params = "?cushion:duration",
		.returns = "none",
		.summary = "Waits until every other task waits; for tests.",
		.details = "With a cushion: until nothing has happened for that many seconds of real time.",
		.example = "nursery <\n  spawn < checkpoint; checkpoint; print settled; sleep 1 >\n  wait_all_tasks_blocked\n  print \"all wait\"\n>\n#=> settled\n#=> all wait",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.frame_size = sizeof(struct idle_frame),
		.step = wait_all_tasks_blocked_step,
	},
	{ .name = NULL },
};
