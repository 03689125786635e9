/* Parking lots: first come, first served queues of waiting tasks, on which locks, semaphores and channels are built.
 *
 * A waiter lies in the frame of the step that waits. Whoever ends the wait takes the first waiter out, hands over what it waited for through
 * the struct around it, and wakes its task; a cancelled waiter leaves the queue by itself (it is a wait). Nothing here costs more where more
 * tasks wait. */
#ifndef SCHED_LOT_H
#define SCHED_LOT_H

#include "sched/task.h"

struct lot {
	struct list_link waiters;       /* of struct lot_waiter */
	size_t count;
};

struct lot_waiter {
	struct wait wait;               /* first */
	struct list_link link;
	struct lot *lot;                /* NULL: not in one */
	struct task *task;
};

void lot_init(struct lot *lot);
/* Queues the task of call behind the others; the caller then returns task_park(). */
void lot_join(struct lot *lot, struct lot_waiter *waiter, struct call *call);
static inline struct lot_waiter *lot_first(const struct lot *lot)
{
	return list_is_empty(&lot->waiters) ? NULL : list_item(lot->waiters.next, struct lot_waiter, link);
}
/* Takes the waiter out of its queue, where it is in one: for who has a disarm of its own. */
void lot_leave(struct lot_waiter *waiter);
/* Takes the waiter out and wakes its task. */
void lot_wake(struct lot_waiter *waiter);
/* Takes it out of its queue and puts it last into another (semantics 6.5); it stays parked. */
void lot_move(struct lot_waiter *waiter, struct lot *to);
/* The waiter of a task that waits in a lot and for nothing else. */
static inline struct lot_waiter *lot_waiter_of(const struct task *task) { return (struct lot_waiter *)task->waits; }

#endif
