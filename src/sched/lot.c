#include "sched/lot.h"

#include "base/fatal.h"

void lot_init(struct lot *lot)
{
	list_init(&lot->waiters);
	lot->count = 0;
}

void lot_leave(struct lot_waiter *waiter)
{
	if (waiter->lot == NULL)
		return;
	list_remove(&waiter->link);
	waiter->lot->count--;
	waiter->lot = NULL;
}

static void disarm_waiter(struct wait *wait)
{
	lot_leave((struct lot_waiter *)wait);
}

static void add(struct lot *lot, struct lot_waiter *waiter)
{
	waiter->lot = lot;
	list_add_last(&lot->waiters, &waiter->link);
	lot->count++;
}

void lot_join(struct lot *lot, struct lot_waiter *waiter, struct call *call)
{
	bug_unless(waiter->lot == NULL);
	waiter->wait.disarm = disarm_waiter;
	waiter->task = task_of(call);
	add(lot, waiter);
	task_arm(waiter->task, &waiter->wait);
}

void lot_wake(struct lot_waiter *waiter)
{
	task_wake(waiter->task);
}

void lot_move(struct lot_waiter *waiter, struct lot *to)
{
	lot_leave(waiter);
	add(to, waiter);
}
