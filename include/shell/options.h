/* The command line: what was asked for, in one struct.
 *
 * Every option is one row of a table in options.c, from which come its parsing and its line of --help. Nothing is opened or
 * run here. The struct borrows the strings of argv. */
#ifndef SHELL_OPTIONS_H
#define SHELL_OPTIONS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/vec.h"
#include "observe/trace.h"
#include "sched/run.h"

enum action {
	ACTION_RUN,                     /* a script, a command, standard input, or the prompt */
	ACTION_CHECK,
	ACTION_DISASSEMBLE,
	ACTION_HELP,
	ACTION_VERSION,
	ACTION_EXAMPLES
};

enum check_form { CHECK_FULL, CHECK_BRIEF, CHECK_JSON };

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct options {
	enum action action;
	enum check_form check_form;     /* how --check tells what it found */
	const char *command;            /* of -c; NULL: none */
	const char *script;             /* a path; NULL: none, so standard input or the prompt */
	bool is_standard_input;         /* `-` was given in place of a script: never the prompt */
	char **arguments;               /* the script's */
	int argument_count;
	VEC(const char *) load;         /* --load, in order; the array is owned */
	struct run_options run;
	bool has_seed, has_schedule;
	bool drew_seed;                 /* it was not given, but the order needs one */
	unsigned explore;               /* how many runs; 0: an ordinary run */
	double explore_limit;           /* seconds of real time for each */
	bool has_warn_slow_step;
	bool trace;
	enum trace_style trace_style;
	const char *trace_file;         /* NULL: standard error */
	enum colour colour;
};

/* false: a usage error, described in problem (one line without "triosh: "). */
bool options_parse(struct options *options, int argc, char **argv, struct buf *problem);
void options_clear(struct options *options);
void options_add_help(struct buf *out);

const char *options_schedule_name(enum schedule schedule);

/* Whether to colour what goes to the descriptor: the flag, then NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR, then whether it is a terminal. */
bool options_wants_colour(const struct options *options, int descriptor);

#endif
