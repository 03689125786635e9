/* The program triosh. Everything but this file is in the library. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell/examples.h"
#include "shell/explore.h"
#include "shell/options.h"
#include "shell/prompt.h"
#include "shell/script.h"
#include "shell/session.h"

static bool wants_prompt(const struct options *options)
{
	return options->action == ACTION_RUN && options->explore == 0 && options->command == NULL && options->script == NULL &&
	       !options->is_standard_input && isatty(STDIN_FILENO);
}

static int print(struct buf *take_text)
{
	bool written = fwrite(take_text->data, 1, take_text->length, stdout) == take_text->length && fflush(stdout) == 0;
	buf_clear(take_text);
	return written ? 0 : ENDING_FAILED;
}

int main(int argc, char **argv)
{
	struct options options;
	struct buf text = BUF_INIT;
	struct ending ending = { ENDING_MISUSED, 0 };
	if (!options_parse(&options, argc, argv, &text)) {
		fprintf(stderr, "triosh: %s\nTry `triosh --help`.\n", text.data);
		buf_clear(&text);
	} else if (options.action == ACTION_HELP) {
		options_add_help(&text);
		ending.status = print(&text);
	} else if (options.action == ACTION_VERSION) {
		buf_add_text(&text, "triosh " VERSION "\n");
		ending.status = print(&text);
	} else if (options.action == ACTION_EXAMPLES) {
		struct shell shell;
		shell_open(&shell, &options);
		help_add_examples(&text);
		shell_close(&shell);
		ending.status = print(&text);
	} else if (options.action == ACTION_RUN && options.explore > 0) {
		ending = explore_run(&options);
	} else if (wants_prompt(&options)) {
		ending = prompt_run(&options);
	} else {
		ending = script_run(&options);
	}
	options_clear(&options);
	return ending_leave(ending);
}
