/* What a task's programs and files see: its working directory and its environment. Both belong to the task and are inherited at spawn
 * (struct task.context), so that `cd` and `export` in one task do not move another.
 *
 * Contexts are shared by count and copied when a task that shares one changes it. No context means the shell's own directory and
 * environment, as it was started with them. */
#ifndef OPS_CONTEXT_H
#define OPS_CONTEXT_H

#include "base/buf.h"
#include "sched/task.h"
#include "value/dict.h"
#include "value/string.h"

/* Gives a new main task what the one before it left behind. */
void context_begin_main(struct task *task);

/* The absolute path, as `cd` was told it (with symbolic links in it); owned. */
struct string *context_directory(struct task *task);
/* Makes path absolute within the task's directory, "." and ".." taken out as cd does; owned. */
struct string *context_absolute(struct task *task, const char *path);
void context_set_directory(struct task *task, struct string *take_absolute);
/* Adds path as the shell has to open it. */
void context_add_path(struct task *task, const char *path, struct buf *out);

/* An owned string in *result, or false. */
bool context_get(struct task *task, const char *name, struct value *result);
void context_set(struct task *task, struct string *name, struct value take_text);
void context_unset(struct task *task, struct string *name);
/* Names to strings; owned. */
struct dict *context_environment(struct task *task);
/* For exec: ends with NULL; to be freed by context_free_environ. */
char **context_environ(struct task *task);
void context_free_environ(char **environment);

#endif
