#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"

#define FIRST_CHUNK 4096u
#define LARGEST_CHUNK (256u * 1024)

struct arena_chunk {
	alignas(max_align_t) struct arena_chunk *next;
	size_t size;
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

void arena_clear(struct arena *arena)
{
	struct arena_chunk *next;

	for (struct arena_chunk *chunk = arena->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		mem_free(chunk);
	}
	arena_init(arena);
}

static struct arena_chunk *add_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = mem_zalloc(sizeof *chunk + size);

	chunk->size = size;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		die("out of memory (%zu bytes wanted)", size);
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if ((size_t)(arena->end - arena->next) < size) {
		/* A large block gets a chunk of its own; what is left of the current one stays in use. */
		if (size > LARGEST_CHUNK / 4)
			return add_chunk(arena, size) + 1;
		size_t chunk_size = FIRST_CHUNK;
		if (arena->chunks != NULL)
			chunk_size = arena->chunks->size < LARGEST_CHUNK / 2 ? arena->chunks->size * 2 : LARGEST_CHUNK;
		if (chunk_size < size)
			chunk_size = size;
		struct arena_chunk *chunk = add_chunk(arena, chunk_size);
		arena->next = (char *)(chunk + 1);
		arena->end = arena->next + chunk_size;
	}
	void *block = arena->next;
	arena->next += size;
	return block;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}
