#include "value/dict.h"

#include <math.h>
#include <stdlib.h>

#include "unit.h"
#include "value/string.h"

enum { KEYS = 400 };

/* Keys of three types, so that their hashes and equality are tried as well. */
static struct value key_number(int k)
{
	switch (k % 3) {
	case 0:
		return value_int(k);
	case 1:
		return value_string(string_printf("key %d", k));
	default:
		return value_float(k + 0.5);
	}
}

static bool agrees(const struct dict *dict, const int *model)
{
	size_t length = 0;

	for (int k = 0; k < KEYS; k++) {
		struct value key = key_number(k);
		const struct value *found = dict_get(dict, key);
		value_release(key);
		length += model[k] != 0;
		if (model[k] ? found == NULL || found->i != model[k] : found != NULL)
			return false;
	}
	return dict->length == length;
}

TEST(random_operations_agree_with_a_model)
{
	static int model[KEYS];
	struct dict *dict = dict_new();

	srand(11);
	for (int step = 1; step <= 40000; step++) {
		int k = rand() % (step % 10000 < 5000 ? 10 : KEYS);
		struct value key = key_number(k);
		if (rand() % 2) {
			CHECK(dict_remove(dict, key) == (model[k] != 0));
			model[k] = 0;
		} else {
			dict_set(dict, key, value_int(step));
			model[k] = step;
		}
		value_release(key);
		if (step % 500 == 0)
			REQUIRE(agrees(dict, model));
	}
	CHECK(dict->capacity < 3 * KEYS);
	dict_release(dict);
}

TEST(entries_come_in_insertion_order)
{
	struct dict *dict = dict_new();
	const struct dict_entry *entry;
	size_t position = 0;
	int64_t last = -1;

	for (int i = 0; i < 100; i++)
		dict_set(dict, value_int(i), value_none());
	for (int i = 0; i < 100; i += 2)
		dict_remove(dict, value_int(i));
	dict_set(dict, value_int(51), value_int(1));
	for (int i = 100; i < 200; i++)
		dict_set(dict, value_int(i), value_none());
	while ((entry = dict_next(dict, &position)) != NULL) {
		CHECK(entry->key.i > last);
		last = entry->key.i;
	}
	CHECK_INT(last, 199);
	CHECK_INT(dict->length, 150);
	dict_release(dict);
}

TEST(equal_keys_are_one_key)
{
	struct dict *dict = dict_new();

	dict_set(dict, value_int(1), value_int(10));
	dict_set(dict, value_float(1.0), value_int(20));
	dict_set(dict, value_bool(true), value_int(30));
	CHECK_INT(dict->length, 1);
	CHECK_INT(dict_get(dict, value_int(1))->i, 30);
	dict_set(dict, value_float(-0.0), value_int(1));
	CHECK(dict_get(dict, value_int(0)) != NULL && dict_get(dict, value_bool(false)) != NULL);
	dict_set(dict, value_float(NAN), value_int(5));
	CHECK(dict_get(dict, value_float(NAN)) != NULL);
	dict_set(dict, value_none(), value_int(6));
	CHECK_INT(dict_get(dict, value_none())->i, 6);
	dict_set(dict, value_float(0x1p63), value_int(7));
	CHECK(dict_get(dict, value_int(INT64_MAX)) == NULL);
	dict_release(dict);
}

TEST(texts_as_keys)
{
	struct dict *dict = dict_new();
	char name[16];

	CHECK(dict_get_text(dict, "a") == NULL);
	for (int i = 0; i < 50; i++) {
		snprintf(name, sizeof name, "n%d", i);
		dict_set_text(dict, name, value_int(i));
	}
	for (int i = 0; i < 50; i++) {
		snprintf(name, sizeof name, "n%d", i);
		REQUIRE(dict_get_text(dict, name) != NULL);
		CHECK_INT(dict_get_text(dict, name)->i, i);
	}
	CHECK(dict_get_text(dict, "n50") == NULL);
	dict_release(dict);
}

TEST(a_list_is_no_key)
{
	struct dict *dict = dict_new(), *other = dict_new();

	dict_set(dict, value_int(1), value_int(1));
	CHECK(dict_get(dict, value_map(other)) == NULL);
	CHECK(!dict_remove(dict, value_map(other)));
	dict_release(dict);
	dict_release(other);
}

TEST(a_shared_map_is_copied_before_it_changes)
{
	struct dict *a = dict_new(), *b;

	for (int i = 0; i < 20; i++)
		dict_set(a, value_int(i), value_text("text"));
	dict_remove(a, value_int(3));
	b = dict_retain(a);
	dict_set(dict_own(&b), value_int(99), value_int(1));
	dict_remove(dict_own(&b), value_int(5));
	CHECK_INT(a->length, 19);
	CHECK_INT(b->length, 19);
	CHECK(dict_get(a, value_int(99)) == NULL && dict_get(a, value_int(5)) != NULL);
	CHECK(dict_get(b, value_int(99)) != NULL && dict_get(b, value_int(3)) == NULL);
	dict_release(a);
	dict_release(b);
	struct dict *empty = dict_new(), *own = dict_retain(empty);
	dict_set(dict_own(&own), value_int(1), value_int(2));
	CHECK_INT(empty->length, 0);
	dict_release(empty);
	dict_release(own);
}
