/* How diagnostics look. */
#include <string.h>

#include "base/buf.h"
#include "lang/diag.h"
#include "unit.h"

static struct diags diags;

static void begin(const char *text)
{
	diags_init(&diags, source_new("dir/x.trio", text, strlen(text)));
}

static void end(void)
{
	struct source *source = diags.source;
	diags_clear(&diags);
	source_release(source);
}

static void check_text(bool brief, const char *want)
{
	struct buf out = BUF_INIT;
	diags_add_text(&out, &diags, false, brief);
	CHECK_STR(out.data, want);
	buf_clear(&out);
}

TEST(a_diagnostic_shows_its_place_and_hint)
{
	begin("print hi\nspwn child\n");
	struct diag *diag = diags_error(&diags, (struct span){ 9, 13 }, "unknown command `%s`", "spwn");
	diag_hint(diag, "did you mean `%s`?", "spawn");
	diag_note(diag, (struct span){ 0, 5 }, "a note");
	check_text(true, "dir/x.trio:2:1: error: unknown command `spwn`\n");
	check_text(false, "dir/x.trio:2:1: error: unknown command `spwn`\n"
	                  "    2 | spwn child\n"
	                  "      | ^^^^\n"
	                  "dir/x.trio:1:1: note: a note\n"
	                  "    1 | print hi\n"
	                  "      | ^^^^^\n"
	                  "hint: did you mean `spawn`?\n");
	end();
}

TEST(they_are_sorted_by_place)
{
	begin("a b c d\n");
	diags_error(&diags, (struct span){ 4, 5 }, "third");
	diags_warning(&diags, (struct span){ 2, 3 }, "second");
	diags_error(&diags, (struct span){ 0, 1 }, "first");
	diags_error(&diags, (struct span){ 4, 7 }, "fourth");
	check_text(true, "dir/x.trio:1:1: error: first\ndir/x.trio:1:3: warning: second\n"
	                 "dir/x.trio:1:5: error: third\ndir/x.trio:1:5: error: fourth\n");
	CHECK_INT(diags.error_count, 3);
	end();
}

TEST(one_place_has_one_error)
{
	begin("a b\n");
	CHECK(diags_error(&diags, (struct span){ 0, 1 }, "first") != NULL);
	CHECK(diags_error(&diags, (struct span){ 0, 1 }, "second") == NULL);
	CHECK(diags_warning(&diags, (struct span){ 0, 1 }, "a warning") != NULL);
	CHECK_INT(diags.error_count, 1);
	end();
}

TEST(more_than_the_limit_is_dropped)
{
	begin("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	for (uint32_t i = 0; i < DIAG_LIMIT; i++)
		CHECK(diags_error(&diags, (struct span){ i, i + 1 }, "wrong") != NULL);
	CHECK(!diags.full);
	CHECK(diags_error(&diags, (struct span){ 30, 31 }, "wrong") == NULL);
	CHECK(diags.full);
	diag_hint(NULL, "nothing happens");
	diag_note(NULL, (struct span){ 0, 1 }, "nothing happens");
	end();
}

TEST(control_characters_are_escaped)
{
	begin("a\n");
	diags_error(&diags, (struct span){ 0, 1 }, "bad %s", "\033[31m\n");
	check_text(true, "dir/x.trio:1:1: error: bad \\x1b[31m\\x0a\n");
	end();
}
