#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

#define SLAB_SIZE (64u * 1024)
#define FIRST_BATCH 256u
#define LAST_BATCH 4096u

void *mem_small_free_lists[33];

/* What is left of the newest slab, from which all classes take. */
static struct {
	char *next, *end;
} slab;
static size_t batches[33];      /* bytes that a class takes next time; 0: it has taken none */

static _Noreturn void out_of_memory(size_t size)
{
	die("out of memory (%zu bytes wanted)", size);
}

static size_t multiplied(size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory(SIZE_MAX);
	return total;
}

/* malloc(0) may be NULL, which would look like a failure. */
static size_t at_least_one(size_t size)
{
	return size ? size : 1;
}

void *mem_alloc(size_t size)
{
	void *block = malloc(at_least_one(size));

	if (block == NULL)
		out_of_memory(size);
	return block;
}

void *mem_zalloc(size_t size)
{
	void *block = calloc(1, at_least_one(size));

	if (block == NULL)
		out_of_memory(size);
	return block;
}

void *mem_array(size_t count, size_t size)
{
	return mem_alloc(multiplied(count, size));
}

void *mem_resize(void *block, size_t size)
{
	block = realloc(block, at_least_one(size));
	if (block == NULL)
		out_of_memory(size);
	return block;
}

void *mem_resize_array(void *block, size_t count, size_t size)
{
	return mem_resize(block, multiplied(count, size));
}

void *mem_copy(const void *bytes, size_t size)
{
	void *block = mem_alloc(size);

	if (size > 0)
		memcpy(block, bytes, size);
	return block;
}

char *mem_copy_string(const char *text)
{
	return mem_copy(text, strlen(text) + 1);
}

void mem_free(void *block)
{
	free(block);
}

/* Carves blocks from the newest slab: few at first, so that a short run's classes share pages and memory that is never needed is never
 * touched; more each time, up to a page's worth. */
void *mem_small_refill(size_t class_index)
{
	size_t size = class_index ? class_index * 16 : 16;
	size_t batch = batches[class_index] ? batches[class_index] : FIRST_BATCH;

	if (batch < size)
		batch = size;
	if ((size_t)(slab.end - slab.next) < batch) {
		slab.next = mem_alloc(SLAB_SIZE);
		slab.end = slab.next + SLAB_SIZE;
	}
	batches[class_index] = batch < LAST_BATCH ? batch * 2 : batch;
	size_t count = batch / size;
	char *first = slab.next;
	slab.next = first + count * size;

	void *following = NULL;
	for (size_t i = count - 1; i > 0; i--) {
		void **block = (void **)(void *)(first + i * size);
		*block = following;
		following = block;
	}
	mem_small_free_lists[class_index] = following;
	return first;
}
