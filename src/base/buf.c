#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"
#include "base/utf8.h"

char buf_empty[1];

void buf_init(struct buf *buf)
{
	buf->data = buf_empty;
	buf->length = buf->capacity = 0;
}

void buf_clear(struct buf *buf)
{
	if (buf->capacity > 0)
		mem_free(buf->data);
	buf_init(buf);
}

void buf_reset(struct buf *buf)
{
	buf->length = 0;
	if (buf->capacity > 0)
		buf->data[0] = '\0';
}

void buf_reserve(struct buf *buf, size_t extra)
{
	if (extra > SIZE_MAX / 4 - buf->length)
		die("out of memory (a buffer of %zu bytes and %zu more)", buf->length, extra);
	size_t wanted = buf->length + extra + 1;
	if (wanted <= buf->capacity)
		return;
	size_t capacity = buf->capacity ? buf->capacity + buf->capacity / 2 : 32;
	if (capacity < wanted)
		capacity = wanted;
	bool was_static = buf->capacity == 0;
	buf->data = mem_resize(was_static ? NULL : buf->data, capacity);
	buf->capacity = capacity;
	if (was_static)
		buf->data[0] = '\0';
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	buf_reserve(buf, length);
	memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void buf_add_byte(struct buf *buf, char byte)
{
	buf_reserve(buf, 1);
	buf->data[buf->length++] = byte;
	buf->data[buf->length] = '\0';
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_add_repeated(struct buf *buf, char byte, size_t count)
{
	if (count == 0)
		return;
	buf_reserve(buf, count);
	memset(buf->data + buf->length, byte, count);
	buf->length += count;
	buf->data[buf->length] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(buf, format, arguments);
	va_end(arguments);
}

void buf_vprintf(struct buf *buf, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);
	buf_reserve(buf, 64);
	size_t room = buf->capacity - buf->length;
	int length = vsnprintf(buf->data + buf->length, room, format, arguments);
	if (length < 0)
		bug("a bad format: %s", format);
	if ((size_t)length >= room) {
		buf_reserve(buf, (size_t)length);
		vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
	}
	buf->length += (size_t)length;
	va_end(again);
}

void buf_add_codepoint(struct buf *buf, unsigned codepoint)
{
	char bytes[4];

	buf_add(buf, bytes, utf8_put(codepoint, bytes));
}

void buf_remove_front(struct buf *buf, size_t count)
{
	if (count >= buf->length) {
		buf_reset(buf);
		return;
	}
	if (count == 0)
		return;
	buf->length -= count;
	memmove(buf->data, buf->data + count, buf->length + 1);
}

char *buf_detach(struct buf *buf)
{
	char *data = buf->capacity ? buf->data : mem_copy("", 1);

	buf_init(buf);
	return data;
}

void buf_add_escaped(struct buf *buf, const char *bytes, size_t length, bool keep_newlines)
{
	for (size_t i = 0; i < length;) {
		unsigned codepoint;
		size_t size = utf8_decode(bytes + i, length - i, &codepoint);
		bool kept = keep_newlines && (codepoint == '\n' || codepoint == '\t');

		if (kept || utf8_is_printable(bytes + i, size, codepoint)) {
			buf_add(buf, bytes + i, size);
		} else {
			for (size_t k = 0; k < size; k++)
				buf_printf(buf, "\\x%02x", (unsigned char)bytes[i + k]);
		}
		i += size;
	}
}
