/* The task <init>, in which the run's nurseries are open: it spawns main and ends the run (semantics 1.12, 1.15). */
#ifndef SCHED_INIT_H
#define SCHED_INIT_H

#include "value/value.h"

/* Spawns <init>, which will run take_callee as `main`. */
void init_spawn(struct value take_callee);

#endif
