/* What the language needs to know of a built-in command. The table itself lives above (vm/builtin.h); the parser, the
 * resolver and the lints ask through a lookup function that is passed down to them. */
#ifndef LANG_COMMAND_H
#define LANG_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum command_flags {
	COMMAND_ASYNC = 1 << 0,         /* may park: not allowed in a sync def */
	COMMAND_CHECKPOINT = 1 << 1,    /* always a checkpoint when it returns normally (for the lints) */
	COMMAND_BLOCK = 1 << 2,         /* holds an inline block: nursery, move_on_after, shield, ... */
	COMMAND_BLOCK_OPTIONAL = 1 << 3,/* with COMMAND_BLOCK: may stand without one (let s = cancel_scope) */
	COMMAND_NURSERY = 1 << 4,       /* its block is a nursery: spawn inside uses it */
	COMMAND_NAMES = 1 << 5          /* words that name functions: a bare word of a `function` parameter */
};

enum parameter_flags {
	PARAMETER_REQUIRED = 1 << 0,
	PARAMETER_REST = 1 << 1,
	PARAMETER_OPTION = 1 << 2,      /* only as --name */
	PARAMETER_FLAG = 1 << 3,        /* an option without a value */
	PARAMETER_REPEATED = 1 << 4     /* an option that may be given several times: its value is a list */
};

struct parameter_info {
	char name[24];
	char type[16];                  /* any number int string bool list map function path handle types as in vm/builtin.h */
	unsigned flags;
};

struct command_info {
	const char *name;
	unsigned flags;
	const struct parameter_info *parameters;
	unsigned parameter_count;       /* options included */
};

/* Whether an option given as `given` is the parameter `name`: f(x, ignore_case=true) is --ignore-case, and --ignore-case the ignore_case of a def. */
static inline bool parameter_is(const char *name, const char *given, size_t length)
{
	if (strlen(name) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (name[i] != given[i] && !((name[i] == '-' || name[i] == '_') && (given[i] == '-' || given[i] == '_')))
			return false;
	return true;
}

struct command_lookup {
	const struct command_info *(*find)(const char *name, size_t length, void *context);
	/* For "did you mean": the nearest known command, or NULL. */
	const char *(*nearest)(const char *name, void *context);
	void *context;
};

#endif
