/* How the shell ends: its exit status, or the signal by which it ends itself. */
#ifndef SHELL_ENDING_H
#define SHELL_ENDING_H

#include "value/error.h"

enum ending_status {
	ENDING_FAILED = 1,
	ENDING_MISUSED = 2,             /* a usage or syntax error; nothing has run */
	ENDING_TOO_SLOW = 124,
	ENDING_BROKEN = 125,            /* triosh itself has failed */
	ENDING_NOT_RUNNABLE = 126,
	ENDING_NOT_FOUND = 127
};

struct ending {
	int status;
	int signal_number;              /* 0: none */
};

/* What the outcome of a script means for who waits for the shell; error may be NULL. */
struct ending ending_of(const struct error *error);
/* Leaves the program: does not return where it ends by a signal, else gives main() its value. */
int ending_leave(struct ending ending);

#endif
