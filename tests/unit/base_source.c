#include "base/source.h"

#include "unit.h"

static struct source *source_of(const char *text)
{
	return source_new("t.trio", text, strlen(text));
}

static const char *place(struct source *source, uint32_t offset)
{
	static char text[64];
	size_t line, column;

	source_position(source, offset, &line, &column);
	snprintf(text, sizeof text, "%zu:%zu", line, column);
	return text;
}

TEST(positions_count_lines_and_code_points)
{
	struct source *source = source_of("ab\n\xC3\xA9x\n\nlast");

	CHECK_STR(place(source, 0), "1:1");
	CHECK_STR(place(source, 2), "1:3");
	CHECK_STR(place(source, 3), "2:1");
	CHECK_STR(place(source, 5), "2:2");
	CHECK_STR(place(source, 6), "2:3");
	CHECK_STR(place(source, 7), "3:1");
	CHECK_STR(place(source, 8), "4:1");
	CHECK_STR(place(source, 12), "4:5");
	CHECK_STR(place(source, 9999), "4:5");
	source_release(source);
}

TEST(lines)
{
	struct source *source = source_of("one\r\ntwo\n");
	size_t length;

	CHECK(memcmp(source_line(source, 1, &length), "one", 3) == 0);
	CHECK_INT(length, 3);
	source_line(source, 2, &length);
	CHECK_INT(length, 3);
	source_line(source, 3, &length);
	CHECK_INT(length, 0);
	source_line(source, 4, &length);
	CHECK_INT(length, 0);
	source_line(source, 0, &length);
	CHECK_INT(length, 0);
	CHECK_INT(source->line_count, 3);
	source_release(source_retain(source));
	source_release(source);
	source_release(source_retain(NULL));
}

static const char *excerpt(const char *text, uint32_t start, uint32_t end)
{
	static struct buf out = BUF_INIT;
	struct source *source = source_of(text);

	buf_reset(&out);
	source_add_excerpt(&out, source, (struct span){ start, end }, "  ", "<", ">");
	source_release(source);
	return out.data;
}

TEST(excerpts_underline_their_span)
{
	CHECK_STR(excerpt("nursery <\n  spawn chld1\n>\n", 18, 23),
	          "  2 |   spawn chld1\n"
	          "    |         <^^^^^>\n");
	CHECK_STR(excerpt("a\tb", 2, 3),
	          "  1 | a    b\n"
	          "    |      <^>\n");
	CHECK_STR(excerpt("\xE4\xB8\xAD\xE6\x96\x87 x", 3, 6),
	          "  1 | \xE4\xB8\xAD\xE6\x96\x87 x\n"
	          "    |   <^^>\n");
	CHECK_STR(excerpt("a\x1B" "b", 2, 3),
	          "  1 | a\\x1bb\n"
	          "    |      <^>\n");
}

TEST(excerpts_at_the_edges)
{
	/* More than a line: to the end of the first. */
	CHECK_STR(excerpt("ab <\n>\n", 3, 6),
	          "  1 | ab <\n"
	          "    |    <^>\n");
	/* The end of the text, on an empty last line. */
	CHECK_STR(excerpt("ab <\n", 5, 5),
	          "  2 |\n"
	          "    | <^>\n");
	CHECK_STR(excerpt("ab", 2, 2),
	          "  1 | ab\n"
	          "    |   <^>\n");
	CHECK_STR(excerpt("", 0, 10),
	          "  1 |\n"
	          "    | <^>\n");
	CHECK_STR(excerpt("ab", 70, 80),
	          "  1 | ab\n"
	          "    |   <^>\n");
}

TEST(long_lines_are_cut_around_the_span)
{
	char text[1001];

	memset(text, '.', 1000);
	text[1000] = '\0';
	memcpy(text + 500, "HERE", 4);
	const char *shown = excerpt(text, 500, 504);
	CHECK(strlen(shown) < 300);
	const char *here = strstr(shown, "HERE"), *marks = strstr(shown, "<^^^^>");
	const char *second = strchr(shown, '\n') + 1;
	REQUIRE(here != NULL && marks != NULL);
	CHECK_INT(here - shown, marks - second);
	CHECK(strstr(shown, "| ...") != NULL && strstr(shown, "...\n") != NULL);
	/* The start is shown where it fits. */
	CHECK(strncmp(excerpt(text, 3, 5), "  1 | ....", 10) == 0);
	CHECK(strstr(excerpt(text, 990, 1000), "^^^^^^^^^^>") != NULL);
	/* A span longer than the window. */
	CHECK(strlen(excerpt(text, 0, 1000)) < 300);
}
