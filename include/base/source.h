/* A text with a name (a script, a prompt entry, a -c string) and places in it.
 *
 * A source is shared by count: chunks, errors and diagnostics hold it as long as they may show a line of it.
 * Offsets are bytes from 0; lines and columns as people see them count from 1, columns in code points. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct source {
	uint32_t references;
	char *name;                     /* as shown: a path, "<stdin>", "<command>", "<prompt 3>" */
	char *text;                     /* '\0' at its end; may hold NUL bytes before */
	size_t length;
	uint32_t *line_starts;          /* offsets, made at the first question */
	size_t line_count;
};

struct span {
	uint32_t start, end;            /* bytes [start, end) */
};

struct source *source_new(const char *name, const char *text, size_t length);   /* copies both; one reference */
struct source *source_retain(struct source *source);                            /* NULL is allowed */
void source_release(struct source *source);                                     /* NULL is allowed */

void source_position(struct source *source, uint32_t offset, size_t *line, size_t *column);
/* The text of a line counted from 1, without its newline. */
const char *source_line(struct source *source, size_t line, size_t *length);

/* Adds the line on which span begins and an underline below it, as diagnostics and tracebacks show them:
 *     INDENT 12 |   spawn chld1
 *     INDENT    |         ^^^^^
 * Long lines are cut around the span, control characters escaped, wide characters counted, tabs shown as spaces.
 * colour_on/colour_off surround the underline ("" for none). */
void source_add_excerpt(struct buf *out, struct source *source, struct span span, const char *indent,
                        const char *colour_on, const char *colour_off);

#endif
