#include "base/map.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

/* The index holds positions in entries plus one; 0 is free. The slot of a removed entry stays until the next rebuild,
 * so that a search goes on past it. */

static inline uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t hash_bytes(const void *bytes, size_t length)
{
	const unsigned char *next = bytes;
	uint64_t hash = 0x9e3779b97f4a7c15u ^ length;
	uint64_t word;

	while (length >= 8) {
		memcpy(&word, next, 8);
		hash = mix(hash ^ word, 0xe7037ed1a0b428dbu);
		next += 8;
		length -= 8;
	}
	if (length > 0) {
		word = 0;
		memcpy(&word, next, length);
		hash = mix(hash ^ word, 0xa0761d6478bd642fu);
	}
	hash = mix(hash, 0x8ebc6af09c88c6e3u);
	return (uint32_t)(hash ^ (hash >> 32));
}

static struct map_entry *find(const struct map *map, const char *key, size_t length, uint32_t hash)
{
	if (map->index_size == 0)
		return NULL;
	for (size_t slot = hash & (map->index_size - 1);; slot = (slot + 1) & (map->index_size - 1)) {
		uint32_t position = map->index[slot];
		if (position == 0)
			return NULL;
		struct map_entry *entry = &map->entries[position - 1];
		if (entry->hash == hash && entry->key != NULL && entry->length == length && memcmp(entry->key, key, length) == 0)
			return entry;
	}
}

static void add_to_index(struct map *map, size_t position)
{
	size_t slot = map->entries[position].hash & (map->index_size - 1);

	while (map->index[slot] != 0)
		slot = (slot + 1) & (map->index_size - 1);
	map->index[slot] = (uint32_t)position + 1;
}

/* Closes the gaps of removed entries and makes room for at least one more. */
static void rebuild(struct map *map)
{
	size_t living = 0;

	for (size_t i = 0; i < map->count; i++) {
		if (map->entries[i].key != NULL)
			map->entries[living++] = map->entries[i];
	}
	map->count = living;
	map->capacity = living < 4 ? 8 : living * 2;
	map->entries = mem_resize_array(map->entries, map->capacity, sizeof *map->entries);

	size_t size = 16;
	while (size < map->capacity * 2)
		size *= 2;
	mem_free(map->index);
	map->index = mem_zalloc(size * sizeof *map->index);
	map->index_size = size;
	for (size_t i = 0; i < living; i++)
		add_to_index(map, i);
}

void map_clear(struct map *map)
{
	for (size_t i = 0; i < map->count; i++)
		mem_free(map->entries[i].key);
	mem_free(map->entries);
	mem_free(map->index);
	*map = (struct map){ 0 };
}

void *map_get(const struct map *map, const char *key, size_t length)
{
	struct map_entry *entry = find(map, key, length, hash_bytes(key, length));

	return entry ? entry->value : NULL;
}

void map_set(struct map *map, const char *key, size_t length, void *value)
{
	uint32_t hash = hash_bytes(key, length);
	struct map_entry *entry = find(map, key, length, hash);

	if (entry != NULL) {
		entry->value = value;
		return;
	}
	if (map->count == map->capacity)
		rebuild(map);
	char *copy = mem_alloc(length + 1);
	if (length > 0)
		memcpy(copy, key, length);
	copy[length] = '\0';
	map->entries[map->count] = (struct map_entry){ copy, length, hash, value };
	add_to_index(map, map->count++);
}

void map_remove(struct map *map, const char *key, size_t length)
{
	struct map_entry *entry = find(map, key, length, hash_bytes(key, length));

	if (entry == NULL)
		return;
	mem_free(entry->key);
	entry->key = NULL;
	entry->value = NULL;
}
