#include "value/arith.h"

#include <math.h>
#include <stdarg.h>

#include "base/buf.h"
#include "unit.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/string.h"

#define I value_int
#define F value_float
#define T value_text

static struct value list_of(size_t count, ...)
{
	struct list *list = list_new(count);
	va_list arguments;

	va_start(arguments, count);
	for (size_t i = 0; i < count; i++)
		list_push(list, va_arg(arguments, struct value));
	va_end(arguments);
	return value_list(list);
}

/* The result as a literal, or the error's summary. */
static const char *outcome(bool good, struct value result, struct error *error)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	if (good) {
		value_add_repr(&buf, result);
		value_release(result);
	} else {
		error_add_summary(&buf, error);
		error_release(error);
	}
	return buf.data;
}

/* Takes both operands over. */
static const char *of(enum operator op, struct value a, struct value b)
{
	struct value result = value_none();
	struct error *error = NULL;
	bool good = arith_binary(op, a, b, &result, &error);

	value_release(a);
	value_release(b);
	return outcome(good, result, error);
}

static const char *negated(struct value a)
{
	struct value result = value_none();
	struct error *error = NULL;
	bool good = arith_negate(a, &result, &error);

	value_release(a);
	return outcome(good, result, error);
}

#define TOO_LARGE "OverflowError: integer result too large for 64 bits"

TEST(ints_overflow_with_an_error)
{
	CHECK_STR(of(OPERATOR_ADD, I(INT64_MAX), I(0)), "9223372036854775807");
	CHECK_STR(of(OPERATOR_ADD, I(INT64_MAX), I(1)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_SUBTRACT, I(INT64_MIN), I(1)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_SUBTRACT, I(-1), I(INT64_MAX)), "-9223372036854775808");
	CHECK_STR(of(OPERATOR_MULTIPLY, I(INT64_MIN), I(-1)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_MULTIPLY, I(3037000500), I(3037000500)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, I(INT64_MIN), I(-1)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_MODULO, I(INT64_MIN), I(-1)), "0");
	CHECK_STR(of(OPERATOR_POWER, I(2), I(62)), "4611686018427387904");
	CHECK_STR(of(OPERATOR_POWER, I(2), I(63)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_POWER, I(-2), I(63)), "-9223372036854775808");
	CHECK_STR(of(OPERATOR_POWER, I(-2), I(64)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_POWER, I(-1), I(INT64_MAX)), "-1");
	CHECK_STR(of(OPERATOR_POWER, I(0), I(0)), "1");
	CHECK_STR(of(OPERATOR_POWER, I(3), I(40)), TOO_LARGE);
	CHECK_STR(of(OPERATOR_POWER, I(3), I(39)), "4052555153018976267");
	CHECK_STR(negated(I(INT64_MIN)), TOO_LARGE);
	CHECK_STR(negated(I(INT64_MAX)), "-9223372036854775807");
}

TEST(floor_and_modulo_are_pythons)
{
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, I(-7), I(2)), "-4");
	CHECK_STR(of(OPERATOR_MODULO, I(-7), I(2)), "1");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, I(7), I(-2)), "-4");
	CHECK_STR(of(OPERATOR_MODULO, I(7), I(-2)), "-1");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, F(-7), I(2)), "-4.0");
	CHECK_STR(of(OPERATOR_MODULO, F(-7.5), I(2)), "0.5");
	CHECK_STR(of(OPERATOR_MODULO, F(7.5), I(-2)), "-0.5");
	CHECK_STR(of(OPERATOR_MODULO, F(-1), F(INFINITY)), "inf");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, F(-1), F(INFINITY)), "-1.0");
	CHECK_STR(of(OPERATOR_MODULO, F(1), F(INFINITY)), "1.0");
	CHECK_STR(of(OPERATOR_MODULO, F(0), F(-3)), "-0.0");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, F(1), F(0.1)), "9.0");
	CHECK_STR(of(OPERATOR_MODULO, F(1), F(0.1)), "0.09999999999999995");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, F(-0.0), F(1)), "-0.0");
}

TEST(division_by_zero_has_pythons_words)
{
	CHECK_STR(of(OPERATOR_DIVIDE, I(1), I(0)), "ZeroDivisionError: division by zero");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, I(1), I(0)), "ZeroDivisionError: integer division or modulo by zero");
	CHECK_STR(of(OPERATOR_MODULO, I(1), I(0)), "ZeroDivisionError: integer modulo by zero");
	CHECK_STR(of(OPERATOR_DIVIDE, F(1), I(0)), "ZeroDivisionError: float division by zero");
	CHECK_STR(of(OPERATOR_FLOOR_DIVIDE, F(1), F(-0.0)), "ZeroDivisionError: float floor division by zero");
	CHECK_STR(of(OPERATOR_MODULO, I(1), F(0)), "ZeroDivisionError: float modulo");
	CHECK_STR(of(OPERATOR_POWER, I(0), I(-1)), "ZeroDivisionError: 0.0 cannot be raised to a negative power");
}

TEST(division_of_large_ints_rounds_once)
{
	CHECK_STR(of(OPERATOR_DIVIDE, I(7), I(2)), "3.5");
	CHECK_STR(of(OPERATOR_DIVIDE, I(6), I(2)), "3.0");
	CHECK_STR(of(OPERATOR_DIVIDE, I(0), I(-5)), "-0.0");
	CHECK_STR(of(OPERATOR_DIVIDE, I(INT64_MAX), I(INT64_MAX - 1)), "1.0");
	CHECK_STR(of(OPERATOR_DIVIDE, I(INT64_MIN), I(-1)), "9.223372036854776e+18");
	CHECK_STR(of(OPERATOR_DIVIDE, I(9007199254740993), I(3)), "3002399751580331.0");
	CHECK_STR(of(OPERATOR_DIVIDE, I(9007199254740995), I(3)), "3002399751580331.5");
	CHECK_STR(of(OPERATOR_DIVIDE, I(1), I(INT64_MIN)), "-1.0842021724855044e-19");
}

TEST(powers)
{
	CHECK_STR(of(OPERATOR_POWER, I(2), I(-1)), "0.5");
	CHECK_STR(of(OPERATOR_POWER, F(2), I(3)), "8.0");
	CHECK_STR(of(OPERATOR_POWER, F(10), I(400)), "OverflowError: float result too large");
	CHECK_STR(of(OPERATOR_POWER, I(-8), F(0.5)), "ValueError: a negative number cannot be raised to a fractional power");
	CHECK_STR(of(OPERATOR_POWER, F(INFINITY), I(2)), "inf");
}

TEST(mixed_numbers)
{
	CHECK_STR(of(OPERATOR_ADD, I(1), F(0.5)), "1.5");
	CHECK_STR(of(OPERATOR_ADD, value_bool(true), value_bool(true)), "2");
	CHECK_STR(of(OPERATOR_MULTIPLY, F(1e308), F(10)), "inf");
	CHECK_STR(of(OPERATOR_SUBTRACT, F(0.3), F(0.1)), "0.19999999999999998");
	CHECK_STR(negated(value_bool(true)), "-1");
	CHECK_STR(negated(F(0)), "-0.0");
	CHECK_STR(negated(T("x")), "TypeError: bad operand type for unary -: 'string'");
}

TEST(joining_and_repeating)
{
	CHECK_STR(of(OPERATOR_ADD, T("ab"), T("cd")), "\"abcd\"");
	CHECK_STR(of(OPERATOR_ADD, T(""), T("")), "\"\"");
	CHECK_STR(of(OPERATOR_ADD, list_of(1, I(1)), list_of(1, T("a"))), "[1, \"a\"]");
	CHECK_STR(of(OPERATOR_MULTIPLY, T("ab"), I(3)), "\"ababab\"");
	CHECK_STR(of(OPERATOR_MULTIPLY, I(2), T("-")), "\"--\"");
	CHECK_STR(of(OPERATOR_MULTIPLY, T("ab"), I(-3)), "\"\"");
	CHECK_STR(of(OPERATOR_MULTIPLY, list_of(2, I(1), T("x")), I(2)), "[1, \"x\", 1, \"x\"]");
	CHECK_STR(of(OPERATOR_MULTIPLY, list_of(0), I(INT64_MAX)), "[]");
	CHECK_STR(of(OPERATOR_MULTIPLY, T("ab"), I(INT64_MAX)), "MemoryError: the result of '*' would be larger than 1 GiB");
	CHECK_STR(of(OPERATOR_MULTIPLY, list_of(1, I(0)), I(1 << 27)), "MemoryError: the result of '*' would be larger than 1 GiB");
	CHECK_STR(of(OPERATOR_MULTIPLY, T("ab"), F(2)), "TypeError: unsupported operand type(s) for *: 'string' and 'float'");
	CHECK_STR(of(OPERATOR_ADD, I(1), T("a")), "TypeError: unsupported operand type(s) for +: 'int' and 'string'");
	CHECK_STR(of(OPERATOR_ADD, value_none(), I(1)), "TypeError: unsupported operand type(s) for +: 'none' and 'int'");
}

TEST(comparing_numbers_is_exact)
{
	CHECK_STR(of(OPERATOR_LT, I((1LL << 53) + 1), F(0x1p53)), "false");
	CHECK_STR(of(OPERATOR_GT, I((1LL << 53) + 1), F(0x1p53)), "true");
	CHECK_STR(of(OPERATOR_LT, I(INT64_MAX), F(0x1p63)), "true");
	CHECK_STR(of(OPERATOR_GE, F(0x1p63), I(INT64_MAX)), "true");
	CHECK_STR(of(OPERATOR_LE, I(INT64_MIN), F(-0x1p63)), "true");
	CHECK_STR(of(OPERATOR_GT, I(INT64_MIN), F(-INFINITY)), "true");
	CHECK_STR(of(OPERATOR_LT, I(1), F(1.5)), "true");
	CHECK_STR(of(OPERATOR_LT, I(-1), F(-1.5)), "false");
	CHECK_STR(of(OPERATOR_LT, F(NAN), I(1)), "false");
	CHECK_STR(of(OPERATOR_GE, F(NAN), I(1)), "false");
	CHECK_STR(of(OPERATOR_NE, F(NAN), F(NAN)), "true");
	CHECK_STR(of(OPERATOR_LT, value_bool(true), I(2)), "true");
	CHECK_STR(of(OPERATOR_EQ, I(1), T("1")), "false");
	CHECK_STR(of(OPERATOR_LT, I(1), T("1")), "TypeError: '<' not supported between 'int' and 'string'");
	CHECK_STR(of(OPERATOR_GE, value_none(), value_none()), "TypeError: '>=' not supported between 'none' and 'none'");
}

TEST(comparing_lists_is_pythons)
{
	CHECK_STR(of(OPERATOR_LT, list_of(2, I(1), I(2)), list_of(2, I(1), I(3))), "true");
	CHECK_STR(of(OPERATOR_LT, list_of(1, I(1)), list_of(2, I(1), I(3))), "true");
	CHECK_STR(of(OPERATOR_LE, list_of(0), list_of(0)), "true");
	CHECK_STR(of(OPERATOR_LT, list_of(2, value_none(), I(1)), list_of(2, value_none(), I(2))), "true");
	CHECK_STR(of(OPERATOR_LT, list_of(1, I(1)), list_of(1, T("a"))), "TypeError: '<' not supported between 'int' and 'string'");
	CHECK_STR(of(OPERATOR_GT, list_of(2, F(NAN), I(2)), list_of(2, F(NAN), I(1))), "false");
	CHECK_STR(of(OPERATOR_LT, list_of(1, list_of(1, I(1))), list_of(1, list_of(1, I(2)))), "true");
	struct value a = list_of(0), b = list_of(0);
	for (int i = 0; i < 100000; i++) {
		a = list_of(1, a);
		b = list_of(1, b);
	}
	CHECK_STR(of(OPERATOR_LT, a, b), "RecursionError: maximum recursion depth exceeded in comparison");
}

TEST(being_in)
{
	struct dict *dict = dict_new();

	dict_set_text(dict, "k", I(1));
	CHECK_STR(of(OPERATOR_IN, I(2), list_of(2, I(1), F(2))), "true");
	CHECK_STR(of(OPERATOR_NOT_IN, I(3), list_of(2, I(1), F(2))), "true");
	CHECK_STR(of(OPERATOR_IN, T("bc"), T("abcd")), "true");
	CHECK_STR(of(OPERATOR_IN, T(""), T("")), "true");
	CHECK_STR(of(OPERATOR_IN, I(1), T("1")), "TypeError: 'in <string>' requires string as left operand, not int");
	CHECK_STR(of(OPERATOR_IN, T("k"), value_map(dict_retain(dict))), "true");
	CHECK_STR(of(OPERATOR_IN, list_of(0), value_map(dict_retain(dict))), "TypeError: unhashable type: 'list'");
	CHECK_STR(of(OPERATOR_IN, I(1), I(2)), "TypeError: argument of type 'int' is not iterable");
	dict_release(dict);
}

TEST(adding_in_place)
{
	struct error *error = NULL;
	struct value s = T("ab"), list = list_of(1, I(1)), held;

	struct list *before = list.list;
	CHECK(arith_add_to(&list, list, &error) && list.list == before && list.list->length == 2);
	held = value_retain(list);
	CHECK(arith_add_to(&list, held, &error));
	CHECK(list.list != held.list && list.list->length == 4 && held.list->length == 2);
	value_release(held);
	value_release(list);
	CHECK(arith_add_to(&s, s, &error));
	held = value_retain(s);
	CHECK(arith_add_to(&s, held, &error));
	CHECK_STR(s.string->bytes, "abababab");
	CHECK_STR(held.string->bytes, "abab");
	CHECK(!arith_add_to(&s, I(1), &error));
	CHECK_STR(s.string->bytes, "abababab");
	error_release(error);
	value_release(held);
	value_release(s);
	struct value number = I(1);
	CHECK(arith_add_to(&number, F(0.5), &error) && number.f == 1.5);
}
