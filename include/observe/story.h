/* The trace style `story`: what happens in plain words, one event a line, with the time and the name of the task it happens to. Beside what Trio's
 * instruments see it tells of scopes and their deadlines, of cancellations and their reasons, of what each task waits for, and where errors go.
 *
 *     0.000  main      opens nursery 1 (demo.trio:3)
 *     0.000  main      spawns child1 in nursery 1
 *     0.000  child1    sleeps until 1.0
 *     1.000            move_on_after 1 (demo.trio:2) reaches its deadline
 *     1.000  child1    is cancelled: move_on_after at demo.trio:2 ran out of time after 1 second
 *
 * Times are those of the virtual clock, else seconds since the trace began. The run's own tasks do not appear. */
#ifndef OBSERVE_STORY_H
#define OBSERVE_STORY_H

#include <stdbool.h>

#include "sched/instrument.h"
#include "sched/output.h"

extern const struct instrument story_style;

/* To be called before the style is installed; the sink stays the caller's. */
void story_begin(struct sink *sink, bool colour);

#endif
