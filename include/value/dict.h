/* Counted maps from hashable values to values, in insertion order (the language's `map`; "dict" here, because
 * base/map.h has the other name). Copied on write when shared. Keys and values are owned. */
#ifndef VALUE_DICT_H
#define VALUE_DICT_H

#include "value/value.h"

struct dict_entry {
	struct value key;       /* VALUE_ABSENT: removed */
	struct value value;
	uint32_t hash;
};

struct dict {
	struct object object;
	size_t length;          /* living entries */
	struct dict_entry *entries;
	size_t used, capacity;  /* slots used in entries, the removed ones counted */
	uint32_t *index;
	size_t index_size;
};

struct dict *dict_new(void);
static inline struct dict *dict_retain(struct dict *d) { d->object.references++; return d; }
static inline void dict_release(struct dict *d) { value_release(value_map(d)); }

struct dict *dict_own(struct dict **dict);                              /* as list_own */
struct value *dict_get(const struct dict *dict, struct value key);      /* borrowed; NULL where there is none */
struct value *dict_get_text(const struct dict *dict, const char *key);
void dict_set(struct dict *dict, struct value key, struct value take_value);    /* key is retained; dict unshared */
void dict_set_text(struct dict *dict, const char *key, struct value take_value);
bool dict_remove(struct dict *dict, struct value key);
/* The entry at or after *position, which moves behind it; NULL at the end. Start with 0. */
const struct dict_entry *dict_next(const struct dict *dict, size_t *position);

#endif
