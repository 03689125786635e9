/* Waiting until every task waits (wait_all_tasks_blocked; semantics 1.2, 6.8). */
#ifndef SCHED_IDLE_H
#define SCHED_IDLE_H

#include "sched/task.h"

struct idle_wait {
	struct wait wait;               /* first */
	struct list_link link;          /* in the run's list, by cushion, then arrival */
	struct task *task;
	double cushion;                 /* real seconds */
	bool woken;
};

extern const struct park_type park_idle;

void idle_arm(struct idle_wait *wait, struct call *call, double cushion);
bool idle_is_awaited(void);
double idle_cushion(void);              /* the smallest; somebody must be waiting */
void idle_wake(double cushion);         /* everybody with this one */

#endif
