/* The list of all built-ins, and their place in the machine. */
#include "ops/groups.h"
#include "ops/hooks.h"
#include "ops/verbs.h"
#include "ops/with.h"
#include "vm/registry.h"

static const struct builtin_group groups[] = {
	{ "core", "Printing and types", core_builtins },
	{ "printf", "Formatted printing", printf_builtins },
	{ "input", "Reading what is typed", input_builtins },
	{ "number", "Numbers", number_builtins },
	{ "text", "Strings", text_builtins },
	{ "pattern", "Regular expressions", pattern_builtins },
	{ "collection", "Lists and maps", collection_builtins },
	{ "sort", "Sorting", sort_builtins },
	{ "json", "JSON", json_builtins },
	{ "file", "Files", file_builtins },
	{ "env", "Environment and directory", env_builtins },
	{ "process", "Programs", process_builtins },
	{ "supervise", "Nurseries", supervise_builtins },
	{ "task", "Tasks", task_builtins },
	{ "scope", "Cancel scopes", scope_builtins },
	{ "time", "Time", time_builtins },
	{ "sync", "Events and semaphores", sync_builtins },
	{ "lock", "Locks", lock_builtins },
	{ "condition", "Conditions", condition_builtins },
	{ "limiter", "Limiters", limiter_builtins },
	{ "channel", "Channels", channel_builtins },
	{ "verb", "What is done with them", verb_builtins },
	{ .name = NULL },
};

void ops_install(void)
{
	registry_set_groups(groups);
	scope_install();
	sync_install();
	lock_install();
	condition_install();
	limiter_install();
	channel_install();
	supervise_install();
	vm_hooks.environment = environment_variable;
	vm_hooks.glob = glob_files;
	vm_hooks.home = home_directory;
	vm_hooks.next_item = &next_item_builtin;
	vm_hooks.run_program = &process_builtins[0];
}
