/* Starting tasks, and cancelling them. */
#include "ops/groups.h"

#include <string.h>

#include "base/fatal.h"
#include "sched/nursery.h"
#include "sched/runner.h"

/* Where spawn and start put the task: the nursery found in the text or given by `in`, else the prompt's own. */
static struct nursery *find_nursery(struct call *call)
{
	struct value value = call->arguments[0];

	if (value.type == VALUE_HANDLE && value.resource->type == &nursery_type)
		return (struct nursery *)value.resource;
	if (value.type != VALUE_NONE) {
		call_fail(call, KIND_TypeError, "%s in: not a nursery but %s", call->builtin->name, value_type_name(value));
		return NULL;
	}
	if (run.options.session && run.main_nursery != NULL)
		return run.main_nursery;
	call_fail(call, KIND_RuntimeError, "%s needs a nursery around it", call->builtin->name);
	return NULL;
}

/* The name given by `as`, owned, or NULL. */
static struct string *given_name(struct call *call)
{
	return call_has(call, 2) ? value_to_text(call->arguments[2]).string : NULL;
}

static unsigned spawn_flags(const struct call *call)
{
	return call_has(call, 3) ? SPAWN_SERVICE : 0;
}

static enum step spawn_step(struct call *call, void *frame)
{
	struct nursery *nursery = find_nursery(call);
	struct error *error;

	(void)frame;
	if (nursery == NULL)
		return STEP_FAILED;
	struct string *name = given_name(call);
	struct task *task = nursery_spawn_with(nursery, call_take(call, 1), name, spawn_flags(call), &error);
	if (name != NULL)
		string_release(name);
	if (task == NULL)
		return call_fail_with(call, error);
	task_retain(task);
	return call_return(call, value_handle(&task->resource));
}

struct start_frame {
	struct nursery *hidden;         /* owned; NULL at first */
};

static enum step start_step(struct call *call, void *memory)
{
	struct start_frame *frame = memory;

	if (frame->hidden != NULL)
		return nursery_start(call, NULL, &frame->hidden, value_none(), NULL, 0);
	struct nursery *nursery = find_nursery(call);
	if (nursery == NULL)
		return STEP_FAILED;
	struct string *name = given_name(call);
	enum step step = nursery_start(call, nursery, &frame->hidden, call->arguments[1], name, spawn_flags(call));
	if (name != NULL)
		string_release(name);
	return step;
}

static void start_drop(struct fiber *fiber, void *memory)
{
	(void)fiber;
	nursery_drop_start(((struct start_frame *)memory)->hidden);
}

static enum step started_step(struct call *call, void *frame)
{
	struct error *error = nursery_started(task_of(call), call_has(call, 0) ? call->arguments[0] : value_none());

	(void)frame;
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

static enum step cancel_step(struct call *call, void *frame)
{
	struct resource *target = call->arguments[0].resource;
	struct cancel_reason reason = { .source = CANCEL_EXPLICIT, .by = task_of(call) };

	(void)frame;
	if (target->type == &scope_type)
		scope_cancel((struct cancel_scope *)target, &reason);
	else if (target->type == &nursery_type)
		scope_cancel(((struct nursery *)target)->scope, &reason);
	else if (target->type == &task_type)
		scope_cancel_task(task_of_resource(target), &reason);
	else
		return call_fail(call, KIND_TypeError, "cancel: TARGET must be a cancel scope, a nursery or a task, not %s", target->type->name);
	return STEP_DONE;
}

static enum step exit_step(struct call *call, void *frame)
{
	int64_t code = call_has(call, 0) ? call->arguments[0].i : 0;
	struct error *error = error_new(KIND_SystemExit, "%lld", (long long)code);

	(void)frame;
	error_set_field(error, "code", value_int(code));
	return call_fail_with(call, error);
}

const struct builtin task_builtins[] = {
	{
		.name = "spawn",
		.params = "nursery:any call:any ?name:any --service",
		.usage = "spawn [as NAME] [in NURSERY] COMMAND | spawn [as NAME] [in NURSERY] < ... >",
		.returns = "the task",
		.summary = "Starts a command or block as a task of its own in the nursery around.",
		.details = "`spawn [as NAME] [in NURSERY] COMMAND` or `spawn [as NAME] [in NURSERY] < ... >`. The arguments are worked out now; the task runs "
		           "when the spawning one waits. Its value is a handle: `cancel $task` cancels only this task, and its properties are "
		           "name, state (running, waiting, done, failed, cancelled, timed out, never started), value, error, and reason: what it waits for, "
		           "why it was cancelled, or how it failed.\n\n"
		           "--service: a task that does not hold the nursery open. When the body and all other tasks have ended, it is cancelled; if it "
		           "returns before, that is a RuntimeError.",
		.example = "def greet who < print \"hello $who\" >\nnursery <\n  spawn greet world\n  print first\n>\n#=> first\n#=> hello world",
		.step = spawn_step,
	},
	{
		.name = "start",
		.params = "nursery:any call:any ?name:any --service",
		.usage = "start [as NAME] [in NURSERY] COMMAND",
		.returns = "the value given to `started`",
		.summary = "Starts a task and waits until it says that it is ready, by `started`.",
		.details = "`start [as NAME] [in NURSERY] COMMAND`. Until then the task belongs to the command that waits for it: its errors are raised here, "
		           "and cancelling the wait cancels it. From then on it is a task of the nursery.",
		.example = "def server < sleep 1; started 8080; sleep 1 >\nnursery <\n  let port = start server\n  print $port current_time()\n>\n#=> 8080 1.0",
		.flags = COMMAND_ASYNC | COMMAND_CHECKPOINT,
		.frame_size = sizeof(struct start_frame),
		.step = start_step,
		.drop = start_drop,
	},
	{
		.name = "started",
		.params = "?value:any",
		.returns = "none",
		.summary = "Tells the `start` that waits for this task that it is ready.",
		.details = "In a task that was not started by `start` it does nothing.",
		.example = "def server < started ready; sleep 1 >\nnursery < print $(start server) >\n#=> ready",
		.step = started_step,
	},
	{
		.name = "cancel",
		.params = "target:handle",
		.returns = "none",
		.summary = "Cancels a scope, a nursery, or a single task.",
		.details = "What waits inside is woken with Cancelled; what runs hears of it at its next checkpoint. This command itself goes on.",
		.example = "nursery as n <\n  spawn < sleep 10; print never >\n  sleep 1\n  cancel $n\n>\nprint current_time()\n#=> 1.0",
		.step = cancel_step,
	},
	{
		.name = "exit",
		.params = "?status:int",
		.returns = "nothing: it raises SystemExit",
		.summary = "Ends the shell with this status, 0 by default, after unwinding every nursery.",
		.example = "try < exit 3 > finally < print bye >\n#=> bye",
		.step = exit_step,
	},
	{ .name = NULL },
};
