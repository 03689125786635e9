#include "value/arith.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "value/dict.h"
#include "value/list.h"
#include "value/string.h"

/* What a script may make of one value by repeating another. */
#define LARGEST_RESULT ((size_t)1 << 30)

/* Comparing goes into lists on the C stack. */
#define COMPARE_DEPTH 500

const char *const operator_symbols[] = {
	"+", "-", "*", "/", "//", "%", "**",
	"==", "!=", "<", "<=", ">", ">=", "in", "not in"
};

static bool fail(struct error **error, enum kind_id kind, const char *message)
{
	*error = error_new(kind, "%s", message);
	return false;
}

static bool unsupported(enum operator op, struct value a, struct value b, struct error **error)
{
	*error = error_new(KIND_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", operator_symbols[op],
	                   value_type_name(a), value_type_name(b));
	return false;
}

static bool int_too_large(struct error **error)
{
	return fail(error, KIND_OverflowError, "integer result too large for 64 bits");
}

static bool is_int(struct value v)
{
	return v.type == VALUE_INT || v.type == VALUE_BOOL;
}

/* The quotient of two ints rounded once, as Python does: two conversions and a division would round three times. */
static double int_divide(int64_t a, int64_t b)
{
	const int64_t exact = (int64_t)1 << 53;

	if (a >= -exact && a <= exact && b >= -exact && b <= exact)
		return (double)a / (double)b;
	uint64_t dividend = a < 0 ? -(uint64_t)a : (uint64_t)a;
	uint64_t divisor = b < 0 ? -(uint64_t)b : (uint64_t)b;
	if (dividend == 0)
		return b < 0 ? -0.0 : 0.0;
	int shift = __builtin_clzll(dividend);
	unsigned __int128 wide = (unsigned __int128)(dividend << shift) << 64;
	unsigned __int128 quotient = wide / divisor;
	/* What is cut off only matters as being there or not. */
	quotient |= wide % divisor != 0;
	double result = ldexp((double)quotient, -(shift + 64));
	return (a < 0) != (b < 0) ? -result : result;
}

static bool int_floor_divide(int64_t a, int64_t b, int64_t *quotient, int64_t *remainder)
{
	if (b == -1) {
		*remainder = 0;
		return !__builtin_sub_overflow((int64_t)0, a, quotient);
	}
	*quotient = a / b;
	*remainder = a % b;
	if (*remainder != 0 && (*remainder < 0) != (b < 0)) {
		*quotient -= 1;
		*remainder += b;
	}
	return true;
}

static bool int_power(int64_t base, int64_t exponent, int64_t *result)
{
	*result = 1;
	for (;;) {
		if ((exponent & 1) && __builtin_mul_overflow(*result, base, result))
			return false;
		exponent >>= 1;
		if (exponent == 0)
			return true;
		if (__builtin_mul_overflow(base, base, &base))
			return false;
	}
}

static bool float_power(double base, double exponent, struct value *result, struct error **error)
{
	if (base == 0 && exponent < 0 && isfinite(exponent))
		return fail(error, KIND_ZeroDivisionError, "0.0 cannot be raised to a negative power");
	if (base < 0 && isfinite(base) && isfinite(exponent) && exponent != floor(exponent))
		return fail(error, KIND_ValueError, "a negative number cannot be raised to a fractional power");
	double power = pow(base, exponent);
	if (isinf(power) && isfinite(base) && isfinite(exponent))
		return fail(error, KIND_OverflowError, "float result too large");
	*result = value_float(power);
	return true;
}

static bool int_by_zero(enum operator op, struct error **error)
{
	if (op == OPERATOR_DIVIDE)
		return fail(error, KIND_ZeroDivisionError, "division by zero");
	if (op == OPERATOR_MODULO)
		return fail(error, KIND_ZeroDivisionError, "integer modulo by zero");
	return fail(error, KIND_ZeroDivisionError, "integer division or modulo by zero");
}

static bool int_arithmetic(enum operator op, int64_t a, int64_t b, struct value *result, struct error **error)
{
	int64_t number = 0, other = 0;
	bool overflow = false;

	if (b == 0 && (op == OPERATOR_DIVIDE || op == OPERATOR_FLOOR_DIVIDE || op == OPERATOR_MODULO))
		return int_by_zero(op, error);
	switch (op) {
	case OPERATOR_ADD:
		overflow = __builtin_add_overflow(a, b, &number);
		break;
	case OPERATOR_SUBTRACT:
		overflow = __builtin_sub_overflow(a, b, &number);
		break;
	case OPERATOR_MULTIPLY:
		overflow = __builtin_mul_overflow(a, b, &number);
		break;
	case OPERATOR_DIVIDE:
		*result = value_float(int_divide(a, b));
		return true;
	case OPERATOR_FLOOR_DIVIDE:
		overflow = !int_floor_divide(a, b, &number, &other);
		break;
	case OPERATOR_MODULO:
		int_floor_divide(a, b, &other, &number);
		break;
	default:
		if (b < 0)
			return float_power((double)a, (double)b, result, error);
		overflow = !int_power(a, b, &number);
	}
	if (overflow)
		return int_too_large(error);
	*result = value_int(number);
	return true;
}

static void float_floor_divide(double a, double b, double *quotient, double *remainder)
{
	double modulo = fmod(a, b);
	double division = (a - modulo) / b;

	if (modulo != 0) {
		if ((b < 0) != (modulo < 0)) {
			modulo += b;
			division -= 1;
		}
	} else {
		modulo = copysign(0, b);
	}
	if (division != 0) {
		*quotient = floor(division);
		if (division - *quotient > 0.5)
			*quotient += 1;
	} else {
		*quotient = copysign(0, a / b);
	}
	*remainder = modulo;
}

static bool float_by_zero(enum operator op, struct error **error)
{
	if (op == OPERATOR_DIVIDE)
		return fail(error, KIND_ZeroDivisionError, "float division by zero");
	if (op == OPERATOR_MODULO)
		return fail(error, KIND_ZeroDivisionError, "float modulo");
	return fail(error, KIND_ZeroDivisionError, "float floor division by zero");
}

static bool float_arithmetic(enum operator op, double a, double b, struct value *result, struct error **error)
{
	double number = 0, other = 0;

	if (b == 0 && (op == OPERATOR_DIVIDE || op == OPERATOR_FLOOR_DIVIDE || op == OPERATOR_MODULO))
		return float_by_zero(op, error);
	switch (op) {
	case OPERATOR_ADD:
		number = a + b;
		break;
	case OPERATOR_SUBTRACT:
		number = a - b;
		break;
	case OPERATOR_MULTIPLY:
		number = a * b;
		break;
	case OPERATOR_DIVIDE:
		number = a / b;
		break;
	case OPERATOR_FLOOR_DIVIDE:
		float_floor_divide(a, b, &number, &other);
		break;
	case OPERATOR_MODULO:
		float_floor_divide(a, b, &other, &number);
		break;
	default:
		return float_power(a, b, result, error);
	}
	*result = value_float(number);
	return true;
}

static bool repeat_string(const struct string *s, size_t times, struct value *result)
{
	size_t total;

	if (__builtin_mul_overflow(s->length, times, &total) || total > LARGEST_RESULT)
		return false;
	struct string *repeated = string_make(total);
	if (s->length == 1) {
		memset(repeated->bytes, s->bytes[0], total);
	} else {
		for (size_t i = 0; i < total; i += s->length)
			memcpy(repeated->bytes + i, s->bytes, s->length);
	}
	*result = value_string(repeated);
	return true;
}

static bool repeat_list(const struct list *list, size_t times, struct value *result)
{
	size_t total;

	if (__builtin_mul_overflow(list->length, times, &total) || total > LARGEST_RESULT / sizeof(struct value))
		return false;
	struct list *repeated = list_new(total);
	while (repeated->length < total)
		list_extend(repeated, list);
	*result = value_list(repeated);
	return true;
}

static bool repeat(struct value a, struct value b, struct value *result, struct error **error)
{
	struct value sequence = is_int(b) ? a : b;
	int64_t times = is_int(b) ? b.i : a.i;
	bool fits;

	if (times < 0)
		times = 0;
	if (sequence.type == VALUE_STRING)
		fits = repeat_string(sequence.string, (size_t)times, result);
	else
		fits = repeat_list(sequence.list, (size_t)times, result);
	if (!fits)
		return fail(error, KIND_MemoryError, "the result of '*' would be larger than 1 GiB");
	return true;
}

static bool is_sequence(struct value v)
{
	return v.type == VALUE_STRING || v.type == VALUE_LIST;
}

static bool join(struct value a, struct value b, struct value *result)
{
	if (a.type == VALUE_LIST) {
		*result = value_list(list_concat(a.list, b.list));
		return true;
	}
	struct string *joined = string_make(a.string->length + b.string->length);
	memcpy(joined->bytes, a.string->bytes, a.string->length);
	memcpy(joined->bytes + a.string->length, b.string->bytes, b.string->length);
	*result = value_string(joined);
	return true;
}

static int int_float_compare(int64_t i, double f)
{
	if (f >= 0x1p63)
		return -1;
	if (f < -0x1p63)
		return 1;
	int64_t whole = (int64_t)f;
	if (i != whole)
		return i < whole ? -1 : 1;
	double fraction = f - (double)whole;
	return (fraction < 0) - (fraction > 0);
}

int number_compare(struct value a, struct value b, bool *unordered)
{
	*unordered = (a.type == VALUE_FLOAT && isnan(a.f)) || (b.type == VALUE_FLOAT && isnan(b.f));
	if (*unordered)
		return 0;
	if (a.type == VALUE_FLOAT && b.type == VALUE_FLOAT)
		return (a.f > b.f) - (a.f < b.f);
	if (a.type == VALUE_FLOAT)
		return -int_float_compare(b.i, a.f);
	if (b.type == VALUE_FLOAT)
		return int_float_compare(a.i, b.f);
	return (a.i > b.i) - (a.i < b.i);
}

static bool compare(enum operator op, struct value a, struct value b, unsigned depth, int *order, bool *unordered,
                    struct error **error);

/* By the first two items that differ, as in Python; items that are equal need not be comparable. */
static bool compare_lists(enum operator op, const struct list *a, const struct list *b, unsigned depth, int *order,
                          bool *unordered, struct error **error)
{
	size_t length = a->length < b->length ? a->length : b->length;

	if (depth >= COMPARE_DEPTH)
		return fail(error, KIND_RecursionError, "maximum recursion depth exceeded in comparison");
	for (size_t i = 0; i < length; i++) {
		struct value x = a->items[i], y = b->items[i];
		/* Two lists are compared once, not first for being equal and then again. */
		if ((x.type != VALUE_LIST || y.type != VALUE_LIST) && value_equal(x, y))
			continue;
		if (!compare(op, x, y, depth + 1, order, unordered, error))
			return false;
		if (*order != 0 || *unordered)
			return true;
	}
	*order = (a->length > b->length) - (a->length < b->length);
	return true;
}

static bool compare(enum operator op, struct value a, struct value b, unsigned depth, int *order, bool *unordered,
                    struct error **error)
{
	*unordered = false;
	if (value_is_number(a) && value_is_number(b)) {
		*order = number_compare(a, b, unordered);
		return true;
	}
	if (a.type == VALUE_STRING && b.type == VALUE_STRING) {
		*order = string_compare(a.string, b.string);
		return true;
	}
	if (a.type == VALUE_LIST && b.type == VALUE_LIST)
		return compare_lists(op, a.list, b.list, depth, order, unordered, error);
	*error = error_new(KIND_TypeError, "'%s' not supported between '%s' and '%s'", operator_symbols[op],
	                   value_type_name(a), value_type_name(b));
	return false;
}

bool arith_compare(struct value a, struct value b, int *order, bool *unordered, struct error **error)
{
	return compare(OPERATOR_LT, a, b, 0, order, unordered, error);
}

static bool ordering(enum operator op, struct value a, struct value b, struct value *result, struct error **error)
{
	int order;
	bool unordered, holds;

	if (!compare(op, a, b, 0, &order, &unordered, error))
		return false;
	switch (op) {
	case OPERATOR_LT:
		holds = order < 0;
		break;
	case OPERATOR_LE:
		holds = order <= 0;
		break;
	case OPERATOR_GT:
		holds = order > 0;
		break;
	default:
		holds = order >= 0;
	}
	*result = value_bool(holds && !unordered);
	return true;
}

static bool contains(struct value container, struct value item, bool *found, struct error **error)
{
	*found = false;
	switch (container.type) {
	case VALUE_LIST:
		for (size_t i = 0; i < container.list->length && !*found; i++)
			*found = value_equal(container.list->items[i], item);
		return true;
	case VALUE_STRING:
		if (item.type != VALUE_STRING) {
			*error = error_new(KIND_TypeError, "'in <string>' requires string as left operand, not %s", value_type_name(item));
			return false;
		}
		*found = memmem(container.string->bytes, container.string->length, item.string->bytes, item.string->length) != NULL;
		return true;
	case VALUE_MAP:
		if (!value_is_hashable(item)) {
			*error = error_new(KIND_TypeError, "unhashable type: '%s'", value_type_name(item));
			return false;
		}
		*found = dict_get(container.dict, item) != NULL;
		return true;
	default:
		*error = error_new(KIND_TypeError, "argument of type '%s' is not iterable", value_type_name(container));
		return false;
	}
}

static bool arithmetic(enum operator op, struct value a, struct value b, struct value *result, struct error **error)
{
	if (value_is_number(a) && value_is_number(b)) {
		if (a.type != VALUE_FLOAT && b.type != VALUE_FLOAT)
			return int_arithmetic(op, a.i, b.i, result, error);
		return float_arithmetic(op, value_number(a), value_number(b), result, error);
	}
	if (op == OPERATOR_ADD && is_sequence(a) && a.type == b.type)
		return join(a, b, result);
	if (op == OPERATOR_MULTIPLY && ((is_sequence(a) && is_int(b)) || (is_int(a) && is_sequence(b))))
		return repeat(a, b, result, error);
	return unsupported(op, a, b, error);
}

bool arith_binary(enum operator op, struct value a, struct value b, struct value *result, struct error **error)
{
	bool found;

	switch (op) {
	case OPERATOR_EQ:
	case OPERATOR_NE:
		*result = value_bool(value_equal(a, b) == (op == OPERATOR_EQ));
		return true;
	case OPERATOR_LT:
	case OPERATOR_LE:
	case OPERATOR_GT:
	case OPERATOR_GE:
		return ordering(op, a, b, result, error);
	case OPERATOR_IN:
	case OPERATOR_NOT_IN:
		if (!contains(b, a, &found, error))
			return false;
		*result = value_bool(found == (op == OPERATOR_IN));
		return true;
	default:
		return arithmetic(op, a, b, result, error);
	}
}

bool arith_negate(struct value a, struct value *result, struct error **error)
{
	int64_t negated;

	if (a.type == VALUE_FLOAT) {
		*result = value_float(-a.f);
		return true;
	}
	if (!is_int(a)) {
		*error = error_new(KIND_TypeError, "bad operand type for unary -: '%s'", value_type_name(a));
		return false;
	}
	if (__builtin_sub_overflow((int64_t)0, a.i, &negated))
		return int_too_large(error);
	*result = value_int(negated);
	return true;
}

bool arith_add_to(struct value *target, struct value addend, struct error **error)
{
	struct value sum;

	if (target->type == VALUE_STRING && addend.type == VALUE_STRING) {
		string_append(&target->string, addend.string->bytes, addend.string->length);
		return true;
	}
	if (target->type == VALUE_LIST && addend.type == VALUE_LIST && target->object->references == 1) {
		list_extend(target->list, addend.list);
		return true;
	}
	if (!arithmetic(OPERATOR_ADD, *target, addend, &sum, error))
		return false;
	struct value old = *target;
	*target = sum;
	value_release(old);
	return true;
}
