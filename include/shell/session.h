/* What lives as long as the shell: the options, and the names and values that persist from one piece of code to the next (--load
 * files, then the script or the entries of the prompt). There is one. */
#ifndef SHELL_SESSION_H
#define SHELL_SESSION_H

#include "code/compile.h"
#include "shell/ending.h"
#include "shell/options.h"

struct shell {
	const struct options *options;  /* borrowed */
	struct session_names names;
	bool colour;                    /* of standard error */
	int trace_file;                 /* of --trace-file; -1: none */
};

/* Makes the commands known, and `args`. */
void shell_open(struct shell *shell, const struct options *options);
void shell_close(struct shell *shell);

/* NULL where the text is wrong; its mistakes have then been shown. Where open_block is not NULL, a text that ends inside an open block or
 * the like shows nothing and sets it to the owned name of the command whose block that is ("": none). */
struct proto *shell_compile(struct shell *shell, struct source *source, enum compile_mode mode, char **open_block);
struct value shell_callee(struct proto *take_proto);
/* Runs it as a script, to its end. */
struct outcome shell_run(const struct shell *shell, struct proto *take_proto);
/* The trace and the look for slow steps, where they are wanted. false: the trace cannot be written; that has been said, and *ending is set. */
bool shell_begin_watching(struct shell *shell, struct ending *ending);
void shell_end_watching(struct shell *shell);
/* The --load files, in order. false: *ending says how it failed. */
bool shell_load(struct shell *shell, struct ending *ending);

/* An uncaught error, on standard error; NULL: nothing. */
void shell_report(const struct shell *shell, const struct error *error);
/* One line on standard error: "triosh: ...". */
void shell_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
