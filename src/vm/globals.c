#include "vm/globals.h"

#include "base/mem.h"

struct cell **vm_globals;
static uint32_t global_count;

void globals_reserve(uint32_t count)
{
	if (count <= global_count)
		return;
	vm_globals = mem_resize_array(vm_globals, count, sizeof(struct cell *));
	for (uint32_t i = global_count; i < count; i++)
		vm_globals[i] = cell_new(value_none());
	global_count = count;
}

void globals_set(uint32_t slot, struct value take_value)
{
	struct value old = vm_globals[slot]->value;
	vm_globals[slot]->value = take_value;
	value_release(old);
}

void globals_clear(void)
{
	for (uint32_t i = 0; i < global_count; i++)
		globals_set(i, value_none());
	for (uint32_t i = 0; i < global_count; i++)
		value_release(value_cell(vm_globals[i]));
	mem_free(vm_globals);
	vm_globals = NULL;
	global_count = 0;
}
