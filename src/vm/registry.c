#include "vm/registry.h"

#include <string.h>

#include "base/fatal.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "value/arith.h"

static const struct builtin_group no_groups[] = { { .name = NULL } };
static const struct builtin_group *groups = no_groups;
static bool (*load_function)(const char *name, size_t length);
static struct map commands;             /* struct command by name; those that were asked for */
static struct map fixed_commands;       /* of the prelude's own calls */

/* For "did you mean": a mistyped keyword looks like an unknown command. */
static const char *const keywords[] = {
	"if", "elif", "else", "while", "loop", "for", "break", "continue", "try", "except", "finally", "raise", "def", "sync",
	"return", "let", "with", "spawn", "start_soon", "start", "await", "exit", "not",
};

void registry_set_groups(const struct builtin_group *new_groups)
{
	groups = new_groups;
}

const struct builtin_group *registry_groups(void)
{
	return groups;
}

void registry_set_loader(bool (*load)(const char *name, size_t length))
{
	load_function = load;
}

/* The tables are small and a found name is remembered in `commands`; an index would be work at every start. */
static const struct builtin *scan_groups(const char *name, size_t length)
{
	for (const struct builtin_group *group = groups; group->name != NULL; group++)
		for (const struct builtin *row = group->builtins; row->name != NULL; row++)
			if (row->name[0] == name[0] && strncmp(row->name, name, length) == 0 && row->name[length] == '\0')
				return row;
	return NULL;
}

static struct command *add_command(struct string *name, const struct builtin *builtin)
{
	struct command *command = mem_zalloc(sizeof *command);
	command->name = string_retain(name);
	command->builtin = builtin;
	map_set(&commands, name->bytes, name->length, command);
	return command;
}

struct command *registry_command(struct string *name)
{
	struct command *command = map_get(&commands, name->bytes, name->length);
	if (command != NULL)
		return command;
	/* Entered before the loader is asked: what it loads may mention the name itself. */
	command = add_command(name, name->length ? scan_groups(name->bytes, name->length) : NULL);
	if (command->builtin == NULL && load_function != NULL)
		load_function(name->bytes, name->length);
	return command;
}

struct command *registry_find(const char *name, size_t length)
{
	struct command *command = map_get(&commands, name, length);
	if (command != NULL || length == 0)
		return command;
	const struct builtin *builtin = scan_groups(name, length);
	if (builtin == NULL) {
		if (load_function == NULL || !load_function(name, length))
			return NULL;
		return map_get(&commands, name, length);
	}
	struct string *interned = string_intern(name, length);
	command = add_command(interned, builtin);
	string_release(interned);
	return command;
}

const struct builtin *registry_builtin(const char *name, size_t length)
{
	const struct command *command = map_get(&commands, name, length);
	if (command != NULL)
		return command->builtin;
	if (length == 0 || scan_groups(name, length) == NULL)
		return NULL;
	return registry_find(name, length)->builtin;
}

void registry_define(struct command *command, struct function *function)
{
	struct function *old = command->function;
	resource_retain(&function->resource);
	command->function = function;
	command->prelude = false;
	if (old != NULL)
		resource_release(&old->resource);
}

/* A command that only means its built-in, whatever the program defines; NULL where there is no built-in of that name. */
static struct command *fixed_command(struct string *name)
{
	struct command *command = map_get(&fixed_commands, name->bytes, name->length);
	const struct builtin *builtin = registry_builtin(name->bytes, name->length);
	if (command != NULL || builtin == NULL)
		return command;
	command = mem_zalloc(sizeof *command);
	command->name = string_retain(name);
	command->builtin = builtin;
	map_set(&fixed_commands, name->bytes, name->length, command);
	return command;
}

static void fix_builtins(struct proto *proto)
{
	for (uint32_t i = 0; i < proto->site_count; i++) {
		struct callsite *site = &proto->sites[i];
		if (site->name != NULL && !site->external)
			site->command = fixed_command(site->name);
	}
	for (uint32_t i = 0; i < proto->proto_count; i++)
		fix_builtins(proto->protos[i]);
}

void registry_define_prelude(struct command *command, struct function *function)
{
	fix_builtins(function->proto);
	registry_define(command, function);
	command->prelude = true;
}

/* Positions below the number of built-ins are rows; behind them come the functions that hide no built-in. */
const struct command *registry_next(size_t *position)
{
	size_t row_number = *position;

	for (const struct builtin_group *group = groups; group->name != NULL; group++) {
		for (const struct builtin *row = group->builtins; row->name != NULL; row++)
			if (row_number-- == 0) {
				++*position;
				return registry_find(row->name, strlen(row->name));
			}
	}
	if (row_number == 0 && load_function != NULL)
		load_function(NULL, 0);
	size_t skipped = *position - row_number;
	for (; row_number < commands.count; row_number++) {
		const struct command *command = commands.entries[row_number].value;
		if (commands.entries[row_number].key != NULL && command->function != NULL && command->builtin == NULL) {
			*position = skipped + row_number + 1;
			return command;
		}
	}
	return NULL;
}

const char *registry_nearest(const char *name)
{
	VEC(const char *) candidates = VEC_INIT;

	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		vec_push(&candidates, keywords[i]);
	size_t position = 0;
	for (const struct command *command; (command = registry_next(&position)) != NULL;)
		vec_push(&candidates, command->name->bytes);
	const char *nearest = nearest_name(name, candidates.items, candidates.count);
	vec_clear(&candidates);
	return nearest;
}

static const struct command_info *find_info(const char *name, size_t length, void *context)
{
	(void)context;
	const struct command *command = registry_find(name, length);
	if (command == NULL)
		return NULL;
	if (command->prelude && command->function->proto->spec != NULL)
		return builtin_info(command->function->proto->spec);
	return command->builtin != NULL ? builtin_info(command->builtin) : NULL;
}

static const char *find_nearest(const char *name, void *context)
{
	(void)context;
	return registry_nearest(name);
}

const struct command_lookup registry_lookup = { find_info, find_nearest, NULL };
