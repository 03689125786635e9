#include "value/units.h"

#include <locale.h>
#include <math.h>

#include "base/buf.h"
#include "unit.h"

static const char *shown(double number)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	units_add_float(&buf, number);
	return buf.data;
}

/* As Python 3.11 shows them. */
static const struct {
	double number;
	const char *text;
} floats[] = {
	{ 0.1, "0.1" },
	{ 0.2, "0.2" },
	{ 0.3, "0.3" },
	{ 1.0, "1.0" },
	{ -0.0, "-0.0" },
	{ 1000000000000000.0, "1000000000000000.0" },
	{ 1e+16, "1e+16" },
	{ 1.2345678901234568e+17, "1.2345678901234568e+17" },
	{ 999999999999999.9, "999999999999999.9" },
	{ 9999999999999998.0, "9999999999999998.0" },
	{ 1e+22, "1e+22" },
	{ 1e+23, "1e+23" },
	{ 0.0001, "0.0001" },
	{ 0.0001234, "0.0001234" },
	{ 1e-05, "1e-05" },
	{ 1.5e-07, "1.5e-07" },
	{ 5e-324, "5e-324" },
	{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
	{ 2.225073858507201e-308, "2.225073858507201e-308" },
	{ 1.7976931348623157e+308, "1.7976931348623157e+308" },
	{ 3.141592653589793, "3.141592653589793" },
	{ 2.718281828459045, "2.718281828459045" },
	{ 0.30000000000000004, "0.30000000000000004" },
	{ 0.3333333333333333, "0.3333333333333333" },
	{ 0.6666666666666666, "0.6666666666666666" },
	{ 100.0, "100.0" },
	{ 12345.678, "12345.678" },
	{ 1e+100, "1e+100" },
	{ 4.35, "4.35" },
	{ 8.41, "8.41" },
	{ 9007199254740992.0, "9007199254740992.0" },
	{ 9007199254740991.0, "9007199254740991.0" },
	{ 4503599627370496.0, "4503599627370496.0" },
	{ 0.5, "0.5" },
	{ 1e+21, "1e+21" },
	{ 6.02214076e+23, "6.02214076e+23" },
	{ -1.5, "-1.5" },
	{ 299792458.0, "299792458.0" },
	{ 5.684341886080802e-14, "5.684341886080802e-14" },
	{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
	{ 9.223372036854776e+18, "9.223372036854776e+18" },
	{ 1.152921504606847e+18, "1.152921504606847e+18" },
	{ 1.0715086071862673e+301, "1.0715086071862673e+301" },
	{ 9.5367431640625e-07, "9.5367431640625e-07" },
	{ 1.23e-05, "1.23e-05" },
	{ 1e-10, "1e-10" },
	{ 1.0000000000000002, "1.0000000000000002" },
	{ 0.9999999999999999, "0.9999999999999999" },
	{ 7.205759403792795e+16, "7.205759403792795e+16" },
	{ 5e-05, "5e-05" },
	{ 0.00012345678901234567, "0.00012345678901234567" },
	{ 1234567890123456.8, "1234567890123456.8" },
	{ 1.2345678901234568e+16, "1.2345678901234568e+16" },
};

TEST(floats_are_shown_as_python_does)
{
	for (size_t i = 0; i < sizeof floats / sizeof floats[0]; i++)
		CHECK_STR(shown(floats[i].number), floats[i].text);
	CHECK_STR(shown(INFINITY), "inf");
	CHECK_STR(shown(-INFINITY), "-inf");
	CHECK_STR(shown(NAN), "nan");
	CHECK_STR(shown(-NAN), "nan");
}

TEST(the_locale_changes_nothing)
{
	double number;

	if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
		return;
	CHECK_STR(shown(1234.5678), "1234.5678");
	CHECK(units_parse_float("1.5", 3, &number) && number == 1.5);
	setlocale(LC_ALL, "C");
}

/* The value of a word as a literal, "text" where it is none, "overflow". */
static const char *word(const char *text)
{
	static struct buf buf = BUF_INIT;
	struct value value;
	bool overflow;

	if (!units_parse_word(text, strlen(text), &value, &overflow))
		return "text";
	if (overflow)
		return "overflow";
	buf_reset(&buf);
	value_add_repr(&buf, value);
	return buf.data;
}

TEST(words_that_are_numbers)
{
	CHECK_STR(word("0"), "0");
	CHECK_STR(word("-0"), "0");
	CHECK_STR(word("42"), "42");
	CHECK_STR(word("-42"), "-42");
	CHECK_STR(word("1.50"), "1.5");
	CHECK_STR(word("0.5"), "0.5");
	CHECK_STR(word(".5"), "0.5");
	CHECK_STR(word("-.5"), "-0.5");
	CHECK_STR(word("1e9"), "1000000000.0");
	CHECK_STR(word("1E-3"), "0.001");
	CHECK_STR(word("0x1f"), "31");
	CHECK_STR(word("-0x10"), "-16");
	CHECK_STR(word("9223372036854775807"), "9223372036854775807");
	CHECK_STR(word("-9223372036854775808"), "-9223372036854775808");
	CHECK_STR(word("9223372036854775808"), "overflow");
	CHECK_STR(word("-9223372036854775809"), "overflow");
	CHECK_STR(word("0x8000000000000000"), "overflow");
	CHECK_STR(word("99999999999999999999999999"), "overflow");
	CHECK_STR(word("1e999"), "inf");
}

TEST(words_that_are_constants)
{
	CHECK_STR(word("true"), "true");
	CHECK_STR(word("false"), "false");
	CHECK_STR(word("none"), "none");
	CHECK_STR(word("inf"), "inf");
	CHECK_STR(word("-inf"), "-inf");
}

TEST(words_that_are_durations)
{
	CHECK_STR(word("500ms"), "0.5");
	CHECK_STR(word("10s"), "10");
	CHECK_STR(word("0.5s"), "0.5");
	CHECK_STR(word("2m"), "120");
	CHECK_STR(word("1h"), "3600");
	CHECK_STR(word("1.5h"), "5400.0");
	CHECK_STR(word("-1s"), "-1");
	CHECK_STR(word("9223372036854775807h"), "overflow");
	CHECK_STR(word("9223372036854775808s"), "overflow");
}

TEST(words_that_are_text)
{
	static const char *const words[] = {
		"", "-", ".", "..", "-.", "1.", "1.2.3", "1e", "1e+", "e5", "0x", "0xg", "x1", "1_000", "+5", "007", "-007", "00", "00.5",
		"1x", "5sec", "5 s", "s", "ms", "1h30m", "1-2", "--5", "True", "None", "nan", "infinity", "1,5", "10%", "192.168.0.1"
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!CHECK(strcmp(word(words[i]), "text") == 0))
			printf("# %s is %s\n", words[i], word(words[i]));
	}
}

static const char *integer(const char *text, int base)
{
	static char result[32];
	int64_t number;
	bool overflow;

	if (!units_parse_int(text, strlen(text), base, &number, &overflow))
		return "bad";
	snprintf(result, sizeof result, "%lld", (long long)number);
	return overflow ? "overflow" : result;
}

TEST(ints_are_read_as_python_does)
{
	CHECK_STR(integer(" 12\n", 10), "12");
	CHECK_STR(integer("-1_000", 10), "-1000");
	CHECK_STR(integer("+7", 10), "7");
	CHECK_STR(integer("007", 10), "7");
	CHECK_STR(integer("ff", 16), "255");
	CHECK_STR(integer("0xff", 16), "255");
	CHECK_STR(integer("0xff", 0), "255");
	CHECK_STR(integer("0x_ff", 0), "255");
	CHECK_STR(integer("0b101", 0), "5");
	CHECK_STR(integer("-0o17", 0), "-15");
	CHECK_STR(integer("0b1", 16), "177");
	CHECK_STR(integer("z", 36), "35");
	CHECK_STR(integer("000", 0), "0");
	CHECK_STR(integer("-9223372036854775808", 10), "-9223372036854775808");
	CHECK_STR(integer("9223372036854775808", 10), "overflow");
	CHECK_STR(integer("010", 0), "bad");
	CHECK_STR(integer("0xff", 10), "bad");
	CHECK_STR(integer("", 10), "bad");
	CHECK_STR(integer("-", 10), "bad");
	CHECK_STR(integer("- 1", 10), "bad");
	CHECK_STR(integer("1__0", 10), "bad");
	CHECK_STR(integer("_1", 10), "bad");
	CHECK_STR(integer("1_", 10), "bad");
	CHECK_STR(integer("0x", 0), "bad");
	CHECK_STR(integer("1.0", 10), "bad");
	CHECK_STR(integer("2", 2), "bad");
	CHECK_STR(integer("1", 1), "bad");
	CHECK_STR(integer("1", 37), "bad");
}

static const char *number(const char *text)
{
	double result;

	return units_parse_float(text, strlen(text), &result) ? shown(result) : "bad";
}

TEST(floats_are_read_as_python_does)
{
	CHECK_STR(number(" 1.5 "), "1.5");
	CHECK_STR(number("5."), "5.0");
	CHECK_STR(number("-.5"), "-0.5");
	CHECK_STR(number("1_0.2_5"), "10.25");
	CHECK_STR(number("1e3"), "1000.0");
	CHECK_STR(number("-inf"), "-inf");
	CHECK_STR(number("Infinity"), "inf");
	CHECK_STR(number("NaN"), "nan");
	CHECK_STR(number("-0"), "-0.0");
	CHECK_STR(number(""), "bad");
	CHECK_STR(number("."), "bad");
	CHECK_STR(number("1_"), "bad");
	CHECK_STR(number("1_.5"), "bad");
	CHECK_STR(number("1e"), "bad");
	CHECK_STR(number("0x10"), "bad");
	CHECK_STR(number("1 2"), "bad");
	CHECK_STR(number("--1"), "bad");
	CHECK_STR(number("infinit"), "bad");
}

static const char *duration(double seconds)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	units_add_duration(&buf, seconds);
	return buf.data;
}

TEST(durations_for_people)
{
	CHECK_STR(duration(0), "0 s");
	CHECK_STR(duration(0.25), "0.25 s");
	CHECK_STR(duration(0.0012345), "0.00123 s");
	CHECK_STR(duration(12), "12 s");
	CHECK_STR(duration(12.345), "12.3 s");
	CHECK_STR(duration(59.94), "59.9 s");
	CHECK_STR(duration(59.96), "1 min");
	CHECK_STR(duration(185), "3 min 5 s");
	CHECK_STR(duration(3599.7), "1 h");
	CHECK_STR(duration(3600), "1 h");
	CHECK_STR(duration(5400), "1 h 30 min");
	CHECK_STR(duration(90000), "1 d 1 h");
	CHECK_STR(duration(-185), "-3 min 5 s");
	CHECK_STR(duration(INFINITY), "inf s");
}
