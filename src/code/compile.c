#include "code/compile.h"

#include "base/fatal.h"
#include "base/mem.h"
#include "code/compiler-internal.h"
#include "lang/parser.h"

struct proto *compile_syntax(const struct syntax *syntax, struct session_names *names, enum compile_mode mode, struct diags *diags)
{
	struct compiler c = { .syntax = syntax, .names = names, .mode = mode, .diags = diags };
	struct function_state state;
	function_begin(&c, &state, syntax->script);
	statement(&c, syntax->script->body);
	emit_abc(&c, OP_RETURNNONE, 0, 0, 0);
	struct proto *proto = function_end(&c, &state);
	if (diags->error_count > 0) {
		proto_release(proto);
		return NULL;
	}
#ifdef TRIOSH_DEBUG
	char *why = NULL;
	if (!verify(proto, &why))
		bug("%s", why);
#endif
	return proto;
}

struct proto *compile(struct source *source, struct session_names *names, enum compile_mode mode, struct diags *diags, bool *incomplete, char **open_block)
{
	struct syntax *syntax = syntax_parse(source, names->lookup, diags);
	struct proto *proto = NULL;
	if (incomplete != NULL)
		*incomplete = syntax->incomplete;
	if (open_block != NULL)
		*open_block = syntax->incomplete ? mem_copy_string(syntax->open_block.length > 0 ? syntax->open_block.bytes : "") : NULL;
	if (syntax->script != NULL && diags->error_count == 0)
		resolve(syntax, names, mode, diags);
	if (syntax->script != NULL && diags->error_count == 0)
		proto = compile_syntax(syntax, names, mode, diags);
	syntax_free(syntax);
	return proto;
}
