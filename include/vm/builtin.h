/* The built-in contract: how a command is written in C, and how it waits.
 *
 * 1. A built-in is a row of its group's table, directly under its function. From the row come argument checking, usage, help,
 *    completion, the checker's knowledge and the manual page. A new command touches one file.
 * 2. step(call, frame) is called each time the task runs, from its first line, on a frame of frame_size zeroed bytes at a
 *    stable address. It returns STEP_DONE with call->result, STEP_FAILED with call->error, STEP_PARKED after arming what will
 *    wake the task, or STEP_CALL. A spurious wake is harmless: the step tries again. A built-in without a frame that parks
 *    keeps its place in call->fiber->phase (zero at its first step).
 * 3. A step never sees cancellation: cancelling a parked task disarms its waits, drops the frame, and raises Cancelled.
 * 4. No operation takes a timeout; deadlines belong to scopes.
 * 5. STEP_CALL asks to run call->callee with call->call_arguments and come back to the step, with call->returned set and
 *    call->has_returned true. C never re-enters the interpreter. Keep state in the frame.
 * 6. Block commands (COMMAND_BLOCK) hold their block: step() enters (its result is what `as NAME` gets), the frame stays, the block
 *    runs inline, and leave() is called when it ends: with in_flight NULL after a normal end, break, continue or return; with the
 *    error (borrowed) that passes through otherwise. leave() may park. STEP_DONE: the block has ended well and in_flight, if any,
 *    is swallowed. STEP_FAILED: call->error goes on (to pass in_flight on: retain it into call->error). Each time leave() is
 *    called again after parking, in_flight is the same.
 * 7. drop(fiber, frame) is called exactly once when a frame goes, whatever the reason; it frees what the frame holds and must not park.
 *
 * Arguments: call->arguments[i] belongs to the i-th parameter of the spec; one that was not given is VALUE_ABSENT, a rest parameter is a
 * list, a repeated option a list, a flag true or absent. They are checked against the spec's types before the first step, borrowed,
 * and may be taken with call_take(). */
#ifndef VM_BUILTIN_H
#define VM_BUILTIN_H

#include "lang/command.h"
#include "value/error.h"
#include "value/value.h"

struct fiber;
struct builtin;

enum step { STEP_DONE, STEP_FAILED, STEP_PARKED, STEP_CALL };

struct call {
	struct fiber *fiber;
	const struct builtin *builtin;
	struct value *arguments;
	struct value result;                    /* owned; none unless set */
	struct error *error;                    /* owned; with STEP_FAILED */
	struct value callee;                    /* STEP_CALL: owned */
	struct value call_arguments[3];         /* owned */
	unsigned call_argument_count;
	bool has_returned;
	struct value returned;                  /* borrowed; the value of the STEP_CALL */
	bool valued;                            /* its value is taken, in $( ) or behind =: a program's output is wanted */
	bool block;                             /* holds a block (COMMAND_BLOCK_OPTIONAL may stand without) */
	bool tested;                            /* stands as a condition: a program's failure is a result, not an error */
};

typedef enum step builtin_step(struct call *call, void *frame);
typedef enum step builtin_leave(struct call *call, void *frame, struct error *in_flight);
typedef void builtin_drop(struct fiber *fiber, void *frame);

/* A spec is words, each a parameter: name:type (required), ?name:type (optional), name:type... (rest, also ?),
 * --name:type (an option with a value), --name (a flag), --name:type... (a repeated option). Types: any number int string (numbers are
 * turned into text) text (strings only) bool list map function (a function, block, or a word that names a command) duration path handle,
 * or a resource type's name with _ for spaces. */
struct builtin {
	const char *name;
	const char *params;
	const char *usage;              /* of a row that stands for a statement (spawn, with), as it is written; NULL: made from params */
	const char *returns;            /* for help: "none", "the task", ... */
	const char *summary;            /* one sentence with its period */
	const char *details;            /* more for help and the manual page; NULL: none; paragraphs separated by a blank line */
	const char *example;            /* runnable lines; a line "#=> OUTPUT" after one is what it prints (tests run it with --clock=virtual) */
	unsigned flags;                 /* enum command_flags */
	uint32_t frame_size;
	builtin_step *step;
	builtin_leave *leave;
	builtin_drop *drop;
};

/* For the ends of steps: return call_return(call, value_int(3)); return call_fail(call, KIND_ValueError, "..."); */
enum step call_return(struct call *call, struct value take_result);
enum step call_fail(struct call *call, enum kind_id kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
enum step call_fail_with(struct call *call, struct error *take_error);
struct value call_take(struct call *call, unsigned index);      /* the argument, now the caller's; absent stays behind */

static inline bool call_has(const struct call *call, unsigned index)
{
	return call->arguments[index].type != VALUE_ABSENT;
}

#endif
