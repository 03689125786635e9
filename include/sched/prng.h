/* A small seeded generator (splitmix64): the order of batches under --schedule=random and =any, and the language's `random`.
 * Not for secrets. Equal seeds give equal sequences on every machine. */
#ifndef SCHED_PRNG_H
#define SCHED_PRNG_H

#include <stdint.h>

struct prng {
	uint64_t state;
};

static inline void prng_seed(struct prng *prng, uint64_t seed)
{
	prng->state = seed;
}

static inline uint64_t prng_next(struct prng *prng)
{
	uint64_t z = prng->state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* In [0, 1). */
static inline double prng_fraction(struct prng *prng)
{
	return (double)(prng_next(prng) >> 11) * 0x1p-53;
}

#endif
