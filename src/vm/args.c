/* Parameter specs of built-ins, and what an argument must be to fit one. */
#include "vm/registry.h"

#include <math.h>
#include <string.h>

#include "base/fatal.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "value/list.h"

/* Parsed specs by the address of their built-in: open addressing, at most half full. */
static struct command_info **infos;
static const struct builtin **info_keys;
static size_t info_size, info_count;

static void copy_part(char *target, size_t size, const char *start, size_t length, const struct builtin *builtin)
{
	if (length == 0 || length >= size)
		bug("parameter of %s: \"%.*s\" is empty or too long", builtin->name, (int)length, start);
	memcpy(target, start, length);
	target[length] = '\0';
}

static void parse_parameter(struct parameter_info *parameter, const char *word, size_t length, const struct builtin *builtin)
{
	parameter->flags = PARAMETER_REQUIRED;
	if (length > 2 && word[0] == '-' && word[1] == '-') {
		parameter->flags = PARAMETER_OPTION;
		word += 2;
		length -= 2;
	} else if (word[0] == '?') {
		parameter->flags = 0;
		word++;
		length--;
	}
	if (length > 3 && memcmp(word + length - 3, "...", 3) == 0) {
		parameter->flags |= parameter->flags & PARAMETER_OPTION ? PARAMETER_REPEATED : PARAMETER_REST;
		length -= 3;
	}
	const char *colon = memchr(word, ':', length);
	if (colon != NULL) {
		copy_part(parameter->name, sizeof parameter->name, word, (size_t)(colon - word), builtin);
		copy_part(parameter->type, sizeof parameter->type, colon + 1, length - (size_t)(colon - word) - 1, builtin);
	} else if (parameter->flags == PARAMETER_OPTION) {
		parameter->flags |= PARAMETER_FLAG;
		copy_part(parameter->name, sizeof parameter->name, word, length, builtin);
		strcpy(parameter->type, "bool");
	} else {
		bug("parameter of %s: \"%.*s\" has no type", builtin->name, (int)length, word);
	}
}

static struct command_info *parse_spec(const struct builtin *builtin)
{
	const char *spec = builtin->params != NULL ? builtin->params : "";
	struct parameter_info *parameters = NULL;
	unsigned count = 0;

	for (const char *word = spec + strspn(spec, " "); *word != '\0'; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");
		parameters = mem_resize_array(parameters, count + 1, sizeof *parameters);
		memset(&parameters[count], 0, sizeof *parameters);
		parse_parameter(&parameters[count++], word, length, builtin);
		word += length;
	}
	struct command_info *info = mem_zalloc(sizeof *info);
	info->name = builtin->name;
	info->flags = builtin->flags;
	info->parameters = parameters;
	info->parameter_count = count;
	return info;
}

static size_t info_slot(const struct builtin *builtin)
{
	size_t slot = ((uintptr_t)builtin >> 3) * 0x9E3779B97F4A7C15u >> 20 & (info_size - 1);
	while (info_keys[slot] != NULL && info_keys[slot] != builtin)
		slot = (slot + 1) & (info_size - 1);
	return slot;
}

static void grow_infos(void)
{
	const struct builtin **old_keys = info_keys;
	struct command_info **old_infos = infos;
	size_t old_size = info_size;

	info_size = old_size != 0 ? old_size * 2 : 64;
	info_keys = mem_zalloc(info_size * sizeof *info_keys);
	infos = mem_zalloc(info_size * sizeof *infos);
	for (size_t i = 0; i < old_size; i++)
		if (old_keys[i] != NULL) {
			size_t slot = info_slot(old_keys[i]);
			info_keys[slot] = old_keys[i];
			infos[slot] = old_infos[i];
		}
	mem_free(old_keys);
	mem_free(old_infos);
}

const struct command_info *builtin_info(const struct builtin *builtin)
{
	if (info_count * 2 >= info_size)
		grow_infos();
	size_t slot = info_slot(builtin);
	if (info_keys[slot] == NULL) {
		infos[slot] = parse_spec(builtin);
		info_keys[slot] = builtin;
		info_count++;
	}
	return infos[slot];
}

/* "string \"abc\"", "int 5", "none"; a long one is cut. */
static void describe(struct buf *out, struct value v)
{
	struct buf text = BUF_INIT;
	value_add_repr(&text, v);
	const char *type = value_type_name(v);
	size_t cut = utf8_offset(text.data, text.length, 40);

	if (strcmp(text.data, type) == 0 || text.data[0] == '<') {
		buf_add_escaped(out, text.data, cut, false);
	} else {
		buf_printf(out, "%s ", type);
		buf_add_escaped(out, text.data, cut, false);
	}
	if (cut < text.length)
		buf_add_text(out, "...");
	buf_clear(&text);
}

static void add_wanted(struct buf *out, const char *type)
{
	static const struct { const char *type, *text; } known[] = {
		{ "int", "an integer" }, { "number", "a number" }, { "duration", "a number" }, { "string", "a string" },
		{ "text", "a string" }, { "bool", "true or false" }, { "list", "a list" }, { "map", "a map" },
		{ "function", "a function" }, { "path", "a path" }, { "handle", "a handle" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].type, type) == 0) {
			buf_add_text(out, known[i].text);
			return;
		}
	buf_add_text(out, strchr("aeiou", type[0]) != NULL ? "an " : "a ");
	for (; *type != '\0'; type++)
		buf_add_byte(out, *type == '_' ? ' ' : *type);
}

/* The parameter as the usage line names it: "SECONDS: ", "--limit: ". */
static void add_parameter_name(struct buf *out, const struct parameter_info *parameter)
{
	if (parameter->flags & PARAMETER_OPTION) {
		buf_printf(out, "--%s", parameter->name);
		return;
	}
	for (const char *c = parameter->name; *c != '\0'; c++)
		buf_add_byte(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
}

static struct error *finish_error(struct buf *text, enum kind_id kind)
{
	struct string *message = string_take_buf(text);
	struct error *error = error_new_kind(kind_of(kind), message);
	string_release(message);
	return error;
}

static struct error *wrong_type(const struct builtin *builtin, const struct parameter_info *parameter, struct value v)
{
	struct buf text = BUF_INIT;
	buf_printf(&text, "%s: ", builtin->name);
	add_parameter_name(&text, parameter);
	buf_add_text(&text, " must be ");
	add_wanted(&text, parameter->type);
	buf_add_text(&text, ", not ");
	describe(&text, v);
	return finish_error(&text, KIND_TypeError);
}

static struct error *unknown_function(const struct builtin *builtin, const struct parameter_info *parameter, const struct string *name)
{
	const char *nearest = registry_nearest(name->bytes);
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s: ", builtin->name);
	add_parameter_name(&text, parameter);
	buf_add_text(&text, " must be a function, and there is no command \"");
	buf_add_escaped(&text, name->bytes, name->length, false);
	buf_add_byte(&text, '"');
	if (nearest != NULL)
		buf_printf(&text, "; did you mean `%s`?", nearest);
	return finish_error(&text, KIND_TypeError);
}

/* The function or built-in that a string names takes its place. False: it names none. */
static bool convert_function(struct value *argument)
{
	const struct string *name = argument->string;
	const struct command *command = registry_find(name->bytes, name->length);
	struct value function;

	if (command != NULL && command->function != NULL)
		function = value_function(resource_retain(&command->function->resource));
	else if (command != NULL && command->builtin != NULL)
		function = function_from_builtin(command->builtin);
	else
		return false;
	value_release(*argument);
	*argument = function;
	return true;
}

static bool convert_int(struct value *argument)
{
	if (argument->type == VALUE_BOOL) {
		argument->type = VALUE_INT;
	} else if (argument->type == VALUE_FLOAT) {
		double number = argument->f;
		if (!(number >= -0x1p63 && number < 0x1p63) || number != floor(number))
			return false;
		*argument = value_int((int64_t)number);
	}
	return argument->type == VALUE_INT;
}

static bool convert_text(struct value *argument)
{
	if (value_is_number(*argument))
		*argument = value_to_text(*argument);
	return argument->type == VALUE_STRING;
}

static bool is_of_type(struct value v, const char *type)
{
	const char *name = value_type_name(v);

	for (; *type != '\0' && *name != '\0'; type++, name++)
		if (*type != *name && !(*type == '_' && *name == ' '))
			return false;
	return *type == *name;
}

static bool convert(const char *type, struct value *argument)
{
	if (strcmp(type, "any") == 0)
		return true;
	if (strcmp(type, "int") == 0)
		return convert_int(argument);
	if (strcmp(type, "number") == 0 || strcmp(type, "duration") == 0)
		return argument->type == VALUE_INT || argument->type == VALUE_FLOAT;
	if (strcmp(type, "string") == 0 || strcmp(type, "path") == 0)
		return convert_text(argument);
	if (strcmp(type, "text") == 0)
		return argument->type == VALUE_STRING;
	if (strcmp(type, "function") == 0)
		return argument->type == VALUE_FUNCTION;
	if (strcmp(type, "handle") == 0)
		return argument->type == VALUE_HANDLE;
	return is_of_type(*argument, type);
}

static struct error *check_one(const struct builtin *builtin, const struct parameter_info *parameter, struct value *argument)
{
	if (argument->type == VALUE_STRING && strcmp(parameter->type, "function") == 0) {
		if (convert_function(argument))
			return NULL;
		return unknown_function(builtin, parameter, argument->string);
	}
	if (!convert(parameter->type, argument))
		return wrong_type(builtin, parameter, *argument);
	if (argument->type == VALUE_STRING && strcmp(parameter->type, "path") == 0 &&
	    memchr(argument->string->bytes, '\0', argument->string->length) != NULL)
		return error_new(KIND_ValueError, "%s: a path may not hold a NUL byte", builtin->name);
	return NULL;
}

/* Of a rest parameter or a repeated option the argument is the list of all. */
struct error *builtin_check_argument(const struct builtin *builtin, const struct parameter_info *parameter, struct value *argument)
{
	if (argument->type == VALUE_ABSENT)
		return NULL;
	if (!(parameter->flags & (PARAMETER_REST | PARAMETER_REPEATED)))
		return check_one(builtin, parameter, argument);
	if (argument->list->length == 0 && (parameter->flags & PARAMETER_REQUIRED)) {
		struct buf text = BUF_INIT;
		buf_printf(&text, "%s: missing argument: ", builtin->name);
		add_parameter_name(&text, parameter);
		return finish_error(&text, KIND_TypeError);
	}
	if (strcmp(parameter->type, "any") == 0)
		return NULL;
	struct list *list = list_own(&argument->list);
	struct error *error = NULL;
	for (size_t i = 0; i < list->length && error == NULL; i++)
		error = check_one(builtin, parameter, &list->items[i]);
	return error;
}
