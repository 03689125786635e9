/* The commands that belong to the shell itself: help, history, show, trace. */
#ifndef SHELL_COMMANDS_H
#define SHELL_COMMANDS_H

#include "shell/history.h"

/* Adds them to the groups that ops_install() has made known; once, after it. */
void commands_install(void);
/* What `history` lists; borrowed; NULL: nothing. */
void commands_set_history(const struct history *history);

#endif
