/* Names the tasks that hold up all others: an instrument that says on standard error which task ran longer than a limit
 * between two checkpoints, and how far it had come then. Real time, whatever the clock of the run. */
#ifndef OBSERVE_SLOW_STEP_H
#define OBSERVE_SLOW_STEP_H

void slow_step_begin(double limit);     /* seconds; one at a time */
void slow_step_end(void);               /* no effect where there is none */

#endif
