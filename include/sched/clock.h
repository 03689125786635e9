/* The clock of the run: real, scaled, or virtual (semantics 9).
 *
 * The virtual clock starts at 0 and stands still until it jumps: when a pass finds that everything waits, it jumps to the nearest
 * deadline. It does not jump while somebody holds it: a program or a socket is at work in real time (clock_hold). */
#ifndef SCHED_CLOCK_H
#define SCHED_CLOCK_H

#include <stdbool.h>

#include "sched/run.h"

void clock_set(enum clock_type type, double rate);      /* before a run */
double clock_now(void);
bool clock_is_virtual(void);
/* Seconds of real time until deadline: 0 if it has passed, infinity where time stands still. */
double clock_real_seconds(double deadline);
/* Virtual only: forward by seconds (>= 0). */
void clock_jump(double seconds);

/* What works in real time holds the virtual clock while it works. */
void clock_hold(void);
void clock_unhold(void);
bool clock_is_held(void);

/* The machine's own clock, for durations that people and traces see. */
double clock_real_now(void);

#endif
