/* A run: what Trio calls trio.run(). From its first task <init> to its last step everything that is specified in semantics.md section 1
 * happens here. One run exists at a time.
 *
 * A script is one run: run_script(). The prompt begins a run when it becomes busy, adds entries to it as main tasks while it lives, drives
 * it between key presses, and the run ends by itself when the last task has ended. */
#ifndef SCHED_RUN_H
#define SCHED_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "value/error.h"
#include "value/value.h"

struct task;

enum clock_type { CLOCK_REAL, CLOCK_VIRTUAL, CLOCK_SCALED };

/* The order inside a batch of runnable tasks (semantics 1.3). */
enum schedule {
	SCHEDULE_FIFO,                  /* as they became runnable */
	SCHEDULE_RANDOM,                /* Trio's: as they became runnable, or the whole batch reversed, from the seed */
	SCHEDULE_ANY                    /* any order, from the seed: finds what needs a richer one */
};

struct run_options {
	enum clock_type clock;
	double rate;                    /* CLOCK_SCALED: virtual seconds for each real one, > 0 */
	enum schedule schedule;
	uint64_t seed;
	bool strict_groups;
	bool session;                   /* the prompt: spawn outside a nursery uses the session's; a child's error there is reported, not fatal */
	double warn_slow_step;          /* seconds; 0: never */
	/* The prompt's: called for a background task that failed (borrowed). NULL: none. */
	void (*report_failure)(struct task *task, struct error *error);
};

/* How a main task ended: value or error (owned by the receiver). */
struct outcome {
	struct value value;
	struct error *error;            /* NULL: value */
};

/* Runs callee (taken over) as the task `main` to its end. */
struct outcome run_script(const struct run_options *options, struct value take_callee);

/* The prompt's way. */
void session_begin(const struct run_options *options);          /* once; no run yet */
/* Starts a main task in the current run, or begins a run with it. Returns it; it lives until session_take(). */
struct task *session_start(struct value take_callee);
bool session_is_busy(void);                                     /* a run is alive */
bool session_finished(const struct task *task);
struct outcome session_take(struct task *task);
unsigned session_task_count(void);                              /* living tasks, main ones and the system's not counted */
/* Drives the run until task (NULL: none) has finished, or fd (-1: none) is readable, or the run has ended. Returns at once when no run is
 * alive, and with task NULL also when an interrupt has been noted. */
void session_drive(struct task *task, int fd);
void session_interrupt(void);                                   /* KeyboardInterrupt for the entry that runs in the foreground */
void session_end(void);                                         /* cancels every task and drives to the end */

/* From a signal handler: SIGINT has arrived. Async-signal-safe. */
void run_note_interrupt(void);
/* Whether what the last one caused has been dealt with, so that the next is a first one again. Async-signal-safe. */
bool run_interrupt_is_over(void);

#endif
