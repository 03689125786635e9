#include "shell/help.h"

#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "lang/lint.h"
#include "shell/prelude.h"
#include "value/arith.h"
#include "vm/registry.h"

#define WIDTH 78

struct keyword {
	const char *name, *usage, *summary, *example;
};

static const struct keyword keywords[] = {
#define KEYWORD(name, usage, summary, example) { name, usage, summary, example },
#include "keywords.def"
#undef KEYWORD
};

#define KEYWORD_COUNT (sizeof keywords / sizeof *keywords)

/* Adds the words of the text in lines of at most WIDTH columns; an empty line in it ends a paragraph. */
static void add_folded(struct buf *out, const char *text, const char *indent)
{
	size_t column = 0;
	while (*text != '\0') {
		size_t length = strcspn(text, " \n");
		size_t width = utf8_count(text, length);
		if (column > 0 && column + 1 + width > WIDTH) {
			buf_add_byte(out, '\n');
			column = 0;
		}
		buf_add_text(out, column == 0 ? indent : " ");
		column += (column == 0 ? strlen(indent) : 1) + width;
		buf_add(out, text, length);
		text += length;
		if (text[0] == '\n' && text[1] == '\n') {
			buf_add_text(out, "\n\n");
			column = 0;
		}
		text += strspn(text, " \n");
	}
	buf_add_byte(out, '\n');
}

/* The lines of an example; those that tell what it prints come without their mark. */
static void add_example_as(struct buf *out, const char *title, const char *example)
{
	if (example == NULL)
		return;
	buf_printf(out, "\n%s:\n", title);
	while (*example != '\0') {
		size_t length = strcspn(example, "\n");
		buf_add_text(out, "    ");
		buf_add(out, example, length);
		buf_add_byte(out, '\n');
		example += length + (example[length] == '\n');
	}
}

static void add_example(struct buf *out, const char *example)
{
	add_example_as(out, "Example", example);
}

static void add_keyword(struct buf *out, const struct keyword *keyword)
{
	for (const char *usage = keyword->usage, *end; usage != NULL; usage = end != NULL ? end + 3 : NULL) {
		end = strstr(usage, ";  ");
		buf_printf(out, "%s%.*s\n", usage == keyword->usage ? "usage: " : "       ", (int)(end != NULL ? end - usage : (long)strlen(usage)), usage);
	}
	buf_add_byte(out, '\n');
	add_folded(out, keyword->summary, "");
	add_example(out, keyword->example);
}

static void add_builtin(struct buf *out, const struct builtin *builtin)
{
	buf_add_text(out, "usage: ");
	builtin_add_usage(out, builtin);
	buf_add_text(out, "\n\n");
	add_folded(out, builtin->summary, "");
	if (builtin->details != NULL) {
		buf_add_byte(out, '\n');
		add_folded(out, builtin->details, "");
	}
	if (builtin->returns != NULL && strcmp(builtin->returns, "none"))
		buf_printf(out, "\nGives %s.\n", builtin->returns);
	add_example(out, builtin->example);
}

static void add_function(struct buf *out, const struct command *command)
{
	const struct proto *proto = command->function->proto;
	size_t line, column;
	buf_printf(out, "usage: %s", command->name->bytes);
	for (unsigned i = 0; i < proto->parameter_count; i++) {
		const struct code_parameter *parameter = &proto->parameters[i];
		if (parameter->flags & PARAMETER_OPTION)
			buf_printf(out, " [--%s%s]", parameter->name->bytes, parameter->flags & PARAMETER_FLAG ? "" : " VALUE");
		else
			buf_printf(out, parameter->flags & (PARAMETER_REQUIRED | PARAMETER_REST) ? " %s" : " [%s]", parameter->name->bytes);
		buf_add_text(out, parameter->flags & (PARAMETER_REST | PARAMETER_REPEATED) ? "..." : "");
	}
	source_position(proto->source, proto->span.start, &line, &column);
	buf_add_text(out, "\n\nA function of the session, defined at ");
	buf_add_escaped(out, proto->source->name, strlen(proto->source->name), false);
	buf_printf(out, ":%zu:%zu.\n", line, column);
}

static void add_lint(struct buf *out, const struct lint *lint)
{
	buf_printf(out, "%s %s: %s\n\n", lint->number, lint->name, lint->summary);
	add_folded(out, lint->explanation, "");
	add_example_as(out, "Caught", lint->caught);
	add_example_as(out, "Better", lint->better);
	buf_printf(out, "\nTo silence it on a line: # lint: ignore %s\n", lint->number);
}

static void add_lints(struct buf *out)
{
	buf_add_text(out, "What `triosh --check` warns about; `help T101` tells more of one:\n\n");
	for (size_t i = 0; i < LINT_COUNT; i++)
		buf_printf(out, "%s  %-21s %s\n", lints[i].number, lints[i].name, lints[i].summary);
}

static bool add_lint_topic(struct buf *out, const char *topic)
{
	const struct lint *lint = lint_find(topic, strlen(topic));
	if (lint != NULL)
		add_lint(out, lint);
	else if (!strcmp(topic, "lints"))
		add_lints(out);
	else
		return false;
	return true;
}

bool help_add_topic(struct buf *out, const char *topic)
{
	size_t length = strlen(topic);
	const struct command *command = registry_find(topic, length);
	if (command != NULL && command->function != NULL && !command->prelude) {
		add_function(out, command);
		return true;
	}
	for (size_t i = 0; i < KEYWORD_COUNT; i++) {
		if (!strcmp(topic, keywords[i].name)) {
			add_keyword(out, &keywords[i]);
			return true;
		}
	}
	const struct builtin *builtin = registry_builtin(topic, length), *prelude = prelude_find(topic, length);
	if (builtin != NULL || prelude != NULL)
		add_builtin(out, builtin != NULL ? builtin : prelude);
	if (builtin == NULL && prelude != NULL)
		buf_printf(out, "\nWritten in the language itself: help --source %s\n", topic);
	return builtin != NULL || prelude != NULL || add_lint_topic(out, topic);
}

static void add_lines(struct buf *out, const struct source *source, struct span span)
{
	buf_add(out, source->text + span.start, span.end - span.start);
	buf_add_byte(out, '\n');
}

bool help_add_source(struct buf *out, const char *name)
{
	const struct command *command = registry_find(name, strlen(name));
	if (command != NULL && command->function != NULL && !command->prelude) {
		add_lines(out, command->function->proto->source, command->function->proto->span);
		return true;
	}
	return prelude_add_source(out, name);
}

static void add_names(struct buf *out, const char *title, const struct buf *names)
{
	buf_printf(out, "\n%s\n", title);
	add_folded(out, names->data, "  ");
}

void help_add_overview(struct buf *out)
{
	struct buf names = BUF_INIT;
	buf_add_text(out, "Commands end at a newline or ;  a block is < ... >  and `help NAME` tells about one of these:\n");
	for (size_t i = 0; i < KEYWORD_COUNT; i++)
		buf_printf(&names, "%s%s", i ? " " : "", keywords[i].name);
	add_names(out, "The language", &names);
	for (const struct builtin_group *group = registry_groups(); group->name != NULL; group++) {
		buf_reset(&names);
		for (const struct builtin *builtin = group->builtins; builtin->name != NULL; builtin++)
			buf_printf(&names, "%s%s", names.length ? " " : "", builtin->name);
		if (names.length > 0)
			add_names(out, group->title, &names);
	}
	buf_reset(&names);
	for (size_t i = 0; prelude_row(i) != NULL; i++)
		buf_printf(&names, "%s%s", i ? " " : "", prelude_row(i)->name);
	add_names(out, "Written in the language itself (help --source NAME)", &names);
	buf_add_text(out, "\nWhat --check warns about: help lints\n");
	buf_clear(&names);
}

const char *help_nearest(const char *topic)
{
	VEC(const char *) names = VEC_INIT;
	for (size_t i = 0; i < KEYWORD_COUNT; i++)
		vec_push(&names, keywords[i].name);
	for (size_t i = 0; i < LINT_COUNT; i++)
		vec_push(&names, lints[i].name);
	size_t position = 0;
	for (const struct command *command; (command = registry_next(&position)) != NULL;)
		vec_push(&names, command->name->bytes);
	const char *nearest = nearest_name(topic, names.items, names.count);
	vec_clear(&names);
	return nearest;
}
