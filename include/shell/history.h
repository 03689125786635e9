/* The lines typed at the prompt, in memory and in a file that all sessions share.
 *
 * The file has one entry a line, oldest first, with a newline inside an entry written as \n and a backslash as \\. It is
 * readable by its owner alone, is changed only under a lock, and holds each entry once: entering one again moves it to the end.
 * Where the file cannot be used the history lives in memory alone. An entry that begins with a space is not kept. */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

#include <stddef.h>

#include "base/vec.h"

#define HISTORY_LIMIT 10000             /* entries that are kept */

struct history {
	VEC(char *) entries;            /* oldest first; owned */
	char *path;                     /* owned; NULL: no file */
};

/* Reads the file: $TRIOSH_HISTORY (empty: none), else triosh/history in $XDG_STATE_HOME or ~/.local/state. */
void history_open(struct history *history);
void history_add(struct history *history, const char *text);
void history_clear(struct history *history);

#endif
