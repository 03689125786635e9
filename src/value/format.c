#include "value/value.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "value/dict.h"
#include "value/error.h"
#include "value/list.h"
#include "value/resource.h"
#include "value/string.h"
#include "value/units.h"

/* Deeper than this nobody reads, and the C stack must not be the limit. */
#define FORMAT_DEPTH 200

static void add_repr(struct buf *out, struct value v, unsigned depth);

static void add_quoted_byte(struct buf *out, unsigned char byte)
{
	switch (byte) {
	case '\n':
		buf_add_text(out, "\\n");
		break;
	case '\t':
		buf_add_text(out, "\\t");
		break;
	case '\r':
		buf_add_text(out, "\\r");
		break;
	case 0x1B:
		buf_add_text(out, "\\e");
		break;
	case '\0':
		buf_add_text(out, "\\0");
		break;
	default:
		buf_printf(out, "\\x%02x", byte);
	}
}

static void add_quoted(struct buf *out, const char *bytes, size_t length)
{
	buf_add_byte(out, '"');
	for (size_t i = 0; i < length;) {
		unsigned codepoint;
		size_t size = utf8_decode(bytes + i, length - i, &codepoint);

		if (codepoint == '"' || codepoint == '\\' || codepoint == '$') {
			buf_add_byte(out, '\\');
			buf_add_byte(out, bytes[i]);
		} else if (utf8_is_printable(bytes + i, size, codepoint)) {
			buf_add(out, bytes + i, size);
		} else {
			for (size_t k = 0; k < size; k++)
				add_quoted_byte(out, (unsigned char)bytes[i + k]);
		}
		i += size;
	}
	buf_add_byte(out, '"');
}

static void add_list(struct buf *out, const struct list *list, unsigned depth)
{
	buf_add_byte(out, '[');
	for (size_t i = 0; i < list->length; i++) {
		if (i > 0)
			buf_add_text(out, ", ");
		add_repr(out, list->items[i], depth + 1);
	}
	buf_add_byte(out, ']');
}

static void add_dict(struct buf *out, const struct dict *dict, unsigned depth)
{
	const struct dict_entry *entry;
	size_t position = 0;
	bool first = true;

	buf_add_byte(out, '{');
	while ((entry = dict_next(dict, &position)) != NULL) {
		if (!first)
			buf_add_text(out, ", ");
		first = false;
		add_repr(out, entry->key, depth + 1);
		buf_add_text(out, ": ");
		add_repr(out, entry->value, depth + 1);
	}
	buf_add_byte(out, '}');
}

/* As Python shows one: KIND("message"), and a group with its members. */
static void add_error(struct buf *out, const struct error *error, unsigned depth)
{
	buf_printf(out, "%s(", error->kind->name);
	if (error->message != NULL)
		add_quoted(out, error->message->bytes, error->message->length);
	if (error->member_count > 0) {
		buf_add_text(out, error->message != NULL ? ", [" : "[");
		for (size_t i = 0; i < error->member_count; i++) {
			if (i > 0)
				buf_add_text(out, ", ");
			add_repr(out, value_error(error->members[i]), depth + 1);
		}
		buf_add_byte(out, ']');
	}
	buf_add_byte(out, ')');
}

static void add_resource(struct buf *out, struct resource *resource)
{
	if (resource->type->describe != NULL)
		resource->type->describe(resource, out);
	else
		buf_printf(out, "<%s>", resource->type->name);
}

static void add_deep(struct buf *out, struct value v, unsigned depth)
{
	if (depth >= FORMAT_DEPTH)
		buf_add_text(out, "...");
	else if (v.type == VALUE_LIST)
		add_list(out, v.list, depth);
	else if (v.type == VALUE_MAP)
		add_dict(out, v.dict, depth);
	else
		add_error(out, v.error, depth);
}

static void add_repr(struct buf *out, struct value v, unsigned depth)
{
	switch (v.type) {
	case VALUE_NONE:
		buf_add_text(out, "none");
		break;
	case VALUE_BOOL:
		buf_add_text(out, v.i ? "true" : "false");
		break;
	case VALUE_INT:
		buf_printf(out, "%" PRId64, v.i);
		break;
	case VALUE_FLOAT:
		units_add_float(out, v.f);
		break;
	case VALUE_STRING:
		add_quoted(out, v.string->bytes, v.string->length);
		break;
	case VALUE_LIST:
	case VALUE_MAP:
	case VALUE_ERROR:
		add_deep(out, v, depth);
		break;
	case VALUE_FUNCTION:
	case VALUE_HANDLE:
		add_resource(out, v.resource);
		break;
	default:
		buf_printf(out, "<%s>", value_type_name(v));
	}
}

void value_add_repr(struct buf *out, struct value v)
{
	add_repr(out, v, 0);
}

/* What the error says; its kind where it says nothing. */
static void add_error_text(struct buf *out, const struct error *error)
{
	if (error->message != NULL && error->message->length > 0)
		buf_add(out, error->message->bytes, error->message->length);
	else
		buf_add_text(out, error->kind->name);
	if (error->member_count > 0)
		buf_printf(out, " (%zu error%s)", error->member_count, error->member_count == 1 ? "" : "s");
}

void value_add_text(struct buf *out, struct value v)
{
	if (v.type == VALUE_STRING)
		buf_add(out, v.string->bytes, v.string->length);
	else if (v.type == VALUE_ERROR)
		add_error_text(out, v.error);
	else
		add_repr(out, v, 0);
}

struct value value_to_text(struct value v)
{
	struct buf buf = BUF_INIT;

	if (v.type == VALUE_STRING)
		return value_retain(v);
	value_add_text(&buf, v);
	return value_string(string_take_buf(&buf));
}
