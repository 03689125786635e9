#include <string.h>

#include "base/mem.h"
#include "code/compiler-internal.h"

/* The registers of a try with finally: why its last part runs (0: nothing special, -1: an error, n: pending exit n), the value of a
 * pending return, the error. */
enum { FINALLY_REASON, FINALLY_VALUE, FINALLY_ERROR, FINALLY_REGISTERS };

void control_push(struct compiler *c, struct control *control, enum control_type type)
{
	*control = (struct control){ .type = type, .outer = c->function->control };
	c->function->control = control;
}

void control_pop(struct compiler *c)
{
	c->function->control = c->function->control->outer;
}

void if_statement(struct compiler *c, const struct node *node)
{
	jump_list no = VEC_INIT;
	condition(c, node->branch.condition, false, &no);
	statement(c, node->branch.then);
	if (node->branch.otherwise == NULL) {
		patch_all(c, &no, emit_here(c));
		return;
	}
	uint32_t done = emit_jump(c);
	patch_all(c, &no, emit_here(c));
	statement(c, node->branch.otherwise);
	patch_here(c, done);
}

void while_statement(struct compiler *c, const struct node *node)
{
	struct control control;
	uint32_t head = emit_here(c);
	jump_list no = VEC_INIT;
	if (node->loop.condition != NULL)
		condition(c, node->loop.condition, false, &no);
	control_push(c, &control, CONTROL_LOOP);
	statement(c, node->loop.body);
	control_pop(c);
	patch_all(c, &control.continues, head);
	c->function->place = node->span;
	emit_loop(c, head);
	patch_all(c, &no, emit_here(c));
	patch_all(c, &control.breaks, emit_here(c));
}

/* for NAME in range(...): the call, where it is the built-in's and can be counted without making a list; else NULL. */
static const struct node *range_call(const struct node *node)
{
	if (node->each.count != 1 || node->each.word_count != 1 || node->each.words[0].type != ARGUMENT_WORD)
		return NULL;
	const struct node *word = node->each.words[0].value;
	if (word->type == NODE_WORD && word->word.count == 1 && word->word.parts[0].type == WORD_VALUE)
		word = word->word.parts[0].node;
	while (word->type == NODE_EXPRESSION)
		word = word->operand;
	if (word->type != NODE_CALL || word->call.info == NULL || strcmp(word->call.info->name, "range") != 0)
		return NULL;
	if (word->call.argument_count < 1 || word->call.argument_count > 3 || word->call.block != NULL)
		return NULL;
	for (size_t i = 0; i < word->call.argument_count; i++)
		if (word->call.arguments[i].type != ARGUMENT_WORD)
			return NULL;
	return word;
}

static void for_range(struct compiler *c, const struct node *node, const struct node *range)
{
	struct control control;
	struct variable *variable = node->each.names[0].variable;
	unsigned base = registers_take(c, 4);
	const struct call_node *call = &range->call;
	if (call->argument_count == 1)
		load_constant(c, base, value_int(0));
	else
		word_to(c, call->arguments[0].value, base, false);
	word_to(c, call->arguments[call->argument_count == 1 ? 0 : 1].value, base + 1, false);
	if (call->argument_count == 3)
		word_to(c, call->arguments[2].value, base + 2, false);
	else
		load_constant(c, base + 2, value_int(1));
	c->function->place = range->span;
	emit_abc(c, OP_FORPREP, base, 0, 0);
	uint32_t skip = emit_jump(c);
	uint32_t body = emit_here(c);
	if (variable_is_cell(variable)) {
		unsigned reg = registers_take(c, 1);
		emit_abc(c, OP_MOVE, reg, base + 3, 0);
		variable_declare(c, variable, reg);
	} else {
		variable->slot = base + 3;
	}
	control_push(c, &control, CONTROL_LOOP);
	statement(c, node->each.body);
	control_pop(c);
	patch_all(c, &control.continues, emit_here(c));
	c->function->place = range->span;
	emit_abc(c, OP_FORLOOP, base, 0, 0);
	uint32_t back = emit_jump(c);
	patch_jump(c, back, body);
	patch_here(c, skip);
	patch_all(c, &control.breaks, emit_here(c));
	if (variable->reassigned || variable->captured)
		emit_abc(c, OP_CLEAR, base + 3, c->function->next_register - base - 3, 0);
}

/* What a for loop walks over: one word's value, or the list of several. */
static void for_source(struct compiler *c, const struct node *node, unsigned target)
{
	const struct argument *words = node->each.words;
	size_t count = node->each.word_count;
	if (count == 1 && (words[0].type == ARGUMENT_WORD || words[0].type == ARGUMENT_SPREAD)) {
		word_to(c, words[0].value, target, words[0].type == ARGUMENT_WORD);
		return;
	}
	unsigned mark = c->function->next_register;
	unsigned list = registers_take(c, 1);
	emit_abc(c, OP_LIST, list, list, 0);
	for (size_t i = 0; i < count; i++) {
		unsigned item = registers_take(c, 1);
		bool many = words[i].type == ARGUMENT_SPREAD;
		if (words[i].value != NULL)
			many |= word_to(c, words[i].value, item, words[i].type == ARGUMENT_WORD);
		else
			emit_abx(c, OP_LOADK, item, constant_text(c, words[i].name.bytes, words[i].name.length));
		c->function->place = words[i].span;
		emit_abc(c, many ? OP_EXTEND : OP_APPEND, list, item, 0);
		c->function->next_register = item;
	}
	emit_abc(c, OP_TAKE, target, list, 0);
	c->function->next_register = mark;
}

void for_statement(struct compiler *c, const struct node *node)
{
	struct control control;
	unsigned mark = c->function->next_register;
	const struct node *range = range_call(node);
	if (range != NULL) {
		for_range(c, node, range);
		c->function->next_register = mark;
		return;
	}
	/* The source, where it is, the item; behind that room for the call that gets an item from a handle. */
	unsigned base = registers_take(c, 2 + CALL_HEADER + 1);
	for_source(c, node, base);
	c->function->place = node->each.words[0].span;
	emit_abc(c, OP_ITERATE, base, 0, 0);
	uint32_t head = emit_here(c);
	emit_abc(c, OP_NEXT, base, 0, 0);
	uint32_t ended = emit_jump(c);
	unsigned first = registers_take(c, (unsigned)node->each.count);
	if (node->each.count == 1) {
		emit_abc(c, OP_TAKE, first, base + 2, 0);
	} else {
		emit_abc(c, OP_UNPACK, base + 2, first, (unsigned)node->each.count);
		emit_abc(c, OP_LOADNONE, base + 2, 0, 0);
	}
	for (size_t i = 0; i < node->each.count; i++)
		variable_declare(c, node->each.names[i].variable, first + (unsigned)i);
	control_push(c, &control, CONTROL_LOOP);
	statement(c, node->each.body);
	control_pop(c);
	patch_all(c, &control.continues, head);
	emit_loop(c, head);
	patch_here(c, ended);
	patch_all(c, &control.breaks, emit_here(c));
	emit_abc(c, OP_CLEAR, base, c->function->next_register - base, 0);
	c->function->next_register = mark;
}

/* Leaves every block on the way out to loop (NULL: to the caller) and jumps or returns. On the way a finally part takes over. value: of a return. */
static void exit_through(struct compiler *c, enum exit_type type, struct control *loop, unsigned value)
{
	struct control *control = c->function->control;
	VEC(struct control *) left = VEC_INIT;
	for (; control != NULL && control != loop; control = control->outer) {
		if (control->type == CONTROL_FINALLY)
			break;
		if (control->type == CONTROL_LOOP)
			continue;
		vec_push(&control->gaps, (struct gap){ emit_here(c), 0 });
		vec_push(&left, control);
		if (control->type == CONTROL_BLOCK)
			emit_abc(c, OP_LEAVE, control->reg, 0, 0);
	}
	if (control != NULL && control != loop) {
		vec_push(&control->exits, (struct pending_exit){ type, loop });
		if (type == EXIT_RETURN)
			emit_abc(c, OP_MOVE, control->reg + FINALLY_VALUE, value, 0);
		emit_abx(c, OP_LOADINT, control->reg + FINALLY_REASON, (unsigned)control->exits.count);
		vec_push(&control->entries, emit_jump(c));
	} else if (type == EXIT_RETURN) {
		emit_abc(c, OP_RETURN, value, 0, 0);
	} else {
		uint32_t jump = emit_jump(c);
		vec_push(type == EXIT_BREAK ? &loop->breaks : &loop->continues, jump);
	}
	for (size_t i = 0; i < left.count; i++)
		vec_last(&left.items[i]->gaps).end = emit_here(c);
	vec_clear(&left);
}

static bool is_only_loops(const struct control *control)
{
	for (; control != NULL; control = control->outer)
		if (control->type != CONTROL_LOOP)
			return false;
	return true;
}

void exit_statement(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	if (node->type == NODE_RETURN) {
		/* A variable that dies with the function is returned from where it stands, unless a block on the way out may still look at it. */
		bool direct = is_only_loops(c->function->control);
		unsigned value;
		if (node->operand != NULL && direct) {
			value = value_any(c, node->operand);
		} else {
			value = registers_take(c, 1);
			if (node->operand != NULL)
				value_to(c, node->operand, value);
			else
				emit_abc(c, OP_LOADNONE, value, 0, 0);
		}
		c->function->place = node->span;
		exit_through(c, EXIT_RETURN, NULL, value);
		c->function->next_register = mark;
		return;
	}
	struct control *loop = c->function->control;
	while (loop != NULL && loop->type != CONTROL_LOOP)
		loop = loop->outer;
	if (loop != NULL)
		exit_through(c, node->type == NODE_BREAK ? EXIT_BREAK : EXIT_CONTINUE, loop, 0);
}

/* A list constant of the names of the kinds; none for a bare except. */
static void kinds_to(struct compiler *c, const struct except_node *except, unsigned target)
{
	if (except->kind_count == 0) {
		emit_abc(c, OP_LOADNONE, target, 0, 0);
		return;
	}
	unsigned mark = c->function->next_register;
	unsigned list = registers_take(c, 1);
	emit_abc(c, OP_LIST, list, list, 0);
	for (size_t i = 0; i < except->kind_count; i++) {
		unsigned name = registers_take(c, 1);
		emit_abx(c, OP_LOADK, name, constant_text(c, except->kinds[i].text.bytes, except->kinds[i].text.length));
		emit_abc(c, OP_APPEND, list, name, 0);
		c->function->next_register = name;
	}
	emit_abc(c, OP_TAKE, target, list, 0);
	c->function->next_register = mark;
}

/* A handler's body with the error in reg: errors raised in it have that one as their context. */
static void handler_body(struct compiler *c, const struct except_node *except, unsigned reg)
{
	struct control control;
	unsigned mark = c->function->next_register;
	control_push(c, &control, CONTROL_EXCEPT);
	control.reg = (uint8_t)reg;
	uint32_t start = emit_here(c);
	if (except->as.text.length > 0) {
		unsigned variable = registers_take(c, 1);
		emit_abc(c, OP_MOVE, variable, reg, 0);
		variable_declare(c, except->as.variable, variable);
	}
	statement(c, except->body);
	if (c->function->next_register > mark)
		emit_abc(c, OP_CLEAR, mark, c->function->next_register - mark, 0);
	handlers_around(c, &control, HANDLER_CONTEXT, start, emit_here(c), 0, reg);
	control_pop(c);
	c->function->next_register = mark;
}

static void except_parts(struct compiler *c, const struct node *node, unsigned error)
{
	jump_list done = VEC_INIT;
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		unsigned mark = c->function->next_register;
		unsigned matches = registers_take(c, 1);
		c->function->place = except->span;
		kinds_to(c, except, matches);
		emit_abc(c, OP_MATCH, matches, error, 0);
		emit_abc(c, OP_JUMPTRUE, matches, 0, false);
		uint32_t next = emit_jump(c);
		c->function->next_register = mark;
		handler_body(c, except, error);
		vec_push(&done, emit_jump(c));
		patch_here(c, next);
	}
	emit_abc(c, OP_RERAISE, error, 0, 0);
	patch_all(c, &done, emit_here(c));
}

/* except*: each handler gets its part of the group; what they raise and what nobody took goes on together (PEP 654). */
static void except_star_parts(struct compiler *c, const struct node *node, unsigned error)
{
	unsigned raised = registers_take(c, 2);
	emit_abc(c, OP_LIST, raised, raised, 0);
	emit_abc(c, OP_MOVE, raised + 1, error, 0);
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		const struct except_node *except = &node->attempt.excepts[i];
		unsigned mark = c->function->next_register;
		unsigned part = registers_take(c, 1);
		c->function->place = except->span;
		kinds_to(c, except, part);
		emit_abc(c, OP_SPLIT, part, error, 0);
		emit_abc(c, OP_JUMPTRUE, part, 0, false);
		uint32_t next = emit_jump(c);
		unsigned caught = registers_take(c, 1);
		uint32_t start = emit_here(c);
		handler_body(c, except, part);
		uint32_t end = emit_here(c);
		uint32_t after = emit_jump(c);
		handler_add(c, HANDLER_CATCH, start, end, emit_here(c), caught);
		emit_abc(c, OP_APPEND, raised, caught, 0);
		emit_abc(c, OP_LOADNONE, caught, 0, 0);
		patch_here(c, after);
		patch_here(c, next);
		emit_abc(c, OP_LOADNONE, part, 0, 0);
		c->function->next_register = mark;
	}
	c->function->place = node->span;
	emit_abc(c, OP_COMBINE, raised, error, 0);
	emit_abc(c, OP_CLEAR, raised, 2, 0);
}

static void try_except(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	unsigned error = registers_take(c, 1);
	if (node->attempt.except_count == 0) {
		statement(c, node->attempt.body);
	} else {
		struct control control;
		control_push(c, &control, CONTROL_TRY);
		uint32_t start = emit_here(c);
		statement(c, node->attempt.body);
		uint32_t end = emit_here(c);
		control_pop(c);
		uint32_t fine = emit_jump(c);
		handlers_around(c, &control, HANDLER_CATCH, start, end, emit_here(c), error);
		if (node->attempt.excepts[0].star)
			except_star_parts(c, node, error);
		else
			except_parts(c, node, error);
		emit_abc(c, OP_LOADNONE, error, 0, 0);
		uint32_t done = emit_jump(c);
		patch_here(c, fine);
		if (node->attempt.otherwise != NULL)
			statement(c, node->attempt.otherwise);
		patch_here(c, done);
	}
	c->function->next_register = mark;
}

/* Behind the finally part: what was pending goes on. */
static void finally_dispatch(struct compiler *c, struct control *control, unsigned base)
{
	emit_abc(c, OP_JUMPEQINT, base + FINALLY_REASON, (uint8_t)-1, false);
	uint32_t fine = emit_jump(c);
	emit_abc(c, OP_RERAISE, base + FINALLY_ERROR, 0, 0);
	patch_here(c, fine);
	for (size_t i = 0; i < control->exits.count; i++) {
		unsigned number = registers_take(c, 1);
		load_constant(c, number, value_int((int64_t)i + 1));
		emit_abc(c, OP_JUMPEQ, base + FINALLY_REASON, number, false);
		uint32_t next = emit_jump(c);
		exit_through(c, control->exits.items[i].type, control->exits.items[i].loop, base + FINALLY_VALUE);
		patch_here(c, next);
		c->function->next_register = number;
	}
}

void try_statement(struct compiler *c, const struct node *node)
{
	if (node->attempt.finally == NULL) {
		try_except(c, node);
		return;
	}
	struct control control;
	unsigned mark = c->function->next_register;
	unsigned base = registers_take(c, FINALLY_REGISTERS);
	control_push(c, &control, CONTROL_FINALLY);
	control.reg = (uint8_t)base;
	emit_abc(c, OP_LOADNONE, base + FINALLY_ERROR, 0, 0);
	uint32_t start = emit_here(c);
	try_except(c, node);
	uint32_t end = emit_here(c);
	control_pop(c);
	load_constant(c, base + FINALLY_REASON, value_int(0));
	vec_push(&control.entries, emit_jump(c));
	handlers_around(c, &control, HANDLER_CATCH, start, end, emit_here(c), base + FINALLY_ERROR);
	load_constant(c, base + FINALLY_REASON, value_int(-1));
	patch_all(c, &control.entries, emit_here(c));
	uint32_t finally_start = emit_here(c);
	struct control cleanup;
	control_push(c, &cleanup, CONTROL_CLEANUP);
	cleanup.reg = (uint8_t)(base + FINALLY_ERROR);
	statement(c, node->attempt.finally);
	control_pop(c);
	handlers_around(c, &cleanup, HANDLER_CONTEXT, finally_start, emit_here(c), 0, base + FINALLY_ERROR);
	finally_dispatch(c, &control, base);
	emit_abc(c, OP_CLEAR, base, FINALLY_REGISTERS, 0);
	vec_clear(&control.exits);
	c->function->next_register = mark;
}
