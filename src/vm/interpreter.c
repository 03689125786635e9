/* The interpreter loop. Every opcode's meaning is in code/opcodes.def; this file is its literal translation, with fast paths for
 * integers and floats in front of value/arith.h. It is the one function of the program that is allowed to be long.
 *
 * While it runs, pc points behind the instruction under way; fiber->pc is brought up to date (onto the instruction) before anything that
 * may look at it or leave: steps of built-ins, errors, calls. */
#include "vm/fiber.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "code/opcode.h"
#include "value/arith.h"
#include "value/list.h"
#include "vm/globals.h"
#include "vm/invoke.h"
#include "vm/operations.h"
#include "vm/registry.h"
#include "vm/unwind.h"

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

static struct site_argument plain_arguments[3];
static struct callsite empty_site = { .plain = true, .arguments = plain_arguments };

/* The code of fibers that run a built-in or a bound call: there is no script frame of theirs otherwise. */
static uint32_t start_code[] = { INSTRUCTION_ABC(OP_START, 0, 0, 0), INSTRUCTION_ABC(OP_RETURN, 0, 0, 0) };
static struct span start_places[2];
static struct string start_name = { .object = { 1 } };
static struct proto start_proto = { .references = 1, .code = start_code, .places = start_places, .code_count = 2, .registers = 2, .name = &start_name };
static struct function start_function = { .resource = { { 1 }, &function_type }, .proto = &start_proto };

/* A bound call of a script's function with just a value for each parameter begins in that function, and is let go: of a waiting
 * task's memory it would be a fifth. */
void fiber_prepare(struct fiber *fiber)
{
	struct bound_call *bound = (struct bound_call *)fiber->callee.resource;
	if (bound->resource.type != &bound_call_type || bound->callee.type != VALUE_FUNCTION || bound->callee.resource->type != &function_type)
		return;
	struct function *function = (struct function *)bound->callee.resource;
	if (!bound->site->plain || bound->site->has_block || function->proto->irregular || bound->count != function->proto->parameter_count)
		return;
	fiber_reserve(fiber, CALL_HEADER + function->proto->registers);
	frame_push(fiber, function, 0, NULL, 0);
	for (uint32_t n = 0; n < bound->count; n++)
		fiber->stack[fiber->base + n] = value_retain(bound->arguments[n]);
	struct value callee = value_retain(bound->callee);
	value_release(fiber->callee);
	fiber->callee = callee;
	fiber->flags |= FIBER_PREPARED;
}

static struct error *fiber_start(struct fiber *fiber)
{
	fiber->flags |= FIBER_STARTED;
	if (!(fiber->flags & FIBER_PREPARED))
		fiber_prepare(fiber);
	if (fiber->flags & FIBER_PREPARED)
		return NULL;
	struct function *function = &start_function;
	if (fiber->callee.resource->type == &function_type)
		function = (struct function *)fiber->callee.resource;
	fiber_reserve(fiber, CALL_HEADER + function->proto->registers);
	frame_push(fiber, function, 0, NULL, 0);
	return invoke_bind_function(fiber, function->proto, &empty_site, fiber->base);
}

struct value fiber_take_result(struct fiber *fiber)
{
	struct value result = fiber->stack[0];
	fiber->stack[0] = value_none();
	return result;
}

struct error *fiber_take_error(struct fiber *fiber)
{
	struct error *error = fiber->raise;
	fiber->raise = NULL;
	return error;
}

/* For STEP_CALL of a built-in by a built-in (sorted --key len): only what never waits can be called so. */
static struct error *call_plain_builtin(struct fiber *fiber, const struct builtin *builtin, struct callsite *site, uint32_t first, struct value *result)
{
	uint32_t slots = 0;
	struct error *error = NULL;
	if (builtin->frame_size > 0 || (builtin->flags & COMMAND_ASYNC))
		return error_new(KIND_TypeError, "%s cannot be called from here: it may wait", builtin->name);
	error = invoke_bind_builtin(fiber, builtin, site, first, &slots);
	struct call call = { .fiber = fiber, .builtin = builtin, .arguments = fiber->stack + first };
	if (error == NULL && builtin->step(&call, NULL) == STEP_DONE)
		*result = call.result;
	else if (error == NULL)
		error = call.error != NULL ? call.error : error_new(KIND_TypeError, "%s cannot be called from here", builtin->name);
	slots_clear(fiber, first, slots > site->count ? slots : site->count);
	return error;
}

/* Sets a register to an integer; what it held is released only where it was an object. */
#define SET_INT(target, number) \
	do { \
		struct value *set_ = (target); \
		if (unlikely(value_is_object(*set_))) \
			value_release(*set_); \
		set_->type = VALUE_INT; \
		set_->i = (number); \
	} while (0)

#define SET_FLOAT(target, number) \
	do { \
		struct value *set_ = (target); \
		if (unlikely(value_is_object(*set_))) \
			value_release(*set_); \
		set_->type = VALUE_FLOAT; \
		set_->f = (number); \
	} while (0)

#define SET(target, owned) \
	do { \
		struct value *set_ = (target); \
		struct value old_ = *set_; \
		*set_ = (owned); \
		value_release(old_); \
	} while (0)

#define RA (R + INSTRUCTION_A(i))
#define RB (R + INSTRUCTION_B(i))
#define RC (R + INSTRUCTION_C(i))
#define KBX (K + INSTRUCTION_BX(i))

#define SAVE_PC() (fiber->pc = pc - 1)
#define LOAD_FRAME() (R = fiber->stack + fiber->base, K = fiber->function->proto->constants, pc = fiber->pc)
#define FAIL(owned_error) do { error = (owned_error); goto raise; } while (0)

#define CASE(op) label_##op
#define DISPATCH() do { i = *pc++; goto *labels[INSTRUCTION_OP(i)]; } while (0)
/* The instruction behind a test is its JUMP. */
#define TEST(condition) \
	do { \
		if (condition) \
			pc += INSTRUCTION_J(*pc) + 1; \
		else \
			pc++; \
		DISPATCH(); \
	} while (0)

#define ARITHMETIC(name, overflow, float_op, operator) \
	CASE(name): { \
		const struct value *b = RB, *c = RC; \
		if (likely(b->type == VALUE_INT && c->type == VALUE_INT)) { \
			int64_t number; \
			if (likely(!overflow(b->i, c->i, &number))) { \
				SET_INT(RA, number); \
				DISPATCH(); \
			} \
		} else if (b->type == VALUE_FLOAT && c->type == VALUE_FLOAT) { \
			double number = b->f float_op c->f; \
			SET_FLOAT(RA, number); \
			DISPATCH(); \
		} \
		slow_operator = operator; \
		goto arithmetic; \
	}

#define COMPARISON(name, compare, operator) \
	CASE(name): { \
		const struct value *a = RA, *b = RB; \
		bool holds; \
		if (likely(a->type == VALUE_INT && b->type == VALUE_INT)) \
			holds = a->i compare b->i; \
		else if (a->type == VALUE_FLOAT && b->type == VALUE_FLOAT) \
			holds = a->f compare b->f; \
		else if (!operation_compare(operator, *a, *b, &holds, &error)) \
			goto raise; \
		TEST(holds == (bool)INSTRUCTION_C(i)); \
	}

#define COMPARISON_INT(name, compare, operator) \
	CASE(name): { \
		const struct value *a = RA; \
		bool holds; \
		if (likely(a->type == VALUE_INT)) \
			holds = a->i compare INSTRUCTION_SB(i); \
		else if (!operation_compare(operator, *a, value_int(INSTRUCTION_SB(i)), &holds, &error)) \
			goto raise; \
		TEST(holds == (bool)INSTRUCTION_C(i)); \
	}

enum fiber_status fiber_resume(struct fiber *fiber)
{
	static const void *const labels[] = {
#define OP(name, shape, meaning) &&label_##name,
#include "code/opcodes.def"
#undef OP
	};
	struct value *R, *K;
	const uint32_t *pc;
	uint32_t i;
	struct call call;
	struct error *error;
	bool again = false;
	enum operator slow_operator;
	/* Of the call under way: */
	struct callsite *site;
	struct target target;
	const struct builtin *builtin;
	uint32_t slot, slots;           /* slot: of R[A] on the stack */
	void *frame;
	enum step status;

	call.fiber = fiber;
	call.error = NULL;
	call.has_returned = false;
	call.returned = value_none();
	if (unlikely(!(fiber->flags & FIBER_STARTED))) {
		/* Thrown into before its first step, it never runs. */
		if (fiber->raise != NULL) {
			fiber->flags |= FIBER_ENDED;
			return FIBER_FAILED;
		}
		error = fiber_start(fiber);
		LOAD_FRAME();
		pc++;                   /* errors are raised at pc - 1 */
		if (error != NULL)
			goto raise;
		pc--;
		DISPATCH();
	}
	LOAD_FRAME();
	if (unlikely(fiber->raise != NULL)) {
		error = fiber->raise;
		fiber->raise = NULL;
		pc++;
		goto raise;
	}
	/* The instruction at pc parked. */
	i = *pc++;
	fiber->flags &= ~(uint32_t)FIBER_RESUMING;
	if (INSTRUCTION_OP(i) == OP_LEAVE || INSTRUCTION_OP(i) == OP_UNWIND)
		goto leave;
	slot = fiber->base + INSTRUCTION_A(i) + (INSTRUCTION_OP(i) == OP_NEXT ? 2 : 0);
	builtin = fiber->stack[slot].raw;
	slots = fiber->stack[slot].extra;
	goto step;

	CASE(MOVE): {
		struct value *b = RB;
		if (value_is_object(*b))
			b->object->references++;
		SET(RA, *b);
		DISPATCH();
	}
	CASE(TAKE): {
		struct value taken = *RB;
		RB->type = VALUE_NONE;
		SET(RA, taken);
		DISPATCH();
	}
	CASE(LOADNONE):
		SET(RA, value_none());
		DISPATCH();
	CASE(LOADBOOL):
		SET(RA, value_bool(INSTRUCTION_B(i)));
		DISPATCH();
	CASE(LOADINT):
		SET_INT(RA, INSTRUCTION_SBX(i));
		DISPATCH();
	CASE(LOADK):
		SET(RA, value_retain(*KBX));
		DISPATCH();
	CASE(CLEAR):
		for (uint32_t n = 0; n < INSTRUCTION_B(i); n++)
			SET(RA + n, value_none());
		DISPATCH();
	CASE(NEWCELL): {
		struct value *a = RA;
		*a = value_cell(cell_new(*a));
		DISPATCH();
	}
	CASE(GETCELL):
		SET(RA, value_retain(cell_of(*RB)->value));
		DISPATCH();
	CASE(SETCELL):
		SET(&cell_of(*RA)->value, value_retain(*RB));
		DISPATCH();
	CASE(GETUP):
		SET(RA, value_retain(fiber->function->captures[INSTRUCTION_B(i)]));
		DISPATCH();
	CASE(GETUPCELL):
		SET(RA, value_retain(cell_of(fiber->function->captures[INSTRUCTION_B(i)])->value));
		DISPATCH();
	CASE(SETUPCELL):
		SET(&cell_of(fiber->function->captures[INSTRUCTION_A(i)])->value, value_retain(*RB));
		DISPATCH();
	CASE(GETSELF):
		fiber->function->resource.object.references++;
		SET(RA, value_function(&fiber->function->resource));
		DISPATCH();
	CASE(GETGLOBAL):
		SET(RA, value_retain(vm_globals[INSTRUCTION_BX(i)]->value));
		DISPATCH();
	CASE(SETGLOBAL):
		SET(&vm_globals[INSTRUCTION_BX(i)]->value, value_retain(*RA));
		DISPATCH();
	CASE(GETGLOBALCELL):
		SET(RA, value_retain(value_cell(vm_globals[INSTRUCTION_BX(i)])));
		DISPATCH();
	CASE(GETENV): {
		struct value found;
		SAVE_PC();
		if (!operation_environment(fiber, KBX, &found, &error))
			goto raise;
		SET(RA, found);
		DISPATCH();
	}
	CASE(ADD): {
		const struct value *b = RB, *c = RC;
		if (likely(b->type == VALUE_INT && c->type == VALUE_INT)) {
			int64_t number;
			if (likely(!__builtin_add_overflow(b->i, c->i, &number))) {
				SET_INT(RA, number);
				DISPATCH();
			}
		} else if (b->type == VALUE_FLOAT && c->type == VALUE_FLOAT) {
			double number = b->f + c->f;
			SET_FLOAT(RA, number);
			DISPATCH();
		} else if (INSTRUCTION_A(i) == INSTRUCTION_B(i)) {
			/* x += y: strings and lists grow in place */
			if (!arith_add_to(RA, *c, &error))
				goto raise;
			DISPATCH();
		}
		slow_operator = OPERATOR_ADD;
		goto arithmetic;
	}
	CASE(ADDTO): {
		struct value *a = RA;
		if (a->type == VALUE_CELL)
			a = &cell_of(*a)->value;
		const struct value *b = RB;
		if (!arith_add_to(a, *b, &error))
			goto raise;
		DISPATCH();
	}
	CASE(ADDINT): {
		const struct value *b = RB;
		int64_t number;
		if (likely(b->type == VALUE_INT && !__builtin_add_overflow(b->i, INSTRUCTION_SC(i), &number))) {
			SET_INT(RA, number);
			DISPATCH();
		}
		struct value sum;
		/* The compiler writes x - 1 as x + -1; the error must still name what was written. */
		bool minus = INSTRUCTION_SC(i) < 0;
		if (!arith_binary(minus ? OPERATOR_SUBTRACT : OPERATOR_ADD, *b, value_int(minus ? -INSTRUCTION_SC(i) : INSTRUCTION_SC(i)), &sum, &error))
			goto raise;
		SET(RA, sum);
		DISPATCH();
	}
	ARITHMETIC(SUBTRACT, __builtin_sub_overflow, -, OPERATOR_SUBTRACT)
	ARITHMETIC(MULTIPLY, __builtin_mul_overflow, *, OPERATOR_MULTIPLY)
	CASE(DIVIDE):
		slow_operator = OPERATOR_DIVIDE;
		goto arithmetic;
	CASE(FLOORDIVIDE):
		slow_operator = OPERATOR_FLOOR_DIVIDE;
		goto arithmetic;
	CASE(MODULO): {
		const struct value *b = RB, *c = RC;
		if (likely(b->type == VALUE_INT && c->type == VALUE_INT && c->i > 0)) {
			int64_t number = b->i % c->i;
			if (number < 0)
				number += c->i;
			SET_INT(RA, number);
			DISPATCH();
		}
		slow_operator = OPERATOR_MODULO;
		goto arithmetic;
	}
	CASE(POWER):
		slow_operator = OPERATOR_POWER;
		goto arithmetic;
	arithmetic: {
		struct value result;
		if (!arith_binary(slow_operator, *RB, *RC, &result, &error))
			goto raise;
		SET(RA, result);
		DISPATCH();
	}
	CASE(NEGATE): {
		struct value result;
		if (!arith_negate(*RB, &result, &error))
			goto raise;
		SET(RA, result);
		DISPATCH();
	}
	CASE(NOT):
		SET(RA, value_bool(!value_truth(*RB)));
		DISPATCH();
	CASE(IN):
		slow_operator = OPERATOR_IN;
		goto arithmetic;
	CASE(JUMP):
		pc += INSTRUCTION_J(i);
		DISPATCH();
	CASE(LOOP):
		if (unlikely(vm_interrupted)) {
			SAVE_PC();
			if ((error = operation_interrupted(fiber)) != NULL)
				goto raise;
		}
		pc += INSTRUCTION_J(i);
		DISPATCH();
	CASE(JUMPTRUE): {
		const struct value *a = RA;
		bool truth = a->type == VALUE_BOOL ? a->i : value_truth(*a);
		TEST(truth == (bool)INSTRUCTION_C(i));
	}
	CASE(JUMPPRESENT):
		TEST(RA->type != VALUE_ABSENT);
	CASE(JUMPEQ): {
		const struct value *a = RA, *b = RB;
		bool equal = a->type == VALUE_INT && b->type == VALUE_INT ? a->i == b->i : value_equal(*a, *b);
		TEST(equal == (bool)INSTRUCTION_C(i));
	}
	COMPARISON(JUMPLT, <, OPERATOR_LT)
	COMPARISON(JUMPLE, <=, OPERATOR_LE)
	COMPARISON(JUMPGT, >, OPERATOR_GT)
	COMPARISON(JUMPGE, >=, OPERATOR_GE)
	CASE(JUMPEQINT): {
		const struct value *a = RA;
		bool equal = a->type == VALUE_INT ? a->i == INSTRUCTION_SB(i) : value_equal(*a, value_int(INSTRUCTION_SB(i)));
		TEST(equal == (bool)INSTRUCTION_C(i));
	}
	COMPARISON_INT(JUMPLTINT, <, OPERATOR_LT)
	COMPARISON_INT(JUMPLEINT, <=, OPERATOR_LE)
	COMPARISON_INT(JUMPGTINT, >, OPERATOR_GT)
	COMPARISON_INT(JUMPGEINT, >=, OPERATOR_GE)
	CASE(CONCAT):
		SET(RA, operation_concat(RB, INSTRUCTION_C(i)));
		DISPATCH();
	CASE(LIST): {
		struct value list = operation_list(RB, INSTRUCTION_C(i));
		SET(RA, list);
		DISPATCH();
	}
	CASE(APPEND):
		list_push(RA->list, value_retain(*RB));
		DISPATCH();
	CASE(EXTEND):
		if ((error = operation_extend(RA->list, *RB)) != NULL)
			goto raise;
		DISPATCH();
	CASE(MAP):
		SET(RA, value_map(dict_new()));
		DISPATCH();
	CASE(PUT):
		if (!arith_set_index(RA, *RB, *RC, &error))
			goto raise;
		DISPATCH();
	CASE(INDEX): {
		const struct value *b = RB, *c = RC;
		if (likely(b->type == VALUE_LIST && c->type == VALUE_INT && (uint64_t)c->i < b->list->length)) {
			SET(RA, value_retain(b->list->items[c->i]));
			DISPATCH();
		}
		struct value item;
		if (!arith_index(*b, *c, &item, &error))
			goto raise;
		SET(RA, item);
		DISPATCH();
	}
	CASE(SETINDEX): {
		struct value *a = RA;
		if (a->type == VALUE_CELL)
			a = &cell_of(*a)->value;
		if (!arith_set_index(a, *RB, *RC, &error))
			goto raise;
		DISPATCH();
	}
	CASE(SLICE): {
		struct value part;
		if (!arith_slice(*RB, RC[0], RC[1], &part, &error))
			goto raise;
		SET(RA, part);
		DISPATCH();
	}
	CASE(GETPROPERTY): {
		struct value found;
		SAVE_PC();
		if (!arith_get_property(*RA, KBX->string->bytes, &found, &error))
			goto raise;
		SET(RA, found);
		DISPATCH();
	}
	CASE(SETPROPERTY):
		SAVE_PC();
		if (!arith_set_property(RA[0], KBX->string->bytes, RA[1], &error))
			goto raise;
		DISPATCH();
	CASE(UNPACK):
		if ((error = operation_unpack(*RA, RB, INSTRUCTION_C(i))) != NULL)
			goto raise;
		DISPATCH();
	CASE(GLOB):
		SET(RA, operation_glob(fiber, *RB));
		DISPATCH();
	CASE(GLOBESCAPE):
		SET(RA, operation_glob_escape(*RB));
		DISPATCH();
	CASE(HOME):
		SET(RA, operation_home(fiber, KBX->string));
		DISPATCH();
	CASE(CLOSURE): {
		struct value closure = operation_closure(fiber->function, R, fiber->function->proto->protos[INSTRUCTION_BX(i)]);
		SET(RA, closure);
		DISPATCH();
	}
	CASE(DEFINE):
		registry_define(registry_command(KBX->string), (struct function *)RA->resource);
		DISPATCH();
	CASE(GETCOMMAND): {
		struct value command;
		if (!operation_command(KBX->string, &command, &error))
			goto raise;
		SET(RA, command);
		DISPATCH();
	}

	CASE(CALL): {
		site = &fiber->function->proto->sites[INSTRUCTION_BX(i)];
		struct command *command = site->command;
		if (likely(command != NULL)) {
			struct function *callee = command->function;
			if (likely(callee != NULL && site->plain && callee->proto->exact_count == site->count)) {
				const struct proto *proto = callee->proto;
				struct value *header = RA;
				uint32_t base = (uint32_t)(header - fiber->stack) + CALL_HEADER;
				if (unlikely(value_is_object(header[0]) || value_is_object(header[1])))
					slots_clear(fiber, base - CALL_HEADER, CALL_HEADER);
				if (unlikely(fiber->depth >= FIBER_DEPTH || base + proto->registers > fiber->capacity)) {
					SAVE_PC();
					if (!frame_push(fiber, callee, base - CALL_HEADER, pc, 0))
						goto too_deep;
					LOAD_FRAME();
					DISPATCH();
				}
				/* frame_push() without its checks: calls are what recursive programs do most. */
				header[0] = (struct value){ .type = VALUE_RAW, .extra = fiber->base, .raw = fiber->function };
				header[1] = (struct value){ .type = VALUE_RAW, .extra = 0, .raw = (void *)(uintptr_t)pc };
				callee->resource.object.references++;
				fiber->function = callee;
				fiber->base = base;
				fiber->depth++;
				R = header + CALL_HEADER;
				K = proto->constants;
				pc = proto->code;
				DISPATCH();
			}
			target = target_of_command(command);
			goto invoke;
		}
		if (site->name != NULL) {
			if (site->external) {
				target = (struct target){ 0 };
				goto invoke;
			}
			site->command = registry_command(site->name);
			target = target_of_command(site->command);
			goto invoke;
		}
		SAVE_PC();
		if (site->external && RA->type == VALUE_STRING)
			target = (struct target){ 0 };
		else if (!target_of_value(*RA, &target, &error))
			goto raise;
		goto invoke;
	}
	CASE(START): {
		struct bound_call *bound = (struct bound_call *)fiber->callee.resource;
		if (bound->resource.type == &builtin_function_type) {
			site = &empty_site;
			target = (struct target){ .builtin = ((struct builtin_function *)fiber->callee.resource)->builtin };
			goto invoke;
		}
		site = (struct callsite *)(uintptr_t)bound->site;
		fiber_reserve(fiber, fiber->base + CALL_HEADER + bound->count);
		R = fiber->stack + fiber->base;
		R[0] = value_retain(bound->callee);
		for (uint32_t n = 0; n < bound->count; n++)
			R[CALL_HEADER + n] = value_retain(bound->arguments[n]);
		target = (struct target){ .builtin = bound->builtin };
		if (bound->builtin == NULL && bound->callee.type == VALUE_FUNCTION && !target_of_value(bound->callee, &target, &error))
			goto raise;
		goto invoke;
	}
	CASE(ENTER):
		site = &fiber->function->proto->sites[INSTRUCTION_BX(i)];
		target = (struct target){ .builtin = registry_builtin(site->name->bytes, site->name->length) };
		goto invoke;

	/* site, target and the arguments behind R[A] are known. */
	invoke:
		SAVE_PC();
		slot = (uint32_t)(RA - fiber->stack);
		if (target.function != NULL) {
			struct function *callee = target.function;
			callee->resource.object.references++;   /* R[A] may hold the only reference */
			SET(&fiber->stack[slot], value_none());
			error = invoke_bind_function(fiber, callee->proto, site, slot + CALL_HEADER);
			bool pushed = error == NULL && frame_push(fiber, callee, slot, pc, 0);
			resource_release(&callee->resource);
			if (unlikely(error != NULL)) {
				LOAD_FRAME();
				pc++;
				goto raise;
			}
			if (unlikely(!pushed))
				goto too_deep;
			LOAD_FRAME();
			DISPATCH();
		}
		builtin = target.builtin;
		if (builtin != NULL && likely(builtin == site->fitted)) {
			slots = site->fitted_slots;
			error = NULL;
			if (slots > site->count)
				invoke_mark_absent(fiber, slot + CALL_HEADER + site->count, slot + CALL_HEADER + slots);
		} else if (builtin != NULL) {
			error = invoke_bind_builtin(fiber, builtin, site, slot + CALL_HEADER, &slots);
		} else {
			struct list *words = NULL;
			struct value program = site->name != NULL ? value_string(site->name) : fiber->stack[slot];
			error = invoke_words(fiber, program, site, slot + CALL_HEADER, &words);
			builtin = vm_hooks.run_program;
			slots = 1;
			if (error == NULL) {
				fiber_reserve(fiber, slot + CALL_HEADER + 1);
				fiber->stack[slot + CALL_HEADER] = value_list(words);
			}
		}
		R = fiber->stack + fiber->base;
		if (unlikely(error != NULL)) {
			slots_clear(fiber, slot + CALL_HEADER, slots);
			goto raise;
		}
		value_release(fiber->stack[slot]);
		fiber->stack[slot] = (struct value){ .type = VALUE_RAW, .extra = slots, .raw = (void *)(uintptr_t)builtin };
		fiber->phase = 0;
		call.tested = site->tested;
		call.valued = site->valued;
		call.block = INSTRUCTION_OP(i) == OP_ENTER;
		if (builtin->frame_size > 0)
			op_push(fiber, builtin);
		goto step_now;

	/* builtin, slot, slots are known; its first step is behind it. */
	step:
		site = INSTRUCTION_OP(i) == OP_START
		    ? (fiber->callee.resource->type == &bound_call_type ? (struct callsite *)(uintptr_t)((struct bound_call *)fiber->callee.resource)->site : &empty_site)
		    : INSTRUCTION_OP(i) == OP_NEXT ? &empty_site : &fiber->function->proto->sites[INSTRUCTION_BX(i)];
		call.tested = site->tested;
		call.valued = site->valued;
		call.block = INSTRUCTION_OP(i) == OP_ENTER;
	step_now:
		call.builtin = builtin;
		call.arguments = fiber->stack + slot + CALL_HEADER;
		call.result.type = VALUE_NONE;
		frame = builtin->frame_size > 0 ? fiber->ops->frame : NULL;
		status = builtin->step(&call, frame);
		if (unlikely(call.has_returned)) {
			call.has_returned = false;
			value_release(call.returned);
		}
		if (likely(status == STEP_DONE)) {
			fiber->flags &= ~(uint32_t)FIBER_OP_PARKED;
			if (builtin->frame_size > 0 && INSTRUCTION_OP(i) != OP_ENTER)
				op_pop(fiber);
			for (struct value *argument = fiber->stack + slot + CALL_HEADER, *end = argument + slots; argument < end; argument++)
				SET(argument, value_none());
			fiber->stack[slot] = call.result;
			if (unlikely(INSTRUCTION_OP(i) == OP_NEXT)) {
				bool ended = call.result.type == VALUE_ABSENT;
				if (ended)
					fiber->stack[slot] = value_none();
				TEST(ended);
			}
			DISPATCH();
		}
		if (status == STEP_PARKED) {
			fiber->flags |= FIBER_RESUMING | (builtin->frame_size > 0 ? FIBER_OP_PARKED : 0u);
			return FIBER_PARKED;
		}
		if (status == STEP_CALL) {
			uint32_t header = slot + CALL_HEADER + slots;
			fiber_reserve(fiber, header + CALL_HEADER + call.call_argument_count);
			for (unsigned n = 0; n < call.call_argument_count; n++)
				fiber->stack[header + CALL_HEADER + n] = call.call_arguments[n];
			struct callsite step_site = { .plain = true, .count = (uint16_t)call.call_argument_count, .arguments = plain_arguments };
			error = NULL;
			if (!target_of_value(call.callee, &target, &error) || (target.function == NULL && target.builtin == NULL)) {
				if (error == NULL)
					error = error_new(KIND_TypeError, "%s: not a function", builtin->name);
			} else if (target.builtin != NULL) {
				error = call_plain_builtin(fiber, target.builtin, &step_site, header + CALL_HEADER, &call.returned);
				if (error == NULL) {
					call.has_returned = true;
					value_release(call.callee);
					R = fiber->stack + fiber->base;
					goto step_now;
				}
			} else {
				error = invoke_bind_function(fiber, target.function->proto, &step_site, header + CALL_HEADER);
				if (error == NULL && !frame_push(fiber, target.function, header, fiber->pc, FRAME_TO_STEP))
					error = error_new(KIND_RecursionError, "too many calls inside each other (%d)", FIBER_DEPTH);
				if (error == NULL) {
					value_release(call.callee);
					LOAD_FRAME();
					DISPATCH();
				}
			}
			value_release(call.callee);
			call.error = error;
		}
		/* failed */
		fiber->flags &= ~(uint32_t)FIBER_OP_PARKED;
		if (builtin->frame_size > 0)
			op_pop(fiber);
		fiber->stack[slot].type = VALUE_NONE;
		slots_clear(fiber, slot + CALL_HEADER, slots);
		R = fiber->stack + fiber->base;
		error = call.error;
		call.error = NULL;
		goto raise;

	CASE(BIND): {
		struct value bound;
		site = &fiber->function->proto->sites[INSTRUCTION_BX(i)];
		if (!operation_bind(fiber->function->proto, fiber->function->proto->places[pc - 1 - fiber->function->proto->code], site, RA, &bound, &error))
			goto raise;
		SET(RA, bound);
		DISPATCH();
	}
	CASE(LEAVE):
	CASE(UNWIND):
	leave: {
		struct error *in_flight = INSTRUCTION_OP(i) == OP_UNWIND ? RA->error : NULL;
		builtin = fiber->ops->builtin;
		call.builtin = builtin;
		call.arguments = NULL;
		call.result.type = VALUE_NONE;
		call.tested = call.valued = false;
		if (!(fiber->flags & FIBER_OP_PARKED))
			fiber->phase = 0;
		SAVE_PC();
		status = builtin->leave(&call, fiber->ops->frame, in_flight);
		if (status == STEP_PARKED) {
			fiber->flags |= FIBER_RESUMING | FIBER_OP_PARKED;
			return FIBER_PARKED;
		}
		fiber->flags &= ~(uint32_t)FIBER_OP_PARKED;
		op_pop(fiber);
		if (status == STEP_DONE) {
			if (in_flight != NULL)
				SET(RA, value_none());
			SET(RA, value_retain(call.result));
			value_release(call.result);
			DISPATCH();
		}
		error = call.error;
		call.error = NULL;
		again = error == in_flight;
		goto raise;
	}
	CASE(RETURN): {
		struct value result = *RA;
		RA->type = VALUE_NONE;
		goto do_return;
	CASE(RETURNNONE):
		result = value_none();
	do_return:;
		struct function *ended = fiber->function;
		for (struct value *reg = R, *end = R + ended->proto->registers; reg < end; reg++) {
			if (unlikely(value_is_object(*reg))) {
				value_release(*reg);
				reg->type = VALUE_NONE;
			}
		}
		struct value *header = R - CALL_HEADER;
		uint32_t flags = header[1].extra;
		fiber->function = header[0].raw;
		fiber->base = header[0].extra;
		fiber->pc = header[1].raw;
		fiber->depth--;
		header[0] = result;
		header[1].type = VALUE_NONE;
		if (unlikely(--ended->resource.object.references == 0)) {
			ended->resource.object.references = 1;
			resource_release(&ended->resource);
		}
		if (unlikely(fiber->function == NULL)) {
			fiber->flags |= FIBER_ENDED;
			return FIBER_DONE;
		}
		LOAD_FRAME();
		if (likely(!(flags & FRAME_TO_STEP)))
			DISPATCH();
		/* Back to the built-in that asked for this call. */
		i = *pc++;
		call.has_returned = true;
		call.returned = header[0];
		header[0].type = VALUE_NONE;
		slot = fiber->base + INSTRUCTION_A(i);
		builtin = fiber->stack[slot].raw;
		slots = fiber->stack[slot].extra;
		goto step;
	}
	CASE(NEWERROR): {
		struct value made;
		if (!operation_new_error(KBX->string, RA[0], RA[1], &made, &error))
			goto raise;
		SET(RA, made);
		DISPATCH();
	}
	CASE(SETCAUSE):
		if ((error = operation_set_cause(*RA, *RB)) != NULL)
			goto raise;
		DISPATCH();
	CASE(RAISE):
		error = operation_raise(*RA);
		goto raise;
	CASE(RERAISE):
		error = error_retain(RA->error);
		again = true;
		goto raise;
	CASE(MATCH):
		SET(RA, value_bool(operation_match(*RA, RB->error)));
		DISPATCH();
	CASE(SPLIT):
		operation_split(RA, RB);
		DISPATCH();
	CASE(COMBINE):
		error = operation_combine(RA, *RB, &again);
		if (error != NULL)
			goto raise;
		DISPATCH();
	CASE(FORPREP): {
		bool empty;
		struct value *a = RA;
		if ((error = operation_range(a, &empty)) != NULL)
			goto raise;
		if (!empty)
			SET_INT(a + 3, a->i);
		TEST(empty);
	}
	CASE(FORLOOP): {
		struct value *a = RA;
		if (unlikely(vm_interrupted)) {
			SAVE_PC();
			if ((error = operation_interrupted(fiber)) != NULL)
				goto raise;
		}
		if (likely(a[1].i > 0)) {
			a[1].i--;
			a->i = (int64_t)((uint64_t)a->i + (uint64_t)a[2].i);
			SET_INT(a + 3, a->i);
			pc += INSTRUCTION_J(*pc) + 1;
			DISPATCH();
		}
		pc++;
		DISPATCH();
	}
	CASE(ITERATE):
		if ((error = operation_iterate(RA)) != NULL)
			goto raise;
		DISPATCH();
	CASE(NEXT): {
		struct value *a = RA;
		if (likely(a->type == VALUE_LIST)) {
			if (unlikely(vm_interrupted)) {
				SAVE_PC();
				if ((error = operation_interrupted(fiber)) != NULL)
					goto raise;
			}
			bool ended = (uint64_t)a[1].i >= a->list->length;
			if (!ended)
				SET(a + 2, value_retain(a->list->items[a[1].i++]));
			TEST(ended);
		}
		/* A handle: the next item comes from a built-in, which may wait. */
		builtin = vm_hooks.next_item;
		slot = (uint32_t)(a + 2 - fiber->stack);
		slots = 1;
		fiber_reserve(fiber, slot + CALL_HEADER + 1);
		R = fiber->stack + fiber->base;
		SET(&fiber->stack[slot + CALL_HEADER], value_retain(*RA));
		SET(&fiber->stack[slot], ((struct value){ .type = VALUE_RAW, .extra = slots, .raw = (void *)(uintptr_t)builtin }));
		fiber->phase = 0;
		SAVE_PC();
		call.tested = call.valued = false;
		if (builtin->frame_size > 0)
			op_push(fiber, builtin);
		goto step_now;
	}

	too_deep:
		LOAD_FRAME();
		pc++;
		error = error_new(KIND_RecursionError, "too many calls inside each other (%d)", FIBER_DEPTH);
	raise:
		SAVE_PC();
		if (!fiber_unwind(fiber, error, again)) {
			fiber->flags |= FIBER_ENDED;
			return FIBER_FAILED;
		}
		again = false;
		LOAD_FRAME();
		DISPATCH();
}
