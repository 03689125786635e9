#include "vm/invoke.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "lang/command.h"
#include "value/list.h"
#include "vm/registry.h"

/* As lang/ast.h has them; the site keeps them as numbers so that this layer need not know the tree. */
enum { WORD, OPTION, OPTION_VALUE, SPREAD };

/* One parameter of either kind of callee. */
struct parameter {
	const char *name;
	unsigned flags;
};

/* A binding under way: the arguments have left the stack and are owned here until they stand in their slots. */
struct binding {
	const char *callee;
	const struct callsite *site;
	struct value *arguments;
	struct parameter *parameters;
	uint32_t parameter_count;
	uint32_t positional_count;      /* parameters that words fill, the rest parameter not counted */
	int rest;                       /* index of the rest parameter, or -1 */
	int last;                       /* the last parameter that words fill, the rest parameter too; -1: none */
	struct value *values;           /* one for each parameter */
	uint32_t next;                  /* the next parameter that a word fills */
	int filled;                     /* the last one that a word has filled; -1: none */
	bool words_seen;                /* options behind a word are words, too, where any number of words is taken */
};

void fiber_reserve(struct fiber *fiber, uint32_t slots)
{
	if (slots <= fiber->capacity)
		return;
	uint32_t capacity = fiber->capacity + fiber->capacity / 2;
	if (capacity < slots)
		capacity = slots;
	struct value *stack = mem_small_alloc(capacity * sizeof *stack);
	if (fiber->capacity > 0)
		memcpy(stack, fiber->stack, fiber->capacity * sizeof *stack);
	memset(stack + fiber->capacity, 0, (capacity - fiber->capacity) * sizeof *stack);
	if (fiber->capacity > 0)
		mem_small_free(fiber->stack, fiber->capacity * sizeof *stack);
	fiber->stack = stack;
	fiber->capacity = capacity;
}

struct target target_of_command(const struct command *command)
{
	if (command->function != NULL)
		return (struct target){ .function = command->function };
	return (struct target){ .builtin = command->builtin };
}

bool target_of_value(struct value callee, struct target *target, struct error **error)
{
	*target = (struct target){ 0 };
	if (callee.type == VALUE_STRING) {
		const struct command *command = registry_find(callee.string->bytes, callee.string->length);
		if (command != NULL)
			*target = target_of_command(command);
		if (callee.string->length > 0)
			return true;
		*error = error_new(KIND_TypeError, "an empty string is no command");
		return false;
	}
	if (callee.type == VALUE_FUNCTION && callee.resource->type == &function_type) {
		target->function = (struct function *)callee.resource;
		return true;
	}
	if (callee.type == VALUE_FUNCTION && callee.resource->type == &builtin_function_type) {
		target->builtin = ((struct builtin_function *)callee.resource)->builtin;
		return true;
	}
	*error = error_new(KIND_TypeError, "%s %s is no command; to see a value, print it", value_type_name(callee)[0] == 'i' || value_type_name(callee)[0] == 'e' ? "an" : "a", value_type_name(callee));
	return false;
}

static struct error *binding_error(const struct binding *binding, const char *what, const char *name)
{
	return error_new(KIND_TypeError, "%s: %s%s", binding->callee, what, name);
}

static int binding_find(const struct binding *binding, const struct string *name)
{
	for (uint32_t i = 0; i < binding->parameter_count; i++)
		if (parameter_is(binding->parameters[i].name, name->bytes, name->length))
			return (int)i;
	return -1;
}

static struct error *bind_option(struct binding *binding, uint32_t index, struct value take_value)
{
	const struct parameter *parameter = &binding->parameters[index];
	struct value *place = &binding->values[index];
	if (parameter->flags & (PARAMETER_REPEATED | PARAMETER_REST)) {
		if (place->type == VALUE_ABSENT)
			*place = value_list(list_new(1));
		list_push(place->list, take_value);
		return NULL;
	}
	if (place->type != VALUE_ABSENT) {
		value_release(take_value);
		return binding_error(binding, "given twice: ", parameter->name);
	}
	*place = take_value;
	return NULL;
}

static struct error *bind_word(struct binding *binding, struct value take_value)
{
	while (binding->next < binding->parameter_count
	    && (binding->parameters[binding->next].flags & (PARAMETER_OPTION | PARAMETER_REST) || binding->values[binding->next].type != VALUE_ABSENT))
		binding->next++;
	if (binding->next < binding->parameter_count) {
		binding->filled = (int)binding->next;
		binding->values[binding->next++] = take_value;
		return NULL;
	}
	if (binding->rest < 0) {
		value_release(take_value);
		char text[64];
		snprintf(text, sizeof text, "%u", binding->positional_count);
		struct buf message = BUF_INIT;
		buf_printf(&message, "too many arguments: takes %s%s", binding->positional_count ? "at most " : "", binding->positional_count ? text : "none");
		struct error *error = binding_error(binding, message.data, "");
		buf_clear(&message);
		return error;
	}
	struct value *rest = &binding->values[binding->rest];
	if (rest->type == VALUE_ABSENT)
		*rest = value_list(list_new(4));
	list_push(rest->list, take_value);
	return NULL;
}

static struct error *bind_spread(struct binding *binding, struct value take_value)
{
	struct error *error = NULL;
	if (take_value.type != VALUE_LIST) {
		error = error_new(KIND_TypeError, "%s: ... spreads a list, not %s", binding->callee, value_type_name(take_value));
		value_release(take_value);
		return error;
	}
	for (size_t i = 0; i < take_value.list->length && error == NULL; i++)
		error = bind_word(binding, value_retain(take_value.list->items[i]));
	value_release(take_value);
	return error;
}

/* --name, perhaps with the next word as its value; *i moves over what was taken. */
static struct error *bind_named(struct binding *binding, uint32_t *i)
{
	const struct site_argument *argument = &binding->site->arguments[*i];
	int index = binding_find(binding, argument->name);
	struct value value = binding->arguments[*i];
	binding->arguments[*i] = value_none();
	bool takes_words = binding->rest >= 0 && !(binding->parameters[binding->rest].flags & PARAMETER_OPTION);
	if (takes_words && (index < 0 || binding->words_seen)) {
		struct string *text = string_printf("--%s", argument->name->bytes);
		if (argument->type == OPTION_VALUE) {
			struct value as_text = value_to_text(value);
			string_append(&text, "=", 1);
			string_append(&text, as_text.string->bytes, as_text.string->length);
			value_release(as_text);
		}
		value_release(value);
		return bind_word(binding, value_string(text));
	}
	if (index < 0) {
		value_release(value);
		return binding_error(binding, "no option --", argument->name->bytes);
	}
	if (argument->type == OPTION_VALUE) {
		if (!(binding->parameters[index].flags & PARAMETER_FLAG))
			return bind_option(binding, (uint32_t)index, value);
		if (value.type != VALUE_BOOL) {
			value_release(value);
			return binding_error(binding, "true or false, or nothing, belongs behind --", argument->name->bytes);
		}
		bool on = value.i;
		return on ? bind_option(binding, (uint32_t)index, value_bool(true)) : NULL;
	}
	if (binding->parameters[index].flags & PARAMETER_FLAG)
		return bind_option(binding, (uint32_t)index, value_bool(true));
	bool has_word = *i + 1 < binding->site->count && binding->site->arguments[*i + 1].type == WORD
	    && !(binding->site->has_block && *i + 2 == binding->site->count);
	if (!has_word)
		return binding_error(binding, "needs a value: --", argument->name->bytes);
	++*i;
	value = binding->arguments[*i];
	binding->arguments[*i] = value_none();
	return bind_option(binding, (uint32_t)index, value);
}

/* Where the last parameter is required and ones before it are not, the last word is the last parameter's, as a block would be. */
static void bind_last(struct binding *binding)
{
	if (binding->last < 0 || binding->filled < 0 || binding->values[binding->last].type != VALUE_ABSENT)
		return;
	if (!(binding->parameters[binding->last].flags & PARAMETER_REQUIRED) || binding->parameters[binding->filled].flags & PARAMETER_REQUIRED)
		return;
	binding->values[binding->last] = binding->values[binding->filled];
	binding->values[binding->filled] = value_absent();
}

static struct error *bind_all(struct binding *binding)
{
	struct error *error = NULL;
	uint32_t count = binding->site->count;
	if (binding->site->has_block) {
		/* The block belongs to the last parameter, so that optional ones before it may be left out. */
		count--;
		if (binding->last < 0 || binding->last == binding->rest)
			return binding_error(binding, "takes no block", "");
		binding->values[binding->last] = binding->arguments[count];
		binding->arguments[count] = value_none();
	}
	for (uint32_t i = 0; i < count && error == NULL; i++) {
		struct value value = binding->arguments[i];
		switch (binding->site->arguments[i].type) {
		case OPTION:
		case OPTION_VALUE:
			error = bind_named(binding, &i);
			break;
		case SPREAD:
			binding->words_seen = true;
			binding->arguments[i] = value_none();
			error = bind_spread(binding, value);
			break;
		default:
			binding->words_seen = true;
			binding->arguments[i] = value_none();
			error = bind_word(binding, value);
		}
	}
	bind_last(binding);
	if (binding->rest >= 0 && binding->values[binding->rest].type == VALUE_ABSENT && !(binding->parameters[binding->rest].flags & PARAMETER_OPTION))
		binding->values[binding->rest] = value_list(list_new(0));
	for (uint32_t i = 0; i < binding->parameter_count && error == NULL; i++)
		if ((binding->parameters[i].flags & PARAMETER_REQUIRED) && binding->values[i].type == VALUE_ABSENT)
			error = binding_error(binding, "missing argument: ", binding->parameters[i].name);
	return error;
}

/* A slot behind the arguments may still hold what an earlier call left there. */
static void slot_set(struct fiber *fiber, uint32_t slot, struct value take_value)
{
	struct value old = fiber->stack[slot];
	fiber->stack[slot] = take_value;
	value_release(old);
}

/* Moves the site's arguments from the stack, binds them, and puts one value for each parameter back. */
static struct error *bind_generic(struct fiber *fiber, struct binding *binding, uint32_t first)
{
	uint32_t count = binding->site->count;
	fiber_reserve(fiber, first + (binding->parameter_count > count ? binding->parameter_count : count));
	binding->arguments = mem_array(count + 1, sizeof(struct value));
	for (uint32_t i = 0; i < count; i++) {
		binding->arguments[i] = fiber->stack[first + i];
		fiber->stack[first + i] = value_none();
	}
	binding->values = mem_array(binding->parameter_count + 1, sizeof(struct value));
	binding->rest = binding->last = binding->filled = -1;
	binding->positional_count = 0;
	for (uint32_t i = 0; i < binding->parameter_count; i++) {
		binding->values[i] = value_absent();
		if (binding->parameters[i].flags & PARAMETER_REST)
			binding->rest = (int)i;
		else if (!(binding->parameters[i].flags & PARAMETER_OPTION))
			binding->positional_count++;
		if (!(binding->parameters[i].flags & PARAMETER_OPTION))
			binding->last = (int)i;
	}
	struct error *error = bind_all(binding);
	for (uint32_t i = 0; i < count; i++)
		value_release(binding->arguments[i]);
	for (uint32_t i = 0; i < binding->parameter_count; i++) {
		if (error == NULL)
			slot_set(fiber, first + i, binding->values[i]);
		else
			value_release(binding->values[i]);
	}
	mem_free(binding->arguments);
	mem_free(binding->values);
	return error;
}

static struct error *check_types(struct fiber *fiber, const struct builtin *builtin, const struct command_info *info, uint32_t first)
{
	for (unsigned i = 0; i < info->parameter_count; i++) {
		struct value *argument = &fiber->stack[first + i];
		bool rest = info->parameters[i].flags & PARAMETER_REST;
		if (argument->type == VALUE_ABSENT || (!rest && strcmp(info->parameters[i].type, "any") == 0))
			continue;
		struct error *error = builtin_check_argument(builtin, &info->parameters[i], argument);
		if (error != NULL)
			return error;
	}
	return NULL;
}

struct error *invoke_bind_function(struct fiber *fiber, const struct proto *proto, const struct callsite *site, uint32_t first)
{
	if (site->plain && !proto->irregular && !site->has_block && site->count >= proto->required_count && site->count <= proto->parameter_count) {
		fiber_reserve(fiber, first + proto->registers);
		for (uint32_t i = site->count; i < proto->parameter_count; i++)
			slot_set(fiber, first + i, value_absent());
		return NULL;
	}
	struct parameter *parameters = mem_array(proto->parameter_count + 1, sizeof *parameters);
	for (uint32_t i = 0; i < proto->parameter_count; i++) {
		parameters[i].name = proto->parameters[i].name->bytes;
		parameters[i].flags = proto->parameters[i].flags;
	}
	struct binding binding = {
		.callee = proto->name->length ? proto->name->bytes : "block",
		.site = site,
		.parameters = parameters,
		.parameter_count = proto->parameter_count,
	};
	struct error *error = bind_generic(fiber, &binding, first);
	mem_free(parameters);
	if (error == NULL && proto->spec != NULL)
		error = check_types(fiber, proto->spec, builtin_info(proto->spec), first);
	return error;
}

void invoke_mark_absent(struct fiber *fiber, uint32_t from, uint32_t to)
{
	fiber_reserve(fiber, to);
	for (uint32_t slot = from; slot < to; slot++)
		slot_set(fiber, slot, value_absent());
}

/* Whether nothing that the site gives has a type to be checked. */
static bool is_unchecked(const struct command_info *info, const struct callsite *site)
{
	for (unsigned i = 0; i < site->count; i++)
		if (strcmp(info->parameters[i].type, "any") != 0)
			return false;
	return true;
}

struct error *invoke_bind_builtin(struct fiber *fiber, const struct builtin *builtin, struct callsite *site, uint32_t first, uint32_t *slots)
{
	const struct command_info *info = builtin_info(builtin);
	unsigned required = 0, positional = 0;
	bool rest = false;
	for (unsigned i = 0; i < info->parameter_count; i++) {
		required += (info->parameters[i].flags & PARAMETER_REQUIRED) != 0;
		rest |= (info->parameters[i].flags & PARAMETER_REST) != 0;
		positional += !(info->parameters[i].flags & (PARAMETER_OPTION | PARAMETER_REST));
	}
	*slots = info->parameter_count;
	struct error *error;
	if (site->plain && !rest && !site->has_block && site->count >= required && site->count <= positional) {
		invoke_mark_absent(fiber, first + site->count, first + info->parameter_count);
		if (is_unchecked(info, site)) {
			site->fitted = builtin;
			site->fitted_slots = (uint16_t)info->parameter_count;
			return NULL;
		}
		error = NULL;
	} else {
		struct parameter *parameters = mem_array(info->parameter_count + 1, sizeof *parameters);
		for (unsigned i = 0; i < info->parameter_count; i++)
			parameters[i] = (struct parameter){ info->parameters[i].name, info->parameters[i].flags };
		struct binding binding = {
			.callee = builtin->name,
			.site = site,
			.parameters = parameters,
			.parameter_count = info->parameter_count,
		};
		error = bind_generic(fiber, &binding, first);
		mem_free(parameters);
		if (error != NULL)
			*slots = 0;
	}
	return error != NULL ? error : check_types(fiber, builtin, info, first);
}

static void words_add(struct list *words, struct value take_value)
{
	list_push(words, value_to_text(take_value));
	value_release(take_value);
}

struct error *invoke_words(struct fiber *fiber, struct value program, const struct callsite *site, uint32_t first, struct list **words)
{
	struct list *list = list_new(site->count + 1u);
	list_push(list, value_to_text(program));
	struct error *error = NULL;
	for (uint32_t i = 0; i < site->count; i++) {
		const struct site_argument *argument = &site->arguments[i];
		struct value value = fiber->stack[first + i];
		fiber->stack[first + i] = value_none();
		if (site->has_block && i + 1u == site->count) {
			error = error_new(KIND_TypeError, "%s is a program and takes no block", list->items[0].string->bytes);
			value_release(value);
		} else if (argument->type == OPTION_VALUE) {
			struct value text = argument->text != NULL ? value_string(string_retain(argument->text)) : value_to_text(value);
			value_release(value);
			list_push(list, value_string(string_printf("--%s=", argument->name->bytes)));
			string_append(&list->items[list->length - 1].string, text.string->bytes, text.string->length);
			value_release(text);
		} else if (argument->text != NULL) {
			value_release(value);
			list_push(list, value_string(string_retain(argument->text)));
		} else if (value.type == VALUE_LIST) {
			for (size_t j = 0; j < value.list->length; j++)
				words_add(list, value_retain(value.list->items[j]));
			value_release(value);
		} else {
			words_add(list, value);
		}
	}
	if (error != NULL)
		list_release(list);
	else
		*words = list;
	return error;
}
