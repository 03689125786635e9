/* An error that nobody caught, as people read it on standard error.
 *
 *     error: KIND: MESSAGE
 *       at FILE:LINE:COLUMN in FUNCTION
 *         12 |   raise ValueError "bad"
 *            |   ^^^^^^^^^^^^^^^^^^^^^^
 *       called at FILE:LINE:COLUMN in FUNCTION, task NAME
 *       into the nursery at FILE:LINE:COLUMN
 *       caused by KIND: MESSAGE
 *         at ...
 *       +- KIND: MESSAGE                  a group's members, two columns deeper at each level
 *          at ...
 *
 * Innermost place first, right under the message; above it, where the error knows: the deadline or cancellation it came from, the whole command that
 * failed; below it, of a DeadlockError, the tasks and what each waits for. Programs read this too: only the first line begins with "error:",
 * and only a member's line has "+-" behind nothing but spaces. Nothing is shown twice: neither an error nor a line of the source. Members that only
 * were cancelled become one line, and so do equal members of a big group. */
#ifndef OBSERVE_REPORT_H
#define OBSERVE_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "value/error.h"

/* KeyboardInterrupt is the one line "interrupted"; SystemExit adds nothing. */
void report_add_error(struct buf *out, const struct error *error, bool colour);

#endif
