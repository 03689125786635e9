/* The slower operations of the interpreter, one for each opcode that is more than a line. Used by the interpreter only.
 * Results are owned; errors are owned; what stands in registers is borrowed unless said otherwise. */
#ifndef VM_OPERATIONS_H
#define VM_OPERATIONS_H

#include "value/arith.h"
#include "vm/fiber.h"

bool operation_compare(enum operator op, struct value a, struct value b, bool *holds, struct error **error);
/* name: two constants, the name and the nearest known variable or none. */
bool operation_environment(struct fiber *fiber, const struct value *name, struct value *result, struct error **error);
struct error *operation_interrupted(struct fiber *fiber);               /* NULL: nothing to raise here */
struct value operation_concat(const struct value *parts, unsigned count);
struct value operation_list(struct value *items, unsigned count);       /* takes the items; the registers become none */
struct error *operation_extend(struct list *list, struct value items);
struct error *operation_unpack(struct value list, struct value *registers, unsigned count);
struct value operation_glob(struct fiber *fiber, struct value pattern);
struct value operation_glob_escape(struct value text);
struct value operation_home(struct fiber *fiber, const struct string *user);
struct value operation_closure(struct function *around, struct value *registers, struct proto *proto);
bool operation_command(struct string *name, struct value *result, struct error **error);
bool operation_bind(struct proto *proto, struct span place, struct callsite *site, struct value *registers, struct value *result, struct error **error);
bool operation_new_error(const struct string *kind, struct value message, struct value members, struct value *result, struct error **error);
struct error *operation_set_cause(struct value error, struct value cause);      /* NULL, or why not */
struct error *operation_raise(struct value value);
bool operation_match(struct value kinds, const struct error *error);
void operation_split(struct value *kinds, struct value *error);
/* list: errors raised by the handlers, then the original; NULL: nothing to raise. */
struct error *operation_combine(const struct value *raised, struct value rest, bool *again);
struct error *operation_range(struct value *registers, bool *empty);
struct error *operation_iterate(struct value *registers);

#endif
