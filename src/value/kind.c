#include "value/error.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "value/arith.h"

static const struct kind kinds[KIND_COUNT] = {
#define KIND(name, parent) [KIND_##name] = { #name, &kinds[KIND_##parent] },
#include "value/kinds.def"
#undef KIND
};

/* All of them by name, those that scripts have made as well; they live as long as the program. */
static struct map by_name;

const struct kind *kind_of(enum kind_id id)
{
	return &kinds[id];
}

static void fill_map(void)
{
	if (by_name.count > 0)
		return;
	for (size_t i = 0; i < KIND_COUNT; i++)
		map_set(&by_name, kinds[i].name, strlen(kinds[i].name), (void *)(uintptr_t)&kinds[i]);
}

const struct kind *kind_find(const char *name, size_t length)
{
	fill_map();
	return map_get(&by_name, name, length);
}

const struct kind *kind_define(const char *name, size_t length)
{
	const struct kind *known = kind_find(name, length);

	if (known != NULL)
		return known;
	struct kind *kind = mem_alloc(sizeof *kind);
	char *copy = mem_alloc(length + 1);
	memcpy(copy, name, length);
	copy[length] = '\0';
	*kind = (struct kind){ copy, &kinds[KIND_Exception] };
	map_set(&by_name, name, length, kind);
	return kind;
}

bool kind_is_a(const struct kind *kind, const struct kind *ancestor)
{
	/* The one kind with two parents. */
	if (kind == &kinds[KIND_ExceptionGroup] && ancestor == &kinds[KIND_BaseExceptionGroup])
		return true;
	for (;; kind = kind->parent) {
		if (kind == ancestor)
			return true;
		if (kind->parent == kind)
			return false;
	}
}

const char *kind_nearest(const char *name)
{
	fill_map();
	const char **names = mem_array(by_name.count, sizeof *names);
	size_t count = 0;
	for (size_t i = 0; i < by_name.count; i++) {
		if (by_name.entries[i].key != NULL)
			names[count++] = ((const struct kind *)by_name.entries[i].value)->name;
	}
	const char *nearest = nearest_name(name, names, count);
	mem_free(names);
	return nearest;
}
