#include "base/mem.h"
#include "base/arena.h"
#include "base/list.h"
#include "base/vec.h"

#include <stdint.h>

#include "unit.h"

TEST(small_blocks_do_not_overlap)
{
	enum { COUNT = 3000 };
	static unsigned char *blocks[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		size_t size = i % 600;
		blocks[i] = mem_small_alloc(size);
		CHECK((uintptr_t)blocks[i] % 16 == 0);
		memset(blocks[i], (int)(i & 0xFF), size);
	}
	bool intact = true;
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t k = 0; k < i % 600; k++)
			intact = intact && blocks[i][k] == (i & 0xFF);
		mem_small_free(blocks[i], i % 600);
	}
	CHECK(intact);
}

TEST(a_freed_block_serves_its_class_again)
{
	void *block = mem_small_alloc(40);

	mem_small_free(block, 40);
#if MEM_SMALL_CLASSES > 0
	void *again = mem_small_alloc(33);
	CHECK(again == block);
	mem_small_free(again, 33);
#endif
}

TEST(refill_fills_a_class_with_no_gap_or_overlap)
{
	/* Directly, so that the slabs are tested where a sanitizer takes their place, too. Kept, or they would look lost. */
	static char *all_kept[3][40];

	for (size_t class_index = 0; class_index <= 32; class_index += 16) {
		size_t size = class_index ? class_index * 16 : 16, count = 0;
		char **kept = all_kept[class_index / 16];
		for (int refill = 0; refill < 40; refill++) {
			mem_small_free_lists[class_index] = NULL;
			char *first = mem_small_refill(class_index);
			kept[refill] = first;
			memset(kept[refill], 1, size);
			char *expected = first;
			for (void **block = mem_small_free_lists[class_index]; block != NULL; block = *block, count++) {
				expected += size;
				CHECK((char *)block == expected);
			}
		}
		CHECK(count > 0);
		mem_small_free_lists[class_index] = NULL;
	}
}

TEST(arena_blocks_are_zeroed_aligned_and_apart)
{
	struct arena arena;
	unsigned char *blocks[500];

	arena_init(&arena);
	for (size_t i = 0; i < 500; i++) {
		size_t size = i * 7 % 300 + (i % 50 == 0 ? 100000 : 0);
		blocks[i] = arena_alloc(&arena, size + 1);
		CHECK((uintptr_t)blocks[i] % 16 == 0);
		for (size_t k = 0; k <= size; k++)
			if (blocks[i][k] != 0)
				CHECK(!"zeroed");
		memset(blocks[i], (int)i, size + 1);
	}
	for (size_t i = 0; i < 500; i++)
		CHECK(blocks[i][0] == (i & 0xFF));
	char *copy = arena_copy(&arena, "a\0b", 3);
	CHECK(memcmp(copy, "a\0b", 4) == 0);
	CHECK_STR(arena_copy(&arena, NULL, 0), "");
	arena_clear(&arena);
	CHECK(arena.chunks == NULL);
}

TEST(a_vector_grows)
{
	VEC(int) numbers = VEC_INIT;

	for (int i = 0; i < 1000; i++)
		vec_push(&numbers, i);
	CHECK_INT(numbers.count, 1000);
	CHECK_INT(vec_last(&numbers), 999);
	CHECK_INT(vec_pop(&numbers), 999);
	CHECK_INT(numbers.items[500], 500);
	vec_clear(&numbers);
	CHECK_INT(numbers.count, 0);
}

struct item {
	int number;
	struct list_link link;
};

TEST(a_list_keeps_order_through_removals)
{
	struct list_link list;
	struct item items[10];
	int sum = 0;

	list_init(&list);
	CHECK(list_is_empty(&list));
	for (int i = 0; i < 10; i++) {
		items[i].number = i;
		list_add_last(&list, &items[i].link);
	}
	list_for_each_safe(&list, link, after) {
		if (list_item(link, struct item, link)->number % 2)
			list_remove(link);
	}
	list_add_before(&items[4].link, &items[3].link);
	list_for_each(&list, link)
		sum = sum * 10 + list_item(link, struct item, link)->number;
	CHECK_INT(sum, 23468);
}
