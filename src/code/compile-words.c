#include <string.h>

#include "base/buf.h"
#include "code/compiler-internal.h"
#include "value/units.h"

static bool has_glob_character(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] == '*' || text.bytes[i] == '?' || text.bytes[i] == '[')
			return true;
	return false;
}

bool word_has_glob(const struct node *word)
{
	if (word->type != NODE_WORD)
		return false;
	for (size_t i = 0; i < word->word.count; i++)
		if (word->word.parts[i].type == WORD_TEXT && has_glob_character(word->word.parts[i].text))
			return true;
	return false;
}

/* What an unquoted word stands for (5, 10s, true, inf); text is how it was written. */
bool word_number(struct compiler *c, const struct node *node, struct value *number, struct text *text)
{
	if (node->type != NODE_WORD || node->word.count != 1 || node->word.parts[0].type != WORD_TEXT)
		return false;
	*text = node->word.parts[0].text;
	bool overflow = false;
	if (!units_parse_word(text->bytes, text->length, number, &overflow))
		return false;
	if (overflow) {
		struct diag *diag = diags_error(c->diags, node->span, "this integer does not fit 64 bits");
		diag_hint(diag, "quote it if it is meant as text");
		*number = value_int(0);
	}
	return true;
}

/* How many bytes of a leading ~ or ~user; 0: none. */
static size_t home_length(const struct node *word)
{
	if (word->word.count == 0 || word->word.parts[0].type != WORD_TEXT)
		return 0;
	struct text text = word->word.parts[0].text;
	if (text.length == 0 || text.bytes[0] != '~')
		return 0;
	size_t length = 1;
	while (length < text.length && text.bytes[length] != '/')
		length++;
	/* ~$x is no user name that is known here */
	return length == text.length && word->word.count > 1 ? 0 : length;
}

static void escaped_constant_to(struct compiler *c, struct text text, unsigned target)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < text.length; i++) {
		if (memchr("*?[]\\", text.bytes[i], 5) != NULL)
			buf_add_byte(&out, '\\');
		buf_add_byte(&out, text.bytes[i]);
	}
	emit_abx(c, OP_LOADK, target, constant_text(c, out.data, out.length));
	buf_clear(&out);
}

static void part_to(struct compiler *c, const struct word_part *part, unsigned target, bool pattern)
{
	if (part->type == WORD_VALUE) {
		value_to(c, part->node, target);
		if (pattern)
			emit_abc(c, OP_GLOBESCAPE, target, target, 0);
	} else if (part->type == WORD_QUOTED && pattern) {
		escaped_constant_to(c, part->text, target);
	} else {
		emit_abx(c, OP_LOADK, target, constant_text(c, part->text.bytes, part->text.length));
	}
}

/* The parts of a run of registers joined into target; many parts are joined in groups. */
struct join {
	unsigned first, count;
};

static void join_flush(struct compiler *c, struct join *join)
{
	c->function->next_register = join->first + join->count;
	emit_abc(c, OP_CONCAT, join->first, join->first, join->count);
	c->function->next_register = join->first + 1;
	join->count = 1;
}

static unsigned join_next(struct compiler *c, struct join *join)
{
	if (join->count >= 40)
		join_flush(c, join);
	unsigned reg = registers_take(c, 1);
	if (join->count == 0)
		join->first = reg;
	join->count++;
	return reg;
}

void interpolation_to(struct compiler *c, struct nodes parts, unsigned target)
{
	unsigned mark = c->function->next_register;
	struct join join = { 0 };
	for (size_t i = 0; i < parts.count; i++)
		value_to(c, parts.items[i], join_next(c, &join));
	if (join.count == 0)
		join.first = registers_take(c, 1);
	emit_abc(c, OP_CONCAT, target, join.first, join.count);
	c->function->next_register = mark;
}

bool word_to(struct compiler *c, const struct node *word, unsigned target, bool glob)
{
	struct value number;
	struct text text;
	c->function->place = word->span;
	if (word->type != NODE_WORD) {
		value_to(c, word, target);
		return false;
	}
	if (word_number(c, word, &number, &text)) {
		load_constant(c, target, number);
		return false;
	}
	bool pattern = glob && word_has_glob(word);
	size_t home = home_length(word);
	if (word->word.count == 1 && home == 0 && !pattern) {
		part_to(c, &word->word.parts[0], target, false);
		return false;
	}
	unsigned mark = c->function->next_register;
	struct join join = { 0 };
	if (home > 0) {
		unsigned reg = join_next(c, &join);
		struct text first = word->word.parts[0].text;
		emit_abx(c, OP_HOME, reg, constant_text(c, first.bytes + 1, home - 1));
		if (pattern)
			emit_abc(c, OP_GLOBESCAPE, reg, reg, 0);
	}
	for (size_t i = 0; i < word->word.count; i++) {
		struct word_part part = word->word.parts[i];
		if (i == 0 && home > 0)
			part.text = (struct text){ part.text.bytes + home, part.text.length - home };
		part_to(c, &part, join_next(c, &join), pattern);
	}
	if (join.count == 0)
		join.first = registers_take(c, 1);
	c->function->place = word->span;
	emit_abc(c, OP_CONCAT, target, join.first, join.count);
	if (pattern)
		emit_abc(c, OP_GLOB, target, target, 0);
	c->function->next_register = mark;
	return pattern;
}
