#include "value/string.h"
#include "base/buf.h"

#include <stdlib.h>

#include "unit.h"

TEST(strings_hold_any_bytes)
{
	struct string *s = string_new("a\0b", 3), *t = string_new("a\0c", 3), *empty = string_new(NULL, 0);

	CHECK_INT(s->length, 3);
	CHECK(s->bytes[3] == '\0');
	CHECK(!string_equal(s, t) && string_compare(s, t) < 0);
	CHECK(string_compare(empty, s) < 0 && string_compare(s, s) == 0);
	CHECK(!string_is(s, "a") && string_is(empty, ""));
	string_release(s);
	string_release(t);
	string_release(empty);
}

TEST(order_is_that_of_bytes)
{
	struct string *a = string_from("z"), *b = string_from("\xC3\xA9"), *c = string_from("zz");

	CHECK(string_compare(a, b) < 0);
	CHECK(string_compare(a, c) < 0);
	CHECK(string_compare(c, a) > 0);
	string_release(a);
	string_release(b);
	string_release(c);
}

TEST(interned_names_are_one_object)
{
	char name[32];

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 2000; i++) {
			snprintf(name, sizeof name, "name%d", i);
			struct string *a = string_intern_text(name), *b = string_intern(name, strlen(name));
			CHECK(a == b && string_is(a, name));
			string_release(a);
			string_release(b);
		}
	}
	struct string *a = string_intern_text("grown"), *same = string_intern_text("grown");
	string_append(&a, "!", 1);
	CHECK(string_is(same, "grown") && string_is(a, "grown!"));
	string_release(a);
	string_release(same);
}

TEST(appending_agrees_with_a_model)
{
	static char model[200000];
	size_t length = 0;
	struct string *s = string_from("");

	srand(3);
	while (length < 100000) {
		char piece[40];
		size_t size = (size_t)rand() % sizeof piece;
		for (size_t i = 0; i < size; i++)
			piece[i] = (char)rand();
		memcpy(model + length, piece, size);
		length += size;
		string_append(&s, piece, size);
		REQUIRE(s->length == length && s->bytes[length] == '\0' && s->capacity >= length);
	}
	CHECK(memcmp(s->bytes, model, length) == 0);
	string_release(s);
}

TEST(appending_leaves_other_holders_alone)
{
	struct string *s = string_from("abc"), *other = string_retain(s);

	string_append(&s, "def", 3);
	CHECK_STR(s->bytes, "abcdef");
	CHECK_STR(other->bytes, "abc");
	CHECK_INT(other->object.references, 1);
	string_release(s);
	string_release(other);
}

TEST(a_string_can_be_appended_to_itself)
{
	struct string *s = string_from("xy");

	for (int i = 0; i < 12; i++)
		string_append(&s, s->bytes, s->length);
	CHECK_INT(s->length, 8192);
	bool right = true;
	for (size_t i = 0; i < s->length; i++)
		right = right && s->bytes[i] == "xy"[i % 2];
	CHECK(right);
	string_append(&s, s->bytes + 1, 2);
	CHECK_STR(s->bytes + 8190, "xyyx");
	string_release(s);
}

TEST(the_hash_follows_the_text)
{
	struct string *s = string_from("ab"), *t = string_from("abc");
	uint32_t before = string_hash(s);

	CHECK(before != 0 && before == string_hash_bytes("ab", 2));
	string_append(&s, "c", 1);
	CHECK_INT(string_hash(s), string_hash(t));
	CHECK(string_equal(s, t));
	string_release(s);
	string_release(t);
}

TEST(printf_and_buffers)
{
	struct buf buf = BUF_INIT;
	struct string *s = string_printf("%d-%s", 5, "x");

	CHECK_STR(s->bytes, "5-x");
	string_release(s);
	buf_add_text(&buf, "taken");
	s = string_take_buf(&buf);
	CHECK_STR(s->bytes, "taken");
	CHECK_INT(buf.length, 0);
	string_release(s);
}
