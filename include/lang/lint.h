/* Lints: what is no error, but hardly what was meant: a timeout that can never end anything, Cancelled swallowed, a loop that nobody can
 * cancel, a spawn that its timeout does not bind, ... For --check; a script is run whatever they say.
 *
 * Each lint is a row of lang/lints.def: a number that never changes its meaning, a name, and texts for `help`. lint() looks at a resolved tree
 * without errors, changes nothing, and adds warnings that carry the lint's number. Where it cannot know (the value of a variable, a function
 * of another file) it keeps silent.
 *
 * A comment `# lint: ignore T101` silences a lint on its line or, alone on a line, on the next; without a number, all of them. */
#ifndef LANG_LINT_H
#define LANG_LINT_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/resolve.h"

enum lint_id {
#define LINT(number, id, name, summary, explanation, caught, better) LINT_##id,
#include "lang/lints.def"
#undef LINT
	LINT_COUNT
};

struct lint {
	const char *number;             /* "T101" */
	const char *name;               /* "timeout-no-checkpoint" */
	const char *summary;            /* one line, no final period */
	const char *explanation;        /* sentences */
	const char *caught, *better;    /* two scripts: one that it warns about, and how that is written right */
};

extern const struct lint lints[LINT_COUNT];

/* By number or name; NULL: none. */
const struct lint *lint_find(const char *text, size_t length);

/* What is known of the world outside the text. */
struct lint_world {
	bool (*is_program)(const char *name);           /* on PATH; NULL: all are taken to be */
	bool (*is_environment)(const char *name);       /* a variable of the environment; NULL: all names may be */
};

void lint(const struct syntax *syntax, const struct session_names *names, const struct lint_world *world, struct diags *diags);

#endif
