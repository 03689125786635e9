/* A growable byte buffer.
 *
 * Invariant: data is never NULL and data[length] is always '\0' (an empty buffer points at a static "").
 * The buffer owns its bytes; buf_detach() hands them out (free with mem_free). */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t length;
	size_t capacity;       /* 0: data is the static empty string */
};

extern char buf_empty[1];
#define BUF_INIT { buf_empty, 0, 0 }

void buf_init(struct buf *buf);
void buf_clear(struct buf *buf);                        /* frees and leaves an empty buffer */
void buf_reset(struct buf *buf);                        /* length 0, memory kept */
void buf_reserve(struct buf *buf, size_t extra);        /* room for extra bytes more */
void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_repeated(struct buf *buf, char byte, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list arguments);
void buf_add_codepoint(struct buf *buf, unsigned codepoint);    /* as UTF-8 */
void buf_remove_front(struct buf *buf, size_t count);
char *buf_detach(struct buf *buf);                      /* owned by the caller, '\0' at its end */

/* Adds text for a person's terminal: control characters and invalid UTF-8 become \xHH, so that data can never
 * move a cursor or forge a line. Newline and tab too, unless keep_newlines. */
void buf_add_escaped(struct buf *buf, const char *bytes, size_t length, bool keep_newlines);

#endif
