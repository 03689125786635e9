/* The trace: an instrument that writes what the scheduler does, in the words of the tracer of Trio's tutorial (style `trio`), or as a story
 * (observe/story.h).
 *
 * It is written through a sink (sched/output.h), so that its lines stand among the output of the tasks where they happened. */
#ifndef OBSERVE_TRACE_H
#define OBSERVE_TRACE_H

#include <stdbool.h>

enum trace_style { TRACE_TRIO, TRACE_STORY };

#define TRACE_STYLES "trio and story"    /* for messages */

/* The style of this name; false where there is none. */
bool trace_style_find(const char *name, enum trace_style *style);
/* Whether the trace may be coloured on standard error; elsewhere it never is. */
void trace_allow_colour(bool allowed);
/* Begins to trace to fd, which stays the caller's. One trace at a time. */
void trace_begin(enum trace_style style, int fd);
void trace_end(void);                   /* flushes; no effect where there is none */
bool trace_is_on(void);

#endif
