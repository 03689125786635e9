/* Running a script from a file, from standard input, or from -c; or only looking at it (--check, --disassemble). */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "base/source.h"
#include "shell/ending.h"
#include "shell/session.h"

#define SCRIPT_LIMIT (64u << 20)        /* bytes */

struct ending script_run(const struct options *options);
/* The script's text, wherever the options say it is; NULL as below. */
struct source *script_source(const struct options *options, struct ending *ending);
/* Everything that is still to be written. What could not be is an error even where nobody looked. */
struct ending script_flush(const struct shell *shell, struct ending ending);
/* The text of a file, path NULL: standard input. NULL: cannot be had; it has been said why, and *ending is set. */
struct source *script_read(const char *path, struct ending *ending);

#endif
