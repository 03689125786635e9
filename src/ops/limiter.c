/* Capacity limiters: tokens that belong to borrowers. */
#include "ops/groups.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ops/turn.h"
#include "ops/verbs.h"
#include "ops/with.h"
#include "value/list.h"

struct limiter {
	struct resource resource;
	uint32_t number;
	bool unlimited;
	int64_t total;                  /* where limited */
	struct dict *borrowers;         /* who holds a token -> none */
	struct lot lot;
};

struct limiter_wait {
	struct turn turn;               /* first */
	struct value borrower;          /* owned; whose token it will be */
};

_Static_assert(sizeof(struct limiter_wait) <= VERB_SPACE && sizeof(struct limiter_wait) <= WITH_SPACE, "the wait fits its space");

static bool has_free(const struct limiter *limiter)
{
	return limiter->unlimited || (int64_t)limiter->borrowers->length < limiter->total;
}

/* For those who wait. */

static struct limiter *limiter_of(const struct task *task)
{
	return list_item(lot_waiter_of(task)->lot, struct limiter, lot);
}

static void add_value(struct buf *out, struct value value)
{
	struct buf text = BUF_INIT;
	struct resource *task = resource_of(value, &task_type);

	if (task != NULL)
		buf_add_task(out, task_of_resource(task));
	else
		value_add_repr(&text, value);
	buf_add_escaped(out, text.data, text.length, false);
	buf_clear(&text);
}

/* ", held by a, b and 7 others" */
static void add_borrowers(struct buf *out, const struct limiter *limiter)
{
	size_t position = 0, shown = 0;
	const struct dict_entry *entry;

	while (shown < 3 && (entry = dict_next(limiter->borrowers, &position)) != NULL) {
		buf_add_text(out, shown++ == 0 ? ", held by " : ", ");
		add_value(out, entry->key);
	}
	if (limiter->borrowers->length > shown)
		buf_printf(out, " and %zu more", limiter->borrowers->length - shown);
}

static void describe_acquire(struct task *task, struct buf *out)
{
	struct limiter *limiter = limiter_of(task);

	buf_printf(out, "waiting for a token of limiter %u", limiter->number);
	add_borrowers(out, limiter);
}

static struct task *limiter_holder(struct task *task)
{
	size_t position = 0;
	const struct dict *borrowers = limiter_of(task)->borrowers;

	if (borrowers->length != 1)
		return NULL;
	struct resource *holder = resource_of(dict_next(borrowers, &position)->key, &task_type);
	return holder != NULL ? task_of_resource(holder) : NULL;
}

static const struct park_type park_limiter = {
	.reason = "waiting for a token of a limiter",
	.describe = describe_acquire,
	.holder = limiter_holder,
};

/* The verbs. */

static struct value current_borrower(struct call *call)
{
	return value_handle(&task_of(call)->resource);
}

/* Borrowed: --on-behalf-of, else the running task. */
static struct value borrower_of(struct call *call)
{
	return call_has(call, 1) ? call->arguments[1] : current_borrower(call);
}

static bool fails_as_borrower(struct call *call, struct value borrower)
{
	if (value_is_hashable(borrower))
		return false;
	call_fail(call, KIND_TypeError, "%s: --on-behalf-of: a %s cannot be a borrower", call->builtin->name, value_type_name(borrower));
	return true;
}

static enum step borrow(struct call *call, struct limiter *limiter, struct value borrower)
{
	if (fails_as_borrower(call, borrower))
		return STEP_FAILED;
	if (dict_get(limiter->borrowers, borrower) != NULL)
		return call_fail(call, KIND_RuntimeError, "this borrower is already holding one of this CapacityLimiter's tokens");
	/* A free token belongs to those who wait. */
	if (!has_free(limiter) || lot_first(&limiter->lot) != NULL)
		return STEP_PARKED;
	dict_set(limiter->borrowers, borrower, value_none());
	return STEP_DONE;
}

static enum step limiter_attempt(struct call *call, struct resource *resource, struct turn *turn)
{
	struct limiter_wait *wait = (struct limiter_wait *)turn;
	enum step step = borrow(call, (struct limiter *)resource, wait->borrower);

	return step;
}

static enum step acquire_for(struct call *call, struct resource *resource, struct limiter_wait *wait, struct value borrower)
{
	if (wait->borrower.type == VALUE_NONE)
		wait->borrower = value_retain(borrower);
	return turn_take(call, resource, &wait->turn, &((struct limiter *)resource)->lot, &park_limiter, limiter_attempt);
}

static enum step limiter_acquire(struct call *call, struct resource *resource, void *space)
{
	return acquire_for(call, resource, space, borrower_of(call));
}

static enum step with_limiter_enter(struct call *call, struct resource *resource, void *space)
{
	return acquire_for(call, resource, space, current_borrower(call));
}

static enum step limiter_acquire_nowait(struct call *call, struct resource *resource, void *space)
{
	struct limiter *limiter = (struct limiter *)resource;
	enum step step = borrow(call, limiter, borrower_of(call));

	(void)space;
	if (step != STEP_PARKED)
		return step;
	if (has_free(limiter))
		return call_fail(call, KIND_WouldBlock, "others wait for limiter %u", limiter->number);
	struct buf message = BUF_INIT;
	buf_printf(&message, "limiter %u has no tokens left", limiter->number);
	add_borrowers(&message, limiter);
	call_fail(call, KIND_WouldBlock, "%s", message.data);
	buf_clear(&message);
	return STEP_FAILED;
}

/* Whoever is woken has its token at once (semantics 6.4). How many that are is settled before the first is given. */
static void wake_waiters(struct limiter *limiter)
{
	int64_t count = limiter->unlimited ? INT64_MAX : limiter->total - (int64_t)limiter->borrowers->length;

	for (; count > 0 && lot_first(&limiter->lot) != NULL; count--) {
		struct limiter_wait *wait = (struct limiter_wait *)turn_first(&limiter->lot);
		dict_set(limiter->borrowers, wait->borrower, value_none());
		turn_give(&wait->turn);
	}
}

static enum step give_back(struct call *call, struct resource *resource, struct value borrower)
{
	struct limiter *limiter = (struct limiter *)resource;

	if (fails_as_borrower(call, borrower))
		return STEP_FAILED;
	if (!dict_remove(limiter->borrowers, borrower))
		return call_fail(call, KIND_RuntimeError, "this borrower isn't holding any of this CapacityLimiter's tokens");
	wake_waiters(limiter);
	return STEP_DONE;
}

static enum step limiter_release(struct call *call, struct resource *resource, void *space)
{
	(void)space;
	return give_back(call, resource, borrower_of(call));
}

static enum step with_limiter_leave(struct call *call, struct resource *resource, void *space, struct error *in_flight)
{
	(void)space;
	return leave_with(call, give_back(call, resource, current_borrower(call)), in_flight);
}

static void limiter_drop(struct fiber *fiber, void *space)
{
	struct limiter_wait *wait = space;

	(void)fiber;
	value_release(wait->borrower);
}

/* Properties. */

static struct value total_of(const struct limiter *limiter)
{
	return limiter->unlimited ? value_float(INFINITY) : value_int(limiter->total);
}

static struct value borrowed_of(const struct limiter *limiter)
{
	return value_int((int64_t)limiter->borrowers->length);
}

static enum step limiter_statistics(struct call *call, struct resource *resource, void *space)
{
	struct limiter *limiter = (struct limiter *)resource;
	struct dict *statistics = dict_new();
	struct list *borrowers = list_new(limiter->borrowers->length + 1);
	size_t position = 0;

	(void)space;
	for (const struct dict_entry *entry; (entry = dict_next(limiter->borrowers, &position)) != NULL;)
		list_push(borrowers, value_retain(entry->key));
	dict_set_text(statistics, "borrowed_tokens", borrowed_of(limiter));
	dict_set_text(statistics, "total_tokens", total_of(limiter));
	dict_set_text(statistics, "borrowers", value_list(borrowers));
	statistics_add_waiting(statistics, &limiter->lot);
	return call_return(call, value_map(statistics));
}

static bool limiter_get(struct resource *resource, const char *name, struct value *result)
{
	struct limiter *limiter = (struct limiter *)resource;

	if (strcmp(name, "total_tokens") == 0)
		*result = total_of(limiter);
	else if (strcmp(name, "borrowed_tokens") == 0)
		*result = borrowed_of(limiter);
	else if (strcmp(name, "available_tokens") == 0)
		*result = limiter->unlimited ? value_float(INFINITY) : value_int(limiter->total - (int64_t)limiter->borrowers->length);
	else
		return false;
	return true;
}

static struct error *set_total(struct limiter *limiter, struct value total)
{
	bool unlimited = total.type == VALUE_FLOAT && total.f == INFINITY;

	if (total.type != VALUE_INT && !unlimited)
		return error_new(KIND_TypeError, "total_tokens must be an int or math.inf");
	if (!unlimited && total.i < 1)
		return error_new(KIND_ValueError, "total_tokens must be >= 1");
	limiter->unlimited = unlimited;
	limiter->total = unlimited ? 0 : total.i;
	wake_waiters(limiter);
	return NULL;
}

static struct error *limiter_set(struct resource *resource, const char *name, struct value value)
{
	if (strcmp(name, "total_tokens") != 0)
		return error_new(KIND_AttributeError, "%s of a limiter cannot be set", name);
	return set_total((struct limiter *)resource, value);
}

static void limiter_free(struct resource *resource)
{
	struct limiter *limiter = (struct limiter *)resource;

	dict_release(limiter->borrowers);
	mem_small_free(limiter, sizeof *limiter);
}

static void limiter_describe(struct resource *resource, struct buf *out)
{
	buf_printf(out, "<limiter %u>", ((struct limiter *)resource)->number);
}

static const char *const limiter_properties[] = { "total_tokens", "borrowed_tokens", "available_tokens", NULL };

static const struct resource_type limiter_type = {
	.name = "limiter",
	.free = limiter_free,
	.describe = limiter_describe,
	.get = limiter_get,
	.set = limiter_set,
	.properties = limiter_properties,
};

static const struct verbs limiter_verbs = {
	.type = &limiter_type,
	.steps = {
		[VERB_ACQUIRE] = limiter_acquire,
		[VERB_ACQUIRE_NOWAIT] = limiter_acquire_nowait,
		[VERB_RELEASE] = limiter_release,
		[VERB_STATISTICS] = limiter_statistics,
	},
	.drop = limiter_drop,
	.has_borrowers = true,
};

static struct with_type with_limiter = { .type = &limiter_type, .enter = with_limiter_enter, .leave = with_limiter_leave, .drop = limiter_drop };

static enum step limiter_step(struct call *call, void *frame)
{
	static uint32_t made;
	struct limiter *limiter = mem_small_alloc(sizeof *limiter);

	(void)frame;
	resource_init(&limiter->resource, &limiter_type);
	limiter->number = made + 1;
	limiter->borrowers = dict_new();
	lot_init(&limiter->lot);
	struct error *error = set_total(limiter, call->arguments[0]);
	if (error != NULL) {
		resource_release(&limiter->resource);
		return call_fail_with(call, error);
	}
	made++;
	return call_return(call, value_handle(&limiter->resource));
}

void limiter_install(void)
{
	verbs_register(&limiter_verbs);
	with_register(&with_limiter);
}

const struct builtin limiter_builtins[] = {
	{
		.name = "limiter",
		.params = "total_tokens:number",
		.returns = "a limiter",
		.summary = "Makes a capacity limiter: so many can go on at a time, each with a token.",
		.details = "`with $l < ... >` borrows a token for a block, `acquire $l` and `release $l` do it by hand. A token belongs to the task, or to any value given by "
		           "--on-behalf-of, and nobody can have two. `inf` tokens are allowed.\n\n"
		           "Properties: total_tokens (can be set: more tokens wake as many tasks as now fit, fewer take none away), borrowed_tokens, available_tokens. "
		           "`statistics $l`: borrowed_tokens, total_tokens, borrowers, tasks_waiting.",
		.example = "let l = limiter 2\nnursery <\n  for i in range(4) < spawn < with $l < sleep 1; print $i current_time() > > >\n>\n#=> 0 1.0\n#=> 1 1.0\n#=> 2 2.0\n#=> 3 2.0",
		.step = limiter_step,
	},
	{ .name = NULL },
};
