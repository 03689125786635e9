/* Locks and conditions. */
#include "ops/groups.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/mem.h"
#include "ops/turn.h"
#include "ops/verbs.h"
#include "ops/with.h"

struct lock {
	struct resource resource;
	uint32_t number;
	bool broken;                    /* its owner has ended; there is no mending it (semantics 6.2) */
	struct lot lot;
	struct task *owner;             /* NULL: free. Owned where broken, else hold tells when it ends */
	struct hold hold;
};

static void lock_give(struct lock *lock, struct task *task)
{
	lock->owner = task;
	task_hold(task, &lock->hold);
}

static struct lock *lock_of_hold(struct hold *hold)
{
	return list_item(hold, struct lock, hold);
}

/* The owner ends and still has it: nobody will ever release it. */
static void lock_abandoned(struct hold *hold, struct task *task)
{
	struct lock *lock = lock_of_hold(hold);

	lock->broken = true;
	task_retain(task);
	while (lot_first(&lock->lot) != NULL)
		turn_refuse(turn_first(&lock->lot));
}

/* For those who wait. */

static void add_lock(struct buf *out, const struct lock *lock)
{
	buf_printf(out, "waiting for lock %u", lock->number);
	if (lock->owner != NULL) {
		buf_add_text(out, ", held by ");
		buf_add_task(out, lock->owner);
	}
}

static void describe_acquire(struct task *task, struct buf *out)
{
	add_lock(out, list_item(lot_waiter_of(task)->lot, struct lock, lot));
}

static struct task *lock_holder(struct task *task)
{
	return list_item(lot_waiter_of(task)->lot, struct lock, lot)->owner;
}

static const struct park_type park_lock = { .reason = "waiting for a lock", .describe = describe_acquire, .holder = lock_holder };

/* Failing with a message in Trio's words, and behind them who holds the lock. */
static enum step fail_held(struct call *call, const struct lock *lock, enum kind_id kind, const char *text)
{
	struct buf message = BUF_INIT;

	buf_add_text(&message, text);
	if (lock->owner != NULL) {
		buf_printf(&message, "%slock %u is held by task ", text[0] != '\0' ? ": " : "", lock->number);
		buf_add_task(&message, lock->owner);
	}
	call_fail(call, kind, "%s", message.data);
	buf_clear(&message);
	return STEP_FAILED;
}

static enum step fail_broken(struct call *call, const struct lock *lock)
{
	struct buf message = BUF_INIT;

	buf_add_text(&message, "Owner of this lock exited without releasing: ");
	buf_add_task(&message, lock->owner);
	call_fail(call, KIND_BrokenResourceError, "%s", message.data);
	buf_clear(&message);
	return STEP_FAILED;
}

/* The verbs of locks. */

static enum step lock_attempt(struct call *call, struct resource *resource, struct turn *turn)
{
	struct lock *lock = (struct lock *)resource;
	struct task *task = task_of(call);

	(void)turn;
	if (lock->owner == task)
		return call_fail(call, KIND_RuntimeError, "attempt to re-acquire an already held Lock");
	if (lock->owner != NULL)
		return STEP_PARKED;
	lock_give(lock, task);
	return STEP_DONE;
}

/* Only a wait hears that the lock is broken: acquire_nowait just finds it held, as in Trio. */
static enum step lock_attempt_or_wait(struct call *call, struct resource *resource, struct turn *turn)
{
	if (((struct lock *)resource)->broken)
		return fail_broken(call, (struct lock *)resource);
	return lock_attempt(call, resource, turn);
}

static enum step lock_acquire(struct call *call, struct resource *resource, void *space)
{
	struct lock *lock = (struct lock *)resource;
	struct turn *turn = space;

	if (turn->state == TURN_REFUSED)
		return fail_broken(call, lock);
	return turn_take(call, resource, turn, &lock->lot, &park_lock, lock_attempt_or_wait);
}

static enum step lock_acquire_nowait(struct call *call, struct resource *resource, void *space)
{
	enum step step = lock_attempt(call, resource, NULL);

	(void)space;
	return step == STEP_PARKED ? fail_held(call, (struct lock *)resource, KIND_WouldBlock, "") : step;
}

/* The first that waits is the owner before it runs, so nobody can get in between. */
static enum step lock_release(struct call *call, struct resource *resource, void *space)
{
	struct lock *lock = (struct lock *)resource;

	(void)space;
	if (lock->owner != task_of(call))
		return fail_held(call, lock, KIND_RuntimeError, "can't release a Lock you don't own");
	task_let_go(&lock->hold);
	lock->owner = NULL;
	if (lot_first(&lock->lot) != NULL) {
		struct turn *turn = turn_first(&lock->lot);
		lock_give(lock, turn->waiter.task);
		turn_give(turn);
	}
	return STEP_DONE;
}

static struct dict *lock_statistics_of(const struct lock *lock)
{
	struct dict *statistics = dict_new();

	dict_set_text(statistics, "locked", value_bool(lock->owner != NULL));
	if (lock->owner != NULL)
		task_retain(lock->owner);
	dict_set_text(statistics, "owner", lock->owner != NULL ? value_handle(&lock->owner->resource) : value_none());
	statistics_add_waiting(statistics, &lock->lot);
	return statistics;
}

static enum step lock_statistics(struct call *call, struct resource *resource, void *space)
{
	(void)space;
	return call_return(call, value_map(lock_statistics_of((struct lock *)resource)));
}

static enum step with_lock_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	return leave_with(call, lock_release(call, resource, space), in_flight);
}

static void lock_free(struct resource *resource)
{
	struct lock *lock = (struct lock *)resource;

	if (lock->broken)
		task_release(lock->owner);
	else if (lock->owner != NULL)
		task_let_go(&lock->hold);
	mem_small_free(lock, sizeof *lock);
}

static void lock_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<%s %u>", resource->type->name, ((struct lock *)resource)->number);
}

static bool lock_get(struct resource *resource, const char *name, struct value *result)
{
	if (strcmp(name, "locked") != 0)
		return false;
	*result = value_bool(((struct lock *)resource)->owner != NULL);
	return true;
}

static const char *const lock_properties[] = { "locked", NULL };

#define LOCK_TYPE .free = lock_free, .describe = lock_describe, .get = lock_get, .properties = lock_properties
#define LOCK_VERBS .steps = { \
		[VERB_ACQUIRE] = lock_acquire, \
		[VERB_ACQUIRE_NOWAIT] = lock_acquire_nowait, \
		[VERB_RELEASE] = lock_release, \
		[VERB_STATISTICS] = lock_statistics, \
	}

static const struct resource_type lock_type = { .name = "lock", LOCK_TYPE };
static const struct resource_type strict_fifo_lock_type = { .name = "strict fifo lock", LOCK_TYPE };
static const struct verbs lock_verbs = { .type = &lock_type, LOCK_VERBS };
static const struct verbs strict_fifo_lock_verbs = { .type = &strict_fifo_lock_type, LOCK_VERBS };
static struct with_type with_lock = { .type = &lock_type, .enter = lock_acquire, .leave = with_lock_leave };
static struct with_type with_strict_fifo_lock = { .type = &strict_fifo_lock_type, .enter = lock_acquire, .leave = with_lock_leave };

static struct lock *lock_new(const struct resource_type *type)
{
	static uint32_t made;
	struct lock *lock = mem_small_alloc(sizeof *lock);

	resource_init(&lock->resource, type);
	lock->number = ++made;
	lock->broken = false;
	lot_init(&lock->lot);
	lock->owner = NULL;
	lock->hold = (struct hold){ .abandoned = lock_abandoned };
	return lock;
}

static enum step lock_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_handle(&lock_new(&lock_type)->resource));
}

static enum step strict_fifo_lock_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_handle(&lock_new(&strict_fifo_lock_type)->resource));
}

/* Conditions. */

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
		describe_acquire(task, out);
	else
		buf_printf(out, "waiting for condition %u", condition_of_wait(task)->number);
}

static struct task *condition_holder(struct task *task)
{
	return was_notified(task) ? lock_holder(task) : NULL;
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
		if (condition->lock->owner != task_of(call))
			return fail_held(call, condition->lock, KIND_RuntimeError, "must hold the lock to wait");
		lock_release(call, &condition->lock->resource, NULL);
		wait->stage = CONDITION_WAITING;
		wait->turn.state = TURN_QUEUED;
		lot_join(&condition->lot, &wait->turn.waiter, call);
		return task_park(call, &park_condition);
	case CONDITION_WAITING:
		if (wait->turn.state == TURN_TAKEN)
			return STEP_DONE;
		if (wait->turn.state == TURN_REFUSED)
			return fail_broken(call, condition->lock);
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

	if (condition->lock->owner != task_of(call))
		return fail_held(call, condition->lock, KIND_RuntimeError, "must hold the lock to notify");
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

void lock_install(void)
{
	verbs_register(&lock_verbs);
	verbs_register(&strict_fifo_lock_verbs);
	verbs_register(&condition_verbs);
	with_register(&with_lock);
	with_register(&with_strict_fifo_lock);
	with_register(&with_condition);
}

const struct builtin lock_builtins[] = {
	{
		.name = "lock",
		.params = "",
		.returns = "a lock",
		.summary = "Makes a lock: only one task at a time can hold it.",
		.details = "`with $l < ... >` holds it for a block; `acquire $l`, `acquire_nowait $l` and `release $l` do it by hand. It belongs to the task that acquired it: "
		           "only that one can release it, and acquiring it twice is an error. If that task ends without releasing it, "
		           "those who wait for it and those who will get BrokenResourceError.\n\n"
		           "Property: locked. `statistics $l`: locked, owner, tasks_waiting.",
		.example = "let l = lock\nnursery <\n  for i in range(2) < spawn < with $l < sleep 1; print $i current_time() > > >\n>\n#=> 0 1.0\n#=> 1 2.0",
		.step = lock_step,
	},
	{
		.name = "strict_fifo_lock",
		.params = "",
		.returns = "a lock",
		.summary = "Makes a lock that promises to be first come, first served.",
		.details = "As `lock`, which does not promise it but is the same for now. For code that would be wrong otherwise.",
		.example = "let l = strict_fifo_lock\nwith $l < print ${l.locked} >\n#=> true",
		.step = strict_fifo_lock_step,
	},
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
