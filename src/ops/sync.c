/* Events and semaphores. */
#include "ops/groups.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ops/turn.h"
#include "ops/verbs.h"
#include "ops/with.h"

/* Events. */

struct event {
	struct resource resource;
	uint32_t number;
	bool set;
	struct lot lot;
};

static void describe_wait(struct task *task, struct buf *out)
{
	struct event *event = list_item(lot_waiter_of(task)->lot, struct event, lot);

	buf_printf(out, "waiting for event %u", event->number);
}

static void add_lack(struct task *task, struct buf *out)
{
	buf_printf(out, "event %u is never set by anybody", list_item(lot_waiter_of(task)->lot, struct event, lot)->number);
}

static const struct park_type park_event = { .reason = "waiting for an event", .describe = describe_wait, .lacks = add_lack };

/* There is no clearing, so once it is set it stays set through a checkpoint. */
static enum step event_wait(struct call *call, struct resource *resource, void *space)
{
	struct event *event = (struct event *)resource;
	struct turn *turn = space;

	if (turn->state == TURN_TAKEN)
		return STEP_DONE;
	if (event->set)
		return checkpoint(call, &turn->phase);
	lot_join(&event->lot, &turn->waiter, call);
	return task_park(call, &park_event);
}

static enum step set_step(struct call *call, void *frame)
{
	struct event *event = (struct event *)call->arguments[0].resource;

	(void)frame;
	event->set = true;
	while (lot_first(&event->lot) != NULL)
		turn_give(turn_first(&event->lot));
	return STEP_DONE;
}

static enum step is_set_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_bool(((struct event *)call->arguments[0].resource)->set));
}

static enum step event_statistics(struct call *call, struct resource *resource, void *space)
{
	struct dict *statistics = dict_new();

	(void)space;
	statistics_add_waiting(statistics, &((struct event *)resource)->lot);
	return call_return(call, value_map(statistics));
}

static void event_free(struct resource *resource)
{
	mem_small_free(resource, sizeof(struct event));
}

static void event_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<event %u>", ((struct event *)resource)->number);
}

static const struct resource_type event_type = { .name = "event", .free = event_free, .describe = event_describe };

static const struct verbs event_verbs = {
	.type = &event_type,
	.steps = { [VERB_WAIT] = event_wait, [VERB_STATISTICS] = event_statistics },
};

static enum step event_step(struct call *call, void *frame)
{
	static uint32_t made;
	struct event *event = mem_small_alloc(sizeof *event);

	(void)frame;
	resource_init(&event->resource, &event_type);
	event->number = ++made;
	event->set = false;
	lot_init(&event->lot);
	return call_return(call, value_handle(&event->resource));
}

/* Semaphores. */

struct semaphore {
	struct resource resource;
	uint32_t number;
	int64_t value;
	int64_t maximum;                /* negative: none */
	struct lot lot;
};

static void describe_acquire(struct task *task, struct buf *out)
{
	struct semaphore *semaphore = list_item(lot_waiter_of(task)->lot, struct semaphore, lot);

	buf_printf(out, "waiting for semaphore %u", semaphore->number);
}

static void add_lacking_release(struct task *task, struct buf *out)
{
	buf_printf(out, "semaphore %u is never released by anybody", list_item(lot_waiter_of(task)->lot, struct semaphore, lot)->number);
}

static const struct park_type park_semaphore = {
	.reason = "waiting for a semaphore", .describe = describe_acquire, .lacks = add_lacking_release
};

static enum step semaphore_attempt(struct call *call, struct resource *resource, struct turn *turn)
{
	struct semaphore *semaphore = (struct semaphore *)resource;

	(void)call;
	(void)turn;
	if (semaphore->value == 0)
		return STEP_PARKED;
	semaphore->value--;
	return STEP_DONE;
}

static enum step semaphore_acquire(struct call *call, struct resource *resource, void *space)
{
	return turn_take(call, resource, space, &((struct semaphore *)resource)->lot, &park_semaphore, semaphore_attempt);
}

static enum step semaphore_acquire_nowait(struct call *call, struct resource *resource, void *space)
{
	(void)space;
	if (semaphore_attempt(call, resource, NULL) == STEP_DONE)
		return STEP_DONE;
	return call_fail(call, KIND_WouldBlock, "semaphore %u has no units left", ((struct semaphore *)resource)->number);
}

/* With somebody waiting the value stays 0: the unit is that task's at once (semantics 6.3). */
static enum step semaphore_release(struct call *call, struct resource *resource, void *space)
{
	struct semaphore *semaphore = (struct semaphore *)resource;

	(void)space;
	if (lot_first(&semaphore->lot) != NULL)
		turn_give(turn_first(&semaphore->lot));
	else if (semaphore->value == semaphore->maximum || semaphore->value == INT64_MAX)
		return call_fail(call, KIND_ValueError, "semaphore released too many times");
	else
		semaphore->value++;
	return STEP_DONE;
}

static enum step semaphore_statistics(struct call *call, struct resource *resource, void *space)
{
	struct dict *statistics = dict_new();

	(void)space;
	statistics_add_waiting(statistics, &((struct semaphore *)resource)->lot);
	return call_return(call, value_map(statistics));
}

static enum step with_semaphore_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	return leave_with(call, semaphore_release(call, resource, space), in_flight);
}

static void semaphore_free(struct resource *resource)
{
	mem_small_free(resource, sizeof(struct semaphore));
}

static void semaphore_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<semaphore %u>", ((struct semaphore *)resource)->number);
}

static bool semaphore_get(struct resource *resource, const char *name, struct value *result)
{
	struct semaphore *semaphore = (struct semaphore *)resource;

	if (strcmp(name, "value") == 0)
		*result = value_int(semaphore->value);
	else if (strcmp(name, "max_value") == 0)
		*result = semaphore->maximum >= 0 ? value_int(semaphore->maximum) : value_none();
	else
		return false;
	return true;
}

static const char *const semaphore_properties[] = { "value", "max_value", NULL };

static const struct resource_type semaphore_type = {
	.name = "semaphore",
	.free = semaphore_free,
	.describe = semaphore_describe,
	.get = semaphore_get,
	.properties = semaphore_properties,
};

static const struct verbs semaphore_verbs = {
	.type = &semaphore_type,
	.steps = {
		[VERB_ACQUIRE] = semaphore_acquire,
		[VERB_ACQUIRE_NOWAIT] = semaphore_acquire_nowait,
		[VERB_RELEASE] = semaphore_release,
		[VERB_STATISTICS] = semaphore_statistics,
	},
};

static struct with_type with_semaphore = { .type = &semaphore_type, .enter = semaphore_acquire, .leave = with_semaphore_leave };

static enum step semaphore_step(struct call *call, void *frame)
{
	static uint32_t made;
	struct value initial = call->arguments[0], maximum = call->arguments[1];

	(void)frame;
	if (initial.type != VALUE_INT)
		return call_fail(call, KIND_TypeError, "initial_value must be an int");
	if (initial.i < 0)
		return call_fail(call, KIND_ValueError, "initial value must be >= 0");
	bool bounded = call_has(call, 1) && maximum.type != VALUE_NONE;
	if (bounded && maximum.type != VALUE_INT)
		return call_fail(call, KIND_TypeError, "max_value must be None or an int");
	if (bounded && maximum.i < initial.i)
		return call_fail(call, KIND_ValueError, "max_values must be >= initial_value");
	struct semaphore *semaphore = mem_small_alloc(sizeof *semaphore);
	resource_init(&semaphore->resource, &semaphore_type);
	semaphore->number = ++made;
	semaphore->value = initial.i;
	semaphore->maximum = bounded ? maximum.i : -1;
	lot_init(&semaphore->lot);
	return call_return(call, value_handle(&semaphore->resource));
}

void sync_install(void)
{
	verbs_register(&event_verbs);
	verbs_register(&semaphore_verbs);
	with_register(&with_semaphore);
}

const struct builtin sync_builtins[] = {
	{
		.name = "event",
		.params = "",
		.returns = "an event",
		.summary = "Makes an event: something that happens once, and that many can wait for.",
		.details = "`set $e` says that it has happened, `wait $e` waits for it, `is_set $e` asks. It cannot be undone; make a new one. `statistics $e`: tasks_waiting.",
		.example = "let ready = event\nnursery <\n  spawn < wait $ready; print one >\n  spawn < wait $ready; print two >\n  sleep 1\n  set $ready\n>\n#=> one\n#=> two",
		.step = event_step,
	},
	{
		.name = "set",
		.params = "event:event",
		.returns = "none",
		.summary = "Sets an event, and wakes all that wait for it.",
		.example = "let e = event\nset $e\nwait $e\nprint done\n#=> done",
		.step = set_step,
	},
	{
		.name = "is_set",
		.params = "event:event",
		.returns = "true or false",
		.summary = "Whether an event has been set.",
		.example = "let e = event\nprint is_set($e)\nset $e\nprint is_set($e)\n#=> false\n#=> true",
		.step = is_set_step,
	},
	{
		.name = "semaphore",
		.params = "value:number --max:any",
		.returns = "a semaphore",
		.summary = "Makes a semaphore: a number of units that are acquired and released.",
		.details = "`acquire $s` takes one and waits while there is none; `release $s` gives one back, and whoever may release it, not only who acquired it. "
		           "With --max, more releases than that are a ValueError. `with $s < ... >` acquires and releases.\n\n"
		           "Properties: value, max_value. `statistics $s`: tasks_waiting.",
		.example = "let s = semaphore 2\nnursery <\n  for i in range(4) < spawn < with $s < sleep 1; print $i current_time() > > >\n>\n#=> 0 1.0\n#=> 1 1.0\n#=> 2 2.0\n#=> 3 2.0",
		.step = semaphore_step,
	},
	{ .name = NULL },
};
