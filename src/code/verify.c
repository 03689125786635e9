#include "base/buf.h"
#include "code/compile.h"
#include "code/opcode.h"

static bool operand_fits(const struct proto *proto, char shape, unsigned number)
{
	switch (shape) {
	case 'r':
	case 'R':
		return number < proto->registers;
	case 'u':
		return number < proto->capture_count;
	case 'k':
		return number < proto->constant_count;
	case 's':
		return number < proto->site_count;
	case 'p':
		return number < proto->proto_count;
	case 't':
		return number <= 1;
	default:
		return true;
	}
}

static bool is_test(enum opcode op)
{
	return (op >= OP_JUMPTRUE && op <= OP_JUMPGEINT) || op == OP_FORPREP || op == OP_FORLOOP || op == OP_NEXT;
}

/* How many registers from the given one an instruction touches. */
static unsigned run_length(uint32_t instruction)
{
	switch (INSTRUCTION_OP(instruction)) {
	case OP_CLEAR:
		return INSTRUCTION_B(instruction);
	case OP_CONCAT:
	case OP_LIST:
	case OP_UNPACK:
		return INSTRUCTION_C(instruction);
	case OP_FORPREP:
	case OP_FORLOOP:
		return 4;
	case OP_NEXT:
		return 2 + CALL_HEADER + 1;
	case OP_CALL:
	case OP_BIND:
	case OP_ENTER:
		return CALL_HEADER;
	case OP_SLICE:
	case OP_SETPROPERTY:
	case OP_NEWERROR:
	case OP_COMBINE:
		return 2;
	default:
		return 1;
	}
}

static const char *check_instruction(const struct proto *proto, uint32_t index)
{
	uint32_t instruction = proto->code[index];
	if (INSTRUCTION_OP(instruction) >= OPCODE_COUNT)
		return "unknown opcode";
	const struct opcode_info *info = &opcode_table[INSTRUCTION_OP(instruction)];
	unsigned fields[] = { INSTRUCTION_A(instruction), INSTRUCTION_B(instruction), INSTRUCTION_C(instruction) };
	for (unsigned i = 0; info->shape[i] != '\0'; i++) {
		char shape = info->shape[i];
		bool wide = shape == 'k' || shape == 's' || shape == 'p' || shape == 'g';
		if (!operand_fits(proto, shape, wide ? INSTRUCTION_BX(instruction) : fields[i]))
			return "operand out of range";
		bool run = shape == 'R' || INSTRUCTION_OP(instruction) == OP_CLEAR;
		if (run && i < 3 && (shape == 'R' || shape == 'r') && fields[i] + run_length(instruction) > proto->registers)
			return "run of registers out of range";
	}
	if (info->shape[0] == 'j') {
		int64_t target = (int64_t)index + 1 + INSTRUCTION_J(instruction);
		if (target < 0 || target >= proto->code_count)
			return "jump out of the code";
	}
	if (is_test(INSTRUCTION_OP(instruction)) && (index + 1 >= proto->code_count || INSTRUCTION_OP(proto->code[index + 1]) != OP_JUMP))
		return "test without a jump";
	return NULL;
}

static const char *check_handlers(const struct proto *proto)
{
	for (uint32_t i = 0; i < proto->handler_count; i++) {
		const struct code_handler *handler = &proto->handlers[i];
		if (handler->start >= handler->end || handler->end > proto->code_count || handler->target >= proto->code_count
		    || handler->reg >= proto->registers)
			return "handler out of range";
	}
	return NULL;
}

bool verify(const struct proto *proto, char **why)
{
	const char *fault = check_handlers(proto);
	uint32_t index = 0;
	for (; fault == NULL && index < proto->code_count; index++)
		fault = check_instruction(proto, index);
	if (fault == NULL && (proto->code_count == 0 || INSTRUCTION_OP(proto->code[proto->code_count - 1]) != OP_RETURNNONE))
		fault = "the code does not end with a return";
	if (fault != NULL) {
		struct buf text = BUF_INIT;
		buf_printf(&text, "code of %s: %s at %u", proto->name->length ? proto->name->bytes : "the script", fault, index ? index - 1 : 0);
		*why = buf_detach(&text);
		return false;
	}
	for (uint32_t i = 0; i < proto->proto_count; i++)
		if (!verify(proto->protos[i], why))
			return false;
	return true;
}
