#include <string.h>

#include "code/compiler-internal.h"
#include "value/arith.h"

/* Whether function sees variable as a cell. What comes from a def that is itself the variable comes as the function (CAPTURE_SELF). */
static bool seen_as_cell(const struct function_node *function, const struct variable *variable)
{
	if (!variable_is_cell(variable))
		return false;
	for (; function != variable->owner; function = function->outer)
		if (function->variable == variable)
			return false;
	return true;
}

static unsigned capture_index(const struct function_node *function, const struct variable *variable)
{
	for (size_t i = 0; i < function->capture_count; i++)
		if (function->captures[i] == variable)
			return (unsigned)i;
	return 0;
}

bool variable_in_register(const struct compiler *c, const struct variable *variable)
{
	return !variable->global && variable->owner == c->function->node && !variable_is_cell(variable);
}

void variable_to(struct compiler *c, const struct variable *variable, unsigned target)
{
	const struct function_node *function = c->function->node;
	bool cell = seen_as_cell(function, variable);
	if (variable->global)
		emit_abx(c, OP_GETGLOBAL, target, variable->slot);
	else if (variable->owner == function && cell)
		emit_abc(c, OP_GETCELL, target, variable->slot, 0);
	else if (variable->owner == function && variable->slot != target)
		emit_abc(c, OP_MOVE, target, variable->slot, 0);
	else if (variable->owner == function)
		return;
	else if (function->variable == variable)
		emit_abc(c, OP_GETSELF, target, 0, 0);
	else
		emit_abc(c, cell ? OP_GETUPCELL : OP_GETUP, target, capture_index(function, variable), 0);
}

unsigned variable_reference(struct compiler *c, const struct variable *variable)
{
	if (!variable->global && variable->owner == c->function->node)
		return variable->slot;
	unsigned cell = registers_take(c, 1);
	if (variable->global)
		emit_abx(c, OP_GETGLOBALCELL, cell, variable->slot);
	else
		emit_abc(c, OP_GETUP, cell, capture_index(c->function->node, variable), 0);
	return cell;
}

void variable_set(struct compiler *c, const struct variable *variable, unsigned source)
{
	if (variable->global)
		emit_abx(c, OP_SETGLOBAL, source, variable->slot);
	else if (variable->owner != c->function->node)
		emit_abc(c, OP_SETUPCELL, capture_index(c->function->node, variable), source, 0);
	else if (variable_is_cell(variable))
		emit_abc(c, OP_SETCELL, variable->slot, source, 0);
	else if (variable->slot != source)
		emit_abc(c, OP_MOVE, variable->slot, source, 0);
}

void variable_declare(struct compiler *c, struct variable *variable, unsigned reg)
{
	if (variable->global) {
		emit_abx(c, OP_SETGLOBAL, reg, variable->slot);
		return;
	}
	variable->slot = reg;
	if (variable_is_cell(variable))
		emit_abc(c, OP_NEWCELL, reg, 0, 0);
}

/* A bare name that is no variable: the map of the environment, a function or built-in as a value, or a variable of the environment. */
static void unknown_name_to(struct compiler *c, const struct node *node, unsigned target)
{
	struct text name = node->name.text;
	bool dollar = node->span.start < c->syntax->source->length && c->syntax->source->text[node->span.start] == '$';
	if (name.length == 3 && memcmp(name.bytes, "env", 3) == 0) {
		unsigned mark = c->function->next_register;
		unsigned base = target + 1 == mark ? target : registers_take(c, 1);
		registers_take(c, 1);
		struct callsite site = { .name = string_intern("env", 3), .plain = true, .valued = true };
		emit_abx(c, OP_CALL, base, site_add(c, site));
		if (base != target)
			emit_abc(c, OP_TAKE, target, base, 0);
		c->function->next_register = mark;
		return;
	}
	if (node->name.command && !dollar) {
		emit_abx(c, OP_GETCOMMAND, target, constant_text(c, name.bytes, name.length));
		return;
	}
	/* GETENV finds the hint behind the name, so the pair is made anew. */
	unsigned index = constant_add(c, value_string(string_intern(name.bytes, name.length)));
	constant_add(c, node->name.hint.length > 0 ? value_string(string_new(node->name.hint.bytes, node->name.hint.length)) : value_none());
	emit_abx(c, OP_GETENV, target, index);
}

const enum opcode operator_opcodes[] = {
	[OPERATOR_ADD] = OP_ADD,
	[OPERATOR_SUBTRACT] = OP_SUBTRACT,
	[OPERATOR_MULTIPLY] = OP_MULTIPLY,
	[OPERATOR_DIVIDE] = OP_DIVIDE,
	[OPERATOR_FLOOR_DIVIDE] = OP_FLOORDIVIDE,
	[OPERATOR_MODULO] = OP_MODULO,
	[OPERATOR_POWER] = OP_POWER,
};

static bool small_integer(const struct node *node, int *number)
{
	if (node->type != NODE_NUMBER || node->number.type != VALUE_INT || node->number.i < -127 || node->number.i > 127)
		return false;
	*number = (int)node->number.i;
	return true;
}

static void binary_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned left = value_any(c, node->binary.left);
	int number;
	bool additive = node->binary.op == OPERATOR_ADD || node->binary.op == OPERATOR_SUBTRACT;
	if (additive && small_integer(node->binary.right, &number)) {
		if (node->binary.op == OPERATOR_SUBTRACT)
			number = -number;
		/* x + -1 and x - 0 would lose which operator an error should name */
		bool same = (node->binary.op == OPERATOR_SUBTRACT) == (number < 0);
		if (same) {
			c->function->place = node->span;
			emit_abc(c, OP_ADDINT, target, left, (unsigned)number);
			c->function->next_register = mark;
			return;
		}
	}
	unsigned right = value_any(c, node->binary.right);
	c->function->place = node->span;
	emit_abc(c, operator_opcodes[node->binary.op], target, left, right);
	c->function->next_register = mark;
}

static const enum opcode test_opcodes[][2] = {
	[OPERATOR_EQ] = { OP_JUMPEQ, OP_JUMPEQINT },
	[OPERATOR_NE] = { OP_JUMPEQ, OP_JUMPEQINT },
	[OPERATOR_LT] = { OP_JUMPLT, OP_JUMPLTINT },
	[OPERATOR_LE] = { OP_JUMPLE, OP_JUMPLEINT },
	[OPERATOR_GT] = { OP_JUMPGT, OP_JUMPGTINT },
	[OPERATOR_GE] = { OP_JUMPGE, OP_JUMPGEINT },
};

/* Jumps when (left op right) is sense; left stands in a register. Returns the register of right (left's where right is a constant). */
static unsigned test_pair(struct compiler *c, struct span place, enum operator op, unsigned left, const struct node *right, bool sense, jump_list *jumps)
{
	int number;
	if (op == OPERATOR_IN || op == OPERATOR_NOT_IN) {
		unsigned container = value_any(c, right);
		unsigned result = registers_take(c, 1);
		c->function->place = place;
		emit_abc(c, OP_IN, result, left, container);
		emit_abc(c, OP_JUMPTRUE, result, 0, (op == OPERATOR_IN) == sense);
		vec_push(jumps, emit_jump(c));
		return container;
	}
	bool expected = op == OPERATOR_NE ? !sense : sense;
	if (small_integer(right, &number)) {
		c->function->place = place;
		emit_abc(c, test_opcodes[op][1], left, (unsigned)number, expected);
		vec_push(jumps, emit_jump(c));
		return left;
	}
	unsigned register_right = value_any(c, right);
	c->function->place = place;
	emit_abc(c, test_opcodes[op][0], left, register_right, expected);
	vec_push(jumps, emit_jump(c));
	return register_right;
}

/* a < b < c: each operand is evaluated once, and none behind the first pair that does not hold. */
static void compare_condition(struct compiler *c, const struct node *node, bool sense, jump_list *jumps)
{
	unsigned mark = c->function->next_register;
	jump_list failed = VEC_INIT;
	unsigned left = value_any(c, node->compare.operands.items[0]);
	size_t pairs = node->compare.operands.count - 1;
	for (size_t i = 0; i < pairs; i++) {
		const struct node *right = node->compare.operands.items[i + 1];
		enum operator op = node->compare.operators[i];
		if (i + 1 == pairs) {
			test_pair(c, node->span, op, left, right, sense, jumps);
			break;
		}
		unsigned next = value_any(c, right);
		/* The middle operand stands in a register now. */
		if (op == OPERATOR_IN || op == OPERATOR_NOT_IN) {
			unsigned result = registers_take(c, 1);
			emit_abc(c, OP_IN, result, left, next);
			emit_abc(c, OP_JUMPTRUE, result, 0, op == OPERATOR_NOT_IN);
		} else {
			emit_abc(c, test_opcodes[op][0], left, next, op == OPERATOR_NE);
		}
		vec_push(sense ? &failed : jumps, emit_jump(c));
		left = next;
	}
	patch_all(c, &failed, emit_here(c));
	c->function->next_register = mark;
}

static void logical_condition(struct compiler *c, const struct node *node, bool sense, jump_list *jumps)
{
	/* `a and b` is false as soon as a is; `a or b` true as soon as a is. */
	bool decided = !node->logical.is_and;
	if (decided == sense) {
		condition(c, node->logical.left, sense, jumps);
		condition(c, node->logical.right, sense, jumps);
		return;
	}
	jump_list out = VEC_INIT;
	condition(c, node->logical.left, decided, &out);
	condition(c, node->logical.right, sense, jumps);
	patch_all(c, &out, emit_here(c));
}

void condition(struct compiler *c, const struct node *node, bool sense, jump_list *jumps)
{
	switch (node->type) {
	case NODE_EXPRESSION:
		condition(c, node->operand, sense, jumps);
		return;
	case NODE_WORD:
		if (node->word.count == 1 && node->word.parts[0].type == WORD_VALUE) {
			condition(c, node->word.parts[0].node, sense, jumps);
			return;
		}
		break;
	case NODE_COMPARE:
		compare_condition(c, node, sense, jumps);
		return;
	case NODE_LOGICAL:
		logical_condition(c, node, sense, jumps);
		return;
	case NODE_NOT:
		condition(c, node->operand, !sense, jumps);
		return;
	default:
		break;
	}
	unsigned mark = c->function->next_register;
	unsigned reg;
	if (node->type == NODE_CALL) {
		reg = registers_take(c, 1);
		call_to(c, node, reg, CALL_TEST);
	} else {
		reg = value_any(c, node);
	}
	c->function->place = node->span;
	emit_abc(c, OP_JUMPTRUE, reg, 0, sense);
	vec_push(jumps, emit_jump(c));
	c->function->next_register = mark;
}

/* A condition as a value: true or false. */
static void truth_to(struct compiler *c, const struct node *node, unsigned target)
{
	jump_list no = VEC_INIT;
	condition(c, node, false, &no);
	emit_abc(c, OP_LOADBOOL, target, 1, 0);
	uint32_t done = emit_jump(c);
	patch_all(c, &no, emit_here(c));
	emit_abc(c, OP_LOADBOOL, target, 0, 0);
	patch_here(c, done);
}

/* `a and b`, `a or b` give one of their operands. The value is put together in a new register: target may be one of the operands. */
static void logical_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned reg = target + 1 == mark ? target : registers_take(c, 1);
	value_to(c, node->logical.left, reg);
	emit_abc(c, OP_JUMPTRUE, reg, 0, !node->logical.is_and);
	uint32_t done = emit_jump(c);
	value_to(c, node->logical.right, reg);
	patch_here(c, done);
	if (reg != target)
		emit_abc(c, OP_TAKE, target, reg, 0);
	c->function->next_register = mark;
}

static void conditional_to(struct compiler *c, const struct node *node, unsigned target)
{
	jump_list otherwise = VEC_INIT;
	condition(c, node->conditional.condition, false, &otherwise);
	value_to(c, node->conditional.then, target);
	uint32_t done = emit_jump(c);
	patch_all(c, &otherwise, emit_here(c));
	value_to(c, node->conditional.otherwise, target);
	patch_here(c, done);
}

enum { LIST_RUN = 50 };         /* items put together at once */

static void list_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	struct nodes items = node->list.items;
	bool whole = items.count <= LIST_RUN;
	for (size_t i = 0; i < items.count; i++)
		whole &= items.items[i]->type != NODE_SPREAD;
	unsigned first = registers_take(c, 1);
	if (whole) {
		for (size_t i = 0; i < items.count; i++) {
			value_to(c, items.items[i], i == 0 ? first : registers_take(c, 1));
		}
		c->function->place = node->span;
		emit_abc(c, OP_LIST, target, first, (unsigned)items.count);
		c->function->next_register = mark;
		return;
	}
	emit_abc(c, OP_LIST, first, first, 0);
	for (size_t i = 0; i < items.count; i++) {
		bool spread = items.items[i]->type == NODE_SPREAD;
		unsigned item = value_any(c, spread ? items.items[i]->operand : items.items[i]);
		c->function->place = items.items[i]->span;
		emit_abc(c, spread ? OP_EXTEND : OP_APPEND, first, item, 0);
		c->function->next_register = first + 1;
	}
	emit_abc(c, OP_TAKE, target, first, 0);
	c->function->next_register = mark;
}

static void map_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned map = registers_take(c, 1);
	emit_abc(c, OP_MAP, map, 0, 0);
	for (size_t i = 0; i < node->map.keys.count; i++) {
		unsigned key = value_any(c, node->map.keys.items[i]);
		unsigned value = value_any(c, node->map.values.items[i]);
		c->function->place = node->map.keys.items[i]->span;
		emit_abc(c, OP_PUT, map, key, value);
		c->function->next_register = map + 1;
	}
	emit_abc(c, OP_TAKE, target, map, 0);
	c->function->next_register = mark;
}

static void index_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned object = value_any(c, node->index.object);
	unsigned index = value_any(c, node->index.index);
	c->function->place = node->span;
	emit_abc(c, OP_INDEX, target, object, index);
	c->function->next_register = mark;
}

static void slice_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned object = value_any(c, node->slice.object);
	unsigned bounds = registers_take(c, 2);
	for (unsigned i = 0; i < 2; i++) {
		const struct node *bound = i == 0 ? node->slice.start : node->slice.end;
		if (bound != NULL)
			value_to(c, bound, bounds + i);
		else
			emit_abc(c, OP_LOADNONE, bounds + i, 0, 0);
	}
	c->function->place = node->span;
	emit_abc(c, OP_SLICE, target, object, bounds);
	c->function->next_register = mark;
}

static void property_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned object = registers_take(c, 1);
	value_to(c, node->property.object, object);
	c->function->place = node->span;
	emit_abx(c, OP_GETPROPERTY, object, constant_text(c, node->property.name.bytes, node->property.name.length));
	emit_abc(c, OP_TAKE, target, object, 0);
	c->function->next_register = mark;
}

static void unary_to(struct compiler *c, const struct node *node, unsigned target)
{
	unsigned mark = c->function->next_register;
	unsigned operand = value_any(c, node->unary.operand);
	c->function->place = node->span;
	emit_abc(c, OP_NEGATE, target, operand, 0);
	c->function->next_register = mark;
}

void value_to(struct compiler *c, const struct node *node, unsigned target)
{
	c->function->place = node->span;
	switch (node->type) {
	case NODE_NUMBER:
		load_constant(c, target, node->number);
		break;
	case NODE_TEXT:
		emit_abx(c, OP_LOADK, target, constant_text(c, node->text.bytes, node->text.length));
		break;
	case NODE_VARIABLE:
		if (node->name.variable != NULL)
			variable_to(c, node->name.variable, target);
		else
			unknown_name_to(c, node, target);
		break;
	case NODE_INTERPOLATION:
		interpolation_to(c, node->parts, target);
		break;
	case NODE_LIST:
		list_to(c, node, target);
		break;
	case NODE_MAP:
		map_to(c, node, target);
		break;
	case NODE_UNARY:
		unary_to(c, node, target);
		break;
	case NODE_BINARY:
		binary_to(c, node, target);
		break;
	case NODE_COMPARE:
	case NODE_NOT:
		truth_to(c, node, target);
		break;
	case NODE_LOGICAL:
		logical_to(c, node, target);
		break;
	case NODE_CONDITIONAL:
		conditional_to(c, node, target);
		break;
	case NODE_INDEX:
		index_to(c, node, target);
		break;
	case NODE_SLICE:
		slice_to(c, node, target);
		break;
	case NODE_PROPERTY:
		property_to(c, node, target);
		break;
	case NODE_SUBSTITUTION:
		statement_value(c, node->operand, target);
		break;
	case NODE_WORD:
		word_to(c, node, target, false);
		break;
	case NODE_CALL:
		call_to(c, node, target, CALL_VALUE);
		break;
	case NODE_SPAWN:
		spawn_to(c, node, target);
		break;
	case NODE_BLOCK_VALUE:
		closure_to(c, node->function, target);
		break;
	case NODE_EXPRESSION:
	case NODE_SPREAD:
		value_to(c, node->operand, target);
		break;
	default:
		statement_value(c, node, target);
	}
}

unsigned value_any(struct compiler *c, const struct node *node)
{
	if (node->type == NODE_EXPRESSION)
		return value_any(c, node->operand);
	if (node->type == NODE_WORD && node->word.count == 1 && node->word.parts[0].type == WORD_VALUE)
		return value_any(c, node->word.parts[0].node);
	if (node->type == NODE_VARIABLE && node->name.variable != NULL && variable_in_register(c, node->name.variable))
		return node->name.variable->slot;
	unsigned reg = registers_take(c, 1);
	value_to(c, node, reg);
	return reg;
}
