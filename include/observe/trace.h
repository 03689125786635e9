/* The trace: an instrument that writes what the scheduler does, in the words of the tracer of Trio's tutorial (style `trio`).
 *
 * It is written through a sink (sched/output.h), so that its lines stand among the output of the tasks where they happened. */
#ifndef OBSERVE_TRACE_H
#define OBSERVE_TRACE_H

#include <stdbool.h>

enum trace_style { TRACE_TRIO };

/* The style of this name; false where there is none. */
bool trace_style_find(const char *name, enum trace_style *style);
/* Begins to trace to fd, which stays the caller's. One trace at a time. */
void trace_begin(enum trace_style style, int fd);
void trace_end(void);                   /* flushes; no effect where there is none */
bool trace_is_on(void);

#endif
