/* The state of the one run. Internal to src/sched (and read by src/observe); everybody else uses run.h, task.h, nursery.h, scope.h. */
#ifndef SCHED_RUNNER_H
#define SCHED_RUNNER_H

#include "base/mem.h"
#include "sched/instrument.h"
#include "sched/nursery.h"
#include "sched/prng.h"
#include "sched/run.h"

struct task_queue {
	struct task **items;
	size_t count, capacity;
};

struct run {
	struct run_options options;
	bool alive;
	struct task *current;           /* whose step runs */
	bool recheck;                   /* current parked where a cancellation or an interrupt is due (semantics 1.5c) */
	struct task_queue queue;        /* runnable in the next pass */
	struct task_queue batch;        /* of this pass */
	struct cancel_scope *root;      /* of all scopes; never cancelled */
	struct heap deadlines;          /* of scopes and naps; the lowest bit of a node's order is set for a nap */
	uint64_t scopes_made;
	uint32_t tasks_made;
	uint32_t nurseries_made;        /* the run's own not counted */
	size_t task_count;              /* living */
	struct task *init, *main;       /* main: the foreground's; NULL once it has ended. Owned while it lives */
	struct nursery *main_nursery, *system_nursery, *entry_nursery;
	bool interrupt_pending;         /* a KeyboardInterrupt waits for main (semantics 5) */
	volatile bool interrupt_seen;   /* one has arrived in this run, or since the prompt's last entry */
	struct error *interrupt;        /* the last that was raised; owned */
	struct list_link idle;          /* of struct idle_wait (sched/idle.h), by (cushion, arrival) */
	struct prng order;
	double last_poll;               /* real time of the last look at files */
};

extern struct run run;

/* Makes a task runnable in the next pass. */
static inline void run_schedule(struct task *task)
{
	if (__builtin_expect(run.queue.count == run.queue.capacity, 0)) {
		run.queue.capacity = run.queue.capacity ? run.queue.capacity * 2 : 64;
		run.queue.items = mem_resize_array(run.queue.items, run.queue.capacity, sizeof *run.queue.items);
	}
	run.queue.items[run.queue.count++] = task;
	INSTRUMENT(task_scheduled, task);
}

struct task *task_new(struct value take_callee, struct string *name, struct cancel_scope *scope, struct nursery *nursery);
void task_end(struct task *task, enum fiber_status status);
void task_recheck(struct task *task);
void task_disarm(struct task *task);
void run_main_ended(struct task *task);
void run_report_failure(struct task *task, struct error *take_error);   /* a background task's, at the prompt */
void run_deliver_interrupt(void);       /* tries to give the pending KeyboardInterrupt to main */
void sched_check(void);                 /* every list and count, where TRIOSH_DEBUG is defined */

#endif
