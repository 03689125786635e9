#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

static bool is_continuation(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/* The length a first byte announces, 0 if it cannot be one; *bits is its part of the code point. */
static size_t announced(unsigned char first, unsigned *bits)
{
	if (first >= 0xC2 && first <= 0xDF) {
		*bits = first & 0x1F;
		return 2;
	}
	if (first >= 0xE0 && first <= 0xEF) {
		*bits = first & 0x0F;
		return 3;
	}
	if (first >= 0xF0 && first <= 0xF4) {
		*bits = first & 0x07;
		return 4;
	}
	return 0;
}

/* The bytes of the valid sequence at the start of bytes, 0 if there is none. */
static size_t decode_valid(const char *bytes, size_t length, unsigned *codepoint)
{
	const unsigned char *b = (const unsigned char *)bytes;

	if (b[0] < 0x80) {
		*codepoint = b[0];
		return 1;
	}
	unsigned c = 0;
	size_t size = announced(b[0], &c);
	if (size == 0 || size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if (!is_continuation(b[i]))
			return 0;
		c = c << 6 | (b[i] & 0x3F);
	}
	if ((size == 3 && c < 0x800) || (size == 4 && c < 0x10000) || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*codepoint = c;
	return size;
}

size_t utf8_decode(const char *bytes, size_t length, unsigned *codepoint)
{
	size_t size = decode_valid(bytes, length, codepoint);

	if (size == 0) {
		*codepoint = UTF8_REPLACEMENT;
		return 1;
	}
	return size;
}

size_t utf8_put(unsigned c, char bytes[4])
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = UTF8_REPLACEMENT;
	if (c < 0x80) {
		bytes[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		bytes[0] = (char)(0xC0 | c >> 6);
		bytes[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		bytes[0] = (char)(0xE0 | c >> 12);
		bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	bytes[0] = (char)(0xF0 | c >> 18);
	bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
	bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
	bytes[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* Most text is ASCII, and is passed over eight bytes at a time. */
static bool is_ascii_word(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return (word & 0x8080808080808080u) == 0;
}

size_t utf8_count(const char *bytes, size_t length)
{
	size_t count = 0;
	unsigned codepoint;

	for (size_t i = 0; i < length;) {
		if (length - i >= 8 && is_ascii_word(bytes + i)) {
			i += 8;
			count += 8;
			continue;
		}
		i += utf8_decode(bytes + i, length - i, &codepoint);
		count++;
	}
	return count;
}

size_t utf8_offset(const char *bytes, size_t length, size_t index)
{
	size_t offset = 0;
	unsigned codepoint;

	while (index > 0 && offset < length) {
		if (index >= 8 && length - offset >= 8 && is_ascii_word(bytes + offset)) {
			offset += 8;
			index -= 8;
			continue;
		}
		offset += utf8_decode(bytes + offset, length - offset, &codepoint);
		index--;
	}
	return offset;
}

bool utf8_is_valid(const char *bytes, size_t length, size_t *bad_offset)
{
	unsigned codepoint;

	for (size_t i = 0; i < length;) {
		size_t size = decode_valid(bytes + i, length - i, &codepoint);
		if (size == 0) {
			if (bad_offset != NULL)
				*bad_offset = i;
			return false;
		}
		i += size;
	}
	return true;
}

bool utf8_is_printable(const char *bytes, size_t size, unsigned codepoint)
{
	if (size == 1)
		return (unsigned char)bytes[0] >= 0x20 && (unsigned char)bytes[0] < 0x7F;
	if (codepoint <= 0x9F || codepoint == 0x2028 || codepoint == 0x2029)
		return false;
	/* Those that turn the direction of writing can make a line show what it does not say. */
	return !((codepoint >= 0x202A && codepoint <= 0x202E) || (codepoint >= 0x2066 && codepoint <= 0x2069));
}
