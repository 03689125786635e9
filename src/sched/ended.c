#include "sched/ended.h"

#include "base/buf.h"

#define ENDED_KEPT 256
#define LOOK_LIMIT 64                   /* members of a group that are looked at: this must stay cheap for each of very many tasks */

static struct ended kept[ENDED_KEPT];
static unsigned next;                   /* where the next one goes */

static void clear(struct ended *ended)
{
	if (ended->name == NULL)
		return;
	string_release(ended->name);
	reason_release(ended->reason);
	if (ended->text != NULL)
		string_release(ended->text);
	*ended = (struct ended){ 0 };
}

/* One of the Cancelled of which error consists, as far as it is looked at; NULL: there is something else. */
static const struct error *find_cancelled(const struct error *error, unsigned *looks)
{
	const struct error *found = NULL;

	while (error->member_count == 1 && ++*looks < LOOK_LIMIT)
		error = error->members[0];
	if (error->member_count == 0)
		return error_is_cancelled(error, NULL) ? error : NULL;
	for (size_t i = 0; i < error->member_count && ++*looks < LOOK_LIMIT; i++) {
		found = find_cancelled(error->members[i], looks);
		if (found == NULL)
			return NULL;
	}
	return found;
}

static enum task_end end_of(const struct task *task, const struct error *error, const struct error *cancelled)
{
	const struct reason *reason = cancelled != NULL ? reason_of_error(cancelled) : NULL;

	if (!(task->fiber.flags & FIBER_STARTED))
		return TASK_NEVER_STARTED;
	if (error_is(error, KIND_TooSlowError) || (reason != NULL && reason->source == CANCEL_DEADLINE))
		return TASK_TIMED_OUT;
	return cancelled != NULL ? TASK_CANCELLED : TASK_FAILED;
}

static struct string *text_of(const struct error *error)
{
	struct buf text = BUF_INIT;

	reason_add_error(&text, error);
	return string_take_buf(&text);
}

void ended_note(struct task *task, struct error *error)
{
	struct ended *ended = &kept[next++ % ENDED_KEPT];
	unsigned looks = 0;
	const struct error *cancelled = find_cancelled(error, &looks);
	struct reason *reason = reason_of_error(cancelled != NULL ? cancelled : error);

	clear(ended);
	ended->name = string_retain(task_name(task));
	ended->end = end_of(task, error, cancelled);
	if (reason != NULL) {
		resource_retain(&reason->resource);
		ended->reason = reason;
	} else if (cancelled == NULL) {
		ended->text = text_of(error);
	}
}

const struct ended *ended_find(const struct string *name)
{
	for (unsigned i = 1; i <= ENDED_KEPT; i++) {
		const struct ended *ended = &kept[(next - i) % ENDED_KEPT];
		if (ended->name != NULL && string_equal(ended->name, name))
			return ended;
	}
	return NULL;
}

void ended_forget(void)
{
	for (unsigned i = 0; i < ENDED_KEPT; i++)
		clear(&kept[i]);
}
