/* Diagnostics of the text: syntax, names, arguments, lints. They are collected, sorted by place and shown at the end, so
 * that one run tells several mistakes. The list owns the messages; it borrows the source. */
#ifndef LANG_DIAG_H
#define LANG_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/source.h"
#include "base/vec.h"

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

struct diag {
	enum diag_severity severity;
	struct span span;
	const char *number;     /* of a lint: "T101", static; NULL: none */
	char *message;          /* owned; one line, no final period */
	char *hint;             /* owned; what to write instead; NULL: none */
	struct span note_span;  /* a second place, e.g. where the block was opened; end == 0: none */
	char *note;             /* owned; what is there */
};

struct diags {
	struct source *source;  /* borrowed */
	VEC(struct diag) list;
	unsigned error_count;
	bool full;              /* more errors than DIAG_LIMIT or more warnings than DIAG_WARNING_LIMIT: the rest is dropped, and the output says so */
};

#define DIAG_LIMIT 20
#define DIAG_WARNING_LIMIT 500

void diags_init(struct diags *diags, struct source *source);
void diags_clear(struct diags *diags);
/* Two errors on the same span are one: the second is dropped. So are two warnings of the same lint. */
struct diag *diags_error(struct diags *diags, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
struct diag *diags_warning(struct diags *diags, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* number: of the lint; static. */
struct diag *diags_lint(struct diags *diags, const char *number, struct span span, const char *format, va_list arguments) __attribute__((format(printf, 4, 0)));
/* Both allow diag == NULL (dropped). */
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diag_note(struct diag *diag, struct span span, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* All of them as people read them:
 *     FILE:LINE:COLUMN: error: MESSAGE
 *         12 |   spwn child1
 *            |   ^^^^
 *     hint: did you mean `spawn`?
 * A lint is `warning[T101]: MESSAGE`. brief: only the first line of each, for editors, where a lint is `warning: [T101] MESSAGE`. */
void diags_add_text(struct buf *out, struct diags *diags, bool colour, bool brief);
/* A line of JSON for each: file, line, column, end (the place behind the last byte), severity, number, message, hint; number and hint may be null. */
void diags_add_json(struct buf *out, struct diags *diags);

#endif
