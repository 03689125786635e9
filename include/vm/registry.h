/* Names of commands: functions of the session and built-ins. A command is interned by its name and lives for ever, so a call site
 * looks it up once; what it means is read at each call, so functions may be defined and redefined while the program runs.
 * The built-ins' groups come from above (ops/all.c hands its table to registry_set_groups() at start). */
#ifndef VM_REGISTRY_H
#define VM_REGISTRY_H

#include "lang/command.h"
#include "value/string.h"
#include "vm/builtin.h"
#include "vm/function.h"

struct command {
	struct string *name;                    /* interned */
	struct function *function;              /* owned; NULL: none defined. Stands before the built-in */
	const struct builtin *builtin;          /* NULL: none */
	bool prelude;                           /* function came from the prelude */
};

struct builtin_group {
	const char *name;                       /* "text", "time", ... */
	const char *title;                      /* for help: "Strings and numbers" */
	const struct builtin *builtins;         /* ends with a row whose name is NULL */
};

void registry_set_groups(const struct builtin_group *groups);   /* ends with a group whose name is NULL; not copied */
const struct builtin_group *registry_groups(void);
const struct builtin *registry_builtin(const char *name, size_t length);        /* NULL: none */
/* Functions that are only made when somebody asks for their name, by registry_define_prelude(): load() makes the one of that name, or with name
 * NULL all of them. False: there is none. */
void registry_set_loader(bool (*load)(const char *name, size_t length));
/* From the loader. The function's proto has its spec; its calls of built-ins mean these, whatever the program defines. */
void registry_define_prelude(struct command *command, struct function *function);

struct command *registry_command(struct string *name);          /* interned; never NULL (a command may mean nothing yet) */
struct command *registry_find(const char *name, size_t length); /* NULL where nothing of that name was ever mentioned and no built-in has it */
void registry_define(struct command *command, struct function *function);       /* retains */
/* Every command that has a meaning, for completion and "did you mean"; position starts at 0; NULL at the end. */
const struct command *registry_next(size_t *position);
const char *registry_nearest(const char *name);                 /* the nearest built-in, function or keyword; NULL: none near */

/* The parsed spec of a built-in (parsed at the first question, kept). bug() on a malformed spec. */
const struct command_info *builtin_info(const struct builtin *builtin);
/* A lookup for the parser over built-ins and the prelude's functions (not those of the program). */
extern const struct command_lookup registry_lookup;
/* The usage line: "sleep SECONDS", "nursery [as NAME] [--limit N] < ... >". */
void builtin_add_usage(struct buf *out, const struct builtin *builtin);
/* Checks (and where the spec says so converts, in place) one argument. NULL: fine; else an owned TypeError such as
 * "sleep: SECONDS must be a number, not string". */
struct error *builtin_check_argument(const struct builtin *builtin, const struct parameter_info *parameter, struct value *argument);

#endif
