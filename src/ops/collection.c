/* Lists and maps. None of these changes its argument: a copy is made where somebody else holds it. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ops/groups.h"
#include "ops/sequence.h"
#include "value/arith.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/string.h"

struct list *string_characters(const struct string *text)
{
	struct list *characters = list_new(utf8_count(text->bytes, text->length));
	unsigned codepoint;
	size_t size;

	for (size_t at = 0; at < text->length; at += size) {
		size = utf8_decode(text->bytes + at, text->length - at, &codepoint);
		list_push(characters, value_bytes(text->bytes + at, size));
	}
	return characters;
}

struct list *dict_keys(const struct dict *dict)
{
	struct list *keys = list_new(dict->length);
	size_t position = 0;

	for (const struct dict_entry *entry; (entry = dict_next(dict, &position)) != NULL;)
		list_push(keys, value_retain(entry->key));
	return keys;
}

struct list *sequence_list(struct value v)
{
	if (v.type == VALUE_LIST)
		return list_retain(v.list);
	if (v.type == VALUE_MAP)
		return dict_keys(v.dict);
	if (v.type == VALUE_STRING)
		return string_characters(v.string);
	return NULL;
}

/* The argument as a list; NULL after a TypeError. */
static struct list *sequence_argument(struct call *call, struct value v, const char *parameter)
{
	struct list *list = sequence_list(v);

	if (list == NULL)
		call_fail(call, KIND_TypeError, "%s: %s must be a list, not %s", call->builtin->name, parameter, value_type_name(v));
	return list;
}

static struct value pair(struct value take_first, struct value take_second)
{
	struct list *both = list_new(2);

	list_push(both, take_first);
	list_push(both, take_second);
	return value_list(both);
}

static enum step len_step(struct call *call, void *frame)
{
	(void)frame;
	struct value v = call->arguments[0];

	switch (v.type) {
	case VALUE_STRING:
		return call_return(call, value_int((int64_t)utf8_count(v.string->bytes, v.string->length)));
	case VALUE_LIST:
		return call_return(call, value_int((int64_t)v.list->length));
	case VALUE_MAP:
		return call_return(call, value_int((int64_t)v.dict->length));
	default:
		return call_fail(call, KIND_TypeError, "len: VALUE must be a string, list or map, not %s", value_type_name(v));
	}
}

static enum step list_step(struct call *call, void *frame)
{
	(void)frame;
	if (!call_has(call, 0))
		return call_return(call, value_list(list_new(0)));
	struct list *list = sequence_argument(call, call->arguments[0], "VALUE");
	return list != NULL ? call_return(call, value_list(list)) : STEP_FAILED;
}

static enum step reversed_step(struct call *call, void *frame)
{
	(void)frame;
	struct list *list = sequence_argument(call, call->arguments[0], "LIST");

	if (list == NULL)
		return STEP_FAILED;
	struct list *reversed = list_new(list->length);
	for (size_t i = list->length; i-- > 0;)
		list_push(reversed, value_retain(list->items[i]));
	list_release(list);
	if (call->arguments[0].type != VALUE_STRING)
		return call_return(call, value_list(reversed));
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < reversed->length; i++)
		value_add_text(&text, reversed->items[i]);
	list_release(reversed);
	return call_return(call, value_string(string_take_buf(&text)));
}

static enum step enumerate_step(struct call *call, void *frame)
{
	(void)frame;
	int64_t number = call_has(call, 1) ? call->arguments[1].i : 0;
	struct list *list = sequence_argument(call, call->arguments[0], "LIST");

	if (list == NULL)
		return STEP_FAILED;
	if (list->length > 0 && number > INT64_MAX - (int64_t)(list->length - 1)) {
		list_release(list);
		return call_fail(call, KIND_OverflowError, "enumerate: the numbers do not fit 64 bits");
	}
	struct list *pairs = list_new(list->length);
	for (size_t i = 0; i < list->length; i++)
		list_push(pairs, pair(value_int(number + (int64_t)i), value_retain(list->items[i])));
	list_release(list);
	return call_return(call, value_list(pairs));
}

/* The arguments as lists of their own in *lists; the length of the shortest, or SIZE_MAX after an error. */
static size_t sequences_of(struct call *call, const struct list *arguments, struct list *lists)
{
	size_t shortest = SIZE_MAX - 1;

	for (size_t i = 0; i < arguments->length; i++) {
		struct list *list = sequence_argument(call, arguments->items[i], "LIST");
		if (list == NULL)
			return SIZE_MAX;
		list_push(lists, value_list(list));
		if (list->length < shortest)
			shortest = list->length;
	}
	return shortest;
}

static enum step zip_step(struct call *call, void *frame)
{
	(void)frame;
	const struct list *arguments = call->arguments[0].list;
	struct list *lists = list_new(arguments->length);
	size_t shortest = sequences_of(call, arguments, lists);

	if (shortest == SIZE_MAX) {
		list_release(lists);
		return STEP_FAILED;
	}
	struct list *rows = list_new(shortest);
	for (size_t i = 0; i < shortest; i++) {
		struct list *row = list_new(lists->length);
		for (size_t k = 0; k < lists->length; k++)
			list_push(row, value_retain(lists->items[k].list->items[i]));
		list_push(rows, value_list(row));
	}
	list_release(lists);
	return call_return(call, value_list(rows));
}

static enum step keys_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_list(dict_keys(call->arguments[0].dict)));
}

static enum step values_step(struct call *call, void *frame)
{
	(void)frame;
	const struct dict *dict = call->arguments[0].dict;
	struct list *values = list_new(dict->length);
	size_t position = 0;

	for (const struct dict_entry *entry; (entry = dict_next(dict, &position)) != NULL;)
		list_push(values, value_retain(entry->value));
	return call_return(call, value_list(values));
}

static enum step items_step(struct call *call, void *frame)
{
	(void)frame;
	const struct dict *dict = call->arguments[0].dict;
	struct list *items = list_new(dict->length);
	size_t position = 0;

	for (const struct dict_entry *entry; (entry = dict_next(dict, &position)) != NULL;)
		list_push(items, pair(value_retain(entry->key), value_retain(entry->value)));
	return call_return(call, value_list(items));
}

static enum step need_container(struct call *call, const char *which)
{
	return call_fail(call, KIND_TypeError, "%s: CONTAINER must be %s, not %s", call->builtin->name, which,
	                 value_type_name(call->arguments[0]));
}

static enum step get_step(struct call *call, void *frame)
{
	(void)frame;
	struct value container = call->arguments[0], key = call->arguments[1], found;
	struct error *error = NULL;

	if (container.type != VALUE_MAP && container.type != VALUE_LIST && container.type != VALUE_STRING)
		return need_container(call, "a map, list or string");
	if (arith_index(container, key, &found, &error))
		return call_return(call, found);
	if (!error_is(error, KIND_LookupError))
		return call_fail_with(call, error);
	error_release(error);
	return call_return(call, call_has(call, 2) ? call_take(call, 2) : value_none());
}

static enum step has_step(struct call *call, void *frame)
{
	(void)frame;
	struct value found;
	struct error *error = NULL;

	if (!arith_binary(OPERATOR_IN, call->arguments[1], call->arguments[0], &found, &error))
		return call_fail_with(call, error);
	return call_return(call, found);
}

/* A map without the key, with a new or changed one; a list with one more item, its index counted and cut as in Python. */
static enum step insert_step(struct call *call, void *frame)
{
	(void)frame;
	struct value container = call->arguments[0], key = call->arguments[1];

	if (container.type == VALUE_MAP) {
		struct error *error = NULL;
		container = call_take(call, 0);
		if (arith_set_index(&container, key, call->arguments[2], &error))
			return call_return(call, container);
		value_release(container);
		return call_fail_with(call, error);
	}
	if (container.type != VALUE_LIST)
		return need_container(call, "a list or map");
	if (key.type != VALUE_INT)
		return call_fail(call, KIND_TypeError, "insert: an index must be an integer, not %s", value_type_name(key));
	struct list *list = call_take(call, 0).list;
	int64_t length = (int64_t)list->length, index = key.i < 0 ? key.i + length : key.i;
	index = index < 0 ? 0 : index > length ? length : index;
	list_insert(list_own(&list), (size_t)index, call_take(call, 2));
	return call_return(call, value_list(list));
}

static enum step not_there(struct call *call, enum kind_id kind)
{
	struct buf text = BUF_INIT;
	value_add_repr(&text, call->arguments[1]);
	enum step step = call_fail(call, kind, "remove: %.100s is not in the %s", text.data, value_type_name(call->arguments[0]));
	buf_clear(&text);
	return step;
}

static enum step remove_step(struct call *call, void *frame)
{
	(void)frame;
	struct value container = call->arguments[0], item = call->arguments[1];

	if (container.type == VALUE_MAP) {
		if (!value_is_hashable(item) || dict_get(container.dict, item) == NULL)
			return not_there(call, KIND_KeyError);
		struct dict *dict = call_take(call, 0).dict;
		dict_remove(dict_own(&dict), item);
		return call_return(call, value_map(dict));
	}
	if (container.type != VALUE_LIST)
		return need_container(call, "a list or map");
	for (size_t i = 0; i < container.list->length; i++)
		if (value_equal(container.list->items[i], item)) {
			struct list *list = call_take(call, 0).list;
			list_remove_at(list_own(&list), i);
			return call_return(call, value_list(list));
		}
	return not_there(call, KIND_ValueError);
}

static enum step append_step(struct call *call, void *frame)
{
	(void)frame;
	struct list *list = call_take(call, 0).list;

	list_extend(list_own(&list), call->arguments[1].list);
	return call_return(call, value_list(list));
}

const struct builtin collection_builtins[] = {
	{ .name = "len", .params = "value:any", .returns = "an int",
	  .summary = "Counts the characters of a string, the items of a list or the keys of a map.",
	  .example = "print len(\"naïve\") len([1, 2]) len({})\n#=> 5 2 0", .step = len_step },
	{ .name = "list", .params = "?value:any", .returns = "a list",
	  .summary = "Makes a list of a string's characters, a map's keys or a list's items.",
	  .example = "print list(\"añb\") list({\"k\": 1}) list()\n#=> [\"a\", \"ñ\", \"b\"] [\"k\"] []", .step = list_step },
	{ .name = "reversed", .params = "list:any", .returns = "a list, or a string",
	  .summary = "Gives a list or a string from the end to the start.",
	  .example = "print reversed([1, 2, 3]) reversed(\"año\")\n#=> [3, 2, 1] oña", .step = reversed_step },
	{ .name = "enumerate", .params = "list:any ?start:int", .returns = "a list of pairs",
	  .summary = "Puts its number, from START or 0, in front of each item.",
	  .example = "for i, name in enumerate([\"a\", \"b\"], 1) < print $i $name >\n#=> 1 a\n#=> 2 b", .step = enumerate_step },
	{ .name = "zip", .params = "list:any...", .returns = "a list of lists",
	  .summary = "Puts together the first items of several lists, the second ones, and so on, as far as the shortest goes.",
	  .example = "print zip([1, 2, 3], [\"a\", \"b\"])\n#=> [[1, \"a\"], [2, \"b\"]]", .step = zip_step },
	{ .name = "keys", .params = "map:map", .returns = "a list", .summary = "Gives the keys of a map, in the order they were put in.",
	  .example = "print keys({\"b\": 1, \"a\": 2})\n#=> [\"b\", \"a\"]", .step = keys_step },
	{ .name = "values", .params = "map:map", .returns = "a list", .summary = "Gives the values of a map, in the order of its keys.",
	  .example = "print values({\"b\": 1, \"a\": 2})\n#=> [1, 2]", .step = values_step },
	{ .name = "items", .params = "map:map", .returns = "a list of pairs", .summary = "Gives each key of a map with its value.",
	  .example = "for k, v in items({\"b\": 1, \"a\": 2}) < print $k $v >\n#=> b 1\n#=> a 2", .step = items_step },
	{ .name = "get", .params = "container:any key:any ?default:any", .returns = "the value, or DEFAULT, or none",
	  .summary = "Gives the value at a key or index, or DEFAULT where there is none.",
	  .example = "print get({\"a\": 1}, \"a\") get({}, \"b\", 0) get([5], 3)\n#=> 1 0 none", .step = get_step },
	{ .name = "has", .params = "container:any item:any", .returns = "true or false",
	  .summary = "Tells whether a map has a key, a list an item or a string a part.",
	  .example = "print has({\"a\": 1}, \"a\") has([1, 2], 3) has(\"banana\", \"nan\")\n#=> true false true", .step = has_step },
	{ .name = "insert", .params = "container:any key:any value:any", .returns = "the new list or map",
	  .summary = "Gives a list with a value put in at an index, or a map with a key set.",
	  .example = "print insert([1, 2], 0, \"x\") insert({\"a\": 1}, \"b\", 2)\n#=> [\"x\", 1, 2] {\"a\": 1, \"b\": 2}", .step = insert_step },
	{ .name = "remove", .params = "container:any item:any", .returns = "the new list or map",
	  .summary = "Gives a list without the first item of that value, or a map without that key.",
	  .example = "print remove([1, 2, 1], 1) remove({\"a\": 1}, \"a\")\n#=> [2, 1] {}", .step = remove_step },
	{ .name = "append", .params = "list:list value:any...", .returns = "the new list",
	  .summary = "Gives a list with values added at its end.",
	  .details = "In place of xs = append($xs, 1) one may write xs += [1].",
	  .example = "print append([1], 2, [3])\n#=> [1, 2, [3]]", .step = append_step },
	{ .name = NULL },
};
