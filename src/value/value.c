#include "value/value.h"

#include <math.h>
#include <string.h>

#include "base/fatal.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "free.h"
#include "value/arith.h"
#include "value/cell.h"
#include "value/resource.h"

/* How deep freeing goes into a value on the C stack. What lies deeper waits in a list until the outermost call gets to
 * it, so that a list nested a million deep is freed as safely as a flat one. */
#define FREE_DEPTH 64

static unsigned free_depth;
static VEC(struct value) free_later = VEC_INIT;

struct cell *cell_new(struct value take_value)
{
	struct cell *cell = mem_small_alloc(sizeof *cell);

	cell->object.references = 1;
	cell->value = take_value;
	return cell;
}

static void free_cell(struct cell *cell)
{
	struct value content = cell->value;

	mem_small_free(cell, sizeof *cell);
	value_release(content);
}

static void free_object(struct value v)
{
	switch (v.type) {
	case VALUE_STRING:
		string_free(v.string);
		break;
	case VALUE_LIST:
		list_free(v.list);
		break;
	case VALUE_MAP:
		dict_free(v.dict);
		break;
	case VALUE_ERROR:
		error_free(v.error);
		break;
	case VALUE_FUNCTION:
	case VALUE_HANDLE:
		v.resource->type->free(v.resource);
		break;
	case VALUE_CELL:
		free_cell(cell_of(v));
		break;
	default:
		bug("a value of type %u cannot be freed", v.type);
	}
}

void value_free(struct value v)
{
	if (v.type == VALUE_STRING) {
		string_free(v.string);
		return;
	}
	if (free_depth == FREE_DEPTH) {
		vec_push(&free_later, v);
		return;
	}
	free_depth++;
	free_object(v);
	while (free_depth == 1 && free_later.count > 0)
		free_object(vec_pop(&free_later));
	free_depth--;
}

struct value value_text(const char *text)
{
	return value_string(string_from(text));
}

struct value value_bytes(const char *bytes, size_t length)
{
	return value_string(string_new(bytes, length));
}

bool value_truth(struct value v)
{
	switch (v.type) {
	case VALUE_NONE:
	case VALUE_ABSENT:
		return false;
	case VALUE_BOOL:
	case VALUE_INT:
		return v.i != 0;
	case VALUE_FLOAT:
		return v.f != 0;
	case VALUE_STRING:
		return v.string->length > 0;
	case VALUE_LIST:
		return v.list->length > 0;
	case VALUE_MAP:
		return v.dict->length > 0;
	default:
		return true;
	}
}

const char *value_type_name(struct value v)
{
	static const char *const names[] = {
		[VALUE_NONE] = "none", [VALUE_BOOL] = "bool", [VALUE_INT] = "int", [VALUE_FLOAT] = "float",
		[VALUE_ABSENT] = "absent", [VALUE_RAW] = "raw", [VALUE_STRING] = "string", [VALUE_LIST] = "list",
		[VALUE_MAP] = "map", [VALUE_ERROR] = "error", [VALUE_FUNCTION] = "function", [VALUE_CELL] = "cell"
	};

	return v.type == VALUE_HANDLE ? v.resource->type->name : names[v.type];
}

/* Equality. Lists and maps are compared with a stack of our own: they may be nested deeper than C's goes. */

enum verdict { DIFFERENT, EQUAL, LOOK_INSIDE };

struct pair {
	struct value a, b;
	size_t position;
};

typedef VEC(struct pair) pair_stack;

static enum verdict compare_outside(struct value a, struct value b)
{
	int order;
	bool unordered;

	if (value_is_number(a) && value_is_number(b)) {
		order = number_compare(a, b, &unordered);
		return !unordered && order == 0 ? EQUAL : DIFFERENT;
	}
	if (a.type != b.type)
		return DIFFERENT;
	switch (a.type) {
	case VALUE_NONE:
	case VALUE_ABSENT:
		return EQUAL;
	case VALUE_STRING:
		return string_equal(a.string, b.string) ? EQUAL : DIFFERENT;
	case VALUE_LIST:
		if (a.list == b.list)
			return EQUAL;
		return a.list->length == b.list->length ? LOOK_INSIDE : DIFFERENT;
	case VALUE_MAP:
		if (a.dict == b.dict)
			return EQUAL;
		return a.dict->length == b.dict->length ? LOOK_INSIDE : DIFFERENT;
	default:
		return a.raw == b.raw ? EQUAL : DIFFERENT;
	}
}

/* The next two values inside of a pair; false at its end. *b is absent where a map lacks the key. */
static bool next_inside(struct pair *pair, struct value *a, struct value *b)
{
	if (pair->a.type == VALUE_LIST) {
		if (pair->position == pair->a.list->length)
			return false;
		*a = pair->a.list->items[pair->position];
		*b = pair->b.list->items[pair->position++];
		return true;
	}
	const struct dict_entry *entry = dict_next(pair->a.dict, &pair->position);
	if (entry == NULL)
		return false;
	const struct value *other = dict_get(pair->b.dict, entry->key);
	*a = entry->value;
	*b = other ? *other : value_absent();
	return true;
}

static bool equal_inside(pair_stack *stack)
{
	struct value a, b;

	while (stack->count > 0) {
		if (!next_inside(&vec_last(stack), &a, &b)) {
			stack->count--;
			continue;
		}
		switch (compare_outside(a, b)) {
		case DIFFERENT:
			return false;
		case EQUAL:
			break;
		case LOOK_INSIDE:
			vec_push(stack, (struct pair){ a, b, 0 });
			break;
		}
	}
	return true;
}

bool value_equal(struct value a, struct value b)
{
	enum verdict verdict = compare_outside(a, b);

	if (verdict != LOOK_INSIDE)
		return verdict == EQUAL;
	pair_stack stack = VEC_INIT;
	vec_push(&stack, (struct pair){ a, b, 0 });
	bool equal = equal_inside(&stack);
	vec_clear(&stack);
	return equal;
}

bool value_is_hashable(struct value v)
{
	return v.type != VALUE_LIST && v.type != VALUE_MAP && v.type != VALUE_RAW && v.type != VALUE_CELL;
}

/* An int and the float equal to it hash alike. */
static uint32_t hash_number(struct value v)
{
	if (v.type != VALUE_FLOAT)
		return hash_bytes(&v.i, sizeof v.i);
	if (v.f >= -0x1p63 && v.f < 0x1p63 && v.f == floor(v.f)) {
		int64_t whole = (int64_t)v.f;
		return hash_bytes(&whole, sizeof whole);
	}
	return hash_bytes(&v.f, sizeof v.f);
}

uint32_t value_hash(struct value v)
{
	switch (v.type) {
	case VALUE_NONE:
	case VALUE_ABSENT:
		return 0x6e6f6e65;
	case VALUE_BOOL:
	case VALUE_INT:
	case VALUE_FLOAT:
		return hash_number(v);
	case VALUE_STRING:
		return string_hash(v.string);
	default:
		return hash_bytes(&v.raw, sizeof v.raw);
	}
}
