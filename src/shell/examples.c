#include "shell/examples.h"

#include "shell/prelude.h"
#include "vm/registry.h"

static void add_example(struct buf *out, const struct builtin *row)
{
	if (row->example != NULL)
		buf_printf(out, "--- %s\n%s\n", row->name, row->example);
}

void help_add_examples(struct buf *out)
{
	for (const struct builtin_group *group = registry_groups(); group->name != NULL; group++)
		for (const struct builtin *row = group->builtins; row->name != NULL; row++)
			add_example(out, row);
	for (size_t i = 0; prelude_row(i) != NULL; i++)
		add_example(out, prelude_row(i));
}
