#include "base/mem.h"
#include "code/compiler-internal.h"
#include "value/arith.h"

static void let_statement(struct compiler *c, const struct node *node)
{
	struct variable *first = node->let.names[0].variable;
	size_t count = node->let.count;
	if (count == 1) {
		unsigned reg = registers_take(c, 1);
		value_to(c, node->let.value, reg);
		c->function->place = node->span;
		variable_declare(c, first, reg);
		if (first->global)
			c->function->next_register = reg;
		return;
	}
	unsigned base = registers_take(c, (unsigned)count);
	unsigned list = registers_take(c, 1);
	value_to(c, node->let.value, list);
	c->function->place = node->span;
	emit_abc(c, OP_UNPACK, list, base, (unsigned)count);
	emit_abc(c, OP_LOADNONE, list, 0, 0);
	for (size_t i = 0; i < count; i++)
		variable_declare(c, node->let.names[i].variable, base + (unsigned)i);
	c->function->next_register = first->global ? base : base + (unsigned)count;
}

static void assign_variable(struct compiler *c, const struct node *node)
{
	const struct variable *variable = node->assign.target->name.variable;
	int op = node->assign.op;
	if (variable_in_register(c, variable)) {
		if (op < 0) {
			value_to(c, node->assign.value, variable->slot);
			return;
		}
		const struct node *value = node->assign.value;
		bool small = value->type == NODE_NUMBER && value->number.type == VALUE_INT && value->number.i > 0 && value->number.i < 128;
		struct value number;
		struct text text;
		if (!small && word_number(c, value, &number, &text) && number.type == VALUE_INT && number.i > 0 && number.i < 128) {
			small = true;
		} else if (small) {
			number = value->number;
		}
		if (small && (op == OPERATOR_ADD || op == OPERATOR_SUBTRACT)) {
			c->function->place = node->span;
			emit_abc(c, OP_ADDINT, variable->slot, variable->slot, (unsigned)(op == OPERATOR_ADD ? number.i : -number.i));
			return;
		}
		unsigned operand = value_any(c, value);
		c->function->place = node->span;
		emit_abc(c, operator_opcodes[op], variable->slot, variable->slot, operand);
		return;
	}
	if (op == OPERATOR_ADD) {
		unsigned operand = value_any(c, node->assign.value);
		unsigned reference = variable_reference(c, variable);
		c->function->place = node->span;
		emit_abc(c, OP_ADDTO, reference, operand, 0);
		return;
	}
	unsigned result = registers_take(c, 1);
	if (op < 0) {
		value_to(c, node->assign.value, result);
	} else {
		unsigned operand = value_any(c, node->assign.value);
		/* read behind the operand: between the two another task may have run */
		variable_to(c, variable, result);
		c->function->place = node->span;
		emit_abc(c, operator_opcodes[op], result, result, operand);
	}
	c->function->place = node->span;
	variable_set(c, variable, result);
}

/* container[key] = value in place, where container is a variable; for x[i][j] = v the inner container is taken out, changed, put back. */
static void store_index(struct compiler *c, const struct node *target, unsigned value)
{
	const struct node *object = target->index.object;
	unsigned key = value_any(c, target->index.index);
	if (object->type == NODE_VARIABLE && object->name.variable != NULL) {
		unsigned reference = variable_reference(c, object->name.variable);
		c->function->place = target->span;
		emit_abc(c, OP_SETINDEX, reference, key, value);
		return;
	}
	unsigned container = registers_take(c, 1);
	value_to(c, object, container);
	c->function->place = target->span;
	emit_abc(c, OP_SETINDEX, container, key, value);
	if (object->type == NODE_INDEX)
		store_index(c, object, container);
}

static void assign_index(struct compiler *c, const struct node *node)
{
	const struct node *target = node->assign.target;
	unsigned value = registers_take(c, 1);
	if (node->assign.op < 0) {
		value_to(c, node->assign.value, value);
	} else {
		unsigned operand = value_any(c, node->assign.value);
		value_to(c, target, value);
		c->function->place = node->span;
		emit_abc(c, operator_opcodes[node->assign.op], value, value, operand);
	}
	store_index(c, target, value);
}

static void assign_property(struct compiler *c, const struct node *node)
{
	const struct node *target = node->assign.target;
	unsigned object = registers_take(c, 2);
	value_to(c, target->property.object, object);
	if (node->assign.op < 0) {
		value_to(c, node->assign.value, object + 1);
	} else {
		unsigned operand = value_any(c, node->assign.value);
		value_to(c, target, object + 1);
		c->function->place = node->span;
		emit_abc(c, operator_opcodes[node->assign.op], object + 1, object + 1, operand);
	}
	c->function->place = target->span;
	emit_abx(c, OP_SETPROPERTY, object, constant_text(c, target->property.name.bytes, target->property.name.length));
}

static void assign_statement(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	if (node->assign.target->type == NODE_VARIABLE)
		assign_variable(c, node);
	else if (node->assign.target->type == NODE_INDEX)
		assign_index(c, node);
	else
		assign_property(c, node);
	c->function->next_register = mark;
}

static void def_statement(struct compiler *c, const struct node *node)
{
	const struct function_node *function = node->function;
	unsigned mark = c->function->next_register;
	if (function->variable != NULL) {
		unsigned reg = function->variable->slot;
		if (!variable_is_cell(function->variable)) {
			closure_to(c, function, reg);
			return;
		}
		unsigned closure = registers_take(c, 1);
		closure_to(c, function, closure);
		emit_abc(c, OP_SETCELL, reg, closure, 0);
		emit_abc(c, OP_LOADNONE, closure, 0, 0);
		c->function->next_register = mark;
		return;
	}
	unsigned closure = registers_take(c, 1);
	closure_to(c, function, closure);
	emit_abx(c, OP_DEFINE, closure, constant_text(c, function->name.bytes, function->name.length));
	emit_abc(c, OP_LOADNONE, closure, 0, 0);
	c->function->next_register = mark;
}

/* A bare raise: the error that a finally part runs for, if there is one, else the one that is being handled. */
static void raise_again(struct compiler *c)
{
	const struct control *control = c->function->control;
	for (; control != NULL && control->type != CONTROL_EXCEPT; control = control->outer) {
		if (control->type != CONTROL_CLEANUP)
			continue;
		emit_abc(c, OP_JUMPTRUE, control->reg, 0, false);
		uint32_t next = emit_jump(c);
		emit_abc(c, OP_RERAISE, control->reg, 0, 0);
		patch_here(c, next);
	}
	emit_abc(c, OP_RERAISE, control != NULL ? control->reg : 0, 0, 0);
}

static void raise_statement(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	if (node->raise.kind.text.length == 0 && node->raise.value == NULL) {
		raise_again(c);
		return;
	}
	unsigned error = registers_take(c, 2);
	if (node->raise.value != NULL) {
		value_to(c, node->raise.value, error);
	} else {
		if (node->raise.message != NULL)
			word_to(c, node->raise.message, error, false);
		else
			emit_abc(c, OP_LOADNONE, error, 0, 0);
		if (node->raise.members != NULL)
			value_to(c, node->raise.members, error + 1);
		else
			emit_abc(c, OP_LOADNONE, error + 1, 0, 0);
		c->function->place = node->span;
		emit_abx(c, OP_NEWERROR, error, constant_text(c, node->raise.kind.text.bytes, node->raise.kind.text.length));
	}
	if (node->raise.cause != NULL) {
		unsigned cause = value_any(c, node->raise.cause);
		c->function->place = node->raise.cause->span;
		emit_abc(c, OP_SETCAUSE, error, cause, 0);
	}
	c->function->place = node->span;
	emit_abc(c, OP_RAISE, error, 0, 0);
	c->function->next_register = mark;
}

/* At the prompt an expression shows its value, by the built-in `show`. */
static void expression_statement(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	if (c->mode != COMPILE_PROMPT || c->function->outer != NULL) {
		value_to(c, node->operand, registers_take(c, 1));
		c->function->next_register = mark;
		return;
	}
	unsigned base = registers_take(c, CALL_HEADER);
	value_to(c, node->operand, registers_take(c, 1));
	struct callsite site = { .name = string_intern("show", 4), .count = 1, .plain = true };
	site.arguments = mem_zalloc(2 * sizeof *site.arguments);
	emit_abx(c, OP_CALL, base, site_add(c, site));
	c->function->next_register = mark;
}

/* a && b, a || b as statements: the first is tested, the last is a command like any other. */
static void logical_statement(struct compiler *c, const struct node *node)
{
	jump_list out = VEC_INIT;
	condition(c, node->logical.left, !node->logical.is_and, &out);
	statement(c, node->logical.right);
	patch_all(c, &out, emit_here(c));
}

/* The variables that `as` makes belong to the block around the command and are known behind it: their registers, like those of local
 * functions, are taken before the command's own temporaries. */
static void take_outer_variables(struct compiler *c, const struct node *node)
{
	struct variable *variable = NULL;
	if (node == NULL)
		return;
	switch (node->type) {
	case NODE_CALL:
		variable = node->call.as.text.length > 0 ? node->call.as.variable : NULL;
		break;
	case NODE_WITH:
		variable = node->with.as.text.length > 0 ? node->with.as.variable : NULL;
		break;
	case NODE_LET:
		take_outer_variables(c, node->let.value);
		break;
	case NODE_ASSIGN:
		take_outer_variables(c, node->assign.value);
		break;
	case NODE_LOGICAL:
		take_outer_variables(c, node->logical.left);
		take_outer_variables(c, node->logical.right);
		break;
	case NODE_NOT:
	case NODE_RETURN:
		take_outer_variables(c, node->operand);
		break;
	default:
		break;
	}
	if (variable != NULL && !variable->global && !variable->hoisted)
		variable->slot = registers_take(c, 1);
	if (node->type == NODE_DEF && node->function->variable != NULL) {
		variable = node->function->variable;
		unsigned reg = registers_take(c, 1);
		emit_abc(c, OP_LOADNONE, reg, 0, 0);
		variable_declare(c, variable, reg);
	}
}

static void sequence_statement(struct compiler *c, const struct node *node)
{
	struct function_state *f = c->function;
	unsigned mark = f->next_register;
	for (size_t i = 0; i < node->sequence.statements.count; i++) {
		take_outer_variables(c, node->sequence.statements.items[i]);
		statement(c, node->sequence.statements.items[i]);
	}
	unsigned locals = f->next_register - mark;
	bool body = node == f->node->body;
	if (locals > 0 && !body)
		emit_abc(c, OP_CLEAR, mark, locals, 0);
	f->next_register = mark;
}

void statement(struct compiler *c, const struct node *node)
{
	c->function->place = node->span;
	unsigned mark = c->function->next_register;
	switch (node->type) {
	case NODE_SEQUENCE:
		sequence_statement(c, node);
		break;
	case NODE_LET:
		let_statement(c, node);
		return;
	case NODE_ASSIGN:
		assign_statement(c, node);
		break;
	case NODE_IF:
		if_statement(c, node);
		break;
	case NODE_WHILE:
		while_statement(c, node);
		break;
	case NODE_FOR:
		for_statement(c, node);
		break;
	case NODE_TRY:
		try_statement(c, node);
		break;
	case NODE_WITH:
		with_statement(c, node);
		break;
	case NODE_DEF:
		def_statement(c, node);
		break;
	case NODE_RETURN:
	case NODE_BREAK:
	case NODE_CONTINUE:
		exit_statement(c, node);
		break;
	case NODE_RAISE:
		raise_statement(c, node);
		break;
	case NODE_EXPRESSION:
		expression_statement(c, node);
		break;
	case NODE_CALL:
		call_to(c, node, registers_take(c, 1), CALL_STATEMENT);
		break;
	case NODE_SPAWN:
		spawn_to(c, node, registers_take(c, 1));
		break;
	case NODE_LOGICAL:
		logical_statement(c, node);
		break;
	default:
		value_to(c, node, registers_take(c, 1));
	}
	c->function->next_register = mark;
}

/* $( statements ): the value of the last one, where it has one. */
void statement_value(struct compiler *c, const struct node *node, unsigned target)
{
	struct function_state *f = c->function;
	switch (node->type) {
	case NODE_CALL:
		call_to(c, node, target, CALL_VALUE);
		return;
	case NODE_SPAWN:
		spawn_to(c, node, target);
		return;
	case NODE_SEQUENCE:
		break;
	case NODE_LET: case NODE_ASSIGN: case NODE_IF: case NODE_WHILE: case NODE_FOR: case NODE_TRY: case NODE_WITH: case NODE_DEF:
	case NODE_RETURN: case NODE_BREAK: case NODE_CONTINUE: case NODE_RAISE:
		statement(c, node);
		emit_abc(c, OP_LOADNONE, target, 0, 0);
		return;
	case NODE_PIPELINE:
	case NODE_REDIRECT:
		/* refused by resolve() */
		emit_abc(c, OP_LOADNONE, target, 0, 0);
		return;
	default:
		value_to(c, node, target);
		return;
	}
	unsigned mark = f->next_register;
	size_t count = node->sequence.statements.count;
	unsigned result = target + 1 == mark ? target : registers_take(c, 1);
	emit_abc(c, OP_LOADNONE, result, 0, 0);
	for (size_t i = 0; i < count; i++) {
		const struct node *item = node->sequence.statements.items[i];
		take_outer_variables(c, item);
		if (i + 1 < count)
			statement(c, item);
		else
			statement_value(c, item, result);
	}
	unsigned locals = f->next_register - (result + 1);
	if (locals > 0)
		emit_abc(c, OP_CLEAR, result + 1, locals, 0);
	if (result != target)
		emit_abc(c, OP_TAKE, target, result, 0);
	f->next_register = mark;
}
