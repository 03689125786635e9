#include "value/arith.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/resource.h"
#include "value/string.h"

static bool is_int(struct value v)
{
	return v.type == VALUE_INT || v.type == VALUE_BOOL;
}

static bool unhashable(struct value key, struct error **error)
{
	*error = error_new(KIND_TypeError, "unhashable type: '%s'", value_type_name(key));
	return false;
}

static bool key_missing(struct value key, struct error **error)
{
	struct buf text = BUF_INIT;

	value_add_repr(&text, key);
	*error = error_new(KIND_KeyError, "%s", text.data);
	buf_clear(&text);
	return false;
}

/* The place an index means, counted from 0; negative ones count from the end. */
static bool resolve(struct value index, size_t length, const char *what, size_t *position, struct error **error)
{
	int64_t i = index.i;

	if (i < 0)
		i += (int64_t)length;
	if (i < 0 || (uint64_t)i >= length) {
		*error = error_new(KIND_IndexError, "%s out of range", what);
		return false;
	}
	*position = (size_t)i;
	return true;
}

static bool index_list(struct value container, struct value index, struct value *result, struct error **error)
{
	const struct list *list = container.list;
	size_t position;

	if (!resolve(index, list->length, "list index", &position, error))
		return false;
	*result = value_retain(list->items[position]);
	return true;
}

static bool index_string(struct value container, struct value index, struct value *result, struct error **error)
{
	const struct string *s = container.string;
	size_t position = 0, offset, size;
	unsigned codepoint;

	/* From the front, the end need not be known. */
	if (index.i < 0 && !resolve(index, utf8_count(s->bytes, s->length), "string index", &position, error))
		return false;
	if (index.i >= 0)
		position = (size_t)index.i;
	offset = utf8_offset(s->bytes, s->length, position);
	if (offset == s->length) {
		*error = error_new(KIND_IndexError, "string index out of range");
		return false;
	}
	size = utf8_decode(s->bytes + offset, s->length - offset, &codepoint);
	*result = value_bytes(s->bytes + offset, size);
	return true;
}

bool arith_index(struct value container, struct value index, struct value *result, struct error **error)
{
	if (container.type == VALUE_MAP) {
		if (!value_is_hashable(index))
			return unhashable(index, error);
		const struct value *found = dict_get(container.dict, index);
		if (found == NULL)
			return key_missing(index, error);
		*result = value_retain(*found);
		return true;
	}
	if (container.type != VALUE_LIST && container.type != VALUE_STRING) {
		*error = error_new(KIND_TypeError, "'%s' is not subscriptable", value_type_name(container));
		return false;
	}
	if (!is_int(index)) {
		*error = error_new(KIND_TypeError, "%s indices must be integers, not %s", value_type_name(container), value_type_name(index));
		return false;
	}
	return container.type == VALUE_LIST ? index_list(container, index, result, error) : index_string(container, index, result, error);
}

/* A bound of a slice, moved into [0, length]. */
static bool resolve_bound(struct value bound, size_t length, size_t missing, size_t *position, struct error **error)
{
	if (bound.type == VALUE_NONE || bound.type == VALUE_ABSENT) {
		*position = missing;
		return true;
	}
	if (!is_int(bound)) {
		*error = error_new(KIND_TypeError, "slice indices must be integers or none, not %s", value_type_name(bound));
		return false;
	}
	int64_t i = bound.i;
	if (i < 0)
		i += (int64_t)length;
	if (i < 0)
		i = 0;
	*position = (uint64_t)i < length ? (size_t)i : length;
	return true;
}

bool arith_slice(struct value container, struct value start, struct value end, struct value *result, struct error **error)
{
	size_t length, from, to;

	if (container.type == VALUE_LIST) {
		length = container.list->length;
	} else if (container.type == VALUE_STRING) {
		length = utf8_count(container.string->bytes, container.string->length);
	} else {
		*error = error_new(KIND_TypeError, "'%s' cannot be sliced", value_type_name(container));
		return false;
	}
	if (!resolve_bound(start, length, 0, &from, error) || !resolve_bound(end, length, length, &to, error))
		return false;
	if (to < from)
		to = from;
	if (container.type == VALUE_LIST) {
		*result = value_list(list_slice(container.list, from, to));
		return true;
	}
	const struct string *s = container.string;
	size_t first = utf8_offset(s->bytes, s->length, from);
	size_t last = first + utf8_offset(s->bytes + first, s->length - first, to - from);
	*result = value_bytes(s->bytes + first, last - first);
	return true;
}

static bool set_item(struct value *container, struct value index, struct value value, struct error **error)
{
	size_t position;

	if (!is_int(index)) {
		*error = error_new(KIND_TypeError, "list indices must be integers, not %s", value_type_name(index));
		return false;
	}
	if (!resolve(index, container->list->length, "list assignment index", &position, error))
		return false;
	struct list *list = list_own(&container->list);
	struct value old = list->items[position];
	list->items[position] = value_retain(value);
	value_release(old);
	return true;
}

bool arith_set_index(struct value *container, struct value index, struct value value, struct error **error)
{
	bool good;

	if (container->type != VALUE_LIST && container->type != VALUE_MAP) {
		*error = error_new(KIND_TypeError, "'%s' does not support item assignment", value_type_name(*container));
		return false;
	}
	if (container->type == VALUE_MAP && !value_is_hashable(index))
		return unhashable(index, error);
	/* The value may be the container itself: held once more, it is seen to be shared, and no circle is made. */
	value_retain(value);
	if (container->type == VALUE_LIST) {
		good = set_item(container, index, value, error);
	} else {
		dict_set(dict_own(&container->dict), index, value_retain(value));
		good = true;
	}
	value_release(value);
	return good;
}

static const char *const error_properties[] = {
	"kind", "message", "exceptions", "cause", "context", "place", "status", "signal", "argv", "errno", "path", NULL
};

static const char *const *properties_of(struct value object)
{
	if (object.type == VALUE_ERROR)
		return error_properties;
	if (object.type == VALUE_HANDLE || object.type == VALUE_FUNCTION)
		return object.resource->type->properties;
	return NULL;
}

static struct error *no_property(struct value object, const char *name)
{
	const char *const *properties = properties_of(object);
	const char *type = object.type == VALUE_ERROR ? object.error->kind->name : value_type_name(object);
	const char *nearest = NULL;
	size_t count = 0;

	if (object.type == VALUE_MAP)
		return error_new(KIND_AttributeError, "'map' has no property '%s'; an entry is m[\"%s\"]", name, name);
	while (properties != NULL && properties[count] != NULL)
		count++;
	if (count > 0)
		nearest = nearest_name(name, properties, count);
	if (nearest != NULL && strcmp(nearest, name) != 0)
		return error_new(KIND_AttributeError, "'%s' has no property '%s'; did you mean '%s'?", type, name, nearest);
	return error_new(KIND_AttributeError, "'%s' has no property '%s'", type, name);
}

bool arith_get_property(struct value object, const char *name, struct value *result, struct error **error)
{
	bool found = false;

	if (object.type == VALUE_ERROR)
		found = error_get_property(object.error, name, result);
	else if ((object.type == VALUE_HANDLE || object.type == VALUE_FUNCTION) && object.resource->type->get != NULL)
		found = object.resource->type->get(object.resource, name, result);
	if (!found)
		*error = no_property(object, name);
	return found;
}

bool arith_set_property(struct value object, const char *name, struct value value, struct error **error)
{
	struct value present;

	if ((object.type == VALUE_HANDLE || object.type == VALUE_FUNCTION) && object.resource->type->set != NULL) {
		*error = object.resource->type->set(object.resource, name, value);
		return *error == NULL;
	}
	if (arith_get_property(object, name, &present, error)) {
		value_release(present);
		*error = error_new(KIND_AttributeError, "the property '%s' of '%s' cannot be set", name, value_type_name(object));
	}
	return false;
}
