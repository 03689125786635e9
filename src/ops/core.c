/* Printing, and what a value is. */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "ops/groups.h"
#include "sched/output.h"
#include "value/list.h"
#include "value/string.h"

enum { PRINT_WORDS, PRINT_END, PRINT_SEP };

static void add_option(struct buf *out, const struct call *call, unsigned option, char otherwise)
{
	if (call_has(call, option))
		buf_add(out, call->arguments[option].string->bytes, call->arguments[option].string->length);
	else
		buf_add_byte(out, otherwise);
}

/* All in one piece, so that a line is written whole. */
static enum step print_to(struct call *call, int fd)
{
	static struct buf text = BUF_INIT;
	const struct list *words = call->arguments[PRINT_WORDS].list;

	buf_reset(&text);
	for (size_t i = 0; i < words->length; i++) {
		if (i > 0)
			add_option(&text, call, PRINT_SEP, ' ');
		value_add_text(&text, words->items[i]);
	}
	add_option(&text, call, PRINT_END, '\n');
	struct error *error = output_write(fd, text.data, text.length);
	if (text.capacity > 1 << 16)
		buf_clear(&text);
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

static enum step print_step(struct call *call, void *frame)
{
	(void)frame;
	return print_to(call, STDOUT_FILENO);
}

static enum step eprint_step(struct call *call, void *frame)
{
	(void)frame;
	return print_to(call, STDERR_FILENO);
}

static enum step str_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, call_has(call, 0) ? value_to_text(call->arguments[0]) : value_text(""));
}

static enum step repr_step(struct call *call, void *frame)
{
	(void)frame;
	struct buf text = BUF_INIT;

	value_add_repr(&text, call->arguments[0]);
	return call_return(call, value_string(string_take_buf(&text)));
}

static enum step bool_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_bool(value_truth(call->arguments[0])));
}

static enum step type_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_text(value_type_name(call->arguments[0])));
}

static bool is_kind_name(const struct error *error, struct value name)
{
	if (name.type != VALUE_STRING)
		return false;
	const struct kind *kind = kind_find(name.string->bytes, name.string->length);
	return kind != NULL && kind_is_a(error->kind, kind);
}

/* A group is of a kind by itself or where all its members are: what one would say of each of them, one says of it. */
static bool is_of_kinds(const struct error *error, struct value kinds)
{
	bool is_one = is_kind_name(error, kinds);
	for (size_t i = 0; !is_one && kinds.type == VALUE_LIST && i < kinds.list->length; i++)
		is_one = is_kind_name(error, kinds.list->items[i]);
	if (is_one || error->member_count == 0)
		return is_one;
	for (size_t i = 0; i < error->member_count; i++)
		if (!is_of_kinds(error->members[i], kinds))
			return false;
	return true;
}

static enum step is_kind_step(struct call *call, void *frame)
{
	(void)frame;
	struct value kinds = call->arguments[1];
	if (kinds.type != VALUE_STRING && kinds.type != VALUE_LIST)
		return call_fail(call, KIND_TypeError, "is_kind: KIND must be a name or a list of names, not %s", value_type_name(kinds));
	return call_return(call, value_bool(is_of_kinds(call->arguments[0].error, kinds)));
}

const struct builtin core_builtins[] = {
	{ .name = "print", .params = "?word:any... --end:string --sep:string", .returns = "none",
	  .summary = "Prints its words on standard output, with spaces between them and a newline at the end.",
	  .details = "--sep is what to print in place of the spaces, --end in place of the newline.",
	  .example = "print one 1.50 [1, \"a\"]\nprint --sep=, --end=\"!\\n\" a b\n#=> one 1.5 [1, \"a\"]\n#=> a,b!", .step = print_step },
	{ .name = "eprint", .params = "?word:any... --end:string --sep:string", .returns = "none",
	  .summary = "Prints its words on standard error, as print does on standard output.", .example = "eprint \"no such host\"",
	  .step = eprint_step },
	{ .name = "str", .params = "?value:any", .returns = "a string", .summary = "Gives a value as the text that print shows.",
	  .example = "print (str(1.0) + str([1]) + str(\"x\"))\n#=> 1.0[1]x", .step = str_step },
	{ .name = "repr", .params = "value:any", .returns = "a string", .summary = "Gives a value as it is written in a program.",
	  .example = "print repr(\"a\\tb\") repr(1.0)\n#=> \"a\\tb\" 1.0", .step = repr_step },
	{ .name = "bool", .params = "value:any", .returns = "true or false",
	  .summary = "Tells whether a value counts as true.",
	  .details = "none, false, 0, 0.0, \"\", [] and {} count as false, everything else as true.",
	  .example = "print bool(0) bool(\"0\") bool([])\n#=> false true false", .step = bool_step },
	{ .name = "type", .params = "value:any", .returns = "a string", .summary = "Names the type of a value.",
	  .example = "print type(1) type(1.0) type(\"\") type([]) type(none)\n#=> int float string list none", .step = type_step },
	{ .name = "is_kind", .params = "error:error kind:any", .returns = "true or false",
	  .summary = "Tells whether an error is of a kind or of a child of it, as `except` would.",
	  .details = "KIND may be a list of names: one of them is enough. A group is also of a kind where all its members are.",
	  .example = "try < raise KeyError \"k\" > except as e < print is_kind(e, \"LookupError\") is_kind(e, [\"OSError\", \"ValueError\"]) >\n#=> true false",
	  .step = is_kind_step },
	{ .name = NULL },
};
