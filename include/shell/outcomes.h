/* The distinct outcomes of many runs: what was written to standard output, how it ended, and the error.
 *
 * An outcome keeps the run with the smallest seed as its example. What it says to standard error is shown, but two runs that differ only
 * there have the same outcome. Texts are kept up to OUTPUT_KEPT bytes; what lies behind still counts, by its hash. */
#ifndef SHELL_OUTCOMES_H
#define SHELL_OUTCOMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#define OUTPUT_KEPT (64u << 10)

/* A stream that is read to its end and remembered up to a limit. */
struct kept {
	struct buf text;
	uint64_t hash, length;          /* of all of it */
};

struct outcome_run {
	uint64_t seed;
	int status;                     /* exit status; 128 + N: ended by a signal */
	bool hangs;                     /* took longer than its limit */
	struct kept output, errors;
	struct kept error;              /* its kind and message, and its members'; "" for none */
};

struct outcome_seen {
	struct outcome_run example;
	unsigned count;
};

struct outcomes {
	VEC(struct outcome_seen) seen;
	struct map places;              /* in seen, counted from 1, by what tells one outcome from another */
	unsigned runs;
};

void kept_clear(struct kept *kept);
void kept_add(struct kept *kept, const char *bytes, size_t length);

/* Takes the run's texts over. */
void outcomes_add(struct outcomes *outcomes, struct outcome_run *run);
/* One outcome, and that a success. */
bool outcomes_are_fine(const struct outcomes *outcomes);
/* Most frequent first, abridged. again: the options that repeat a run but for its seed; script: how it was called. */
void outcomes_add_list(struct buf *out, struct outcomes *outcomes, const char *again, const char *script);
void outcomes_clear(struct outcomes *outcomes);

#endif
