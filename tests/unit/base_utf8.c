#include "base/utf8.h"

#include "unit.h"

static unsigned decoded(const char *bytes, size_t length, size_t wanted)
{
	unsigned codepoint = 0;

	CHECK_INT(utf8_decode(bytes, length, &codepoint), wanted);
	return codepoint;
}

TEST(every_code_point_survives)
{
	char bytes[4];
	unsigned back;

	for (unsigned c = 0; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		size_t length = utf8_put(c, bytes);
		if (utf8_decode(bytes, length, &back) != length || back != c || !utf8_is_valid(bytes, length, NULL)) {
			CHECK(!"survives");
			return;
		}
	}
}

TEST(edges_of_validity)
{
	CHECK_INT(decoded("\0", 1, 1), 0);
	CHECK_INT(decoded("\x7F", 1, 1), 0x7F);
	CHECK_INT(decoded("\x80", 1, 1), UTF8_REPLACEMENT);
	CHECK_INT(decoded("\xC0\x80", 2, 1), UTF8_REPLACEMENT);         /* overlong */
	CHECK_INT(decoded("\xC1\xBF", 2, 1), UTF8_REPLACEMENT);
	CHECK_INT(decoded("\xC2\x80", 2, 2), 0x80);
	CHECK_INT(decoded("\xC2", 1, 1), UTF8_REPLACEMENT);             /* cut off */
	CHECK_INT(decoded("\xC2" "A", 2, 1), UTF8_REPLACEMENT);
	CHECK_INT(decoded("\xE0\x9F\xBF", 3, 1), UTF8_REPLACEMENT);     /* overlong */
	CHECK_INT(decoded("\xE0\xA0\x80", 3, 3), 0x800);
	CHECK_INT(decoded("\xED\x9F\xBF", 3, 3), 0xD7FF);
	CHECK_INT(decoded("\xED\xA0\x80", 3, 1), UTF8_REPLACEMENT);     /* surrogate */
	CHECK_INT(decoded("\xEF\xBF\xBD", 3, 3), 0xFFFD);
	CHECK_INT(decoded("\xF0\x8F\xBF\xBF", 4, 1), UTF8_REPLACEMENT); /* overlong */
	CHECK_INT(decoded("\xF0\x90\x80\x80", 4, 4), 0x10000);
	CHECK_INT(decoded("\xF4\x8F\xBF\xBF", 4, 4), 0x10FFFF);
	CHECK_INT(decoded("\xF4\x90\x80\x80", 4, 1), UTF8_REPLACEMENT); /* too large */
	CHECK_INT(decoded("\xF5\x80\x80\x80", 4, 1), UTF8_REPLACEMENT);
	CHECK_INT(decoded("\xFF", 1, 1), UTF8_REPLACEMENT);
	CHECK_INT(decoded("\xF0\x9F\x90", 3, 1), UTF8_REPLACEMENT);
}

TEST(what_cannot_be_encoded_is_replaced)
{
	char bytes[4];

	CHECK_INT(utf8_put(0xD800, bytes), 3);
	CHECK(memcmp(bytes, "\xEF\xBF\xBD", 3) == 0);
	CHECK_INT(utf8_put(0x110000, bytes), 3);
}

TEST(counting_and_offsets)
{
	const char *text = "abcdefgh\xC3\xA9ijklmnop\xF0\x9F\x90\x9A\xFFz";
	size_t length = strlen(text), bad = 0;

	CHECK_INT(utf8_count(text, length), 20);
	CHECK_INT(utf8_count("", 0), 0);
	for (size_t index = 0; index <= 20; index++)
		CHECK_INT(utf8_count(text, utf8_offset(text, length, index)), index);
	CHECK_INT(utf8_offset(text, length, 8), 8);
	CHECK_INT(utf8_offset(text, length, 9), 10);
	CHECK_INT(utf8_offset(text, length, 18), 22);
	CHECK_INT(utf8_offset(text, length, 19), 23);
	CHECK_INT(utf8_offset(text, length, 100), length);
	CHECK(!utf8_is_valid(text, length, &bad));
	CHECK_INT(bad, 22);
	CHECK(utf8_is_valid(text, 22, &bad));
}

TEST(widths)
{
	CHECK_INT(utf8_width('a'), 1);
	CHECK_INT(utf8_width(0x1B), 0);
	CHECK_INT(utf8_width(0xE9), 1);
	CHECK_INT(utf8_width(0x301), 0);
	CHECK_INT(utf8_width(0x200B), 0);
	CHECK_INT(utf8_width(0x200D), 0);
	CHECK_INT(utf8_width(0x1100), 2);
	CHECK_INT(utf8_width(0x4E2D), 2);
	CHECK_INT(utf8_width(0xFF21), 2);
	CHECK_INT(utf8_width(0x1F41A), 2);
	CHECK_INT(utf8_width(0x2502), 1);
	CHECK_INT(utf8_width(0xFE0F), 0);
	CHECK_INT(utf8_width(0x10FFFF), 1);
}

TEST(printable)
{
	CHECK(utf8_is_printable("a", 1, 'a'));
	CHECK(!utf8_is_printable("\x1B", 1, 0x1B));
	CHECK(!utf8_is_printable("\xFF", 1, UTF8_REPLACEMENT));
	CHECK(utf8_is_printable("\xEF\xBF\xBD", 3, UTF8_REPLACEMENT));
	CHECK(!utf8_is_printable("\xC2\x85", 2, 0x85));
	CHECK(!utf8_is_printable("\xE2\x80\xA8", 3, 0x2028));
}
