/* Statements that begin with a keyword: which there are, and those without a block of their own. */
#include "parser-internal.h"

#define PARAMETER_LIMIT 200     /* more would not fit the registers of a frame anyway */

static struct node *parse_def(struct parser *p);
static struct node *parse_return(struct parser *p);
static struct node *parse_break(struct parser *p);
static struct node *parse_continue(struct parser *p);
static struct node *parse_raise(struct parser *p);

/* ---- keywords ---- */

static const struct keyword {
	const char *word;
	struct node *(*parse)(struct parser *p);
} keywords[] = {
	{ "let", parse_let }, { "if", parse_if }, { "while", parse_while }, { "loop", parse_loop }, { "for", parse_for }, { "try", parse_try },
	{ "with", parse_with }, { "def", parse_def }, { "sync", parse_def }, { "async", parse_def }, { "return", parse_return },
	{ "break", parse_break }, { "continue", parse_continue }, { "raise", parse_raise },
	{ "spawn", parse_spawn }, { "start_soon", parse_spawn }, { "start", parse_spawn },
	{ "not", NULL }, /* the chain's own */
};

bool parser_at_keyword(struct parser *p, const char *word)
{
	size_t length = strlen(word);
	return lexer_at_text(&p->lexer, word)
		&& (lexer_ends_word(&p->lexer, p->lexer.at + (uint32_t)length) || p->lexer.text[p->lexer.at + length] == '(');
}

/* sync and async are keywords only before def. */
static bool is_keyword_here(struct parser *p, const struct keyword *keyword)
{
	if (!parser_at_keyword(p, keyword->word))
		return false;
	if (keyword->parse != parse_def || strcmp(keyword->word, "def") == 0)
		return true;
	struct lexer ahead = p->lexer;
	ahead.at += (uint32_t)strlen(keyword->word);
	lexer_skip_blanks(&ahead);
	return lexer_at_word(&ahead, "def");
}

static const struct keyword *find_keyword(struct parser *p)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (is_keyword_here(p, &keywords[i]))
			return &keywords[i];
	return NULL;
}

const char *parser_keyword_here(struct parser *p)
{
	const struct keyword *keyword = find_keyword(p);
	return keyword != NULL ? keyword->word : NULL;
}

/* `try:` */
static bool refuse_colon(struct parser *p)
{
	static const char *const words[] = { "try", "loop", "while", "if", "for", "with", "def" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct lexer *lexer = &p->lexer;
		uint32_t colon = lexer->at + (uint32_t)strlen(words[i]);
		if (!lexer_at_text(lexer, words[i]) || lexer->text[colon] != ':' || !lexer_ends_word(lexer, colon + 1))
			continue;
		lexer->at = colon + 1;
		parser_missing_block(p, words[i]);
		return true;
	}
	return false;
}

struct node *parse_keyword(struct parser *p)
{
	const struct keyword *keyword = find_keyword(p);
	if (keyword != NULL)
		return keyword->parse != NULL ? keyword->parse(p) : NULL;
	refuse_colon(p);
	return NULL;
}

uint32_t parser_skip_keyword(struct parser *p, const char *word)
{
	uint32_t start = p->lexer.at;
	p->lexer.at += (uint32_t)strlen(word);
	lexer_skip_blanks(&p->lexer);
	return start;
}

/* ---- names ---- */

bool parser_expect_name(struct parser *p, const char *what, struct name *name)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	uint32_t start = lexer->at, end = lexer_name_end(lexer, start);
	if (end == start) {
		struct span here = parser_here(p);
		bool dollar = lexer->text[start] == '$' && lexer_is_name_start(lexer->text[start + 1]);
		if (dollar)
			here.end = lexer_name_end(lexer, start + 1);
		else if (lexer->text[start] != '\0' && strchr("\"'", lexer->text[start]) != NULL)
			here.end = here.start + 1;
		struct diag *diag = parser_error(p, here, "expected %s, not %s", what, parser_quote(p, here));
		if (dollar)
			diag_hint(diag, "leave the dollar sign out");
		else
			diag_hint(diag, "names are made of letters, digits and _");
		return false;
	}
	*name = parser_name(p, start, end);
	if (parser_is_reserved(name->text.bytes, name->text.length)) {
		diag_hint(parser_error(p, name->span, "expected %s, not %s", what, parser_quote(p, name->span)), "it is a word of the language; choose another");
		return false;
	}
	lexer->at = end;
	if ((unsigned char)lexer->text[end] >= 0x80 || lexer->text[end] == '-') {
		struct span here = parser_here(p);
		diag_hint(parser_error(p, (struct span){ start, here.end > end ? here.end : end }, "this is no name"), "names are made of letters a to z, digits and _");
		return false;
	}
	return !p->failed;
}

/* ---- def ---- */

/* Names of functions may hold what names of programs often do. */
static uint32_t function_name_end(const struct lexer *lexer, uint32_t at)
{
	if (!lexer_is_name_start(lexer->text[at]))
		return at;
	while (lexer_is_name(lexer->text[at]) || (lexer->text[at] != '\0' && strchr(".+-", lexer->text[at]) != NULL && lexer->text[at + 1] != '>'))
		at++;
	return at;
}

static bool expect_function_name(struct parser *p, struct name *name)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	uint32_t start = lexer->at, end = function_name_end(lexer, start);
	struct span here = parser_here(p);
	if (end == start) {
		diag_hint(parser_error(p, here, "expected the name of the function, not %s", parser_quote(p, here)), "write def NAME PARAMETER... < ... >");
		return false;
	}
	lexer->at = end;
	if (lexer->text[end] == '(') {
		struct diag *diag = parser_error(p, (struct span){ end, end + 1 }, "parameters stand without parentheses");
		diag_hint(diag, "write def %.*s a b=1 < ... >", (int)(end - start), lexer->text + start);
		p->bracket = end;
		return false;
	}
	if (!lexer_ends_word(lexer, end)) {
		parser_error(p, (struct span){ start, here.end > end ? here.end : end + 1 }, "this is no name of a function");
		return false;
	}
	*name = parser_name(p, start, end);
	return true;
}

struct parameters { GROWING_FIELDS(struct parameter_node); };

static void check_parameter(struct parser *p, const struct parameters *parameters, const struct parameter_node *parameter)
{
	const struct parameter_node *last = parameters->count > 0 ? &parameters->items[parameters->count - 1] : NULL;
	struct text name = parameter->name.text;
	for (size_t i = 0; i < parameters->count; i++) {
		struct text other = parameters->items[i].name.text;
		if (other.length == name.length && memcmp(other.bytes, name.bytes, name.length) == 0) {
			struct diag *diag = parser_complain(p, parameter->name.span, "a second parameter named `%s`", name.bytes);
			diag_note(diag, parameters->items[i].name.span, "the first one");
			return;
		}
	}
	if (parameter->flags & PARAMETER_OPTION || last == NULL)
		return;
	if (last->flags & PARAMETER_REST)
		parser_complain(p, last->name.span, "the rest `%s...` must be the last parameter", last->name.text.bytes);
}

/* A required parameter behind ones with a default can only be the last: that is where a block goes, and the last word. */
static void check_required(struct parser *p, const struct parameters *parameters)
{
	const struct parameter_node *before = NULL;
	for (size_t i = 0; i < parameters->count; i++) {
		const struct parameter_node *parameter = &parameters->items[i];
		if (parameter->flags & PARAMETER_OPTION)
			continue;
		if (before != NULL && before->flags & PARAMETER_REQUIRED) {
			diag_hint(parser_complain(p, before->name.span, "`%s` is required, but stands behind a parameter with a default", before->name.text.bytes),
				"give it a default, or put it first or last");
			return;
		}
		if (before != NULL || !(parameter->flags & PARAMETER_REQUIRED))
			before = parameter;
	}
}

/* --name=DEFAULT, --name for a flag, --name... for one that may be given several times: only by its name. */
static bool parse_option_parameter(struct parser *p, struct parameter_node *parameter)
{
	struct lexer *lexer = &p->lexer;
	uint32_t start = lexer->at + 2, end = start;
	while (lexer_is_name(lexer->text[end]) || (end > start && lexer->text[end] == '-' && lexer_is_name(lexer->text[end + 1])))
		end++;
	if (end == start || !lexer_is_name_start(lexer->text[start])) {
		parser_error(p, (struct span){ lexer->at, end > start ? end : start }, "this is no name of an option");
		return false;
	}
	char *name = arena_copy(p->arena, lexer->text + start, end - start);
	/* Inside, it is a variable like others. */
	for (char *c = name; *c != '\0'; c++)
		if (*c == '-')
			*c = '_';
	parameter->name = (struct name){ .text = { name, end - start }, .span = { start, end } };
	if (parser_is_reserved(name, end - start)) {
		diag_hint(parser_error(p, parameter->name.span, "an option cannot be named `%s`", name), "it is a word of the language; choose another");
		return false;
	}
	parameter->flags = PARAMETER_OPTION;
	lexer->at = end;
	return true;
}

static bool parse_parameter(struct parser *p, struct parameters *parameters)
{
	struct lexer *lexer = &p->lexer;
	struct parameter_node parameter = { 0 };
	bool option = lexer_at_text(lexer, "--");
	if (option ? !parse_option_parameter(p, &parameter) : !parser_expect_name(p, "the name of a parameter", &parameter.name))
		return false;
	if (lexer_at_text(lexer, "...")) {
		parameter.flags |= option ? PARAMETER_REPEATED : PARAMETER_REST;
		lexer->at += 3;
	} else if (lexer->text[lexer->at] == '=' && lexer->text[lexer->at + 1] != '>') {
		lexer->at++;
		if (!parser_at_word_start(p)) {
			diag_hint(parser_error(p, (struct span){ lexer->at - 1, lexer->at }, "expected the default of `%s` right behind `=`", parameter.name.text.bytes), "write %s=VALUE", parameter.name.text.bytes);
			return false;
		}
		parameter.initial = parse_word(p, NULL);
		if (parameter.initial == NULL)
			return false;
		struct value literal;
		parser_word_value(p, parameter.initial, &literal);
	} else {
		parameter.flags |= option ? PARAMETER_FLAG : PARAMETER_REQUIRED;
	}
	if (!lexer_ends_word(lexer, lexer->at)) {
		parser_unexpected(p, "the parameter");
		return false;
	}
	if (parameters->count == PARAMETER_LIMIT) {
		parser_error(p, parameter.name.span, "too many parameters (%d)", PARAMETER_LIMIT);
		return false;
	}
	check_parameter(p, parameters, &parameter);
	growing_push(p, parameters, parameter);
	return !p->failed;
}

static struct node *parse_def(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct parameters parameters = { 0 };
	struct name name;
	uint32_t start = lexer->at;
	bool is_sync = parser_at_keyword(p, "sync");
	if (is_sync || parser_at_keyword(p, "async"))
		parser_skip_keyword(p, is_sync ? "sync" : "async");
	parser_skip_keyword(p, "def");
	if (!expect_function_name(p, &name))
		return NULL;
	while (lexer_skip_blanks(lexer), parser_at_word_start(p) && strchr("{:", lexer->text[lexer->at]) == NULL)
		if (!parse_parameter(p, &parameters))
			return NULL;
	check_required(p, &parameters);
	struct function_node *function = arena_new(p->arena, struct function_node);
	if (lexer->text[lexer->at] == ':')
		lexer->at++;
	if (lexer->text[lexer->at] != '<') {
		parser_missing_block(p, "def");
		return NULL;
	}
	function->body = parse_block(p, name.text, false);
	if (function->body == NULL)
		return NULL;
	function->name = name.text;
	function->name_span = name.span;
	function->span = (struct span){ start, lexer->at };
	function->parameters = parameters.items;
	function->parameter_count = parameters.count;
	function->is_sync = is_sync;
	struct node *node = parser_node(p, NODE_DEF, start, lexer->at);
	node->function = function;
	return node;
}

/* ---- return, break, continue, raise ---- */

static bool at_command_end(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	lexer_skip_blanks(lexer);
	return lexer_ends_command(lexer, lexer->at) || lexer_at_text(lexer, "&&") || lexer_at_text(lexer, "||");
}

static struct node *parse_return(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "return");
	struct node *value = NULL;
	if (!at_command_end(p) && (value = parse_right_side(p, 0)) == NULL)
		return NULL;
	struct node *node = parser_node(p, NODE_RETURN, start, value != NULL ? value->span.end : start + 6);
	node->operand = value;
	return node;
}

static struct node *parse_break(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "break");
	return parser_node(p, NODE_BREAK, start, start + 5);
}

static struct node *parse_continue(struct parser *p)
{
	uint32_t start = parser_skip_keyword(p, "continue");
	return parser_node(p, NODE_CONTINUE, start, start + 8);
}

static struct node *optional_raise_word(struct parser *p)
{
	return at_command_end(p) || lexer_at_word(&p->lexer, "from") ? NULL : parse_word(p, NULL);
}

static bool parse_raise_kind(struct parser *p, struct node *node)
{
	struct lexer *lexer = &p->lexer;
	if (!parser_expect_name(p, "the kind of an error", &node->raise.kind))
		return false;
	if (lexer->text[lexer->at] == '(') {
		struct diag *diag = parser_error(p, (struct span){ lexer->at, lexer->at + 1 }, "the message stands without parentheses");
		diag_hint(diag, "write raise %s \"message\"", node->raise.kind.text.bytes);
		return false;
	}
	node->raise.message = optional_raise_word(p);
	if (node->raise.message != NULL)
		node->raise.members = optional_raise_word(p);
	return !p->failed;
}

static struct node *parse_raise(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct node *node = parser_node(p, NODE_RAISE, lexer->at, lexer->at + 5);
	parser_skip_keyword(p, "raise");
	if (at_command_end(p))
		return node;
	char c = lexer->text[lexer->at];
	if (c == '$' || c == '(')
		node->raise.value = parse_word(p, NULL);
	else
		parse_raise_kind(p, node);
	if (p->failed)
		return NULL;
	node->span.end = lexer->at;
	lexer_skip_blanks(lexer);
	if (lexer_at_word(lexer, "from")) {
		parser_skip_keyword(p, "from");
		node->raise.cause = parse_word(p, NULL);
		node->span.end = lexer->at;
	}
	/* Blanks before the end are no part of the statement. */
	while (strchr(" \t", lexer->text[node->span.end - 1]) != NULL)
		node->span.end--;
	return p->failed ? NULL : node;
}

/* ---- spawn, start ---- */

bool parser_at_spawn(struct parser *p)
{
	return parser_at_keyword(p, "spawn") || parser_at_keyword(p, "start_soon") || parser_at_keyword(p, "start");
}

/* --service, --ready-port N, ...: all but the first take a value. */
static bool parse_spawn_option(struct parser *p, struct arguments *options)
{
	static const char *const names[] = { "service", "ready-port", "ready-line", "ready-file" };
	struct argument option;
	if (!parse_option(p, &option)) {
		if (!p->failed)
			parser_unexpected(p, "`spawn`");
		return false;
	}
	size_t i = 0;
	while (i < sizeof names / sizeof *names && strcmp(names[i], option.name.bytes) != 0)
		i++;
	if (i == sizeof names / sizeof *names) {
		struct diag *diag = parser_error(p, option.span, "spawn and start have no option --%s", option.name.bytes);
		const char *nearest = nearest_name(option.name.bytes, names, sizeof names / sizeof *names);
		if (nearest != NULL)
			diag_hint(diag, "did you mean --%s?", nearest);
		else
			diag_hint(diag, "the options of a command stand behind it");
		return false;
	}
	lexer_skip_blanks(&p->lexer);
	if (i > 0 && option.type == ARGUMENT_OPTION) {
		option.type = ARGUMENT_OPTION_VALUE;
		option.value = parse_word(p, NULL);
		option.span.end = p->lexer.at;
	}
	growing_push(p, options, option);
	return !p->failed;
}

/* as WORD, in VALUE and options, in any order. */
static bool parse_spawn_head(struct parser *p, struct node *node, struct arguments *options)
{
	struct lexer *lexer = &p->lexer;
	while (!p->failed) {
		lexer_skip_blanks(lexer);
		if (lexer_at_word(lexer, "as") && node->spawn.task_name == NULL) {
			parser_skip_keyword(p, "as");
			node->spawn.task_name = parse_word(p, NULL);
		} else if (lexer_at_word(lexer, "in") && node->spawn.nursery == NULL) {
			parser_skip_keyword(p, "in");
			uint32_t start = lexer->at, end = lexer_name_end(lexer, start);
			node->spawn.nursery = parse_word(p, NULL);
			if (node->spawn.nursery != NULL && end > start && parser_word_is_text(node->spawn.nursery))
				diag_hint(parser_error(p, node->spawn.nursery->span, "`in` takes the value of a nursery"), "write in $%.*s", (int)(end - start), lexer->text + start);
		} else if (!lexer_at_text(lexer, "--") || !parse_spawn_option(p, options)) {
			return !p->failed;
		}
	}
	return false;
}

/* A call as it is; anything else as a block that is called. */
static struct node *spawned_call(struct parser *p, struct node *node)
{
	if (node->type == NODE_EXPRESSION) {
		struct node *call = parser_node(p, NODE_CALL, node->span.start, node->span.end);
		call->call.callee = node->operand;
		return call;
	}
	if (node->type == NODE_CALL && node->call.inline_block == NULL)
		return node;
	switch (node->type) {
	case NODE_CALL: case NODE_PIPELINE: case NODE_REDIRECT: case NODE_IF: case NODE_WHILE: case NODE_FOR: case NODE_TRY: case NODE_WITH:
		return parser_block_call(p, node);
	default:
		diag_hint(parser_error(p, node->span, "only a command or a block can be a task"), "write spawn COMMAND or spawn < ... >");
		return NULL;
	}
}

struct node *parse_spawn(struct parser *p)
{
	struct lexer *lexer = &p->lexer;
	struct arguments options = { 0 };
	const char *word = parser_keyword_here(p);
	struct node *node = parser_node(p, NODE_SPAWN, lexer->at, lexer->at);
	node->spawn.type = strcmp(word, "start") == 0 ? SPAWN_START : SPAWN_SOON;
	parser_skip_keyword(p, word);
	if (!parse_spawn_head(p, node, &options))
		return NULL;
	node->spawn.options = options.items;
	node->spawn.option_count = options.count;
	if (at_command_end(p)) {
		struct span span = { node->span.start, node->span.start + (uint32_t)strlen(word) };
		diag_hint(parser_error(p, span, "`%s` needs a command or a block", word), "write %s COMMAND or %s < ... >", word, word);
		return NULL;
	}
	struct level level;
	if (!parser_enter(p, &level))
		return NULL;
	struct node *command = parse_pipeline(p, NULL, 0);
	if (command == NULL || (command = spawned_call(p, command)) == NULL)
		return NULL;
	parser_leave(p, &level);
	node->spawn.call = command;
	node->span.end = command->span.end;
	return node;
}
