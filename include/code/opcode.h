/* Opcodes and the fields of an instruction. See code/opcodes.def for what each does. */
#ifndef CODE_OPCODE_H
#define CODE_OPCODE_H

#include <stdint.h>

enum opcode {
#define OP(name, shape, meaning) OP_##name,
#include "code/opcodes.def"
#undef OP
	OPCODE_COUNT
};

struct opcode_info {
	const char *name;
	const char *shape;
	const char *meaning;
};

extern const struct opcode_info opcode_table[OPCODE_COUNT];

#define INSTRUCTION_OP(i) ((i) & 0xff)
#define INSTRUCTION_A(i) (((i) >> 8) & 0xff)
#define INSTRUCTION_B(i) (((i) >> 16) & 0xff)
#define INSTRUCTION_C(i) ((i) >> 24)
#define INSTRUCTION_BX(i) ((i) >> 16)
#define INSTRUCTION_SB(i) ((int8_t)INSTRUCTION_B(i))
#define INSTRUCTION_SC(i) ((int8_t)INSTRUCTION_C(i))
#define INSTRUCTION_SBX(i) ((int16_t)INSTRUCTION_BX(i))
#define INSTRUCTION_J(i) ((int32_t)(i) >> 8)

#define INSTRUCTION_ABC(op, a, b, c) ((uint32_t)(op) | (uint32_t)(uint8_t)(a) << 8 | (uint32_t)(uint8_t)(b) << 16 | (uint32_t)(uint8_t)(c) << 24)
#define INSTRUCTION_ABX(op, a, bx) ((uint32_t)(op) | (uint32_t)(uint8_t)(a) << 8 | (uint32_t)(uint16_t)(bx) << 16)
#define INSTRUCTION_JUMP(op, j) ((uint32_t)(op) | (uint32_t)(j) << 8)

#define REGISTER_LIMIT 250              /* registers of one function */
#define JUMP_LIMIT ((1 << 23) - 1)
#define CALL_HEADER 2                   /* registers that a call keeps for the callee's frame header */

#endif
