/* Compiled code: what the compiler makes and the interpreter runs.
 *
 * A proto is one function's code: 32-bit instructions, the place in the text of each, constants, call sites, inner protos,
 * and the table of handlers through which errors unwind. It is counted and does not change after the compiler is done,
 * except for the caches in its call sites. */
#ifndef CODE_CHUNK_H
#define CODE_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"
#include "value/cell.h"
#include "value/string.h"
#include "value/value.h"

struct command;                         /* vm/registry.h */
struct builtin;                         /* vm/builtin.h */

struct code_parameter {
	struct string *name;            /* interned */
	unsigned flags;                 /* enum parameter_flags of lang/command.h */
};

enum capture_source {
	CAPTURE_REGISTER,               /* of the function around: a value that never changes, or a cell */
	CAPTURE_CAPTURED,               /* what the function around has captured itself */
	CAPTURE_SELF                    /* the function around */
};

struct code_capture {
	uint8_t source;                 /* enum capture_source */
	uint16_t index;
};

enum handler_type {
	HANDLER_CATCH,                  /* an error raised in [start, end) goes to reg, execution to target */
	HANDLER_CONTEXT                 /* an error raised in [start, end) gets the error in reg as its context */
};

/* Handlers are searched in order: inner ones stand before outer ones. */
struct code_handler {
	uint32_t start, end;            /* instructions */
	uint32_t target;
	uint8_t reg;
	uint8_t type;                   /* enum handler_type */
	uint8_t live;                   /* registers from here on hold nothing that target needs */
};

/* How one argument of a call was written. */
struct site_argument {
	uint8_t type;                   /* enum argument_type of lang/ast.h */
	struct string *name;            /* of an option; NULL: none */
	struct string *text;            /* the word as it was written, for programs, where its value differs from that (1.50, true, --x); NULL: the value's text */
};

struct callsite {
	struct string *name;            /* the command; NULL: the callee is a value */
	struct command *command;        /* cache: looked up at the first call */
	const struct builtin *fitted;   /* cache: a built-in whose parameters the arguments are as they stand, without checks */
	uint16_t fitted_slots;          /* its parameters */
	struct site_argument *arguments;
	uint16_t count;
	bool plain;                     /* only ordinary words: arguments are parameters as they stand */
	bool tested;                    /* a condition: a program's failure is false, not an error */
	bool valued;                    /* its value is taken: a program's output is captured */
	bool external;                  /* always a program */
	bool has_block;                 /* the last argument is a trailing block */
};

struct proto {
	uint32_t references;
	struct source *source;          /* owned */
	struct string *name;            /* owned; "" for the script itself, "block:LINE" for blocks */
	uint32_t *code;
	struct span *places;            /* one for each instruction */
	uint32_t code_count;
	struct value *constants;
	uint32_t constant_count;
	struct callsite *sites;
	uint32_t site_count;
	struct proto **protos;
	uint32_t proto_count;
	struct code_handler *handlers;
	uint32_t handler_count;
	struct code_parameter *parameters;
	uint16_t parameter_count, required_count;
	uint16_t exact_count;           /* the number of plain arguments that are the parameters as they stand; UINT16_MAX: none is */
	bool irregular;                 /* has a rest, options, or a required parameter behind others: words do not fill them one by one */
	bool is_sync, is_block;
	bool hidden;                    /* of the prelude: tracebacks show who called it instead */
	const struct builtin *spec;     /* of the prelude: the types of its parameters, in their order; NULL: any */
	uint16_t registers;             /* how many, the parameters first */
	struct code_capture *captures;
	uint16_t capture_count;
	struct span span;               /* where it is defined */
};

struct proto *proto_retain(struct proto *proto);
void proto_release(struct proto *proto);

#endif
