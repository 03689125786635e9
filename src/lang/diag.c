#include "lang/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

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

static bool is_known(const struct diags *diags, enum diag_severity severity, struct span span)
{
	for (size_t i = 0; i < diags->list.count; i++) {
		const struct diag *diag = &diags->list.items[i];
		if (diag->severity == severity && diag->span.start == span.start && diag->span.end == span.end)
			return true;
	}
	return false;
}

/* NULL where it is dropped. Warnings count towards the limit, too, but never push out an error: they have a limit of their own. */
static struct diag *add(struct diags *diags, enum diag_severity severity, struct span span, const char *format, va_list arguments)
{
	if (is_known(diags, severity, span))
		return NULL;
	size_t same = severity == DIAG_ERROR ? diags->error_count : diags->list.count - diags->error_count;
	if (same >= DIAG_LIMIT) {
		diags->full = true;
		return NULL;
	}
	struct diag diag = { .severity = severity, .span = span, .message = format_text(format, arguments) };
	vec_push(&diags->list, diag);
	if (severity == DIAG_ERROR)
		diags->error_count++;
	return &vec_last(&diags->list);
}

struct diag *diags_error(struct diags *diags, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = add(diags, DIAG_ERROR, span, format, arguments);
	va_end(arguments);
	return diag;
}

struct diag *diags_warning(struct diags *diags, struct span span, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct diag *diag = add(diags, DIAG_WARNING, span, format, arguments);
	va_end(arguments);
	return diag;
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
	add_place(out, source, diag->span, style);
	add_line(out, colour, error ? "error" : "warning", diag->message, style);
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

void diags_add_text(struct buf *out, struct diags *diags, bool colour, bool brief)
{
	size_t count = diags->list.count;
	if (count == 0)
		return;
	const struct style *style = colour ? &colour_style : &plain_style;
	struct diag **sorted = mem_array(count, sizeof *sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &diags->list.items[i];
	qsort(sorted, count, sizeof *sorted, compare_places);
	for (size_t i = 0; i < count; i++)
		add_diag(out, diags->source, sorted[i], style, brief);
	mem_free(sorted);
	if (diags->full) {
		add_escaped_text(out, diags->source->name);
		buf_printf(out, ": there are more problems; these are the first %d\n", DIAG_LIMIT);
	}
}
