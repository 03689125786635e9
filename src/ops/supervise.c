/* Nurseries and what they promise of their children; waiting for one task, and asking why it ended. */
#include "ops/groups.h"

#include <string.h>

#include "base/buf.h"
#include "ops/verbs.h"
#include "sched/ended.h"
#include "sched/output.h"
#include "sched/policy.h"
#include "sched/walk.h"

/* nursery, race and gather. */

struct nursery_frame {
	struct nursery *nursery;        /* owned */
};

static enum step open_nursery(struct call *call, struct nursery_frame *frame)
{
	frame->nursery = nursery_open(task_of(call), call);
	nursery_retain(frame->nursery);
	return call_return(call, value_handle(&frame->nursery->resource));
}

/* One of two words: false with a ValueError for another. */
static bool read_choice(struct call *call, unsigned option, const char *name, const char *usual, const char *other, bool *chosen)
{
	*chosen = false;
	if (!call_has(call, option))
		return true;
	const char *word = call->arguments[option].string->bytes;
	*chosen = strcmp(word, other) == 0;
	if (*chosen || strcmp(word, usual) == 0)
		return true;
	call_fail(call, KIND_ValueError, "%s: --%s must be %s or %s, not %s", call->builtin->name, name, usual, other, word);
	return false;
}

static bool read_limit(struct call *call, unsigned option, int64_t *limit)
{
	*limit = 0;
	if (!call_has(call, option))
		return true;
	*limit = call->arguments[option].i;
	if (*limit >= 1)
		return true;
	call_fail(call, KIND_ValueError, "%s: --limit must be at least 1", call->builtin->name);
	return false;
}

static enum step nursery_step(struct call *call, void *memory)
{
	struct nursery_frame *frame = memory;
	int64_t limit;
	bool collects, races;

	if (!read_limit(call, 0, &limit) || !read_choice(call, 1, "on-error", "cancel", "continue", &collects)
	    || !read_choice(call, 2, "until", "all", "first", &races))
		return STEP_FAILED;
	open_nursery(call, frame);
	if (limit == 0 && !collects && !races)
		return STEP_DONE;
	struct policy *policy = nursery_policy(frame->nursery);
	policy->limit = (size_t)limit;
	policy->collects = collects;
	policy->races = races;
	return STEP_DONE;
}

static enum step race_step(struct call *call, void *memory)
{
	struct nursery_frame *frame = memory;
	int64_t limit;

	if (!read_limit(call, 0, &limit))
		return STEP_FAILED;
	open_nursery(call, frame);
	struct policy *policy = nursery_policy(frame->nursery);
	policy->limit = (size_t)limit;
	policy->races = true;
	return STEP_DONE;
}

static enum step gather_step(struct call *call, void *memory)
{
	struct nursery_frame *frame = memory;
	int64_t limit;
	bool collects;

	if (!read_limit(call, 0, &limit) || !read_choice(call, 1, "on-error", "cancel", "continue", &collects))
		return STEP_FAILED;
	open_nursery(call, frame);
	struct policy *policy = nursery_policy(frame->nursery);
	policy->limit = (size_t)limit;
	policy->collects = collects;
	policy->gathers = true;
	return STEP_DONE;
}

static enum step nursery_block_leave(struct call *call, void *memory, struct error *in_flight)
{
	struct nursery_frame *frame = memory;
	struct error *error;

	if (nursery_leave(call, frame->nursery, in_flight, &error) == STEP_PARKED)
		return STEP_PARKED;
	struct value value = policy_take_value(frame->nursery);
	if (error == NULL)
		return call_return(call, value);
	value_release(value);
	return call_fail_with(call, error);
}

static void nursery_drop(struct fiber *fiber, void *memory)
{
	struct nursery_frame *frame = memory;

	(void)fiber;
	if (frame->nursery != NULL)
		nursery_release(frame->nursery);
}

/* What is known of a task. */

static void add_name(struct buf *out, const struct string *name)
{
	buf_add_escaped(out, name->bytes, name->length, false);
}

/* "worker was cancelled: REASON"; where the reason begins with the same task, it alone. */
static void add_end(struct buf *out, struct string *name, enum task_end end, const struct reason *reason, const struct string *text)
{
	static const char *const ends[] = { " is done", " failed", " was cancelled", " timed out", " never started" };

	if (reason == NULL || reason->target == NULL || !string_equal(reason->target, name) || end == TASK_NEVER_STARTED) {
		add_name(out, name);
		buf_add_text(out, ends[end]);
		if (reason != NULL || text != NULL)
			buf_add_text(out, ": ");
	}
	if (text != NULL)
		add_name(out, text);
	else if (reason != NULL)
		reason_add_text(out, reason);
}

static void add_living_task(struct buf *out, struct task *task)
{
	const struct reason *reason = task->scope->cause != NULL ? reason_of_error(task->scope->cause) : NULL;
	size_t before;

	add_name(out, task_name(task));
	if (task == task_current()) {
		buf_add_text(out, " is running");
	} else {
		buf_add_text(out, " is ");
		before = out->length;
		task_describe_wait(task, out);
		if (out->length == before)
			buf_add_text(out, "about to run");
	}
	if (reason != NULL) {
		buf_add_text(out, ", and is cancelled: ");
		reason_add_text(out, reason);
	}
}

static void add_task(struct buf *out, struct task *task)
{
	struct buf text = BUF_INIT;

	if (!(task->member.flags & TASK_ENDED)) {
		add_living_task(out, task);
		return;
	}
	task_add_reason(task, &text);
	struct string *reason = string_take_buf(&text);
	size_t length = task_name(task)->length;
	bool says_who = task_end_of(task) == TASK_CANCELLED && reason->length > length && strncmp(reason->bytes, task_name(task)->bytes, length) == 0
	    && strncmp(reason->bytes + length, " was ", 5) == 0;
	if (says_who)
		buf_add(out, reason->bytes, reason->length);
	else
		add_end(out, task_name(task), task_end_of(task), NULL, reason->length > 0 ? reason : NULL);
	string_release(reason);
}

/* wait TASK */

struct join {
	struct wait wait;
	struct hold hold;               /* on the other task: it calls when it ends */
	struct task *task;              /* borrowed from the argument; NULL: has not begun to wait */
	struct task *waiting;
	uint32_t phase;
	bool waited;
};

static struct join *join_of(const struct task *task)
{
	return list_item(task->waits, struct join, wait);
}

static void describe_wait(struct task *task, struct buf *out)
{
	struct string *name = task_name(join_of(task)->task);

	buf_add_text(out, "waiting for ");
	buf_add_escaped(out, name->bytes, name->length, false);
	buf_add_text(out, " to end");
}

static struct task *awaited_task(struct task *task)
{
	return join_of(task)->task;
}

static const struct park_type park_wait = { .reason = "waiting for a task to end", .describe = describe_wait, .holder = awaited_task };

static void disarm_wait(struct wait *wait)
{
	struct join *frame = list_item(wait, struct join, wait);

	if (frame->hold.place != NULL)
		task_let_go(&frame->hold);
}

static void awaited_ended(struct hold *hold, struct task *task)
{
	(void)task;
	task_wake(list_item(hold, struct join, hold)->waiting);
}

static enum step wait_for_end(struct call *call, struct join *frame, struct task *task)
{
	frame->waited = true;
	frame->task = task;
	frame->waiting = task_of(call);
	frame->wait.disarm = disarm_wait;
	frame->hold.abandoned = awaited_ended;
	task_hold(task, &frame->hold);
	task_arm(frame->waiting, &frame->wait);
	return task_park(call, &park_wait);
}

/* The value of a task that is done; else a RuntimeError that says what has become of it. */
static enum step give_result(struct call *call, struct task *task)
{
	struct buf text = BUF_INIT;

	if (task_end_of(task) == TASK_DONE)
		return call_return(call, value_retain(task->fiber.callee));
	/* Where it took its nursery with it, the one that waits here is gone, too. */
	struct cancel_scope *scope = task_of(call)->scope;
	if (scope_is_cancelled(scope))
		return call_fail_with(call, error_retain(scope->cause));
	add_task(&text, task);
	struct string *message = string_take_buf(&text);
	call_fail_with(call, error_new_kind(kind_of(KIND_RuntimeError), message));
	string_release(message);
	error_set_cause(call->error, task->fiber.raise);
	return STEP_FAILED;
}

static enum step task_wait(struct call *call, struct resource *resource, void *space)
{
	struct join *frame = space;
	struct task *task = task_of_resource(resource);
	enum step step;

	if (task == task_of(call))
		return call_fail(call, KIND_RuntimeError, "a task cannot wait for its own end");
	if (frame->waited || task->member.flags & TASK_ENDED) {
		if (!frame->waited && (step = checkpoint(call, &frame->phase)) != STEP_DONE)
			return step;
		if (task->member.flags & TASK_ENDED)
			return give_result(call, task);
	}
	return wait_for_end(call, frame, task);
}

static const struct verbs task_verbs = { .type = &task_type, .steps = { [VERB_WAIT] = task_wait } };

void supervise_install(void)
{
	_Static_assert(sizeof(struct join) <= VERB_SPACE, "the space of a verb");
	verbs_register(&task_verbs);
}

/* why WHAT */

static void add_scope(struct buf *out, struct cancel_scope *scope)
{
	const struct reason *outside = scope->cause != NULL ? reason_of_error(scope->cause) : NULL;

	if (scope_cancel_called(scope)) {
		reason_add_text(out, scope->reason);
	} else if (scope->cause != NULL) {
		buf_add_text(out, "it is cancelled from outside");
		if (outside != NULL) {
			buf_add_text(out, ": ");
			reason_add_text(out, outside);
		}
	} else {
		buf_add_text(out, "it was not cancelled");
	}
}

static void add_error(struct buf *out, struct error *error)
{
	const struct reason *reason = error_is_cancelled(error, NULL) ? reason_of_error(error) : NULL;

	if (reason != NULL)
		reason_add_text(out, reason);
	else
		reason_add_error(out, error);
	const struct error *from = error;
	for (unsigned links = 0; (from->cause != NULL || from->context != NULL) && links < 10; links++) {
		buf_add_text(out, from->cause != NULL ? ", caused by " : ", while handling ");
		from = from->cause != NULL ? from->cause : from->context;
		reason_add_error(out, from);
	}
	for (size_t i = 0; i < error->member_count && i < 100; i++) {
		buf_add_text(out, "\n  ");
		reason_add_error(out, error->members[i]);
	}
}

/* Living tasks of this name, else the last one that did not end well. */
static bool add_named(struct buf *out, struct string *name)
{
	struct task_walk walk = task_walk_begin();
	bool found = false;

	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		if (!string_equal(task_name(task), name))
			continue;
		if (found)
			buf_add_byte(out, '\n');
		add_living_task(out, task);
		found = true;
	}
	const struct ended *ended = ended_find(name);
	if (ended == NULL)
		return found;
	if (found)
		buf_add_byte(out, '\n');
	add_end(out, name, ended->end, ended->reason, ended->text);
	return true;
}

static bool add_why(struct buf *out, struct value what)
{
	struct resource *resource = what.type == VALUE_HANDLE ? what.resource : NULL;

	if (what.type == VALUE_ERROR)
		add_error(out, what.error);
	else if (resource != NULL && resource->type == &task_type)
		add_task(out, task_of_resource(resource));
	else if (resource != NULL && resource->type == &scope_type)
		add_scope(out, (struct cancel_scope *)resource);
	else if (resource != NULL && resource->type == &nursery_type)
		add_scope(out, ((struct nursery *)resource)->scope);
	else
		return false;
	return true;
}

static enum step why_step(struct call *call, void *frame)
{
	struct value what = call->arguments[0];
	struct buf text = BUF_INIT;

	(void)frame;
	if (!add_why(&text, what)) {
		if (what.type != VALUE_STRING)
			return call_fail(call, KIND_TypeError, "why: WHAT must be a task, a scope, a nursery, an error or a task's name, not %s", value_type_name(what));
		if (!add_named(&text, what.string))
			return call_fail(call, KIND_LookupError, "why: no task named '%s' is alive or ended other than well", what.string->bytes);
	}
	if (call->valued)
		return call_return(call, value_string(string_take_buf(&text)));
	buf_add_byte(&text, '\n');
	struct error *error = output_write(1, text.data, text.length);
	buf_clear(&text);
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

#define NURSERY_BLOCK \
	.flags = COMMAND_BLOCK | COMMAND_NURSERY | COMMAND_ASYNC | COMMAND_CHECKPOINT, .frame_size = sizeof(struct nursery_frame), \
	.leave = nursery_block_leave, .drop = nursery_drop

const struct builtin supervise_builtins[] = {
	{
		.name = "nursery",
		.params = "--limit:int --on-error:text --until:text",
		.returns = "the nursery",
		.summary = "Runs its block and the tasks spawned in it, and ends when all of them have ended.",
		.details = "If one of them fails, the others are cancelled, and the error leaves the nursery; several errors leave it as an ExceptionGroup. "
		           "`as n` names the nursery, for `spawn in $n` and `cancel $n`. Properties: cancel_scope, child_tasks.\n\n"
		           "--limit N: at most N children run at a time; one more waits for its turn, first come, first served, and where it is cancelled "
		           "before, it has never started.\n\n"
		           "--on-error continue: an error cancels nobody; every child runs to its end, then the errors are raised together.\n\n"
		           "--until first: as `race`.",
		.example = "nursery <\n  spawn < sleep 2; print two >\n  spawn < sleep 1; print one >\n>\nprint both\n#=> one\n#=> two\n#=> both\n"
		           "nursery --limit 2 < for i in range(4) < spawn sleep 1 > >\nprint current_time()\n#=> 4.0",
		.step = nursery_step,
		NURSERY_BLOCK,
	},
	{
		.name = "race",
		.params = "--limit:int",
		.returns = "the value of the first child that succeeds",
		.summary = "A nursery in which the first child to succeed cancels the others.",
		.details = "A child that fails loses quietly; only when all of them fail are their errors raised. An error of the block itself ends the race. "
		           "Where no child runs to its end, though nobody cancelled the race, it is a RuntimeError.",
		.example = "def answer text seconds < sleep $seconds; return $text >\n"
		           "let best = race <\n  spawn answer slow 3\n  spawn answer fast 1\n>\nprint $best current_time()\n#=> fast 1.0",
		.step = race_step,
		NURSERY_BLOCK,
	},
	{
		.name = "gather",
		.params = "--limit:int --on-error:text",
		.returns = "the list of its children's values, in the order in which they were spawned",
		.summary = "A nursery that gives the values of its children.",
		.details = "The options are those of `nursery`. A child that was cancelled by itself has the value none.",
		.example = "def double n < sleep (10 - n); return (2 * n) >\n"
		           "print $(gather < for i in range(4) < spawn double $i > >)\n#=> [0, 2, 4, 6]",
		.step = gather_step,
		NURSERY_BLOCK,
	},
	{
		.name = "why",
		.params = "what:any",
		.returns = "a string, where its value is taken; else none: it is printed",
		.summary = "Tells why a task, scope or nursery was cancelled, what a task waits for, or what an error came from.",
		.details = "WHAT is a task, a scope, a nursery, an error, or the name of a task: a living one, or one of the last that failed or were cancelled.",
		.example = "nursery <\n  let nap = spawn as napper sleep 5\n  checkpoint\n  why $nap\n  why napper\n  cancel $nap\n>\n"
		           "#=> napper is sleeping for another 5 s\n#=> napper is sleeping for another 5 s",
		.step = why_step,
	},
	{ .name = NULL },
};
