/* The prelude at work: its functions are compiled when their name is first looked up, and told about as built-ins are.
 *
 * Each function has a file of its own, NAME.trio. Lines `#: FIELD text` at its top, with `#:` and five spaces for lines that go on, are a
 * row like a built-in's (vm/builtin.h): params, returns, summary, details, example. From it come the checks of arguments, help, and a
 * test; its params name the parameters of the def in their order. Rows live for ever. */
#ifndef SHELL_PRELUDE_H
#define SHELL_PRELUDE_H

#include "base/buf.h"
#include "vm/builtin.h"

void prelude_install(void);
/* The row of the i-th function; NULL behind the last. */
const struct builtin *prelude_row(size_t i);
/* NULL: no function of the prelude. */
const struct builtin *prelude_find(const char *name, size_t length);
/* Adds the text of the function, without its row; false where the prelude has none of that name. */
bool prelude_add_source(struct buf *out, const char *name);

#endif
