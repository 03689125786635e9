/* Reasons: why a scope was cancelled, kept for as long as anybody may ask.
 *
 * A request (struct cancel_reason) borrows from whoever asks for a cancellation. What is kept of it is a struct reason: counted, made once for
 * each scope that is cancelled, and shared by the Cancelled error of that scope, which all tasks below get. It owns names, kinds and places
 * only, never a task or an error, so it keeps nothing alive and cannot be part of a circle. The words are put together when somebody asks. */
#ifndef SCHED_REASON_H
#define SCHED_REASON_H

#include "base/source.h"
#include "value/error.h"
#include "value/resource.h"
#include "vm/builtin.h"

struct task;
struct cancel_scope;

enum cancel_source {
	CANCEL_DEADLINE,
	CANCEL_EXPLICIT,                /* somebody said `cancel` */
	CANCEL_NURSERY,                 /* an error of a child or the body */
	CANCEL_INTERRUPT,
	CANCEL_SHUTDOWN,
	CANCEL_WINNER,                  /* of a race */
	CANCEL_SERVICES                 /* only services were left */
};

/* A request. */
struct cancel_reason {
	enum cancel_source source;
	struct task *by;                /* borrowed; who called cancel, won, or whose error it was; NULL: the body, or nobody */
	struct error *error;            /* borrowed; CANCEL_NURSERY: the error */
	struct task *target;            /* borrowed; the only task that is cancelled; NULL: all of the scope */
};

/* A place in the text that outlives what was compiled from it. */
struct reason_place {
	struct source *source;          /* owned; NULL: unknown */
	uint32_t offset;
};

struct reason {
	struct resource resource;
	enum cancel_source source;
	float seconds;                  /* of a deadline; NaN: unknown */
	const struct builtin *opened_by;        /* the command whose scope it is; NULL: the run's own */
	struct reason_place opened, place;      /* place: of the cancel, or of the error */
	struct string *target;          /* owned; the one task it was meant for; NULL: all of the scope */
	struct string *by;              /* owned; NULL: the body, or nobody */
	const struct kind *kind;        /* of the error; NULL: none */
	struct string *message;         /* owned; the error's; NULL: none */
	struct reason *because;         /* owned; what that error came from; NULL: not known */
};

extern const struct resource_type reason_type;

struct reason *reason_new(const struct cancel_scope *scope, const struct cancel_reason *request);
static inline void reason_release(struct reason *reason) { if (reason != NULL) resource_release(&reason->resource); }

/* The reason that an error carries: of Cancelled and TooSlowError; borrowed; NULL: none. */
struct reason *reason_of_error(const struct error *error);
/* The Cancelled that tells this reason (NULL: none is known). */
struct error *reason_cancelled(struct reason *reason);
/* Lets error tell this reason, too. */
void reason_attach(struct error *error, struct reason *reason);

/* "nursery at demo.trio:7 was cancelled because lint failed with ValueError: bad (demo.trio:3)"; no newline. */
void reason_add_text(struct buf *out, const struct reason *reason);
/* "ValueError: bad (demo.trio:3)", with its reason where it has one. */
void reason_add_error(struct buf *out, const struct error *error);

struct reason_place reason_place_of_fiber(const struct fiber *fiber);
void reason_place_clear(struct reason_place *place);

#endif
