#include "value/arith.h"

#include "base/buf.h"
#include "unit.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/resource.h"
#include "value/string.h"

static const char *outcome(bool good, struct value result, struct error *error)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	if (good) {
		value_add_repr(&buf, result);
		value_release(result);
	} else {
		error_add_summary(&buf, error);
		error_release(error);
	}
	return buf.data;
}

/* The container is borrowed, the index taken over. */
static const char *at(struct value container, struct value index)
{
	struct value result = value_none();
	struct error *error = NULL;
	bool good = arith_index(container, index, &result, &error);

	value_release(index);
	return outcome(good, result, error);
}

static const char *part(struct value container, struct value start, struct value end)
{
	struct value result = value_none();
	struct error *error = NULL;
	bool good = arith_slice(container, start, end, &result, &error);

	return outcome(good, result, error);
}

static struct value numbers(int64_t count)
{
	struct list *list = list_new(0);

	for (int64_t i = 0; i < count; i++)
		list_push(list, value_int(i));
	return value_list(list);
}

TEST(indexing)
{
	struct value list = numbers(3), text = value_text("a\xC3\xA9\xF0\x9F\x90\x9A" "b");

	CHECK_STR(at(list, value_int(0)), "0");
	CHECK_STR(at(list, value_int(-3)), "0");
	CHECK_STR(at(list, value_bool(true)), "1");
	CHECK_STR(at(list, value_int(3)), "IndexError: list index out of range");
	CHECK_STR(at(list, value_int(-4)), "IndexError: list index out of range");
	CHECK_STR(at(list, value_int(INT64_MIN)), "IndexError: list index out of range");
	CHECK_STR(at(list, value_text("0")), "TypeError: list indices must be integers, not string");
	CHECK_STR(at(text, value_int(1)), "\"\xC3\xA9\"");
	CHECK_STR(at(text, value_int(3)), "\"b\"");
	CHECK_STR(at(text, value_int(-2)), "\"\xF0\x9F\x90\x9A\"");
	CHECK_STR(at(text, value_int(4)), "IndexError: string index out of range");
	CHECK_STR(at(text, value_int(-5)), "IndexError: string index out of range");
	CHECK_STR(at(value_int(1), value_int(0)), "TypeError: 'int' is not subscriptable");
	value_release(list);
	value_release(text);
}

TEST(indexing_maps)
{
	struct value map = value_map(dict_new());

	dict_set_text(map.dict, "k", value_int(1));
	CHECK_STR(at(map, value_text("k")), "1");
	CHECK_STR(at(map, value_text("x\n")), "KeyError: \"x\\n\"");
	CHECK_STR(at(map, value_float(2)), "KeyError: 2.0");
	CHECK_STR(at(map, numbers(1)), "TypeError: unhashable type: 'list'");
	value_release(map);
}

TEST(slicing)
{
	struct value list = numbers(5), text = value_text("a\xC3\xA9" "bcd");

	CHECK_STR(part(list, value_int(1), value_int(3)), "[1, 2]");
	CHECK_STR(part(list, value_none(), value_int(-3)), "[0, 1]");
	CHECK_STR(part(list, value_int(-2), value_none()), "[3, 4]");
	CHECK_STR(part(list, value_int(3), value_int(1)), "[]");
	CHECK_STR(part(list, value_int(INT64_MIN), value_int(INT64_MAX)), "[0, 1, 2, 3, 4]");
	CHECK_STR(part(list, value_int(99), value_none()), "[]");
	CHECK_STR(part(text, value_int(1), value_int(-1)), "\"\xC3\xA9" "bc\"");
	CHECK_STR(part(text, value_none(), value_none()), "\"a\xC3\xA9" "bcd\"");
	CHECK_STR(part(text, value_int(4), value_int(2)), "\"\"");
	CHECK_STR(part(list, value_float(1), value_none()), "TypeError: slice indices must be integers or none, not float");
	CHECK_STR(part(value_none(), value_none(), value_none()), "TypeError: 'none' cannot be sliced");
	value_release(list);
	value_release(text);
}

TEST(setting_items_copies_what_is_shared)
{
	struct value list = numbers(3), other = value_retain(list);
	struct error *error = NULL;

	CHECK(arith_set_index(&list, value_int(-1), value_int(9), &error));
	CHECK(list.list != other.list && list.list->items[2].i == 9 && other.list->items[2].i == 2);
	CHECK(!arith_set_index(&list, value_int(3), value_int(9), &error));
	CHECK_STR(outcome(false, list, error), "IndexError: list assignment index out of range");
	struct value text = value_text("abc");
	CHECK(!arith_set_index(&text, value_int(0), value_int(9), &error));
	CHECK_STR(outcome(false, list, error), "TypeError: 'string' does not support item assignment");
	value_release(text);
	value_release(list);
	value_release(other);
}

TEST(a_container_never_holds_itself)
{
	struct value list = numbers(2), map = value_map(dict_new()), key = value_text("me");
	struct error *error = NULL;

	CHECK(arith_set_index(&list, value_int(0), list, &error));
	CHECK(list.list->items[0].list != list.list);
	CHECK_INT(list.list->items[0].list->items[0].i, 0);
	CHECK(arith_set_index(&map, key, map, &error));
	CHECK_INT(dict_get(map.dict, key)->dict->length, 0);
	CHECK(!arith_set_index(&map, map, key, &error));
	CHECK_STR(outcome(false, map, error), "TypeError: unhashable type: 'map'");
	value_release(list);
	value_release(map);
	value_release(key);
}

static double deadline = 5;

static bool get_deadline(struct resource *resource, const char *name, struct value *result)
{
	(void)resource;
	*result = value_float(deadline);
	return strcmp(name, "deadline") == 0;
}

static struct error *set_deadline(struct resource *resource, const char *name, struct value value)
{
	(void)resource;
	if (strcmp(name, "deadline") != 0)
		return error_new(KIND_AttributeError, "no");
	deadline = value_number(value);
	return NULL;
}

static const char *const names[] = { "deadline", "shield", NULL };
static const struct resource_type scope_type = {
	.name = "cancel scope", .get = get_deadline, .set = set_deadline, .properties = names
};

static const char *property(struct value object, const char *name)
{
	struct value result = value_none();
	struct error *error = NULL;
	bool good = arith_get_property(object, name, &result, &error);

	return outcome(good, result, error);
}

TEST(properties)
{
	struct resource scope;
	struct error *error = NULL, *failure = error_new(KIND_ValueError, "text");
	struct value map = value_map(dict_new());

	resource_init(&scope, &scope_type);
	struct value handle = value_handle(&scope);
	CHECK_STR(property(handle, "deadline"), "5.0");
	CHECK_STR(property(handle, "dedline"), "AttributeError: 'cancel scope' has no property 'dedline'; did you mean 'deadline'?");
	CHECK_STR(property(handle, "banana"), "AttributeError: 'cancel scope' has no property 'banana'");
	CHECK(arith_set_property(handle, "deadline", value_int(7), &error));
	CHECK_STR(property(handle, "deadline"), "7.0");
	CHECK(!arith_set_property(handle, "shield", value_int(7), &error));
	error_release(error);
	CHECK_STR(property(value_error(failure), "message"), "\"text\"");
	CHECK_STR(property(value_error(failure), "mesage"), "AttributeError: 'ValueError' has no property 'mesage'; did you mean 'message'?");
	CHECK_STR(property(value_error(failure), "status"), "AttributeError: 'ValueError' has no property 'status'");
	CHECK(!arith_set_property(value_error(failure), "message", value_int(1), &error));
	CHECK_STR(outcome(false, map, error), "AttributeError: the property 'message' of 'error' cannot be set");
	CHECK_STR(property(map, "k"), "AttributeError: 'map' has no property 'k'; an entry is m[\"k\"]");
	CHECK_STR(property(value_int(1), "k"), "AttributeError: 'int' has no property 'k'");
	value_release(map);
	error_release(failure);
}

TEST(nearest_names)
{
	static const char *const commands[] = { "print", "spawn", "sleep", "sleep_until", "set", "statistics" };
	size_t count = sizeof commands / sizeof commands[0];

	CHECK_STR(nearest_name("prnt", commands, count), "print");
	CHECK_STR(nearest_name("pritn", commands, count), "print");
	CHECK_STR(nearest_name("PRINT", commands, count), "print");
	CHECK_STR(nearest_name("slep", commands, count), "sleep");
	CHECK_STR(nearest_name("sleepuntil", commands, count), "sleep_until");
	CHECK_STR(nearest_name("statistcs", commands, count), "statistics");
	CHECK_STR(nearest_name("ls", commands, count), NULL);
	CHECK_STR(nearest_name("banana", commands, count), NULL);
	CHECK_STR(nearest_name("", commands, count), NULL);
	CHECK_STR(nearest_name("print", commands, count), "print");
	CHECK_STR(nearest_name("print", commands, 0), NULL);
	char longest[200];
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	const char *const itself[] = { longest };
	CHECK_STR(nearest_name(longest, itself, 1), NULL);
}
