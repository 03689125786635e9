/* Verbs that mean something for several types of handles: `wait`, `acquire`, `send`, `close`, `for v in HANDLE`, ...
 *
 * A group of built-ins registers what its types can do in its install function, once. A verb's step follows the contract of steps
 * (vm/builtin.h): it is called again after parking, and keeps what it needs in `space` (zeroed, at a stable address). The resource is
 * call->arguments[0]; of the words behind it each step knows its own (the rows are in src/ops/verbs.c). All waiting verbs of a type lay out
 * their space alike, for one drop frees it. */
#ifndef OPS_VERBS_H
#define OPS_VERBS_H

#include "value/dict.h"
#include "value/resource.h"
#include "vm/builtin.h"

#define VERB_SPACE 112

enum verb {
	VERB_WAIT,
	VERB_ACQUIRE,
	VERB_ACQUIRE_NOWAIT,    /* those that never wait get no space: NULL */
	VERB_RELEASE,
	VERB_SEND,
	VERB_SEND_NOWAIT,
	VERB_RECEIVE,
	VERB_RECEIVE_NOWAIT,
	VERB_NEXT,              /* for v in HANDLE: an absent result is the end */
	VERB_CLONE,
	VERB_CLOSE,
	VERB_STATISTICS,
	VERB_COUNT
};

typedef enum step verb_step(struct call *call, struct resource *resource, void *space);

struct verbs {
	const struct resource_type *type;
	verb_step *steps[VERB_COUNT];                           /* NULL: the type does not have that verb */
	void (*drop)(struct fiber *fiber, void *space);         /* NULL: nothing to free */
	bool has_borrowers;                                     /* acquire and release know --on-behalf-of */
};

void verbs_register(const struct verbs *verbs);         /* kept */

/* What `for` asks for the next item of a handle (vm/fiber.h). */
extern const struct builtin next_item_builtin;

/* Registers the types of src/ops/sync.c and its neighbours, and tasks; called by ops_install(). */
void sync_install(void);
void lock_install(void);
void condition_install(void);
void limiter_install(void);
void channel_install(void);
void supervise_install(void);

#endif
