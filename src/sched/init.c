#include "sched/init.h"

#include "sched/call_soon.h"
#include "sched/runner.h"

static struct value main_callee;        /* from init_spawn() until the first step */

static struct task *spawn_system(struct nursery *nursery, const struct builtin *builtin)
{
	struct error *error;
	struct task *task = nursery_spawn(nursery, function_from_builtin(builtin), NULL, &error);

	task->member.flags |= TASK_SYSTEM;
	return task;
}

static void spawn_main(void)
{
	struct error *error;
	struct string *name = string_from("main");

	run.main = nursery_spawn(run.main_nursery, main_callee, name, &error);
	run.main->member.flags |= TASK_MAIN;
	task_retain(run.main);          /* for whoever takes its outcome */
	main_callee = value_none();
	string_release(name);
}

/* Three nurseries, so that each kind of task goes before the next (semantics 1.12). */
static void open_nurseries(struct task *task)
{
	run.entry_nursery = nursery_open(task, NULL);
	run.system_nursery = nursery_open(task, NULL);
	run.main_nursery = nursery_open(task, NULL);
	run.main_nursery->tolerant = run.options.session;
	spawn_main();
	spawn_system(run.entry_nursery, &call_soon_builtin);
}

/* True: it was left, and is forgotten. */
static bool leave(struct call *call, struct nursery **nursery)
{
	struct error *error;

	if (nursery_leave(call, *nursery, NULL, &error) == STEP_PARKED)
		return false;
	error_release(error);           /* at most the Cancelled of its own end */
	nursery_release(*nursery);
	*nursery = NULL;
	return true;
}

static void shut_down(struct nursery *nursery)
{
	scope_cancel(nursery->scope, &(struct cancel_reason){ .source = CANCEL_SHUTDOWN });
}

static enum abort_answer refuse(struct task *task, struct error *interrupt)
{
	(void)task, (void)interrupt;
	return ABORT_REFUSED;
}

static const struct park_type park_last_calls = { .reason = "waiting for the last calls from outside", .abort = refuse };

static void wake_init(void *task)
{
	task_wake(task);
}

enum { BEGIN, MAIN, SYSTEM, LAST_CALLS, STOP, ENTRY };

/* The steps A to G of semantics 1.15. */
static enum step init_step(struct call *call, void *memory)
{
	uint32_t *phase = memory;

	switch (*phase) {
	case BEGIN:
		open_nurseries(task_of(call));
		*phase = MAIN;
		/* fall through */
	case MAIN:
		if (!leave(call, &run.main_nursery))
			return STEP_PARKED;
		shut_down(run.system_nursery);
		*phase = SYSTEM;
		/* fall through */
	case SYSTEM:
		if (!leave(call, &run.system_nursery))
			return STEP_PARKED;
		*phase = LAST_CALLS;
		/* fall through */
	case LAST_CALLS:
		*phase = STOP;
		call_soon(wake_init, task_of(call));
		return task_park(call, &park_last_calls);
	case STOP:
		shut_down(run.entry_nursery);
		*phase = ENTRY;
		/* fall through */
	default:
		return leave(call, &run.entry_nursery) ? STEP_DONE : STEP_PARKED;
	}
}

static const struct builtin init_builtin = {
	.name = "<init>",
	.params = "",
	.returns = "none",
	.summary = "Begins and ends a run.",
	.flags = COMMAND_ASYNC,
	.frame_size = sizeof(uint32_t),
	.step = init_step,
};

void init_spawn(struct value take_callee)
{
	main_callee = take_callee;
	run.init = task_new(function_from_builtin(&init_builtin), NULL, run.root, NULL);
	run.init->member.flags |= TASK_SYSTEM;
	INSTRUMENT(task_spawned, run.init);
	run_schedule(run.init);
}
