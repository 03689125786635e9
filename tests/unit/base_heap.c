#include "base/heap.h"

#include <math.h>
#include <stdlib.h>

#include "unit.h"

enum { NODES = 400 };

struct sleeper {
	struct heap_node node;
	double key;
	bool inside;
};

static unsigned state = 12345;

static unsigned next_random(unsigned limit)
{
	state = state * 1103515245u + 12345u;
	return (state >> 8) % limit;
}

static struct sleeper *smallest(struct sleeper *sleepers)
{
	struct sleeper *best = NULL;

	for (size_t i = 0; i < NODES; i++) {
		struct sleeper *s = &sleepers[i];
		if (!s->inside)
			continue;
		if (best == NULL || s->key < best->key || (s->key == best->key && s->node.order < best->node.order))
			best = s;
	}
	return best;
}

/* Few different keys, so that ties are common. */
static double random_key(void)
{
	switch (next_random(12)) {
	case 0:
		return INFINITY;
	case 1:
		return -INFINITY;
	default:
		return next_random(20);
	}
}

static void random_step(struct heap *heap, struct sleeper *s)
{
	if (!s->inside) {
		s->key = random_key();
		heap_add(heap, &s->node, s->key);
		s->inside = true;
	} else if (next_random(2)) {
		s->key = random_key();
		heap_change(heap, &s->node, s->key);
	} else {
		heap_remove(heap, &s->node);
		s->inside = false;
		CHECK(s->node.slot == HEAP_OUTSIDE);
	}
}

TEST(random_operations_agree_with_a_model)
{
	static struct sleeper sleepers[NODES];
	struct heap heap = { 0 };

	for (size_t i = 0; i < NODES; i++)
		sleepers[i].node = (struct heap_node){ .order = next_random(1u << 20) * 1000ull + i, .slot = HEAP_OUTSIDE };
	for (int step = 0; step < 20000; step++) {
		random_step(&heap, &sleepers[next_random(NODES)]);
		struct sleeper *best = smallest(sleepers);
		REQUIRE(heap_first(&heap) == (best ? &best->node : NULL));
		if (best != NULL)
			REQUIRE(heap_first_key(&heap) == best->key);
	}
	struct sleeper *best;
	while ((best = smallest(sleepers)) != NULL) {
		REQUIRE(heap_first(&heap) == &best->node);
		heap_remove(&heap, &best->node);
		best->inside = false;
	}
	CHECK_INT(heap.count, 0);
	heap_clear(&heap);
}

TEST(equal_keys_come_in_order_of_creation)
{
	static struct heap_node nodes[1000];
	struct heap heap = { 0 };

	for (size_t i = 0; i < 1000; i++) {
		nodes[i] = (struct heap_node){ .order = 999 - i, .slot = HEAP_OUTSIDE };
		heap_add(&heap, &nodes[i], 1.5);
	}
	for (size_t i = 0; i < 1000; i++) {
		REQUIRE(heap_first(&heap)->order == i);
		heap_remove(&heap, heap_first(&heap));
	}
	heap_add(&heap, &nodes[0], 1);
	heap_clear(&heap);
	CHECK(nodes[0].slot == HEAP_OUTSIDE && heap.entries == NULL);
}
