#include <ctype.h>

#include "base/buf.h"
#include "base/map.h"
#include "ops/groups.h"
#include "value/list.h"
#include "vm/registry.h"

#include "unit.h"

/* Calls body for each row of each group. */
#define EACH_ROW(row) \
	for (const struct builtin_group *group = (ops_install(), registry_groups()); group->name != NULL; group++) \
		for (const struct builtin *row = group->builtins; row->name != NULL; row++)

static const struct builtin *builtin_named(const char *name)
{
	ops_install();
	return registry_builtin(name, strlen(name));
}

static void check_usage(const char *name, const char *usage)
{
	struct buf text = BUF_INIT;
	const struct builtin *builtin = builtin_named(name);

	if (CHECK(builtin != NULL)) {
		builtin_add_usage(&text, builtin);
		CHECK_STR(text.data, usage);
	}
	buf_clear(&text);
}

TEST(names_are_unique)
{
	struct map seen = { 0 };

	EACH_ROW(row) {
		if (map_get(&seen, row->name, strlen(row->name)) != NULL)
			printf("# twice: %s\n", row->name);
		CHECK(map_get(&seen, row->name, strlen(row->name)) == NULL);
		map_set(&seen, row->name, strlen(row->name), (void *)row);
	}
	CHECK(seen.count > 50);
	map_clear(&seen);
}

TEST(every_command_is_documented)
{
	EACH_ROW(row) {
		const char *summary = row->summary;
		size_t length = summary != NULL ? strlen(summary) : 0;
		bool good = length > 10 && summary[length - 1] == '.' && isupper((unsigned char)summary[0]) && strstr(summary, ". ") == NULL &&
		            row->example != NULL && row->example[0] != '\0' && row->example[strlen(row->example) - 1] != '\n' &&
		            row->returns != NULL;
		if (!good)
			printf("# %s: a summary of one sentence, returns and an example are wanted\n", row->name);
		CHECK(good);
	}
}

/* Words fill the parameters from the first one on, so these stand in front. */
TEST(positional_parameters_stand_before_rest_before_options)
{
	EACH_ROW(row) {
		const struct command_info *info = builtin_info(row);
		int stage = 0;
		CHECK_STR(info->name, row->name);
		CHECK_INT(info->flags, row->flags);
		for (unsigned i = 0; i < info->parameter_count; i++) {
			unsigned flags = info->parameters[i].flags;
			int own = flags & PARAMETER_OPTION ? 3 : flags & PARAMETER_REST ? 2 : flags & PARAMETER_REQUIRED ? 0 : 1;
			if (own < stage)
				printf("# %s: %s\n", row->name, info->parameters[i].name);
			CHECK(own >= stage);
			stage = own;
		}
		CHECK(row->step != NULL);
		CHECK(row->frame_size > 0 || row->drop == NULL);
		CHECK((row->leave != NULL) == ((row->flags & COMMAND_BLOCK) != 0));
	}
}

TEST(a_command_is_found_by_its_name_and_no_other)
{
	ops_install();
	CHECK(builtin_named("print") != NULL);
	CHECK(registry_builtin("printer", 5) == builtin_named("print"));
	CHECK(builtin_named("prin") == NULL);
	CHECK(builtin_named("") == NULL);
	CHECK(registry_find("no-such-command", 15) == NULL);
	struct string *name = string_intern_text("no-such-command");
	struct command *command = registry_command(name);
	CHECK(command->builtin == NULL && command->function == NULL);
	CHECK(registry_find("no-such-command", 15) == command);
	CHECK(registry_command(name) == command);
	string_release(name);
	CHECK(registry_lookup.find("split", 5, NULL) == builtin_info(builtin_named("split")));
}

TEST(all_commands_are_gone_through)
{
	size_t position = 0, count = 0, rows = 0;

	EACH_ROW(row)
		rows++;
	while (registry_next(&position) != NULL)
		count++;
	CHECK_INT(count, rows);
}

TEST(the_nearest_name_is_offered)
{
	ops_install();
	CHECK_STR(registry_nearest("prnt"), "print");
	CHECK_STR(registry_nearest("spwan"), "spawn");
	CHECK_STR(registry_nearest("whlie"), "while");
	CHECK(registry_nearest("xyzzy-plugh") == NULL);
}

TEST(usage_lines)
{
	static const struct builtin block = { .name = "hold", .params = "seconds:duration ?other:any --limit:int --shield --header:string...",
	                                      .flags = COMMAND_BLOCK };
	static const struct builtin perhaps = { .name = "scope", .params = "", .flags = COMMAND_BLOCK | COMMAND_BLOCK_OPTIONAL };
	struct buf text = BUF_INIT;

	check_usage("print", "print [--end TEXT] [--sep TEXT] [WORD...]");
	check_usage("min", "min VALUE...");
	check_usage("sorted", "sorted [--key FUNCTION] [--reverse] LIST");
	check_usage("get", "get CONTAINER KEY [DEFAULT]");
	check_usage("env", "env");
	builtin_add_usage(&text, &block);
	CHECK_STR(text.data, "hold SECONDS [OTHER] [as NAME] [--limit N] [--shield] [--header TEXT]... < ... >");
	buf_reset(&text);
	builtin_add_usage(&text, &perhaps);
	CHECK_STR(text.data, "scope [as NAME] [< ... >]");
	buf_clear(&text);
}

static const struct builtin checked = {
	.name = "cmd",
	.params = "i:int n:number d:duration s:string t:text b:bool l:list m:map f:function p:path h:handle any:any r:string... --opt:int",
};

static const struct parameter_info *parameter(const char *name)
{
	const struct command_info *info = builtin_info(&checked);

	for (unsigned i = 0; i < info->parameter_count; i++)
		if (strcmp(info->parameters[i].name, name) == 0)
			return &info->parameters[i];
	return NULL;
}

/* Takes the argument over; what it has become, as repr shows it, or the error's message. */
static void check_argument(const char *name, struct value argument, const char *expected)
{
	struct buf text = BUF_INIT;
	struct error *error = builtin_check_argument(&checked, parameter(name), &argument);

	if (error != NULL)
		buf_add_text(&text, error->message->bytes);
	else
		value_add_repr(&text, argument);
	CHECK_STR(text.data, expected);
	error_release(error);
	value_release(argument);
	buf_clear(&text);
}

TEST(arguments_are_converted)
{
	ops_install();
	check_argument("i", value_int(5), "5");
	check_argument("i", value_bool(true), "1");
	check_argument("i", value_float(-3.0), "-3");
	check_argument("n", value_float(1.5), "1.5");
	check_argument("d", value_int(2), "2");
	check_argument("s", value_float(1.5), "\"1.5\"");
	check_argument("s", value_bool(true), "\"true\"");
	check_argument("p", value_int(7), "\"7\"");
	check_argument("any", value_none(), "none");
	check_argument("b", value_bool(false), "false");
	struct list *list = list_new(2);
	list_push(list, value_int(1));
	list_push(list, value_text("x"));
	check_argument("r", value_list(list), "[\"1\", \"x\"]");
}

TEST(a_shared_list_of_rest_arguments_is_not_changed)
{
	struct list *list = list_new(1);
	list_push(list, value_int(1));
	struct value argument = value_list(list_retain(list));

	CHECK(builtin_check_argument(&checked, parameter("r"), &argument) == NULL);
	CHECK(list->items[0].type == VALUE_INT);
	CHECK(argument.list->items[0].type == VALUE_STRING);
	value_release(argument);
	list_release(list);
}

TEST(a_name_of_a_command_becomes_the_function)
{
	struct value argument = value_text("print");
	ops_install();

	CHECK(builtin_check_argument(&checked, parameter("f"), &argument) == NULL);
	CHECK(argument.type == VALUE_FUNCTION);
	value_release(argument);
	check_argument("f", value_text("prnt"), "cmd: F must be a function, and there is no command \"prnt\"; did you mean `print`?");
	check_argument("f", value_int(1), "cmd: F must be a function, not int 1");
}

TEST(wrong_arguments_are_named)
{
	check_argument("i", value_text("abc"), "cmd: I must be an integer, not string \"abc\"");
	check_argument("i", value_float(1.5), "cmd: I must be an integer, not float 1.5");
	check_argument("i", value_float(1e30), "cmd: I must be an integer, not float 1e+30");
	check_argument("d", value_text("1"), "cmd: D must be a number, not string \"1\"");
	check_argument("n", value_none(), "cmd: N must be a number, not none");
	check_argument("s", value_list(list_new(0)), "cmd: S must be a string, not list []");
	check_argument("t", value_int(3), "cmd: T must be a string, not int 3");
	check_argument("b", value_int(1), "cmd: B must be true or false, not int 1");
	check_argument("l", value_text("x"), "cmd: L must be a list, not string \"x\"");
	check_argument("m", value_list(list_new(0)), "cmd: M must be a map, not list []");
	check_argument("h", value_int(1), "cmd: H must be a handle, not int 1");
	check_argument("opt", value_text("x"), "cmd: --opt must be an integer, not string \"x\"");
	check_argument("p", value_bytes("a\0b", 3), "cmd: a path may not hold a NUL byte");
	check_argument("r", value_list(list_new(0)), "cmd: missing argument: R");
	check_argument("i", value_text("0123456789012345678901234567890123456789"),
	               "cmd: I must be an integer, not string \"012345678901234567890123456789012345678...");
}
