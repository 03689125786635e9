/* Strings: taking apart, putting together, changing. Positions and lengths are code points; bytes that are no UTF-8 count as one each. */
#include <inttypes.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ops/groups.h"
#include "ops/locale.h"
#include "ops/sequence.h"
#include "value/list.h"
#include "value/string.h"

#define TEXT_LIMIT ((size_t)1 << 30)

/* Python's white space. */
static bool is_space(unsigned codepoint)
{
	return codepoint == ' ' || (codepoint >= 0x09 && codepoint <= 0x0D) || (codepoint >= 0x1C && codepoint <= 0x1F) ||
	       codepoint == 0x85 || codepoint == 0xA0 || codepoint == 0x1680 || (codepoint >= 0x2000 && codepoint <= 0x200A) ||
	       codepoint == 0x2028 || codepoint == 0x2029 || codepoint == 0x202F || codepoint == 0x205F || codepoint == 0x3000;
}

/* The byte offset of the first code point at or after offset that is white space (wanted) or is none. */
static size_t skip_until(const struct string *text, size_t offset, bool wanted)
{
	while (offset < text->length) {
		unsigned codepoint;
		size_t size = utf8_decode(text->bytes + offset, text->length - offset, &codepoint);
		if (is_space(codepoint) == wanted)
			break;
		offset += size;
	}
	return offset;
}

static struct list *split_at_spaces(const struct string *text, int64_t limit)
{
	struct list *parts = list_new(0);
	size_t start = skip_until(text, 0, false);

	while (start < text->length) {
		size_t end = limit == 0 ? text->length : skip_until(text, start, true);
		list_push(parts, value_bytes(text->bytes + start, end - start));
		start = skip_until(text, end, false);
		limit--;
	}
	return parts;
}

static struct list *split_at(const struct string *text, const struct string *separator, int64_t limit)
{
	struct list *parts = list_new(0);
	const char *start = text->bytes, *end = text->bytes + text->length, *found;

	while (limit-- != 0 && (found = memmem(start, (size_t)(end - start), separator->bytes, separator->length)) != NULL) {
		list_push(parts, value_bytes(start, (size_t)(found - start)));
		start = found + separator->length;
	}
	list_push(parts, value_bytes(start, (size_t)(end - start)));
	return parts;
}

static enum step split_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *text = call->arguments[0].string;
	int64_t limit = call_has(call, 2) ? call->arguments[2].i : -1;

	if (!call_has(call, 1) || call->arguments[1].type == VALUE_NONE)
		return call_return(call, value_list(split_at_spaces(text, limit)));
	if (call->arguments[1].type != VALUE_STRING)
		return call_fail(call, KIND_TypeError, "split: SEPARATOR must be a string, not %s", value_type_name(call->arguments[1]));
	if (call->arguments[1].string->length == 0)
		return call_fail(call, KIND_ValueError, "split: the separator is empty; list(TEXT) gives the characters");
	return call_return(call, value_list(split_at(text, call->arguments[1].string, limit)));
}

static enum step lines_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *text = call->arguments[0].string;
	struct list *lines = list_new(0);
	const char *start = text->bytes, *end = start + text->length;

	while (start < end) {
		const char *newline = memchr(start, '\n', (size_t)(end - start));
		const char *stop = newline != NULL ? newline : end;
		size_t length = (size_t)(stop - start);
		if (newline != NULL && length > 0 && stop[-1] == '\r')
			length--;
		list_push(lines, value_bytes(start, length));
		start = newline != NULL ? newline + 1 : end;
	}
	return call_return(call, value_list(lines));
}

static enum step join_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *separator = call->arguments[0].string;
	struct list *items = sequence_list(call->arguments[1]);
	struct buf text = BUF_INIT;

	if (items == NULL)
		return call_fail(call, KIND_TypeError, "join: LIST must be a list, not %s", value_type_name(call->arguments[1]));
	for (size_t i = 0; i < items->length && text.length <= TEXT_LIMIT; i++) {
		if (i > 0)
			buf_add(&text, separator->bytes, separator->length);
		value_add_text(&text, items->items[i]);
	}
	list_release(items);
	if (text.length > TEXT_LIMIT) {
		buf_clear(&text);
		return call_fail(call, KIND_MemoryError, "join: the result is larger than 1 GiB");
	}
	return call_return(call, value_string(string_take_buf(&text)));
}

/* Whether one code point goes: white space, or where characters are given one of those. */
static bool is_stripped(const char *bytes, size_t size, unsigned codepoint, const struct string *characters)
{
	if (characters == NULL)
		return is_space(codepoint);
	for (size_t at = 0, other_size; at < characters->length; at += other_size) {
		unsigned other;
		other_size = utf8_decode(characters->bytes + at, characters->length - at, &other);
		if (other_size == size && memcmp(characters->bytes + at, bytes, size) == 0)
			return true;
	}
	return false;
}

/* Where the code point before end begins. */
static size_t previous(const struct string *text, size_t start, size_t end)
{
	unsigned codepoint;

	for (size_t size = 4; size > 1; size--)
		if (end - start >= size && utf8_decode(text->bytes + end - size, size, &codepoint) == size)
			return end - size;
	return end - 1;
}

static enum step strip(struct call *call, bool left, bool right)
{
	const struct string *text = call->arguments[0].string;
	const struct string *characters = call_has(call, 1) ? call->arguments[1].string : NULL;
	size_t start = 0, end = text->length, at;
	unsigned codepoint;

	while (left && start < end) {
		size_t size = utf8_decode(text->bytes + start, end - start, &codepoint);
		if (!is_stripped(text->bytes + start, size, codepoint, characters))
			break;
		start += size;
	}
	for (; right && start < end; end = at) {
		at = previous(text, start, end);
		utf8_decode(text->bytes + at, end - at, &codepoint);
		if (!is_stripped(text->bytes + at, end - at, codepoint, characters))
			break;
	}
	if (end - start == text->length)
		return call_return(call, call_take(call, 0));
	return call_return(call, value_bytes(text->bytes + start, end - start));
}

static enum step strip_step(struct call *call, void *frame)
{
	(void)frame;
	return strip(call, true, true);
}

static enum step lstrip_step(struct call *call, void *frame)
{
	(void)frame;
	return strip(call, true, false);
}

static enum step rstrip_step(struct call *call, void *frame)
{
	(void)frame;
	return strip(call, false, true);
}

locale_t characters_locale(void)
{
	static locale_t locale;

	if (locale == NULL)
		locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	if (locale == NULL)
		locale = newlocale(LC_CTYPE_MASK, "C", NULL);
	return locale;
}

static enum step change_case(struct call *call, bool upper)
{
	const struct string *text = call->arguments[0].string;
	struct buf result = BUF_INIT;
	size_t size;

	buf_reserve(&result, text->length);
	for (size_t at = 0; at < text->length; at += size) {
		unsigned codepoint;
		char c = text->bytes[at];
		size = utf8_decode(text->bytes + at, text->length - at, &codepoint);
		if (codepoint < 0x80) {
			char first = upper ? 'a' : 'A';
			buf_add_byte(&result, c >= first && c <= first + 25 ? (char)(c ^ 0x20) : c);
		} else if (size == 1) {
			buf_add_byte(&result, c);
		} else {
			buf_add_codepoint(&result, upper ? towupper_l(codepoint, characters_locale()) : towlower_l(codepoint, characters_locale()));
		}
	}
	return call_return(call, value_string(string_take_buf(&result)));
}

static enum step lower_step(struct call *call, void *frame)
{
	(void)frame;
	return change_case(call, false);
}

static enum step upper_step(struct call *call, void *frame)
{
	(void)frame;
	return change_case(call, true);
}

/* An empty OLD is found in front of every character and at the end, as in Python. */
static void replace_empty(struct buf *result, const struct string *text, const struct string *new, int64_t limit)
{
	unsigned codepoint;
	size_t size;

	for (size_t at = 0; at < text->length && result->length <= TEXT_LIMIT; at += size) {
		if (limit-- != 0)
			buf_add(result, new->bytes, new->length);
		else
			limit = 0;
		size = utf8_decode(text->bytes + at, text->length - at, &codepoint);
		buf_add(result, text->bytes + at, size);
	}
	if (limit != 0)
		buf_add(result, new->bytes, new->length);
}

static void replace(struct buf *result, const struct string *text, const struct string *old, const struct string *new, int64_t limit)
{
	const char *start = text->bytes, *end = start + text->length, *found;

	while (limit-- != 0 && result->length <= TEXT_LIMIT &&
	       (found = memmem(start, (size_t)(end - start), old->bytes, old->length)) != NULL) {
		buf_add(result, start, (size_t)(found - start));
		buf_add(result, new->bytes, new->length);
		start = found + old->length;
	}
	buf_add(result, start, (size_t)(end - start));
}

static enum step replace_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *text = call->arguments[0].string, *old = call->arguments[1].string, *new = call->arguments[2].string;
	int64_t limit = call_has(call, 3) && call->arguments[3].i >= 0 ? call->arguments[3].i : -1;
	struct buf result = BUF_INIT;

	if (old->length == 0)
		replace_empty(&result, text, new, limit);
	else
		replace(&result, text, old, new, limit);
	if (result.length > TEXT_LIMIT) {
		buf_clear(&result);
		return call_fail(call, KIND_MemoryError, "replace: the result is larger than 1 GiB");
	}
	return call_return(call, value_string(string_take_buf(&result)));
}

/* Whether one of the given texts stands at the start (or at the end). */
static enum step stands_at(struct call *call, bool end)
{
	const struct string *text = call->arguments[0].string;
	const struct list *parts = call->arguments[1].list;

	for (size_t i = 0; i < parts->length; i++) {
		const struct string *part = parts->items[i].string;
		if (part->length <= text->length &&
		    memcmp(end ? text->bytes + text->length - part->length : text->bytes, part->bytes, part->length) == 0)
			return call_return(call, value_bool(true));
	}
	return call_return(call, value_bool(false));
}

static enum step starts_with_step(struct call *call, void *frame)
{
	(void)frame;
	return stands_at(call, false);
}

static enum step ends_with_step(struct call *call, void *frame)
{
	(void)frame;
	return stands_at(call, true);
}

static enum step find_step(struct call *call, void *frame)
{
	(void)frame;
	const struct string *text = call->arguments[0].string, *part = call->arguments[1].string;
	int64_t start = call_has(call, 2) ? call->arguments[2].i : 0;
	size_t offset = 0;

	if (start < 0) {
		start += (int64_t)utf8_count(text->bytes, text->length);
		start = start < 0 ? 0 : start;
	}
	if (start > 0) {
		/* Behind the end even nothing is not found. */
		if ((uint64_t)start > text->length || (size_t)start > utf8_count(text->bytes, text->length))
			return call_return(call, value_int(-1));
		offset = utf8_offset(text->bytes, text->length, (size_t)start);
	}
	const char *found = memmem(text->bytes + offset, text->length - offset, part->bytes, part->length);
	if (found == NULL)
		return call_return(call, value_int(-1));
	return call_return(call, value_int((int64_t)utf8_count(text->bytes, (size_t)(found - text->bytes))));
}

const struct builtin text_builtins[] = {
	{ .name = "split", .params = "text:string ?separator:any --max:int", .returns = "a list of strings",
	  .summary = "Splits a string at a separator or, without one, at white space.",
	  .details = "At white space, several in a row count as one and there are no empty parts.\n\n--max is how many times at most it is split.",
	  .example = "print split(\" a  b \") split(\"x,,y\", \",\") split(\"k=v=w\", \"=\", max=1)\n"
	             "#=> [\"a\", \"b\"] [\"x\", \"\", \"y\"] [\"k\", \"v=w\"]",
	  .step = split_step },
	{ .name = "lines", .params = "text:string", .returns = "a list of strings",
	  .summary = "Gives the lines of a string, without their ends.",
	  .example = "for line in lines(\"one\\ntwo\\n\") < print \"- $line\" >\n#=> - one\n#=> - two", .step = lines_step },
	{ .name = "join", .params = "separator:string list:any", .returns = "a string",
	  .summary = "Puts the items of a list together as text, with a separator between them.",
	  .example = "print join(\", \", [\"a\", \"b\", 3])\n#=> a, b, 3", .step = join_step },
	{ .name = "strip", .params = "text:string ?characters:text", .returns = "a string",
	  .summary = "Takes white space, or the given characters, off both ends of a string.",
	  .example = "print strip(\"  ab \") strip(\"--ab-\", \"-\")\n#=> ab ab", .step = strip_step },
	{ .name = "lstrip", .params = "text:string ?characters:text", .returns = "a string",
	  .summary = "Takes white space, or the given characters, off the start of a string.",
	  .example = "print repr(lstrip(\"  ab \"))\n#=> \"ab \"", .step = lstrip_step },
	{ .name = "rstrip", .params = "text:string ?characters:text", .returns = "a string",
	  .summary = "Takes white space, or the given characters, off the end of a string.",
	  .example = "print repr(rstrip(\" ab \\n\"))\n#=> \" ab\"", .step = rstrip_step },
	{ .name = "lower", .params = "text:string", .returns = "a string", .summary = "Writes a string in small letters.",
	  .example = "print lower(\"ÀB1\")\n#=> àb1", .step = lower_step },
	{ .name = "upper", .params = "text:string", .returns = "a string", .summary = "Writes a string in capital letters.",
	  .example = "print upper(\"àb1\")\n#=> ÀB1", .step = upper_step },
	{ .name = "replace", .params = "text:string old:string new:string ?count:int", .returns = "a string",
	  .summary = "Puts NEW in the place of every OLD, or of the first COUNT of them.",
	  .example = "print replace(\"a-b-c\", \"-\", \"+\") replace(\"a-b-c\", \"-\", \"\", 1)\n#=> a+b+c ab-c", .step = replace_step },
	{ .name = "starts_with", .params = "text:string prefix:string...", .returns = "true or false",
	  .summary = "Tells whether a string begins with a prefix, or with one of several.",
	  .example = "print starts_with(\"triosh\", \"trio\") starts_with(\"triosh\", \"a\", \"b\")\n#=> true false", .step = starts_with_step },
	{ .name = "ends_with", .params = "text:string suffix:string...", .returns = "true or false",
	  .summary = "Tells whether a string ends with a suffix, or with one of several.",
	  .example = "for f in a.c b.h c.py < if ends_with $f .c .h < print $f > >\n#=> a.c\n#=> b.h", .step = ends_with_step },
	{ .name = "find", .params = "text:string part:string ?start:int", .returns = "an index, or -1",
	  .summary = "Finds where a part first stands in a string, at or behind START.",
	  .example = "print find(\"banana\", \"an\") find(\"banana\", \"an\", 2) find(\"banana\", \"x\")\n#=> 1 3 -1", .step = find_step },
	{ .name = NULL },
};
