/* The tagged value: 16 bytes, passed by value.
 *
 * none, bool, int and float are inline; all others point at a counted object. A struct value that is stored
 * somewhere owns one reference of its object; functions borrow their arguments and return owned results.
 * The all-zero value is none, so zeroed memory is valid.
 *
 * Lists, maps and strings are values: whoever wants to change one must hold its only reference (list_own() and
 * friends copy when it is shared). So they cannot form cycles; captured cells can, and are cleared by their task. */
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct string;
struct list;
struct dict;
struct error;
struct resource;
struct buf;

enum value_type {
	VALUE_NONE,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_FLOAT,
	VALUE_ABSENT,           /* a parameter that was not given; never seen by a script */
	VALUE_RAW,              /* bytes of the machine's own (frame headers); never retained or released */
	VALUE_STRING,           /* from here on: counted objects */
	VALUE_LIST,
	VALUE_MAP,
	VALUE_ERROR,
	VALUE_FUNCTION,         /* a struct resource, too */
	VALUE_HANDLE,           /* a struct resource: task, nursery, scope, channel end, ... */
	VALUE_CELL              /* a captured variable; lives in registers only */
};

/* Every counted object begins with this. */
struct object {
	uint32_t references;
};

struct value {
	uint32_t type;          /* enum value_type */
	uint32_t extra;         /* 0 */
	union {
		int64_t i;      /* bool too: 0 or 1 */
		double f;
		struct object *object;
		struct string *string;
		struct list *list;
		struct dict *dict;
		struct error *error;
		struct resource *resource;
		void *raw;
	};
};

_Static_assert(sizeof(struct value) == 16, "a value is two words");

static inline bool value_is_object(struct value v)
{
	return v.type >= VALUE_STRING;
}

void value_free(struct value v);        /* the last reference has gone */

static inline struct value value_retain(struct value v)
{
	if (value_is_object(v))
		v.object->references++;
	return v;
}

static inline void value_release(struct value v)
{
	if (value_is_object(v) && --v.object->references == 0)
		value_free(v);
}

#define VALUE_NONE_INIT ((struct value){ .type = VALUE_NONE })
static inline struct value value_none(void) { return (struct value){ .type = VALUE_NONE }; }
static inline struct value value_bool(bool b) { return (struct value){ .type = VALUE_BOOL, .i = b }; }
static inline struct value value_int(int64_t i) { return (struct value){ .type = VALUE_INT, .i = i }; }
static inline struct value value_float(double f) { return (struct value){ .type = VALUE_FLOAT, .f = f }; }
static inline struct value value_absent(void) { return (struct value){ .type = VALUE_ABSENT }; }
/* These take over the caller's reference. */
static inline struct value value_string(struct string *s) { return (struct value){ .type = VALUE_STRING, .string = s }; }
static inline struct value value_list(struct list *l) { return (struct value){ .type = VALUE_LIST, .list = l }; }
static inline struct value value_map(struct dict *d) { return (struct value){ .type = VALUE_MAP, .dict = d }; }
static inline struct value value_error(struct error *e) { return (struct value){ .type = VALUE_ERROR, .error = e }; }
static inline struct value value_handle(struct resource *r) { return (struct value){ .type = VALUE_HANDLE, .resource = r }; }
static inline struct value value_function(struct resource *r) { return (struct value){ .type = VALUE_FUNCTION, .resource = r }; }
struct value value_text(const char *text);                      /* a new string */
struct value value_bytes(const char *bytes, size_t length);     /* a new string */

bool value_truth(struct value v);                               /* falsy: none false 0 0.0 "" [] {} */
bool value_equal(struct value a, struct value b);               /* Python's ==: 1 == 1.0, deep for lists and maps */
const char *value_type_name(struct value v);                    /* "none" "bool" "int" "float" "string" "list" "map" "error" "function", or a handle's type */
uint32_t value_hash(struct value v);                            /* equal values hash alike; only hashable types (value_is_hashable) */
bool value_is_hashable(struct value v);                         /* none, bool, int, float, string, handle, function, error */

static inline bool value_is_number(struct value v) { return v.type == VALUE_INT || v.type == VALUE_FLOAT || v.type == VALUE_BOOL; }
/* The number as a double; v must be a number. */
static inline double value_number(struct value v) { return v.type == VALUE_FLOAT ? v.f : (double)v.i; }

/* Text forms. text: as print shows it (a string as it is, floats as Python's repr, true, none, lists and maps as their
 * literals); repr: as a literal of the language ("quoted" strings). */
void value_add_text(struct buf *out, struct value v);
void value_add_repr(struct buf *out, struct value v);
struct value value_to_text(struct value v);                     /* a string value; a string is retained, not copied */

#endif
