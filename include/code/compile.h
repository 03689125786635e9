/* From text to code: parse, resolve, compile. */
#ifndef CODE_COMPILE_H
#define CODE_COMPILE_H

#include "code/chunk.h"
#include "lang/diag.h"
#include "lang/resolve.h"

/* The whole of source as a function without parameters, or NULL with errors in diags. names gets the variables that stay; the caller makes
 * room for their values (vm/globals.h: globals_reserve(names->count)) before the code runs. *incomplete (may be NULL): the text ends inside
 * an open block or bracket; *open_block (may be NULL): an owned name of the command whose block is open ("" if none; set only then). */
struct proto *compile(struct source *source, struct session_names *names, enum compile_mode mode, struct diags *diags, bool *incomplete, char **open_block);

/* The same from a tree that is resolved without errors. */
struct proto *compile_syntax(const struct syntax *syntax, struct session_names *names, enum compile_mode mode, struct diags *diags);

/* A listing of the code and of all inner functions, for --disassemble. */
void disassemble(struct buf *out, const struct proto *proto);

/* Whether every instruction's operands are in range and every jump lands on an instruction; else *why is an owned text. Inner functions too. */
bool verify(const struct proto *proto, char **why);

#endif
