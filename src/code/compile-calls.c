#include <string.h>

#include "base/mem.h"
#include "code/compiler-internal.h"

static struct string *interned(struct text text)
{
	return string_intern(text.bytes, text.length);
}

/* The value of a parameter that was not given. */
static void default_to(struct compiler *c, const struct parameter_node *parameter, unsigned target)
{
	if (parameter->initial != NULL)
		value_to(c, parameter->initial, target);
	else if (parameter->flags & PARAMETER_FLAG)
		emit_abc(c, OP_LOADBOOL, target, 0, 0);
	else
		emit_abc(c, OP_LIST, target, target, 0);
}

void closure_to(struct compiler *c, const struct function_node *node, unsigned target)
{
	struct function_state state;
	struct span place = c->function->place;
	function_begin(c, &state, node);
	for (size_t i = 0; i < node->parameter_count; i++) {
		const struct parameter_node *parameter = &node->parameters[i];
		if (parameter->initial != NULL || parameter->flags & (PARAMETER_FLAG | PARAMETER_REPEATED)) {
			emit_abc(c, OP_JUMPPRESENT, (unsigned)i, 0, 0);
			uint32_t present = emit_jump(c);
			default_to(c, parameter, (unsigned)i);
			patch_here(c, present);
		}
		variable_declare(c, parameter->name.variable, (unsigned)i);
	}
	statement(c, node->body);
	emit_abc(c, OP_RETURNNONE, 0, 0, 0);
	struct proto *proto = function_end(c, &state);
	c->function->place = place;
	if (c->function->protos.count >= UINT16_MAX)
		diags_error(c->diags, place, "too many functions and blocks in one function (the limit is %d)", UINT16_MAX);
	vec_push(&c->function->protos, proto);
	emit_abx(c, OP_CLOSURE, target, (unsigned)(c->function->protos.count - 1) & UINT16_MAX);
}

static void argument_to(struct compiler *c, const struct argument *argument, struct site_argument *site)
{
	unsigned reg = registers_take(c, 1);
	struct value number;
	struct text text;
	*site = (struct site_argument){ .type = (uint8_t)argument->type };
	if (argument->name.length > 0)
		site->name = interned(argument->name);
	switch (argument->type) {
	case ARGUMENT_OPTION:
		site->text = string_printf("--%s", argument->name.bytes);
		emit_abc(c, OP_LOADNONE, reg, 0, 0);
		break;
	case ARGUMENT_SPREAD:
		word_to(c, argument->value, reg, false);
		break;
	case ARGUMENT_OPTION_VALUE:
	case ARGUMENT_WORD:
		if (word_number(c, argument->value, &number, &text)) {
			c->function->place = argument->span;
			load_constant(c, reg, number);
			site->text = string_new(text.bytes, text.length);
		} else if (word_to(c, argument->value, reg, argument->type == ARGUMENT_WORD)) {
			site->type = ARGUMENT_SPREAD;
		}
		break;
	}
	c->function->next_register = reg + 1;
}

/* Fills in the site's arguments and loads them from the next register on; leaves the registers taken. */
static void arguments_to(struct compiler *c, struct callsite *site, const struct argument *arguments, size_t count, const struct function_node *block)
{
	if (count > REGISTER_LIMIT) {
		struct diag *diag = diags_error(c->diags, c->function->place, "too many arguments for one call (the limit is %d)", REGISTER_LIMIT);
		diag_hint(diag, "put them into a list and spread it: $list...");
		count = 0;
	}
	site->count = (uint16_t)(count + (block != NULL));
	site->arguments = mem_array(site->count + 1u, sizeof *site->arguments);
	site->plain = block == NULL;
	for (size_t i = 0; i < count; i++) {
		argument_to(c, &arguments[i], &site->arguments[i]);
		site->plain &= site->arguments[i].type == ARGUMENT_WORD;
	}
	if (block != NULL) {
		unsigned reg = registers_take(c, 1);
		site->arguments[count] = (struct site_argument){ .type = ARGUMENT_WORD };
		site->has_block = true;
		closure_to(c, block, reg);
	}
}

/* Where a call's result and header stand: in target where that is the topmost register, else in a new one. */
static unsigned call_base(struct compiler *c, unsigned target)
{
	unsigned base = target + 1 == c->function->next_register ? target : registers_take(c, 1);
	registers_take(c, CALL_HEADER - 1);
	return base;
}

/* A built-in may have more parameters than the call has arguments: it wants room for all. */
static void reserve_parameters(struct compiler *c, const struct command_info *info, unsigned given)
{
	if (info != NULL && info->parameter_count > given)
		registers_reserve(c, info->parameter_count - given);
}

static const struct command_info *find_info(struct compiler *c, const char *name)
{
	const struct command_lookup *lookup = c->names->lookup;
	return lookup != NULL ? lookup->find(name, strlen(name), lookup->context) : NULL;
}

/* `run PROGRAM ARG...`: the first word names the program, whatever else has that name. */
static bool is_plain_run(const struct call_node *call)
{
	return call->name.text.length == 3 && memcmp(call->name.text.bytes, "run", 3) == 0 && call->name.variable == NULL && !call->parenthesised
	    && call->argument_count > 0 && call->arguments[0].type == ARGUMENT_WORD && call->info != NULL;
}

/* The callee of a call: its site's name, or a value in base. Returns how many arguments belong to the callee itself (run's program). */
static size_t callee_to(struct compiler *c, const struct call_node *call, unsigned base, struct callsite *site)
{
	site->external = call->external;
	if (is_plain_run(call)) {
		struct value number;
		struct text text;
		site->external = true;
		/* `run true`: the program of that name, not the value */
		if (word_number(c, call->arguments[0].value, &number, &text))
			emit_abx(c, OP_LOADK, base, constant_text(c, text.bytes, text.length));
		else
			word_to(c, call->arguments[0].value, base, false);
		return 1;
	}
	if (call->name.variable != NULL)
		variable_to(c, call->name.variable, base);
	else if (call->name.text.length > 0)
		site->name = interned(call->name.text);
	else
		value_to(c, call->callee, base);
	return 0;
}

static void inline_block(struct compiler *c, const struct call_node *call, unsigned base)
{
	struct control control;
	unsigned mark = c->function->next_register = base + 1;
	if (call->as.text.length > 0) {
		struct variable *variable = call->as.variable;
		if (variable->global) {
			variable_declare(c, variable, base);
		} else {
			/* The variable belongs to the block around: its register was kept by the statement. */
			emit_abc(c, OP_MOVE, variable->slot, base, 0);
			variable_declare(c, variable, variable->slot);
		}
	}
	if (call->handle != NULL) {
		unsigned handle = registers_take(c, 1);
		emit_abc(c, OP_MOVE, handle, base, 0);
		variable_declare(c, call->handle, handle);
	}
	control_push(c, &control, CONTROL_BLOCK);
	control.reg = (uint8_t)base;
	uint32_t start = emit_here(c);
	statement(c, call->inline_block);
	uint32_t end = emit_here(c);
	control_pop(c);
	c->function->place = call->name.span;
	emit_abc(c, OP_LEAVE, base, 0, 0);
	uint32_t done = emit_jump(c);
	uint32_t unwind = emit_abc(c, OP_UNWIND, base, 0, 0);
	handlers_around(c, &control, HANDLER_CATCH, start, end, unwind, base);
	patch_here(c, done);
	c->function->next_register = mark;
	if (call->handle != NULL)
		emit_abc(c, OP_LOADNONE, call->handle->slot, 0, 0);
}

void call_to(struct compiler *c, const struct node *node, unsigned target, enum call_use use)
{
	const struct call_node *call = &node->call;
	struct function_state *f = c->function;
	unsigned mark = f->next_register;
	struct callsite site = { .tested = use == CALL_TEST, .valued = use == CALL_VALUE };
	unsigned base = call_base(c, target);
	size_t skip = callee_to(c, call, base, &site);
	arguments_to(c, &site, skip > 0 ? call->arguments + skip : call->arguments, call->argument_count - skip, call->block);
	reserve_parameters(c, call->info, site.count);
	f->place = node->span;
	unsigned index = site_add(c, site);
	emit_abx(c, call->inline_block != NULL ? OP_ENTER : OP_CALL, base, index);
	if (call->inline_block != NULL)
		inline_block(c, call, base);
	if (base != target)
		emit_abc(c, OP_TAKE, target, base, 0);
	f->next_register = mark;
}

static void spawn_nursery_to(struct compiler *c, const struct node *node, unsigned reg)
{
	if (node->spawn.nursery != NULL)
		value_to(c, node->spawn.nursery, reg);
	else if (node->spawn.nursery_variable != NULL)
		variable_to(c, node->spawn.nursery_variable, reg);
	else
		emit_abc(c, OP_LOADNONE, reg, 0, 0);
}

/* The call of spawn, bound to its arguments now. */
static void bound_call_to(struct compiler *c, const struct node *node, unsigned target)
{
	const struct call_node *call = &node->call;
	unsigned mark = c->function->next_register;
	struct callsite site = { 0 };
	unsigned base = call_base(c, target);
	size_t skip = callee_to(c, call, base, &site);
	arguments_to(c, &site, skip > 0 ? call->arguments + skip : call->arguments, call->argument_count - skip, call->block);
	c->function->place = node->span;
	emit_abx(c, OP_BIND, base, site_add(c, site));
	if (base != target)
		emit_abc(c, OP_TAKE, target, base, 0);
	c->function->next_register = mark;
}

void spawn_to(struct compiler *c, const struct node *node, unsigned target)
{
	struct function_state *f = c->function;
	unsigned mark = f->next_register;
	bool start = node->spawn.type == SPAWN_START;
	const char *name = start ? "start" : "spawn";
	size_t count = 2 + (node->spawn.task_name != NULL) + node->spawn.option_count;
	struct callsite site = { .name = string_intern(name, strlen(name)), .count = (uint16_t)count, .valued = true };
	site.arguments = mem_zalloc((count + 1) * sizeof *site.arguments);
	site.plain = node->spawn.option_count == 0;
	unsigned base = call_base(c, target);
	unsigned nursery = registers_take(c, 1);
	spawn_nursery_to(c, node, nursery);
	bound_call_to(c, node->spawn.call, registers_take(c, 1));
	size_t next = 2;
	if (node->spawn.task_name != NULL) {
		word_to(c, node->spawn.task_name, registers_take(c, 1), false);
		next++;
	}
	for (size_t i = 0; i < node->spawn.option_count; i++)
		argument_to(c, &node->spawn.options[i], &site.arguments[next++]);
	reserve_parameters(c, find_info(c, name), (unsigned)count);
	f->place = node->span;
	emit_abx(c, OP_CALL, base, site_add(c, site));
	if (base != target)
		emit_abc(c, OP_TAKE, target, base, 0);
	f->next_register = mark;
}

/* with VALUE [as x] < > is the block command `with` of one argument. */
void with_statement(struct compiler *c, const struct node *node)
{
	unsigned mark = c->function->next_register;
	struct callsite site = { .name = string_intern("with", 4), .count = 1, .plain = true };
	site.arguments = mem_zalloc(2 * sizeof *site.arguments);
	unsigned base = registers_take(c, CALL_HEADER);
	value_to(c, node->with.value, registers_take(c, 1));
	reserve_parameters(c, find_info(c, "with"), 1);
	c->function->place = node->span;
	emit_abx(c, OP_ENTER, base, site_add(c, site));
	struct call_node call = { .name = { .span = node->span }, .as = node->with.as, .inline_block = node->with.body };
	inline_block(c, &call, base);
	c->function->next_register = mark;
}
