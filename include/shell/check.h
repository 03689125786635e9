/* --check: all that can be said of a text without running it. Errors first; where there are none, the lints. */
#ifndef SHELL_CHECK_H
#define SHELL_CHECK_H

#include "base/source.h"
#include "shell/session.h"

enum check_status {
	CHECK_CLEAN = 0,
	CHECK_WARNINGS = 1,
	CHECK_ERRORS = 2
};

/* For people on standard error; in the forms for editors and programs on standard output. */
struct ending check_source(struct shell *shell, struct source *source);

#endif
