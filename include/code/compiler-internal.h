/* What the parts of the compiler share; not for other modules.
 *
 * Registers are a stack: parameters and locals below, temporaries above. Each function here leaves next_register as it found it, apart from
 * those that declare a local or say otherwise. */
#ifndef CODE_COMPILER_INTERNAL_H
#define CODE_COMPILER_INTERNAL_H

#include "base/map.h"
#include "base/vec.h"
#include "code/chunk.h"
#include "code/compile.h"
#include "code/opcode.h"

typedef VEC(uint32_t) jump_list;

/* Jumps that leave a try with finally: it runs first, then goes on to where they wanted. */
enum exit_type { EXIT_BREAK, EXIT_CONTINUE, EXIT_RETURN };

enum control_type {
	CONTROL_LOOP,
	CONTROL_BLOCK,                  /* an inline block of a block command */
	CONTROL_FINALLY,                /* a try with a finally part, while its other parts are compiled */
	CONTROL_TRY,                    /* the body of a try with handlers */
	CONTROL_EXCEPT,                 /* a handler's body */
	CONTROL_CLEANUP                 /* a finally part itself */
};

struct gap {
	uint32_t start, end;            /* instructions in which the handler does not act: the block or part has been left there already */
};

struct control {
	enum control_type type;
	struct control *outer;
	uint8_t reg;                    /* BLOCK: of its handle. FINALLY: completion, value, error from here on. EXCEPT: the error. CLEANUP: the error or none */
	jump_list breaks, continues;    /* LOOP */
	VEC(struct gap) gaps;           /* all but LOOP and FINALLY */
	jump_list entries;              /* FINALLY: jumps to the finally part */
	VEC(struct pending_exit) exits;
};

struct pending_exit {
	enum exit_type type;
	struct control *loop;           /* NULL: return */
};

struct function_state {
	struct function_state *outer;
	struct compiler *compiler;
	const struct function_node *node;
	VEC(uint32_t) code;
	VEC(struct span) places;
	VEC(struct value) constants;
	struct map strings;             /* constants that are strings: text -> index + 1 */
	VEC(struct callsite) sites;
	VEC(struct proto *) protos;
	VEC(struct code_handler) handlers;
	unsigned next_register, most_registers;
	struct control *control;
	struct span place;              /* of what is being compiled */
};

struct compiler {
	const struct syntax *syntax;
	struct session_names *names;
	enum compile_mode mode;
	struct diags *diags;
	struct function_state *function;
};

/* emit.c */
uint32_t emit(struct compiler *c, uint32_t instruction);                /* returns its index */
uint32_t emit_abc(struct compiler *c, enum opcode op, unsigned a, unsigned b, unsigned cc);
uint32_t emit_abx(struct compiler *c, enum opcode op, unsigned a, unsigned bx);
uint32_t emit_here(const struct compiler *c);                           /* the index of the next instruction */
uint32_t emit_jump(struct compiler *c);                                 /* to be patched */
void emit_loop(struct compiler *c, uint32_t target);
void patch_jump(struct compiler *c, uint32_t jump, uint32_t target);
void patch_here(struct compiler *c, uint32_t jump);
void patch_all(struct compiler *c, jump_list *jumps, uint32_t target);  /* and clears the list */
unsigned registers_take(struct compiler *c, unsigned count);            /* the first of count new registers */
void registers_reserve(struct compiler *c, unsigned count);             /* that many may be used above next_register by the machine */
unsigned constant_add(struct compiler *c, struct value take_value);
unsigned constant_text(struct compiler *c, const char *bytes, size_t length);
void load_constant(struct compiler *c, unsigned target, struct value take_value);
unsigned site_add(struct compiler *c, struct callsite site);
void handler_add(struct compiler *c, enum handler_type type, uint32_t start, uint32_t end, uint32_t target, unsigned reg);
void handlers_around(struct compiler *c, struct control *control, enum handler_type type, uint32_t start, uint32_t end, uint32_t target, unsigned reg);
void function_begin(struct compiler *c, struct function_state *state, const struct function_node *node);
struct proto *function_end(struct compiler *c, struct function_state *state);

/* compile-values.c */
extern const enum opcode operator_opcodes[];                            /* by enum operator, ADD to POWER */
void value_to(struct compiler *c, const struct node *node, unsigned target);
unsigned value_any(struct compiler *c, const struct node *node);        /* where it stands already, or in a new temporary */
void condition(struct compiler *c, const struct node *node, bool sense, jump_list *jumps);     /* jumps when the truth is sense */
void variable_to(struct compiler *c, const struct variable *variable, unsigned target);
unsigned variable_reference(struct compiler *c, const struct variable *variable);      /* a register with the variable itself or its cell, for in-place changes */
bool variable_in_register(const struct compiler *c, const struct variable *variable);
void variable_set(struct compiler *c, const struct variable *variable, unsigned source);
void variable_declare(struct compiler *c, struct variable *variable, unsigned reg);     /* reg holds its first value and becomes the variable (or its cell) */

/* compile-words.c */
bool word_to(struct compiler *c, const struct node *word, unsigned target, bool glob);  /* true: a list of file names */
bool word_has_glob(const struct node *word);
bool word_number(struct compiler *c, const struct node *node, struct value *number, struct text *text);
void interpolation_to(struct compiler *c, struct nodes parts, unsigned target);

/* compile-calls.c */
enum call_use { CALL_STATEMENT, CALL_VALUE, CALL_TEST };
void call_to(struct compiler *c, const struct node *node, unsigned target, enum call_use use);
void spawn_to(struct compiler *c, const struct node *node, unsigned target);
void with_statement(struct compiler *c, const struct node *node);
void closure_to(struct compiler *c, const struct function_node *node, unsigned target);

/* compile-statements.c */
void statement(struct compiler *c, const struct node *node);
void statement_value(struct compiler *c, const struct node *node, unsigned target);     /* the value of $( ... ) */

/* compile-control.c */
void if_statement(struct compiler *c, const struct node *node);
void while_statement(struct compiler *c, const struct node *node);
void for_statement(struct compiler *c, const struct node *node);
void try_statement(struct compiler *c, const struct node *node);
void exit_statement(struct compiler *c, const struct node *node);       /* break, continue, return */
void control_push(struct compiler *c, struct control *control, enum control_type type);
void control_pop(struct compiler *c);

#endif
