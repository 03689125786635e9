/* Growable arrays of any type, as macros over { items, count, capacity }.
 *
 *     struct { struct span *items; size_t count, capacity; } spans = VEC_INIT;   or   VEC(struct span) spans = VEC_INIT;
 *     vec_push(&spans, span);
 *
 * The vector owns its array, not what the items point at. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

#define VEC(type) struct { type *items; size_t count, capacity; }
#define VEC_INIT { NULL, 0, 0 }

#define vec_reserve(vec, wanted) \
	do { \
		if ((vec)->capacity < (wanted)) { \
			size_t vec_capacity_ = (vec)->capacity ? (vec)->capacity * 2 : 8; \
			while (vec_capacity_ < (wanted)) \
				vec_capacity_ *= 2; \
			(vec)->items = mem_resize_array((vec)->items, vec_capacity_, sizeof *(vec)->items); \
			(vec)->capacity = vec_capacity_; \
		} \
	} while (0)

#define vec_push(vec, ...) \
	do { \
		vec_reserve((vec), (vec)->count + 1); \
		(vec)->items[(vec)->count++] = (__VA_ARGS__); \
	} while (0)

#define vec_pop(vec) ((vec)->items[--(vec)->count])
#define vec_last(vec) ((vec)->items[(vec)->count - 1])
#define vec_clear(vec) (mem_free((vec)->items), (vec)->items = NULL, (vec)->count = (vec)->capacity = 0)

#endif
