/* Durations and numbers in words: 500ms, 10s, 2m, 1h are seconds; decimal numbers, true, false, none, inf. */
#ifndef VALUE_UNITS_H
#define VALUE_UNITS_H

#include "value/value.h"

/* What an unquoted word stands for when it is given to a function or a built-in: a number (decimal int or float,
 * 0x.. too, leading - allowed), true, false, none, inf, -inf, or a duration. false where the word is just text.
 * An integer that does not fit 64 bits sets *overflow and returns true. */
bool units_parse_word(const char *text, size_t length, struct value *result, bool *overflow);
/* The number in text as int() and float() read it (surrounding white space and _ between digits allowed). */
bool units_parse_int(const char *text, size_t length, int base, int64_t *result, bool *overflow);
bool units_parse_float(const char *text, size_t length, double *result);
/* Python's repr of a float: the shortest digits that read back the same, 1e+16 and smaller than 1e-4 with an exponent, "inf", "nan", always a '.0' or exponent. */
void units_add_float(struct buf *out, double number);
/* For people: "0.25 s", "12 s", "3 min 5 s". */
void units_add_duration(struct buf *out, double seconds);

#endif
