/* Fibers: a computation of the script that can stop and go on. Stackless: frames and registers live in one growable block that starts
 * small (and does not exist before the first step); the frames of built-ins that wait or hold a block are separate, at stable addresses.
 *
 * A fiber knows nothing of tasks, time or files. Whoever embeds it (sched/task.h: struct task begins with its fiber) resumes it; it runs
 * until it ends or a built-in parks. What it should hear next time is put in with fiber_throw(). */
#ifndef VM_FIBER_H
#define VM_FIBER_H

#include "vm/builtin.h"
#include "vm/function.h"

/* The frame of a built-in, on the fiber's list, innermost first. */
struct op {
	struct op *below;
	const struct builtin *builtin;
	uint32_t size;                  /* of the whole block, for freeing */
	_Alignas(16) char frame[];
};

enum fiber_flags {
	FIBER_STARTED = 1 << 0,
	FIBER_RESUMING = 1 << 1,        /* the instruction at pc parked and is stepped again */
	FIBER_RETURNED = 1 << 2,        /* ... because its STEP_CALL has returned */
	FIBER_ENDED = 1 << 3,
	FIBER_OP_PARKED = 1 << 4,       /* the top op belongs to what parked */
	FIBER_PREPARED = 1 << 5         /* its first frame is made, though it may not have begun */
};

struct fiber {
	struct value *stack;
	const uint32_t *pc;             /* of the running frame */
	struct function *function;      /* of the running frame; owned */
	struct op *ops;
	struct error *raise;            /* owned; raised at the next resume */
	struct value callee;            /* owned; what it runs, kept to the end (the task's name comes from it) */
	uint32_t capacity;              /* slots of the stack */
	uint32_t base;                  /* slot of the running frame's register 0 */
	uint32_t depth;                 /* script frames */
	uint32_t phase;                 /* for a parked built-in without a frame; zero at its first step */
	uint32_t flags;
};

enum fiber_status { FIBER_PARKED, FIBER_DONE, FIBER_FAILED };

#define FIBER_DEPTH 10000               /* calls; deeper raises RecursionError */

/* callee: a function, bound call or built-in value; taken over. */
void fiber_init(struct fiber *fiber, struct value take_callee);
/* May be called once before the first resume: where the callee is a bound call, puts its arguments in place now and lets it go. Only for
 * memory: who makes very many fibers before the first of them runs. */
void fiber_prepare(struct fiber *fiber);
/* Drops what is left (also of an unfinished fiber) and frees the stack. The struct is the caller's. */
void fiber_clear(struct fiber *fiber);

/* Runs until the fiber parks or ends. DONE: fiber_take_result() has the value. FAILED: fiber_take_error() has the error. */
enum fiber_status fiber_resume(struct fiber *fiber);
struct value fiber_take_result(struct fiber *fiber);    /* owned by the caller; once */
struct error *fiber_take_error(struct fiber *fiber);    /* owned by the caller; NULL the second time */

/* The parked (or not yet started) fiber will raise error when it is resumed; the frame of the parked built-in is dropped now. Takes error over. */
void fiber_throw(struct fiber *fiber, struct error *take_error);

/* The frame of this built-in nearest to the top, or NULL. */
void *fiber_find_op(struct fiber *fiber, const struct builtin *builtin);
/* Where the fiber stands (or stood): false where it has not begun or only runs a built-in. */
bool fiber_place(const struct fiber *fiber, struct source **source, struct span *span);
/* The built-in that parked, for "what does it wait for"; NULL: none. */
const struct builtin *fiber_parked_in(const struct fiber *fiber);

/* What the interpreter asks of the layers above; set once at start. */
struct vm_hooks {
	/* The environment of the running task: an owned string in *result, or false. */
	bool (*environment)(struct fiber *fiber, const char *name, struct value *result);
	/* Seen between two turns of a loop when vm_interrupted is set: an owned error to raise in this fiber (KeyboardInterrupt), or NULL. */
	struct error *(*interrupted)(struct fiber *fiber);
	/* The built-in that runs programs; its arguments: one, the list argv. call->tested and call->valued say how it is called. */
	const struct builtin *run_program;
	/* The built-in that gives the next item of a handle (channel, stream, ...); its argument: the handle. An absent result ends the loop. */
	const struct builtin *next_item;
	/* Expands a glob pattern (backslash quotes) in the task's directory; NULL list: no match. */
	struct list *(*glob)(struct fiber *fiber, const char *pattern);
	/* The home directory for ~ ("" user) or ~user: false where there is none. */
	bool (*home)(struct fiber *fiber, const char *user, struct buf *out);
};

extern struct vm_hooks vm_hooks;
extern volatile bool vm_interrupted;

#endif
