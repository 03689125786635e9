#include "vm/globals.h"

#include "base/mem.h"

struct value *vm_globals;
static uint32_t global_count;

void
globals_reserve(uint32_t count)
{
	if (count <= global_count)
		return;
	uint32_t capacity = count < 16 ? 16 : count * 2;
	vm_globals = mem_resize_array(vm_globals, capacity, sizeof *vm_globals);
	for (uint32_t i = global_count; i < capacity; i++)
		vm_globals[i] = value_none();
	global_count = capacity;
}

void
globals_clear(void)
{
	for (uint32_t i = 0; i < global_count; i++) {
		struct value old = vm_globals[i];
		vm_globals[i] = value_none();
		value_release(old);
	}
	mem_free(vm_globals);
	vm_globals = NULL;
	global_count = 0;
}
