#include "shell/examples.h"

#include "vm/registry.h"

void help_add_examples(struct buf *out)
{
	for (const struct builtin_group *group = registry_groups(); group->name != NULL; group++)
		for (const struct builtin *row = group->builtins; row->name != NULL; row++)
			if (row->example != NULL)
				buf_printf(out, "--- %s\n%s\n", row->name, row->example);
}
