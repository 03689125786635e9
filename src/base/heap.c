#include "base/heap.h"

#include "base/fatal.h"
#include "base/mem.h"

/* Four children: fewer levels than a binary heap, and siblings lie in one cache line. */
#define FANOUT 4

static inline bool before(const struct heap_entry *a, const struct heap_entry *b)
{
	if (a->key != b->key)
		return a->key < b->key;
	return a->node->order < b->node->order;
}

static inline void place(struct heap *heap, uint32_t slot, struct heap_entry entry)
{
	heap->entries[slot] = entry;
	entry.node->slot = slot;
}

static void sift_up(struct heap *heap, uint32_t slot, struct heap_entry entry)
{
	while (slot > 0) {
		uint32_t parent = (slot - 1) / FANOUT;
		if (!before(&entry, &heap->entries[parent]))
			break;
		place(heap, slot, heap->entries[parent]);
		slot = parent;
	}
	place(heap, slot, entry);
}

static void sift_down(struct heap *heap, uint32_t slot, struct heap_entry entry)
{
	for (;;) {
		uint64_t child = (uint64_t)slot * FANOUT + 1;
		if (child >= heap->count)
			break;
		uint64_t end = child + FANOUT < heap->count ? child + FANOUT : heap->count;
		uint32_t smallest = (uint32_t)child;
		while (++child < end) {
			if (before(&heap->entries[child], &heap->entries[smallest]))
				smallest = (uint32_t)child;
		}
		if (!before(&heap->entries[smallest], &entry))
			break;
		place(heap, slot, heap->entries[smallest]);
		slot = smallest;
	}
	place(heap, slot, entry);
}

static void sift(struct heap *heap, uint32_t slot, struct heap_entry entry)
{
	if (slot > 0 && before(&entry, &heap->entries[(slot - 1) / FANOUT]))
		sift_up(heap, slot, entry);
	else
		sift_down(heap, slot, entry);
}

void heap_clear(struct heap *heap)
{
	for (uint32_t i = 0; i < heap->count; i++)
		heap->entries[i].node->slot = HEAP_OUTSIDE;
	mem_free(heap->entries);
	*heap = (struct heap){ 0 };
}

void heap_add(struct heap *heap, struct heap_node *node, double key)
{
	bug_unless(node->slot == HEAP_OUTSIDE);
	if (heap->count == heap->capacity) {
		if (heap->capacity > UINT32_MAX / 2 - 1)
			die("too many deadlines");
		heap->capacity = heap->capacity ? heap->capacity * 2 : 16;
		heap->entries = mem_resize_array(heap->entries, heap->capacity, sizeof *heap->entries);
	}
	heap->count++;
	sift_up(heap, heap->count - 1, (struct heap_entry){ key, node });
}

void heap_remove(struct heap *heap, struct heap_node *node)
{
	uint32_t slot = node->slot;

	bug_unless(slot < heap->count && heap->entries[slot].node == node);
	node->slot = HEAP_OUTSIDE;
	struct heap_entry last = heap->entries[--heap->count];
	if (slot < heap->count)
		sift(heap, slot, last);
}

void heap_change(struct heap *heap, struct heap_node *node, double key)
{
	uint32_t slot = node->slot;

	bug_unless(slot < heap->count && heap->entries[slot].node == node);
	sift(heap, slot, (struct heap_entry){ key, node });
}
