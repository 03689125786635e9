#include "observe/story.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "sched/clock.h"
#include "sched/nursery.h"
#include "sched/runner.h"
#include "sched/waits.h"
#include "value/units.h"

#define NAME_WIDTH 8                    /* columns of a task's name; a longer one shifts its line */

/* What kind of an event a line tells of, for its colour. */
enum tone { TONE_PLAIN, TONE_CANCEL, TONE_ERROR };

static struct {
	struct sink *sink;
	bool colour;
	double start;                   /* time of the first event; NaN: none yet */
	const struct task *told;        /* has just been told of the end of its wait: it need not be said again */
} story;

void story_begin(struct sink *sink, bool colour)
{
	story.sink = sink;
	story.colour = colour;
	story.start = NAN;
	story.told = NULL;
}

/* Nothing but Cancelled, in a group or not. */
static bool is_cancelled(struct error *error)
{
	struct error *cancelled, *rest;

	error_split_whole(error, error_is_cancelled, NULL, &cancelled, &rest);
	bool only = rest == NULL;
	error_release(cancelled);
	error_release(rest);
	return only;
}

/* Lines. */

static double seconds_of(double time)
{
	if (isnan(story.start))
		story.start = clock_is_virtual() ? 0 : clock_now();
	return time - story.start;
}

static double seconds_now(void)
{
	double seconds = seconds_of(clock_now());

	return seconds > 0 ? seconds : 0;       /* the first question sets the start a little later */
}

static void add_colour(struct buf *out, const char *code)
{
	if (story.colour)
		buf_printf(out, "\033[%sm", code);
}

/* Names and messages are data; what looks at them here has not escaped all of it. */
static void add_data(struct buf *out, const char *bytes, size_t length)
{
	buf_add_escaped(out, bytes, length, false);
}

static void tell(struct task *task, enum tone tone, struct buf *take_text)
{
	static const char *const tones[] = { [TONE_PLAIN] = "0", [TONE_CANCEL] = "33", [TONE_ERROR] = "31" };
	struct string *name = task != NULL ? task_name(task) : NULL;
	struct buf line = BUF_INIT;

	add_colour(&line, "2");
	buf_printf(&line, "%9.3f  ", seconds_now());
	add_colour(&line, "0;36");
	if (name != NULL)
		add_data(&line, name->bytes, name->length);
	buf_add_repeated(&line, ' ', name != NULL && name->length >= NAME_WIDTH ? 2 : NAME_WIDTH + 2 - (name != NULL ? name->length : 0));
	add_colour(&line, tones[tone]);
	add_data(&line, take_text->data, take_text->length);
	add_colour(&line, "0");
	buf_add_byte(&line, '\n');
	sink_write(story.sink, line.data, line.length);
	buf_clear(&line);
	buf_clear(take_text);
}

static void tell_text(struct task *task, enum tone tone, const char *words)
{
	struct buf text = BUF_INIT;

	buf_add_text(&text, words);
	tell(task, tone, &text);
}

static bool is_system(const struct task *task)
{
	return task == NULL || task->member.flags & TASK_SYSTEM;
}

static void add_name(struct buf *out, struct task *task)
{
	struct string *name = task_name(task);

	buf_add(out, name->bytes, name->length);
}

/* A time as the story shows it, with as many digits as it needs. */
static void add_time(struct buf *out, double time)
{
	struct buf digits = BUF_INIT;

	buf_printf(&digits, "%.3f", seconds_of(time));
	while (digits.length > 2 && digits.data[digits.length - 1] == '0' && digits.data[digits.length - 2] != '.')
		digits.data[--digits.length] = '\0';
	buf_add(out, digits.data, digits.length);
	buf_clear(&digits);
}

static void add_place(struct buf *out, struct source *source, uint32_t offset)
{
	size_t line, column;

	if (source == NULL)
		return;
	source_position(source, offset, &line, &column);
	buf_printf(out, " (%s:%zu)", source->name, line);
}

static bool is_of_nursery(const struct cancel_scope *scope)
{
	return scope->member.flags & SCOPE_OF_NURSERY;
}

/* Whether scripts know of it: those of the run itself, and what commands use inside, nobody has opened. */
static bool is_told(const struct cancel_scope *scope)
{
	return scope->opened_by != NULL;
}

static void add_scope_name(struct buf *out, const struct cancel_scope *scope)
{
	if (is_of_nursery(scope))
		buf_printf(out, "nursery %u", (unsigned)scope->member.id);
	else
		buf_add_text(out, scope->opened_by->name);
}

static void add_scope(struct buf *out, const struct cancel_scope *scope)
{
	add_scope_name(out, scope);
	add_place(out, scope->source, scope->at);
}

/* Tasks. */

static void before_run(struct instrument *instrument)
{
	(void)instrument;
	tell_text(NULL, TONE_PLAIN, "the run begins");
}

static void after_run(struct instrument *instrument)
{
	(void)instrument;
	tell_text(NULL, TONE_PLAIN, "the run ends");
}

static void task_spawned(struct instrument *instrument, struct task *task)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (is_system(task) || is_system(run.current))
		return;
	buf_add_text(&text, "spawns ");
	add_name(&text, task);
	if (task->nursery != run.main_nursery)
		buf_printf(&text, " in nursery %u", (unsigned)task->nursery->scope->member.id);
	tell(run.current, TONE_PLAIN, &text);
}

static void task_scheduled(struct instrument *instrument, struct task *task)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (is_system(task) || !(task->fiber.flags & FIBER_STARTED))
		return;
	if (story.told == task) {
		story.told = NULL;
		return;
	}
	if (task == run.current) {
		tell_text(task, TONE_PLAIN, "lets the others run");
		return;
	}
	buf_add_text(&text, "is woken");
	if (!is_system(run.current)) {
		buf_add_text(&text, " by ");
		add_name(&text, run.current);
	}
	tell(task, TONE_PLAIN, &text);
}

static void before_task_step(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	story.told = NULL;
	if (!is_system(task) && !(task->fiber.flags & FIBER_STARTED))
		tell_text(task, TONE_PLAIN, "starts");
}

static void task_parked(struct instrument *instrument, struct task *task)
{
	struct buf text = BUF_INIT;
	double deadline = nap_deadline(task);

	(void)instrument;
	/* A nap that is over as it begins is a checkpoint, of which more is told at once. */
	if (is_system(task) || task->member.flags & TASK_NAP_EXPIRED)
		return;
	if (isfinite(deadline)) {
		buf_add_text(&text, "sleeps until ");
		add_time(&text, deadline);
	} else {
		waits_add(&text, task);
	}
	tell(task, TONE_PLAIN, &text);
}

static void task_failed(struct instrument *instrument, struct task *task, struct error *error)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (is_system(task))
		return;
	if (is_cancelled(error)) {
		tell_text(task, TONE_CANCEL, "ends, cancelled");
		return;
	}
	buf_add_text(&text, error_is(error, KIND_SystemExit) ? "exits with " : "fails with ");
	reason_add_error(&text, error);
	tell(task, TONE_ERROR, &text);
}

static void task_exited(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	if (is_system(task))
		return;
	if (task->member.flags & TASK_NEVER_RAN)
		tell_text(task, TONE_CANCEL, "never started");
	else if (task_end_of(task) == TASK_DONE)
		tell_text(task, TONE_PLAIN, "ends");
}

static void task_started(struct instrument *instrument, struct task *task, struct nursery *nursery)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	buf_add_text(&text, "says that it has started");
	if (nursery != run.main_nursery)
		buf_printf(&text, ", and goes over to nursery %u", (unsigned)nursery->scope->member.id);
	tell(task, TONE_PLAIN, &text);
}

/* Scopes and nurseries. */

static void nursery_opened(struct instrument *instrument, struct nursery *nursery, struct task *task)
{
	struct reason_place place;
	struct buf text = BUF_INIT;

	(void)instrument;
	if (is_system(task))
		return;
	place = reason_place_of_fiber(&task->fiber);
	buf_printf(&text, "opens nursery %u", (unsigned)nursery->scope->member.id);
	add_place(&text, place.source, place.offset);
	reason_place_clear(&place);
	tell(task, TONE_PLAIN, &text);
}

static void scope_entered(struct instrument *instrument, struct cancel_scope *scope, struct task *task)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (!is_told(scope) || is_of_nursery(scope))
		return;
	buf_add_text(&text, "opens ");
	add_scope(&text, scope);
	if (isfinite(scope->deadline)) {
		buf_add_text(&text, ", until ");
		add_time(&text, scope->deadline);
	}
	tell(task, TONE_PLAIN, &text);
}

static void scope_left(struct instrument *instrument, struct cancel_scope *scope, struct task *task, struct error *error)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (!is_told(scope))
		return;
	buf_add_text(&text, "leaves ");
	add_scope_name(&text, scope);
	bool cancelled = error != NULL && is_cancelled(error);
	if (cancelled) {
		buf_add_text(&text, " with Cancelled");
	} else if (error != NULL) {
		buf_add_text(&text, " with ");
		reason_add_error(&text, error);
	}
	tell(task, error == NULL ? TONE_PLAIN : cancelled ? TONE_CANCEL : TONE_ERROR, &text);
}

static void deadline_moved(struct instrument *instrument, struct cancel_scope *scope, double before)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (!is_told(scope))
		return;
	buf_add_text(&text, "moves the deadline of ");
	add_scope(&text, scope);
	buf_add_text(&text, " from ");
	isfinite(before) ? add_time(&text, before) : buf_add_text(&text, "never");
	buf_add_text(&text, " to ");
	isfinite(scope->deadline) ? add_time(&text, scope->deadline) : buf_add_text(&text, "never");
	tell(run.current, TONE_PLAIN, &text);
}

static void nursery_error(struct instrument *instrument, struct nursery *nursery, struct task *from, struct error *error)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (!is_told(nursery->scope) || from == NULL || is_cancelled(error))
		return;
	add_scope_name(&text, nursery->scope);
	buf_printf(&text, " keeps the %s of ", error->kind->name);
	add_name(&text, from);
	tell(NULL, TONE_ERROR, &text);
}

static void error_dropped(struct instrument *instrument, struct nursery *nursery, struct task *from, struct error *error)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	add_scope_name(&text, nursery->scope);
	buf_add_text(&text, " drops ");
	reason_add_error(&text, error);
	if (from != NULL) {
		buf_add_text(&text, " of ");
		add_name(&text, from);
	}
	buf_add_text(&text, ", for the race is won");
	tell(NULL, TONE_PLAIN, &text);
}

/* Cancellation. */

static void cancel_requested(struct instrument *instrument, struct cancel_scope *scope, const struct cancel_reason *request)
{
	struct buf text = BUF_INIT;
	struct task *by = NULL;

	(void)instrument;
	/* What a cancellation from outside leaves behind in a nursery changes nothing any more (semantics 3.6). */
	if (scope->reason == NULL || (!is_told(scope) && request->target == NULL) || (scope->cause != NULL && request->source == CANCEL_NURSERY))
		return;
	if (request->source == CANCEL_DEADLINE) {
		add_scope(&text, scope);
		buf_add_text(&text, " reaches its deadline");
	} else if (request->source == CANCEL_EXPLICIT && request->by != NULL) {
		by = request->by;
		buf_add_text(&text, "cancels ");
		if (request->target != NULL)
			add_name(&text, request->target);
		else
			add_scope(&text, scope);
	} else {
		reason_add_text(&text, scope->reason);
	}
	tell(by, TONE_CANCEL, &text);
}

static void add_reason(struct buf *out, const struct error *error)
{
	const struct reason *reason = reason_of_error(error);

	if (reason != NULL) {
		buf_add_text(out, ": ");
		reason_add_text(out, reason);
	}
}

static void cancel_delivered(struct instrument *instrument, struct task *task, struct error *error)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (is_system(task))
		return;
	if (error == NULL) {
		story.told = task;
		tell_text(task, TONE_PLAIN, "wakes up");
		return;
	}
	bool waits_on = nursery_awaited(task) != NULL;
	if (!waits_on)
		story.told = task;
	if (error_is_cancelled(error, NULL)) {
		buf_add_text(&text, "is cancelled");
		add_reason(&text, error);
	} else {
		buf_add_text(&text, "is interrupted by ");
		reason_add_error(&text, error);
	}
	if (waits_on)
		buf_add_text(&text, "; it waits on for its children");
	tell(task, TONE_CANCEL, &text);
}

static void cancel_absorbed(struct instrument *instrument, struct cancel_scope *scope, struct task *task)
{
	struct buf text = BUF_INIT;

	(void)instrument;
	if (!is_told(scope))
		return;
	buf_add_text(&text, "Cancelled ends at ");
	add_scope(&text, scope);
	tell(task, TONE_CANCEL, &text);
}

static void before_io_wait(struct instrument *instrument, double timeout)
{
	(void)instrument, (void)timeout;
	story.told = NULL;
}

const struct instrument story_style = {
	.before_run = before_run,
	.after_run = after_run,
	.task_spawned = task_spawned,
	.task_scheduled = task_scheduled,
	.before_task_step = before_task_step,
	.task_exited = task_exited,
	.before_io_wait = before_io_wait,
	.scope_entered = scope_entered,
	.scope_left = scope_left,
	.nursery_opened = nursery_opened,
	.deadline_moved = deadline_moved,
	.cancel_requested = cancel_requested,
	.cancel_delivered = cancel_delivered,
	.cancel_absorbed = cancel_absorbed,
	.task_started = task_started,
	.nursery_error = nursery_error,
	.error_dropped = error_dropped,
	.task_parked = task_parked,
	.task_failed = task_failed,
};
