#include <string.h>

#include "base/mem.h"
#include "code/compiler-internal.h"

uint32_t emit(struct compiler *c, uint32_t instruction)
{
	struct function_state *f = c->function;
	vec_push(&f->code, instruction);
	vec_push(&f->places, f->place);
	return (uint32_t)f->code.count - 1;
}

uint32_t emit_abc(struct compiler *c, enum opcode op, unsigned a, unsigned b, unsigned cc)
{
	return emit(c, INSTRUCTION_ABC(op, a, b, cc));
}

uint32_t emit_abx(struct compiler *c, enum opcode op, unsigned a, unsigned bx)
{
	return emit(c, INSTRUCTION_ABX(op, a, bx));
}

uint32_t emit_here(const struct compiler *c)
{
	return (uint32_t)c->function->code.count;
}

uint32_t emit_jump(struct compiler *c)
{
	return emit(c, INSTRUCTION_JUMP(OP_JUMP, 0));
}

void emit_loop(struct compiler *c, uint32_t target)
{
	uint32_t jump = emit(c, INSTRUCTION_JUMP(OP_LOOP, 0));
	patch_jump(c, jump, target);
}

void patch_jump(struct compiler *c, uint32_t jump, uint32_t target)
{
	int64_t distance = (int64_t)target - (int64_t)jump - 1;
	if (distance > JUMP_LIMIT || distance < -JUMP_LIMIT) {
		diags_error(c->diags, c->function->place, "this function is too large: a jump spans more than %d instructions", JUMP_LIMIT);
		return;
	}
	uint32_t *instruction = &c->function->code.items[jump];
	*instruction = INSTRUCTION_JUMP(INSTRUCTION_OP(*instruction), (uint32_t)(int32_t)distance);
}

void patch_here(struct compiler *c, uint32_t jump)
{
	patch_jump(c, jump, emit_here(c));
}

void patch_all(struct compiler *c, jump_list *jumps, uint32_t target)
{
	for (size_t i = 0; i < jumps->count; i++)
		patch_jump(c, jumps->items[i], target);
	vec_clear(jumps);
}

/* Past the limit compiling goes on in the last registers: the error keeps the code from running. */
unsigned registers_take(struct compiler *c, unsigned count)
{
	struct function_state *f = c->function;
	if (f->next_register + count > REGISTER_LIMIT) {
		struct diag *diag = diags_error(c->diags, f->place, "too many variables and values at once in one function (the limit is %d)", REGISTER_LIMIT);
		diag_hint(diag, "put part of it into a function, or keep the values in a list or a map");
		f->next_register = count < REGISTER_LIMIT ? REGISTER_LIMIT - count : 0;
	}
	unsigned first = f->next_register;
	f->next_register += count;
	if (f->next_register > f->most_registers)
		f->most_registers = f->next_register;
	return first;
}

void registers_reserve(struct compiler *c, unsigned count)
{
	unsigned mark = c->function->next_register;
	registers_take(c, count);
	c->function->next_register = mark;
}

unsigned constant_add(struct compiler *c, struct value take_value)
{
	struct function_state *f = c->function;
	if (f->constants.count >= UINT16_MAX) {
		diags_error(c->diags, f->place, "too many different values in one function (the limit is %d)", UINT16_MAX);
		value_release(take_value);
		return 0;
	}
	vec_push(&f->constants, take_value);
	return (unsigned)f->constants.count - 1;
}

unsigned constant_text(struct compiler *c, const char *bytes, size_t length)
{
	struct function_state *f = c->function;
	uintptr_t known = (uintptr_t)map_get(&f->strings, bytes, length);
	if (known != 0)
		return (unsigned)known - 1;
	struct string *string = length <= 40 ? string_intern(bytes, length) : string_new(bytes, length);
	unsigned index = constant_add(c, value_string(string));
	map_set(&f->strings, bytes, length, (void *)(uintptr_t)(index + 1));
	return index;
}

void load_constant(struct compiler *c, unsigned target, struct value take_value)
{
	if (take_value.type == VALUE_NONE) {
		emit_abc(c, OP_LOADNONE, target, 0, 0);
	} else if (take_value.type == VALUE_BOOL) {
		emit_abc(c, OP_LOADBOOL, target, take_value.i != 0, 0);
	} else if (take_value.type == VALUE_INT && take_value.i >= INT16_MIN && take_value.i <= INT16_MAX) {
		emit_abx(c, OP_LOADINT, target, (uint16_t)take_value.i);
	} else if (take_value.type == VALUE_STRING) {
		emit_abx(c, OP_LOADK, target, constant_text(c, take_value.string->bytes, take_value.string->length));
		value_release(take_value);
	} else {
		emit_abx(c, OP_LOADK, target, constant_add(c, take_value));
	}
}

unsigned site_add(struct compiler *c, struct callsite site)
{
	struct function_state *f = c->function;
	if (f->sites.count >= UINT16_MAX)
		diags_error(c->diags, f->place, "too many calls in one function (the limit is %d)", UINT16_MAX);
	vec_push(&f->sites, site);
	return (unsigned)(f->sites.count - 1) & UINT16_MAX;
}

void handler_add(struct compiler *c, enum handler_type type, uint32_t start, uint32_t end, uint32_t target, unsigned reg)
{
	unsigned live = c->function->next_register > reg ? c->function->next_register : reg + 1;
	if (start < end)
		vec_push(&c->function->handlers, (struct code_handler){ start, end, target, (uint8_t)reg, (uint8_t)type, (uint8_t)live });
}

/* A handler over [start, end) without the gaps of control, which are in order and then gone. */
void handlers_around(struct compiler *c, struct control *control, enum handler_type type, uint32_t start, uint32_t end, uint32_t target, unsigned reg)
{
	for (size_t i = 0; i < control->gaps.count; i++) {
		handler_add(c, type, start, control->gaps.items[i].start, target, reg);
		start = control->gaps.items[i].end;
	}
	handler_add(c, type, start, end, target, reg);
	vec_clear(&control->gaps);
}

void function_begin(struct compiler *c, struct function_state *state, const struct function_node *node)
{
	*state = (struct function_state){ .outer = c->function, .compiler = c, .node = node, .place = node->span };
	c->function = state;
	registers_take(c, (unsigned)node->parameter_count);
	for (size_t i = 0; i < node->hoisted_count; i++)
		emit_abc(c, OP_LOADNONE, node->hoisted[i]->slot = registers_take(c, 1), 0, 0);
}

static void take_parameters(struct proto *proto, const struct function_node *node)
{
	proto->parameter_count = (uint16_t)node->parameter_count;
	proto->parameters = mem_array(node->parameter_count + 1, sizeof *proto->parameters);
	for (size_t i = 0; i < node->parameter_count; i++) {
		const struct parameter_node *parameter = &node->parameters[i];
		proto->parameters[i] = (struct code_parameter){
			.name = string_intern(parameter->name.text.bytes, parameter->name.text.length),
			.flags = parameter->flags,
		};
		bool required = parameter->flags & PARAMETER_REQUIRED;
		proto->irregular |= parameter->flags & (PARAMETER_REST | PARAMETER_OPTION) || (required && proto->required_count < i);
		proto->required_count += required;
	}
	proto->exact_count = proto->irregular || proto->required_count < proto->parameter_count ? UINT16_MAX : proto->parameter_count;
}

static void take_captures(struct proto *proto, const struct function_state *around, const struct function_node *node)
{
	proto->capture_count = (uint16_t)node->capture_count;
	proto->captures = mem_array(node->capture_count + 1, sizeof *proto->captures);
	for (size_t i = 0; i < node->capture_count; i++) {
		const struct variable *variable = node->captures[i];
		struct code_capture *capture = &proto->captures[i];
		*capture = (struct code_capture){ .source = CAPTURE_SELF };
		if (around->node->variable == variable)
			continue;
		if (variable->owner == around->node) {
			*capture = (struct code_capture){ CAPTURE_REGISTER, (uint16_t)variable->slot };
			continue;
		}
		for (size_t j = 0; j < around->node->capture_count; j++)
			if (around->node->captures[j] == variable)
				*capture = (struct code_capture){ CAPTURE_CAPTURED, (uint16_t)j };
	}
}

static struct string *name_of(struct compiler *c, const struct function_node *node)
{
	if (node->name.length > 0)
		return string_intern(node->name.bytes, node->name.length);
	if (!node->is_block)
		return string_from("");
	size_t line, column;
	source_position(c->syntax->source, node->span.start, &line, &column);
	return string_printf("block:%zu", line);
}

struct proto *function_end(struct compiler *c, struct function_state *f)
{
	struct proto *proto = mem_zalloc(sizeof *proto);
	proto->references = 1;
	proto->source = source_retain(c->syntax->source);
	proto->name = name_of(c, f->node);
	proto->code = f->code.items;
	proto->places = f->places.items;
	proto->code_count = (uint32_t)f->code.count;
	proto->constants = f->constants.items;
	proto->constant_count = (uint32_t)f->constants.count;
	proto->sites = f->sites.items;
	proto->site_count = (uint32_t)f->sites.count;
	proto->protos = f->protos.items;
	proto->proto_count = (uint32_t)f->protos.count;
	proto->handlers = f->handlers.items;
	proto->handler_count = (uint32_t)f->handlers.count;
	proto->registers = (uint16_t)f->most_registers;
	proto->is_sync = f->node->is_sync;
	proto->is_block = f->node->is_block;
	proto->span = f->node->span;
	take_parameters(proto, f->node);
	if (f->outer != NULL)
		take_captures(proto, f->outer, f->node);
	map_clear(&f->strings);
	c->function = f->outer;
	return proto;
}
