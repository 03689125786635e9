/* Nurseries (semantics 3, the rules of 0.22): where tasks are spawned and waited for.
 *
 * A nursery is a counted handle; the built-in that opened it holds one reference in its frame, so it outlives its children. Its scope is
 * entered by the parent; children have it as their innermost scope. Errors are kept in the order in which tasks ended. */
#ifndef SCHED_NURSERY_H
#define SCHED_NURSERY_H

#include "sched/task.h"

struct policy;

enum nursery_phase { NURSERY_BODY, NURSERY_CHILDREN, NURSERY_CHECKPOINT };

struct nursery {
	struct resource resource;
	struct cancel_scope *scope;     /* owned */
	struct task *parent;            /* borrowed; NULL once it was left */
	struct list_link children;      /* by task->siblings, in order of spawning */
	size_t child_count;
	struct error **errors;          /* owned, with what they point at */
	size_t error_count, error_capacity;
	struct wait wait;               /* the parent's, for the last child */
	uint32_t pending_starts;
	uint32_t phase;                 /* enum nursery_phase: of nursery_leave() */
	uint32_t checkpoint_phase;
	bool body_running, parent_waiting, closed, strict;
	bool tolerant;                  /* the prompt's: a background child's error is reported and cancels nothing */
	bool starts_service;            /* the hidden nursery of `start --service` */
	struct policy *policy;          /* owned; what its options change (sched/policy.h); NULL: a plain nursery */
	struct nursery *start_target;   /* of the hidden nursery of `start`: where started() moves the child; owned; else NULL */
	struct value started_value;     /* what the child said; owned */
	bool started;
};

/* How a task is spawned. */
enum spawn_flags {
	SPAWN_SERVICE = 1 << 0          /* it does not hold the nursery open */
};

extern const struct resource_type nursery_type;

/* Opens a nursery in task: enters its scope. opener: the command whose nursery it is, for people; NULL: the run's own. */
struct nursery *nursery_open(struct task *parent, const struct call *opener);
/* Ends the block, with the error that ended its body (borrowed) or NULL; to be called again after each STEP_PARKED. STEP_DONE: *result is
 * what goes on (owned) or NULL. Never fails and is never thrown into: what hits the waiting parent is recorded (semantics 3.4). */
enum step nursery_leave(struct call *call, struct nursery *nursery, struct error *in_flight, struct error **result);

/* Spawns a task; name NULL: the callee's. Borrowed result: NULL (and an owned RuntimeError) where the nursery is closed. */
struct task *nursery_spawn(struct nursery *nursery, struct value take_callee, struct string *name, struct error **error);
struct task *nursery_spawn_with(struct nursery *nursery, struct value take_callee, struct string *name, unsigned flags, struct error **error);
/* nursery.start: the phases of a built-in that keeps `hidden` (NULL at first) in its frame; STEP_DONE with call->result, or STEP_FAILED. */
enum step nursery_start(struct call *call, struct nursery *target, struct nursery **hidden, struct value callee, struct string *name, unsigned flags);
/* What the frame of such a built-in still holds. */
void nursery_drop_start(struct nursery *hidden);
/* task_status.started() of the task. NULL or an owned RuntimeError. */
struct error *nursery_started(struct task *task, struct value value);

/* The nursery whose children the task waits for; NULL: it does not wait for children. */
struct nursery *nursery_awaited(const struct task *task);

/* The end of a child, for the scheduler: error is taken over. */
void nursery_child_ended(struct nursery *nursery, struct task *task, struct error *take_error);
/* One more error that leaves the nursery at its end; it cancels nothing. from: whose, NULL: the body's, or unknown. */
void nursery_keep_error(struct nursery *nursery, struct error *take_error, struct task *from);
void nursery_forget_errors(struct nursery *nursery);

static inline void nursery_retain(struct nursery *nursery) { nursery->resource.object.references++; }
static inline void nursery_release(struct nursery *nursery) { resource_release(&nursery->resource); }

#endif
