#include "base/buf.h"
#include "base/mem.h"

#include "unit.h"

TEST(an_empty_buffer_is_a_text)
{
	struct buf buf = BUF_INIT;

	CHECK_STR(buf.data, "");
	buf_add(&buf, NULL, 0);
	buf_remove_front(&buf, 0);
	buf_reset(&buf);
	buf_clear(&buf);
	CHECK_STR(buf.data, "");
	char *detached = buf_detach(&buf);
	CHECK_STR(detached, "");
	mem_free(detached);
}

TEST(adding_keeps_the_end_marked)
{
	struct buf buf = BUF_INIT;

	buf_reserve(&buf, 0);
	CHECK_STR(buf.data, "");
	for (int i = 0; i < 1000; i++) {
		buf_add_byte(&buf, 'x');
		CHECK(buf.data[buf.length] == '\0');
	}
	buf_reset(&buf);
	buf_add_text(&buf, "abc");
	buf_add_repeated(&buf, '-', 3);
	buf_add_codepoint(&buf, 0x20AC);
	CHECK_STR(buf.data, "abc---\xE2\x82\xAC");
	buf_remove_front(&buf, 4);
	CHECK_STR(buf.data, "--\xE2\x82\xAC");
	buf_remove_front(&buf, 99);
	CHECK_INT(buf.length, 0);
	buf_clear(&buf);
}

TEST(printf_of_any_length)
{
	struct buf buf = BUF_INIT;
	char text[500];

	memset(text, 'y', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	for (size_t length = 50; length < 130; length++) {
		buf_reset(&buf);
		buf_printf(&buf, "%.*s%d", (int)length, text, 7);
		CHECK_INT(buf.length, length + 1);
		CHECK_INT(strlen(buf.data), length + 1);
		buf_clear(&buf);
	}
	buf_printf(&buf, "%s%s", text, text);
	CHECK_INT(buf.length, 998);
	char *detached = buf_detach(&buf);
	CHECK_INT(strlen(detached), 998);
	mem_free(detached);
}

static const char *escaped(const char *bytes, size_t length, bool keep_newlines)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	buf_add_escaped(&buf, bytes, length, keep_newlines);
	return buf.data;
}

TEST(data_cannot_control_a_terminal)
{
	CHECK_STR(escaped("a\x1B[2Jb", 6, false), "a\\x1b[2Jb");
	CHECK_STR(escaped("a\nb\tc\r", 6, false), "a\\x0ab\\x09c\\x0d");
	CHECK_STR(escaped("a\nb\tc\r", 6, true), "a\nb\tc\\x0d");
	CHECK_STR(escaped("a\0b", 3, false), "a\\x00b");
	CHECK_STR(escaped("\x7F\xC2\x9B\xFF\xC3", 5, false), "\\x7f\\xc2\\x9b\\xff\\xc3");
	CHECK_STR(escaped("\xE2\x80\xAE", 3, false), "\\xe2\\x80\\xae");
	CHECK_STR(escaped("gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\x9A", 11, false), "gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\x9A");
}
