#include "value/value.h"

#include <math.h>

#include "base/buf.h"
#include "base/mem.h"
#include "unit.h"
#include "value/cell.h"
#include "value/dict.h"
#include "value/error.h"
#include "value/list.h"
#include "value/resource.h"
#include "value/string.h"

enum { DEEP = 1000000 };

static struct value list_of_one(struct value take_item)
{
	struct list *list = list_new(1);

	list_push(list, take_item);
	return value_list(list);
}

static struct value nested_lists(int depth, struct value innermost)
{
	for (int i = 0; i < depth; i++)
		innermost = list_of_one(innermost);
	return innermost;
}

static const char *repr(struct value take)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	value_add_repr(&buf, take);
	value_release(take);
	return buf.data;
}

static const char *text(struct value take)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	value_add_text(&buf, take);
	value_release(take);
	return buf.data;
}

TEST(deep_values_are_freed_compared_and_shown)
{
	struct value a = nested_lists(DEEP, value_int(1)), b = nested_lists(DEEP, value_float(1)), c = nested_lists(DEEP, value_int(2));

	CHECK(value_equal(a, b));
	CHECK(!value_equal(a, c));
	value_retain(a);
	const char *shown = repr(a);
	CHECK(strlen(shown) < 1000 && strstr(shown, "[...]") != NULL);
	value_release(a);
	value_release(b);
	value_release(c);
}

TEST(deep_maps_and_errors_are_freed)
{
	struct value v = value_int(1);

	for (int i = 0; i < DEEP / 4; i++) {
		struct dict *dict = dict_new();
		dict_set_text(dict, "k", v);
		v = value_map(dict);
	}
	value_release(v);
	struct error *error = error_new(KIND_ValueError, "x");
	for (int i = 0; i < DEEP / 4; i++) {
		struct error *group = error_new_group("g", &error, 1);
		error_release(error);
		error = group;
	}
	error_release(error);
	for (int i = 0; i < DEEP / 4; i++) {
		struct error *next = error_new(KIND_ValueError, "x");
		next->context = error;
		error = i ? next : (next->context = NULL, next);
	}
	CHECK(strlen(repr(value_error(error))) > 0);
	v = value_none();
	for (int i = 0; i < DEEP / 4; i++)
		v = value_cell(cell_new(v));
	value_release(v);
}

TEST(wide_and_deep_values_are_freed)
{
	struct value v = value_int(1);

	for (int i = 0; i < 500; i++) {
		struct list *list = list_new(0);
		list_push(list, value_text("left"));
		list_push(list, v);
		list_push(list, nested_lists(100, value_text("right")));
		v = value_list(list);
	}
	value_release(v);
}

TEST(truth)
{
	struct value texts[] = { value_text(""), value_text("0"), value_list(list_new(0)), value_map(dict_new()), list_of_one(value_none()) };

	CHECK(!value_truth(value_none()) && !value_truth(value_bool(false)) && !value_truth(value_int(0)));
	CHECK(!value_truth(value_float(0)) && !value_truth(value_float(-0.0)));
	CHECK(value_truth(value_float(NAN)) && value_truth(value_int(-1)) && value_truth(value_bool(true)));
	CHECK(!value_truth(texts[0]) && value_truth(texts[1]) && !value_truth(texts[2]));
	CHECK(!value_truth(texts[3]) && value_truth(texts[4]));
	for (size_t i = 0; i < 5; i++)
		value_release(texts[i]);
}

TEST(equality_of_numbers_is_exact)
{
	CHECK(value_equal(value_int(1), value_float(1)));
	CHECK(value_equal(value_bool(true), value_int(1)));
	CHECK(!value_equal(value_float(NAN), value_float(NAN)));
	CHECK(value_equal(value_float(0.0), value_float(-0.0)));
	CHECK(!value_equal(value_int(INT64_MAX), value_float(0x1p63)));
	CHECK(value_equal(value_int(INT64_MIN), value_float(-0x1p63)));
	CHECK(!value_equal(value_int((1LL << 53) + 1), value_float(0x1p53)));
	CHECK(!value_equal(value_int(0), value_none()));
	struct value zero = value_text("0");
	CHECK(!value_equal(value_int(0), zero));
	value_release(zero);
	CHECK_INT(value_hash(value_int(-5)), value_hash(value_float(-5)));
	CHECK_INT(value_hash(value_int(INT64_MIN)), value_hash(value_float(-0x1p63)));
	CHECK_INT(value_hash(value_float(-0.0)), value_hash(value_bool(false)));
}

TEST(equality_of_maps_ignores_order)
{
	struct dict *a = dict_new(), *b = dict_new();

	dict_set_text(a, "x", list_of_one(value_int(1)));
	dict_set_text(a, "y", value_none());
	dict_set_text(b, "y", value_none());
	dict_set_text(b, "x", list_of_one(value_int(1)));
	CHECK(value_equal(value_map(a), value_map(b)));
	dict_set_text(b, "x", list_of_one(value_int(2)));
	CHECK(!value_equal(value_map(a), value_map(b)));
	dict_set_text(b, "x", list_of_one(value_int(1)));
	struct value y = value_text("y");
	dict_remove(b, y);
	value_release(y);
	dict_set_text(b, "z", value_none());
	CHECK(!value_equal(value_map(a), value_map(b)));
	dict_release(a);
	dict_release(b);
}

TEST(literals)
{
	CHECK_STR(repr(value_none()), "none");
	CHECK_STR(repr(value_bool(true)), "true");
	CHECK_STR(repr(value_int(INT64_MIN)), "-9223372036854775808");
	CHECK_STR(repr(value_float(1)), "1.0");
	CHECK_STR(repr(value_text("a\"b\\c$d")), "\"a\\\"b\\\\c\\$d\"");
	CHECK_STR(repr(value_bytes("\n\t\r\x1B\0\x01\x7F\xFF", 8)), "\"\\n\\t\\r\\e\\0\\x01\\x7f\\xff\"");
	CHECK_STR(repr(value_text("gr\xC3\xBC\xC3\x9F")), "\"gr\xC3\xBC\xC3\x9F\"");
	CHECK_STR(repr(value_list(list_new(0))), "[]");
	CHECK_STR(repr(value_map(dict_new())), "{}");
	CHECK_STR(text(value_text("a\nb")), "a\nb");
	struct dict *dict = dict_new();
	dict_set_text(dict, "k", list_of_one(value_text("x")));
	dict_set(dict, value_int(2), value_float(0.5));
	CHECK_STR(text(value_map(dict)), "{\"k\": [\"x\"], 2: 0.5}");
}

TEST(errors_as_text)
{
	struct error *members[] = { error_new(KIND_ValueError, "a \"b\""), error_new_kind(kind_of(KIND_Cancelled), NULL) };
	struct error *group = error_new_group("multiple tasks failed", members, 2);

	CHECK_STR(text(value_retain(value_error(members[0]))), "a \"b\"");
	CHECK_STR(text(value_retain(value_error(members[1]))), "Cancelled");
	CHECK_STR(text(value_retain(value_error(group))), "multiple tasks failed (2 errors)");
	CHECK_STR(repr(value_error(group)), "BaseExceptionGroup(\"multiple tasks failed\", [ValueError(\"a \\\"b\\\"\"), Cancelled()])");
	error_release(members[0]);
	error_release(members[1]);
}

struct thing {
	struct resource resource;
	struct value held;
};

static int freed;

static void thing_free(struct resource *resource)
{
	struct thing *thing = (struct thing *)resource;

	freed++;
	value_release(thing->held);
	mem_small_free(thing, sizeof *thing);
}

static const struct resource_type thing_type = { .name = "thing", .free = thing_free };

static struct value thing_new(struct value take_held)
{
	struct thing *thing = mem_small_alloc(sizeof *thing);

	resource_init(&thing->resource, &thing_type);
	thing->held = take_held;
	return value_handle(&thing->resource);
}

TEST(handles_are_freed_at_once)
{
	struct value thing = thing_new(value_none());
	struct value list = list_of_one(thing);

	CHECK_STR(value_type_name(thing), "thing");
	CHECK(resource_of(thing, &thing_type) == thing.resource && resource_of(list, &thing_type) == NULL);
	CHECK_STR(repr(value_retain(list)), "[<thing>]");
	CHECK(value_equal(thing, thing));
	CHECK_INT(freed, 0);
	value_release(list);
	CHECK_INT(freed, 1);
	freed = 0;
	struct value chain = value_none();
	for (int i = 0; i < DEEP / 4; i++)
		chain = thing_new(chain);
	resource_release(chain.resource);
	CHECK_INT(freed, DEEP / 4);
}
