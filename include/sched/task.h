/* Tasks: fibers that wait, are woken and are cancelled.
 *
 * A task begins with its fiber, so a built-in's call->fiber is its task (task_of). It is a counted handle too: the scheduler holds one reference
 * while the task lives, a script another for each handle; a task that has ended with no handle is freed at once.
 *
 * Waiting. A step that must wait arms its waits (task_arm), calls task_park() and returns its STEP_PARKED. Whoever ends the wait leaves what it
 * has to say in the step's frame and calls task_wake(): all waits are disarmed and the task is runnable in the next pass; its step is called
 * again. Waking a task that is not parked does nothing. Cancelling a parked task asks its park type; the usual answer
 * (abort NULL) is: disarm, drop the frame, raise Cancelled. A task that was woken can no longer be cancelled in this wait (semantics 1.9).
 *
 * Checkpoints. What Trio writes as checkpoint(), checkpoint_if_cancelled() and cancel_shielded_checkpoint() (semantics 2.1-2.4) are the three
 * functions below; the first two keep their place in *phase (0 before the first step):
 *
 *     case 0: if ((step = checkpoint_if_cancelled(call, &frame->phase)) != STEP_DONE) return step;
 *             if (done at once) { frame->state = 1; return task_yield(call); }    ...    case 1: return call_return(...)
 */
#ifndef SCHED_TASK_H
#define SCHED_TASK_H

#include "sched/scope.h"
#include "vm/fiber.h"

struct hold;
struct nursery;
struct park_type;
struct wait;

enum task_flags {
	TASK_ENDED = 1 << 2,
	TASK_ABORT_TRIED = 1 << 3,      /* this wait refused to be aborted; once is enough (semantics 4.16) */
	TASK_NAPPING = 1 << 4,          /* `node` is in use and the task stands among its scope's children */
	TASK_NAP_EXPIRED = 1 << 5,
	TASK_NAP_INTERRUPTED = 1 << 6,
	TASK_STARTING = 1 << 7,         /* spawned by `start`: started() means something */
	TASK_STARTED = 1 << 8,          /* has called started() */
	TASK_OWN_SCOPE = 1 << 9,        /* it was cancelled by itself: its outermost scope is that of scope_cancel_task() */
	TASK_SYSTEM = 1 << 10,          /* <init>, <call soon task> */
	TASK_MAIN = 1 << 11,            /* a main task: its outcome is kept for who started it */
	TASK_NEVER_RAN = 1 << 12,       /* ended before its first step */
	TASK_QUEUED = 1 << 13,          /* waits, or waited when it was cancelled, for its turn (sched/policy.h) */
	TASK_SERVICE = 1 << 14          /* does not hold its nursery open */
};

/* How a task ended (language.md section 6). */
enum task_end { TASK_DONE, TASK_FAILED, TASK_CANCELLED, TASK_TIMED_OUT, TASK_NEVER_STARTED };

struct task {
	struct fiber fiber;             /* after the end: callee is the value, raise the error, both kept for handles and observers */
	struct resource resource;
	struct scope_member member;     /* in its scope */
	struct cancel_scope *scope;     /* its innermost; never NULL while it lives */
	struct nursery *nursery;        /* NULL: <init>, or ended */
	struct list_link siblings;      /* in its nursery's children */
	const struct park_type *park;   /* NULL: runnable, running, or ended */
	struct string *name;            /* owned; NULL: nobody has asked yet (task_name) */
	struct resource *context;       /* owned; what programs inherit (directory, environment, streams, engine); NULL: the shell's own.
	                                 * A task spawned by this one begins with the same */
	struct hold *holds;             /* what it holds: the last that it took first */
	union {
		struct heap_node node;          /* while it naps */
		struct error *interrupt;        /* while it naps and was interrupted; owned */
		struct wait *waits;             /* else: armed waits */
	};
};

extern const struct resource_type task_type;

enum abort_answer {
	ABORT_ENDED,                    /* the task will be woken */
	ABORT_NOTED,                    /* it goes on waiting; the error was recorded */
	ABORT_REFUSED                   /* it goes on waiting and has not taken notice */
};

/* Why a task waits, and how the wait ends when it is cancelled. */
struct park_type {
	const char *reason;             /* for people: "waiting for children" */
	/* The wait shall end because of a cancellation or, where interrupt is not NULL (borrowed), with that error. NULL: the usual way. */
	enum abort_answer (*abort)(struct task *task, struct error *interrupt);
	void (*describe)(struct task *task, struct buf *out);   /* instead of reason; NULL: reason says it all */
	struct task *(*holder)(struct task *task);              /* the one task that can end the wait (borrowed), NULL: not known; may be NULL */
	void (*lacks)(struct task *task, struct buf *out);      /* why nothing ends it in a deadlock: "event 1 is never set by anybody"; may be NULL */
	bool forever;                   /* nothing of this run can end it: sleep_forever */
};

/* One thing that may wake a task; it lies in the frame of the step. */
struct wait {
	struct wait *next;              /* of the same task */
	void (*disarm)(struct wait *wait);
};

/* Something that a task holds; it lies in what is held. A task that ends without having given it back calls abandoned(). */
struct hold {
	struct hold *next;              /* of the same task */
	struct hold **place;            /* what points here; NULL: nobody holds it */
	void (*abandoned)(struct hold *hold, struct task *task);
};

static inline struct task *task_of(const struct call *call) { return (struct task *)call->fiber; }
static inline struct task *task_of_fiber(struct fiber *fiber) { return (struct task *)fiber; }
static inline struct task *task_of_resource(struct resource *resource)
{
	return (struct task *)((char *)resource - offsetof(struct task, resource));
}

/* The task whose step runs; NULL outside steps. */
struct task *task_current(void);

static inline void task_retain(struct task *task) { task->resource.object.references++; }
static inline void task_release(struct task *task) { resource_release(&task->resource); }

static inline void task_arm(struct task *task, struct wait *wait)
{
	wait->next = task->waits;
	task->waits = wait;
}

static inline void task_hold(struct task *task, struct hold *hold)
{
	hold->next = task->holds;
	hold->place = &task->holds;
	if (hold->next != NULL)
		hold->next->place = &hold->next;
	task->holds = hold;
}

static inline void task_let_go(struct hold *hold)
{
	*hold->place = hold->next;
	if (hold->next != NULL)
		hold->next->place = hold->place;
	hold->place = NULL;
}

enum step task_park(struct call *call, const struct park_type *type);
void task_wake(struct task *task);
/* cancel_shielded_checkpoint(): the step is called again in the next pass. */
enum step task_yield(struct call *call);
/* checkpoint(): STEP_DONE after one pass, STEP_FAILED with Cancelled after two where cancelled. */
enum step checkpoint(struct call *call, uint32_t *phase);
/* checkpoint_if_cancelled(): STEP_DONE at once where not cancelled. */
enum step checkpoint_if_cancelled(struct call *call, uint32_t *phase);
bool task_is_cancelled(const struct task *task);        /* its next checkpoint will raise */

/* Asks a parked task to end its wait with this error (borrowed), or NULL: with Cancelled. Each wait is asked once (semantics 1.9, 4.16). */
enum abort_answer task_abort(struct task *task, struct error *interrupt);
enum abort_answer nap_abort(struct task *task, struct error *interrupt);        /* of the park types of naps */

struct string *task_name(struct task *task);            /* borrowed */

/* The one task that can end the wait of this one, where that is known (borrowed); else NULL. */
struct task *task_holder(struct task *task);
/* What the task waits for, for people; adds nothing where it does not wait. */
void task_describe_wait(struct task *task, struct buf *out);
enum task_end task_end_of(const struct task *task);     /* one that has ended, with a handle or while instruments are active */
/* "done", "failed", "cancelled", "timed out", "never started", "running", "waiting". */
const char *task_state(const struct task *task);
/* Why it is in this state: what it waits for, why it was cancelled, its error; adds nothing where there is nothing to say. */
void task_add_reason(struct task *task, struct buf *out);

#endif
