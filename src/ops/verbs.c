/* The rows of the verbs that several types of handles share, and the table that says which type does what. */
#include "ops/verbs.h"

#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "ops/groups.h"

/* By the address of the type: open addressing, never more than half full. */
#define TABLE_SIZE 64u

static const struct verbs *table[TABLE_SIZE];
static unsigned table_count;

static inline unsigned slot_of(const struct resource_type *type)
{
	unsigned slot = (unsigned)(((uintptr_t)type >> 4) * 0x9E3779B97F4A7C15u >> 32) % TABLE_SIZE;

	while (table[slot] != NULL && table[slot]->type != type)
		slot = (slot + 1) % TABLE_SIZE;
	return slot;
}

void verbs_register(const struct verbs *verbs)
{
	unsigned slot = slot_of(verbs->type);

	bug_unless(table[slot] == NULL || table[slot] == verbs);
	table_count += table[slot] == NULL;
	bug_unless(table_count * 2 <= TABLE_SIZE);
	table[slot] = verbs;
}

static const char *article_of(const char *noun)
{
	return strchr("aeiou", noun[0]) != NULL ? "an" : "a";
}

/* "a lock, a semaphore or a limiter": the types that have the verb. */
static void add_types(struct buf *out, enum verb verb)
{
	const char *names[TABLE_SIZE];
	unsigned count = 0;

	for (unsigned i = 0; i < TABLE_SIZE; i++) {
		if (table[i] == NULL || table[i]->steps[verb] == NULL)
			continue;
		unsigned at = count++;
		for (; at > 0 && strcmp(names[at - 1], table[i]->type->name) > 0; at--)
			names[at] = names[at - 1];
		names[at] = table[i]->type->name;
	}
	for (unsigned i = 0; i < count; i++)
		buf_printf(out, "%s%s %s", i == 0 ? "" : i + 1 < count ? ", " : " or ", article_of(names[i]), names[i]);
}

static enum step fail_for_type(struct call *call, enum verb verb)
{
	struct buf types = BUF_INIT;
	const char *given = value_type_name(call->arguments[0]);

	add_types(&types, verb);
	if (verb == VERB_NEXT)
		call_fail(call, KIND_TypeError, "cannot loop over %s %s", article_of(given), given);
	else
		call_fail(call, KIND_TypeError, "%s takes %s, not %s %s", call->builtin->name, types.data, article_of(given), given);
	buf_clear(&types);
	return STEP_FAILED;
}

/* What the type of the first argument does for the verb. NULL: it has no such verb. */
static const struct verbs *find(const struct call *call, enum verb verb)
{
	struct value value = call->arguments[0];
	const struct verbs *verbs = value.type == VALUE_HANDLE ? table[slot_of(value.resource->type)] : NULL;

	return verbs != NULL && verbs->steps[verb] != NULL ? verbs : NULL;
}

struct verb_frame {
	const struct verbs *verbs;      /* NULL until it was found */
	_Alignas(16) char space[VERB_SPACE];
};

static inline enum step step_verb(struct call *call, void *memory, enum verb verb)
{
	struct verb_frame *frame = memory;

	if (frame->verbs == NULL && (frame->verbs = find(call, verb)) == NULL)
		return fail_for_type(call, verb);
	return frame->verbs->steps[verb](call, call->arguments[0].resource, frame->space);
}

/* Of a verb that never waits. */
static inline enum step do_verb(struct call *call, enum verb verb)
{
	const struct verbs *verbs = find(call, verb);

	return verbs != NULL ? verbs->steps[verb](call, call->arguments[0].resource, NULL) : fail_for_type(call, verb);
}

static void verb_drop(struct fiber *fiber, void *memory)
{
	struct verb_frame *frame = memory;

	if (frame->verbs != NULL && frame->verbs->drop != NULL)
		frame->verbs->drop(fiber, frame->space);
}

/* Whether --on-behalf-of was given to something that knows no borrowers; then call has failed. */
static bool borrows_wrongly(struct call *call, enum verb verb)
{
	if (!call_has(call, 1))
		return false;
	const struct verbs *verbs = find(call, verb);
	if (verbs == NULL || verbs->has_borrowers)
		return false;
	call_fail(call, KIND_TypeError, "%s: a %s has no borrowers: --on-behalf-of is for limiters", call->builtin->name, verbs->type->name);
	return true;
}

static enum step wait_step(struct call *call, void *frame)
{
	return step_verb(call, frame, VERB_WAIT);
}

static enum step acquire_step(struct call *call, void *frame)
{
	return borrows_wrongly(call, VERB_ACQUIRE) ? STEP_FAILED : step_verb(call, frame, VERB_ACQUIRE);
}

static enum step acquire_nowait_step(struct call *call, void *frame)
{
	(void)frame;
	return borrows_wrongly(call, VERB_ACQUIRE_NOWAIT) ? STEP_FAILED : do_verb(call, VERB_ACQUIRE_NOWAIT);
}

static enum step release_step(struct call *call, void *frame)
{
	(void)frame;
	return borrows_wrongly(call, VERB_RELEASE) ? STEP_FAILED : do_verb(call, VERB_RELEASE);
}

static enum step send_step(struct call *call, void *frame)
{
	return step_verb(call, frame, VERB_SEND);
}

static enum step send_nowait_step(struct call *call, void *frame)
{
	(void)frame;
	return do_verb(call, VERB_SEND_NOWAIT);
}

static enum step receive_step(struct call *call, void *frame)
{
	return step_verb(call, frame, VERB_RECEIVE);
}

static enum step receive_nowait_step(struct call *call, void *frame)
{
	(void)frame;
	return do_verb(call, VERB_RECEIVE_NOWAIT);
}

static enum step next_step(struct call *call, void *frame)
{
	return step_verb(call, frame, VERB_NEXT);
}

static enum step clone_step(struct call *call, void *frame)
{
	(void)frame;
	return do_verb(call, VERB_CLONE);
}

static enum step close_step(struct call *call, void *frame)
{
	return step_verb(call, frame, VERB_CLOSE);
}

static enum step statistics_step(struct call *call, void *frame)
{
	(void)frame;
	return do_verb(call, VERB_STATISTICS);
}

/* What the verbs that may wait have in common. */
#define VERB_FRAME .frame_size = sizeof(struct verb_frame), .drop = verb_drop
#define VERB_WAITS .flags = COMMAND_ASYNC | COMMAND_CHECKPOINT, VERB_FRAME

const struct builtin next_item_builtin = { .name = "for", .params = "source:any", .step = next_step, VERB_WAITS };

const struct builtin verb_builtins[] = {
	{
		.name = "wait",
		.params = "target:any",
		.returns = "none; of a task, its value",
		.summary = "Waits until an event is set, a condition is notified, or a task has ended.",
		.details = "For an event that is set already it is a checkpoint, and for a task that has ended, too.\n\n"
		           "Where a task was cancelled, failed, timed out or never started, it is a RuntimeError that says so, caused by the task's own error, "
		           "which itself goes to the task's nursery.\n\nA condition's lock must be held: waiting releases it, and whoever is notified "
		           "holds it again when `wait` is over. Where the wait is cancelled, too, the lock is acquired first, however long that takes.",
		.example = "let gate = event\nnursery <\n  spawn < wait $gate; print open >\n  sleep 1\n  set $gate\n>\n#=> open",
		.step = wait_step,
		VERB_WAITS,
	},
	{
		.name = "acquire",
		.params = "target:any --on-behalf-of:any",
		.returns = "none",
		.summary = "Takes a lock, a unit of a semaphore or a token of a limiter, and waits for its turn where there is none.",
		.details = "First come, first served: what is released goes to the task that has waited longest, and nobody can get in between. "
		           "`with $lock < ... >` acquires it, and releases it at the end of its block whatever happens; prefer that.\n\n"
		           "A limiter's token belongs to the task, or to the value of --on-behalf-of.",
		.example = "let l = lock\nacquire $l\nprint ${l.locked}\nrelease $l\nprint ${l.locked}\n#=> true\n#=> false",
		.step = acquire_step,
		VERB_WAITS,
	},
	{
		.name = "acquire_nowait",
		.params = "target:any --on-behalf-of:any",
		.returns = "none",
		.summary = "Acquires without waiting, or raises WouldBlock.",
		.example = "let s = semaphore 1\nacquire_nowait $s\ntry < acquire_nowait $s > except WouldBlock < print taken >\n#=> taken",
		.step = acquire_nowait_step,
	},
	{
		.name = "release",
		.params = "target:any --on-behalf-of:any",
		.returns = "none",
		.summary = "Gives back what was acquired, to the task that has waited longest for it.",
		.details = "It never waits. That task has it at once, though it runs only later. A lock can be released only by the task that holds it.",
		.example = "let s = semaphore 0\nnursery <\n  spawn < acquire $s; print \"my turn\" >\n  sleep 1\n  release $s\n>\n#=> my turn",
		.step = release_step,
	},
	{
		.name = "send",
		.params = "channel:any value:any",
		.returns = "none",
		.summary = "Sends a value into a channel, and waits until there is room or somebody takes it.",
		.details = "A value goes to one receiver, the one that has waited longest. A send that was cancelled has not sent.\n\n"
		           "BrokenResourceError: no end to receive is open any more. ClosedResourceError: this end was closed, maybe while it waited.",
		.example = "let s, r = open_memory_channel 0\nnursery <\n  spawn < send $s hello >\n  print $(receive $r)\n>\n#=> hello",
		.step = send_step,
		VERB_WAITS,
	},
	{
		.name = "send_nowait",
		.params = "channel:any value:any",
		.returns = "none",
		.summary = "Sends without waiting, or raises WouldBlock.",
		.example = "let s, r = open_memory_channel 1\nsend_nowait $s 1\ntry < send_nowait $s 2 > except WouldBlock < print full >\n#=> full",
		.step = send_nowait_step,
	},
	{
		.name = "receive",
		.params = "channel:any",
		.returns = "the value",
		.summary = "Takes the next value out of a channel, and waits until there is one.",
		.details = "EndOfChannel: it is empty, and all ends to send are closed. `for v in $r < ... >` receives until then. "
		           "A receive that was cancelled has taken nothing.",
		.example = "let s, r = open_memory_channel 2\nsend $s 1\nsend $s 2\nprint $(receive $r) $(receive $r)\n#=> 1 2",
		.step = receive_step,
		VERB_WAITS,
	},
	{
		.name = "receive_nowait",
		.params = "channel:any",
		.returns = "the value",
		.summary = "Receives without waiting, or raises WouldBlock.",
		.example = "let s, r = open_memory_channel 1\ntry < receive_nowait $r > except WouldBlock < print empty >\n#=> empty",
		.step = receive_nowait_step,
	},
	{
		.name = "clone",
		.params = "channel:any",
		.returns = "another end of the same channel",
		.summary = "Makes one more end of a channel, which is closed by itself.",
		.details = "With one for each producer the receivers hear of the end when the last of them has closed its own.",
		.example = "def produce s word < with $s < send $s $word > >\nlet s, r = open_memory_channel 0\nnursery <\n"
		           "  with $s < for w in a b < spawn produce (clone(s)) $w > >\n  for v in $r < print $v >\n>\n#=> a\n#=> b",
		.step = clone_step,
	},
	{
		.name = "close",
		.params = "target:any",
		.returns = "none",
		.summary = "Closes an end of a channel; once is enough, and more does no harm.",
		.details = "Whoever waits on this end gets ClosedResourceError. With the last end to send closed, receivers get what is left and then EndOfChannel; "
		           "with the last end to receive, senders get BrokenResourceError. `with $s < ... >` closes it at the end. Closing is no checkpoint.",
		.example = "let s, r = open_memory_channel 1\nsend $s last\nclose $s\nfor v in $r < print $v >\n#=> last",
		.step = close_step,
		VERB_FRAME,
	},
	{
		.name = "statistics",
		.params = "target:any",
		.returns = "a map with Trio's names",
		.summary = "How many wait for something, and who holds it.",
		.example = "let s, r = open_memory_channel 3\nsend $s 1\nlet now = (statistics(s))\nprint ${now[\"current_buffer_used\"]} ${now[\"max_buffer_size\"]}\n#=> 1 3",
		.step = statistics_step,
	},
	{ .name = NULL },
};
