/* A captured variable: closures share it, and it is the one thing that can be part of a cycle (a function kept in a
 * variable it captures). Whoever ends a task clears its cells. The cell owns its value. */
#ifndef VALUE_CELL_H
#define VALUE_CELL_H

#include "value/value.h"

struct cell {
	struct object object;
	struct value value;
};

struct cell *cell_new(struct value take_value);

static inline struct value value_cell(struct cell *c) { return (struct value){ .type = VALUE_CELL, .object = &c->object }; }
static inline struct cell *cell_of(struct value v) { return (struct cell *)v.object; }

#endif
