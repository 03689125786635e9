#include "vm/operations.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"
#include "code/opcode.h"
#include "value/list.h"
#include "vm/invoke.h"
#include "vm/registry.h"

bool operation_compare(enum operator op, struct value a, struct value b, bool *holds, struct error **error)
{
	struct value result;
	if (!arith_binary(op, a, b, &result, error))
		return false;
	*holds = value_truth(result);
	value_release(result);
	return true;
}

bool operation_environment(struct fiber *fiber, const struct value *name, struct value *result, struct error **error)
{
	if (vm_hooks.environment != NULL ? vm_hooks.environment(fiber, name->string->bytes, result) : false)
		return true;
	if (name[1].type == VALUE_STRING)
		*error = error_new(KIND_NameError, "name '%s' is not defined; did you mean '%s'?", name->string->bytes, name[1].string->bytes);
	else
		*error = error_new(KIND_NameError, "name '%s' is not defined", name->string->bytes);
	return false;
}

struct error *operation_interrupted(struct fiber *fiber)
{
	return vm_hooks.interrupted != NULL ? vm_hooks.interrupted(fiber) : NULL;
}

struct value operation_concat(const struct value *parts, unsigned count)
{
	struct buf out = BUF_INIT;
	for (unsigned i = 0; i < count; i++) {
		/* A list inside a longer word is joined with spaces (language.md section 1). */
		const struct value part = parts[i];
		if (part.type != VALUE_LIST) {
			value_add_text(&out, part);
			continue;
		}
		for (size_t j = 0; j < part.list->length; j++) {
			if (j > 0)
				buf_add_byte(&out, ' ');
			value_add_text(&out, part.list->items[j]);
		}
	}
	return value_string(string_take_buf(&out));
}

struct value operation_list(struct value *items, unsigned count)
{
	struct list *list = list_new(count);
	for (unsigned i = 0; i < count; i++) {
		list_push(list, items[i]);
		items[i] = value_none();
	}
	return value_list(list);
}

struct error *operation_extend(struct list *list, struct value items)
{
	if (items.type != VALUE_LIST)
		return error_new(KIND_TypeError, "... spreads a list, not %s", value_type_name(items));
	list_extend(list, items.list);
	return NULL;
}

struct error *operation_unpack(struct value list, struct value *registers, unsigned count)
{
	if (list.type != VALUE_LIST)
		return error_new(KIND_TypeError, "cannot take %s apart into %u variables: it is no list", value_type_name(list), count);
	if (list.list->length != count)
		return error_new(KIND_ValueError, "cannot take a list of %zu apart into %u variables", list.list->length, count);
	for (unsigned i = 0; i < count; i++) {
		struct value old = registers[i];
		registers[i] = value_retain(list.list->items[i]);
		value_release(old);
	}
	return NULL;
}

/* The pattern as text, its backslashes taken away. */
static struct value glob_unescape(const struct string *pattern)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < pattern->length; i++) {
		if (pattern->bytes[i] == '\\' && i + 1 < pattern->length)
			i++;
		buf_add_byte(&out, pattern->bytes[i]);
	}
	return value_string(string_take_buf(&out));
}

struct value operation_glob(struct fiber *fiber, struct value pattern)
{
	struct list *found = vm_hooks.glob != NULL ? vm_hooks.glob(fiber, pattern.string->bytes) : NULL;
	if (found == NULL) {
		found = list_new(1);
		list_push(found, glob_unescape(pattern.string));
	}
	return value_list(found);
}

struct value operation_glob_escape(struct value text)
{
	struct value plain = value_to_text(text);
	if (strpbrk(plain.string->bytes, "*?[]\\") == NULL)
		return plain;
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < plain.string->length; i++) {
		if (strchr("*?[]\\", plain.string->bytes[i]) != NULL && plain.string->bytes[i] != '\0')
			buf_add_byte(&out, '\\');
		buf_add_byte(&out, plain.string->bytes[i]);
	}
	value_release(plain);
	return value_string(string_take_buf(&out));
}

struct value operation_home(struct fiber *fiber, const struct string *user)
{
	struct buf out = BUF_INIT;
	if (vm_hooks.home == NULL || !vm_hooks.home(fiber, user->bytes, &out)) {
		buf_reset(&out);
		buf_add_byte(&out, '~');
		buf_add(&out, user->bytes, user->length);
	}
	return value_string(string_take_buf(&out));
}

struct value operation_closure(struct function *around, struct value *registers, struct proto *proto)
{
	struct function *function = function_new(proto);
	for (unsigned i = 0; i < proto->capture_count; i++) {
		const struct code_capture *capture = &proto->captures[i];
		struct value taken = capture->source == CAPTURE_REGISTER ? registers[capture->index]
		    : capture->source == CAPTURE_CAPTURED ? around->captures[capture->index] : value_function(&around->resource);
		function->captures[i] = value_retain(taken);
	}
	return value_function(&function->resource);
}

bool operation_command(struct string *name, struct value *result, struct error **error)
{
	const struct command *command = registry_command(name);
	if (command->function != NULL) {
		resource_retain(&command->function->resource);
		*result = value_function(&command->function->resource);
		return true;
	}
	if (command->builtin != NULL) {
		*result = function_from_builtin(command->builtin);
		return true;
	}
	const char *nearest = registry_nearest(name->bytes);
	if (nearest != NULL)
		*error = error_new(KIND_NameError, "name '%s' is not defined; did you mean '%s'?", name->bytes, nearest);
	else
		*error = error_new(KIND_NameError, "name '%s' is not defined", name->bytes);
	return false;
}

/* Arguments that cannot fit are told where the call is written, not later in the task. */
static struct error *bind_check(const struct function *function, const struct callsite *site)
{
	const struct proto *proto = function->proto;
	if (!site->plain || site->has_block || proto->irregular)
		return NULL;
	const char *name = proto->name->length ? proto->name->bytes : "block";
	if (site->count < proto->required_count)
		return error_new(KIND_TypeError, "%s: missing argument: %s", name, proto->parameters[site->count].name->bytes);
	if (site->count > proto->parameter_count)
		return error_new(KIND_TypeError, "%s: too many arguments: takes at most %u", name, proto->parameter_count);
	return NULL;
}

bool operation_bind(struct proto *proto, struct span place, struct callsite *site, struct value *registers, struct value *result, struct error **error)
{
	struct target target = { 0 };
	struct value callee = value_none();
	if (site->name != NULL && !site->external) {
		if (site->command == NULL)
			site->command = registry_command(site->name);
		target = target_of_command(site->command);
		if (target.function != NULL)
			callee = value_retain(value_function(&target.function->resource));
		else if (target.builtin == NULL)
			callee = value_string(string_retain(site->name));
	} else if (site->external) {
		callee = site->name != NULL ? value_string(string_retain(site->name)) : value_retain(registers[0]);
	} else {
		if (!target_of_value(registers[0], &target, error))
			return false;
		if (target.builtin == NULL)
			callee = target.function != NULL ? value_retain(value_function(&target.function->resource)) : value_retain(registers[0]);
	}
	if (target.function != NULL && (*error = bind_check(target.function, site)) != NULL) {
		value_release(callee);
		return false;
	}
	if (target.function != NULL && site->count == 0) {
		*result = callee;
		return true;
	}
	struct bound_call *bound = mem_small_alloc(sizeof *bound + site->count * sizeof(struct value));
	resource_init(&bound->resource, &bound_call_type);
	bound->proto = proto_retain(proto);
	bound->site = site;
	bound->span = place;
	bound->callee = callee;
	bound->builtin = target.builtin;
	bound->count = site->count;
	for (unsigned i = 0; i < site->count; i++) {
		bound->arguments[i] = registers[CALL_HEADER + i];
		registers[CALL_HEADER + i] = value_none();
	}
	*result = value_function(&bound->resource);
	return true;
}

static bool is_group_kind(const struct kind *kind)
{
	return kind == kind_of(KIND_ExceptionGroup) || kind == kind_of(KIND_BaseExceptionGroup);
}

static bool new_group(const struct kind *kind, struct value message, struct value members, struct value *result, struct error **error)
{
	if (members.type != VALUE_LIST || members.list->length == 0) {
		*error = error_new(KIND_TypeError, "%s needs a message and a list of errors", kind->name);
		return false;
	}
	struct error **list = mem_array(members.list->length, sizeof *list);
	bool fine = true;
	for (size_t i = 0; i < members.list->length && fine; i++) {
		list[i] = members.list->items[i].error;
		fine = members.list->items[i].type == VALUE_ERROR;
	}
	if (!fine)
		*error = error_new(KIND_TypeError, "%s: every member must be an error", kind->name);
	struct value text = message.type == VALUE_NONE ? value_text("") : value_to_text(message);
	struct error *group = fine ? error_new_group(text.string->bytes, list, members.list->length) : NULL;
	value_release(text);
	mem_free(list);
	if (group != NULL && kind == kind_of(KIND_ExceptionGroup) && group->kind != kind) {
		error_release(group);
		*error = error_new(KIND_TypeError, "an ExceptionGroup cannot hold Cancelled, KeyboardInterrupt or SystemExit: use BaseExceptionGroup");
		fine = false;
	}
	if (fine)
		*result = value_error(group);
	return fine;
}

bool operation_new_error(const struct string *kind_name, struct value message, struct value members, struct value *result, struct error **error)
{
	const struct kind *kind = kind_define(kind_name->bytes, kind_name->length);
	if (is_group_kind(kind))
		return new_group(kind, message, members, result, error);
	if (kind == kind_of(KIND_Cancelled)) {
		*error = error_new(KIND_TypeError, "trio.Cancelled has no public constructor; to cancel, use: cancel $scope");
		return false;
	}
	if (members.type != VALUE_NONE) {
		*error = error_new(KIND_TypeError, "only an ExceptionGroup has members");
		return false;
	}
	struct value text = message.type == VALUE_NONE ? value_none() : value_to_text(message);
	*result = value_error(error_new_kind(kind, text.type == VALUE_NONE ? NULL : text.string));
	value_release(text);
	return true;
}

struct error *operation_set_cause(struct value error, struct value cause)
{
	if (cause.type != VALUE_ERROR)
		return error_new(KIND_TypeError, "the cause of an error must be an error, not %s", value_type_name(cause));
	error_set_cause(error.error, cause.error);
	return NULL;
}

struct error *operation_raise(struct value value)
{
	if (value.type == VALUE_ERROR)
		return error_retain(value.error);
	return error_new(KIND_TypeError, "only an error can be raised, not %s", value_type_name(value));
}

bool operation_match(struct value kinds, const struct error *error)
{
	if (kinds.type == VALUE_NONE)
		return error_is(error, KIND_Exception);
	for (size_t i = 0; i < kinds.list->length; i++) {
		const struct string *name = kinds.list->items[i].string;
		const struct kind *kind = kind_find(name->bytes, name->length);
		if (kind != NULL && kind_is_a(error->kind, kind))
			return true;
	}
	return false;
}

static bool leaf_matches(const struct error *leaf, const void *context)
{
	return operation_match(*(const struct value *)context, leaf);
}

void operation_split(struct value *kinds, struct value *error)
{
	struct error *matching = NULL, *rest = NULL;
	if (error->type == VALUE_ERROR) {
		error_split_whole(error->error, leaf_matches, kinds, &matching, &rest);
		if (matching != NULL && !error_is_group(matching)) {
			/* A single error that except* catches is seen as a group of one (Python's PEP 654). */
			struct error *group = error_new_group("", &matching, 1);
			error_release(matching);
			matching = group;
		}
	}
	value_release(*kinds);
	*kinds = matching != NULL ? value_error(matching) : value_none();
	value_release(*error);
	*error = rest != NULL ? value_error(rest) : value_none();
}

static bool same_place(const struct trace_entry *a, const struct trace_entry *b)
{
	return a->source == b->source && a->span.start == b->span.start && a->span.end == b->span.end && a->function == b->function;
}

/* Whether a handler of except* let its part go on as it was, with a bare `raise`: then nothing was added to its way. */
static bool is_reraised(const struct error *part, const struct error *original)
{
	if (part->cause != original->cause || part->context != original->context || part->trace_count != original->trace_count)
		return false;
	for (uint32_t i = 0; i < part->trace_count; i++)
		if (!same_place(&part->trace[i], &original->trace[i]))
			return false;
	return true;
}

struct error_set {
	struct error **items;   /* borrowed */
	size_t count, capacity;
};

static int compare_pointers(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)*(struct error *const *)a, y = (uintptr_t)*(struct error *const *)b;
	return (x > y) - (x < y);
}

/* The leaves of all these groups in order of address. */
static struct error_set leaves_of(const struct error_set *groups)
{
	struct error_set leaves = VEC_INIT, open = VEC_INIT;
	for (size_t i = 0; i < groups->count; i++)
		vec_push(&open, groups->items[i]);
	while (open.count > 0) {
		struct error *error = vec_pop(&open);
		for (size_t i = 0; i < error->member_count; i++)
			vec_push(&open, error->members[i]);
		if (error->member_count == 0)
			vec_push(&leaves, error);
	}
	vec_clear(&open);
	if (leaves.count > 0)
		qsort(leaves.items, leaves.count, sizeof *leaves.items, compare_pointers);
	return leaves;
}

static bool leaf_in_set(const struct error *leaf, const void *context)
{
	const struct error_set *set = context;
	return set->count > 0 && bsearch(&leaf, set->items, set->count, sizeof *set->items, compare_pointers) != NULL;
}

/* What was raised anew comes first, then all that goes on of the original, in the original's shape. */
static struct error *combine_group(struct error *original, struct error_set *raised, struct error_set *reraised, bool *again)
{
	struct error *kept = NULL, *dropped = NULL;
	if (reraised->count > 0) {
		struct error_set leaves = leaves_of(reraised);
		error_split_whole(original, leaf_in_set, &leaves, &kept, &dropped);
		error_release(dropped);
		vec_clear(&leaves);
	}
	*again = raised->count == 0;
	if (*again)
		return kept;
	if (kept != NULL)
		vec_push(raised, kept);
	struct error *group = error_new_group("", raised->items, raised->count);
	error_release(kept);
	return group;
}

/* Python's rule for the end of except* (PEP 654). As in 3.11.2, where a group was caught a single new error comes in a group, too. */
struct error *operation_combine(const struct value *raised, struct value rest, bool *again)
{
	const struct list *list = raised->list;
	*again = true;
	if (list->length == 0)
		return rest.type == VALUE_ERROR ? error_retain(rest.error) : NULL;
	struct error *original = raised[1].error;
	if (!error_is_group(original))
		return error_retain(list->items[0].error);
	struct error_set anew = VEC_INIT, reraised = VEC_INIT;
	for (size_t i = 0; i < list->length; i++) {
		struct error_set *set = is_reraised(list->items[i].error, original) ? &reraised : &anew;
		vec_push(set, list->items[i].error);
	}
	if (rest.type == VALUE_ERROR)
		vec_push(&reraised, rest.error);
	struct error *error = combine_group(original, &anew, &reraised, again);
	vec_clear(&anew);
	vec_clear(&reraised);
	return error;
}

struct error *operation_range(struct value *registers, bool *empty)
{
	for (unsigned i = 0; i < 3; i++)
		if (registers[i].type != VALUE_INT)
			return error_new(KIND_TypeError, "range: needs integers, not %s", value_type_name(registers[i]));
	int64_t start = registers[0].i, stop = registers[1].i, step = registers[2].i;
	if (step == 0)
		return error_new(KIND_ValueError, "range: the step must not be zero");
	*empty = step > 0 ? start >= stop : start <= stop;
	if (*empty)
		return NULL;
	/* Turns after the first, in unsigned arithmetic, which the whole range of int64 fits. */
	uint64_t distance = step > 0 ? (uint64_t)stop - (uint64_t)start - 1 : (uint64_t)start - (uint64_t)stop - 1;
	uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
	uint64_t turns = distance / stride;
	registers[1].i = turns > INT64_MAX ? INT64_MAX : (int64_t)turns;
	return NULL;
}

struct error *operation_iterate(struct value *registers)
{
	struct value source = registers[0];
	value_release(registers[1]);
	registers[1] = value_int(0);
	if (source.type == VALUE_LIST || (source.type == VALUE_HANDLE && vm_hooks.next_item != NULL))
		return NULL;
	if (source.type != VALUE_STRING && source.type != VALUE_MAP)
		return error_new(KIND_TypeError, "cannot loop over %s%s", value_type_name(source), source.type == VALUE_INT ? "; write range(N)" : "");
	struct list *list = list_new(4);
	if (source.type == VALUE_STRING) {
		list_push(list, value_retain(source));
	} else {
		size_t position = 0;
		for (const struct dict_entry *entry; (entry = dict_next(source.dict, &position)) != NULL;)
			list_push(list, value_retain(entry->key));
	}
	value_release(source);
	registers[0] = value_list(list);
	return NULL;
}
