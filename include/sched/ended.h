/* The last tasks that did not end well, for `why NAME` afterwards: names and reasons only, so nothing is kept alive by it. */
#ifndef SCHED_ENDED_H
#define SCHED_ENDED_H

#include "sched/task.h"

struct ended {
	struct string *name;            /* owned */
	enum task_end end;
	struct reason *reason;          /* owned; NULL: not known */
	struct string *text;            /* owned; of a failure: its error; else NULL */
};

/* Notes the end of task with this error (borrowed). */
void ended_note(struct task *task, struct error *error);
/* The last one of this name; borrowed until the next end; NULL: none. */
const struct ended *ended_find(const struct string *name);
void ended_forget(void);

#endif
