/* A min-heap of (key, order) for deadlines: smallest key first, equal keys by order (creation).
 *
 * Entries hold the key inline, so that sifting does not touch the nodes' memory (a million sleepers). A node knows
 * its slot, so that removal and change are O(log n). NaN keys are the caller's error. The heap owns its array only. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEAP_OUTSIDE UINT32_MAX         /* slot of a node that is in no heap */

struct heap_node {
	uint64_t order;
	uint32_t slot;
};

struct heap_entry {
	double key;
	struct heap_node *node;
};

struct heap {
	struct heap_entry *entries;
	uint32_t count, capacity;
};

void heap_clear(struct heap *heap);
void heap_add(struct heap *heap, struct heap_node *node, double key);   /* node->slot must be HEAP_OUTSIDE */
void heap_remove(struct heap *heap, struct heap_node *node);            /* node must be inside */
void heap_change(struct heap *heap, struct heap_node *node, double key);

static inline struct heap_node *heap_first(const struct heap *heap)
{
	return heap->count ? heap->entries[0].node : NULL;
}

static inline double heap_first_key(const struct heap *heap)    /* heap must not be empty */
{
	return heap->entries[0].key;
}

#endif
