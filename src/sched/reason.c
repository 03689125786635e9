#include "sched/reason.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sched/scope.h"
#include "sched/task.h"

static struct reason_place place_retain(struct reason_place place)
{
	source_retain(place.source);
	return place;
}

void reason_place_clear(struct reason_place *place)
{
	source_release(place->source);
	place->source = NULL;
}

struct reason_place reason_place_of_fiber(const struct fiber *fiber)
{
	struct source *source;
	struct span span;

	if (!fiber_place(fiber, &source, &span) || source == NULL)
		return (struct reason_place){ 0 };
	return place_retain((struct reason_place){ source, span.start });
}

static struct reason_place place_of_error(const struct error *error)
{
	for (uint32_t i = 0; i < error->trace_count; i++) {
		if (error->trace[i].source != NULL)
			return (struct reason_place){ error->trace[i].source, error->trace[i].span.start };
	}
	return (struct reason_place){ 0 };
}

static void reason_free(struct resource *resource)
{
	struct reason *reason = (struct reason *)resource;

	reason_place_clear(&reason->opened);
	reason_place_clear(&reason->place);
	if (reason->target != NULL)
		string_release(reason->target);
	if (reason->by != NULL)
		string_release(reason->by);
	if (reason->message != NULL)
		string_release(reason->message);
	reason_release(reason->because);
	mem_small_free(reason, sizeof *reason);
}

static void keep_error(struct reason *reason, const struct error *error)
{
	struct reason *because = reason_of_error(error);

	if (error_is(error, KIND_KeyboardInterrupt))
		reason->source = CANCEL_INTERRUPT;
	reason->kind = error->kind;
	reason->message = error->message != NULL ? string_retain(error->message) : NULL;
	reason->place = place_retain(place_of_error(error));
	if (because != NULL) {
		resource_retain(&because->resource);
		reason->because = because;
	}
}

struct reason *reason_new(const struct cancel_scope *scope, const struct cancel_reason *request)
{
	struct reason *reason = mem_small_alloc(sizeof *reason);

	*reason = (struct reason){ .source = request->source, .seconds = NAN };
	resource_init(&reason->resource, &reason_type);
	if (scope != NULL) {
		reason->opened_by = scope->opened_by;
		reason->opened = place_retain((struct reason_place){ scope->source, scope->at });
		reason->seconds = scope->seconds;
	}
	if (request->target != NULL)
		reason->target = string_retain(task_name(request->target));
	if (request->by != NULL)
		reason->by = string_retain(task_name(request->by));
	if (request->error != NULL)
		keep_error(reason, request->error);
	else if (request->by != NULL && request->source == CANCEL_EXPLICIT)
		reason->place = reason_place_of_fiber(&request->by->fiber);
	return reason;
}

struct reason *reason_of_error(const struct error *error)
{
	return error->origin != NULL && error->origin->type == &reason_type ? (struct reason *)error->origin : NULL;
}

void reason_attach(struct error *error, struct reason *reason)
{
	if (reason != NULL && error->origin == NULL)
		error->origin = resource_retain(&reason->resource);
}

struct error *reason_cancelled(struct reason *reason)
{
	static struct string *message;

	if (message == NULL)
		message = string_intern_text("Cancelled");      /* str(trio.Cancelled) */
	struct error *error = error_new_kind(kind_of(KIND_Cancelled), message);
	reason_attach(error, reason);
	return error;
}

/* The words. */

static void add_string(struct buf *out, const struct string *string)
{
	buf_add_escaped(out, string->bytes, string->length, false);
}

static void add_place(struct buf *out, struct reason_place place)
{
	size_t line, column;

	source_position(place.source, place.offset, &line, &column);
	buf_add_escaped(out, place.source->name, strlen(place.source->name), false);
	buf_printf(out, ":%zu", line);
}

static void add_place_behind(struct buf *out, struct reason_place place)
{
	if (place.source == NULL)
		return;
	buf_add_text(out, " (");
	add_place(out, place);
	buf_add_byte(out, ')');
}

/* What was cancelled. */
static void add_subject(struct buf *out, const struct reason *reason)
{
	if (reason->target != NULL) {
		add_string(out, reason->target);
		return;
	}
	buf_add_text(out, reason->opened_by != NULL ? reason->opened_by->name : "the run");
	if (reason->opened.source != NULL) {
		buf_add_text(out, " at ");
		add_place(out, reason->opened);
	}
}

static void add_who(struct buf *out, const struct reason *reason)
{
	if (reason->by != NULL)
		add_string(out, reason->by);
	else
		buf_add_text(out, "its body");
}

static void add_error(struct buf *out, const struct kind *kind, const struct string *message, struct reason_place place, const struct reason *because)
{
	bool says_more = message != NULL && message->length > 0 && kind != kind_of(KIND_Cancelled);

	buf_add_escaped(out, kind->name, strlen(kind->name), false);
	if (says_more) {
		buf_add_text(out, ": ");
		add_string(out, message);
	}
	add_place_behind(out, place);
	if (because != NULL) {
		buf_add_text(out, ": ");
		reason_add_text(out, because);
	}
}

void reason_add_error(struct buf *out, const struct error *error)
{
	add_error(out, error->kind, error->message, place_of_error(error), reason_of_error(error));
}

static void add_failure(struct buf *out, const struct reason *reason)
{
	buf_add_text(out, " was cancelled because ");
	add_who(out, reason);
	if (reason->kind == NULL) {
		buf_add_text(out, " failed");
	} else if (reason->kind == kind_of(KIND_SystemExit)) {
		buf_add_text(out, " called exit");
		add_place_behind(out, reason->place);
	} else {
		buf_add_text(out, " failed with ");
		add_error(out, reason->kind, reason->message, reason->place, reason->because);
	}
}

static void add_deadline(struct buf *out, const struct reason *reason)
{
	buf_add_text(out, " ran out of time");
	if (isfinite(reason->seconds))
		buf_printf(out, " after %.6g second%s", (double)reason->seconds, reason->seconds == 1 ? "" : "s");
}

static void add_canceller(struct buf *out, const struct reason *reason)
{
	buf_add_text(out, " was cancelled");
	if (reason->by == NULL)
		return;
	buf_add_text(out, " by ");
	add_who(out, reason);
	add_place_behind(out, reason->place);
}

void reason_add_text(struct buf *out, const struct reason *reason)
{
	if (reason->source == CANCEL_SHUTDOWN) {
		buf_add_text(out, "the shell is ending");
		return;
	}
	add_subject(out, reason);
	switch (reason->source) {
	case CANCEL_DEADLINE: add_deadline(out, reason); break;
	case CANCEL_NURSERY: add_failure(out, reason); break;
	case CANCEL_INTERRUPT: buf_add_text(out, " was cancelled because of a KeyboardInterrupt"); break;
	case CANCEL_SERVICES: buf_add_text(out, " was stopped because only services were left"); break;
	case CANCEL_WINNER:
		buf_add_text(out, " was cancelled because ");
		add_who(out, reason);
		buf_add_text(out, " won");
		break;
	default: add_canceller(out, reason); break;
	}
}

/* For scripts: what an error has for properties beside its own. */

static struct value text_of(const struct reason *reason)
{
	struct buf text = BUF_INIT;

	reason_add_text(&text, reason);
	return value_string(string_take_buf(&text));
}

static struct value place_value(struct reason_place place)
{
	struct buf text = BUF_INIT;

	if (place.source == NULL)
		return value_none();
	add_place(&text, place);
	return value_string(string_take_buf(&text));
}

static bool reason_get(struct resource *resource, const char *name, struct value *result)
{
	static const char *const sources[] = { "deadline", "cancel", "error", "interrupt", "shutdown", "winner", "services" };
	const struct reason *reason = (const struct reason *)resource;

	if (strcmp(name, "reason") == 0)
		*result = text_of(reason);
	else if (strcmp(name, "source") == 0)
		*result = value_text(sources[reason->source]);
	else if (strcmp(name, "by") == 0)
		*result = reason->by != NULL ? value_string(string_retain(reason->by)) : value_none();
	else if (strcmp(name, "where") == 0)
		*result = place_value(reason->place.source != NULL ? reason->place : reason->opened);
	else if (strcmp(name, "error") == 0)
		*result = reason->kind != NULL ? value_text(reason->kind->name) : value_none();
	else
		return false;
	return true;
}

static const char *const reason_properties[] = { "reason", "source", "by", "where", "error", NULL };

const struct resource_type reason_type = {
	.name = "reason",
	.free = reason_free,
	.get = reason_get,
	.properties = reason_properties,
};
