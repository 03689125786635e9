/* The seeded generator: repeatable, and spread over its range. */
#include "sched/prng.h"
#include "unit.h"

TEST(equal_seeds_give_equal_sequences)
{
	struct prng a, b, c;
	bool same_as_c = true;

	prng_seed(&a, 1);
	prng_seed(&b, 1);
	prng_seed(&c, 2);
	for (int i = 0; i < 100; i++) {
		uint64_t number = prng_next(&a);
		CHECK(number == prng_next(&b));
		same_as_c = same_as_c && number == prng_next(&c);
	}
	CHECK(!same_as_c);
}

TEST(the_sequence_of_a_seed_never_changes)
{
	struct prng prng;

	prng_seed(&prng, 0);
	CHECK(prng_next(&prng) == 0xE220A8397B1DCDAFu);
	CHECK(prng_next(&prng) == 0x6E789E6AA1B965F4u);
}

TEST(fractions_fill_the_unit_interval)
{
	struct prng prng;
	int low = 0;

	prng_seed(&prng, 7);
	for (int i = 0; i < 10000; i++) {
		double fraction = prng_fraction(&prng);
		CHECK(fraction >= 0 && fraction < 1);
		low += fraction < 0.5;
	}
	CHECK(low > 4700 && low < 5300);
}
