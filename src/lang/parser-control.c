/* if, while, loop, for, try, with. */
#include "parser-internal.h"

static struct text literal_text(const char *text)
{
	return (struct text){ text, strlen(text) };
}

struct node *parser_expect_block(struct parser *p, const char *owner)
{
	if (p->failed)
		return NULL;
	lexer_skip_blanks(&p->lexer);
	enum redirect_type type;
	int descriptor;
	if (p->lexer.text[p->lexer.at] != '<' || lexer_arrow(&p->lexer, &type, &descriptor) > 0) {
		parser_missing_block(p, owner);
		return NULL;
	}
	return parse_block(p, literal_text(owner), false);
}

/* else, except, ... may stand on a later line; only then are the lines between skipped. */
static bool take_continuation(struct parser *p, const char *word)
{
	uint32_t start = p->lexer.at;
	lexer_skip_lines(&p->lexer);
	if (parser_at_keyword(p, word)) {
		p->lexer.at += (uint32_t)strlen(word);
		return true;
	}
	p->lexer.at = start;
	return false;
}

/* ---- if, while, loop ---- */

static struct node *parse_branch(struct parser *p, uint32_t start, const char *owner)
{
	struct node *condition = parse_condition(p, owner);
	struct node *then = parser_expect_block(p, owner);
	if (then == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_IF, start, p->lexer.at);
	node->branch.condition = condition;
	node->branch.then = then;
	return node;
}

/* Python's and C's `else if`. */
static bool refuse_else_if(struct parser *p, uint32_t start)
{
	lexer_skip_blanks(&p->lexer);
	if (!parser_at_keyword(p, "if"))
		return false;
	diag_hint(parser_error(p, (struct span){ start, p->lexer.at + 2 }, "`else if` is one word"), "write `elif`");
	return true;
}

struct node *parse_if(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "if");
	struct node *first = parse_branch(p, start, "if"), *last = first;
	while (last != NULL && take_continuation(p, "elif")) {
		struct span span = { p->lexer.at - 4, p->lexer.at };
		struct node *next = parse_branch(p, span.start, "elif");
		if (next == NULL || !parser_chain(p, p->height, span))
			return NULL;
		last->branch.otherwise = next;
		last = next;
	}
	if (last != NULL && take_continuation(p, "else")) {
		if (refuse_else_if(p, p->lexer.at - 4))
			return NULL;
		last->branch.otherwise = parser_expect_block(p, "else");
		if (last->branch.otherwise == NULL)
			return NULL;
	}
	if (first != NULL)
		first->span.end = p->lexer.at;
	return first;
}

static struct node *loop_node(struct parser *p, uint32_t start, struct node *condition, struct node *body)
{
	if (body == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_WHILE, start, p->lexer.at);
	node->loop.condition = condition;
	node->loop.body = body;
	return node;
}

struct node *parse_while(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "while");
	struct node *condition = parse_condition(p, "while");
	return loop_node(p, start, condition, parser_expect_block(p, "while"));
}

struct node *parse_loop(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "loop");
	return loop_node(p, start, NULL, parser_expect_block(p, "loop"));
}

/* ---- for ---- */

struct names { GROWING_FIELDS(struct name); };

static bool parse_loop_names(struct parser *p, struct names *names)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	if (lexer->text[lexer->at] == '(') {
		diag_hint(parser_error(p, parser_here(p), "`for` goes through words"), "write for i in range(10) < ... >");
		return false;
	}
	while (true) {
		struct name name;
		if (!parser_expect_name(p, "a name behind `for`", &name))
			return false;
		growing_push(p, names, name);
		lexer_skip_blanks(lexer);
		if (lexer->text[lexer->at] != ',')
			break;
		lexer->at++;
	}
	if (lexer_at_word(lexer, "in")) {
		lexer->at += 2;
		return true;
	}
	struct span here = parser_here(p);
	diag_hint(parser_error(p, here, "expected `in`, not %s", parser_quote(p, here)), "write for x in WORDS < ... >");
	return false;
}

struct node *parse_for(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct names names = { 0 };
	struct arguments words = { 0 };
	uint32_t start = parser_skip_keyword(p, "for");
	if (!parse_loop_names(p, &names))
		return NULL;
	lexer_skip_blanks(lexer);
	uint32_t first = lexer->at;
	while (parser_at_word_start(p) && !(lexer->text[lexer->at] == '{' && words.count > 0)) {
		bool spread = false;
		uint32_t word = lexer->at;
		struct node *value = parse_word(p, &spread);
		if (value == NULL)
			return NULL;
		growing_push(p, &words, (struct argument){ .type = spread ? ARGUMENT_SPREAD : ARGUMENT_WORD, .value = value, .span = { word, lexer->at } });
		lexer_skip_blanks(lexer);
	}
	if (words.count == 0) {
		parser_error(p, (struct span){ first, first }, "`for` needs something to go through behind `in`");
		return NULL;
	}
	struct node *body = parser_expect_block(p, "for");
	if (body == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_FOR, start, lexer->at);
	node->each.names = names.items;
	node->each.count = names.count;
	node->each.words = words.items;
	node->each.word_count = words.count;
	node->each.body = body;
	return node;
}

/* ---- try ---- */

struct excepts { GROWING_FIELDS(struct except_node); };

static bool parse_kinds(struct parser *p, struct except_node *except)
{
	struct lexer *lexer = &p->lexer;
	struct names kinds = { 0 };
	while (true) {
		lexer_skip_blanks(lexer);
		char c = lexer->text[lexer->at];
		if (c == ',' && kinds.count > 0) {
			lexer->at++;
			continue;
		}
		if (c == '(') {
			diag_hint(parser_error(p, parser_here(p), "the kinds of `except` stand without parentheses"), "write except ValueError KeyError < ... >");
			return false;
		}
		if (c == '<' || lexer_at_word(lexer, "as") || !lexer_is_name_start(c))
			break;
		struct name kind;
		if (!parser_expect_name(p, "the kind of an error", &kind))
			return false;
		growing_push(p, &kinds, kind);
	}
	except->kinds = kinds.items;
	except->kind_count = kinds.count;
	if (lexer_at_word(lexer, "as")) {
		lexer->at += 2;
		return parser_expect_name(p, "a name behind `as`", &except->as);
	}
	return true;
}

static bool check_except(struct parser *p, const struct excepts *excepts, const struct except_node *except)
{
	const struct except_node *last = excepts->count > 0 ? &excepts->items[excepts->count - 1] : NULL;
	struct diag *diag = NULL;
	if (except->star && except->kind_count == 0)
		diag = parser_complain(p, except->span, "`except*` needs the kinds of errors that it handles");
	else if (last != NULL && last->star != except->star)
		diag = parser_complain(p, except->span, "`except` and `except*` in one `try`");
	else if (last != NULL && last->kind_count == 0)
		diag = parser_complain(p, last->span, "an `except` that handles every error must be the last");
	return diag == NULL;
}

static bool parse_except(struct parser *p, struct excepts *excepts, bool star)
{
	uint32_t length = star ? 7 : 6;
	struct except_node except = { .star = star, .span = { p->lexer.at - length, p->lexer.at } };
	if (!parse_kinds(p, &except))
		return false;
	except.body = parser_expect_block(p, star ? "except*" : "except");
	if (except.body == NULL)
		return false;
	check_except(p, excepts, &except);
	growing_push(p, excepts, except);
	return !p->failed;
}

/* A try of which more may come: at the end of a text it is incomplete. */
static void refuse_bare_try(struct parser *p, struct span span)
{
	const char *message = "`try` has neither `except` nor `finally`";
	lexer_skip_blanks(&p->lexer);
	uint32_t before = p->lexer.at;
	struct span here = parser_here(p);
	struct lexer ahead = p->lexer;
	lexer_skip_lines(&ahead);
	if (ahead.text[ahead.at] == '\0') {
		parser_ended(p, span, "%s", message);
	} else if (here.end > here.start && !lexer_ends_command(&p->lexer, p->lexer.at)) {
		parser_unexpected(p, "the block of `try`");
	} else {
		p->lexer.at = ahead.at;
		const char *meant = parser_meant_continuation(p);
		here = parser_here(p);
		if (meant != NULL)
			diag_hint(parser_error(p, here, "unexpected %s after the block of `try`", parser_quote(p, here)), "did you mean `%s`?", meant);
		else
			diag_hint(parser_error(p, span, "%s", message), "write try < ... > except KIND < ... >");
		p->lexer.at = meant != NULL ? here.start : before;
	}
}

struct node *parse_try(struct parser *p)
{
	struct excepts excepts = { 0 };
	uint32_t start = parser_skip_keyword(p, "try");
	struct span word = { start, start + 3 };
	struct node *body = parser_expect_block(p, "try"), *otherwise = NULL, *finally = NULL;
	if (body == NULL)
		return NULL;
	for (bool star; (star = take_continuation(p, "except*")) || take_continuation(p, "except");)
		if (!parse_except(p, &excepts, star))
			return NULL;
	if (take_continuation(p, "else")) {
		if (excepts.count == 0)
			parser_complain(p, (struct span){ p->lexer.at - 4, p->lexer.at }, "`else` of a `try` without `except`");
		otherwise = parser_expect_block(p, "else");
	}
	if (!p->failed && take_continuation(p, "finally"))
		finally = parser_expect_block(p, "finally");
	if (!p->failed && excepts.count == 0 && finally == NULL && otherwise == NULL)
		refuse_bare_try(p, word);
	if (p->failed)
		return NULL;
	struct node *node = parser_node(p, NODE_TRY, start, p->lexer.at);
	node->attempt.body = body;
	node->attempt.excepts = excepts.items;
	node->attempt.except_count = excepts.count;
	node->attempt.otherwise = otherwise;
	node->attempt.finally = finally;
	return node;
}

/* ---- with ---- */

struct node *parse_with(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct name as = { 0 };
	uint32_t start = parser_skip_keyword(p, "with");
	struct node *value = parse_right_side(p, STOP_AT_BLOCK | STOP_AT_AS);
	if (value == NULL)
		return NULL;
	lexer_skip_blanks(lexer);
	if (lexer_at_word(lexer, "as")) {
		lexer->at += 2;
		if (!parser_expect_name(p, "a name behind `as`", &as))
			return NULL;
	}
	struct node *body = parser_expect_block(p, "with");
	if (body == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_WITH, start, lexer->at);
	node->with.value = value;
	node->with.as = as;
	node->with.body = body;
	return node;
}
