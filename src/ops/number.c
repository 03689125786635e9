/* Numbers: conversion, rounding, extremes, ranges, chance. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/buf.h"
#include "ops/groups.h"
#include "ops/sequence.h"
#include "sched/prng.h"
#include "value/arith.h"
#include "value/list.h"
#include "value/string.h"
#include "value/units.h"

#define RANGE_LIMIT 100000000

static enum step overflow(struct call *call)
{
	return call_fail(call, KIND_OverflowError, "%s: the result does not fit 64 bits", call->builtin->name);
}

/* Adds the value as a literal, cut to a length that a message can show. */
static enum step bad_literal(struct call *call, const char *what, struct value v)
{
	struct buf text = BUF_INIT;
	value_add_repr(&text, v);
	enum step step = call_fail(call, KIND_ValueError, "%s: %.60s is not %s", call->builtin->name, text.data, what);
	buf_clear(&text);
	return step;
}

static enum step int_from_text(struct call *call, const struct string *text, int64_t base)
{
	char what[40];
	int64_t number;
	bool too_big = false;

	if (base != 0 && (base < 2 || base > 36))
		return call_fail(call, KIND_ValueError, "int: BASE must be 0 or from 2 to 36, not %" PRId64, base);
	if (!units_parse_int(text->bytes, text->length, (int)base, &number, &too_big)) {
		if (base == 10 || base == 0)
			return bad_literal(call, "an integer", call->arguments[0]);
		snprintf(what, sizeof what, "an integer in base %d", (int)base);
		return bad_literal(call, what, call->arguments[0]);
	}
	if (too_big)
		return overflow(call);
	return call_return(call, value_int(number));
}

static enum step int_step(struct call *call, void *frame)
{
	(void)frame;
	struct value v = call->arguments[0];

	if (v.type == VALUE_STRING)
		return int_from_text(call, v.string, call_has(call, 1) ? call->arguments[1].i : 10);
	if (call_has(call, 1))
		return call_fail(call, KIND_TypeError, "int: BASE is for strings, not for %s", value_type_name(v));
	if (v.type == VALUE_INT || v.type == VALUE_BOOL)
		return call_return(call, value_int(v.i));
	if (v.type != VALUE_FLOAT)
		return call_fail(call, KIND_TypeError, "int: VALUE must be a number or a string, not %s", value_type_name(v));
	if (isnan(v.f))
		return call_fail(call, KIND_ValueError, "int: nan is no integer");
	if (!(v.f > -0x1.0000000000001p63 && v.f < 0x1p63))
		return overflow(call);
	return call_return(call, value_int((int64_t)v.f));
}

static enum step float_step(struct call *call, void *frame)
{
	(void)frame;
	struct value v = call->arguments[0];
	double number;

	if (value_is_number(v))
		return call_return(call, value_float(value_number(v)));
	if (v.type != VALUE_STRING)
		return call_fail(call, KIND_TypeError, "float: VALUE must be a number or a string, not %s", value_type_name(v));
	if (!units_parse_float(v.string->bytes, v.string->length, &number))
		return bad_literal(call, "a number", v);
	return call_return(call, value_float(number));
}

/* To the nearest multiple of 10**-digits, halves to the even one. */
static enum step round_int(struct call *call, int64_t number, int64_t digits)
{
	if (digits >= 0)
		return call_return(call, value_int(number));
	if (digits < -19)
		return call_return(call, value_int(0));
	__int128 unit = 1;
	for (; digits < 0; digits++)
		unit *= 10;
	__int128 down = number / unit, rest = number % unit;
	if (rest < 0) {
		down--;
		rest += unit;
	}
	if (rest * 2 > unit || (rest * 2 == unit && down % 2 != 0))
		down++;
	down *= unit;
	if (down > INT64_MAX || down < INT64_MIN)
		return overflow(call);
	return call_return(call, value_int((int64_t)down));
}

/* The C library writes decimal digits correctly rounded from the exact binary value, which is Python's rule, too. */
static double round_float(double number, int64_t digits)
{
	char text[800];

	if (!isfinite(number) || digits > 323)
		return number;
	if (digits < -308)
		return copysign(0, number);
	if (digits >= 0) {
		snprintf(text, sizeof text, "%.*f", (int)digits, number);
		return strtod(text, NULL);
	}
	long double unit = powl(10, (long double)-digits);
	return copysign((double)(rintl(number / unit) * unit), number);
}

static enum step round_step(struct call *call, void *frame)
{
	(void)frame;
	struct value v = call->arguments[0];
	int64_t digits = call_has(call, 1) ? call->arguments[1].i : 0;

	if (v.type == VALUE_INT)
		return round_int(call, v.i, digits);
	if (call_has(call, 1))
		return call_return(call, value_float(round_float(v.f, digits)));
	if (isnan(v.f))
		return call_fail(call, KIND_ValueError, "round: nan is no integer");
	double whole = rint(v.f);
	if (!(whole >= -0x1p63 && whole < 0x1p63))
		return overflow(call);
	return call_return(call, value_int((int64_t)whole));
}

static enum step abs_step(struct call *call, void *frame)
{
	(void)frame;
	struct value v = call->arguments[0];

	if (v.type == VALUE_FLOAT)
		return call_return(call, value_float(fabs(v.f)));
	if (v.i == INT64_MIN)
		return overflow(call);
	return call_return(call, value_int(v.i < 0 ? -v.i : v.i));
}

/* Several arguments, or one that is a sequence: an owned list; NULL after an error. */
static struct list *values_of(struct call *call)
{
	struct list *arguments = call->arguments[0].list;
	struct list *values = list_retain(arguments);

	if (arguments->length == 1) {
		list_release(values);
		values = sequence_list(arguments->items[0]);
		if (values == NULL) {
			call_fail(call, KIND_TypeError, "%s: one VALUE must be a list, not %s", call->builtin->name,
			          value_type_name(arguments->items[0]));
			return NULL;
		}
	}
	if (values->length == 0) {
		list_release(values);
		call_fail(call, KIND_ValueError, "%s: the list is empty", call->builtin->name);
		return NULL;
	}
	return values;
}

/* The first of the smallest (sign -1) or largest (sign 1) values. */
static enum step extreme(struct call *call, int sign)
{
	struct list *values = values_of(call);
	if (values == NULL)
		return STEP_FAILED;
	size_t best = 0;

	for (size_t i = 1; i < values->length; i++) {
		struct error *error = NULL;
		bool unordered = false;
		int order;
		if (!arith_compare(values->items[i], values->items[best], &order, &unordered, &error)) {
			list_release(values);
			return call_fail_with(call, error);
		}
		if (!unordered && order * sign > 0)
			best = i;
	}
	struct value result = value_retain(values->items[best]);
	list_release(values);
	return call_return(call, result);
}

static enum step min_step(struct call *call, void *frame)
{
	(void)frame;
	return extreme(call, -1);
}

static enum step max_step(struct call *call, void *frame)
{
	(void)frame;
	return extreme(call, 1);
}

/* Ints are added exactly, so that only a sum that does not fit is an overflow, not one on the way. */
static size_t sum_of_ints(const struct list *values, struct value *total)
{
	__int128 exact = total->i;
	size_t i = 0;

	if (total->type != VALUE_INT)
		return 0;
	for (; i < values->length && (values->items[i].type == VALUE_INT || values->items[i].type == VALUE_BOOL); i++)
		exact += values->items[i].i;
	if (exact > INT64_MAX || exact < INT64_MIN) {
		if (i == values->length)
			return SIZE_MAX;
		*total = value_float((double)exact);
	} else {
		*total = value_int((int64_t)exact);
	}
	return i;
}

static enum step sum_step(struct call *call, void *frame)
{
	(void)frame;
	struct list *values = sequence_list(call->arguments[0]);
	if (values == NULL)
		return call_fail(call, KIND_TypeError, "sum: LIST must be a list, not %s", value_type_name(call->arguments[0]));
	struct value total = call_has(call, 1) ? value_retain(call->arguments[1]) : value_int(0);
	struct error *error = NULL;
	size_t i = sum_of_ints(values, &total);

	if (i == SIZE_MAX) {
		list_release(values);
		return overflow(call);
	}
	for (; i < values->length; i++) {
		if (values->items[i].type == VALUE_STRING) {
			error = error_new(KIND_TypeError, "sum: strings are put together with join, as in join(\"\", xs)");
			break;
		}
		if (!arith_add_to(&total, values->items[i], &error))
			break;
	}
	list_release(values);
	if (error != NULL) {
		value_release(total);
		return call_fail_with(call, error);
	}
	return call_return(call, total);
}

static enum step range_step(struct call *call, void *frame)
{
	(void)frame;
	int64_t start = 0, stop = call->arguments[0].i, step = call_has(call, 2) ? call->arguments[2].i : 1;

	if (call_has(call, 1)) {
		start = stop;
		stop = call->arguments[1].i;
	}
	if (step == 0)
		return call_fail(call, KIND_ValueError, "range: STEP must not be zero");
	uint64_t stride = step > 0 ? (uint64_t)step : -(uint64_t)step, count = 0;
	if (step > 0 ? start < stop : start > stop) {
		uint64_t distance = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
		count = (distance - 1) / stride + 1;
	}
	if (count > RANGE_LIMIT)
		return call_fail(call, KIND_MemoryError,
		                 "range: a list of %" PRIu64 " numbers is too long; `for i in range(...)` makes no list", count);
	struct list *list = list_new(count);
	for (uint64_t i = 0; i < count; i++)
		list_push(list, value_int((int64_t)((uint64_t)start + i * (uint64_t)step)));
	return call_return(call, value_list(list));
}

static struct prng prng;
static bool prng_is_seeded;

void random_seed(uint64_t seed)
{
	prng_seed(&prng, seed);
	prng_is_seeded = true;
}

static uint64_t draw(void)
{
	if (!prng_is_seeded) {
		uint64_t seed = 0;
		if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
			seed = (uint64_t)getpid();
		random_seed(seed);
	}
	return prng_next(&prng);
}

/* A number below count, each as likely: what is above the last whole multiple of count is drawn again. */
static uint64_t random_below(uint64_t count)
{
	uint64_t excess = -count % count, drawn;

	do
		drawn = draw();
	while (drawn < excess);
	return drawn % count;
}

static enum step random_step(struct call *call, void *frame)
{
	(void)frame;
	struct value from = call->arguments[0], to = call->arguments[1];

	if (from.type == VALUE_ABSENT)
		return call_return(call, value_float((double)(draw() >> 11) * 0x1p-53));
	if (from.type == VALUE_LIST) {
		if (from.list->length == 0)
			return call_fail(call, KIND_IndexError, "random: the list is empty");
		return call_return(call, value_retain(from.list->items[random_below(from.list->length)]));
	}
	if (from.type != VALUE_INT)
		return call_fail(call, KIND_TypeError, "random: START must be an integer or a list, not %s", value_type_name(from));
	int64_t start = call_has(call, 1) ? from.i : 0, stop = call_has(call, 1) ? to.i : from.i;
	if (start >= stop)
		return call_fail(call, KIND_ValueError, "random: there is no integer from %" PRId64 " to below %" PRId64, start, stop);
	uint64_t offset = random_below((uint64_t)stop - (uint64_t)start);
	return call_return(call, value_int((int64_t)((uint64_t)start + offset)));
}

const struct builtin number_builtins[] = {
	{ .name = "int", .params = "value:any ?base:int", .returns = "an int",
	  .summary = "Makes an integer of a number, cutting its fraction off, or of text.",
	  .details = "BASE is that of the text, 2 to 36; with 0 a prefix such as 0x tells it. The default is 10.",
	  .example = "print int(\"42\") int(-3.9) int(\"ff\", 16) int(\"0x1f\", 0)\n#=> 42 -3 255 31", .step = int_step },
	{ .name = "float", .params = "value:any", .returns = "a float",
	  .summary = "Makes a floating-point number of a number or of text.",
	  .example = "print float(\"1e3\") float(2) float(\"inf\")\n#=> 1000.0 2.0 inf", .step = float_step },
	{ .name = "round", .params = "number:number ?digits:int", .returns = "an int; with DIGITS a number of NUMBER's type",
	  .summary = "Rounds to the nearest integer or to DIGITS decimals, halves to the even side.",
	  .example = "print round(2.5) round(3.5) round(3.14159, 2) round(1250, -2)\n#=> 2 4 3.14 1200", .step = round_step },
	{ .name = "abs", .params = "number:number", .returns = "a number", .summary = "Gives a number without its sign.",
	  .example = "print abs(-5) abs(1.5)\n#=> 5 1.5", .step = abs_step },
	{ .name = "min", .params = "value:any...", .returns = "the smallest value",
	  .summary = "Gives the smallest of several values or of a list's items.",
	  .example = "print min(3, 1, 2) min([2.5, 4])\n#=> 1 2.5", .step = min_step },
	{ .name = "max", .params = "value:any...", .returns = "the largest value",
	  .summary = "Gives the largest of several values or of a list's items.",
	  .example = "print max(3, 1, 2) max([\"a\", \"b\"])\n#=> 3 b", .step = max_step },
	{ .name = "sum", .params = "list:any ?start:any", .returns = "the sum",
	  .summary = "Adds up the items of a list, beginning with START or 0.",
	  .example = "print sum([1, 2, 3]) sum([0.5, 1]) sum([[1], [2]], [])\n#=> 6 1.5 [1, 2]", .step = sum_step },
	{ .name = "range", .params = "start:int ?stop:int ?step:int", .returns = "a list of ints",
	  .summary = "Gives the integers from START (or 0) to below STOP.",
	  .details = "With one argument that is STOP. STEP is the distance between two of them; a negative one counts down.",
	  .example = "print range(3) range(2, 5) range(9, 0, -4)\n#=> [0, 1, 2] [2, 3, 4] [9, 5, 1]", .step = range_step },
	{ .name = "random", .params = "?start:any ?stop:int", .returns = "a float, an int, or an item",
	  .summary = "Draws a number from 0.0 to below 1.0, an integer below START or from START to below STOP, or an item of a list.",
	  .details = "With triosh --seed N a run draws the same numbers every time.",
	  .example = "let dice = random 1 7\nprint (1 <= dice <= 6) (0 <= random() < 1) random([\"heads\"])\n#=> true true heads",
	  .step = random_step },
	{ .name = NULL },
};
