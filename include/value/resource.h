/* Handles: what a script holds of something that lives in the program (a task, a scope, a channel end, a function).
 * A resource is counted; its type says what can be asked of it. When the last reference goes, free() runs at once. */
#ifndef VALUE_RESOURCE_H
#define VALUE_RESOURCE_H

#include "value/value.h"

struct resource;

struct resource_type {
	const char *name;                                               /* "task", "cancel scope", ... as type() and errors say it */
	void (*free)(struct resource *resource);
	void (*describe)(struct resource *resource, struct buf *out);   /* as print shows it, e.g. <task child1>; NULL: <NAME> */
	/* A property: false where there is none of that name. *result is owned by the caller. */
	bool (*get)(struct resource *resource, const char *name, struct value *result);
	/* NULL on success, else an owned error (ValueError, TypeError, AttributeError for one that cannot be set). */
	struct error *(*set)(struct resource *resource, const char *name, struct value value);
	/* For hints and completion: the properties' names, NULL at the end; may be NULL. */
	const char *const *properties;
};

struct resource {
	struct object object;
	const struct resource_type *type;
};

static inline struct resource *resource_retain(struct resource *r) { r->object.references++; return r; }
void resource_release(struct resource *r);
static inline void resource_init(struct resource *r, const struct resource_type *type) { r->object.references = 1; r->type = type; }

/* The resource in v if it is a handle of this type, else NULL. */
static inline struct resource *resource_of(struct value v, const struct resource_type *type)
{
	return v.type == VALUE_HANDLE && v.resource->type == type ? v.resource : NULL;
}

#endif
