#include "value/error.h"

#include <errno.h>

#include "base/buf.h"
#include "base/mem.h"
#include "unit.h"
#include "value/list.h"

static const char *summary(const struct error *error)
{
	static struct buf buf = BUF_INIT;

	buf_reset(&buf);
	error_add_summary(&buf, error);
	return buf.data;
}

/* The shape of an error on one line: leaves by their message, groups as NAME[...]; a user's group with a bar. */
static void add_shape(struct buf *out, const struct error *error)
{
	if (error == NULL) {
		buf_add_text(out, "-");
		return;
	}
	buf_add_text(out, error->message->bytes);
	if (error->member_count == 0)
		return;
	buf_add_text(out, error_is(error, KIND_Exception) ? "[" : "![");
	for (size_t i = 0; i < error->member_count; i++) {
		buf_add_text(out, i ? " " : "");
		add_shape(out, error->members[i]);
	}
	buf_add_byte(out, ']');
}

static const char *shape(struct error *take_error)
{
	static struct buf out = BUF_INIT;

	buf_reset(&out);
	add_shape(&out, take_error);
	error_release(take_error);
	return out.data;
}

/* Takes the members over. */
static struct error *group(const char *name, bool collapsible, size_t count, ...)
{
	struct error *members[8];
	va_list arguments;

	va_start(arguments, count);
	for (size_t i = 0; i < count; i++)
		members[i] = va_arg(arguments, struct error *);
	va_end(arguments);
	struct error *made = error_new_group(name, members, count);
	made->collapsible = collapsible;
	for (size_t i = 0; i < count; i++)
		error_release(members[i]);
	return made;
}

static struct error *leaf(const char *name)
{
	return error_new(KIND_ValueError, "%s", name);
}

static struct error *cancelled(void)
{
	return error_new(KIND_Cancelled, "C");
}

static bool is_kind(const struct error *error, const void *kind)
{
	return error_is(error, *(const enum kind_id *)kind);
}

static void split(struct error *take_error, struct error **matching, struct error **rest)
{
	static const enum kind_id kind = KIND_Cancelled;

	error_split(take_error, is_kind, &kind, matching, rest);
	error_release(take_error);
}

TEST(kinds_form_pythons_hierarchy)
{
	CHECK(kind_is_a(kind_of(KIND_KeyError), kind_of(KIND_LookupError)));
	CHECK(kind_is_a(kind_of(KIND_KeyError), kind_of(KIND_Exception)));
	CHECK(!kind_is_a(kind_of(KIND_Cancelled), kind_of(KIND_Exception)));
	CHECK(kind_is_a(kind_of(KIND_Cancelled), kind_of(KIND_BaseException)));
	CHECK(kind_is_a(kind_of(KIND_ExceptionGroup), kind_of(KIND_Exception)));
	CHECK(kind_is_a(kind_of(KIND_ExceptionGroup), kind_of(KIND_BaseExceptionGroup)));
	CHECK(!kind_is_a(kind_of(KIND_BaseExceptionGroup), kind_of(KIND_Exception)));
	CHECK(kind_is_a(kind_of(KIND_BrokenPipeError), kind_of(KIND_OSError)));
}

TEST(kinds_have_names)
{
	CHECK(kind_find("ValueError", 10) == kind_of(KIND_ValueError));
	CHECK(kind_find("MyError", 7) == NULL);
	const struct kind *mine = kind_define("MyError", 7);
	CHECK(kind_find("MyErrorX", 7) == mine && kind_define("MyError", 7) == mine);
	CHECK_STR(mine->name, "MyError");
	CHECK(mine->parent == kind_of(KIND_Exception));
	CHECK(kind_define("OSError", 7) == kind_of(KIND_OSError));
	CHECK_STR(kind_nearest("ValeuError"), "ValueError");
	CHECK_STR(kind_nearest("keyerror"), "KeyError");
	CHECK_STR(kind_nearest("MyEror"), "MyError");
	CHECK_STR(kind_nearest("Banana"), NULL);
}

TEST(summaries_are_one_safe_line)
{
	struct error *error = error_new(KIND_ValueError, "a\nb\x1B[2J %d%%", 5);

	CHECK_STR(summary(error), "ValueError: a\\x0ab\\x1b[2J 5%");
	error_release(error);
	error = error_new_kind(kind_of(KIND_Cancelled), NULL);
	CHECK_STR(summary(error), "Cancelled");
	error_release(error);
	error = group("multiple tasks failed", true, 2, leaf("a"), leaf("b"));
	CHECK_STR(summary(error), "ExceptionGroup: multiple tasks failed (2 errors)");
	error_release(error);
	error = group("one", true, 1, cancelled());
	CHECK_STR(summary(error), "BaseExceptionGroup: one (1 error)");
	error_release(error);
}

static void check_errno(int number, enum kind_id kind)
{
	struct error *error = error_from_errno(number, "x");

	if (!CHECK(error->kind == kind_of(kind)))
		printf("# errno %d gave %s\n", number, error->kind->name);
	error_release(error);
}

TEST(errno_chooses_the_kind)
{
	check_errno(EAGAIN, KIND_BlockingIOError);
	check_errno(EINPROGRESS, KIND_BlockingIOError);
	check_errno(ECHILD, KIND_ChildProcessError);
	check_errno(EPIPE, KIND_BrokenPipeError);
	check_errno(ESHUTDOWN, KIND_BrokenPipeError);
	check_errno(ECONNABORTED, KIND_ConnectionAbortedError);
	check_errno(ECONNREFUSED, KIND_ConnectionRefusedError);
	check_errno(ECONNRESET, KIND_ConnectionResetError);
	check_errno(EEXIST, KIND_FileExistsError);
	check_errno(ENOENT, KIND_FileNotFoundError);
	check_errno(EINTR, KIND_InterruptedError);
	check_errno(EISDIR, KIND_IsADirectoryError);
	check_errno(ENOTDIR, KIND_NotADirectoryError);
	check_errno(EACCES, KIND_PermissionError);
	check_errno(EPERM, KIND_PermissionError);
	check_errno(ESRCH, KIND_ProcessLookupError);
	check_errno(ETIMEDOUT, KIND_TimeoutError);
	check_errno(EINVAL, KIND_OSError);
}

TEST(an_errno_is_told_as_python_does)
{
	struct error *error = error_from_errno(ENOENT, "no/such");
	struct value value;

	CHECK_STR(summary(error), "FileNotFoundError: [Errno 2] No such file or directory: 'no/such'");
	CHECK(error_get_property(error, "errno", &value) && value.i == ENOENT);
	REQUIRE(error_get_property(error, "path", &value));
	CHECK_STR(value.string->bytes, "no/such");
	value_release(value);
	error_release(error);
	error = error_from_errno(EBADF, NULL);
	CHECK_STR(summary(error), "OSError: [Errno 9] Bad file descriptor");
	CHECK(!error_get_property(error, "path", &value));
	error_release(error);
}

TEST(properties)
{
	struct error *error = leaf("text"), *cause = leaf("why");
	struct source *source = source_new("s.trio", "one\ntwo three\n", 14);
	struct value value;

	CHECK(error_get_property(error, "place", &value) && value.type == VALUE_NONE);
	error_add_trace(error, NULL, (struct span){ 0, 0 }, NULL);
	error_add_trace(error, source, (struct span){ 8, 13 }, NULL);
	error_add_trace(error, source, (struct span){ 0, 3 }, NULL);
	error_set_cause(error, cause);
	REQUIRE(error_get_property(error, "place", &value));
	CHECK_STR(value.string->bytes, "s.trio:2:5");
	value_release(value);
	REQUIRE(error_get_property(error, "kind", &value));
	CHECK_STR(value.string->bytes, "ValueError");
	value_release(value);
	REQUIRE(error_get_property(error, "exceptions", &value));
	CHECK_INT(value.list->length, 0);
	value_release(value);
	REQUIRE(error_get_property(error, "cause", &value));
	CHECK(value.error == cause);
	value_release(value);
	CHECK(error_get_property(error, "context", &value) && value.type == VALUE_NONE);
	CHECK(!error_get_property(error, "status", &value));
	error_set_field(error, "status", value_int(3));
	CHECK(error_get_property(error, "status", &value) && value.i == 3);
	error_release(error);
	error_release(cause);
	CHECK_INT(source->references, 1);
	source_release(source);
}

TEST(chains_never_hold_a_cycle)
{
	struct error *a = leaf("a"), *b = leaf("b"), *c = leaf("c");

	error_set_context(a, a);
	CHECK(a->context == NULL);
	error_set_context(a, b);
	error_set_context(b, c);
	error_set_context(c, a);
	CHECK(c->context == NULL);
	error_set_cause(c, a);
	CHECK(c->cause == NULL);
	error_set_context(a, c);
	CHECK(a->context == b);
	/* By way of a group's members, too. */
	struct error *around = error_new_group("g", (struct error *[]){ a }, 1);
	error_set_context(c, around);
	CHECK(c->context == NULL);
	error_release(around);
	error_release(a);
	error_release(b);
	error_release(c);
}

TEST(a_leaf_goes_to_one_side)
{
	struct error *matching, *rest, *error = cancelled();

	split(error, &matching, &rest);
	CHECK(matching == error && rest == NULL);
	error_release(matching);
	error = leaf("v");
	split(error, &matching, &rest);
	CHECK(matching == NULL && rest == error);
	error_release(rest);
}

TEST(a_whole_group_stays_itself)
{
	struct error *matching, *rest;
	struct error *error = group("g", true, 2, leaf("a"), group("h", true, 2, leaf("b"), leaf("c")));

	split(error, &matching, &rest);
	CHECK(rest == error && matching == NULL);
	error_release(rest);
}

TEST(splitting_keeps_the_shape)
{
	struct error *matching, *rest;

	split(group("g", false, 3, leaf("a"), group("h", false, 2, cancelled(), leaf("b")), cancelled()), &matching, &rest);
	CHECK_STR(shape(matching), "g![h![C] C]");
	CHECK_STR(shape(rest), "g[a h[b]]");
	split(group("g", false, 2, cancelled(), group("h", false, 1, cancelled())), &matching, &rest);
	CHECK_STR(shape(matching), "g![C h![C]]");
	CHECK_STR(shape(rest), "-");
}

TEST(a_nurserys_group_collapses_into_its_last_member)
{
	struct error *matching, *rest;

	split(group("g", true, 2, leaf("a"), cancelled()), &matching, &rest);
	CHECK_STR(shape(matching), "C");
	CHECK_STR(shape(rest), "a");
	/* Through several levels. */
	split(group("g", true, 2, group("h", true, 2, cancelled(), leaf("a")), cancelled()), &matching, &rest);
	CHECK_STR(shape(matching), "g![C C]");
	CHECK_STR(shape(rest), "a");
	/* A user's group inside a nursery's stays. */
	split(group("g", true, 2, group("user", false, 2, cancelled(), leaf("a")), cancelled()), &matching, &rest);
	CHECK_STR(shape(rest), "user[a]");
	error_release(matching);
	/* And a nursery's inside a user's collapses there. */
	split(group("user", false, 2, group("h", true, 2, cancelled(), leaf("a")), leaf("b")), &matching, &rest);
	CHECK_STR(shape(matching), "user![C]");
	CHECK_STR(shape(rest), "user[a b]");
}

TEST(splitting_whole_collapses_nothing)
{
	static const enum kind_id kind = KIND_ValueError;
	struct error *matching, *rest, *error = group("g", true, 2, leaf("a"), error_new(KIND_KeyError, "k"));

	error_split_whole(error, is_kind, &kind, &matching, &rest);
	CHECK_STR(shape(matching), "g[a]");
	CHECK_STR(shape(rest), "g[k]");
	error_release(error);
}

TEST(a_split_group_keeps_what_it_knows)
{
	struct error *matching, *rest, *cause = leaf("cause"), *context = leaf("context");
	struct error *error = group("g", false, 3, leaf("a"), leaf("b"), cancelled());
	struct source *source = source_new("s", "text", 4);

	error_set_cause(error, cause);
	error_set_context(error, context);
	error_add_trace(error, source, (struct span){ 1, 2 }, NULL);
	error->trace[0].task = string_from("task");
	error_set_field(error, "status", value_int(1));
	split(error, &matching, &rest);
	CHECK(rest->cause == cause && matching->context == context);
	CHECK_INT(rest->trace_count, 1);
	CHECK_STR(matching->trace[0].task->bytes, "task");
	CHECK(rest->fields != NULL && rest->kind == kind_of(KIND_ExceptionGroup));
	error_release(matching);
	error_release(rest);
	/* A member that takes its group's place has come the group's way. */
	error = group("g", true, 2, leaf("a"), cancelled());
	error_add_trace(error, source, (struct span){ 1, 2 }, NULL);
	split(error, &matching, &rest);
	CHECK_INT(rest->trace_count, 1);
	error_release(matching);
	error_release(rest);
	error_release(cause);
	error_release(context);
	CHECK_INT(source->references, 1);
	source_release(source);
}

TEST(huge_and_deep_groups_split)
{
	enum { COUNT = 100000 };
	struct error **members = mem_array(COUNT, sizeof(struct error *));
	struct error *matching, *rest;

	for (int i = 0; i < COUNT; i++)
		members[i] = i % 2 ? cancelled() : leaf("a");
	struct error *flat = error_new_group("g", members, COUNT);
	for (int i = 0; i < COUNT; i++)
		error_release(members[i]);
	mem_free(members);
	split(flat, &matching, &rest);
	CHECK_INT(matching->member_count, COUNT / 2);
	CHECK_INT(rest->member_count, COUNT / 2);
	error_release(matching);
	error_release(rest);
	struct error *deep = leaf("a");
	for (int i = 0; i < COUNT; i++)
		deep = group("g", i % 2, 2, deep, cancelled());
	split(deep, &matching, &rest);
	CHECK(matching != NULL && rest != NULL);
	error_release(matching);
	error_release(rest);
}
