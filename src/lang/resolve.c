#include "lang/resolve.h"

#include <string.h>

#include "base/vec.h"
#include "lang/resolve-internal.h"
#include "value/arith.h"

void session_names_clear(struct session_names *names)
{
	map_clear(&names->slots);
	names->count = 0;
}

uint32_t session_names_add(struct session_names *names, const char *name)
{
	uint32_t slot = names->count++;
	map_set(&names->slots, name, strlen(name), (void *)(uintptr_t)(slot + 1));
	return slot;
}

bool text_is(struct text text, const char *word)
{
	return text.length == strlen(word) && memcmp(text.bytes, word, text.length) == 0;
}

static bool text_equal(struct text a, struct text b)
{
	return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

struct variable *declare(struct resolver *resolver, struct name *name)
{
	struct variable *variable = arena_new(&resolver->syntax->arena, struct variable);
	variable->name = name->text;
	variable->span = name->span;
	variable->owner = resolver->function;
	name->variable = variable;
	bool outermost = resolver->function->outer == NULL && resolver->depth == 1;
	/* A long script's variables past a hundred have no register either. */
	bool crowded = outermost && ++resolver->outermost_count > 100;
	if (outermost && (resolver->mode != COMPILE_SCRIPT || crowded) && name->text.length > 0) {
		variable->global = true;
		variable->slot = session_names_add(resolver->names, name->text.bytes);
	}
	vec_push(&resolver->visible, variable);
	return variable;
}

struct variable *declare_hidden(struct resolver *resolver)
{
	struct name nameless = { .text = { "", 0 } };
	return declare(resolver, &nameless);
}

static struct variable **grow(struct resolver *resolver, struct variable **items, size_t count, size_t *capacity)
{
	if (count < *capacity)
		return items;
	*capacity = *capacity ? *capacity * 2 : 4;
	struct variable **grown = arena_alloc(&resolver->syntax->arena, *capacity * sizeof *grown);
	if (count > 0)
		memcpy(grown, items, count * sizeof *grown);
	return grown;
}

static void add_capture(struct resolver *resolver, struct function_node *function, struct variable *variable)
{
	for (size_t i = 0; i < function->capture_count; i++)
		if (function->captures[i] == variable)
			return;
	function->captures = grow(resolver, function->captures, function->capture_count, &function->capture_capacity);
	function->captures[function->capture_count++] = variable;
}

/* The running function uses variable: every function between it and the owner captures it. A def that calls itself needs no capture:
 * it is the function it looks for (and holding itself would be a cycle). */
void capture(struct resolver *resolver, struct variable *variable)
{
	variable->used = true;
	if (variable->global)
		return;
	for (struct function_node *function = resolver->function; function != variable->owner; function = function->outer) {
		if (function->variable == variable)
			return;
		variable->captured = true;
		add_capture(resolver, function, variable);
	}
}

/* The handle of a block that has ended in this function. */
static struct variable *find_ended_handle(struct resolver *resolver, struct text name)
{
	for (size_t i = resolver->handles.count; i-- > 0;) {
		struct variable *variable = resolver->handles.items[i];
		if (!text_equal(variable->name, name) || variable->owner != resolver->function)
			continue;
		if (!variable->hoisted) {
			struct function_node *owner = variable->owner;
			variable->hoisted = true;
			owner->hoisted = grow(resolver, owner->hoisted, owner->hoisted_count, &owner->hoisted_capacity);
			owner->hoisted[owner->hoisted_count++] = variable;
		}
		return variable;
	}
	return NULL;
}

struct variable *find_variable(struct resolver *resolver, struct text name)
{
	for (size_t i = resolver->visible.count; i-- > 0;)
		if (text_equal(resolver->visible.items[i]->name, name))
			return resolver->visible.items[i];
	struct variable *handle = find_ended_handle(resolver, name);
	if (handle != NULL)
		return handle;
	uintptr_t slot = (uintptr_t)map_get(&resolver->names->slots, name.bytes, name.length);
	if (slot == 0)
		return NULL;
	struct variable *variable = arena_new(&resolver->syntax->arena, struct variable);
	variable->name = name;
	variable->global = true;
	variable->slot = (uint32_t)slot - 1;
	return variable;
}

/* The visible variable whose name is nearest; NULL: none near. */
const char *nearest_variable(struct resolver *resolver, struct text name)
{
	VEC(const char *) candidates = VEC_INIT;
	for (size_t i = 0; i < resolver->visible.count; i++)
		if (resolver->visible.items[i]->name.length > 0)
			vec_push(&candidates, resolver->visible.items[i]->name.bytes);
	for (size_t i = 0; i < resolver->names->slots.count; i++)
		if (resolver->names->slots.entries[i].key != NULL)
			vec_push(&candidates, resolver->names->slots.entries[i].key);
	const char *nearest = nearest_name(name.bytes, candidates.items, candidates.count);
	vec_clear(&candidates);
	return nearest;
}

bool is_unit_function(struct resolver *resolver, struct text name, struct function_node **function)
{
	struct known_function *known = map_get(&resolver->functions, name.bytes, name.length);
	if (function != NULL)
		*function = known != NULL && !known->ambiguous ? known->node : NULL;
	return known != NULL;
}

bool is_command(struct resolver *resolver, struct text name)
{
	if (is_unit_function(resolver, name, NULL))
		return true;
	const struct command_lookup *lookup = resolver->names->lookup;
	if (lookup != NULL && lookup->find(name.bytes, name.length, lookup->context) != NULL)
		return true;
	return resolver->names->is_function != NULL && resolver->names->is_function(name.bytes, name.length);
}

void enter_scope(struct resolver *resolver, size_t *mark)
{
	*mark = resolver->visible.count;
	resolver->depth++;
}

void leave_scope(struct resolver *resolver, size_t mark)
{
	for (size_t i = mark; i < resolver->visible.count; i++)
		if (resolver->visible.items[i]->is_handle)
			vec_push(&resolver->handles, resolver->visible.items[i]);
	resolver->visible.count = mark;
	resolver->depth--;
}

/* A function's body is resolved with the variables around it in sight; loops, handlers and (in a def) the nursery around do not reach in. */
void resolve_function(struct resolver *resolver, struct function_node *function)
{
	struct function_node *outer = resolver->function;
	struct context saved = resolver->context;
	function->outer = outer;
	resolver->function = function;
	resolver->context.in_loop = resolver->context.in_except = resolver->context.in_except_star = false;
	if (!function->is_block) {
		resolver->context.nursery = NULL;
		resolver->context.in_session = false;
		resolver->context.sync = function->is_sync ? function : NULL;
		resolver->context.in_def = true;
	}
	size_t mark;
	enter_scope(resolver, &mark);
	for (size_t i = 0; i < function->parameter_count; i++) {
		struct parameter_node *parameter = &function->parameters[i];
		if (parameter->initial != NULL)
			resolve_value(resolver, parameter->initial);
		declare(resolver, &parameter->name);
	}
	resolve_statement(resolver, function->body);
	leave_scope(resolver, mark);
	resolver->function = outer;
	resolver->context = saved;
}

/* The names of all defs of the text, so that calls may stand before them. Those in other functions are local to them. */
static void collect_functions(struct resolver *resolver, const struct node *node)
{
	if (node == NULL)
		return;
	switch (node->type) {
	case NODE_SEQUENCE:
		for (size_t i = 0; i < node->sequence.statements.count; i++)
			collect_functions(resolver, node->sequence.statements.items[i]);
		break;
	case NODE_IF:
		collect_functions(resolver, node->branch.then);
		collect_functions(resolver, node->branch.otherwise);
		break;
	case NODE_WHILE:
		collect_functions(resolver, node->loop.body);
		break;
	case NODE_FOR:
		collect_functions(resolver, node->each.body);
		break;
	case NODE_TRY:
		collect_functions(resolver, node->attempt.body);
		for (size_t i = 0; i < node->attempt.except_count; i++)
			collect_functions(resolver, node->attempt.excepts[i].body);
		collect_functions(resolver, node->attempt.otherwise);
		collect_functions(resolver, node->attempt.finally);
		break;
	case NODE_WITH:
		collect_functions(resolver, node->with.body);
		break;
	case NODE_CALL:
		collect_functions(resolver, node->call.inline_block);
		break;
	case NODE_DEF: {
		struct text name = node->function->name;
		struct known_function *known = map_get(&resolver->functions, name.bytes, name.length);
		if (known != NULL) {
			known->ambiguous = true;
			break;
		}
		known = arena_new(&resolver->syntax->arena, struct known_function);
		known->node = node->function;
		map_set(&resolver->functions, name.bytes, name.length, known);
		break;
	}
	default:
		break;
	}
}

void resolve(struct syntax *syntax, struct session_names *names, enum compile_mode mode, struct diags *diags)
{
	struct resolver resolver = {
		.syntax = syntax,
		.names = names,
		.mode = mode,
		.diags = diags,
		.function = syntax->script,
	};
	resolver.context.in_session = mode == COMPILE_PROMPT;
	collect_functions(&resolver, syntax->script->body);
	resolve_statement(&resolver, syntax->script->body);
	vec_clear(&resolver.visible);
	vec_clear(&resolver.handles);
	map_clear(&resolver.functions);
}
