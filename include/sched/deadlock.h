/* Deadlock: nothing is runnable, no deadline is set, and nothing outside can wake a task. Trio waits for ever; a shell says so.
 *
 * The DeadlockError says in one line which circle of tasks wait for each other, or, where there is none, what would have to happen. All of it
 * is in its origin, a struct deadlock, from which come the property `tasks` and the lines of the report; it keeps names and places only. */
#ifndef SCHED_DEADLOCK_H
#define SCHED_DEADLOCK_H

#include "base/source.h"
#include "value/error.h"
#include "value/resource.h"

struct deadlock_task {
	struct string *name, *waiting;  /* owned; waiting: "waits for lock 2, held by worker-1" */
	struct string *holder;          /* owned; NULL: not one task, or not known */
	struct source *source;          /* owned; where it waits; NULL: unknown */
	struct span span;
};

struct deadlock {
	struct resource resource;
	size_t total;                   /* tasks that wait */
	size_t circle;                  /* the first so many form it */
	size_t count;                   /* of those kept */
	struct deadlock_task tasks[];
};

/* What a DeadlockError tells; borrowed; NULL: error is another one, or was raised by hand. */
const struct deadlock *deadlock_of_error(const struct error *error);

/* To be called when nothing is runnable and no deadline is set: where this is a deadlock, raises DeadlockError in the main task, or if that
 * has been told before in this wait, in another that can still be told. At the prompt, where no entry waits and somebody may type what helps,
 * only a circle is one: DeadlockError is raised in its first task. */
void deadlock_check(void);

#endif
