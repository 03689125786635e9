/* Errors: a kind, a message, where it was raised, what it came from, and for groups its members.
 *
 * Errors are counted objects. The message and kind never change after error_new; the trace grows while the error
 * travels up, cause and context are set once. An error owns its cause, context, members, fields and origin; context chains never
 * hold a cycle (error_set_context refuses one). */
#ifndef VALUE_ERROR_H
#define VALUE_ERROR_H

#include "base/source.h"
#include "value/dict.h"
#include "value/string.h"
#include "value/value.h"

enum kind_id {
#define KIND(name, parent) KIND_##name,
#include "value/kinds.def"
#undef KIND
	KIND_COUNT
};

struct kind {
	const char *name;
	const struct kind *parent;      /* BaseException is its own parent */
};

const struct kind *kind_of(enum kind_id id);
const struct kind *kind_find(const char *name, size_t length);  /* NULL where there is none */
const struct kind *kind_define(const char *name, size_t length);        /* finds, or makes one below Exception */
bool kind_is_a(const struct kind *kind, const struct kind *ancestor);
const char *kind_nearest(const char *name);                     /* for "did you mean"; NULL where none is near */

/* A step of the way an error took, innermost first. */
struct trace_entry {
	struct source *source;          /* owned */
	struct span span;
	struct string *function;        /* owned; NULL: the script itself */
	struct string *task;            /* owned; set on the entry that crosses from a task into its nursery, else NULL */
};

struct error {
	struct object object;
	const struct kind *kind;
	struct string *message;         /* owned; NULL: none */
	struct error *cause;            /* owned; raised from this one on purpose */
	struct error *context;          /* owned; was being handled when this one was raised */
	struct error **members;         /* owned; of a group */
	size_t member_count;
	struct dict *fields;            /* owned; status, signal, argv, errno, path, ...; NULL: none */
	struct resource *origin;        /* owned; knows more of where it came from: its properties are the error's, too; NULL: nothing does */
	struct trace_entry *trace;      /* owned */
	uint32_t trace_count, trace_capacity;
	bool collapsible;               /* a group made by a nursery: collapses to its one member (semantics 3.10) */
	bool unwinding;                 /* its trace grows while set */
	uint32_t visited;               /* by which search for cycles, last */
};

struct error *error_new(enum kind_id kind, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct error *error_new_kind(const struct kind *kind, struct string *message);  /* message is retained; NULL: none */
struct error *error_from_errno(int error_number, const char *what);     /* the right child of OSError: "[Errno 2] No such file or directory: 'WHAT'"; sets errno, path */
/* A group of borrowed members (at least one): ExceptionGroup, or BaseExceptionGroup if a member is not an Exception. */
struct error *error_new_group(const char *message, struct error *const *members, size_t count);

static inline struct error *error_retain(struct error *e) { e->object.references++; return e; }
static inline void error_release(struct error *e) { if (e != NULL) value_release(value_error(e)); }

bool error_is(const struct error *error, enum kind_id kind);    /* of this kind or of a child of it */
bool error_is_group(const struct error *error);
void error_set_field(struct error *error, const char *name, struct value take_value);
void error_set_context(struct error *error, struct error *context);     /* retains; no effect where it would make a cycle or one is set */
void error_set_cause(struct error *error, struct error *cause);         /* retains; no effect where it would make a cycle */
void error_add_trace(struct error *error, struct source *source, struct span span, struct string *function);
/* A property of the language: kind message exceptions cause context place status signal argv errno path. */
bool error_get_property(const struct error *error, const char *name, struct value *result);

/* Splits by a predicate over leaves, keeping the shape of groups (Python's BaseExceptionGroup.split). Either result may be
 * NULL (nothing on that side); both are owned. An error that is no group goes to one side whole. A nursery's group that is
 * left with one member collapses into it, a user's group does not (semantics 3.10). */
typedef bool error_predicate(const struct error *leaf, const void *context);
void error_split(struct error *error, error_predicate *predicate, const void *context, struct error **matching, struct error **rest);
/* The same without any collapsing, for except* (whose `eg` is always a group where a group was raised). */
void error_split_whole(struct error *error, error_predicate *predicate, const void *context, struct error **matching, struct error **rest);

/* One line: "KIND: message", or "KIND"; control characters escaped. */
void error_add_summary(struct buf *out, const struct error *error);

#endif
