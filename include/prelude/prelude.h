/*
 * The prelude: the part of triosh that is written in its own language, embedded in the program.
 *
 * scripts/embed makes the table from src/prelude/ at build time. It ends at a row whose name is
 * null; the texts also end in a NUL that `length` does not count. Nobody frees any of it.
 */
#ifndef TRIOSH_PRELUDE_PRELUDE_H
#define TRIOSH_PRELUDE_PRELUDE_H

#include <stddef.h>

struct prelude_file {
	const char *name; /* as in src/prelude/, "race.trio" */
	const char *text;
	size_t length;
};

extern const struct prelude_file prelude_files[];

#endif
