/* Going over all living tasks, in the order of the scope tree. Nothing may change meanwhile. */
#ifndef SCHED_WALK_H
#define SCHED_WALK_H

#include "sched/task.h"

struct task_walk {
	struct cancel_scope *scope;     /* NULL: at the end */
	struct list_link *link;         /* next in scope->tasks, then in scope->children */
	bool in_children;
};

struct task_walk task_walk_begin(void);                 /* of the run that is alive; none: at the end at once */
struct task *task_walk_next(struct task_walk *walk);    /* NULL at the end */

#endif
