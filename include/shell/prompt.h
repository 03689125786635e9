/* The prompt: a session that is typed at. Entries are main tasks of the session's run; what they spawn goes on in the
 * background while one types. Errors never end it; `exit` and Ctrl-D do. */
#ifndef SHELL_PROMPT_H
#define SHELL_PROMPT_H

#include "shell/ending.h"
#include "shell/options.h"

struct ending prompt_run(const struct options *options);

#endif
