/* UTF-8: decoding, counting, display width. Invalid bytes count as one code point of one byte each (U+FFFD). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes one code point from bytes (length > 0); returns how many bytes it took, at least 1. An invalid sequence
 * gives UTF8_REPLACEMENT and takes 1. Overlong forms, surrogates and values above U+10FFFF are invalid. */
size_t utf8_decode(const char *bytes, size_t length, unsigned *codepoint);
size_t utf8_put(unsigned codepoint, char bytes[4]);                  /* returns 1 to 4 */
size_t utf8_count(const char *bytes, size_t length);                    /* code points */
size_t utf8_offset(const char *bytes, size_t length, size_t index);     /* byte offset of code point number index, at most length */
bool utf8_is_valid(const char *bytes, size_t length, size_t *bad_offset);
/* Whether one decoded code point may be shown on a terminal as it is: no control character, no invalid byte (size 1
 * and above 0x7F), nothing that turns the direction of writing. */
bool utf8_is_printable(const char *bytes, size_t size, unsigned codepoint);
int utf8_width(unsigned codepoint);                                     /* columns: 0, 1 or 2 */

#endif
