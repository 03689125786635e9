/* Deadlock: nothing is runnable, no deadline is set, and nothing outside can wake a task. Trio waits for ever; a shell says so. */
#ifndef SCHED_DEADLOCK_H
#define SCHED_DEADLOCK_H

/* To be called when nothing is runnable and no deadline is set: where this is a deadlock, raises DeadlockError in the main task, or if that
 * has been told before in this wait, in another that can still be told. */
void deadlock_check(void);

#endif
