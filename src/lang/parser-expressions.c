/* Expressions: the operators, in Python's precedence. What they stand between is in parser-operands.c.
 *
 * While an expression is read, lexer.token is the first token that is not taken yet, and lexer.at is behind it. A closing
 * bracket is left as the current token; so, when the outermost one has been met, lexer.at is right behind it, where a word
 * goes on. */
#include "parser-internal.h"

static struct node *parse_unary(struct parser *p);

static struct node *binary_node(struct parser *p, int op, struct node *left, struct node *right)
{
	struct node *node = parser_node_between(p, NODE_BINARY, left, right->span.end);
	node->binary.op = op;
	node->binary.left = left;
	node->binary.right = right;
	return node;
}

/* Binds tighter than a minus on its left, looser than one on its right: -2 ** -1. */
static struct node *parse_power(struct parser *p)
{
	struct level level;
	struct node *base = parse_postfix(p);
	if (base == NULL || !parser_at_token(p, TOKEN_POWER))
		return base;
	if (!parser_enter(p, &level))
		return NULL;
	parser_advance(p);
	struct node *exponent = parse_unary(p);
	if (exponent == NULL)
		return NULL;
	parser_leave(p, &level);
	return binary_node(p, OPERATOR_POWER, base, exponent);
}

static struct node *parse_unary(struct parser *p)
{
	struct level level;
	uint32_t start = p->lexer.token.span.start;
	if (!parser_at_token(p, TOKEN_MINUS))
		return parse_power(p);
	parser_advance(p);
	if (parser_at_literal_number(p))
		return parse_number(p, start);
	if (!parser_enter(p, &level))
		return NULL;
	struct node *operand = parse_unary(p);
	if (operand == NULL)
		return NULL;
	parser_leave(p, &level);
	struct node *node = parser_node(p, NODE_UNARY, start, operand->span.end);
	node->unary.op = '-';
	node->unary.operand = operand;
	return node;
}

/* The operator at the current token and how tightly it binds; 0: none. */
static int arithmetic_operator(const struct parser *p, int *op)
{
	switch (p->lexer.token.type) {
	case TOKEN_PLUS: *op = OPERATOR_ADD; return 1;
	case TOKEN_MINUS: *op = OPERATOR_SUBTRACT; return 1;
	case TOKEN_STAR: *op = OPERATOR_MULTIPLY; return 2;
	case TOKEN_SLASH: *op = OPERATOR_DIVIDE; return 2;
	case TOKEN_DOUBLE_SLASH: *op = OPERATOR_FLOOR_DIVIDE; return 2;
	case TOKEN_PERCENT: *op = OPERATOR_MODULO; return 2;
	default: return 0;
	}
}

static struct node *parse_arithmetic(struct parser *p, int least)
{
	int op, binding;
	unsigned outer = p->height;
	p->height = 0;
	struct node *left = parse_unary(p);
	while (left != NULL && (binding = arithmetic_operator(p, &op)) >= least) {
		unsigned height = p->height;
		struct span span = p->lexer.token.span;
		p->height = 0;
		parser_advance(p);
		struct node *right = binding == 1 ? parse_arithmetic(p, 2) : parse_unary(p);
		if (right == NULL || !parser_chain(p, height, span))
			return NULL;
		left = binary_node(p, op, left, right);
	}
	if (p->height < outer)
		p->height = outer;
	return left;
}

/* Takes a comparison operator, `not in` among them; -1: none. */
static int take_comparison(struct parser *p)
{
	int op = -1;
	switch (p->lexer.token.type) {
	case TOKEN_EQ: op = OPERATOR_EQ; break;
	case TOKEN_NE: op = OPERATOR_NE; break;
	case TOKEN_LT: op = OPERATOR_LT; break;
	case TOKEN_LE: op = OPERATOR_LE; break;
	case TOKEN_GT: op = OPERATOR_GT; break;
	case TOKEN_GE: op = OPERATOR_GE; break;
	case TOKEN_NAME:
		if (parser_token_is(p, "in")) {
			op = OPERATOR_IN;
		} else if (parser_token_is(p, "not")) {
			struct lexer before = p->lexer;
			parser_advance(p);
			if (parser_token_is(p, "in"))
				op = OPERATOR_NOT_IN;
			else
				p->lexer = before;
		}
		break;
	default:
		break;
	}
	if (op >= 0)
		parser_advance(p);
	return op;
}

static struct node *parse_comparison(struct parser *p)
{
	struct node *first = parse_arithmetic(p, 1);
	int op = first != NULL ? take_comparison(p) : -1;
	if (op < 0)
		return first;
	struct growing_nodes operands = { 0 };
	struct { GROWING_FIELDS(uint8_t); } operators = { 0 };
	growing_push(p, &operands, first);
	while (op >= 0) {
		struct node *next = parse_arithmetic(p, 1);
		if (next == NULL)
			return NULL;
		growing_push(p, &operands, next);
		growing_push(p, &operators, (uint8_t)op);
		op = take_comparison(p);
	}
	struct node *node = parser_node_between(p, NODE_COMPARE, first, operands.items[operands.count - 1]->span.end);
	node->compare.operands = parser_nodes(&operands);
	node->compare.operators = operators.items;
	return node;
}

static struct node *parse_not(struct parser *p)
{
	struct level level;
	if (!parser_at_token(p, TOKEN_NAME) || !parser_token_is(p, "not"))
		return parse_comparison(p);
	uint32_t start = p->lexer.token.span.start;
	if (!parser_enter(p, &level))
		return NULL;
	parser_advance(p);
	struct node *operand = parse_not(p);
	if (operand == NULL)
		return NULL;
	parser_leave(p, &level);
	struct node *node = parser_node(p, NODE_NOT, start, operand->span.end);
	node->operand = operand;
	return node;
}

/* a and b and c; with is_or, a or b or c. */
static struct node *parse_logical(struct parser *p, bool is_or)
{
	unsigned outer = p->height;
	p->height = 0;
	struct node *left = is_or ? parse_logical(p, false) : parse_not(p);
	while (left != NULL && parser_at_token(p, TOKEN_NAME) && parser_token_is(p, is_or ? "or" : "and")) {
		unsigned height = p->height;
		struct span span = p->lexer.token.span;
		p->height = 0;
		parser_advance(p);
		struct node *right = is_or ? parse_logical(p, false) : parse_not(p);
		if (right == NULL || !parser_chain(p, height, span))
			return NULL;
		struct node *node = parser_node_between(p, NODE_LOGICAL, left, right->span.end);
		node->logical.is_and = !is_or;
		node->logical.left = left;
		node->logical.right = right;
		left = node;
	}
	if (p->height < outer)
		p->height = outer;
	return left;
}

struct node *parse_expression(struct parser *p)
{
	struct level level;
	struct node *then = parse_logical(p, true);
	if (then == NULL || !parser_at_token(p, TOKEN_NAME) || !parser_token_is(p, "if"))
		return then;
	if (!parser_enter(p, &level))
		return NULL;
	parser_advance(p);
	struct node *condition = parse_logical(p, true);
	if (condition == NULL)
		return NULL;
	if (!parser_token_is(p, "else")) {
		if (!parser_at_token(p, TOKEN_END))
			diag_hint(parser_error(p, p->lexer.token.span, "expected `else`, not %s", parser_quote(p, p->lexer.token.span)), "write A if CONDITION else B");
		return NULL;
	}
	parser_advance(p);
	struct node *otherwise = parse_expression(p);
	if (otherwise == NULL)
		return NULL;
	parser_leave(p, &level);
	struct node *node = parser_node_between(p, NODE_CONDITIONAL, then, otherwise->span.end);
	node->conditional.condition = condition;
	node->conditional.then = then;
	node->conditional.otherwise = otherwise;
	return node;
}
