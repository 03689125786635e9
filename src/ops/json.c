/* JSON. Reading is jansson's; writing is done here, where floats are written as everywhere else (jansson has no hook for them)
 * and the value need not be built twice. */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ops/groups.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/string.h"
#include "value/units.h"

/* Deeper than this nothing is written; jansson reads as deep. */
#define DEPTH_LIMIT 2048

static struct value from_jansson(const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_TRUE:
	case JSON_FALSE:
		return value_bool(json_is_true(json));
	case JSON_INTEGER:
		return value_int(json_integer_value(json));
	case JSON_REAL:
		return value_float(json_real_value(json));
	case JSON_STRING:
		return value_bytes(json_string_value(json), json_string_length(json));
	case JSON_ARRAY: {
		struct list *list = list_new(json_array_size(json));
		for (size_t i = 0; i < json_array_size(json); i++)
			list_push(list, from_jansson(json_array_get(json, i)));
		return value_list(list);
	}
	case JSON_OBJECT: {
		struct dict *dict = dict_new();
		for (void *at = json_object_iter((json_t *)json); at != NULL; at = json_object_iter_next((json_t *)json, at))
			dict_set_text(dict, json_object_iter_key(at), from_jansson(json_object_iter_value(at)));
		return value_map(dict);
	}
	default:
		return value_none();
	}
}

static enum step from_json_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *text = call->arguments[0].string;
	json_error_t why;
	json_t *json = json_loadb(text->bytes, text->length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);

	if (json == NULL)
		return call_fail(call, KIND_ValueError, "from_json: %s (line %d, column %d)", why.text, why.line, why.column);
	struct value v = from_jansson(json);
	json_decref(json);
	return call_return(call, v);
}

/* What is being written. */
struct writer {
	struct call *call;
	struct buf out;
	int64_t indent;                 /* -1: all on one line */
};

static bool write_value(struct writer *writer, struct value v, unsigned depth);

static void write_string(struct buf *out, const char *bytes, size_t length)
{
	static const char letters[] = "\b\f\n\r\t\"\\", codes[] = "bfnrt\"\\";

	buf_add_byte(out, '"');
	for (size_t i = 0; i < length; i++) {
		const char *letter = bytes[i] != '\0' ? strchr(letters, bytes[i]) : NULL;
		if (letter != NULL) {
			buf_add_byte(out, '\\');
			buf_add_byte(out, codes[letter - letters]);
		} else if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7F) {
			buf_printf(out, "\\u%04x", (unsigned)bytes[i]);
		} else {
			buf_add_byte(out, bytes[i]);
		}
	}
	buf_add_byte(out, '"');
}

static void new_line(struct writer *writer, unsigned depth)
{
	if (writer->indent < 0)
		return;
	buf_add_byte(&writer->out, '\n');
	buf_add_repeated(&writer->out, ' ', (size_t)writer->indent * depth);
}

static void separate(struct writer *writer, bool first, unsigned depth)
{
	if (!first)
		buf_add_text(&writer->out, writer->indent < 0 ? ", " : ",");
	new_line(writer, depth);
}

static bool write_list(struct writer *writer, const struct list *list, unsigned depth)
{
	if (list->length == 0) {
		buf_add_text(&writer->out, "[]");
		return true;
	}
	buf_add_byte(&writer->out, '[');
	for (size_t i = 0; i < list->length; i++) {
		separate(writer, i == 0, depth + 1);
		if (!write_value(writer, list->items[i], depth + 1))
			return false;
	}
	new_line(writer, depth);
	buf_add_byte(&writer->out, ']');
	return true;
}

/* As in Python, keys that are no strings become their JSON text. */
static bool write_key(struct writer *writer, struct value key, unsigned depth)
{
	if (key.type == VALUE_STRING)
		return write_value(writer, key, depth);
	if (key.type > VALUE_FLOAT) {
		call_fail(writer->call, KIND_TypeError, "to_json: a key must be a string, not %s", value_type_name(key));
		return false;
	}
	buf_add_byte(&writer->out, '"');
	if (!write_value(writer, key, depth))
		return false;
	buf_add_byte(&writer->out, '"');
	return true;
}

static bool write_map(struct writer *writer, const struct dict *dict, unsigned depth)
{
	size_t position = 0;
	bool first = true;

	if (dict->length == 0) {
		buf_add_text(&writer->out, "{}");
		return true;
	}
	buf_add_byte(&writer->out, '{');
	for (const struct dict_entry *entry; (entry = dict_next(dict, &position)) != NULL; first = false) {
		separate(writer, first, depth + 1);
		if (!write_key(writer, entry->key, depth + 1))
			return false;
		buf_add_text(&writer->out, ": ");
		if (!write_value(writer, entry->value, depth + 1))
			return false;
	}
	new_line(writer, depth);
	buf_add_byte(&writer->out, '}');
	return true;
}

static bool write_text(struct writer *writer, const struct string *text)
{
	size_t bad;

	if (!utf8_is_valid(text->bytes, text->length, &bad)) {
		call_fail(writer->call, KIND_UnicodeError, "to_json: a string is no valid UTF-8 (byte %zu)", bad);
		return false;
	}
	write_string(&writer->out, text->bytes, text->length);
	return true;
}

static bool write_value(struct writer *writer, struct value v, unsigned depth)
{
	if (depth > DEPTH_LIMIT) {
		call_fail(writer->call, KIND_RecursionError, "to_json: nested more than %d deep", DEPTH_LIMIT);
		return false;
	}
	switch (v.type) {
	case VALUE_NONE:
		buf_add_text(&writer->out, "null");
		return true;
	case VALUE_BOOL:
	case VALUE_INT:
		value_add_repr(&writer->out, v);
		return true;
	case VALUE_FLOAT:
		if (!isfinite(v.f)) {
			call_fail(writer->call, KIND_ValueError, "to_json: JSON has no %s", isnan(v.f) ? "nan" : "inf");
			return false;
		}
		units_add_float(&writer->out, v.f);
		return true;
	case VALUE_STRING:
		return write_text(writer, v.string);
	case VALUE_LIST:
		return write_list(writer, v.list, depth);
	case VALUE_MAP:
		return write_map(writer, v.dict, depth);
	default:
		call_fail(writer->call, KIND_TypeError, "to_json: JSON has nothing like a value of type %s", value_type_name(v));
		return false;
	}
}

static enum step to_json_step(struct call *call, void *frame)
{
	(void)frame;
	struct writer writer = { .call = call, .out = BUF_INIT, .indent = call_has(call, 1) ? call->arguments[1].i : -1 };

	if (writer.indent > 64)
		return call_fail(call, KIND_ValueError, "to_json: --indent may be 64 at most");
	if (!write_value(&writer, call->arguments[0], 0)) {
		buf_clear(&writer.out);
		return STEP_FAILED;
	}
	return call_return(call, value_string(string_take_buf(&writer.out)));
}

const struct builtin json_builtins[] = {
	{ .name = "from_json", .params = "text:string", .returns = "a value", .summary = "Reads a value from JSON text.",
	  .example = "let v = from_json '{\"name\": \"trio\", \"tags\": [1, 2.5, null]}'\nprint (v[\"name\"]) (v[\"tags\"])\n"
	             "#=> trio [1, 2.5, none]",
	  .step = from_json_step },
	{ .name = "to_json", .params = "value:any --indent:int", .returns = "a string", .summary = "Writes a value as JSON text.",
	  .details = "--indent puts each item on a line of its own, indented by that many spaces.",
	  .example = "print to_json({\"name\": \"trio\", \"tags\": [1, 2.5, none]})\n#=> {\"name\": \"trio\", \"tags\": [1, 2.5, null]}",
	  .step = to_json_step },
	{ .name = NULL },
};
