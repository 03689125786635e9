#include "sched/idle.h"

#include "sched/runner.h"

const struct park_type park_idle = { .reason = "waiting until all tasks are blocked" };

static void disarm_idle(struct wait *wait)
{
	list_remove(&((struct idle_wait *)wait)->link);
}

void idle_arm(struct idle_wait *wait, struct call *call, double cushion)
{
	struct list_link *position = run.idle.next;

	wait->wait.disarm = disarm_idle;
	wait->task = task_of(call);
	wait->cushion = cushion;
	while (position != &run.idle && list_item(position, struct idle_wait, link)->cushion <= cushion)
		position = position->next;
	list_add_before(position, &wait->link);
	task_arm(wait->task, &wait->wait);
}

bool idle_is_awaited(void)
{
	return !list_is_empty(&run.idle);
}

static struct idle_wait *first(void)
{
	return list_item(run.idle.next, struct idle_wait, link);
}

double idle_cushion(void)
{
	return first()->cushion;
}

void idle_wake(double cushion)
{
	while (idle_is_awaited() && first()->cushion == cushion) {
		first()->woken = true;
		task_wake(first()->task);
	}
}
