/* The operators of the language on values of any type: Python's meaning, errors included.
 *
 * Each returns true and an owned *result, or false and an owned *error (TypeError naming both types, ZeroDivisionError,
 * OverflowError for what does not fit 64 bits, ValueError). The interpreter's fast paths for two ints stand in front. */
#ifndef VALUE_ARITH_H
#define VALUE_ARITH_H

#include "value/error.h"
#include "value/value.h"

enum operator {
	OPERATOR_ADD, OPERATOR_SUBTRACT, OPERATOR_MULTIPLY, OPERATOR_DIVIDE, OPERATOR_FLOOR_DIVIDE, OPERATOR_MODULO, OPERATOR_POWER,
	OPERATOR_EQ, OPERATOR_NE, OPERATOR_LT, OPERATOR_LE, OPERATOR_GT, OPERATOR_GE, OPERATOR_IN, OPERATOR_NOT_IN
};

extern const char *const operator_symbols[];

bool arith_binary(enum operator op, struct value a, struct value b, struct value *result, struct error **error);
bool arith_negate(struct value a, struct value *result, struct error **error);
/* <0, 0, >0 of two numbers, strings or lists; TypeError for other pairs. NaN compares as neither: *unordered is set. */
bool arith_compare(struct value a, struct value b, int *order, bool *unordered, struct error **error);

/* The same of two numbers; exact, for large ints against floats too. */
int number_compare(struct value a, struct value b, bool *unordered);

/* xs[i] for lists (negative from the end), strings (code points) and maps; IndexError, KeyError, TypeError. */
bool arith_index(struct value container, struct value index, struct value *result, struct error **error);
/* xs[a:b]; either bound may be none. */
bool arith_slice(struct value container, struct value start, struct value end, struct value *result, struct error **error);
/* container[index] = value, in the variable's own copy: *container is replaced where it was shared. */
bool arith_set_index(struct value *container, struct value index, struct value value, struct error **error);
/* x.name for errors, handles (their type's get) and maps? no: maps are indexed. AttributeError with the nearest name. */
bool arith_get_property(struct value object, const char *name, struct value *result, struct error **error);
bool arith_set_property(struct value object, const char *name, struct value value, struct error **error);
/* *target += addend for strings and lists in place where *target is unshared; otherwise as ADD. */
bool arith_add_to(struct value *target, struct value addend, struct error **error);

/* The candidate nearest to name in spelling (Damerau-Levenshtein, at most a third of its length), or NULL. */
const char *nearest_name(const char *name, const char *const *candidates, size_t count);

#endif
