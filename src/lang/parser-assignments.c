/* let, assignments, and what may stand on the right of them: one value, or a call whose value is taken. */
#include "parser-internal.h"

#include "value/units.h"

/* ---- the right side ---- */

/* A bare word that is a number, a duration, true, false, none or inf: where it ends; else `at` itself. */
static uint32_t literal_end(struct parser *p)
{
	const struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, end = start;
	char c = lexer->text[start];
	if (!lexer_is_name(c) && (c == '\0' || strchr("+-.", c) == NULL))
		return start;
	while (lexer_is_name(lexer->text[end]) || (lexer->text[end] != '\0' && strchr("+-.", lexer->text[end]) != NULL))
		end++;
	struct value value;
	bool overflow;
	return lexer_ends_word(lexer, end) && units_parse_word(lexer->text + start, end - start, &value, &overflow) ? end : start;
}

/* `let x = 5 + 3`, `let x = "a" b` */
static void refuse_second_word(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct span here = parser_here(p);
	char c = lexer->text[here.start];
	struct diag *diag = parser_error(p, here, "unexpected %s behind the value", parser_quote(p, here));
	if (c != '\0' && strchr("+-*/%=!", c) != NULL)
		diag_hint(diag, "arithmetic and comparisons stand in parentheses: let x = (a + b)");
	else if (lexer_at_word(lexer, "and") || lexer_at_word(lexer, "or") || lexer_at_word(lexer, "if") || lexer_at_word(lexer, "in"))
		diag_hint(diag, "an expression stands in parentheses: let x = (a and b)");
	else if (c == '|')
		diag_hint(diag, "the value of a pipeline: let x = $(print $value | ...)");
	else
		diag_hint(diag, "text with spaces is quoted: \"...\"; a list is written [a, b]");
}

static bool ends_value(struct parser *p, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	char c = lexer->text[lexer->at];
	/* What the chain and the statement around know better. */
	if (lexer_at_text(lexer, "&&") || lexer_at_text(lexer, "||") || c == '&')
		return true;
	return lexer_ends_command(lexer, lexer->at) || (c == '<' && stops & STOP_AT_BLOCK) || (lexer_at_word(lexer, "as") && stops & STOP_AT_AS);
}

static struct node *parse_value(struct parser *p, unsigned stops)
{
	struct value literal;
	struct node *value = parse_word(p, NULL);
	if (value == NULL)
		return NULL;
	parser_word_value(p, value, &literal);
	if (!ends_value(p, stops))
		refuse_second_word(p);
	return p->failed ? NULL : value;
}

/* Operators between two bare words make no command. */
static void check_arithmetic(struct parser *p, const struct node *node)
{
	static const char *const operators[] = { "+", "%", "//", "**", "==", "!=" };
	const struct call_node *call = &node->call;
	if (node->type != NODE_CALL || call->argument_count < 2 || call->arguments[0].type != ARGUMENT_WORD
	    || !parser_word_is_text(call->arguments[0].value))
		return;
	const char *text = call->arguments[0].value->word.source.bytes;
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (strcmp(text, operators[i]) == 0)
			diag_hint(parser_complain(p, call->arguments[0].span, "`%s` in a command", text), "arithmetic stands in parentheses: let x = (a %s b)", text);
}

static struct node *parse_call_value(struct parser *p, struct node *first, unsigned stops)
{
	struct node *node = parse_pipeline(p, first, stops | ONLY_COMMANDS);
	if (node == NULL)
		return NULL;
	check_arithmetic(p, node);
	if (node->type == NODE_CALL || node->type == NODE_EXPRESSION)
		return node->type == NODE_CALL ? node : node->operand;
	struct node *substitution = parser_node(p, NODE_SUBSTITUTION, node->span.start, node->span.end);
	substitution->operand = node;
	return substitution;
}

/* `$f` is its value, `$f x` and `$f < ... >` are calls. */
static struct node *parse_dollar_value(struct parser *p, unsigned stops)
{
	struct node *word = parse_word(p, NULL);
	if (word == NULL || ends_value(p, stops))
		return word;
	if (!parser_at_word_start(p) && p->lexer.text[p->lexer.at] != '<') {
		refuse_second_word(p);
		return NULL;
	}
	if (p->lexer.text[p->lexer.at] != '\0' && strchr("+-*/%=!", p->lexer.text[p->lexer.at]) != NULL
	    && lexer_ends_word(&p->lexer, p->lexer.at + 1)) {
		refuse_second_word(p);
		return NULL;
	}
	return parse_call_value(p, word, stops);
}

struct node *parse_right_side(struct parser *p, unsigned stops)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	if (parser_at_keyword(p, "await"))
		parser_skip_keyword(p, "await");
	if (!(stops & STOP_AT_BLOCK) && parser_at_spawn(p))
		return parse_spawn(p);
	if (!parser_at_word_start(p)) {
		struct span here = parser_here(p);
		struct diag *diag = parser_error(p, here, "expected a value, not %s", parser_quote(p, here));
		if (lexer->text[here.start] == '<')
			diag_hint(diag, "a block that is to be called later is a function: def NAME < ... >");
		return NULL;
	}
	const char *keyword = parser_keyword_here(p);
	if (keyword != NULL) {
		struct span span = { lexer->at, lexer->at + (uint32_t)strlen(keyword) };
		struct diag *diag = parser_error(p, span, "`%s` gives no value", keyword);
		diag_hint(diag, "%s", strcmp(keyword, "if") == 0 ? "write (A if CONDITION else B)"
			: strcmp(keyword, "not") == 0 ? "write (not x)" : "a value is a literal, \"...\", $name, ( ), [ ], { } or a call");
		return NULL;
	}
	char c = lexer->text[lexer->at];
	if (strchr("\"'([{", c) != NULL || literal_end(p) > lexer->at)
		return parse_value(p, stops);
	return c == '$' ? parse_dollar_value(p, stops) : parse_call_value(p, NULL, stops);
}

/* ---- let ---- */

static bool is_blank(char c)
{
	return c == '\0' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the names of a let. */
static bool expect_equals(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	bool space = lexer->at > 0 && is_blank(lexer->text[lexer->at - 1]);
	lexer_skip_blanks(lexer);
	space = space || is_blank(lexer->text[lexer->at - 1]);
	uint32_t at = lexer->at;
	struct span mark = { at, at + 1 };
	if (lexer->text[at] == '=' && space && is_blank(lexer->text[at + 1])) {
		lexer->at++;
		return true;
	}
	if (lexer->text[at] == '=' && lexer->text[at + 1] != '=' && lexer->text[at + 1] != '>')
		diag_hint(parser_error(p, mark, "`=` without spaces around it"), "write let NAME = VALUE");
	else if (lexer_ends_command(lexer, at))
		diag_hint(parser_error(p, parser_here(p), "`let` needs a value"), "write let NAME = VALUE; VALUE may be none");
	else if (lexer->text[at] != '\0' && strchr("+-*/%", lexer->text[at]) != NULL)
		diag_hint(parser_error(p, parser_here(p), "expected `=`, not %s", parser_quote(p, parser_here(p))), "an existing variable is changed without `let`");
	else
		diag_hint(parser_error(p, parser_here(p), "expected `=`, not %s", parser_quote(p, parser_here(p))), "write let NAME = VALUE, or let NAME, NAME = VALUE");
	return false;
}

struct node *parse_let(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct { GROWING_FIELDS(struct name); } names = { 0 };
	uint32_t start = parser_skip_keyword(p, "let");
	while (true) {
		struct name name;
		if (!parser_expect_name(p, "a name behind `let`", &name))
			return NULL;
		growing_push(p, &names, name);
		struct lexer ahead = *lexer;
		lexer_skip_blanks(&ahead);
		if (ahead.text[ahead.at] != ',')
			break;
		lexer->at = ahead.at + 1;
	}
	if (!expect_equals(p))
		return NULL;
	struct node *value = parse_right_side(p, 0);
	if (value == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_LET, start, value->span.end);
	node->let.names = names.items;
	node->let.count = names.count;
	node->let.value = value;
	return node;
}

/* ---- assignments ---- */

/* x, x[i], x.name, in any depth: where it ends; at itself: none stands here. */
static uint32_t target_end(const struct lexer *lexer, uint32_t at)
{
	uint32_t end = lexer_name_end(lexer, at);
	while (end > at) {
		if (lexer->text[end] == '[') {
			uint32_t behind = lexer_skip_pair(lexer, end);
			if (behind == LEXER_NOWHERE)
				return end;
			end = behind;
		} else if (lexer->text[end] == '.' && lexer_is_name_start(lexer->text[end + 1])) {
			end = lexer_name_end(lexer, end + 1);
		} else {
			return end;
		}
	}
	return end;
}

/* The operator of an assignment with white space on both sides: its length, else 0. */
static unsigned assignment_operator(const char *text, int *op)
{
	static const struct { const char *text; int op; } operators[] = {
		{ "=", -1 }, { "+=", OPERATOR_ADD }, { "-=", OPERATOR_SUBTRACT }, { "*=", OPERATOR_MULTIPLY }, { "/=", OPERATOR_DIVIDE },
		{ "//=", OPERATOR_FLOOR_DIVIDE }, { "%=", OPERATOR_MODULO }, { "**=", OPERATOR_POWER },
	};
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		size_t length = strlen(operators[i].text);
		if (strncmp(text, operators[i].text, length) == 0 && is_blank(text[length])) {
			*op = operators[i].op;
			return (unsigned)length;
		}
	}
	return 0;
}

static unsigned find_assignment(const struct lexer *lexer, uint32_t *end, uint32_t *mark, int *op)
{
	*end = target_end(lexer, lexer->at);
	*mark = *end;
	while (lexer->text[*mark] == ' ' || lexer->text[*mark] == '\t')
		++*mark;
	return *end > lexer->at && *mark > *end ? assignment_operator(lexer->text + *mark, op) : 0;
}

bool parser_at_assignment(struct parser *p)
{
	uint32_t end, mark;
	int op;
	return find_assignment(&p->lexer, &end, &mark, &op) > 0;
}

struct node *parse_assignment(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at, end, mark;
	int op = -1;
	unsigned length = find_assignment(lexer, &end, &mark, &op);
	struct node *target = parse_target(p, end);
	if (target == NULL)
		return NULL;
	if (target->type != NODE_VARIABLE && target->type != NODE_INDEX && target->type != NODE_PROPERTY) {
		parser_error(p, target->span, "%s cannot be set", target->type == NODE_SLICE ? "a slice" : "this");
		return NULL;
	}
	lexer->at = mark + length;
	struct node *value = parse_right_side(p, 0);
	if (value == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_ASSIGN, start, value->span.end);
	node->assign.target = target;
	node->assign.op = op;
	node->assign.value = value;
	return node;
}
