#include "sched/deadlock.h"

#include "base/buf.h"
#include "base/fatal.h"
#include "sched/call_soon.h"
#include "sched/clock.h"
#include "sched/idle.h"
#include "sched/loop.h"
#include "sched/runner.h"
#include "sched/walk.h"

/* Under a real clock people let a task sleep for ever until Ctrl-C. */
static bool waits_for_interrupt(void)
{
	struct task_walk walk = task_walk_begin();

	if (clock_is_virtual())
		return false;
	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		if (task->park != NULL && task->park->forever)
			return true;
	}
	return false;
}

static struct error *describe(void)
{
	struct buf text = BUF_INIT;
	struct task_walk walk = task_walk_begin();

	buf_add_text(&text, "every task waits, and nothing can wake one");
	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		if (task->member.flags & TASK_SYSTEM)
			continue;
		struct string *name = task_name(task);
		buf_add_text(&text, "; ");
		buf_add_escaped(&text, name->bytes, name->length, false);
		buf_add_text(&text, ": ");
		task_describe_wait(task, &text);
	}
	struct string *message = string_take_buf(&text);
	struct error *error = error_new_kind(kind_of(KIND_DeadlockError), message);
	string_release(message);
	return error;
}

static bool can_be_told(const struct task *task)
{
	return task->park != NULL && !(task->member.flags & (TASK_ABORT_TRIED | TASK_SYSTEM));
}

/* Main first; where it only waits for children that do not hear of the cancellation, one of those. */
static struct task *choose(void)
{
	struct task_walk walk = task_walk_begin();

	if (run.main != NULL && can_be_told(run.main))
		return run.main;
	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		if (can_be_told(task))
			return task;
	}
	return NULL;
}

void deadlock_check(void)
{
	if (idle_is_awaited() || call_soon_is_poked() || vm_interrupted || loop_has_waits() || clock_is_held())
		return;
	/* At the prompt somebody may type what helps, unless the prompt itself waits. */
	if (run.main == NULL || (run.options.session && run.main->member.flags & TASK_ENDED))
		return;
	if (waits_for_interrupt())
		return;
	struct task *task = choose();
	if (task == NULL)
		die("every task waits, and none can be told");
	struct error *error = describe();
	task_abort(task, error);
	error_release(error);
}
