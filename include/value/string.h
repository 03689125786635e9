/* Counted strings: bytes with a length, '\0' after the last one, any bytes inside (text functions count UTF-8 code
 * points). A string is changed only while nobody else holds it (string_append). Names are interned: equal interned
 * strings are the same object, and live for ever. */
#ifndef VALUE_STRING_H
#define VALUE_STRING_H

#include "value/value.h"

struct string {
	struct object object;
	uint32_t hash;          /* 0: not computed yet */
	size_t length;
	size_t capacity;        /* bytes that fit, the '\0' not counted */
	bool interned;
	char bytes[];
};

struct string *string_new(const char *bytes, size_t length);
struct string *string_from(const char *text);
struct string *string_make(size_t length);              /* bytes not set, '\0' at the end set; for filling in */
struct string *string_intern(const char *bytes, size_t length);        /* a reference of the caller's own */
struct string *string_intern_text(const char *text);
struct string *string_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct string *string_take_buf(struct buf *buf);        /* a copy of the buffer's bytes; the buffer is cleared */

static inline struct string *string_retain(struct string *s) { s->object.references++; return s; }
static inline void string_release(struct string *s) { value_release(value_string(s)); }

uint32_t string_hash(struct string *s);
uint32_t string_hash_bytes(const char *bytes, size_t length);  /* the hash of a string of these bytes */
bool string_equal(const struct string *a, const struct string *b);
bool string_is(const struct string *s, const char *text);
int string_compare(const struct string *a, const struct string *b);    /* bytewise, as strcmp */

/* Appends to *s, in place (amortised constant) where *s has one reference and is not interned, else into a new string
 * that replaces it in *s. */
void string_append(struct string **s, const char *bytes, size_t length);

#endif
