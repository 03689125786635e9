#include "lang/resolve-internal.h"

#include <string.h>

static void resolve_nodes(struct resolver *resolver, struct nodes nodes)
{
	for (size_t i = 0; i < nodes.count; i++)
		resolve_value(resolver, nodes.items[i]);
}

static void resolve_arguments(struct resolver *resolver, struct argument *arguments, size_t count)
{
	for (size_t i = 0; i < count; i++)
		resolve_value(resolver, arguments[i].value);
}

/* A def inside a function is local to it; its name is looked for among the functions around, innermost first. */
static struct variable *find_local_function(struct resolver *resolver, struct text name)
{
	for (size_t i = resolver->visible.count; i-- > 0;) {
		struct variable *variable = resolver->visible.items[i];
		if (variable->is_def && variable->name.length == 0 && variable->owner != NULL) {
			/* the hidden variable's span is the def's name in the text */
			const char *text = resolver->syntax->source->text + variable->span.start;
			if (variable->span.end - variable->span.start == name.length && memcmp(text, name.bytes, name.length) == 0)
				return variable;
		}
	}
	return NULL;
}

static void resolve_name(struct resolver *resolver, struct name *name)
{
	name->variable = find_variable(resolver, name->text);
	if (name->variable == NULL)
		name->variable = find_local_function(resolver, name->text);
	if (name->variable != NULL) {
		capture(resolver, name->variable);
		return;
	}
	name->command = is_command(resolver, name->text);
	const char *nearest = nearest_variable(resolver, name->text);
	if (nearest != NULL)
		name->hint = (struct text){ arena_copy(&resolver->syntax->arena, nearest, strlen(nearest)), strlen(nearest) };
}

void resolve_call(struct resolver *resolver, struct node *node)
{
	struct call_node *call = &node->call;
	if (call->name.text.length > 0) {
		struct variable *local = find_local_function(resolver, call->name.text);
		if (local == NULL && call->parenthesised && !is_command(resolver, call->name.text))
			local = find_variable(resolver, call->name.text);
		call->name.variable = local;
		if (local != NULL) {
			capture(resolver, local);
			call->info = NULL;
		}
	} else {
		resolve_value(resolver, call->callee);
	}
	resolve_arguments(resolver, call->arguments, call->argument_count);
	check_call(resolver, node);
	if (call->block != NULL)
		resolve_function(resolver, call->block);
	if (call->inline_block == NULL)
		return;
	if (call->as.text.length > 0)
		declare(resolver, &call->as)->is_handle = true;
	struct variable *around = resolver->context.nursery;
	if (call->info->flags & COMMAND_NURSERY) {
		call->handle = declare_hidden(resolver);
		resolver->context.nursery = call->handle;
	}
	resolve_statement(resolver, call->inline_block);
	resolver->context.nursery = around;
}

static void resolve_spawn(struct resolver *resolver, struct node *node)
{
	bool start = node->spawn.type == SPAWN_START;
	if (start)
		check_async(resolver, node->span, "start");
	resolve_value(resolver, node->spawn.task_name);
	resolve_arguments(resolver, node->spawn.options, node->spawn.option_count);
	if (node->spawn.nursery != NULL) {
		resolve_value(resolver, node->spawn.nursery);
	} else if (resolver->context.nursery != NULL) {
		node->spawn.nursery_variable = resolver->context.nursery;
		capture(resolver, resolver->context.nursery);
	} else if (resolver->context.in_session) {
		node->spawn.session = true;
	} else {
		struct diag *diag = diags_error(resolver->diags, node->span, "%s needs a nursery around it", start ? "start" : "spawn");
		if (resolver->context.in_def)
			diag_hint(diag, "a function's tasks must end before it does: write `nursery < ... >` in it, or pass a nursery in and say `%s in $n ...`", start ? "start" : "spawn");
		else
			diag_hint(diag, "write `nursery < spawn ... >`: the block ends when all that it spawned has ended");
	}
	/* The call runs in a task of its own: it may be async even from a sync def. */
	struct function_node *sync = resolver->context.sync;
	resolver->context.sync = NULL;
	resolve_value(resolver, node->spawn.call);
	resolver->context.sync = sync;
}

void resolve_value(struct resolver *resolver, struct node *node)
{
	if (node == NULL)
		return;
	switch (node->type) {
	case NODE_NUMBER:
	case NODE_TEXT:
		break;
	case NODE_VARIABLE:
		resolve_name(resolver, &node->name);
		break;
	case NODE_INTERPOLATION:
		resolve_nodes(resolver, node->parts);
		break;
	case NODE_LIST:
		resolve_nodes(resolver, node->list.items);
		break;
	case NODE_MAP:
		resolve_nodes(resolver, node->map.keys);
		resolve_nodes(resolver, node->map.values);
		break;
	case NODE_UNARY:
		resolve_value(resolver, node->unary.operand);
		break;
	case NODE_BINARY:
		resolve_value(resolver, node->binary.left);
		resolve_value(resolver, node->binary.right);
		break;
	case NODE_COMPARE:
		resolve_nodes(resolver, node->compare.operands);
		break;
	case NODE_LOGICAL:
		resolve_value(resolver, node->logical.left);
		resolve_value(resolver, node->logical.right);
		break;
	case NODE_NOT:
	case NODE_SPREAD:
	case NODE_EXPRESSION:
		resolve_value(resolver, node->operand);
		break;
	case NODE_CONDITIONAL:
		resolve_value(resolver, node->conditional.condition);
		resolve_value(resolver, node->conditional.then);
		resolve_value(resolver, node->conditional.otherwise);
		break;
	case NODE_INDEX:
		resolve_value(resolver, node->index.object);
		resolve_value(resolver, node->index.index);
		break;
	case NODE_SLICE:
		resolve_value(resolver, node->slice.object);
		resolve_value(resolver, node->slice.start);
		resolve_value(resolver, node->slice.end);
		break;
	case NODE_PROPERTY:
		resolve_value(resolver, node->property.object);
		break;
	case NODE_WORD:
		for (size_t i = 0; i < node->word.count; i++)
			resolve_value(resolver, node->word.parts[i].node);
		break;
	case NODE_CALL:
		resolve_call(resolver, node);
		break;
	case NODE_SPAWN:
		resolve_spawn(resolver, node);
		break;
	case NODE_BLOCK_VALUE:
		resolve_function(resolver, node->function);
		break;
	case NODE_SUBSTITUTION:
		resolve_statement(resolver, node->operand);
		break;
	default:
		resolve_statement(resolver, node);
	}
}

/* let y = x: a bare word is a call, and where the only thing of that name is a variable, that one was meant. */
static void check_bare_variable(struct resolver *resolver, const struct node *value)
{
	if (value == NULL || value->type != NODE_CALL || value->call.parenthesised || value->call.argument_count > 0 || value->call.block != NULL)
		return;
	struct text name = value->call.name.text;
	if (name.length == 0 || value->call.name.variable != NULL || is_command(resolver, name) || find_variable(resolver, name) == NULL)
		return;
	struct diag *diag = diags_error(resolver->diags, value->span, "`%s` is a variable, and a bare word here is a command", name.bytes);
	diag_hint(diag, "write `$%s` for its value, or `run %s` for a program of that name", name.bytes, name.bytes);
}

static void resolve_assign(struct resolver *resolver, struct node *node)
{
	struct node *target = node->assign.target;
	resolve_value(resolver, node->assign.value);
	check_bare_variable(resolver, node->assign.value);
	resolve_value(resolver, target);
	struct node *root = target;
	while (root->type == NODE_INDEX)
		root = root->index.object;
	if (root->type != NODE_VARIABLE)
		return;
	struct name *name = &root->name;
	if (name->variable != NULL) {
		name->variable->reassigned = true;
		return;
	}
	if (target->type == NODE_INDEX && text_is(name->text, "env")) {
		diag_hint(diags_error(resolver->diags, target->span, "env cannot be assigned to"), "write `export NAME=VALUE`");
		return;
	}
	struct diag *diag = diags_error(resolver->diags, name->span, "no variable `%s` to assign to", name->text.bytes);
	const char *nearest = nearest_variable(resolver, name->text);
	if (nearest != NULL)
		diag_hint(diag, "did you mean `%s`? A new variable begins with `let %s = ...`", nearest, name->text.bytes);
	else
		diag_hint(diag, "a new variable begins with `let %s = ...`", name->text.bytes);
}

static void resolve_for(struct resolver *resolver, struct node *node)
{
	resolve_arguments(resolver, node->each.words, node->each.word_count);
	bool in_loop = resolver->context.in_loop;
	resolver->context.in_loop = true;
	size_t mark;
	enter_scope(resolver, &mark);
	for (size_t i = 0; i < node->each.count; i++)
		declare(resolver, &node->each.names[i]);
	resolve_statement(resolver, node->each.body);
	leave_scope(resolver, mark);
	resolver->context.in_loop = in_loop;
}

static void resolve_try(struct resolver *resolver, struct node *node)
{
	struct context saved = resolver->context;
	resolve_statement(resolver, node->attempt.body);
	for (size_t i = 0; i < node->attempt.except_count; i++) {
		struct except_node *except = &node->attempt.excepts[i];
		size_t mark;
		enter_scope(resolver, &mark);
		resolver->context.in_except = true;
		if (except->star) {
			resolver->context.in_except_star = true;
			resolver->context.in_loop = false;
		}
		if (except->as.text.length > 0)
			declare(resolver, &except->as);
		resolve_statement(resolver, except->body);
		resolver->context = saved;
		leave_scope(resolver, mark);
	}
	resolve_statement(resolver, node->attempt.otherwise);
	resolve_statement(resolver, node->attempt.finally);
}

static void resolve_def(struct resolver *resolver, struct node *node)
{
	struct function_node *function = node->function;
	/* Functions of the script itself are commands of the session; those inside others are variables there, without a name that $ sees. */
	if (resolver->context.in_def || resolver->function->outer != NULL) {
		struct variable *variable = declare_hidden(resolver);
		variable->span = function->name_span;
		variable->is_def = true;
		variable->used = true;
		function->variable = variable;
	}
	resolve_function(resolver, function);
}

static void resolve_jump(struct resolver *resolver, struct node *node)
{
	const char *word = node->type == NODE_BREAK ? "break" : node->type == NODE_CONTINUE ? "continue" : "return";
	if (resolver->context.in_except_star && node->type == NODE_RETURN) {
		diags_error(resolver->diags, node->span, "%s cannot leave an except* block: other handlers may still have to run", word);
		return;
	}
	if (node->type == NODE_RETURN) {
		if (resolver->function->outer == NULL)
			diag_hint(diags_error(resolver->diags, node->span, "return outside a function"), "to end the script, write `exit`");
		resolve_value(resolver, node->operand);
		check_bare_variable(resolver, node->operand);
		return;
	}
	if (resolver->context.in_loop)
		return;
	struct diag *diag = diags_error(resolver->diags, node->span, "%s outside a loop", word);
	if (resolver->context.in_except_star)
		diag_hint(diag, "it cannot leave an except* block: other handlers may still have to run");
	else if (resolver->function->is_block)
		diag_hint(diag, "this block runs as a function of its own; %s cannot reach a loop around it", word);
}

static void resolve_raise(struct resolver *resolver, struct node *node)
{
	if (node->raise.kind.text.length == 0 && node->raise.value == NULL && !resolver->context.in_except)
		diag_hint(diags_error(resolver->diags, node->span, "raise without an error, outside an except block"), "write `raise KIND \"message\"`");
	resolve_value(resolver, node->raise.value);
	resolve_value(resolver, node->raise.message);
	resolve_value(resolver, node->raise.members);
	resolve_value(resolver, node->raise.cause);
}

static void resolve_sequence(struct resolver *resolver, struct node *node)
{
	size_t mark;
	enter_scope(resolver, &mark);
	for (size_t i = 0; i < node->sequence.statements.count; i++)
		resolve_statement(resolver, node->sequence.statements.items[i]);
	leave_scope(resolver, mark);
}

void resolve_statement(struct resolver *resolver, struct node *node)
{
	if (node == NULL)
		return;
	switch (node->type) {
	case NODE_SEQUENCE:
		resolve_sequence(resolver, node);
		break;
	case NODE_LET:
		resolve_value(resolver, node->let.value);
		check_bare_variable(resolver, node->let.value);
		for (size_t i = 0; i < node->let.count; i++)
			declare(resolver, &node->let.names[i]);
		break;
	case NODE_ASSIGN:
		resolve_assign(resolver, node);
		break;
	case NODE_IF:
		resolve_value(resolver, node->branch.condition);
		resolve_statement(resolver, node->branch.then);
		resolve_statement(resolver, node->branch.otherwise);
		break;
	case NODE_WHILE: {
		bool in_loop = resolver->context.in_loop;
		resolve_value(resolver, node->loop.condition);
		resolver->context.in_loop = true;
		resolve_statement(resolver, node->loop.body);
		resolver->context.in_loop = in_loop;
		break;
	}
	case NODE_FOR:
		resolve_for(resolver, node);
		break;
	case NODE_TRY:
		resolve_try(resolver, node);
		break;
	case NODE_WITH:
		resolve_value(resolver, node->with.value);
		if (node->with.as.text.length > 0)
			declare(resolver, &node->with.as)->is_handle = true;
		resolve_statement(resolver, node->with.body);
		break;
	case NODE_DEF:
		resolve_def(resolver, node);
		break;
	case NODE_RETURN:
	case NODE_BREAK:
	case NODE_CONTINUE:
		resolve_jump(resolver, node);
		break;
	case NODE_RAISE:
		resolve_raise(resolver, node);
		break;
	case NODE_PIPELINE:
		diags_error(resolver->diags, node->span, "pipelines are not built yet");
		break;
	case NODE_REDIRECT:
		diags_error(resolver->diags, node->span, "redirections are not built yet");
		break;
	default:
		resolve_value(resolver, node);
	}
}
