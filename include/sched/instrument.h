/* Instruments: observers of a run. Trio's nine hooks at Trio's moments (semantics 1.8), and ours for scopes, cancellation, waiting and errors.
 *
 * An instrument is a struct of hooks (NULL: not wanted) that its owner keeps alive while it is installed. Hooks get the instrument, so data can
 * lie around it. They may look at everything and change nothing. With none installed they cost one tested flag a pass. */
#ifndef SCHED_INSTRUMENT_H
#define SCHED_INSTRUMENT_H

#include "sched/scope.h"
#include "sched/task.h"

struct nursery;

struct instrument {
	struct instrument *next;
	void (*before_run)(struct instrument *);
	void (*after_run)(struct instrument *);
	void (*task_spawned)(struct instrument *, struct task *);
	void (*task_scheduled)(struct instrument *, struct task *);
	void (*before_task_step)(struct instrument *, struct task *);
	void (*after_task_step)(struct instrument *, struct task *);
	void (*task_exited)(struct instrument *, struct task *);
	void (*before_io_wait)(struct instrument *, double timeout);
	void (*after_io_wait)(struct instrument *, double timeout);
	/* ours */
	void (*scope_entered)(struct instrument *, struct cancel_scope *, struct task *);
	void (*scope_left)(struct instrument *, struct cancel_scope *, struct task *, struct error *error);
	void (*nursery_opened)(struct instrument *, struct nursery *, struct task *);
	void (*nursery_left)(struct instrument *, struct nursery *, struct task *parent, struct error *error);    /* then its scope */
	void (*deadline_moved)(struct instrument *, struct cancel_scope *, double before);
	void (*cancel_requested)(struct instrument *, struct cancel_scope *, const struct cancel_reason *);      /* scope->reason tells it */
	void (*cancel_delivered)(struct instrument *, struct task *, struct error *error);
	void (*cancel_absorbed)(struct instrument *, struct cancel_scope *, struct task *);     /* Cancelled ends at this scope */
	void (*task_started)(struct instrument *, struct task *, struct nursery *);     /* said `started`, and belongs to that nursery now */
	void (*nursery_error)(struct instrument *, struct nursery *, struct task *from, struct error *error);     /* one that is kept; NULL: the body's */
	void (*error_dropped)(struct instrument *, struct nursery *, struct task *from, struct error *error);     /* of a child that lost a race */
	void (*task_parked)(struct instrument *, struct task *);        /* task->park says why */
	void (*task_failed)(struct instrument *, struct task *, struct error *error);
};

extern struct instrument *instruments;
extern bool instruments_active;

void instrument_install(struct instrument *instrument);         /* last in order */
void instrument_remove(struct instrument *instrument);

#define INSTRUMENT(hook, ...) \
	do { \
		if (__builtin_expect(instruments_active, 0)) { \
			for (struct instrument *instrument_ = instruments, *after_; instrument_ != NULL; instrument_ = after_) { \
				after_ = instrument_->next; \
				if (instrument_->hook != NULL) \
					instrument_->hook(instrument_ __VA_OPT__(,) __VA_ARGS__); \
			} \
		} \
	} while (0)

#endif
