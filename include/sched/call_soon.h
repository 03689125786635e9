/* Calls from outside any task (Trio's run_sync_soon, semantics 1.14, 8.7): the <call soon task> makes them, in order, in the next passes.
 *
 * For the one thread of the shell; a signal handler sets a flag and calls loop_wake() instead. */
#ifndef SCHED_CALL_SOON_H
#define SCHED_CALL_SOON_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/builtin.h"

typedef void soon_function(void *context);

/* False: the run is over (RunFinishedError). What was accepted is called before the run ends. */
bool call_soon(soon_function *function, void *context);

/* For the run. */
extern const struct builtin call_soon_builtin;
void call_soon_begin(void);             /* a new run */
bool call_soon_wake(void);              /* part of the I/O check: wakes the task if it was poked. True: it was */
bool call_soon_is_poked(void);

#endif
