/* What `help` says: an overview of all commands by group, and each command, keyword and function on its own. The text of the
 * commands comes from their tables; only the language's own words are described here. */
#ifndef SHELL_HELP_H
#define SHELL_HELP_H

#include <stdbool.h>

#include "base/buf.h"

void help_add_overview(struct buf *out);
/* false: nothing of that name is known. */
bool help_add_topic(struct buf *out, const char *topic);
/* The text of a function, of the prelude or of the session; false: there is none of that name. */
bool help_add_source(struct buf *out, const char *name);
/* The nearest topic, or NULL. */
const char *help_nearest(const char *topic);

#endif
