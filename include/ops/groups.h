/* The groups of built-ins: one table for each file of src/ops, listed for help and look-up in src/ops/all.c. */
#ifndef OPS_GROUPS_H
#define OPS_GROUPS_H

#include "vm/builtin.h"

extern const struct builtin core_builtins[];
extern const struct builtin input_builtins[];
extern const struct builtin printf_builtins[];
extern const struct builtin number_builtins[];
extern const struct builtin text_builtins[];
extern const struct builtin pattern_builtins[];
extern const struct builtin collection_builtins[];
extern const struct builtin sort_builtins[];
extern const struct builtin json_builtins[];
extern const struct builtin file_builtins[];
extern const struct builtin env_builtins[];
extern const struct builtin process_builtins[];
extern const struct builtin task_builtins[];
extern const struct builtin supervise_builtins[];
extern const struct builtin time_builtins[];
extern const struct builtin scope_builtins[];
extern const struct builtin sync_builtins[];
extern const struct builtin lock_builtins[];
extern const struct builtin condition_builtins[];
extern const struct builtin limiter_builtins[];
extern const struct builtin channel_builtins[];
extern const struct builtin verb_builtins[];

/* The sequence that `random` draws from now on; without it one that nobody can repeat. */
void random_seed(uint64_t seed);

/* Makes all built-ins known and gives the machine its hooks; once, before the first script is compiled. */
void ops_install(void);

#endif
