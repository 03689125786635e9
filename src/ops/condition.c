/* Conditions: a lock, and a queue of those who wait for what it protects to change. */
#include "ops/groups.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/mem.h"
#include "ops/lock.h"
#include "ops/with.h"

struct condition {
	struct resource resource;
	uint32_t number;
	struct lot lot;
	struct lock *lock;              /* owned */
};

enum condition_stage { CONDITION_BEGIN, CONDITION_WAITING, CONDITION_CANCELLED };

struct condition_wait {
	struct turn turn;               /* first; in the condition's lot, once notified in the lock's */
	struct cancel_scope *scope;     /* owned; the shield in which a cancelled wait acquires the lock again */
	struct error *error;            /* owned; what it was cancelled with */
	uint32_t stage;
};

_Static_assert(sizeof(struct condition_wait) <= VERB_SPACE, "the wait fits its space");

static struct condition *condition_of_wait(const struct task *task)
{
	/* The frame belongs to `wait`, whose argument the condition is. */
	return list_item(lot_waiter_of(task)->lot, struct condition, lot);
}

static bool was_notified(const struct task *task)
{
	const struct condition_wait *wait = (struct condition_wait *)turn_of(task);

	return wait->turn.phase != 0;
}

static void describe_condition(struct task *task, struct buf *out)
{
	if (was_notified(task))
		lock_add_wait(out, lock_waited_for(task));
	else
		buf_printf(out, "waiting for condition %u", condition_of_wait(task)->number);
}

static struct task *condition_holder(struct task *task)
{
	return was_notified(task) ? lock_waited_for(task)->owner : NULL;
}

/* The wait is over, but the lock has to be acquired before that may be heard (semantics 6.5). */
static enum abort_answer condition_abort(struct task *task, struct error *interrupt)
{
	struct condition_wait *wait = (struct condition_wait *)turn_of(task);

	wait->error = error_retain(interrupt != NULL ? interrupt : task->scope->cause);
	return ABORT_ENDED;
}

/* A notified wait has a holder, so nobody asks. */
static void add_lack(struct task *task, struct buf *out)
{
	buf_printf(out, "condition %u is never notified by anybody", condition_of_wait(task)->number);
}

static const struct park_type park_condition = {
	.reason = "waiting for a condition",
	.abort = condition_abort,
	.describe = describe_condition,
	.holder = condition_holder,
	.lacks = add_lack,
};

static void leave_shield(struct condition_wait *wait, struct task *task)
{
	bug_unless(scope_leave(wait->scope, task, NULL) == NULL);
	scope_release(wait->scope);
	wait->scope = NULL;
}

static enum step acquire_again(struct call *call, struct condition *condition, struct condition_wait *wait)
{
	enum step step = lock_acquire(call, &condition->lock->resource, &wait->turn);

	if (step == STEP_PARKED)
		return step;
	leave_shield(wait, task_of(call));
	if (step == STEP_FAILED) {
		error_set_context(call->error, wait->error);
		return step;
	}
	step = call_fail_with(call, wait->error);
	wait->error = NULL;
	return step;
}

static enum step condition_wait(struct call *call, struct resource *resource, void *space)
{
	struct condition *condition = (struct condition *)resource;
	struct condition_wait *wait = space;
	struct error *error;

	switch (wait->stage) {
	case CONDITION_BEGIN:
		if (!lock_belongs_to(condition->lock, task_of(call)))
			return lock_fail_held(call, condition->lock, KIND_RuntimeError, "must hold the lock to wait");
		lock_release(call, &condition->lock->resource, NULL);
		wait->stage = CONDITION_WAITING;
		wait->turn.state = TURN_QUEUED;
		lot_join(&condition->lot, &wait->turn.waiter, call);
		return task_park(call, &park_condition);
	case CONDITION_WAITING:
		if (wait->turn.state == TURN_TAKEN)
			return STEP_DONE;
		if (wait->turn.state == TURN_REFUSED)
			return lock_fail_broken(call, condition->lock);
		wait->scope = scope_new(INFINITY);
		scope_set_shield(wait->scope, true);
		bug_unless(scope_enter(wait->scope, task_of(call), &error));
		wait->turn = (struct turn){ .state = TURN_NEW };
		wait->stage = CONDITION_CANCELLED;
	}
	return acquire_again(call, condition, wait);
}

static void condition_drop(struct fiber *fiber, void *space)
{
	struct condition_wait *wait = space;

	if (wait->scope != NULL)
		leave_shield(wait, task_of_fiber(fiber));
	error_release(wait->error);
}

/* Nobody wakes yet: whoever is notified queues for the lock (semantics 6.5). */
static enum step notify(struct call *call, int64_t count)
{
	struct condition *condition = (struct condition *)call->arguments[0].resource;

	if (!lock_belongs_to(condition->lock, task_of(call)))
		return lock_fail_held(call, condition->lock, KIND_RuntimeError, "must hold the lock to notify");
	for (; count > 0 && lot_first(&condition->lot) != NULL; count--) {
		struct turn *turn = turn_first(&condition->lot);
		turn->phase = 1;        /* was_notified() */
		lot_move(&turn->waiter, &condition->lock->lot);
	}
	return STEP_DONE;
}

static enum step notify_step(struct call *call, void *frame)
{
	(void)frame;
	return notify(call, call_has(call, 1) ? call->arguments[1].i : 1);
}

static enum step notify_all_step(struct call *call, void *frame)
{
	(void)frame;
	return notify(call, INT64_MAX);
}

static struct resource *lock_of(struct resource *condition)
{
	return &((struct condition *)condition)->lock->resource;
}

static enum step condition_acquire(struct call *call, struct resource *resource, void *space)
{
	return lock_acquire(call, lock_of(resource), space);
}

static enum step condition_acquire_nowait(struct call *call, struct resource *resource, void *space)
{
	return lock_acquire_nowait(call, lock_of(resource), space);
}

static enum step condition_release(struct call *call, struct resource *resource, void *space)
{
	return lock_release(call, lock_of(resource), space);
}

static enum step with_condition_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	return leave_with(call, condition_release(call, resource, space), in_flight);
}

static enum step condition_statistics(struct call *call, struct resource *resource, void *space)
{
	struct condition *condition = (struct condition *)resource;
	struct dict *statistics = dict_new();

	(void)space;
	statistics_add_waiting(statistics, &condition->lot);
	dict_set_text(statistics, "lock_statistics", value_map(lock_statistics_of(condition->lock)));
	return call_return(call, value_map(statistics));
}

static void condition_free(struct resource *resource)
{
	struct condition *condition = (struct condition *)resource;

	resource_release(&condition->lock->resource);
	mem_small_free(condition, sizeof *condition);
}

static void condition_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<condition %u>", ((struct condition *)resource)->number);
}

static bool condition_get(struct resource *resource, const char *name, struct value *result)
{
	return lock_get(lock_of(resource), name, result);
}

static const struct resource_type condition_type = {
	.name = "condition",
	.free = condition_free,
	.describe = condition_describe,
	.get = condition_get,
	.properties = lock_properties,
};

static const struct verbs condition_verbs = {
	.type = &condition_type,
	.steps = {
		[VERB_WAIT] = condition_wait,
		[VERB_ACQUIRE] = condition_acquire,
		[VERB_ACQUIRE_NOWAIT] = condition_acquire_nowait,
		[VERB_RELEASE] = condition_release,
		[VERB_STATISTICS] = condition_statistics,
	},
	.drop = condition_drop,
};

static struct with_type with_condition = { .type = &condition_type, .enter = condition_acquire, .leave = with_condition_leave };

static enum step condition_step(struct call *call, void *frame)
{
	static uint32_t made;
	struct resource *given = NULL;

	(void)frame;
	if (call_has(call, 0) && call->arguments[0].type != VALUE_NONE) {
		given = resource_of(call->arguments[0], &lock_type);
		if (given == NULL)
			return call_fail(call, KIND_TypeError, "lock must be a trio.Lock");
	}
	struct condition *condition = mem_small_alloc(sizeof *condition);
	resource_init(&condition->resource, &condition_type);
	condition->number = ++made;
	lot_init(&condition->lot);
	condition->lock = given != NULL ? (struct lock *)resource_retain(given) : lock_new(&lock_type);
	return call_return(call, value_handle(&condition->resource));
}

void condition_install(void)
{
	verbs_register(&condition_verbs);
	with_register(&with_condition);
}

const struct builtin condition_builtins[] = {
	{
		.name = "condition",
		.params = "?lock:any",
		.returns = "a condition",
		.summary = "Makes a condition: a lock, and a way to wait until somebody who holds it says that something has changed.",
		.details = "`with $c < ... >` holds the lock. Inside, `wait $c` releases the lock, waits for a notification, and holds the lock again when it is over; "
		           "`notify $c [N]` and `notify_all $c` notify those who have waited longest. Several conditions can share a lock: `condition $l`.\n\n"
		           "Property: locked. `statistics $c`: tasks_waiting, lock_statistics.",
		.example = "let c = condition\nlet jobs = []\nnursery <\n  spawn <\n    with $c <\n      while (len(jobs) == 0) < wait $c >\n      print ${jobs[0]}\n    >\n  >\n"
		           "  sleep 1\n  with $c < jobs += [\"a job\"]; notify $c >\n>\n#=> a job",
		.step = condition_step,
	},
	{
		.name = "notify",
		.params = "condition:condition ?count:int",
		.returns = "none",
		.summary = "Notifies the tasks that have waited longest for a condition, one if no number is given.",
		.details = "The lock must be held. They run when they get the lock, one after the other.",
		.example = "let c = condition\nnursery <\n  for i in range(3) < spawn < with $c < wait $c; print $i > > >\n  sleep 1\n  with $c < notify $c 2 >\n"
		           "  sleep 1\n  with $c < notify $c >\n>\n#=> 0\n#=> 1\n#=> 2",
		.step = notify_step,
	},
	{
		.name = "notify_all",
		.params = "condition:condition",
		.returns = "none",
		.summary = "Notifies every task that waits for a condition.",
		.example = "let c = condition\nnursery <\n  for i in range(3) < spawn < with $c < wait $c; print $i > > >\n  sleep 1\n  with $c < notify_all $c >\n>\n#=> 0\n#=> 1\n#=> 2",
		.step = notify_all_step,
	},
	{ .name = NULL },
};
