/* Who waits for what: a wait in words, and the circles in which tasks wait for each other.
 *
 * A task waits for the one that holds what it wants (park_type.holder), and one at the end of a nursery for each of its children. Nothing here
 * keeps anything: the tasks are borrowed, and nothing may run in between. */
#ifndef SCHED_WAITS_H
#define SCHED_WAITS_H

#include "sched/task.h"

/* "waits for lock 2, held by worker-1", "sleeps for ever"; nothing where the task does not wait. */
void waits_add(struct buf *out, struct task *task);

struct task_list {
	struct task **items;
	size_t count, capacity;
};

/* A circle, each waiting for the next and the last for the first, beginning with the task that was made first. The caller clears the
 * array. False: there is none. */
bool waits_find_circle(struct task_list *circle);

#endif
