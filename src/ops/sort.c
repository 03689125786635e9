/* Sorting, with a function of the script for the keys. */
#include "ops/groups.h"
#include "ops/sequence.h"
#include "value/arith.h"
#include "value/list.h"

enum { SORTED_LIST, SORTED_KEY, SORTED_REVERSE };

struct sort_frame {
	struct list *items;             /* owned; NULL before the first step */
	struct list *keys;              /* owned; of the first items; NULL: the items are their own keys */
};

struct order {
	bool reverse;
	struct error *error;
};

/* Items are pairs of a key and its item. With NaN no order is right, but it must be no error, as in Python. */
static int compare_pairs(struct value a, struct value b, bool *failed, void *context)
{
	struct order *order = context;
	bool unordered = false;
	int result = 0;

	if (!arith_compare(a.list->items[0], b.list->items[0], &result, &unordered, &order->error))
		*failed = true;
	if (*failed || unordered)
		return 0;
	return order->reverse ? -result : result;
}

static int compare_items(struct value a, struct value b, bool *failed, void *context)
{
	struct order *order = context;
	bool unordered = false;
	int result = 0;

	if (!arith_compare(a, b, &result, &unordered, &order->error))
		*failed = true;
	if (*failed || unordered)
		return 0;
	return order->reverse ? -result : result;
}

/* The pairs in order; the items of the pairs. */
static struct list *sort_by_keys(struct sort_frame *sorting, struct order *order)
{
	struct list *pairs = list_new(sorting->items->length);

	for (size_t i = 0; i < sorting->items->length; i++) {
		struct list *pair = list_new(2);
		list_push(pair, value_retain(sorting->keys->items[i]));
		list_push(pair, value_retain(sorting->items->items[i]));
		list_push(pairs, value_list(pair));
	}
	list_sort(pairs, compare_pairs, order);
	struct list *sorted = list_new(pairs->length);
	for (size_t i = 0; i < pairs->length; i++)
		list_push(sorted, value_retain(pairs->items[i].list->items[1]));
	list_release(pairs);
	return sorted;
}

static enum step sorted_step(struct call *call, void *frame)
{
	struct sort_frame *sorting = frame;
	struct order order = { .reverse = call_has(call, SORTED_REVERSE) };
	struct list *sorted;

	if (sorting->items == NULL) {
		sorting->items = sequence_list(call->arguments[SORTED_LIST]);
		if (sorting->items == NULL)
			return call_fail(call, KIND_TypeError, "sorted: LIST must be a list, not %s",
			                 value_type_name(call->arguments[SORTED_LIST]));
		if (call_has(call, SORTED_KEY))
			sorting->keys = list_new(sorting->items->length);
	}
	if (call->has_returned)
		list_push(sorting->keys, value_retain(call->returned));
	if (sorting->keys != NULL && sorting->keys->length < sorting->items->length) {
		call->callee = value_retain(call->arguments[SORTED_KEY]);
		call->call_arguments[0] = value_retain(sorting->items->items[sorting->keys->length]);
		call->call_argument_count = 1;
		return STEP_CALL;
	}
	if (sorting->keys != NULL) {
		sorted = sort_by_keys(sorting, &order);
	} else {
		sorted = list_retain(sorting->items);
		list_sort(list_own(&sorted), compare_items, &order);
	}
	if (order.error != NULL) {
		list_release(sorted);
		return call_fail_with(call, order.error);
	}
	return call_return(call, value_list(sorted));
}

static void sorted_drop(struct fiber *fiber, void *frame)
{
	(void)fiber;
	struct sort_frame *sorting = frame;

	if (sorting->items != NULL)
		list_release(sorting->items);
	if (sorting->keys != NULL)
		list_release(sorting->keys);
}

const struct builtin sort_builtins[] = {
	{ .name = "sorted", .params = "list:any --key:function --reverse", .returns = "a list",
	  .summary = "Gives the items of a list in order.",
	  .details = "Items that compare equal keep their order, with --reverse, too.\n\n--key is a function that is called with each item; "
	             "its values are compared in place of the items.",
	  .example = "print sorted([3, 1, 2]) sorted([3, 1, 2], reverse=true)\nprint sorted([\"bb\", \"C\", \"a\"], key=\"lower\")\n"
	             "#=> [1, 2, 3] [3, 2, 1]\n#=> [\"a\", \"bb\", \"C\"]",
	  .frame_size = sizeof(struct sort_frame), .step = sorted_step, .drop = sorted_drop },
	{ .name = NULL },
};
