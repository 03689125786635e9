#include "sched/deadlock.h"

#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/vec.h"
#include "sched/call_soon.h"
#include "sched/clock.h"
#include "sched/idle.h"
#include "sched/loop.h"
#include "sched/runner.h"
#include "sched/waits.h"
#include "sched/walk.h"
#include "value/list.h"

#define TASKS_KEPT 1000                 /* by the error; the circle's first */
#define CIRCLE_SHOWN 6                  /* tasks of it in the message */
#define LACKS_SHOWN 3                   /* things that would have to happen, in the message */

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

/* What the error keeps. */

static void deadlock_free(struct resource *resource)
{
	struct deadlock *deadlock = (struct deadlock *)resource;

	for (size_t i = 0; i < deadlock->count; i++) {
		struct deadlock_task *task = &deadlock->tasks[i];
		string_release(task->name);
		string_release(task->waiting);
		if (task->holder != NULL)
			string_release(task->holder);
		source_release(task->source);
	}
	mem_free(deadlock);
}

static struct value describe_task(const struct deadlock_task *task)
{
	struct dict *map = dict_new();
	size_t line, column;

	dict_set_text(map, "name", value_string(string_retain(task->name)));
	dict_set_text(map, "waiting", value_string(string_retain(task->waiting)));
	dict_set_text(map, "holder", task->holder != NULL ? value_string(string_retain(task->holder)) : value_none());
	if (task->source != NULL) {
		source_position(task->source, task->span.start, &line, &column);
		dict_set_text(map, "place", value_string(string_printf("%s:%zu:%zu", task->source->name, line, column)));
	} else {
		dict_set_text(map, "place", value_none());
	}
	return value_map(map);
}

static bool deadlock_get(struct resource *resource, const char *name, struct value *result)
{
	const struct deadlock *deadlock = (const struct deadlock *)resource;

	if (strcmp(name, "tasks") != 0)
		return false;
	struct list *list = list_new(deadlock->count);
	for (size_t i = 0; i < deadlock->count; i++)
		list_push(list, describe_task(&deadlock->tasks[i]));
	*result = value_list(list);
	return true;
}

static const char *const deadlock_properties[] = { "tasks", NULL };

static const struct resource_type deadlock_type = {
	.name = "deadlock",
	.free = deadlock_free,
	.get = deadlock_get,
	.properties = deadlock_properties,
};

const struct deadlock *deadlock_of_error(const struct error *error)
{
	return error->origin != NULL && error->origin->type == &deadlock_type ? (const struct deadlock *)error->origin : NULL;
}

static struct string *words_of_wait(struct task *task)
{
	struct buf text = BUF_INIT;

	waits_add(&text, task);
	return string_take_buf(&text);
}

static void keep_task(struct deadlock *deadlock, struct task *task)
{
	struct task *holder = task_holder(task);
	struct deadlock_task *kept = &deadlock->tasks[deadlock->count++];

	*kept = (struct deadlock_task){ .name = string_retain(task_name(task)), .waiting = words_of_wait(task) };
	kept->holder = holder != NULL ? string_retain(task_name(holder)) : NULL;
	if (fiber_place(&task->fiber, &kept->source, &kept->span) && kept->source != NULL)
		source_retain(kept->source);
	else
		kept->source = NULL;
}

static bool is_in(const struct task_list *list, const struct task *task)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == task)
			return true;
	return false;
}

static bool counts(const struct task *task)
{
	return task->park != NULL && !(task->member.flags & TASK_SYSTEM);
}

static struct deadlock *deadlock_new(const struct task_list *circle)
{
	struct task_walk walk = task_walk_begin();
	size_t total = 0;

	for (struct task *task; (task = task_walk_next(&walk)) != NULL;)
		total += counts(task);
	struct deadlock *deadlock = mem_alloc(sizeof *deadlock + (total < TASKS_KEPT ? total : TASKS_KEPT) * sizeof deadlock->tasks[0]);
	resource_init(&deadlock->resource, &deadlock_type);
	deadlock->total = total;
	deadlock->count = 0;
	for (size_t i = 0; i < circle->count && deadlock->count < TASKS_KEPT; i++)
		keep_task(deadlock, circle->items[i]);
	deadlock->circle = deadlock->count;
	walk = task_walk_begin();
	for (struct task *task; deadlock->count < TASKS_KEPT && (task = task_walk_next(&walk)) != NULL;) {
		if (counts(task) && !is_in(circle, task))
			keep_task(deadlock, task);
	}
	return deadlock;
}

/* The message. */

static void add_name(struct buf *out, struct task *task)
{
	struct string *name = task_name(task);

	buf_add_escaped(out, name->bytes, name->length, false);
}

/* "a waits for lock 2, held by b". Who waits at the end of a nursery waits for this child. */
static void add_link(struct buf *out, struct task *task, struct task *awaited)
{
	add_name(out, task);
	buf_add_byte(out, ' ');
	if (task_holder(task) == awaited) {
		waits_add(out, task);
		return;
	}
	buf_add_text(out, "waits for its child ");
	add_name(out, awaited);
}

static void add_circle(struct buf *out, const struct task_list *circle)
{
	for (size_t i = 0; i < circle->count; i++) {
		bool is_last = i + 1 == circle->count;
		if (i + 1 == CIRCLE_SHOWN && !is_last) {
			buf_printf(out, "; and %zu more", circle->count - i - 1);
			i = circle->count - 1;
		}
		buf_add_text(out, i > 0 ? "; " : "");
		add_link(out, circle->items[i], circle->items[(i + 1) % circle->count]);
	}
}

/* Why nothing ends this task's wait: "event 1 is never set by anybody", or what it waits for. */
static void add_lack(struct buf *out, struct task *task)
{
	if (task->park->lacks != NULL) {
		task->park->lacks(task, out);
		return;
	}
	add_name(out, task);
	buf_add_byte(out, ' ');
	waits_add(out, task);
}

/* Those who wait for another task are stuck only because that one is. */
static bool is_root(struct task *task)
{
	struct nursery *nursery = nursery_awaited(task);

	return counts(task) && task_holder(task) == NULL && (nursery == NULL || nursery->child_count == 0);
}

static bool was_said(const struct buf *text, size_t from, const struct buf *lack)
{
	const char *found = strstr(text->data + from, lack->data);

	return found != NULL && (found[lack->length] == '\0' || found[lack->length] == ';');
}

static void add_lacks(struct buf *out)
{
	struct task_walk walk = task_walk_begin();
	size_t from = out->length, said = 0, more = 0;

	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		struct buf lack = BUF_INIT;
		if (!is_root(task))
			continue;
		add_lack(&lack, task);
		if (was_said(out, from, &lack)) {
			buf_clear(&lack);
			continue;
		}
		if (said < LACKS_SHOWN) {
			buf_add_text(out, said++ > 0 ? "; " : "");
			buf_add(out, lack.data, lack.length);
		} else {
			more++;
		}
		buf_clear(&lack);
	}
	if (more > 0)
		buf_printf(out, "; and %zu more such wait%s", more, more == 1 ? "" : "s");
}

static struct error *describe(const struct task_list *circle)
{
	struct buf text = BUF_INIT;

	if (circle->count > 0) {
		buf_add_text(&text, circle->count == 1 ? "a task waits for itself: " : "tasks wait for each other: ");
		add_circle(&text, circle);
	} else {
		buf_add_text(&text, "every task waits, and nothing can wake one: ");
		add_lacks(&text);
	}
	struct string *message = string_take_buf(&text);
	struct error *error = error_new_kind(kind_of(KIND_DeadlockError), message);
	string_release(message);
	error->origin = &deadlock_new(circle)->resource;
	return error;
}

/* Who is told. */

static bool can_be_told(const struct task *task)
{
	return counts(task) && !(task->member.flags & TASK_ABORT_TRIED);
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

static struct task *choose_in(const struct task_list *circle)
{
	for (size_t i = 0; i < circle->count; i++)
		if (can_be_told(circle->items[i]))
			return circle->items[i];
	return NULL;
}

static void tell(struct task *task, const struct task_list *circle)
{
	struct error *error = describe(circle);

	task_abort(task, error);
	error_release(error);
}

void deadlock_check(void)
{
	struct task_list circle;

	if (idle_is_awaited() || call_soon_is_poked() || vm_interrupted || loop_has_waits() || clock_is_held())
		return;
	bool is_prompt = run.options.session && (run.main == NULL || run.main->member.flags & TASK_ENDED);
	if (!is_prompt && run.main == NULL)
		return;
	if (!is_prompt && waits_for_interrupt())
		return;
	waits_find_circle(&circle);
	struct task *task = is_prompt ? choose_in(&circle) : choose();
	if (task != NULL)
		tell(task, &circle);
	else if (!is_prompt)
		die("every task waits, and none can be told");
	vec_clear(&circle);
}
