#include "sched/nursery.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/mem.h"
#include "sched/policy.h"
#include "sched/runner.h"
#include "value/list.h"

static void nursery_free(struct resource *resource)
{
	struct nursery *nursery = (struct nursery *)resource;

	bug_unless(list_is_empty(&nursery->children));
	for (size_t i = 0; i < nursery->error_count; i++)
		error_release(nursery->errors[i]);
	mem_free(nursery->errors);
	scope_release(nursery->scope);
	if (nursery->start_target != NULL)
		nursery_release(nursery->start_target);
	value_release(nursery->started_value);
	policy_free(nursery->policy);
	mem_small_free(nursery, sizeof *nursery);
}

struct nursery *nursery_open(struct task *parent, const struct call *opener)
{
	struct nursery *nursery = mem_small_alloc(sizeof *nursery);
	struct error *error;

	memset(nursery, 0, sizeof *nursery);
	resource_init(&nursery->resource, &nursery_type);
	list_init(&nursery->children);
	nursery->scope = scope_new(INFINITY);
	if (opener != NULL)
		scope_note_origin(nursery->scope, opener, NAN);
	nursery->scope->member.flags |= SCOPE_OF_NURSERY;
	nursery->scope->member.id = parent == run.init ? 0 : ++run.nurseries_made;
	nursery->parent = parent;
	nursery->body_running = true;
	nursery->strict = run.options.strict_groups;
	bug_unless(scope_enter(nursery->scope, parent, &error));
	INSTRUMENT(nursery_opened, nursery, parent);
	return nursery;
}

void nursery_keep_error(struct nursery *nursery, struct error *take_error, struct task *from)
{
	if (nursery->error_count == nursery->error_capacity) {
		nursery->error_capacity = nursery->error_capacity ? nursery->error_capacity * 2 : 4;
		nursery->errors = mem_resize_array(nursery->errors, nursery->error_capacity, sizeof *nursery->errors);
	}
	nursery->errors[nursery->error_count++] = take_error;
	INSTRUMENT(nursery_error, nursery, from, take_error);
}

/* semantics 3.6: by is whose error it was, NULL: the body's. */
static void add_error(struct nursery *nursery, struct error *take_error, struct task *by)
{
	nursery_keep_error(nursery, take_error, by);
	scope_cancel(nursery->scope, &(struct cancel_reason){ .source = CANCEL_NURSERY, .by = by, .error = take_error });
}

static void add_body_error(struct nursery *nursery, struct error *take_error)
{
	if (nursery->policy != NULL && nursery->policy->collects && error_is(take_error, KIND_Exception))
		nursery_keep_error(nursery, take_error, NULL);
	else
		add_error(nursery, take_error, NULL);
}

static void check_closed(struct nursery *nursery)
{
	if (nursery->body_running || policy_holders(nursery) > 0 || nursery->pending_starts > 0)
		return;
	if (__builtin_expect(nursery->child_count > 0, 0)) {
		/* Services. The prompt's run until it ends. */
		if (!nursery->tolerant)
			policy_stop_services(nursery);
		return;
	}
	nursery->closed = true;
	if (nursery->parent_waiting) {
		nursery->parent_waiting = false;
		task_wake(nursery->parent);
	}
}

/* Leaving. */

/* The wait lies in the nursery, so it leads there. */
static struct nursery *waiting_nursery(const struct task *task)
{
	return list_item(task->waits, struct nursery, wait);
}

static void disarm_nothing(struct wait *wait)
{
	(void)wait;
}

/* What hits the parent while it waits is recorded, once, and the wait goes on (semantics 3.4). */
static enum abort_answer abort_waiting(struct task *task, struct error *interrupt)
{
	struct nursery *nursery = waiting_nursery(task);

	add_error(nursery, error_retain(interrupt != NULL ? interrupt : task->scope->cause), NULL);
	return ABORT_NOTED;
}

static void describe_waiting(struct task *task, struct buf *out)
{
	size_t count = waiting_nursery(task)->child_count;

	buf_printf(out, "waiting for %zu %s", count, count == 1 ? "child" : "children");
}

static const struct park_type park_children = {
	.reason = "waiting for children", .abort = abort_waiting, .describe = describe_waiting
};

struct nursery *nursery_awaited(const struct task *task)
{
	return task->park == &park_children ? waiting_nursery(task) : NULL;
}

static struct error *combine_errors(struct nursery *nursery)
{
	struct error *error;

	if (nursery->error_count == 0)
		return NULL;
	if (nursery->error_count == 1 && !nursery->strict)
		return error_retain(nursery->errors[0]);
	if (nursery->strict)
		return error_new_group("Exceptions from Trio nursery", nursery->errors, nursery->error_count);
	error = error_new_group("multiple tasks failed", nursery->errors, nursery->error_count);
	error->collapsible = true;
	return error;
}

void nursery_forget_errors(struct nursery *nursery)
{
	for (size_t i = 0; i < nursery->error_count; i++)
		error_release(nursery->errors[i]);
	mem_free(nursery->errors);
	nursery->errors = NULL;
	nursery->error_count = nursery->error_capacity = 0;
}

static enum step finish(struct nursery *nursery, struct error **result)
{
	struct task *parent = nursery->parent;

	if (nursery->policy != NULL)
		policy_settle(nursery);
	struct error *error = combine_errors(nursery);
	nursery_forget_errors(nursery);
	nursery->parent = NULL;
	INSTRUMENT(nursery_left, nursery, parent, error);
	*result = scope_leave(nursery->scope, parent, error);
	if (*result == NULL)
		*result = policy_no_winner(nursery);
	return STEP_DONE;
}

enum step nursery_leave(struct call *call, struct nursery *nursery, struct error *in_flight, struct error **result)
{
	if (nursery->phase == NURSERY_BODY) {
		if (in_flight != NULL)
			add_body_error(nursery, error_retain(in_flight));
		nursery->body_running = false;
		check_closed(nursery);
		nursery->phase = nursery->closed ? NURSERY_CHECKPOINT : NURSERY_CHILDREN;
	}
	if (nursery->phase == NURSERY_CHILDREN) {
		if (nursery->closed)
			return finish(nursery, result);
		nursery->parent_waiting = true;
		nursery->wait.disarm = disarm_nothing;
		task_arm(nursery->parent, &nursery->wait);
		return task_park(call, &park_children);
	}
	/* Nothing to wait for: a full checkpoint, whose error is one more of the nursery's (semantics 3.4). */
	switch (checkpoint(call, &nursery->checkpoint_phase)) {
	case STEP_PARKED:
		return STEP_PARKED;
	case STEP_FAILED:
		add_error(nursery, call->error, NULL);
		call->error = NULL;
		/* fall through */
	default:
		return finish(nursery, result);
	}
}

/* Spawning. */

static struct error *closed_error(void)
{
	return error_new(KIND_RuntimeError, "Nursery is closed to new arrivals");
}

struct task *nursery_spawn_with(struct nursery *nursery, struct value take_callee, struct string *name, unsigned flags, struct error **error)
{
	if (nursery->closed) {
		value_release(take_callee);
		*error = closed_error();
		return NULL;
	}
	struct task *task = task_new(take_callee, name, nursery->scope, nursery);
	nursery->child_count++;
	if (flags & SPAWN_SERVICE) {
		task->member.flags |= TASK_SERVICE;
		nursery_policy(nursery);
	}
	INSTRUMENT(task_spawned, task);
	if (__builtin_expect(nursery->policy != NULL, 0))
		policy_child_spawned(nursery, task);
	else
		run_schedule(task);
	return task;
}

struct task *nursery_spawn(struct nursery *nursery, struct value take_callee, struct string *name, struct error **error)
{
	return nursery_spawn_with(nursery, take_callee, name, 0, error);
}

void nursery_child_ended(struct nursery *nursery, struct task *task, struct error *take_error)
{
	struct policy *policy = nursery->policy;

	if (policy != NULL)
		policy_child_leaves(nursery, task);
	list_remove(&task->siblings);
	nursery->child_count--;
	if (policy != NULL && policy_child_ended(nursery, task, take_error))
		error_release(take_error);
	else if (take_error != NULL && nursery->tolerant)
		run_report_failure(task, take_error);
	else if (take_error != NULL)
		add_error(nursery, take_error, task);
	if (policy != NULL)
		policy_give_turns(nursery);
	check_closed(nursery);
}

/* nursery.start (semantics 3.14). */

static void end_start(struct nursery *hidden)
{
	struct nursery *target = hidden->start_target;

	hidden->start_target = NULL;
	target->pending_starts--;
	check_closed(target);
	nursery_release(target);
}

static enum step begin_start(struct call *call, struct nursery *target, struct nursery **hidden, struct value callee, struct string *name, unsigned flags)
{
	struct error *error;

	if (target->closed)
		return call_fail_with(call, closed_error());
	target->pending_starts++;
	*hidden = nursery_open(task_of(call), call);
	(*hidden)->starts_service = flags & SPAWN_SERVICE;
	nursery_retain(target);
	(*hidden)->start_target = target;
	struct task *task = nursery_spawn(*hidden, value_retain(callee), name, &error);
	task->member.flags |= TASK_STARTING;
	return STEP_DONE;
}

enum step nursery_start(struct call *call, struct nursery *target, struct nursery **hidden, struct value callee, struct string *name, unsigned flags)
{
	struct error *error;

	if (*hidden == NULL && begin_start(call, target, hidden, callee, name, flags) == STEP_FAILED)
		return STEP_FAILED;
	if (nursery_leave(call, *hidden, NULL, &error) == STEP_PARKED)
		return STEP_PARKED;
	end_start(*hidden);
	if (error != NULL)
		return call_fail_with(call, error);
	if (!(*hidden)->started)
		return call_fail(call, KIND_RuntimeError, "child exited without calling task_status.started()");
	return call_return(call, value_retain((*hidden)->started_value));
}

void nursery_drop_start(struct nursery *hidden)
{
	if (hidden != NULL)
		nursery_release(hidden);
}

/* Everything below the hidden nursery, its parent aside, goes over: first all of it leaves, then all of it arrives (semantics 3.14). */
static void move_children(struct nursery *from, struct nursery *to)
{
	struct list_link scopes, tasks;

	list_for_each_safe(&from->children, link, after) {
		struct task *task = list_item(link, struct task, siblings);
		list_remove(link);
		list_add_last(&to->children, link);
		task->nursery = to;
		if (to->policy != NULL)
			policy_child_moved(to, task);
	}
	to->child_count += from->child_count;
	from->child_count = 0;
	list_init(&scopes);
	list_init(&tasks);
	list_for_each_safe(&from->scope->children, link, after) {
		list_remove(link);
		list_add_last(&scopes, link);
	}
	list_for_each_safe(&from->scope->tasks, link, after) {
		if (list_item(link, struct task, member.link) == from->parent)
			continue;
		list_remove(link);
		list_add_last(&tasks, link);
	}
	list_for_each_safe(&scopes, link, after)
		scope_move_member(list_item(link, struct scope_member, link), to->scope);
	list_for_each_safe(&tasks, link, after)
		scope_move_member(list_item(link, struct scope_member, link), to->scope);
}

struct error *nursery_started(struct task *task, struct value value)
{
	if (!(task->member.flags & TASK_STARTING))
		return NULL;            /* task_status=TASK_STATUS_IGNORED */
	if (task->member.flags & TASK_STARTED)
		return error_new(KIND_RuntimeError, "called 'started' twice on the same task status");
	task->member.flags |= TASK_STARTED;
	struct nursery *hidden = task->nursery;
	hidden->started = true;
	hidden->started_value = value_retain(value);
	/* A cancelled start() keeps the child, which will hear of it. */
	if (scope_is_cancelled(hidden->scope))
		return NULL;
	if (hidden->starts_service) {
		task->member.flags |= TASK_SERVICE;
		nursery_policy(hidden->start_target);
	}
	INSTRUMENT(task_started, task, hidden->start_target);
	move_children(hidden, hidden->start_target);
	check_closed(hidden);
	return NULL;
}

/* For scripts. */

static struct value child_tasks(const struct nursery *nursery)
{
	struct list *list = list_new(nursery->child_count);

	list_for_each(&nursery->children, link) {
		struct task *task = list_item(link, struct task, siblings);
		task_retain(task);
		list_push(list, value_handle(&task->resource));
	}
	return value_list(list);
}

static bool nursery_get(struct resource *resource, const char *name, struct value *result)
{
	struct nursery *nursery = (struct nursery *)resource;

	if (strcmp(name, "cancel_scope") == 0) {
		scope_retain(nursery->scope);
		*result = value_handle(&nursery->scope->resource);
	} else if (strcmp(name, "child_tasks") == 0) {
		*result = child_tasks(nursery);
	} else {
		return false;
	}
	return true;
}

static const char *const nursery_properties[] = { "cancel_scope", "child_tasks", NULL };

const struct resource_type nursery_type = {
	.name = "nursery",
	.free = nursery_free,
	.get = nursery_get,
	.properties = nursery_properties,
};
