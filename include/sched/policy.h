/* The policy of a nursery: what its options and its services change in the rules of semantics 3.
 *
 * A plain nursery has none, and pays for it with one test where a child begins or ends. The policy is the nursery's own, and goes with it.
 *
 * limit: at most so many children have their turn; one beyond is spawned, and parked before its first step, until one that had its turn has
 * ended: first come, first served. Cancelled before that, it never starts. The children of a nursery stand in the order of spawning, so the
 * queue is those of them that have TASK_QUEUED, and `next` is the first of it.
 *
 * Services have no turn, do not hold the nursery open, and win no race. When nothing else is left, each of them is cancelled by itself. */
#ifndef SCHED_POLICY_H
#define SCHED_POLICY_H

#include "sched/nursery.h"

struct policy {
	size_t limit;                   /* 0: none */
	size_t running;                 /* children that have their turn */
	struct task *next;              /* the first that waits for its turn; borrowed */
	size_t services;                /* living */
	bool stopping;                  /* the services have been cancelled */
	bool collects;                  /* an error cancels nothing */
	bool races;                     /* the first child to succeed cancels the others */
	bool won;
	bool gathers;                   /* the values of all children are wanted */
	struct value value;             /* owned; the winner's, at the end the list of all; else none */
	struct task **gathered;         /* owned, in order of spawning */
	size_t gathered_count, gathered_capacity;
	struct error **lost;            /* owned; of children that failed in a race that is still open */
	size_t lost_count, lost_capacity;
};

struct policy *nursery_policy(struct nursery *nursery);         /* makes one at the first question */
void policy_free(struct policy *policy);                        /* NULL: nothing */

/* A child has come: from nursery_spawn(), which has not scheduled it yet; or, running, from nursery.start. */
void policy_child_spawned(struct nursery *nursery, struct task *task);
void policy_child_moved(struct nursery *nursery, struct task *task);
/* A child ends; it still stands among the children. */
void policy_child_leaves(struct nursery *nursery, struct task *task);
/* It has left, with this error (borrowed) or NULL. True: the error is dealt with and cancels nothing. */
bool policy_child_ended(struct nursery *nursery, struct task *task, struct error *error);
/* Then those that wait may have their turn. */
void policy_give_turns(struct nursery *nursery);

/* Children that hold the nursery open. When there are none, policy_stop_services(): true where services are still there. */
static inline size_t policy_holders(const struct nursery *nursery)
{
	return nursery->child_count - (nursery->policy != NULL ? nursery->policy->services : 0);
}
bool policy_stop_services(struct nursery *nursery);

/* What a service that returns fails with (owned), or NULL; before its fiber is cleared. */
struct error *policy_service_error(struct task *task);
/* The nursery ends: the errors of a race that nobody won become the nursery's. */
void policy_settle(struct nursery *nursery);
/* The error of a race that ended well and that nobody won (owned), or NULL. */
struct error *policy_no_winner(const struct nursery *nursery);
/* What the block gives: the winner's value, the list of all values, or none; owned. To be called when it was left, with an error, too. */
struct value policy_take_value(struct nursery *nursery);

#endif
