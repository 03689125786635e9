#include "base/source.h"

#include <stdbool.h>
#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"
#include "base/utf8.h"

#define TAB_COLUMNS 4
/* How much of a long line is shown, in columns, and how much of that before the span. */
#define EXCERPT_COLUMNS 100
#define EXCERPT_BEFORE 40

struct source *source_new(const char *name, const char *text, size_t length)
{
	struct source *source = mem_zalloc(sizeof *source);

	if (length >= UINT32_MAX)
		die("%s: too long for a script", name);
	source->references = 1;
	source->name = mem_copy_string(name);
	source->text = mem_alloc(length + 1);
	if (length > 0)
		memcpy(source->text, text, length);
	source->text[length] = '\0';
	source->length = length;
	return source;
}

struct source *source_retain(struct source *source)
{
	if (source != NULL)
		source->references++;
	return source;
}

void source_release(struct source *source)
{
	if (source == NULL || --source->references > 0)
		return;
	mem_free(source->name);
	mem_free(source->text);
	mem_free(source->line_starts);
	mem_free(source);
}

static void find_lines(struct source *source)
{
	size_t count = 1;

	if (source->line_starts != NULL)
		return;
	for (size_t i = 0; i < source->length; i++)
		count += source->text[i] == '\n';
	source->line_starts = mem_array(count, sizeof *source->line_starts);
	source->line_starts[0] = 0;
	source->line_count = 1;
	for (size_t i = 0; i < source->length; i++) {
		if (source->text[i] == '\n')
			source->line_starts[source->line_count++] = (uint32_t)i + 1;
	}
}

static size_t line_index(struct source *source, uint32_t offset)
{
	find_lines(source);
	size_t low = 0, high = source->line_count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (source->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void source_position(struct source *source, uint32_t offset, size_t *line, size_t *column)
{
	if (offset > source->length)
		offset = (uint32_t)source->length;
	size_t index = line_index(source, offset);
	uint32_t start = source->line_starts[index];
	*line = index + 1;
	*column = utf8_count(source->text + start, offset - start) + 1;
}

const char *source_line(struct source *source, size_t line, size_t *length)
{
	find_lines(source);
	if (line < 1 || line > source->line_count) {
		*length = 0;
		return "";
	}
	size_t start = source->line_starts[line - 1];
	size_t end = line < source->line_count ? source->line_starts[line] - 1 : source->length;
	if (end > start && source->text[end - 1] == '\r')
		end--;
	*length = end - start;
	return source->text + start;
}

/* One code point of a source line as a terminal shows it: bytes into out (NULL: only measured), columns returned. */
static size_t add_shown(struct buf *out, const char *bytes, size_t length, size_t *size)
{
	unsigned codepoint;

	*size = utf8_decode(bytes, length, &codepoint);
	if (codepoint == '\t') {
		if (out != NULL)
			buf_add_repeated(out, ' ', TAB_COLUMNS);
		return TAB_COLUMNS;
	}
	if (!utf8_is_printable(bytes, *size, codepoint)) {
		if (out != NULL)
			buf_add_escaped(out, bytes, *size, false);
		return *size * 4;
	}
	if (out != NULL)
		buf_add(out, bytes, *size);
	return (size_t)utf8_width(codepoint);
}

static size_t columns_of(const char *bytes, size_t length)
{
	size_t columns = 0, size;

	for (size_t i = 0; i < length; i += size)
		columns += add_shown(NULL, bytes + i, length - i, &size);
	return columns;
}

/* The part of a line that is shown: it ends where the columns are used up, but not before its span has begun. */
struct window {
	size_t start, end;
	bool cut_before, cut_after;
};

static struct window choose_window(const char *line, size_t length, size_t span_start)
{
	struct window window = { 0, length, false, false };
	size_t size, columns = columns_of(line, length);

	if (columns <= EXCERPT_COLUMNS)
		return window;
	size_t before = columns_of(line, span_start);
	while (before > EXCERPT_BEFORE) {
		before -= add_shown(NULL, line + window.start, length - window.start, &size);
		window.start += size;
		window.cut_before = true;
	}
	columns = 0;
	for (size_t i = window.start; i < length; i += size) {
		columns += add_shown(NULL, line + i, length - i, &size);
		if (columns > EXCERPT_COLUMNS) {
			window.end = i;
			window.cut_after = true;
			break;
		}
	}
	return window;
}

static void add_window(struct buf *out, const char *line, struct window window)
{
	size_t size;

	buf_add_text(out, window.cut_before ? "..." : "");
	for (size_t i = window.start; i < window.end; i += size)
		add_shown(out, line + i, window.end - i, &size);
	buf_add_text(out, window.cut_after ? "..." : "");
}

void source_add_excerpt(struct buf *out, struct source *source, struct span span, const char *indent,
                        const char *colour_on, const char *colour_off)
{
	size_t length, digits_start;

	if (span.start > source->length)
		span.start = (uint32_t)source->length;
	size_t index = line_index(source, span.start);
	size_t line_start = source->line_starts[index];
	const char *line = source_line(source, index + 1, &length);

	size_t from = span.start - line_start;
	size_t to = span.end > span.start ? span.end - line_start : from;
	from = from < length ? from : length;
	to = to < length ? to : length;
	struct window window = choose_window(line, length, from);
	to = to < window.end ? to : window.end;

	buf_add_text(out, indent);
	digits_start = out->length;
	buf_printf(out, "%zu", index + 1);
	size_t digits = out->length - digits_start;
	buf_add_text(out, length > 0 ? " | " : " |");
	add_window(out, line, window);
	buf_printf(out, "\n%s%*s | ", indent, (int)digits, "");
	buf_add_repeated(out, ' ', columns_of(line + window.start, from - window.start) + (window.cut_before ? 3 : 0));
	size_t marks = to > from ? columns_of(line + from, to - from) : 0;
	buf_add_text(out, colour_on);
	buf_add_repeated(out, '^', marks ? marks : 1);
	buf_add_text(out, colour_off);
	buf_add_byte(out, '\n');
}
