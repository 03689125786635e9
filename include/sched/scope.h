/* Cancel scopes (semantics 4): the tree through which cancellation reaches tasks.
 *
 * A scope is a counted handle. Entered, it hangs in its parent's list of children, in order of entry; its tasks are those whose innermost scope
 * it is, in order of arrival. It is *effectively cancelled* if it was cancelled itself, or its parent is and it has no shield. That is cached:
 * `cause` is the Cancelled error that its tasks get, shared by all of them, and NULL while it is not effectively cancelled; so a check
 * is one load. The error tells the reason for which the scope it came from was cancelled (sched/reason.h). Whatever changes the tree or a flag
 * brings it up to date by walking what changes, without recursion.
 * The root, in which everything hangs, is in the run.
 *
 * A nap (sleep, sleep_until, the second half of a cancelled checkpoint) is a scope of its own in Trio; here it is a state of the task, which
 * then stands in the list of children of its scope instead of its list of tasks, and whose node is in the heap of deadlines. */
#ifndef SCHED_SCOPE_H
#define SCHED_SCOPE_H

#include "base/heap.h"
#include "base/list.h"
#include "sched/reason.h"

struct call;
struct task;

/* What hangs in a scope: a child scope or a task (flags tell which). */
struct scope_member {
	struct list_link link;
	uint32_t flags;                 /* MEMBER_SCOPE and enum scope_flags, or enum task_flags (sched/task.h) */
	uint32_t id;                    /* a number for traces */
};

#define MEMBER_SCOPE (1u << 0)

enum scope_flags {
	SCOPE_SHIELD = 1 << 1,
	SCOPE_CANCEL_CALLED = 1 << 2,
	SCOPE_CANCELLED_CAUGHT = 1 << 3,
	SCOPE_ENTERED = 1 << 4,         /* once and for ever */
	SCOPE_ACTIVE = 1 << 5,          /* entered and not left */
	SCOPE_OF_NURSERY = 1 << 6       /* its id is the nursery's number, from 1 in each run */
};

struct cancel_scope {
	struct resource resource;
	struct scope_member member;
	struct cancel_scope *parent;    /* while active; it cannot go before */
	struct list_link children;      /* of struct scope_member */
	struct list_link tasks;
	struct heap_node node;          /* in the heap of deadlines; order: creation */
	double deadline;                /* infinity: none */
	struct error *cause;            /* owned; NULL: not effectively cancelled */
	struct reason *reason;          /* owned; why it was cancelled itself; NULL: it was not */
	/* For people: */
	const struct builtin *opened_by;        /* the command whose scope it is; NULL: nobody's */
	struct source *source;          /* owned; where in the text it was made; NULL: unknown */
	uint32_t at;
	float seconds;                  /* from its making to its deadline; NaN: unknown */
};

extern const struct resource_type scope_type;

struct cancel_scope *scope_new(double deadline);
static inline void scope_retain(struct cancel_scope *scope) { scope->resource.object.references++; }
static inline void scope_release(struct cancel_scope *scope) { resource_release(&scope->resource); }

/* Notes which command made the scope, where, and how many seconds it gives (NaN: that is not how its deadline was given). */
void scope_note_origin(struct cancel_scope *scope, const struct call *call, double seconds);

/* False (and an owned RuntimeError) where it has been entered before. */
bool scope_enter(struct cancel_scope *scope, struct task *task, struct error **error);
/* Leaves it with error (taken over; NULL: none) in flight; what goes on from here, or NULL (semantics 4.10). */
struct error *scope_leave(struct cancel_scope *scope, struct task *task, struct error *take_error);

void scope_cancel(struct cancel_scope *scope, const struct cancel_reason *request);     /* idempotent */
void scope_set_deadline(struct cancel_scope *scope, double deadline);   /* not NaN */
void scope_set_shield(struct cancel_scope *scope, bool shield);
bool scope_cancel_called(struct cancel_scope *scope);           /* with the side effect of semantics 4.7 */
double scope_effective_deadline(const struct cancel_scope *scope);
static inline bool scope_is_cancelled(const struct cancel_scope *scope) { return scope->cause != NULL; }

/* Puts a scope or a task, with what is below, under another scope (semantics 3.14); its link may be in any list. */
void scope_move_member(struct scope_member *member, struct cancel_scope *to);

/* Cancels only this task: what it raises for that ends with it and does not reach its nursery. */
void scope_cancel_task(struct task *task, const struct cancel_reason *request);
/* The end of a task: it leaves the scope that scope_cancel_task() gave it. */
struct error *scope_end_task(struct task *task, struct error *take_error);

/* Cancels every scope and wakes every nap whose deadline is not after now. True: there was one. */
bool scope_expire_deadlines(double now);

/* A nap: parks the task until deadline. After the wake, nap_end() leaves the nap: NULL if it slept well, else an owned error to fail with. */
void nap_begin(struct task *task, double deadline);
struct error *nap_end(struct task *task);
double nap_deadline(const struct task *task);           /* infinity: none, or it has passed */

bool error_is_cancelled(const struct error *leaf, const void *unused);  /* an error_predicate */

#endif
