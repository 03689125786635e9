/* Checked memory. No function here returns NULL: running out of memory ends the program through die().
 *
 * Sizes that come from a user are checked by the caller first (MemoryError); mem_array() multiplies without
 * overflow. The mem_small functions serve small objects without a header each: a million tasks live there. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);
void *mem_zalloc(size_t size);
void *mem_array(size_t count, size_t size);            /* not zeroed */
void *mem_resize(void *block, size_t size);            /* realloc */
void *mem_resize_array(void *block, size_t count, size_t size);
void *mem_copy(const void *bytes, size_t size);
char *mem_copy_string(const char *text);
void mem_free(void *block);

/* Small blocks by size class, 16 to 512 bytes in steps of 16; larger ones go to malloc. The caller remembers
 * the size and hands it back. Freed blocks are kept for the same size class. The functions are inline-fast.
 * Under AddressSanitizer every block is malloc's own, so that a use after free is seen. */
void *mem_small_refill(size_t class_index);
extern void *mem_small_free_lists[33];

#if defined(__SANITIZE_ADDRESS__)
#define MEM_SMALL_CLASSES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_SMALL_CLASSES 0
#endif
#endif
#ifndef MEM_SMALL_CLASSES
#define MEM_SMALL_CLASSES 32
#endif

static inline void *mem_small_alloc(size_t size)
{
	size_t class_index = (size + 15) / 16;
	if (class_index > MEM_SMALL_CLASSES)
		return mem_alloc(size);
	void **block = mem_small_free_lists[class_index];
	if (block == NULL)
		return mem_small_refill(class_index);
	mem_small_free_lists[class_index] = *block;
	return block;
}

static inline void mem_small_free(void *block, size_t size)
{
	size_t class_index = (size + 15) / 16;
	if (class_index > MEM_SMALL_CLASSES) {
		mem_free(block);
		return;
	}
	*(void **)block = mem_small_free_lists[class_index];
	mem_small_free_lists[class_index] = block;
}

#endif
