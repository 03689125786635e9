/* What the machine asks of the built-ins' layer (struct vm_hooks), installed by ops_install(). */
#ifndef OPS_HOOKS_H
#define OPS_HOOKS_H

#include "base/buf.h"
#include "vm/fiber.h"

bool environment_variable(struct fiber *fiber, const char *name, struct value *result);
struct list *glob_files(struct fiber *fiber, const char *pattern);
bool home_directory(struct fiber *fiber, const char *user, struct buf *out);

#endif
