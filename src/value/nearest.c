#include "value/arith.h"

#include <string.h>
#include <strings.h>

/* Longer names are not mistyped as a whole. */
#define LONGEST 63

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that make b of a; limit + 1 where there are more. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length, size_t limit)
{
	size_t rows[3][LONGEST + 1];
	size_t *before = rows[0], *previous = rows[1], *current = rows[2];

	for (size_t k = 0; k <= b_length; k++)
		previous[k] = before[k] = k;
	for (size_t i = 1; i <= a_length; i++) {
		size_t best = current[0] = i;
		for (size_t k = 1; k <= b_length; k++) {
			size_t cost = previous[k - 1] + (a[i - 1] != b[k - 1]);
			cost = smaller(cost, smaller(previous[k], current[k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				cost = smaller(cost, before[k - 2] + 1);
			current[k] = cost;
			best = smaller(best, cost);
		}
		if (best > limit)
			return limit + 1;
		size_t *oldest = before;
		before = previous;
		previous = current;
		current = oldest;
	}
	return previous[b_length];
}

const char *nearest_name(const char *name, const char *const *candidates, size_t count)
{
	size_t length = strlen(name);
	size_t best_distance = length / 3 + 1;
	const char *best = NULL;

	if (length > LONGEST)
		return NULL;
	for (size_t i = 0; i < count && best_distance > 0; i++) {
		size_t other = strlen(candidates[i]);
		size_t found;
		if (length == other && strcasecmp(name, candidates[i]) == 0)
			found = strcmp(name, candidates[i]) != 0;
		else if (other > LONGEST || other + best_distance <= length || length + best_distance <= other)
			continue;
		else
			found = distance(name, length, candidates[i], other, best_distance - 1);
		if (found < best_distance || (found == 1 && best == NULL)) {
			best_distance = found;
			best = candidates[i];
		}
	}
	return best;
}
