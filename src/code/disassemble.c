#include "base/buf.h"
#include "code/compile.h"
#include "code/opcode.h"

const struct opcode_info opcode_table[OPCODE_COUNT] = {
#define OP(name, shape, meaning) { #name, shape, meaning },
#include "code/opcodes.def"
#undef OP
};

static void add_operand(struct buf *out, const struct proto *proto, char shape, unsigned number, uint32_t instruction, uint32_t index)
{
	switch (shape) {
	case 'r':
	case 'R':
		buf_printf(out, " r%u", number);
		break;
	case 'i':
		buf_printf(out, " %d", (int8_t)number);
		break;
	case 'I':
		buf_printf(out, " %d", (int16_t)number);
		break;
	case 'n':
	case 't':
		buf_printf(out, " %u", number);
		break;
	case 'u':
		buf_printf(out, " u%u", number);
		break;
	case 'g':
		buf_printf(out, " g%u", number);
		break;
	case 'p':
		buf_printf(out, " p%u", number);
		break;
	case 'k':
		buf_printf(out, " k%u ", number);
		if (number < proto->constant_count)
			value_add_repr(out, proto->constants[number]);
		break;
	case 's':
		buf_printf(out, " s%u", number);
		if (number < proto->site_count && proto->sites[number].name != NULL)
			buf_printf(out, " %s/%u", proto->sites[number].name->bytes, proto->sites[number].count);
		break;
	case 'j':
		buf_printf(out, " -> %d", (int)index + 1 + INSTRUCTION_J(instruction));
		break;
	}
}

static void add_instruction(struct buf *out, const struct proto *proto, uint32_t index)
{
	uint32_t instruction = proto->code[index];
	const struct opcode_info *info = &opcode_table[INSTRUCTION_OP(instruction)];
	size_t line = 0, column = 0;
	source_position(proto->source, proto->places[index].start, &line, &column);
	buf_printf(out, "%5u %4zu  %-14s", index, line, info->name);
	unsigned fields[] = { INSTRUCTION_A(instruction), INSTRUCTION_B(instruction), INSTRUCTION_C(instruction) };
	for (unsigned i = 0; info->shape[i] != '\0'; i++) {
		bool wide = info->shape[i] == 'k' || info->shape[i] == 's' || info->shape[i] == 'p' || info->shape[i] == 'g' || info->shape[i] == 'I';
		add_operand(out, proto, info->shape[i], wide ? INSTRUCTION_BX(instruction) : fields[i], instruction, index);
	}
	buf_add_byte(out, '\n');
}

void disassemble(struct buf *out, const struct proto *proto)
{
	buf_printf(out, "%s: %u instructions, %u registers, %u parameters, %u captured\n", proto->name->length ? proto->name->bytes : "script",
	    proto->code_count, proto->registers, proto->parameter_count, proto->capture_count);
	for (uint32_t i = 0; i < proto->code_count; i++)
		add_instruction(out, proto, i);
	for (uint32_t i = 0; i < proto->handler_count; i++) {
		const struct code_handler *handler = &proto->handlers[i];
		if (handler->type == HANDLER_CATCH)
			buf_printf(out, "      errors in %u..%u go to r%u, then %u\n", handler->start, handler->end - 1, handler->reg, handler->target);
		else
			buf_printf(out, "      errors in %u..%u come while r%u is handled\n", handler->start, handler->end - 1, handler->reg);
	}
	for (uint32_t i = 0; i < proto->proto_count; i++) {
		buf_printf(out, "\np%u of %s\n", i, proto->name->length ? proto->name->bytes : "script");
		disassemble(out, proto->protos[i]);
	}
}
