/* Memory channels: values handed from task to task, in a queue of limited length. */
#include "ops/groups.h"

#include <math.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/mem.h"
#include "ops/turn.h"
#include "ops/verbs.h"
#include "ops/with.h"
#include "value/list.h"

/* The values that were sent and not yet received: a ring that grows to what was needed. */
struct ring {
	struct value *items;
	size_t capacity;                /* a power of two, or 0 */
	size_t first, count;
};

struct channel {
	uint32_t references;            /* its ends */
	uint32_t number;
	size_t maximum;                 /* of buffered values; SIZE_MAX: inf */
	struct ring buffer;
	size_t open_senders, open_receivers;    /* ends */
	struct lot senders, receivers;
};

/* An end. An end that nobody knows any more is not closed by that (semantics 6.6): the other side goes on waiting. */
struct channel_end {
	struct resource resource;
	struct channel *channel;        /* counted */
	struct list_link waits;         /* of struct channel_wait: those who wait at this end */
	bool closed;
};

struct channel_wait {
	struct turn turn;               /* first */
	struct list_link link;          /* in the end's waits */
	struct value value;             /* owned; what is sent, or what was received */
	enum kind_id refusal;
};

_Static_assert(sizeof(struct channel_wait) <= VERB_SPACE, "the wait fits its space");

static const struct resource_type send_end_type, receive_end_type;

static void ring_put(struct ring *ring, struct value take_value)
{
	if (ring->count == ring->capacity) {
		size_t capacity = ring->capacity ? ring->capacity * 2 : 4;
		struct value *items = mem_array(capacity, sizeof *items);
		for (size_t i = 0; i < ring->count; i++)
			items[i] = ring->items[(ring->first + i) & (ring->capacity - 1)];
		mem_free(ring->items);
		*ring = (struct ring){ items, capacity, 0, ring->count };
	}
	ring->items[(ring->first + ring->count++) & (ring->capacity - 1)] = take_value;
}

static struct value ring_take(struct ring *ring)
{
	struct value value = ring->items[ring->first];

	ring->first = (ring->first + 1) & (ring->capacity - 1);
	ring->count--;
	return value;
}

static void ring_clear(struct ring *ring)
{
	while (ring->count > 0)
		value_release(ring_take(ring));
	mem_free(ring->items);
	*ring = (struct ring){ 0 };
}

/* Waiting. */

static void disarm(struct wait *wait)
{
	struct channel_wait *waiting = (struct channel_wait *)wait;

	lot_leave(&waiting->turn.waiter);
	list_remove(&waiting->link);
}

static void describe_send(struct task *task, struct buf *out)
{
	buf_printf(out, "waiting to send on channel %u", list_item(lot_waiter_of(task)->lot, struct channel, senders)->number);
}

static void describe_receive(struct task *task, struct buf *out)
{
	buf_printf(out, "waiting to receive on channel %u", list_item(lot_waiter_of(task)->lot, struct channel, receivers)->number);
}

static void add_lacking_receiver(struct task *task, struct buf *out)
{
	buf_printf(out, "nobody receives on channel %u, and not all of its receive ends are closed", list_item(lot_waiter_of(task)->lot, struct channel, senders)->number);
}

static void add_lacking_sender(struct task *task, struct buf *out)
{
	buf_printf(out, "nobody sends on channel %u, and not all of its send ends are closed", list_item(lot_waiter_of(task)->lot, struct channel, receivers)->number);
}

static const struct park_type park_send = {
	.reason = "waiting to send on a channel", .describe = describe_send, .lacks = add_lacking_receiver
};
static const struct park_type park_receive = {
	.reason = "waiting to receive on a channel", .describe = describe_receive, .lacks = add_lacking_sender
};

static enum step take_turn(struct call *call, struct channel_end *end, struct channel_wait *wait, struct lot *lot, const struct park_type *park,
                           turn_attempt *attempt)
{
	bool began = wait->turn.state == TURN_NEW;
	enum step step = turn_take(call, &end->resource, &wait->turn, lot, park, attempt);

	if (began && wait->turn.state == TURN_QUEUED) {
		wait->turn.waiter.wait.disarm = disarm;
		list_add_last(&end->waits, &wait->link);
	}
	return step;
}

static void refuse(struct channel_wait *wait, enum kind_id kind)
{
	wait->refusal = kind;
	turn_refuse(&wait->turn);
}

static void refuse_all(struct lot *lot, enum kind_id kind)
{
	while (lot_first(lot) != NULL)
		refuse((struct channel_wait *)turn_first(lot), kind);
}

static enum step fail_as(struct call *call, const struct channel_end *end, enum kind_id kind)
{
	unsigned number = end->channel->number;

	switch (kind) {
	case KIND_ClosedResourceError:
		return call_fail(call, kind, "this end of channel %u was closed", number);
	case KIND_BrokenResourceError:
		return call_fail(call, kind, "no end to receive from channel %u is open", number);
	case KIND_EndOfChannel:
		return call_fail(call, kind, "channel %u is empty, and no end to send is open", number);
	default:
		return call_fail(call, kind, end->channel->maximum == 0 ? "nobody waits at the other end of channel %u"
		                 : end->resource.type == &send_end_type ? "channel %u is full" : "channel %u is empty", number);
	}
}

/* Sending. */

/* STEP_PARKED: it would block. */
static inline enum step put(struct call *call, struct channel_end *end, struct value value)
{
	struct channel *channel = end->channel;

	if (end->closed)
		return fail_as(call, end, KIND_ClosedResourceError);
	if (channel->open_receivers == 0)
		return fail_as(call, end, KIND_BrokenResourceError);
	if (lot_first(&channel->receivers) != NULL) {
		struct channel_wait *receiver = (struct channel_wait *)turn_first(&channel->receivers);
		receiver->value = value_retain(value);
		turn_give(&receiver->turn);
		return STEP_DONE;
	}
	if (channel->buffer.count >= channel->maximum)
		return STEP_PARKED;
	ring_put(&channel->buffer, value_retain(value));
	return STEP_DONE;
}

static enum step send_attempt(struct call *call, struct resource *resource, struct turn *turn)
{
	enum step step = put(call, (struct channel_end *)resource, call->arguments[1]);

	if (step == STEP_PARKED)
		((struct channel_wait *)turn)->value = value_retain(call->arguments[1]);
	return step;
}

static enum step channel_send(struct call *call, struct resource *resource, void *space)
{
	struct channel_end *end = (struct channel_end *)resource;
	struct channel_wait *wait = space;

	if (wait->turn.state == TURN_REFUSED)
		return fail_as(call, end, wait->refusal);
	return take_turn(call, end, wait, &end->channel->senders, &park_send, send_attempt);
}

static enum step channel_send_nowait(struct call *call, struct resource *resource, void *space)
{
	struct channel_end *end = (struct channel_end *)resource;
	enum step step = put(call, end, call->arguments[1]);

	(void)space;
	return step == STEP_PARKED ? fail_as(call, end, KIND_WouldBlock) : step;
}

/* Receiving. */

/* STEP_PARKED: it would block. */
static inline enum step get(struct call *call, struct channel_end *end, struct value *value)
{
	struct channel *channel = end->channel;
	struct channel_wait *sender = NULL;

	if (end->closed)
		return fail_as(call, end, KIND_ClosedResourceError);
	if (lot_first(&channel->senders) != NULL) {
		/* Its value goes behind those in the buffer, whose place gets free at once. */
		sender = (struct channel_wait *)turn_first(&channel->senders);
		turn_give(&sender->turn);
		*value = sender->value;
		sender->value = value_none();
		if (channel->buffer.count == 0)
			return STEP_DONE;
		ring_put(&channel->buffer, *value);
	}
	if (channel->buffer.count > 0) {
		*value = ring_take(&channel->buffer);
		return STEP_DONE;
	}
	return channel->open_senders == 0 ? fail_as(call, end, KIND_EndOfChannel) : STEP_PARKED;
}

static enum step receive_attempt(struct call *call, struct resource *resource, struct turn *turn)
{
	return get(call, (struct channel_end *)resource, &((struct channel_wait *)turn)->value);
}

static enum step channel_receive(struct call *call, struct resource *resource, void *space)
{
	struct channel_end *end = (struct channel_end *)resource;
	struct channel_wait *wait = space;

	if (wait->turn.state == TURN_REFUSED)
		return fail_as(call, end, wait->refusal);
	enum step step = take_turn(call, end, wait, &end->channel->receivers, &park_receive, receive_attempt);
	if (step != STEP_DONE)
		return step;
	struct value value = wait->value;
	wait->value = value_none();
	return call_return(call, value);
}

static enum step channel_receive_nowait(struct call *call, struct resource *resource, void *space)
{
	struct channel_end *end = (struct channel_end *)resource;
	enum step step = get(call, end, &call->result);

	(void)space;
	return step == STEP_PARKED ? fail_as(call, end, KIND_WouldBlock) : step;
}

/* The end of the loop is EndOfChannel; the end stays open (semantics 6.6). */
static enum step channel_next(struct call *call, struct resource *resource, void *space)
{
	enum step step = channel_receive(call, resource, space);

	if (step != STEP_FAILED || !error_is(call->error, KIND_EndOfChannel))
		return step;
	error_release(call->error);
	call->error = NULL;
	return call_return(call, value_absent());
}

/* Ends. */

static struct channel_end *end_new(const struct resource_type *type, struct channel *channel)
{
	struct channel_end *end = mem_small_alloc(sizeof *end);

	resource_init(&end->resource, type);
	channel->references++;
	end->channel = channel;
	end->closed = false;
	list_init(&end->waits);
	*(type == &send_end_type ? &channel->open_senders : &channel->open_receivers) += 1;
	return end;
}

static enum step channel_clone(struct call *call, struct resource *resource, void *space)
{
	struct channel_end *end = (struct channel_end *)resource;

	(void)space;
	if (end->closed)
		return fail_as(call, end, KIND_ClosedResourceError);
	return call_return(call, value_handle(&end_new(resource->type, end->channel)->resource));
}

static void end_close(struct channel_end *end)
{
	struct channel *channel = end->channel;

	if (end->closed)
		return;
	end->closed = true;
	while (!list_is_empty(&end->waits))
		refuse(list_item(end->waits.next, struct channel_wait, link), KIND_ClosedResourceError);
	if (end->resource.type == &send_end_type) {
		if (--channel->open_senders == 0)
			refuse_all(&channel->receivers, KIND_EndOfChannel);
	} else if (--channel->open_receivers == 0) {
		refuse_all(&channel->senders, KIND_BrokenResourceError);
		ring_clear(&channel->buffer);
	}
}

static enum step channel_close(struct call *call, struct resource *resource, void *space)
{
	(void)call;
	(void)space;
	end_close((struct channel_end *)resource);
	return STEP_DONE;
}

static void wait_drop(struct fiber *fiber, void *space)
{
	(void)fiber;
	value_release(((struct channel_wait *)space)->value);
}

static enum step with_end_enter(struct call *call, struct resource *resource, void *space)
{
	(void)call;
	(void)resource;
	(void)space;
	return STEP_DONE;
}

static enum step with_end_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	return leave_with(call, channel_close(call, resource, space), in_flight);
}

static enum step channel_statistics(struct call *call, struct resource *resource, void *space)
{
	const struct channel *channel = ((struct channel_end *)resource)->channel;
	struct dict *statistics = dict_new();

	(void)space;
	dict_set_text(statistics, "current_buffer_used", value_int((int64_t)channel->buffer.count));
	dict_set_text(statistics, "max_buffer_size", channel->maximum == SIZE_MAX ? value_float(INFINITY) : value_int((int64_t)channel->maximum));
	dict_set_text(statistics, "open_send_channels", value_int((int64_t)channel->open_senders));
	dict_set_text(statistics, "open_receive_channels", value_int((int64_t)channel->open_receivers));
	dict_set_text(statistics, "tasks_waiting_send", value_int((int64_t)channel->senders.count));
	dict_set_text(statistics, "tasks_waiting_receive", value_int((int64_t)channel->receivers.count));
	return call_return(call, value_map(statistics));
}

static void end_free(struct resource *resource)
{
	struct channel_end *end = (struct channel_end *)resource;
	struct channel *channel = end->channel;

	mem_small_free(end, sizeof *end);
	if (--channel->references > 0)
		return;
	ring_clear(&channel->buffer);
	mem_small_free(channel, sizeof *channel);
}

static void end_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<%s of channel %u>", resource->type->name, ((struct channel_end *)resource)->channel->number);
}

static const struct resource_type send_end_type = { .name = "send end", .free = end_free, .describe = end_describe };
static const struct resource_type receive_end_type = { .name = "receive end", .free = end_free, .describe = end_describe };

#define END_VERBS [VERB_CLONE] = channel_clone, [VERB_CLOSE] = channel_close, [VERB_STATISTICS] = channel_statistics

static const struct verbs send_end_verbs = {
	.type = &send_end_type,
	.steps = { [VERB_SEND] = channel_send, [VERB_SEND_NOWAIT] = channel_send_nowait, END_VERBS },
	.drop = wait_drop,
};

static const struct verbs receive_end_verbs = {
	.type = &receive_end_type,
	.steps = {
		[VERB_RECEIVE] = channel_receive,
		[VERB_RECEIVE_NOWAIT] = channel_receive_nowait,
		[VERB_NEXT] = channel_next,
		END_VERBS,
	},
	.drop = wait_drop,
};

static struct with_type with_send_end = { .type = &send_end_type, .enter = with_end_enter, .leave = with_end_leave };
static struct with_type with_receive_end = { .type = &receive_end_type, .enter = with_end_enter, .leave = with_end_leave };

static enum step open_memory_channel_step(struct call *call, void *frame)
{
	static uint32_t made;
	struct value size = call->arguments[0];
	bool unlimited = size.type == VALUE_FLOAT && size.f == INFINITY;

	(void)frame;
	if (size.type != VALUE_INT && !unlimited)
		return call_fail(call, KIND_TypeError, "max_buffer_size must be an integer or math.inf");
	if (!unlimited && size.i < 0)
		return call_fail(call, KIND_ValueError, "max_buffer_size must be >= 0");
	struct channel *channel = mem_small_alloc(sizeof *channel);
	*channel = (struct channel){ .number = ++made, .maximum = unlimited ? SIZE_MAX : (size_t)size.i };
	lot_init(&channel->senders);
	lot_init(&channel->receivers);
	struct list *ends = list_new(2);
	list_push(ends, value_handle(&end_new(&send_end_type, channel)->resource));
	list_push(ends, value_handle(&end_new(&receive_end_type, channel)->resource));
	return call_return(call, value_list(ends));
}

void channel_install(void)
{
	verbs_register(&send_end_verbs);
	verbs_register(&receive_end_verbs);
	with_register(&with_send_end);
	with_register(&with_receive_end);
}

const struct builtin channel_builtins[] = {
	{
		.name = "open_memory_channel",
		.params = "max_buffer_size:number",
		.returns = "a list: the end to send into, the end to receive from",
		.summary = "Makes a channel, through which tasks hand values to each other.",
		.details = "`send $s V` waits while the buffer is full, `receive $r` and `for v in $r < ... >` while it is empty. With a buffer of 0 a send waits until somebody "
		           "receives; `inf` never waits, and never slows a producer down: prefer a number.\n\n"
		           "Close each end (`close`, or `with $s < ... >`) so that the other side hears of it; `clone` makes more of them. "
		           "`statistics $s`: current_buffer_used, max_buffer_size, open_send_channels, open_receive_channels, tasks_waiting_send, tasks_waiting_receive.",
		.example = "let s, r = open_memory_channel 0\nnursery <\n  spawn < with $s < for i in range(3) < send $s $i > > >\n  for v in $r < print $v >\n>\n#=> 0\n#=> 1\n#=> 2",
		.step = open_memory_channel_step,
	},
	{ .name = NULL },
};
