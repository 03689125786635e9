/* The variables of the session: those of the prompt's entries and of --load files, which outlive the code that made them. The compiler
 * gives each a slot (code/compile.h: struct session_names); here are the values. Slots are never reused; an unset one is none. */
#ifndef VM_GLOBALS_H
#define VM_GLOBALS_H

#include "value/cell.h"

extern struct cell **vm_globals;

void globals_reserve(uint32_t count);   /* slots 0 .. count-1 exist from now on */
void globals_set(uint32_t slot, struct value take_value);
void globals_clear(void);

#endif
