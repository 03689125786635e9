/* Waiting for one's turn: what acquiring a lock, a semaphore or a limiter has in common with sending and receiving (semantics 2.4).
 *
 * A cancellation is looked for before anything is done and never afterwards. Then the attempt is made: if it succeeds the task yields once, in
 * which it cannot be cancelled; if it would block the task joins a queue. Whoever ends the wait hands over what it waited for, leaves
 * what happened in the state, and wakes the task (turn_give, turn_refuse). So what was handed over is never lost, and nobody else can take it. */
#ifndef OPS_TURN_H
#define OPS_TURN_H

#include "sched/lot.h"
#include "value/dict.h"

enum turn_state { TURN_NEW, TURN_QUEUED, TURN_TAKEN, TURN_REFUSED };

struct turn {
	struct lot_waiter waiter;       /* first */
	uint32_t phase;                 /* of the checkpoint */
	uint32_t state;                 /* enum turn_state */
};

/* Tries without waiting: STEP_DONE, STEP_FAILED, or STEP_PARKED where it would block (and has done nothing). */
typedef enum step turn_attempt(struct call *call, struct resource *resource, struct turn *turn);

/* The whole pattern; STEP_DONE: done, or given. A refused turn is the caller's to look for before. */
static inline enum step turn_take(struct call *call, struct resource *resource, struct turn *turn, struct lot *lot, const struct park_type *park,
                                  turn_attempt *attempt)
{
	enum step step;

	if (turn->state == TURN_TAKEN)
		return STEP_DONE;
	if (turn->state == TURN_NEW) {
		if ((step = checkpoint_if_cancelled(call, &turn->phase)) != STEP_DONE)
			return step;
		if ((step = attempt(call, resource, turn)) == STEP_FAILED)
			return step;
		if (step == STEP_DONE) {
			turn->state = TURN_TAKEN;
			return task_yield(call);
		}
	}
	turn->state = TURN_QUEUED;
	lot_join(lot, &turn->waiter, call);
	return task_park(call, park);
}

static inline struct turn *turn_first(const struct lot *lot) { return (struct turn *)lot_first(lot); }
static inline struct turn *turn_of(const struct task *task) { return (struct turn *)lot_waiter_of(task); }

/* Ends the wait of a turn that is queued. */
static inline void turn_give(struct turn *turn)
{
	turn->state = TURN_TAKEN;
	lot_wake(&turn->waiter);
}

static inline void turn_refuse(struct turn *turn)
{
	turn->state = TURN_REFUSED;
	lot_wake(&turn->waiter);
}

/* { "tasks_waiting": N, ... } */
static inline void statistics_add_waiting(struct dict *statistics, const struct lot *lot)
{
	dict_set_text(statistics, "tasks_waiting", value_int((int64_t)lot->count));
}

/* The task's name for a message: " (held by task NAME)" and the like; control characters escaped. */
void buf_add_task(struct buf *buf, struct task *task);

#endif
