/* Running a script from a file, from standard input, or from -c; or only looking at it (--check, --disassemble). */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "base/source.h"
#include "shell/ending.h"
#include "shell/options.h"

#define SCRIPT_LIMIT (64u << 20)        /* bytes */

struct ending script_run(const struct options *options);
/* The text of a file, path NULL: standard input. NULL: cannot be had; it has been said why, and *ending is set. */
struct source *script_read(const char *path, struct ending *ending);

#endif
