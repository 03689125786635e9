#include "value/list.h"

#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"
#include "free.h"

struct list *list_new(size_t capacity)
{
	struct list *list = mem_small_alloc(sizeof *list);

	list->object.references = 1;
	list->length = 0;
	list->capacity = capacity;
	list->items = capacity ? mem_array(capacity, sizeof *list->items) : NULL;
	return list;
}

void list_free(struct list *list)
{
	for (size_t i = 0; i < list->length; i++)
		value_release(list->items[i]);
	mem_free(list->items);
	mem_small_free(list, sizeof *list);
}

static void reserve(struct list *list, size_t extra)
{
	if (list->capacity - list->length >= extra)
		return;
	size_t wanted = list->length + extra;
	size_t capacity = list->capacity < 4 ? 4 : list->capacity + list->capacity / 2;
	if (capacity < wanted)
		capacity = wanted;
	list->items = mem_resize_array(list->items, capacity, sizeof *list->items);
	list->capacity = capacity;
}

/* items may lie in the list itself, as long as it has room already. */
static void add_copies(struct list *list, const struct value *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		list->items[list->length++] = value_retain(items[i]);
}

struct list *list_own(struct list **list)
{
	struct list *shared = *list;

	if (shared->object.references == 1)
		return shared;
	/* It is about to change, most often to grow. */
	struct list *copy = list_new(shared->length + shared->length / 8 + 1);
	add_copies(copy, shared->items, shared->length);
	list_release(shared);
	*list = copy;
	return copy;
}

void list_push(struct list *list, struct value take_item)
{
	reserve(list, 1);
	list->items[list->length++] = take_item;
}

void list_insert(struct list *list, size_t index, struct value take_item)
{
	bug_unless(index <= list->length);
	reserve(list, 1);
	memmove(list->items + index + 1, list->items + index, (list->length - index) * sizeof *list->items);
	list->items[index] = take_item;
	list->length++;
}

void list_remove_at(struct list *list, size_t index)
{
	bug_unless(index < list->length);
	struct value removed = list->items[index];
	list->length--;
	memmove(list->items + index, list->items + index + 1, (list->length - index) * sizeof *list->items);
	value_release(removed);
}

void list_extend(struct list *list, const struct list *other)
{
	size_t count = other->length;

	if (count == 0)
		return;
	reserve(list, count);
	add_copies(list, other->items, count);
}

struct list *list_slice(const struct list *list, size_t start, size_t end)
{
	if (end > list->length)
		end = list->length;
	if (start >= end)
		return list_new(0);
	struct list *slice = list_new(end - start);
	add_copies(slice, list->items + start, end - start);
	return slice;
}

struct list *list_concat(const struct list *a, const struct list *b)
{
	struct list *list = list_new(a->length + b->length);

	add_copies(list, a->items, a->length);
	add_copies(list, b->items, b->length);
	return list;
}

struct sorting {
	list_compare *compare;
	void *context;
	bool failed;
};

/* After a failure nothing is compared any more, but every item still arrives. */
static bool in_order(struct sorting *sorting, struct value a, struct value b)
{
	return sorting->failed || sorting->compare(a, b, &sorting->failed, sorting->context) <= 0 || sorting->failed;
}

static void merge(struct sorting *sorting, const struct value *a, size_t a_count, const struct value *b, size_t b_count,
                  struct value *out)
{
	/* Runs that stand in order already, as in a sorted list, cost one comparison. */
	if (a_count > 0 && b_count > 0 && !in_order(sorting, a[a_count - 1], b[0])) {
		while (a_count > 0 && b_count > 0) {
			if (in_order(sorting, *a, *b)) {
				*out++ = *a++;
				a_count--;
			} else {
				*out++ = *b++;
				b_count--;
			}
		}
	}
	if (a_count > 0)
		memcpy(out, a, a_count * sizeof *a);
	if (b_count > 0)
		memcpy(out + a_count, b, b_count * sizeof *b);
}

void list_sort(struct list *list, list_compare *compare, void *context)
{
	struct sorting sorting = { compare, context, false };
	size_t count = list->length;

	if (count < 2)
		return;
	struct value *from = list->items, *to = mem_array(list->capacity, sizeof *to);
	for (size_t width = 1; width < count && !sorting.failed; width *= 2) {
		for (size_t start = 0; start < count; start += width * 2) {
			size_t a_count = count - start < width ? count - start : width;
			size_t b_count = count - start - a_count < width ? count - start - a_count : width;
			merge(&sorting, from + start, a_count, from + start + a_count, b_count, to + start);
		}
		struct value *swapped = from;
		from = to;
		to = swapped;
	}
	list->items = from;
	mem_free(to);
}
