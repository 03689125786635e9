#include "value/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/mem.h"
#include "base/vec.h"
#include "free.h"
#include "value/list.h"
#include "value/resource.h"

struct error *error_new_kind(const struct kind *kind, struct string *message)
{
	struct error *error = mem_small_alloc(sizeof *error);

	*error = (struct error){ .object.references = 1, .kind = kind };
	if (message != NULL)
		error->message = string_retain(message);
	return error;
}

struct error *error_new(enum kind_id kind, const char *format, ...)
{
	struct buf buf = BUF_INIT;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&buf, format, arguments);
	va_end(arguments);
	struct error *error = error_new_kind(kind_of(kind), NULL);
	error->message = string_take_buf(&buf);
	return error;
}

static void free_trace_entry(struct trace_entry *entry)
{
	source_release(entry->source);
	if (entry->function != NULL)
		string_release(entry->function);
	if (entry->task != NULL)
		string_release(entry->task);
}

void error_free(struct error *error)
{
	if (error->message != NULL)
		string_release(error->message);
	error_release(error->cause);
	error_release(error->context);
	for (size_t i = 0; i < error->member_count; i++)
		error_release(error->members[i]);
	mem_free(error->members);
	if (error->fields != NULL)
		dict_release(error->fields);
	if (error->origin != NULL)
		resource_release(error->origin);
	for (uint32_t i = 0; i < error->trace_count; i++)
		free_trace_entry(&error->trace[i]);
	mem_free(error->trace);
	mem_small_free(error, sizeof *error);
}

static enum kind_id kind_of_errno(int number)
{
	static const struct {
		int number;
		enum kind_id kind;
	} known[] = {
		{ EAGAIN, KIND_BlockingIOError }, { EWOULDBLOCK, KIND_BlockingIOError }, { EALREADY, KIND_BlockingIOError },
		{ EINPROGRESS, KIND_BlockingIOError }, { EPIPE, KIND_BrokenPipeError }, { ESHUTDOWN, KIND_BrokenPipeError },
		{ ECHILD, KIND_ChildProcessError }, { ECONNABORTED, KIND_ConnectionAbortedError },
		{ ECONNREFUSED, KIND_ConnectionRefusedError }, { ECONNRESET, KIND_ConnectionResetError },
		{ EEXIST, KIND_FileExistsError }, { ENOENT, KIND_FileNotFoundError }, { EISDIR, KIND_IsADirectoryError },
		{ ENOTDIR, KIND_NotADirectoryError }, { EINTR, KIND_InterruptedError }, { EACCES, KIND_PermissionError },
		{ EPERM, KIND_PermissionError }, { ESRCH, KIND_ProcessLookupError }, { ETIMEDOUT, KIND_TimeoutError }
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (known[i].number == number)
			return known[i].kind;
	}
	return KIND_OSError;
}

struct error *error_from_errno(int error_number, const char *what)
{
	enum kind_id kind = kind_of_errno(error_number);
	struct error *error;

	if (what != NULL)
		error = error_new(kind, "[Errno %d] %s: '%s'", error_number, strerror(error_number), what);
	else
		error = error_new(kind, "[Errno %d] %s", error_number, strerror(error_number));
	error_set_field(error, "errno", value_int(error_number));
	if (what != NULL)
		error_set_field(error, "path", value_text(what));
	return error;
}

/* What a group of these members is: BaseExceptionGroup as soon as one is no ordinary Exception. */
static const struct kind *group_kind(struct error *const *members, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!error_is(members[i], KIND_Exception))
			return kind_of(KIND_BaseExceptionGroup);
	}
	return kind_of(KIND_ExceptionGroup);
}

struct error *error_new_group(const char *message, struct error *const *members, size_t count)
{
	bug_unless(count > 0);
	struct error *group = error_new_kind(group_kind(members, count), NULL);
	group->message = string_from(message);
	group->members = mem_array(count, sizeof(struct error *));
	group->member_count = count;
	for (size_t i = 0; i < count; i++)
		group->members[i] = error_retain(members[i]);
	return group;
}

bool error_is(const struct error *error, enum kind_id kind)
{
	return kind_is_a(error->kind, kind_of(kind));
}

bool error_is_group(const struct error *error)
{
	return error_is(error, KIND_BaseExceptionGroup);
}

void error_set_field(struct error *error, const char *name, struct value take_value)
{
	if (error->fields == NULL)
		error->fields = dict_new();
	dict_set_text(dict_own(&error->fields), name, take_value);
}

struct search {
	struct error **items;   /* still to be looked at, borrowed */
	size_t count, capacity;
	uint32_t number;
};

static void search_later(struct search *search, struct error *error)
{
	if (error == NULL || error->visited == search->number)
		return;
	error->visited = search->number;
	vec_push(search, error);
}

/* Whether start is target or holds it somewhere below; counting references would never free such a circle. */
static bool reaches(struct error *start, const struct error *target)
{
	static uint32_t searches;
	struct search search = { .number = ++searches };
	bool found = false;

	search_later(&search, start);
	while (search.count > 0 && !found) {
		struct error *error = vec_pop(&search);
		found = error == target;
		search_later(&search, error->cause);
		search_later(&search, error->context);
		for (size_t i = 0; i < error->member_count; i++)
			search_later(&search, error->members[i]);
	}
	vec_clear(&search);
	return found;
}

void error_set_context(struct error *error, struct error *context)
{
	if (context == NULL || error->context != NULL || reaches(context, error))
		return;
	error->context = error_retain(context);
}

void error_set_cause(struct error *error, struct error *cause)
{
	if (cause != NULL && reaches(cause, error))
		return;
	struct error *old = error->cause;
	error->cause = cause ? error_retain(cause) : NULL;
	error_release(old);
}

static void add_trace_entry(struct error *error, const struct trace_entry *entry)
{
	if (error->trace_count == error->trace_capacity) {
		error->trace_capacity = error->trace_capacity ? error->trace_capacity * 2 : 4;
		error->trace = mem_resize_array(error->trace, error->trace_capacity, sizeof *error->trace);
	}
	error->trace[error->trace_count++] = (struct trace_entry){
		source_retain(entry->source), entry->span,
		entry->function ? string_retain(entry->function) : NULL,
		entry->task ? string_retain(entry->task) : NULL
	};
}

void error_add_trace(struct error *error, struct source *source, struct span span, struct string *function)
{
	add_trace_entry(error, &(struct trace_entry){ source, span, function, NULL });
}

/* "file:line:column" of the innermost place that is known. */
static struct value place_of(const struct error *error)
{
	size_t line, column;

	for (uint32_t i = 0; i < error->trace_count; i++) {
		struct source *source = error->trace[i].source;
		if (source == NULL)
			continue;
		source_position(source, error->trace[i].span.start, &line, &column);
		return value_string(string_printf("%s:%zu:%zu", source->name, line, column));
	}
	return value_none();
}

static struct value members_of(const struct error *error)
{
	struct list *list = list_new(error->member_count);

	for (size_t i = 0; i < error->member_count; i++)
		list_push(list, value_error(error_retain(error->members[i])));
	return value_list(list);
}

static struct value error_or_none(struct error *error)
{
	return error ? value_error(error_retain(error)) : value_none();
}

bool error_get_property(const struct error *error, const char *name, struct value *result)
{
	if (strcmp(name, "kind") == 0) {
		*result = value_string(string_intern_text(error->kind->name));
	} else if (strcmp(name, "message") == 0) {
		*result = error->message ? value_string(string_retain(error->message)) : value_text("");
	} else if (strcmp(name, "exceptions") == 0) {
		*result = members_of(error);
	} else if (strcmp(name, "cause") == 0) {
		*result = error_or_none(error->cause);
	} else if (strcmp(name, "context") == 0) {
		*result = error_or_none(error->context);
	} else if (strcmp(name, "place") == 0) {
		*result = place_of(error);
	} else {
		struct value *field = error->fields ? dict_get_text(error->fields, name) : NULL;
		if (field == NULL)
			return error->origin != NULL && error->origin->type->get(error->origin, name, result);
		*result = value_retain(*field);
	}
	return true;
}

/* Splitting. Groups that are being split lie on a stack of our own, each with what its members gave so far. */

struct error_list {
	struct error **items;   /* owned */
	size_t count, capacity;
};

struct split_frame {
	struct error *group;
	size_t next;            /* member to look at */
	struct error_list matching, rest;
};

struct split {
	struct split_frame *items;
	size_t count, capacity;
	error_predicate *predicate;
	const void *context;
	bool collapse;
};

/* A group like this one with these members, which are taken over. */
static struct error *derive_group(const struct error *group, struct error_list *members)
{
	struct error *derived = error_new_kind(group_kind(members->items, members->count), group->message);

	derived->members = mem_resize_array(members->items, members->count, sizeof(struct error *));
	derived->member_count = members->count;
	derived->cause = group->cause ? error_retain(group->cause) : NULL;
	derived->context = group->context ? error_retain(group->context) : NULL;
	derived->fields = group->fields ? dict_retain(group->fields) : NULL;
	derived->collapsible = group->collapsible;
	derived->unwinding = group->unwinding;
	for (uint32_t i = 0; i < group->trace_count; i++)
		add_trace_entry(derived, &group->trace[i]);
	*members = (struct error_list)VEC_INIT;
	return derived;
}

/* What one side of a group has become: nothing, the group itself, its only member, or a smaller group. */
static struct error *finish_side(const struct split *split, struct error *group, struct error_list *members)
{
	struct error *result = NULL;

	if (members->count == 1 && group->collapsible && split->collapse) {
		/* The member has come the group's way. */
		result = vec_pop(members);
		for (uint32_t i = 0; i < group->trace_count; i++)
			add_trace_entry(result, &group->trace[i]);
	} else if (members->count == group->member_count
	           && memcmp(members->items, group->members, members->count * sizeof(struct error *)) == 0) {
		result = error_retain(group);
	} else if (members->count > 0) {
		result = derive_group(group, members);
	}
	for (size_t i = 0; i < members->count; i++)
		error_release(members->items[i]);
	vec_clear(members);
	return result;
}

/* Starts on an error: a group gets a frame and is gone into, a leaf is decided now (then true). */
static bool begin_split(struct split *split, struct error *error, struct error **matching, struct error **rest)
{
	*matching = *rest = NULL;
	if (error->member_count > 0) {
		vec_push(split, (struct split_frame){ .group = error });
		return false;
	}
	if (split->predicate(error, split->context))
		*matching = error_retain(error);
	else
		*rest = error_retain(error);
	return true;
}

static void run_split(struct split *split, struct error *error, struct error **matching, struct error **rest)
{
	bool decided = begin_split(split, error, matching, rest);

	while (split->count > 0) {
		struct split_frame *frame = &vec_last(split);
		if (decided) {
			if (*matching != NULL)
				vec_push(&frame->matching, *matching);
			if (*rest != NULL)
				vec_push(&frame->rest, *rest);
		}
		if (frame->next < frame->group->member_count) {
			decided = begin_split(split, frame->group->members[frame->next++], matching, rest);
			continue;
		}
		struct split_frame finished = vec_pop(split);
		*matching = finish_side(split, finished.group, &finished.matching);
		*rest = finish_side(split, finished.group, &finished.rest);
		decided = true;
	}
	vec_clear(split);
}

void error_split(struct error *error, error_predicate *predicate, const void *context, struct error **matching, struct error **rest)
{
	struct split split = { .predicate = predicate, .context = context, .collapse = true };

	run_split(&split, error, matching, rest);
}

void error_split_whole(struct error *error, error_predicate *predicate, const void *context, struct error **matching, struct error **rest)
{
	struct split split = { .predicate = predicate, .context = context, .collapse = false };

	run_split(&split, error, matching, rest);
}

void error_add_summary(struct buf *out, const struct error *error)
{
	buf_add_escaped(out, error->kind->name, strlen(error->kind->name), false);
	if (error->message != NULL && error->message->length > 0 && !string_is(error->message, error->kind->name)) {
		buf_add_text(out, ": ");
		buf_add_escaped(out, error->message->bytes, error->message->length, false);
	}
	if (error->member_count > 0)
		buf_printf(out, " (%zu error%s)", error->member_count, error->member_count == 1 ? "" : "s");
}
