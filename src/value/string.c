#include "value/string.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/map.h"
#include "base/mem.h"
#include "free.h"

#define HEADER offsetof(struct string, bytes)
#define SMALL 512               /* what mem_small_alloc serves from its slabs */

/* Interned strings, found by open addressing; the table holds a reference of each. */
static struct string **interned;
static size_t interned_count, interned_size;

static size_t block_size(size_t capacity)
{
	return HEADER + capacity + 1;
}

/* Rounded up to what the allocator gives anyway, so that short strings grow in place. */
static size_t fitting_capacity(size_t length)
{
	size_t size = block_size(length);

	if (length > SIZE_MAX / 2)
		die("out of memory (a string of %zu bytes)", length);
	if (size <= SMALL)
		size = (size + 15) / 16 * 16;
	return size - HEADER - 1;
}

static struct string *make(size_t length, size_t capacity)
{
	struct string *string = mem_small_alloc(block_size(capacity));

	string->object.references = 1;
	string->hash = 0;
	string->length = length;
	string->capacity = capacity;
	string->interned = false;
	string->bytes[length] = '\0';
	return string;
}

struct string *string_make(size_t length)
{
	return make(length, fitting_capacity(length));
}

struct string *string_new(const char *bytes, size_t length)
{
	struct string *string = string_make(length);

	if (length > 0)
		memcpy(string->bytes, bytes, length);
	return string;
}

struct string *string_from(const char *text)
{
	return string_new(text, strlen(text));
}

void string_free(struct string *string)
{
	mem_small_free(string, block_size(string->capacity));
}

struct string *string_printf(const char *format, ...)
{
	struct buf buf = BUF_INIT;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&buf, format, arguments);
	va_end(arguments);
	return string_take_buf(&buf);
}

struct string *string_take_buf(struct buf *buf)
{
	struct string *string = string_new(buf->data, buf->length);

	buf_clear(buf);
	return string;
}

uint32_t string_hash_bytes(const char *bytes, size_t length)
{
	uint32_t hash = hash_bytes(bytes, length);

	return hash ? hash : 1;
}

uint32_t string_hash(struct string *s)
{
	if (s->hash == 0)
		s->hash = string_hash_bytes(s->bytes, s->length);
	return s->hash;
}

static void grow_interned(void)
{
	size_t size = interned_size ? interned_size * 2 : 256;
	struct string **table = mem_zalloc(size * sizeof *table);

	for (size_t i = 0; i < interned_size; i++) {
		if (interned[i] == NULL)
			continue;
		size_t slot = interned[i]->hash & (size - 1);
		while (table[slot] != NULL)
			slot = (slot + 1) & (size - 1);
		table[slot] = interned[i];
	}
	mem_free(interned);
	interned = table;
	interned_size = size;
}

struct string *string_intern(const char *bytes, size_t length)
{
	uint32_t hash = string_hash_bytes(bytes, length);

	if (interned_count * 3 >= interned_size * 2)
		grow_interned();
	size_t slot = hash & (interned_size - 1);
	for (; interned[slot] != NULL; slot = (slot + 1) & (interned_size - 1)) {
		struct string *s = interned[slot];
		if (s->hash == hash && s->length == length && memcmp(s->bytes, bytes, length) == 0)
			return string_retain(s);
	}
	struct string *string = string_new(bytes, length);
	string->hash = hash;
	string->interned = true;
	interned[slot] = string;
	interned_count++;
	return string_retain(string);
}

struct string *string_intern_text(const char *text)
{
	return string_intern(text, strlen(text));
}

bool string_equal(const struct string *a, const struct string *b)
{
	if (a == b)
		return true;
	if ((a->interned && b->interned) || a->length != b->length)
		return false;
	if (a->hash != 0 && b->hash != 0 && a->hash != b->hash)
		return false;
	return memcmp(a->bytes, b->bytes, a->length) == 0;
}

bool string_is(const struct string *s, const char *text)
{
	size_t length = strlen(text);

	return s->length == length && memcmp(s->bytes, text, length) == 0;
}

int string_compare(const struct string *a, const struct string *b)
{
	size_t length = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->bytes, b->bytes, length);

	if (order != 0)
		return order;
	return (a->length > b->length) - (a->length < b->length);
}

static struct string *with_capacity(struct string *s, size_t capacity)
{
	size_t old_size = block_size(s->capacity), size = block_size(capacity);

	if (old_size > SMALL && size > SMALL) {
		s = mem_resize(s, size);
	} else {
		struct string *copy = mem_small_alloc(size);
		memcpy(copy, s, HEADER + s->length + 1);
		mem_small_free(s, old_size);
		s = copy;
	}
	s->capacity = capacity;
	return s;
}

void string_append(struct string **s, const char *bytes, size_t length)
{
	struct string *old = *s;
	size_t total = old->length + length;

	if (length == 0)
		return;
	if (old->object.references > 1 || old->interned) {
		struct string *joined = string_make(total);
		memcpy(joined->bytes, old->bytes, old->length);
		memcpy(joined->bytes + old->length, bytes, length);
		string_release(old);
		*s = joined;
		return;
	}
	/* A string may be appended to itself, and it moves when it grows. */
	bool own = (uintptr_t)bytes >= (uintptr_t)old->bytes && (uintptr_t)bytes <= (uintptr_t)(old->bytes + old->length);
	size_t offset = own ? (size_t)(bytes - old->bytes) : 0;
	if (total > old->capacity) {
		size_t wanted = old->capacity + old->capacity / 2;
		old = *s = with_capacity(old, fitting_capacity(wanted > total ? wanted : total));
	}
	memmove(old->bytes + old->length, own ? old->bytes + offset : bytes, length);
	old->length = total;
	old->bytes[total] = '\0';
	old->hash = 0;
}
