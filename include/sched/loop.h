/* The outside world: files that become ready, signals, and sleeping until something happens.
 *
 * libevent's loop is made when the first file must be waited for; a run that only sleeps waits by ppoll() alone, and one that does neither makes
 * no system call here. Nothing outside src/sched includes libevent.
 *
 * Waiting for a file (also a child's exit: its pidfd becomes readable):
 *
 *     struct frame { struct fd_wait ready; ... };
 *     if (the call would block) { fd_wait_arm(&frame->ready, call, fd, FD_READ); return task_park(call, &park_reading); }
 *
 * and try again when the step is called again. At most one task waits for each direction of a file: who wants to give the second a
 * BusyResourceError asks fd_is_awaited() first. Close a file only after waking its waiters (fd_wake()). */
#ifndef SCHED_LOOP_H
#define SCHED_LOOP_H

#include "sched/task.h"

enum fd_flags {
	FD_READ = 1 << 0,
	FD_WRITE = 1 << 1,
	FD_HOLDS_CLOCK = 1 << 2         /* the virtual clock does not jump while this is awaited (semantics 9.5) */
};

#define LOOP_EVENT_SIZE 160

struct fd_wait {
	struct wait wait;               /* first */
	struct list_link link;          /* among all awaited */
	struct task *task;
	int fd;
	unsigned flags;                 /* enum fd_flags */
	unsigned ready;                 /* FD_READ, FD_WRITE: what has come true; 0: a spurious wake */
	_Alignas(16) char event[LOOP_EVENT_SIZE];
};

void fd_wait_arm(struct fd_wait *wait, struct call *call, int fd, unsigned flags);
bool fd_is_awaited(int fd, unsigned flags);
void fd_wake(int fd);                   /* wakes every task that waits for it, with ready 0 */

/* Signals: callback is called from the loop (not from the handler), once for one or more arrivals, in order of first arrival. One watch for each
 * number; unwatching restores what was there before and returns whether one had arrived that was not delivered. */
void signal_watch(int number, void (*callback)(int number, void *context), void *context);
bool signal_unwatch(int number);

/* For the run: looks for events, waiting at most timeout real seconds (0: only a look). True: something happened.
 * extra_fd (-1: none): return when it is readable, too, with *extra_ready. */
bool loop_poll(double timeout, int extra_fd, bool *extra_ready);
bool loop_has_waits(void);              /* something outside may still wake a task */
bool loop_wants_poll(void);             /* a look is due even though tasks are runnable */
void loop_wake(void);                   /* ends a wait at once; async-signal-safe */

#endif
