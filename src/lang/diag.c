#include "lang/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void diags_init(struct diags *diags, struct source *source)
{
	*diags = (struct diags){ .source = source };
}

void diags_clear(struct diags *diags)
{
	for (size_t i = 0; i < diags->list.count; i++) {
		struct diag *diag = &diags->list.items[i];
		mem_free(diag->message);
		mem_free(diag->hint);
		mem_free(diag->note);
	}
	vec_clear(&diags->list);
	diags->error_count = 0;
	diags->full = false;
}

static char *format_text(const char *format, va_list arguments)
{
	struct buf text = BUF_INIT;
	buf_vprintf(&text, format, arguments);
	return buf_detach(&text);
}

static bool is_known(const struct diags *diags, enum diag_severity severity, const char *number, struct span span)
{
	for (size_t i = 0; i < diags->list.count; i++) {
		const struct diag *diag = &diags->list.items[i];
		if (diag->severity == severity && diag->number == number && diag->span.start == span.start && diag->span.end == span.end)
			return true;
	}
	return false;
}

/* NULL where it is dropped. Warnings never push out an error: they have a limit of their own. */
static struct diag *add(struct diags *diags, enum diag_severity severity, const char *number, struct span span, const char *format, va_list arguments)
{
	if (is_known(diags, severity, number, span))
		return NULL;
	size_t warnings = diags->list.count - diags->error_count;
	if (severity == DIAG_ERROR ? diags->error_count >= DIAG_LIMIT : warnings >= DIAG_WARNING_LIMIT) {
		diags->full = true;
		return NULL;
	}
	struct diag diag = { .severity = severity, .number = number, .span = span, .message = format_text(format, arguments) };
	vec_push(&diags->list, diag);
	if (severity == DIAG_ERROR)
		diags->error_count++;
	return &vec_last(&diags->list);
}

struct diag *diags_error(struct diags *diags, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = add(diags, DIAG_ERROR, NULL, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *diags_warning(struct diags *diags, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = add(diags, DIAG_WARNING, NULL, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *diags_lint(struct diags *diags, const char *number, struct span span, const char *format, va_list arguments)
{
	return add(diags, DIAG_WARNING, number, span, format, arguments);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	if (diag == NULL)
		return;
	va_list arguments;
	va_start(arguments, format);
	mem_free(diag->hint);
	diag->hint = format_text(format, arguments);
	va_end(arguments);
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
	if (diag == NULL)
		return;
	va_list arguments;
	va_start(arguments, format);
	mem_free(diag->note);
	diag->note = format_text(format, arguments);
	diag->note_span = span;
	va_end(arguments);
}

/* ---- showing ---- */

struct style {
	const char *place, *error, *warning, *note, *off;
};

static const struct style plain_style = { "", "", "", "", "" };
static const struct style colour_style = { "\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[0m" };

static void add_escaped_text(struct buf *out, const char *text)
{
	buf_add_escaped(out, text, strlen(text), false);
}

static void add_place(struct buf *out, struct source *source, struct span span, const struct style *style)
{
	size_t line, column;
	source_position(source, span.start, &line, &column);
	buf_add_text(out, style->place);
	add_escaped_text(out, source->name);
	buf_printf(out, ":%zu:%zu: %s", line, column, style->off);
}

static void add_line(struct buf *out, const char *colour, const char *label, const char *text, const struct style *style)
{
	buf_printf(out, "%s%s:%s ", colour, label, style->off);
	add_escaped_text(out, text);
	buf_add_byte(out, '\n');
}

static void add_diag(struct buf *out, struct source *source, const struct diag *diag, const struct style *style, bool brief)
{
	bool error = diag->severity == DIAG_ERROR;
	const char *colour = error ? style->error : style->warning;
	struct buf message = BUF_INIT;
	buf_printf(&message, brief && diag->number != NULL ? "[%s] %s" : "%.0s%s", diag->number != NULL ? diag->number : "", diag->message);
	char label[24];
	snprintf(label, sizeof label, error ? "error" : brief || diag->number == NULL ? "warning" : "warning[%s]", diag->number);
	add_place(out, source, diag->span, style);
	add_line(out, colour, label, message.data, style);
	buf_clear(&message);
	if (brief)
		return;
	source_add_excerpt(out, source, diag->span, "    ", colour, style->off);
	if (diag->note != NULL) {
		add_place(out, source, diag->note_span, style);
		add_line(out, style->note, "note", diag->note, style);
		source_add_excerpt(out, source, diag->note_span, "    ", style->note, style->off);
	}
	if (diag->hint != NULL)
		add_line(out, style->note, "hint", diag->hint, style);
}

/* By place; what was found first comes first among those of one place. */
static int compare_places(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Owned. */
static struct diag **sorted_list(const struct diags *diags)
{
	size_t count = diags->list.count;
	struct diag **sorted = mem_array(count + 1, sizeof *sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &diags->list.items[i];
	qsort(sorted, count, sizeof *sorted, compare_places);
	return sorted;
}

void diags_add_text(struct buf *out, struct diags *diags, bool colour, bool brief)
{
	const struct style *style = colour ? &colour_style : &plain_style;
	struct diag **sorted = sorted_list(diags);
	for (size_t i = 0; i < diags->list.count; i++)
		add_diag(out, diags->source, sorted[i], style, brief);
	mem_free(sorted);
	if (diags->full) {
		add_escaped_text(out, diags->source->name);
		buf_printf(out, ": there are more problems; these are the first %zu\n", diags->list.count);
	}
}

/* ---- for programs ---- */

static void add_json_string(struct buf *out, const char *text)
{
	buf_add_byte(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_add_byte(out, (char)c);
	}
	buf_add_byte(out, '"');
}

/* A null for none. Bytes that are no UTF-8 are escaped as they are for people: JSON cannot hold them. */
static void add_json_member(struct buf *out, const char *name, const char *text)
{
	struct buf valid = BUF_INIT;
	size_t bad;
	buf_printf(out, "\"%s\": ", name);
	if (text == NULL) {
		buf_add_text(out, "null");
		return;
	}
	if (utf8_is_valid(text, strlen(text), &bad))
		buf_add_text(&valid, text);
	else
		add_escaped_text(&valid, text);
	add_json_string(out, valid.data);
	buf_clear(&valid);
}

static void add_json_diag(struct buf *out, struct source *source, const struct diag *diag)
{
	size_t line, column, end_line, end_column;
	source_position(source, diag->span.start, &line, &column);
	source_position(source, diag->span.end, &end_line, &end_column);
	buf_add_byte(out, '{');
	add_json_member(out, "file", source->name);
	buf_printf(out, ", \"line\": %zu, \"column\": %zu, \"end\": {\"line\": %zu, \"column\": %zu}, ", line, column, end_line, end_column);
	add_json_member(out, "severity", diag->severity == DIAG_ERROR ? "error" : "warning");
	buf_add_text(out, ", ");
	add_json_member(out, "number", diag->number);
	buf_add_text(out, ", ");
	add_json_member(out, "message", diag->message);
	buf_add_text(out, ", ");
	add_json_member(out, "hint", diag->hint);
	buf_add_text(out, "}\n");
}

void diags_add_json(struct buf *out, struct diags *diags)
{
	struct diag **sorted = sorted_list(diags);
	for (size_t i = 0; i < diags->list.count; i++)
		add_json_diag(out, diags->source, sorted[i]);
	mem_free(sorted);
}
