#include "sched/clock.h"

#include <math.h>
#include <time.h>

#include "base/fatal.h"

static struct {
	enum clock_type type;
	double rate;
	double real_base;               /* scaled: the real time at which it showed virtual_base */
	double virtual_base;            /* virtual: the time itself */
	unsigned holders;
} state = { .type = CLOCK_REAL, .rate = 1 };

double clock_real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void clock_set(enum clock_type type, double rate)
{
	state.type = type;
	state.rate = type == CLOCK_SCALED ? rate : 1;
	state.real_base = clock_real_now();
	/* A scaled clock starts where the real one is, so that both look alike; a virtual one is repeatable. */
	state.virtual_base = type == CLOCK_VIRTUAL ? 0 : state.real_base;
}

double clock_now(void)
{
	switch (state.type) {
	case CLOCK_VIRTUAL:
		return state.virtual_base;
	case CLOCK_SCALED:
		return state.virtual_base + (clock_real_now() - state.real_base) * state.rate;
	default:
		return clock_real_now();
	}
}

bool clock_is_virtual(void)
{
	return state.type == CLOCK_VIRTUAL;
}

double clock_real_seconds(double deadline)
{
	double left = deadline - clock_now();

	if (left <= 0)
		return 0;
	return state.type == CLOCK_VIRTUAL ? INFINITY : left / state.rate;
}

void clock_jump(double seconds)
{
	bug_unless(state.type == CLOCK_VIRTUAL && seconds >= 0);
	state.virtual_base += seconds;
}

void clock_hold(void)
{
	state.holders++;
}

void clock_unhold(void)
{
	bug_unless(state.holders > 0);
	state.holders--;
}

bool clock_is_held(void)
{
	return state.holders > 0;
}
