/* Locks, for those who hold one inside: conditions.
 *
 * The owner is a task. It is borrowed while it lives, for `hold` tells the lock of its end; from then on it is owned: such a lock is broken
 * (semantics 6.2), unless the owner was an entry at the prompt, whose successors may release it. */
#ifndef OPS_LOCK_H
#define OPS_LOCK_H

#include "ops/turn.h"
#include "ops/verbs.h"

struct lock {
	struct resource resource;
	uint32_t number;
	bool broken;                    /* its owner has ended; there is no mending it (semantics 6.2) */
	struct lot lot;
	struct task *owner;             /* NULL: free */
	struct hold hold;
};

extern const struct resource_type lock_type;            /* not that of strict_fifo_lock */
extern const char *const lock_properties[];

struct lock *lock_new(const struct resource_type *type);
bool lock_get(struct resource *resource, const char *name, struct value *result);
bool lock_belongs_to(const struct lock *lock, const struct task *task);

/* The steps of the verbs; the space of lock_acquire() is a struct turn. */
enum step lock_acquire(struct call *call, struct resource *resource, void *space);
enum step lock_acquire_nowait(struct call *call, struct resource *resource, void *space);
enum step lock_release(struct call *call, struct resource *resource, void *space);
struct dict *lock_statistics_of(const struct lock *lock);       /* owned */

/* Failing with a text in Trio's words, and behind it who holds the lock. */
enum step lock_fail_held(struct call *call, const struct lock *lock, enum kind_id kind, const char *text);
enum step lock_fail_broken(struct call *call, const struct lock *lock);

/* The lock in whose queue the task is, and what it waits for in words. */
static inline struct lock *lock_waited_for(const struct task *task) { return list_item(lot_waiter_of(task)->lot, struct lock, lot); }
void lock_add_wait(struct buf *out, const struct lock *lock);

#endif
