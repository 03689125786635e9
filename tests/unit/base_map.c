#include "base/map.h"

#include <stdlib.h>

#include "unit.h"

TEST(an_empty_map_has_nothing)
{
	struct map map = { 0 };

	CHECK(map_get(&map, "x", 1) == NULL);
	map_remove(&map, "x", 1);
	map_clear(&map);
}

TEST(keys_are_bytes)
{
	struct map map = { 0 };
	int a, b, c;

	map_set(&map, "a\0b", 3, &a);
	map_set(&map, "a\0c", 3, &b);
	map_set(&map, "", 0, &c);
	CHECK(map_get(&map, "a\0b", 3) == &a);
	CHECK(map_get(&map, "a\0c", 3) == &b);
	CHECK(map_get(&map, "", 0) == &c);
	CHECK(map_get(&map, "a", 1) == NULL);
	map_set(&map, "", 0, &a);
	CHECK(map_get(&map, "", 0) == &a);
	CHECK_INT(map.count, 3);
	map_clear(&map);
}

TEST(random_operations_agree_with_a_model)
{
	enum { KEYS = 300 };
	static int model[KEYS];
	static int values[50001];
	struct map map = { 0 };
	char key[16];

	srand(7);
	for (int step = 1; step <= 50000; step++) {
		int k = rand() % KEYS;
		int length = snprintf(key, sizeof key, "key%d", k);
		if (rand() % 3 == 0) {
			map_remove(&map, key, (size_t)length);
			model[k] = 0;
		} else {
			map_set(&map, key, (size_t)length, &values[step]);
			model[k] = step;
		}
		k = rand() % KEYS;
		length = snprintf(key, sizeof key, "key%d", k);
		REQUIRE(map_get(&map, key, (size_t)length) == (model[k] ? &values[model[k]] : NULL));
	}
	/* Removed keys do not pile up. */
	CHECK(map.capacity <= 4 * KEYS);
	map_clear(&map);
}

TEST(entries_stay_in_insertion_order)
{
	struct map map = { 0 };
	int dummy, last = -1;
	char key[16];

	for (int i = 0; i < 1000; i++)
		map_set(&map, key, (size_t)snprintf(key, sizeof key, "%d", i), &dummy);
	for (int i = 0; i < 1000; i += 3)
		map_remove(&map, key, (size_t)snprintf(key, sizeof key, "%d", i));
	for (int i = 1000; i < 2000; i++)
		map_set(&map, key, (size_t)snprintf(key, sizeof key, "%d", i), &dummy);
	for (size_t i = 0; i < map.count; i++) {
		if (map.entries[i].key == NULL)
			continue;
		int number = atoi(map.entries[i].key);
		CHECK(number > last);
		last = number;
	}
	CHECK_INT(last, 1999);
	map_clear(&map);
}
