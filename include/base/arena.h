/* Memory that is freed all at once: the AST and what belongs to one compilation.
 * Blocks are aligned for any type and zeroed. Nothing in an arena may own memory outside of it. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;
	char *next, *end;
};

void arena_init(struct arena *arena);
void arena_clear(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *bytes, size_t length);        /* '\0' at its end */

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
