#include "value/list.h"

#include <stdlib.h>

#include "unit.h"
#include "value/string.h"

static struct list *numbers(size_t count)
{
	struct list *list = list_new(0);

	for (size_t i = 0; i < count; i++)
		list_push(list, value_int((int64_t)i));
	return list;
}

TEST(insertion_and_removal)
{
	struct list *list = numbers(5);

	list_insert(list, 0, value_int(10));
	list_insert(list, 6, value_int(11));
	list_insert(list, 3, value_text("mid"));
	list_remove_at(list, 3);
	list_remove_at(list, 0);
	CHECK_INT(list->length, 6);
	CHECK_INT(list->items[0].i, 0);
	CHECK_INT(list->items[5].i, 11);
	list_release(list);
}

TEST(a_shared_list_is_copied_before_it_changes)
{
	struct list *a = numbers(3), *b = list_retain(a);

	list_push(a, value_text("shared text"));
	list_push(list_own(&b), value_int(9));
	CHECK(a != b);
	CHECK_INT(a->length, 4);
	CHECK_INT(b->length, 5);
	CHECK_INT(a->object.references, 1);
	CHECK_INT(a->items[3].object->references, 2);
	CHECK(list_own(&b) == b);
	list_release(a);
	CHECK_INT(b->items[3].object->references, 1);
	list_release(b);
}

TEST(a_list_can_be_extended_by_itself)
{
	struct list *list = list_new(0);

	list_extend(list, list);
	list_push(list, value_text("x"));
	for (int i = 0; i < 10; i++)
		list_extend(list, list);
	CHECK_INT(list->length, 1024);
	CHECK_INT(list->items[0].object->references, 1024);
	list_release(list);
}

TEST(slices_and_concatenation)
{
	struct list *list = numbers(10);
	struct list *middle = list_slice(list, 3, 6), *none = list_slice(list, 7, 7), *tail = list_slice(list, 8, 99);
	struct list *joined = list_concat(middle, tail), *empty = list_concat(none, none);

	CHECK_INT(middle->length, 3);
	CHECK_INT(none->length, 0);
	CHECK_INT(joined->length, 5);
	CHECK_INT(joined->items[3].i, 8);
	CHECK_INT(empty->length, 0);
	list_release(list);
	list_release(middle);
	list_release(none);
	list_release(tail);
	list_release(joined);
	list_release(empty);
}

/* By tens only, so that stability shows; fails when *context comparisons are used up. */
static int by_tens(struct value a, struct value b, bool *failed, void *context)
{
	int *left = context;

	if (--*left < 0)
		*failed = true;
	return (a.i / 10 > b.i / 10) - (a.i / 10 < b.i / 10);
}

TEST(sorting_is_stable)
{
	srand(5);
	for (size_t count = 0; count < 200; count += 1 + count / 5) {
		struct list *list = list_new(count);
		int left = 1 << 30;
		/* The last digit counts up within each ten. */
		int next[10] = { 0 };
		for (size_t i = 0; i < count; i++) {
			int ten = rand() % 10;
			list_push(list, value_int(ten * 10 + (next[ten] < 9 ? next[ten]++ : 9)));
		}
		list_sort(list, by_tens, &left);
		for (size_t i = 1; i < count; i++)
			CHECK(list->items[i - 1].i <= list->items[i].i);
		list_release(list);
	}
}

TEST(a_failed_sort_loses_nothing)
{
	for (int allowed = 0; allowed < 200; allowed += 7) {
		struct list *list = list_new(0);
		int left = allowed;
		int64_t sum = 0;
		for (int i = 0; i < 60; i++)
			list_push(list, value_int(i * 37 % 61));
		for (int i = 0; i < 60; i++)
			sum += list->items[i].i * list->items[i].i;
		list_sort(list, by_tens, &left);
		for (int i = 0; i < 60; i++)
			sum -= list->items[i].i * list->items[i].i;
		CHECK_INT(sum, 0);
		list_push(list, value_int(1));
		list_release(list);
	}
}
