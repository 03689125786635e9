/* Counted lists of values, copied on write when shared. Items are owned by the list. Indices from 0, never negative here. */
#ifndef VALUE_LIST_H
#define VALUE_LIST_H

#include "value/value.h"

struct list {
	struct object object;
	size_t length, capacity;
	struct value *items;
};

struct list *list_new(size_t capacity);
static inline struct list *list_retain(struct list *l) { l->object.references++; return l; }
static inline void list_release(struct list *l) { value_release(value_list(l)); }

struct list *list_own(struct list **list);              /* makes *list the holder's own (copy if shared) and returns it */
void list_push(struct list *list, struct value take_item);      /* list must be unshared */
void list_insert(struct list *list, size_t index, struct value take_item);
void list_remove_at(struct list *list, size_t index);
void list_extend(struct list *list, const struct list *other);  /* other may be the same list */
struct list *list_slice(const struct list *list, size_t start, size_t end);
struct list *list_concat(const struct list *a, const struct list *b);
/* Stable. compare gets <0, 0, >0, or sets *failed; then sorting stops and the order is any. */
typedef int list_compare(struct value a, struct value b, bool *failed, void *context);
void list_sort(struct list *list, list_compare *compare, void *context);

#endif
