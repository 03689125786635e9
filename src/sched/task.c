#include "sched/task.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "sched/ended.h"
#include "sched/policy.h"
#include "sched/runner.h"

static void task_free(struct resource *resource)
{
	struct task *task = task_of_resource(resource);

	bug_unless(task->member.flags & TASK_ENDED);
	fiber_clear(&task->fiber);
	if (task->name != NULL)
		string_release(task->name);
	mem_small_free(task, sizeof *task);
}

struct task *task_new(struct value take_callee, struct string *name, struct cancel_scope *scope, struct nursery *nursery)
{
	struct task *task = mem_small_alloc(sizeof *task);

	fiber_init(&task->fiber, take_callee);
	fiber_prepare(&task->fiber);
	resource_init(&task->resource, &task_type);
	task->member.flags = 0;
	task->member.id = ++run.tasks_made;
	task->scope = scope;
	list_add_last(&scope->tasks, &task->member.link);
	task->nursery = nursery;
	if (nursery != NULL)
		list_add_last(&nursery->children, &task->siblings);
	else
		list_init(&task->siblings);
	task->park = NULL;
	task->waits = NULL;
	task->name = name != NULL ? string_retain(name) : NULL;
	task->holds = NULL;
	task->context = run.current != NULL && run.current->context != NULL ? resource_retain(run.current->context) : NULL;
	run.task_count++;
	return task;
}

struct task *task_current(void)
{
	return run.current;
}

struct string *task_name(struct task *task)
{
	if (task->name == NULL)
		task->name = function_name(task->fiber.callee);
	return task->name;
}

/* Waiting. */

enum step task_park(struct call *call, const struct park_type *type)
{
	struct task *task = task_of(call);

	task->park = type;
	task->member.flags &= ~(uint32_t)TASK_ABORT_TRIED;
	if (task->scope->cause != NULL || (run.interrupt_pending && task == run.main))
		run.recheck = true;
	INSTRUMENT(task_parked, task);
	return STEP_PARKED;
}

void task_disarm(struct task *task)
{
	struct wait *wait = task->waits;

	task->waits = NULL;
	while (wait != NULL) {
		struct wait *next = wait->next;
		wait->disarm(wait);
		wait = next;
	}
}

void task_wake(struct task *task)
{
	if (task->park == NULL)
		return;
	task->park = NULL;
	if (!(task->member.flags & TASK_NAPPING))
		task_disarm(task);
	run_schedule(task);
}

enum step task_yield(struct call *call)
{
	run_schedule(task_of(call));
	return STEP_PARKED;
}

enum abort_answer task_abort(struct task *task, struct error *interrupt)
{
	const struct park_type *park = task->park;

	if (park == NULL || task->member.flags & TASK_ABORT_TRIED)
		return ABORT_REFUSED;
	INSTRUMENT(cancel_delivered, task, interrupt != NULL ? interrupt : task->scope->cause);
	if (park->abort != NULL) {
		task->member.flags |= TASK_ABORT_TRIED;
		enum abort_answer answer = park->abort(task, interrupt);
		if (answer == ABORT_ENDED)
			task_wake(task);
		return answer;
	}
	task_disarm(task);
	task->park = NULL;
	fiber_throw(&task->fiber, error_retain(interrupt != NULL ? interrupt : task->scope->cause));
	run_schedule(task);
	return ABORT_ENDED;
}

/* A KeyboardInterrupt is outside every scope, so it comes first (semantics 1.5c). */
void task_recheck(struct task *task)
{
	run.recheck = false;
	if (task->park == NULL)
		return;
	if (run.interrupt_pending && task == run.main)
		run_deliver_interrupt();
	if (task->scope->cause != NULL || task->member.flags & TASK_NAP_EXPIRED)
		task_abort(task, NULL);
}

/* Checkpoints. */

static const struct park_type park_checkpoint = { .reason = "at a checkpoint", .abort = nap_abort };

bool task_is_cancelled(const struct task *task)
{
	return task->scope->cause != NULL || (run.interrupt_pending && task == run.main);
}

enum step checkpoint(struct call *call, uint32_t *phase)
{
	struct task *task = task_of(call);

	switch (*phase) {
	case 0:
		*phase = 1;
		return task_yield(call);
	case 1:
		if (!task_is_cancelled(task))
			return STEP_DONE;
		/* The second yield happens inside a scope of its own that has expired (semantics 2.1, 2.2). */
		*phase = 2;
		nap_begin(task, -INFINITY);
		return task_park(call, &park_checkpoint);
	default:
		*phase = 0;
		call->error = nap_end(task);
		return call->error != NULL ? STEP_FAILED : STEP_DONE;
	}
}

enum step checkpoint_if_cancelled(struct call *call, uint32_t *phase)
{
	if (*phase == 0 && !task_is_cancelled(task_of(call)))
		return STEP_DONE;
	return checkpoint(call, phase);
}

/* The end. */

/* One of the Cancelled that error is or, as a group, has nothing but; NULL: there is more to it. Owned. */
static struct error *only_cancelled(struct error *error)
{
	struct error *cancelled, *rest;

	error_split_whole(error, error_is_cancelled, NULL, &cancelled, &rest);
	while (cancelled != NULL && rest == NULL && cancelled->member_count > 0) {
		struct error *member = error_retain(cancelled->members[0]);
		error_release(cancelled);
		cancelled = member;
	}
	if (rest == NULL)
		return cancelled;
	error_release(cancelled);
	error_release(rest);
	return NULL;
}

static enum task_end end_of_error(struct error *error)
{
	if (error_is(error, KIND_TooSlowError))
		return TASK_TIMED_OUT;
	struct error *cancelled = only_cancelled(error);
	if (cancelled == NULL)
		return TASK_FAILED;
	const struct reason *reason = reason_of_error(cancelled);
	bool by_deadline = reason != NULL && reason->source == CANCEL_DEADLINE;
	error_release(cancelled);
	return by_deadline ? TASK_TIMED_OUT : TASK_CANCELLED;
}

/* Marks where the error crosses from the task into its nursery. */
static void mark_crossing(struct task *task, struct error *error)
{
	if (error->trace_count == 0 || error->trace[error->trace_count - 1].task != NULL)
		return;
	error->trace[error->trace_count - 1].task = string_retain(task_name(task));
}

/* Whether anybody may ask for its value or error afterwards. */
static bool is_wanted(const struct task *task)
{
	return task->resource.object.references > 1 || instruments_active || (task->nursery != NULL && task->nursery->policy != NULL);
}

/* What the task leaves to its nursery: its error (owned) or NULL. A main task keeps its own. For handles and observers value and error
 * stay; what kind of an end that was is found out when somebody asks, for a deep group cannot be gone through at each level. */
static struct error *take_outcome(struct task *task, enum fiber_status status)
{
	struct value value = value_none();
	struct error *error = NULL;

	if (status == FIBER_DONE)
		value = fiber_take_result(&task->fiber);
	else
		error = fiber_take_error(&task->fiber);
	if (task->member.flags & TASK_SERVICE && error == NULL)
		error = policy_service_error(task);
	bool kept = is_wanted(task);
	struct error *own = error != NULL && kept && !(task->member.flags & TASK_MAIN) ? error_retain(error) : NULL;
	if (error != NULL) {
		mark_crossing(task, error);
		ended_note(task, error);
		INSTRUMENT(task_failed, task, error);
	}
	if (task->member.flags & TASK_OWN_SCOPE)
		error = scope_end_task(task, error);
	task->member.flags |= TASK_ENDED | (task->fiber.flags & FIBER_STARTED ? 0 : TASK_NEVER_RAN);
	if (kept || error != NULL)
		task_name(task);        /* while the callee is still there */
	fiber_clear(&task->fiber);
	task->fiber.raise = own;
	if (kept)
		task->fiber.callee = value;
	else
		value_release(value);
	if (!(task->member.flags & TASK_MAIN))
		return error;
	task->fiber.raise = error;
	run_main_ended(task);
	return NULL;
}

/* Those who wait for what the task holds wait in vain (semantics 6.2); what it took first goes first. */
static void abandon_holds(struct task *task)
{
	struct hold *last = task->holds;

	while (last->next != NULL)
		last = last->next;
	while (task->holds != NULL) {
		struct hold *before = last->place == &task->holds ? NULL : list_item(last->place, struct hold, next);
		task_let_go(last);
		last->abandoned(last, task);
		last = before;
	}
}

void task_end(struct task *task, enum fiber_status status)
{
	if (__builtin_expect(task->holds != NULL, 0))
		abandon_holds(task);
	struct error *error = take_outcome(task, status);
	struct nursery *nursery = task->nursery;

	/* The order of semantics 1.6: out of the scope, the nursery, then the hook. */
	list_remove(&task->member.link);
	task->scope = NULL;
	task->nursery = NULL;
	run.task_count--;
	if (task->context != NULL) {
		resource_release(task->context);
		task->context = NULL;
	}
	if (nursery != NULL)
		nursery_child_ended(nursery, task, error);
	else
		error_release(error);
	INSTRUMENT(task_exited, task);
}

/* For people and scripts. */

struct task *task_holder(struct task *task)
{
	return task->park != NULL && task->park->holder != NULL ? task->park->holder(task) : NULL;
}

void task_describe_wait(struct task *task, struct buf *out)
{
	if (task->park == NULL)
		return;
	if (task->park->describe != NULL)
		task->park->describe(task, out);
	else
		buf_add_text(out, task->park->reason);
}

enum task_end task_end_of(const struct task *task)
{
	if (task->member.flags & TASK_NEVER_RAN)
		return TASK_NEVER_STARTED;
	return task->fiber.raise != NULL ? end_of_error(task->fiber.raise) : TASK_DONE;
}

const char *task_state(const struct task *task)
{
	static const char *const ends[] = { "done", "failed", "cancelled", "timed out", "never started" };

	if (task->member.flags & TASK_ENDED)
		return ends[task_end_of(task)];
	return task == run.current ? "running" : "waiting";
}

static void task_describe(struct resource *resource, struct buf *out)
{
	struct string *name = task_name(task_of_resource(resource));

	buf_add_text(out, "<task ");
	buf_add_escaped(out, name->bytes, name->length, false);
	buf_add_byte(out, '>');
}

void task_add_reason(struct task *task, struct buf *out)
{
	const struct error *error = task->fiber.raise;

	if (!(task->member.flags & TASK_ENDED)) {
		task_describe_wait(task, out);
		return;
	}
	if (error == NULL)
		return;
	struct error *cancelled = only_cancelled(task->fiber.raise);
	const struct reason *reason = reason_of_error(cancelled != NULL ? cancelled : error);
	if (reason != NULL)
		reason_add_text(out, reason);
	else if (cancelled == NULL)
		reason_add_error(out, error);
	error_release(cancelled);
}

static struct value reason_value(struct task *task)
{
	struct buf text = BUF_INIT;

	task_add_reason(task, &text);
	if (text.length > 0)
		return value_string(string_take_buf(&text));
	buf_clear(&text);
	return value_none();
}

static bool task_get(struct resource *resource, const char *name, struct value *result)
{
	struct task *task = task_of_resource(resource);
	bool ended = task->member.flags & TASK_ENDED;

	if (strcmp(name, "name") == 0)
		*result = value_string(string_retain(task_name(task)));
	else if (strcmp(name, "state") == 0)
		*result = value_text(task_state(task));
	else if (strcmp(name, "value") == 0)
		*result = ended ? value_retain(task->fiber.callee) : value_none();
	else if (strcmp(name, "error") == 0)
		*result = ended && task->fiber.raise != NULL ? value_error(error_retain(task->fiber.raise)) : value_none();
	else if (strcmp(name, "reason") == 0)
		*result = reason_value(task);
	else
		return false;
	return true;
}

static const char *const task_properties[] = { "name", "state", "value", "error", "reason", NULL };

const struct resource_type task_type = {
	.name = "task",
	.free = task_free,
	.describe = task_describe,
	.get = task_get,
	.properties = task_properties,
};
