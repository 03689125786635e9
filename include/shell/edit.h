/* Reading a line from the terminal, with libedit's editing. The only module that knows libedit.
 *
 * The program goes on while one types: before each key the editor calls `wait`. What is to be printed meanwhile is printed
 * between edit_hide() and edit_show(), so that it stands above the line that is being typed.
 *
 * There is one editor at a time. It borrows the history. */
#ifndef SHELL_EDIT_H
#define SHELL_EDIT_H

#include <stdbool.h>

#include "base/buf.h"
#include "shell/history.h"

enum edit_result {
	EDIT_LINE,                      /* a line, without its newline */
	EDIT_CANCELLED,                 /* Ctrl-C */
	EDIT_STOPPED,                   /* wait() refused to go on */
	EDIT_END                        /* Ctrl-D on an empty line, or the terminal has gone */
};

/* Returns when a key can be read; false: reading is to stop. */
typedef bool edit_wait(void);

void edit_begin(const struct history *history, edit_wait *wait, bool colour);
void edit_end(void);
/* Adds the line to out. */
enum edit_result edit_read(const char *prompt, struct buf *out);

/* Take the line away and put it back; outside of wait() they only note whether the cursor is left behind a line's end. */
void edit_hide(void);
void edit_show(bool ends_line);

#endif
