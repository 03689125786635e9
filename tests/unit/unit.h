/*
 * Unit tests in C. A test program is one file that includes this:
 *
 *	TEST(a_list_is_empty_at_first)
 *	{
 *		CHECK(list_is_empty(&list));
 *		CHECK_INT(list_length(&list), 0);
 *		CHECK_STR(name, "main");
 *	}
 *
 * No main is needed: each TEST enters itself into the list, and the main below runs them in the
 * order of the file. A test goes on after a failed CHECK, so one run shows all that is wrong; use
 * REQUIRE where going on would crash. The output is TAP and ends in "N passed, N failed".
 * An argument runs only the tests whose names contain it.
 */
#ifndef TRIOSH_TESTS_UNIT_H
#define TRIOSH_TESTS_UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct unit_test {
	const char *name;
	void (*run)(void);
	struct unit_test *next;
};

static struct unit_test *unit_first, **unit_last = &unit_first;
static int unit_failures; /* of the test that is running */

#define TEST(name_) \
	static void test_##name_(void); \
	static struct unit_test unit_##name_ = {#name_, test_##name_, NULL}; \
	__attribute__((constructor)) static void unit_enter_##name_(void) \
	{ \
		*unit_last = &unit_##name_; \
		unit_last = &unit_##name_.next; \
	} \
	static void test_##name_(void)

static inline bool unit_check(bool good, const char *text, const char *file, int line)
{
	if (!good) {
		printf("# %s:%d: %s\n", file, line, text);
		unit_failures++;
	}
	return good;
}

static inline bool unit_check_int(long long got, long long want, const char *text, const char *file, int line)
{
	if (got == want)
		return true;
	printf("# %s:%d: %s is %lld, not %lld\n", file, line, text, got, want);
	unit_failures++;
	return false;
}

static inline bool unit_check_str(const char *got, const char *want, const char *text, const char *file, int line)
{
	if (got && want ? !strcmp(got, want) : got == want)
		return true;
	printf("# %s:%d: %s is\n#   %s\n# not\n#   %s\n", file, line, text, got ? got : "(null)",
	       want ? want : "(null)");
	unit_failures++;
	return false;
}

/* Each of these is true where the check holds. */
#define CHECK(condition) unit_check((condition) ? true : false, #condition, __FILE__, __LINE__)
#define CHECK_INT(got, want) unit_check_int((got), (want), #got, __FILE__, __LINE__)
#define CHECK_STR(got, want) unit_check_str((got), (want), #got, __FILE__, __LINE__)
#define REQUIRE(condition) \
	do { \
		if (!CHECK(condition)) \
			return; \
	} while (0)

int main(int argc, char **argv)
{
	int number = 0, failed = 0;

	/* What a crash has not flushed is lost, and with it the name of the test that crashed. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct unit_test *test = unit_first; test; test = test->next) {
		if (argc > 1 && !strstr(test->name, argv[1]))
			continue;
		unit_failures = 0;
		test->run();
		failed += unit_failures > 0;
		printf("%sok %d - %s\n", unit_failures ? "not " : "", ++number, test->name);
	}
	printf("1..%d\n%d passed, %d failed\n", number, number - failed, failed);
	return failed > 0;
}

#endif
