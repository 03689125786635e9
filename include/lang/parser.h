/* From text to tree. Keeps going after an error (it resynchronises at the next command or closing bracket), so that one run
 * reports several; a tree with errors is never compiled. Depth is limited (SYNTAX_DEPTH) with a clear error: the parser recurses. */
#ifndef LANG_PARSER_H
#define LANG_PARSER_H

#include "lang/ast.h"
#include "lang/diag.h"

#define SYNTAX_DEPTH 200

/* Never NULL. Problems go to diags; syntax->incomplete tells the prompt to ask for more (then diags holds the error that a
 * script would get). The source is retained. */
struct syntax *syntax_parse(struct source *source, const struct command_lookup *lookup, struct diags *diags);
void syntax_free(struct syntax *syntax);

/* For tests and --disassemble=tree: the tree as indented text. */
void syntax_add_text(struct buf *out, const struct syntax *syntax);

#endif
