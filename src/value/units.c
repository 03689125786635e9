#include "value/units.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_text(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* strtod that reads a point whatever the user's locale has. */
static double read_double(const char *text)
{
	static locale_t plain;

	if (plain == NULL)
		plain = newlocale(LC_ALL_MASK, "C", NULL);
	return plain ? strtod_l(text, NULL, plain) : strtod(text, NULL);
}

static double read_double_bytes(const char *text, size_t length)
{
	struct buf copy = BUF_INIT;

	buf_add(&copy, text, length);
	double number = read_double(copy.data);
	buf_clear(&copy);
	return number;
}

static int digit_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return 99;
}

/* Digits of a base, with single underscores between them where those are allowed. The value is made negative before it
 * can overflow, since the smallest int has no positive counterpart. */
static bool read_digits(const char *text, size_t length, int base, bool underscores, bool negative, int64_t *result, bool *overflow)
{
	int64_t number = 0;
	bool too_large = false;

	for (size_t i = 0; i < length; i++) {
		if (underscores && text[i] == '_' && i + 1 < length && i > 0 && text[i - 1] != '_')
			continue;
		int digit = digit_value(text[i]);
		if (digit >= base)
			return false;
		too_large |= __builtin_mul_overflow(number, base, &number);
		too_large |= __builtin_add_overflow(number, negative ? -digit : digit, &number);
	}
	*result = number;
	*overflow = too_large;
	return length > 0;
}

/* The bytes of a decimal number at the start of text: digits, .digits, exponent; 0 if there is none. */
static size_t scan_decimal(const char *text, size_t length, bool *is_float)
{
	size_t i = 0, digits;

	*is_float = false;
	while (i < length && is_digit(text[i]))
		i++;
	digits = i;
	if (i + 1 < length && text[i] == '.' && is_digit(text[i + 1])) {
		*is_float = true;
		for (i++; i < length && is_digit(text[i]); i++)
			digits++;
	}
	if (digits == 0)
		return 0;
	if (i < length && (text[i] == 'e' || text[i] == 'E')) {
		size_t k = i + 1;
		if (k < length && (text[k] == '+' || text[k] == '-'))
			k++;
		if (k < length && is_digit(text[k])) {
			*is_float = true;
			for (i = k; i < length && is_digit(text[i]);)
				i++;
		}
	}
	return i;
}

/* How many seconds a unit is; 0 where it is none. */
static double unit_seconds(const char *text, size_t length)
{
	if (is_text(text, length, "ms"))
		return 0.001;
	if (is_text(text, length, "s"))
		return 1;
	if (is_text(text, length, "m"))
		return 60;
	if (is_text(text, length, "h"))
		return 3600;
	return 0;
}

/* A whole number of whole seconds stays an int. */
static struct value in_seconds(struct value number, double unit, bool *overflow)
{
	int64_t product;

	if (unit < 1)
		return value_float(value_number(number) / 1000);
	if (number.type == VALUE_FLOAT)
		return value_float(number.f * unit);
	*overflow |= __builtin_mul_overflow(number.i, (int64_t)unit, &product);
	return *overflow ? value_none() : value_int(product);
}

static bool parse_constant(const char *text, size_t length, struct value *result)
{
	static const struct {
		const char *word;
		struct value value;
	} constants[] = {
		{ "none", { .type = VALUE_NONE } }, { "true", { .type = VALUE_BOOL, .i = 1 } }, { "false", { .type = VALUE_BOOL, .i = 0 } },
		{ "inf", { .type = VALUE_FLOAT, .f = INFINITY } }, { "-inf", { .type = VALUE_FLOAT, .f = -INFINITY } }
	};

	for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
		if (is_text(text, length, constants[i].word)) {
			*result = constants[i].value;
			return true;
		}
	}
	return false;
}

bool units_parse_word(const char *text, size_t length, struct value *result, bool *overflow)
{
	size_t sign = length > 0 && text[0] == '-';
	const char *digits = text + sign;
	size_t rest = length - sign;
	bool is_float;
	int64_t number = 0;

	*overflow = false;
	if (length == 0)
		return false;
	if (parse_constant(text, length, result))
		return true;
	*result = value_none();
	if (rest > 2 && digits[0] == '0' && digits[1] == 'x') {
		bool is_number = read_digits(digits + 2, rest - 2, 16, false, sign, &number, overflow);
		if (is_number && !*overflow)
			*result = value_int(number);
		return is_number;
	}
	size_t used = scan_decimal(digits, rest, &is_float);
	/* 007 is a name of something, not a number: it would lose its zeros. */
	if (used == 0 || (used > 1 && digits[0] == '0' && is_digit(digits[1])))
		return false;
	double unit = used < rest ? unit_seconds(digits + used, rest - used) : 0;
	if (used < rest && unit == 0)
		return false;
	if (is_float)
		*result = value_float(read_double_bytes(text, sign + used));
	else if (read_digits(digits, used, 10, false, sign, &number, overflow) && !*overflow)
		*result = value_int(number);
	if (unit > 0 && !*overflow)
		*result = in_seconds(*result, unit, overflow);
	return true;
}

static void strip(const char **text, size_t *length)
{
	while (*length > 0 && is_space(**text)) {
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && is_space((*text)[*length - 1]))
		(*length)--;
}

static bool take_sign(const char **text, size_t *length)
{
	if (*length == 0 || (**text != '-' && **text != '+'))
		return false;
	bool negative = **text == '-';
	(*text)++;
	(*length)--;
	return negative;
}

static int prefix_base(const char *text, size_t length)
{
	if (length < 2 || text[0] != '0')
		return 0;
	switch (text[1] | 0x20) {
	case 'x':
		return 16;
	case 'o':
		return 8;
	case 'b':
		return 2;
	default:
		return 0;
	}
}

static bool has_leading_zero(const char *text, size_t length)
{
	size_t zeros = 0;

	while (zeros < length && (text[zeros] == '0' || text[zeros] == '_'))
		zeros++;
	return zeros > 0 && text[0] == '0' && zeros < length;
}

bool units_parse_int(const char *text, size_t length, int base, int64_t *result, bool *overflow)
{
	*overflow = false;
	strip(&text, &length);
	bool negative = take_sign(&text, &length);
	int prefix = prefix_base(text, length);

	if (prefix != 0 && (base == 0 || base == prefix)) {
		base = prefix;
		text += 2;
		length -= 2;
		if (length > 1 && text[0] == '_') {
			text++;
			length--;
		}
	} else if (base == 0) {
		base = 10;
		/* As in a program's text, 010 is refused: some would read eight. */
		if (has_leading_zero(text, length))
			return false;
	}
	return base >= 2 && base <= 36 && read_digits(text, length, base, true, negative, result, overflow);
}

static bool is_one_of(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

/* The text of a float without its underscores, each of which must stand between two digits. */
static bool remove_underscores(struct buf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] != '_')
			buf_add_byte(out, text[i]);
		else if (i == 0 || i + 1 == length || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
			return false;
	}
	return true;
}

/* Python allows a point without digits on one of its sides. */
static bool is_decimal(const char *text, size_t length)
{
	size_t i = 0, digits = 0;

	for (; i < length && is_digit(text[i]); i++)
		digits++;
	if (i < length && text[i] == '.') {
		for (i++; i < length && is_digit(text[i]); i++)
			digits++;
	}
	if (digits == 0)
		return false;
	if (i < length && (text[i] == 'e' || text[i] == 'E')) {
		i++;
		if (i < length && (text[i] == '+' || text[i] == '-'))
			i++;
		if (i == length)
			return false;
		while (i < length && is_digit(text[i]))
			i++;
	}
	return i == length;
}

bool units_parse_float(const char *text, size_t length, double *result)
{
	struct buf digits = BUF_INIT;

	strip(&text, &length);
	bool negative = take_sign(&text, &length);
	bool good = true;
	if (is_one_of(text, length, "inf") || is_one_of(text, length, "infinity"))
		*result = INFINITY;
	else if (is_one_of(text, length, "nan"))
		*result = NAN;
	else if (remove_underscores(&digits, text, length) && is_decimal(digits.data, digits.length))
		*result = read_double(digits.data);
	else
		good = false;
	buf_clear(&digits);
	if (good && negative)
		*result = -*result;
	return good;
}

/* The digits of number (positive, finite), rounded to so many, and the exponent of the first. */
static int rounded_digits(double number, int precision, char digits[24], size_t *count)
{
	char text[48];

	snprintf(text, sizeof text, "%.*e", precision - 1, number);
	char *e = strchr(text, 'e');
	*count = 0;
	for (const char *c = text; c < e; c++) {
		/* The point may be any character of the user's locale. */
		if (is_digit(*c))
			digits[(*count)++] = *c;
	}
	return atoi(e + 1);
}

static double number_of_digits(const char *digits, size_t count, int exponent)
{
	char text[48];

	snprintf(text, sizeof text, "%.*se%d", (int)count, digits, exponent - (int)count + 1);
	return read_double(text);
}

/* Below a power of two the numbers lie closer than above it, so that the nearest 16 digits may be those of its lower
 * neighbour while the next ones still mean it. */
static bool next_digits_read_back(double number, char digits[24], size_t count, int exponent)
{
	int binary_exponent;

	if (frexp(number, &binary_exponent) != 0.5 || digits[count - 1] == '9')
		return false;
	digits[count - 1]++;
	return number_of_digits(digits, count, exponent) == number;
}

/* The shortest digits that read back as number. Every decimal of up to 15 digits survives being read, and 17 always
 * suffice, so three attempts are enough; except for the smallest numbers, which have fewer. */
static int shortest_digits(double number, char digits[24], size_t *count)
{
	int exponent = 0;

	for (int precision = number < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
		exponent = rounded_digits(number, precision, digits, count);
		if (precision == 17 || number_of_digits(digits, *count, exponent) == number)
			break;
		if (precision == 16 && next_digits_read_back(number, digits, *count, exponent))
			break;
	}
	while (*count > 1 && digits[*count - 1] == '0')
		(*count)--;
	return exponent;
}

static void add_fixed(struct buf *out, const char *digits, size_t count, int exponent)
{
	if (exponent < 0) {
		buf_add_text(out, "0.");
		buf_add_repeated(out, '0', (size_t)(-exponent - 1));
		buf_add(out, digits, count);
		return;
	}
	size_t whole = (size_t)exponent + 1;
	if (count <= whole) {
		buf_add(out, digits, count);
		buf_add_repeated(out, '0', whole - count);
		buf_add_text(out, ".0");
		return;
	}
	buf_add(out, digits, whole);
	buf_add_byte(out, '.');
	buf_add(out, digits + whole, count - whole);
}

void units_add_float(struct buf *out, double number)
{
	char digits[24];
	size_t count;

	if (isnan(number)) {
		buf_add_text(out, "nan");
		return;
	}
	if (signbit(number))
		buf_add_byte(out, '-');
	number = fabs(number);
	if (isinf(number)) {
		buf_add_text(out, "inf");
		return;
	}
	if (number < 1e15 && number == floor(number)) {
		buf_printf(out, "%" PRId64 ".0", (int64_t)number);
		return;
	}
	int exponent = shortest_digits(number, digits, &count);
	if (exponent >= -4 && exponent < 16) {
		add_fixed(out, digits, count, exponent);
		return;
	}
	buf_add_byte(out, digits[0]);
	if (count > 1) {
		buf_add_byte(out, '.');
		buf_add(out, digits + 1, count - 1);
	}
	buf_printf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

/* Three digits are as much as a person wants of a duration. */
static void add_seconds(struct buf *out, double seconds)
{
	char digits[24];
	size_t count;

	if (isfinite(seconds) && seconds > 0) {
		int exponent = rounded_digits(seconds, 3, digits, &count);
		seconds = number_of_digits(digits, count, exponent);
	}
	units_add_float(out, seconds);
	if (out->length > 2 && strcmp(out->data + out->length - 2, ".0") == 0)
		out->data[out->length -= 2] = '\0';
	buf_add_text(out, " s");
}

void units_add_duration(struct buf *out, double seconds)
{
	static const struct {
		double size;
		const char *name, *rest_name;
		int64_t rest_size;
	} units[] = { { 86400, "d", "h", 3600 }, { 3600, "h", "min", 60 }, { 60, "min", "s", 1 } };

	if (seconds < 0) {
		buf_add_byte(out, '-');
		seconds = -seconds;
	}
	if (!(seconds >= 59.95 && seconds < 1e15)) {
		add_seconds(out, seconds);
		return;
	}
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		/* Rounded to the smaller of the two units first, so that no "60 s" is left over. */
		int64_t parts = (int64_t)(seconds / (double)units[i].rest_size + 0.5);
		int64_t per_unit = (int64_t)units[i].size / units[i].rest_size;
		if (parts < per_unit)
			continue;
		buf_printf(out, "%" PRId64 " %s", parts / per_unit, units[i].name);
		if (parts % per_unit > 0)
			buf_printf(out, " %" PRId64 " %s", parts % per_unit, units[i].rest_name);
		return;
	}
}
