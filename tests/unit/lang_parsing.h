/* What the tests of the parser share: a table of commands, and parsing a text in one call. */
#ifndef TRIOSH_TESTS_LANG_PARSING_H
#define TRIOSH_TESTS_LANG_PARSING_H

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lang/parser.h"

static const struct parameter_info parsing_option[] = { { "max", "int", PARAMETER_OPTION } };
static const struct parameter_info parsing_rest[] = { { "words", "any", PARAMETER_REST }, { "end", "string", PARAMETER_OPTION } };
static const struct command_info parsing_commands[] = {
	{ "nursery", COMMAND_ASYNC | COMMAND_BLOCK | COMMAND_NURSERY, NULL, 0 },
	{ "move_on_after", COMMAND_BLOCK, NULL, 0 },
	{ "cancel_scope", COMMAND_BLOCK | COMMAND_BLOCK_OPTIONAL, NULL, 0 },
	{ "semaphore", 0, parsing_option, 1 },
	{ "print", 0, parsing_rest, 2 },
};

static const struct command_info *parsing_find(const char *name, size_t length, void *context)
{
	(void)context;
	for (size_t i = 0; i < sizeof parsing_commands / sizeof *parsing_commands; i++)
		if (strlen(parsing_commands[i].name) == length && memcmp(parsing_commands[i].name, name, length) == 0)
			return &parsing_commands[i];
	return NULL;
}

struct parsed {
	struct source *source;
	struct diags diags;
	struct syntax *syntax;
	char *tree;             /* owned */
	char *errors;           /* owned; brief, all of them */
};

static inline struct parsed parse_bytes(const char *bytes, size_t length)
{
	static const struct command_lookup lookup = { parsing_find, NULL, NULL };
	struct parsed parsed = { .source = source_new("t", bytes, length) };
	struct buf tree = BUF_INIT, errors = BUF_INIT;
	diags_init(&parsed.diags, parsed.source);
	parsed.syntax = syntax_parse(parsed.source, &lookup, &parsed.diags);
	syntax_add_text(&tree, parsed.syntax);
	diags_add_text(&errors, &parsed.diags, false, true);
	parsed.tree = buf_detach(&tree);
	parsed.errors = buf_detach(&errors);
	return parsed;
}

static inline struct parsed parse_text(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static inline void parsed_clear(struct parsed *parsed)
{
	mem_free(parsed->tree);
	mem_free(parsed->errors);
	syntax_free(parsed->syntax);
	diags_clear(&parsed->diags);
	source_release(parsed->source);
}

#endif
