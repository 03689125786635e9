#include "vm/function.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "vm/builtin.h"

static void function_free(struct resource *resource)
{
	struct function *function = (struct function *)resource;
	size_t size = sizeof *function + function->proto->capture_count * sizeof(struct value);
	for (unsigned i = 0; i < function->proto->capture_count; i++)
		value_release(function->captures[i]);
	proto_release(function->proto);
	mem_small_free(function, size);
}

static void function_describe(struct resource *resource, struct buf *out)
{
	struct string *name = function_name(value_function(resource));
	buf_add_text(out, "<function ");
	buf_add_escaped(out, name->bytes, name->length, false);
	buf_add_byte(out, '>');
	string_release(name);
}

static bool function_get(struct resource *resource, const char *name, struct value *result)
{
	if (strcmp(name, "name") != 0)
		return false;
	*result = value_string(function_name(value_function(resource)));
	return true;
}

static const char *const function_properties[] = { "name", NULL };

const struct resource_type function_type = {
	.name = "function",
	.free = function_free,
	.describe = function_describe,
	.get = function_get,
	.properties = function_properties,
};

struct function *function_new(struct proto *proto)
{
	size_t size = sizeof(struct function) + proto->capture_count * sizeof(struct value);
	struct function *function = mem_small_alloc(size);
	resource_init(&function->resource, &function_type);
	function->proto = proto_retain(proto);
	for (unsigned i = 0; i < proto->capture_count; i++)
		function->captures[i] = value_none();
	return function;
}

static void bound_call_free(struct resource *resource)
{
	struct bound_call *bound = (struct bound_call *)resource;
	size_t size = sizeof *bound + bound->count * sizeof(struct value);
	for (uint32_t i = 0; i < bound->count; i++)
		value_release(bound->arguments[i]);
	value_release(bound->callee);
	proto_release(bound->proto);
	mem_small_free(bound, size);
}

const struct resource_type bound_call_type = {
	.name = "function",
	.free = bound_call_free,
	.describe = function_describe,
	.get = function_get,
	.properties = function_properties,
};

static void builtin_function_free(struct resource *resource)
{
	mem_small_free(resource, sizeof(struct builtin_function));
}

const struct resource_type builtin_function_type = {
	.name = "function",
	.free = builtin_function_free,
	.describe = function_describe,
	.get = function_get,
	.properties = function_properties,
};

struct value function_from_builtin(const struct builtin *builtin)
{
	struct builtin_function *function = mem_small_alloc(sizeof *function);
	resource_init(&function->resource, &builtin_function_type);
	function->builtin = builtin;
	return value_function(&function->resource);
}

static struct string *program_name(const struct string *path)
{
	const char *slash = strrchr(path->bytes, '/');
	return slash != NULL && slash[1] != '\0' ? string_from(slash + 1) : string_new(path->bytes, path->length);
}

struct string *function_name(struct value callee)
{
	if (callee.type == VALUE_STRING)
		return program_name(callee.string);
	if (callee.type != VALUE_FUNCTION)
		return string_from(value_type_name(callee));
	if (callee.resource->type == &function_type) {
		struct string *name = ((struct function *)callee.resource)->proto->name;
		return name->length ? string_retain(name) : string_from("main");
	}
	if (callee.resource->type == &builtin_function_type)
		return string_from(((struct builtin_function *)callee.resource)->builtin->name);
	struct bound_call *bound = (struct bound_call *)callee.resource;
	return bound->builtin != NULL ? string_from(bound->builtin->name) : function_name(bound->callee);
}

bool function_place(struct value callee, struct source **source, struct span *span)
{
	if (callee.type != VALUE_FUNCTION)
		return false;
	if (callee.resource->type == &bound_call_type)
		return function_place(((struct bound_call *)callee.resource)->callee, source, span);
	if (callee.resource->type != &function_type)
		return false;
	const struct proto *proto = ((struct function *)callee.resource)->proto;
	*source = proto->source;
	*span = proto->span;
	return true;
}
