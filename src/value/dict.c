#include "value/dict.h"

#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"
#include "free.h"

/* The index holds positions in entries plus one; 0 is free. The slot of a removed entry stays until the next rebuild, so
 * that a search goes on past it. Up to SMALL entries there is no index, and entries are searched from the first on. */
#define SMALL 8

/* A key that is looked for: a value, or the text of a string. */
struct wanted {
	struct value key;
	const char *text;       /* NULL: key counts */
	size_t length;
	uint32_t hash;
};

struct dict *dict_new(void)
{
	struct dict *dict = mem_small_alloc(sizeof *dict);

	*dict = (struct dict){ .object.references = 1 };
	return dict;
}

void dict_free(struct dict *dict)
{
	for (size_t i = 0; i < dict->used; i++) {
		value_release(dict->entries[i].key);
		value_release(dict->entries[i].value);
	}
	mem_free(dict->entries);
	mem_free(dict->index);
	mem_small_free(dict, sizeof *dict);
}

static struct wanted wanted_value(struct value key)
{
	return (struct wanted){ .key = key, .hash = value_hash(key) };
}

/* Hashed as string_hash() does. */
static struct wanted wanted_text(const char *text)
{
	struct wanted wanted = { .text = text, .length = strlen(text) };

	wanted.hash = string_hash_bytes(text, wanted.length);
	return wanted;
}

static bool matches(const struct dict_entry *entry, const struct wanted *wanted)
{
	if (entry->hash != wanted->hash || entry->key.type == VALUE_ABSENT)
		return false;
	if (wanted->text != NULL) {
		return entry->key.type == VALUE_STRING && entry->key.string->length == wanted->length
		       && memcmp(entry->key.string->bytes, wanted->text, wanted->length) == 0;
	}
	/* The same NaN is found again, as in Python. */
	if (entry->key.type == wanted->key.type && entry->key.i == wanted->key.i)
		return true;
	return value_equal(entry->key, wanted->key);
}

static struct dict_entry *find(const struct dict *dict, const struct wanted *wanted)
{
	if (dict->index_size == 0) {
		for (size_t i = 0; i < dict->used; i++) {
			if (matches(&dict->entries[i], wanted))
				return &dict->entries[i];
		}
		return NULL;
	}
	for (size_t slot = wanted->hash & (dict->index_size - 1);; slot = (slot + 1) & (dict->index_size - 1)) {
		uint32_t position = dict->index[slot];
		if (position == 0)
			return NULL;
		if (matches(&dict->entries[position - 1], wanted))
			return &dict->entries[position - 1];
	}
}

static void add_to_index(struct dict *dict, size_t position)
{
	if (dict->index_size == 0)
		return;
	size_t slot = dict->entries[position].hash & (dict->index_size - 1);
	while (dict->index[slot] != 0)
		slot = (slot + 1) & (dict->index_size - 1);
	dict->index[slot] = (uint32_t)position + 1;
}

static void make_index(struct dict *dict)
{
	size_t size = 16;

	mem_free(dict->index);
	dict->index = NULL;
	dict->index_size = 0;
	if (dict->capacity <= SMALL)
		return;
	if (dict->capacity > UINT32_MAX - 1)
		die("a map with too many entries");
	while (size < dict->capacity + dict->capacity / 2)
		size *= 2;
	dict->index = mem_zalloc(size * sizeof *dict->index);
	dict->index_size = size;
	for (size_t i = 0; i < dict->used; i++)
		add_to_index(dict, i);
}

/* Closes the gaps of removed entries and makes room for at least one more. */
static void rebuild(struct dict *dict)
{
	size_t living = 0;

	for (size_t i = 0; i < dict->used; i++) {
		if (dict->entries[i].key.type != VALUE_ABSENT)
			dict->entries[living++] = dict->entries[i];
	}
	dict->used = living;
	dict->capacity = living < 4 ? 4 : living + living / 2 + 2;
	dict->entries = mem_resize_array(dict->entries, dict->capacity, sizeof *dict->entries);
	make_index(dict);
}

struct dict *dict_own(struct dict **dict)
{
	struct dict *shared = *dict;

	if (shared->object.references == 1)
		return shared;
	struct dict *copy = dict_new();
	if (shared->length > 0) {
		copy->entries = mem_array(shared->length + 1, sizeof *copy->entries);
		copy->capacity = shared->length + 1;
		for (size_t i = 0; i < shared->used; i++) {
			const struct dict_entry *entry = &shared->entries[i];
			if (entry->key.type == VALUE_ABSENT)
				continue;
			copy->entries[copy->used++] = *entry;
			value_retain(entry->key);
			value_retain(entry->value);
		}
		copy->length = shared->length;
		make_index(copy);
	}
	dict_release(shared);
	*dict = copy;
	return copy;
}

struct value *dict_get(const struct dict *dict, struct value key)
{
	if (dict->length == 0 || !value_is_hashable(key))
		return NULL;
	struct wanted wanted = wanted_value(key);
	struct dict_entry *entry = find(dict, &wanted);
	return entry ? &entry->value : NULL;
}

struct value *dict_get_text(const struct dict *dict, const char *key)
{
	if (dict->length == 0)
		return NULL;
	struct wanted wanted = wanted_text(key);
	struct dict_entry *entry = find(dict, &wanted);
	return entry ? &entry->value : NULL;
}

void dict_set(struct dict *dict, struct value key, struct value take_value)
{
	bug_unless(value_is_hashable(key));
	struct wanted wanted = wanted_value(key);
	struct dict_entry *entry = find(dict, &wanted);
	if (entry != NULL) {
		struct value old = entry->value;
		entry->value = take_value;
		value_release(old);
		return;
	}
	if (dict->used == dict->capacity)
		rebuild(dict);
	dict->entries[dict->used] = (struct dict_entry){ value_retain(key), take_value, wanted.hash };
	add_to_index(dict, dict->used++);
	dict->length++;
}

void dict_set_text(struct dict *dict, const char *key, struct value take_value)
{
	struct value name = value_text(key);

	dict_set(dict, name, take_value);
	value_release(name);
}

bool dict_remove(struct dict *dict, struct value key)
{
	if (dict->length == 0 || !value_is_hashable(key))
		return false;
	struct wanted wanted = wanted_value(key);
	struct dict_entry *entry = find(dict, &wanted);
	if (entry == NULL)
		return false;
	struct dict_entry removed = *entry;
	entry->key = value_absent();
	entry->value = value_none();
	dict->length--;
	value_release(removed.key);
	value_release(removed.value);
	return true;
}

const struct dict_entry *dict_next(const struct dict *dict, size_t *position)
{
	while (*position < dict->used) {
		const struct dict_entry *entry = &dict->entries[(*position)++];
		if (entry->key.type != VALUE_ABSENT)
			return entry;
	}
	return NULL;
}
