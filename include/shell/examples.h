/* The examples of all built-ins as text, so that the tests can run them: blocks that begin with a line "--- NAME". */
#ifndef SHELL_EXAMPLES_H
#define SHELL_EXAMPLES_H

#include "base/buf.h"

void help_add_examples(struct buf *out);

#endif
