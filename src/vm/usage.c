/* The usage line of a built-in, made from its parameter spec. */
#include "vm/registry.h"

#include <string.h>

#include "base/buf.h"

static void add_upper(struct buf *out, const char *name)
{
	for (; *name != '\0'; name++)
		buf_add_byte(out, *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
}

/* What stands for an option's value. */
static const char *value_name(const char *type)
{
	static const struct { const char *type, *name; } known[] = {
		{ "int", "N" }, { "number", "N" }, { "duration", "SECONDS" }, { "string", "TEXT" }, { "text", "TEXT" },
		{ "bool", "BOOL" }, { "list", "LIST" }, { "map", "MAP" }, { "function", "FUNCTION" }, { "path", "PATH" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].type, type) == 0)
			return known[i].name;
	return "VALUE";
}

static void add_options(struct buf *out, const struct command_info *info)
{
	for (unsigned i = 0; i < info->parameter_count; i++) {
		const struct parameter_info *parameter = &info->parameters[i];
		if (!(parameter->flags & PARAMETER_OPTION))
			continue;
		buf_printf(out, " [--%s", parameter->name);
		if (!(parameter->flags & PARAMETER_FLAG))
			buf_printf(out, " %s", value_name(parameter->type));
		buf_add_byte(out, ']');
		if (parameter->flags & PARAMETER_REPEATED)
			buf_add_text(out, "...");
	}
}

static void add_positionals(struct buf *out, const struct command_info *info)
{
	for (unsigned i = 0; i < info->parameter_count; i++) {
		const struct parameter_info *parameter = &info->parameters[i];
		if (parameter->flags & PARAMETER_OPTION)
			continue;
		bool optional = !(parameter->flags & PARAMETER_REQUIRED);
		if (strcmp(parameter->name, "body") == 0) {
			buf_add_text(out, " < ... >");
			continue;
		}
		buf_add_text(out, optional ? " [" : " ");
		add_upper(out, parameter->name);
		if (parameter->flags & PARAMETER_REST)
			buf_add_text(out, "...");
		if (optional)
			buf_add_byte(out, ']');
	}
}

void builtin_add_usage(struct buf *out, const struct builtin *builtin)
{
	const struct command_info *info = builtin_info(builtin);

	if (builtin->usage != NULL) {
		buf_add_text(out, builtin->usage);
		return;
	}
	buf_add_text(out, builtin->name);
	if (!(builtin->flags & COMMAND_BLOCK)) {
		add_options(out, info);
		add_positionals(out, info);
		return;
	}
	add_positionals(out, info);
	buf_add_text(out, " [as NAME]");
	add_options(out, info);
	buf_add_text(out, builtin->flags & COMMAND_BLOCK_OPTIONAL ? " [< ... >]" : " < ... >");
}
