/* A map from byte strings to pointers, for names (commands, error kinds, interned strings).
 * The map copies its keys and owns them; it does not own the values. Iteration order is insertion order. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map_entry {
	char *key;              /* '\0' at its end, which does not count */
	size_t length;
	uint32_t hash;
	void *value;
};

struct map {
	struct map_entry *entries;      /* in insertion order; a removed one has key NULL */
	size_t count, capacity;         /* count: slots used, the removed ones counted */
	uint32_t *index;
	size_t index_size;              /* a power of two, or 0 */
};

uint32_t hash_bytes(const void *bytes, size_t length);

void map_clear(struct map *map);
void *map_get(const struct map *map, const char *key, size_t length);           /* NULL where there is none */
void map_set(struct map *map, const char *key, size_t length, void *value);
void map_remove(struct map *map, const char *key, size_t length);

#endif
