/* `# lint: ignore T101 T102 reason`, at the end of a line or on one of its own before it. */
#include "lang/lint-internal.h"

#include <stdio.h>
#include <string.h>

#include "value/arith.h"

/* ---- what is a comment ---- */

/* Strings that hold `# lint:` are none. */
struct literals {
	struct walk walk;
	uint32_t at;
	bool inside;
};

static void literal_node(struct walk *walk, const struct node *node)
{
	struct literals *literals = (struct literals *)walk;
	if (literals->at < node->span.start || literals->at >= node->span.end)
		return;
	if (node->type == NODE_TEXT || node->type == NODE_INTERPOLATION)
		literals->inside = true;
	if (node->type == NODE_WORD && node->word.count == 1 && node->word.parts[0].type == WORD_QUOTED)
		literals->inside = true;
	walk_children(walk, node);
}

/* A block has the span of its call or none of its own, so all are looked into. */
static bool is_comment(const struct linter *linter, uint32_t at)
{
	const char *text = linter->syntax->source->text;
	if (at > 0 && strchr(" \t\n;<>", text[at - 1]) == NULL)
		return false;
	struct literals literals = { { literal_node, walk_function }, at, false };
	const struct nodes *statements = &linter->syntax->script->body->sequence.statements;
	for (size_t i = 0; i < statements->count; i++)
		walk_node(&literals.walk, statements->items[i]);
	return !literals.inside;
}

/* ---- reading one ---- */

static bool at_line_start(const char *text, uint32_t at)
{
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	return at == 0 || text[at - 1] == '\n';
}

/* The line that a comment speaks of: its own or, where it stands alone, the next with code. */
static size_t line_of(const struct linter *linter, uint32_t at)
{
	struct source *source = linter->syntax->source;
	size_t line, column;
	source_position(source, at, &line, &column);
	if (!at_line_start(source->text, at))
		return line;
	while (++line <= source->line_count) {
		size_t length;
		const char *text = source_line(source, line, &length);
		size_t blank = 0;
		while (blank < length && (text[blank] == ' ' || text[blank] == '\t' || text[blank] == '\r'))
			blank++;
		if (blank < length && text[blank] != '#')
			break;
	}
	return line;
}

static void complain(struct linter *linter, const char *word, size_t length)
{
	uint32_t start = (uint32_t)(word - linter->syntax->source->text);
	struct span span = { start, start + (uint32_t)(length > 0 ? length : strlen("lint:")) };
	char name[64];
	snprintf(name, sizeof name, "%.*s", (int)length, word);
	const char *names[LINT_COUNT * 2];
	for (size_t i = 0; i < LINT_COUNT; i++) {
		names[i] = lints[i].number;
		names[LINT_COUNT + i] = lints[i].name;
	}
	struct diag *diag = lint_report(linter, LINT_bad_lint_comment, span, length > 0 ? "there is no lint `%s`" : "expected `ignore`", name);
	const char *nearest = length > 0 ? nearest_name(name, names, LINT_COUNT * 2) : NULL;
	if (nearest != NULL)
		diag_hint(diag, "did you mean %s? `help lints` lists them", nearest);
	else
		diag_hint(diag, "# lint: ignore T101 T102 reason, or # lint: ignore; `help lints` lists them");
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t,");
}

static bool looks_like_number(const char *word, size_t length)
{
	return length >= 2 && (word[0] == 'T' || word[0] == 't') && strspn(word + 1, "0123456789") >= length - 1;
}

/* The words behind `ignore`. */
static void read_words(struct linter *linter, const char *text, size_t line)
{
	size_t given = 0;
	for (text = skip_blanks(text); *text != '\0' && *text != '\n' && *text != '\r'; text = skip_blanks(text)) {
		size_t length = strcspn(text, " \t,\r\n");
		const struct lint *lint = lint_find(text, length);
		if (lint != NULL)
			vec_push(&linter->silences, (struct silence){ line, (int)(lint - lints) });
		else if (given == 0 || looks_like_number(text, length))
			complain(linter, text, length);
		else
			break;
		given++;
		text += length;
	}
	if (given == 0)
		vec_push(&linter->silences, (struct silence){ line, LINT_COUNT });
}

void lint_read_silences(struct linter *linter)
{
	const struct source *source = linter->syntax->source;
	const char *text = source->text, *end = text + source->length;
	for (const char *at = text; (at = memmem(at, (size_t)(end - at), "# lint:", 7)) != NULL; at += 7) {
		if (!is_comment(linter, (uint32_t)(at - text)))
			continue;
		const char *word = skip_blanks(at + 7);
		size_t length = strcspn(word, " \t,\r\n");
		if (length == 6 && memcmp(word, "ignore", 6) == 0)
			read_words(linter, word + 6, line_of(linter, (uint32_t)(at - text)));
		else
			complain(linter, at + 2, 0);
	}
}

bool lint_is_silenced(struct linter *linter, enum lint_id id, struct span span)
{
	size_t line, column;
	source_position(linter->syntax->source, span.start, &line, &column);
	for (size_t i = 0; i < linter->silences.count; i++) {
		const struct silence *silence = &linter->silences.items[i];
		if (silence->line == line && (silence->lint == (int)id || silence->lint == LINT_COUNT))
			return true;
	}
	return false;
}
