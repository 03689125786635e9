/* Ctrl-C and the requests to end: SIGINT, SIGTERM and SIGHUP.
 *
 * The first one becomes a KeyboardInterrupt in the run, so that everything is cancelled in order; the shell then ends by that
 * very signal, so that who waits for it can tell. One that comes before the script is done with the last ends it at once. A signal
 * that is ignored when the shell starts stays ignored. */
#ifndef SHELL_INTERRUPT_H
#define SHELL_INTERRUPT_H

#include <stdbool.h>

/* is_session: the prompt's, where no number of Ctrl-Cs ends the shell. */
void interrupt_install(bool is_session);
/* The signal that has arrived, one that asks to end rather than Ctrl-C; 0: none. */
int interrupt_arrived(void);
void interrupt_forget(void);            /* a Ctrl-C; a request to end stays */
/* Whether the descriptor is readable; with wait, it waits until it is or one of the signals has arrived. */
bool interrupt_wait(int descriptor, bool wait);
/* Ends the program by the signal. */
_Noreturn void interrupt_die(int signal_number);

#endif
