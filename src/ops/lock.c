#include "ops/lock.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ops/groups.h"
#include "ops/verbs.h"
#include "ops/with.h"

/* The entries typed at the prompt are tasks of their own, but to people they are one. */
bool lock_belongs_to(const struct lock *lock, const struct task *task)
{
	return lock->owner == task || (lock->owner != NULL && (lock->owner->member.flags & task->member.flags & TASK_MAIN));
}

static void lock_give(struct lock *lock, struct task *task)
{
	lock->owner = task;
	task_hold(task, &lock->hold);
}

static void lock_take_away(struct lock *lock)
{
	if (lock->owner->member.flags & TASK_ENDED)
		task_release(lock->owner);
	else
		task_let_go(&lock->hold);
	lock->owner = NULL;
}

/* The owner ends and still has it: nobody will ever release it, but where the next entry at the prompt may. */
static void lock_abandoned(struct hold *hold, struct task *task)
{
	struct lock *lock = list_item(hold, struct lock, hold);

	task_retain(task);
	if (task->member.flags & TASK_MAIN)
		return;
	lock->broken = true;
	while (lot_first(&lock->lot) != NULL)
		turn_refuse(turn_first(&lock->lot));
}

/* For those who wait. */

void lock_add_wait(struct buf *out, const struct lock *lock)
{
	buf_printf(out, "waiting for lock %u", lock->number);
	if (lock->owner != NULL) {
		buf_add_text(out, ", held by ");
		buf_add_task(out, lock->owner);
	}
}

static void describe_acquire(struct task *task, struct buf *out)
{
	lock_add_wait(out, lock_waited_for(task));
}

static struct task *lock_holder(struct task *task)
{
	return lock_waited_for(task)->owner;
}

static const struct park_type park_lock = { .reason = "waiting for a lock", .describe = describe_acquire, .holder = lock_holder };

enum step lock_fail_held(struct call *call, const struct lock *lock, enum kind_id kind, const char *text)
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

enum step lock_fail_broken(struct call *call, const struct lock *lock)
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
	if (lock_belongs_to(lock, task))
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
		return lock_fail_broken(call, (struct lock *)resource);
	return lock_attempt(call, resource, turn);
}

enum step lock_acquire(struct call *call, struct resource *resource, void *space)
{
	struct lock *lock = (struct lock *)resource;
	struct turn *turn = space;

	if (turn->state == TURN_REFUSED)
		return lock_fail_broken(call, lock);
	return turn_take(call, resource, turn, &lock->lot, &park_lock, lock_attempt_or_wait);
}

enum step lock_acquire_nowait(struct call *call, struct resource *resource, void *space)
{
	enum step step = lock_attempt(call, resource, NULL);

	(void)space;
	return step == STEP_PARKED ? lock_fail_held(call, (struct lock *)resource, KIND_WouldBlock, "") : step;
}

/* The first that waits is the owner before it runs, so nobody can get in between. */
enum step lock_release(struct call *call, struct resource *resource, void *space)
{
	struct lock *lock = (struct lock *)resource;

	(void)space;
	if (!lock_belongs_to(lock, task_of(call)))
		return lock_fail_held(call, lock, KIND_RuntimeError, "can't release a Lock you don't own");
	lock_take_away(lock);
	if (lot_first(&lock->lot) != NULL) {
		struct turn *turn = turn_first(&lock->lot);
		lock_give(lock, turn->waiter.task);
		turn_give(turn);
	}
	return STEP_DONE;
}

struct dict *lock_statistics_of(const struct lock *lock)
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

	if (lock->owner != NULL)
		lock_take_away(lock);
	mem_small_free(lock, sizeof *lock);
}

static void lock_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<%s %u>", resource->type->name, ((struct lock *)resource)->number);
}

bool lock_get(struct resource *resource, const char *name, struct value *result)
{
	if (strcmp(name, "locked") != 0)
		return false;
	*result = value_bool(((struct lock *)resource)->owner != NULL);
	return true;
}

const char *const lock_properties[] = { "locked", NULL };

#define LOCK_TYPE .free = lock_free, .describe = lock_describe, .get = lock_get, .properties = lock_properties
#define LOCK_VERBS .steps = { \
		[VERB_ACQUIRE] = lock_acquire, \
		[VERB_ACQUIRE_NOWAIT] = lock_acquire_nowait, \
		[VERB_RELEASE] = lock_release, \
		[VERB_STATISTICS] = lock_statistics, \
	}

const struct resource_type lock_type = { .name = "lock", LOCK_TYPE };
static const struct resource_type strict_fifo_lock_type = { .name = "strict fifo lock", LOCK_TYPE };
static const struct verbs lock_verbs = { .type = &lock_type, LOCK_VERBS };
static const struct verbs strict_fifo_lock_verbs = { .type = &strict_fifo_lock_type, LOCK_VERBS };
static struct with_type with_lock = { .type = &lock_type, .enter = lock_acquire, .leave = with_lock_leave };
static struct with_type with_strict_fifo_lock = { .type = &strict_fifo_lock_type, .enter = lock_acquire, .leave = with_lock_leave };

struct lock *lock_new(const struct resource_type *type)
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

void lock_install(void)
{
	verbs_register(&lock_verbs);
	verbs_register(&strict_fifo_lock_verbs);
	with_register(&with_lock);
	with_register(&with_strict_fifo_lock);
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
	{ .name = NULL },
};
