#include "shell/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "value/arith.h"
#include "value/units.h"

enum takes { TAKES_NOTHING, TAKES_VALUE, MAY_TAKE_VALUE };

struct option {
	const char *name;               /* NULL: only the letter */
	char letter;                    /* 0: only the name */
	enum takes takes;
	const char *value;              /* what --help calls its value */
	const char *help;
	bool (*apply)(struct options *options, const char *value, struct buf *problem);
};

static bool set_command(struct options *options, const char *value, struct buf *problem)
{
	(void)problem;
	options->command = value;
	return true;
}

static bool add_load(struct options *options, const char *value, struct buf *problem)
{
	(void)problem;
	vec_push(&options->load, value);
	return true;
}

static bool set_trace(struct options *options, const char *value, struct buf *problem)
{
	options->trace = true;
	if (value == NULL || trace_style_find(value, &options->trace_style))
		return true;
	buf_printf(problem, "--trace has the styles " TRACE_STYLES ", not '%s'", value);
	return false;
}

static bool set_trace_file(struct options *options, const char *value, struct buf *problem)
{
	(void)problem;
	options->trace = true;
	options->trace_file = value;
	return true;
}

/* A number or duration in the words of the language. */
static bool read_seconds(const char *value, double *seconds)
{
	struct value number = value_none();
	bool overflow = false;
	if (!units_parse_word(value, strlen(value), &number, &overflow))
		return false;
	if (overflow || number.type == VALUE_BOOL || !value_is_number(number))
		return false;
	*seconds = value_number(number);
	return *seconds == *seconds;
}

static bool set_clock(struct options *options, const char *value, struct buf *problem)
{
	double rate;
	if (!strcmp(value, "real")) {
		options->run.clock = CLOCK_REAL;
	} else if (!strcmp(value, "virtual")) {
		options->run.clock = CLOCK_VIRTUAL;
	} else if (units_parse_float(value, strlen(value), &rate) && rate > 0 && rate < 1e9) {
		options->run.clock = CLOCK_SCALED;
		options->run.rate = rate;
	} else {
		buf_printf(problem, "--clock is real, virtual or a rate such as 0.1, not '%s'", value);
		return false;
	}
	return true;
}

static bool set_schedule(struct options *options, const char *value, struct buf *problem)
{
	for (enum schedule schedule = SCHEDULE_FIFO; schedule <= SCHEDULE_ANY; schedule++) {
		if (!strcmp(value, options_schedule_name(schedule))) {
			options->run.schedule = schedule;
			options->has_schedule = true;
			return true;
		}
	}
	buf_printf(problem, "--schedule is fifo, random or any, not '%s'", value);
	return false;
}

const char *options_schedule_name(enum schedule schedule)
{
	static const char *const names[] = { [SCHEDULE_FIFO] = "fifo", [SCHEDULE_RANDOM] = "random", [SCHEDULE_ANY] = "any" };
	return names[schedule];
}

#define EXPLORE_MOST 1000000

static bool set_explore(struct options *options, const char *value, struct buf *problem)
{
	char *end;
	unsigned long count = strtoul(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || count < 1 || count > EXPLORE_MOST) {
		buf_printf(problem, "--explore is a number of runs from 1 to %d, not '%s'", EXPLORE_MOST, value);
		return false;
	}
	options->explore = (unsigned)count;
	return true;
}

static bool set_explore_limit(struct options *options, const char *value, struct buf *problem)
{
	if (read_seconds(value, &options->explore_limit) && options->explore_limit > 0)
		return true;
	buf_printf(problem, "--explore-limit is a time such as 500ms or 10, not '%s'", value);
	return false;
}

/* Of the random schedule and of `random`. */
static bool set_seed(struct options *options, const char *value, struct buf *problem)
{
	char *end;
	errno = 0;
	options->run.seed = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0) {
		buf_printf(problem, "--seed is a whole number from 0 to 18446744073709551615, not '%s'", value);
		return false;
	}
	options->has_seed = true;
	return true;
}

static bool set_strict_groups(struct options *options, const char *value, struct buf *problem)
{
	(void)value;
	(void)problem;
	options->run.strict_groups = true;
	return true;
}

static bool set_warn_slow_step(struct options *options, const char *value, struct buf *problem)
{
	if (!read_seconds(value, &options->run.warn_slow_step) || options->run.warn_slow_step < 0) {
		buf_printf(problem, "--warn-slow-step is a time such as 100ms or 0.5, not '%s'", value);
		return false;
	}
	options->has_warn_slow_step = true;
	return true;
}

static bool set_colour(struct options *options, const char *value, struct buf *problem)
{
	static const char *const names[] = { [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never" };
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		if (!strcmp(value, names[i])) {
			options->colour = i;
			return true;
		}
	}
	buf_printf(problem, "--color is auto, always or never, not '%s'", value);
	return false;
}

#define ACTION(function, wanted) \
	static bool function(struct options *options, const char *value, struct buf *problem) \
	{ \
		(void)value; \
		(void)problem; \
		options->action = wanted; \
		return true; \
	}

static bool set_check(struct options *options, const char *value, struct buf *problem)
{
	static const char *const names[] = { [CHECK_FULL] = "full", [CHECK_BRIEF] = "brief", [CHECK_JSON] = "json" };
	options->action = ACTION_CHECK;
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		if (value == NULL || !strcmp(value, names[i])) {
			options->check_form = i;
			return true;
		}
	}
	buf_printf(problem, "--check is full, brief or json, not '%s'", value);
	return false;
}

ACTION(set_disassemble, ACTION_DISASSEMBLE)
ACTION(set_examples, ACTION_EXAMPLES)
ACTION(set_help, ACTION_HELP)
ACTION(set_version, ACTION_VERSION)

static const struct option table[] = {
	{ NULL, 'c', TAKES_VALUE, "COMMAND", "run COMMAND; the words behind it are `args`", set_command },
	{ "load", 0, TAKES_VALUE, "FILE", "run FILE's definitions first; may be repeated", add_load },
	{ "check", 'n', MAY_TAKE_VALUE, "FORM", "find mistakes, run nothing (full, brief, json)", set_check },
	{ "trace", 't', MAY_TAKE_VALUE, "STYLE", "show each step of the tasks (trio, story)", set_trace },
	{ "trace-file", 0, TAKES_VALUE, "FILE", "trace to FILE, not to standard error", set_trace_file },
	{ "clock", 0, TAKES_VALUE, "CLOCK", "real, virtual (jumps, never waits), or a rate", set_clock },
	{ "schedule", 0, TAKES_VALUE, "ORDER", "of runnable tasks: fifo, random as Trio's, any", set_schedule },
	{ "seed", 0, TAKES_VALUE, "N", "makes what is random the same each time", set_seed },
	{ "explore", 0, TAKES_VALUE, "N", "run N orders of the tasks, list the outcomes", set_explore },
	{ "explore-limit", 0, TAKES_VALUE, "TIME", "a run that takes so long hangs (10)", set_explore_limit },
	{ "strict-exception-groups", 0, TAKES_NOTHING, NULL, "a nursery groups even a single error", set_strict_groups },
	{ "warn-slow-step", 0, TAKES_VALUE, "TIME", "name a task that runs so long in one step", set_warn_slow_step },
	{ "color", 0, TAKES_VALUE, "WHEN", "auto, always or never", set_colour },
	{ "disassemble", 0, TAKES_NOTHING, NULL, "print the compiled code, run nothing", set_disassemble },
	{ "examples", 0, TAKES_NOTHING, NULL, "print each command's example as a script", set_examples },
	{ "help", 'h', TAKES_NOTHING, NULL, "print this", set_help },
	{ "version", 'V', TAKES_NOTHING, NULL, "print the version", set_version },
};

#define TABLE_SIZE (sizeof table / sizeof *table)

/* Named in the documentation of the whole, but not made yet: silence would look like obedience. */
static const char *const later[] = { "timeline", "step", "to-python", "report", "joblog", "grace", "output", "progress" };

#define LATER_SIZE (sizeof later / sizeof *later)

static bool unknown_option(const char *word, const char *name, size_t length, struct buf *problem)
{
	char *text = mem_alloc(length + 1);
	memcpy(text, name, length);
	text[length] = '\0';
	const char *names[TABLE_SIZE];
	size_t count = 0;
	for (size_t i = 0; i < TABLE_SIZE; i++)
		if (table[i].name != NULL)
			names[count++] = table[i].name;
	bool is_later = false;
	for (size_t i = 0; i < LATER_SIZE; i++)
		is_later |= !strcmp(text, later[i]);
	const char *nearest = nearest_name(text, names, count);
	if (is_later)
		buf_printf(problem, "--%s is not there yet", text);
	else
		buf_printf(problem, "no such option: %.*s", (int)(name - word + length), word);
	if (!is_later && nearest != NULL)
		buf_printf(problem, "; did you mean --%s?", nearest);
	mem_free(text);
	return false;
}

/* --NAME, --NAME=VALUE, --NAME VALUE. *next is the word behind it, or NULL; *took says that it was used. */
static bool parse_long(struct options *options, const char *word, const char *next, bool *took, struct buf *problem)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const char *value = equals ? equals + 1 : NULL;
	for (size_t i = 0; i < TABLE_SIZE; i++) {
		const struct option *option = &table[i];
		if (option->name == NULL || strlen(option->name) != length || memcmp(option->name, name, length))
			continue;
		if (option->takes == TAKES_NOTHING && value != NULL) {
			buf_printf(problem, "--%s takes no value", option->name);
			return false;
		}
		if (option->takes == TAKES_VALUE && value == NULL) {
			value = next;
			*took = true;
		}
		if (option->takes == TAKES_VALUE && value == NULL) {
			buf_printf(problem, "--%s needs a value: %s", option->name, option->value);
			return false;
		}
		return option->apply(options, value, problem);
	}
	return unknown_option(word, name, length, problem);
}

/* -x, -xy, -c COMMAND. */
static bool parse_letters(struct options *options, const char *word, const char *next, bool *took, struct buf *problem)
{
	for (const char *letter = word + 1; *letter != '\0'; letter++) {
		const struct option *option = NULL;
		for (size_t i = 0; i < TABLE_SIZE && option == NULL; i++)
			if (table[i].letter == *letter)
				option = &table[i];
		if (option == NULL) {
			buf_printf(problem, "no such option: -%c", *letter);
			return false;
		}
		const char *value = NULL;
		if (option->takes == TAKES_VALUE) {
			value = letter[1] != '\0' ? letter + 1 : next;
			*took = letter[1] == '\0';
			if (value == NULL) {
				buf_printf(problem, "-%c needs a value: %s", *letter, option->value);
				return false;
			}
		}
		if (!option->apply(options, value, problem))
			return false;
		if (value != NULL)
			break;
	}
	return true;
}

/* One that can be typed, and that makes all of the run repeatable, `random` too. */
static void draw_seed(struct options *options)
{
	getentropy(&options->run.seed, sizeof options->run.seed);
	options->run.seed %= 1000000000;
	options->has_seed = options->drew_seed = true;
}

/* Each of its runs gets a seed of its own, from this one on. */
static bool prepare_exploring(struct options *options, struct buf *problem)
{
	if (options->has_schedule && options->run.schedule == SCHEDULE_FIFO) {
		buf_add_text(problem, "--explore tries other orders than fifo: --schedule=any or random");
		return false;
	}
	if (options->run.clock == CLOCK_SCALED) {
		buf_add_text(problem, "--explore runs with the virtual clock alone");
		return false;
	}
	if (!options->has_schedule)
		options->run.schedule = SCHEDULE_ANY;
	if (!options->has_seed)
		options->run.seed = 1;
	options->run.clock = CLOCK_VIRTUAL;
	return true;
}

bool options_parse(struct options *options, int argc, char **argv, struct buf *problem)
{
	*options = (struct options){ .run = { .clock = CLOCK_REAL, .rate = 1 }, .explore_limit = 10 };
	int i = 1;
	while (i < argc && options->command == NULL && argv[i][0] == '-' && argv[i][1] != '\0') {
		const char *word = argv[i++], *next = i < argc ? argv[i] : NULL;
		bool took = false;
		if (!strcmp(word, "--"))
			break;
		bool fine = word[1] == '-' ? parse_long(options, word, next, &took, problem)
		                           : parse_letters(options, word, next, &took, problem);
		if (!fine)
			return false;
		i += took;
	}
	if (options->command == NULL && i < argc) {
		const char *script = argv[i++];
		options->script = strcmp(script, "-") ? script : NULL;
		if (options->script == NULL)
			options->is_standard_input = true;
	}
	options->arguments = argv + i;
	options->argument_count = argc - i;
	if (options->explore > 0)
		return prepare_exploring(options, problem);
	if (options->run.schedule != SCHEDULE_FIFO && !options->has_seed)
		draw_seed(options);
	return true;
}

void options_clear(struct options *options)
{
	vec_clear(&options->load);
}

void options_add_help(struct buf *out)
{
	buf_add_text(out, "usage: triosh [OPTION...] [SCRIPT [ARG...]]\n"
	                  "       triosh [OPTION...] -c COMMAND [ARG...]\n"
	                  "Runs a script, a command, or standard input; on a terminal: the prompt.\n\n");
	for (size_t i = 0; i < TABLE_SIZE; i++) {
		const struct option *option = &table[i];
		struct buf left = BUF_INIT;
		if (option->letter != 0)
			buf_printf(&left, "-%c", option->letter);
		if (option->name != NULL)
			buf_printf(&left, "%s--%s", option->letter ? ", " : "    ", option->name);
		if (option->takes == MAY_TAKE_VALUE)
			buf_printf(&left, "[=%s]", option->value);
		else if (option->takes == TAKES_VALUE)
			buf_printf(&left, "%s%s", option->name ? "=" : " ", option->value);
		buf_printf(out, "  %-29s  %s\n", left.data, option->help);
		buf_clear(&left);
	}
	buf_add_text(out, "\n`help` at the prompt lists the commands. Manuals: triosh(1), trio-script(5).\n");
}

static bool environment_forces(const char *name)
{
	const char *value = getenv(name);
	return value != NULL && *value != '\0' && strcmp(value, "0");
}

bool options_wants_colour(const struct options *options, int descriptor)
{
	if (options->colour != COLOUR_AUTO)
		return options->colour == COLOUR_ALWAYS;
	const char *never = getenv("NO_COLOR"), *terminal = getenv("TERM");
	if (never != NULL && *never != '\0')
		return false;
	if (environment_forces("CLICOLOR_FORCE") || environment_forces("FORCE_COLOR"))
		return true;
	return terminal != NULL && strcmp(terminal, "dumb") && isatty(descriptor);
}
