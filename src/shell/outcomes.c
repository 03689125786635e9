#include "shell/outcomes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How much of an outcome is listed. */
#define LISTED_OUTCOMES 20
#define LISTED_LINES 12
#define LISTED_ERROR_LINES 30
#define LISTED_WIDTH 2000

void kept_clear(struct kept *kept)
{
	buf_clear(&kept->text);
	*kept = (struct kept){ .text = BUF_INIT };
}

void kept_add(struct kept *kept, const char *bytes, size_t length)
{
	size_t room = OUTPUT_KEPT - kept->text.length;
	buf_add(&kept->text, bytes, length < room ? length : room);
	kept->length += length;
	/* FNV-1a */
	if (kept->hash == 0)
		kept->hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < length; i++)
		kept->hash = (kept->hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
}

static void run_clear(struct outcome_run *run)
{
	kept_clear(&run->output);
	kept_clear(&run->errors);
	kept_clear(&run->error);
}

static bool same_text(const struct kept *a, const struct kept *b)
{
	return a->hash == b->hash && a->length == b->length;
}

/* What two runs of the same outcome have in common. How far one that hangs has come is a matter of the machine. */
static void add_key(struct buf *key, const struct outcome_run *run)
{
	if (run->hangs)
		buf_add_text(key, "hangs");
	else
		buf_printf(key, "%d %" PRIx64 " %" PRIu64 " %" PRIx64, run->status, run->output.hash, run->output.length, run->error.hash);
}

void outcomes_add(struct outcomes *outcomes, struct outcome_run *run)
{
	struct buf key = BUF_INIT;
	add_key(&key, run);
	uintptr_t place = (uintptr_t)map_get(&outcomes->places, key.data, key.length);
	outcomes->runs++;
	if (place == 0) {
		vec_push(&outcomes->seen, (struct outcome_seen){ *run, 1 });
		map_set(&outcomes->places, key.data, key.length, (void *)(uintptr_t)outcomes->seen.count);
	} else {
		struct outcome_seen *seen = &outcomes->seen.items[place - 1];
		/* Runs end in any order; the listing is the same each time. */
		bool is_first = run->seed < seen->example.seed;
		struct outcome_run other = is_first ? seen->example : *run;
		if (is_first)
			seen->example = *run;
		seen->count++;
		run_clear(&other);
	}
	buf_clear(&key);
}

bool outcomes_are_fine(const struct outcomes *outcomes)
{
	if (outcomes->seen.count != 1)
		return outcomes->seen.count == 0;
	return !outcomes->seen.items[0].example.hangs && outcomes->seen.items[0].example.status == 0;
}

void outcomes_clear(struct outcomes *outcomes)
{
	for (size_t i = 0; i < outcomes->seen.count; i++)
		run_clear(&outcomes->seen.items[i].example);
	vec_clear(&outcomes->seen);
	map_clear(&outcomes->places);
}

/* The listing. */

static int by_count(const void *a, const void *b)
{
	const struct outcome_seen *first = a, *second = b;
	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return first->example.seed < second->example.seed ? -1 : 1;
}

static bool is_failure(const struct outcome_run *run)
{
	return run->hangs || run->status != 0;
}

static void add_ending(struct buf *out, const struct outcome_run *run)
{
	if (run->hangs)
		buf_add_text(out, "hangs");
	else if (run->status == 0)
		buf_add_text(out, "ends well");
	else if (run->status > 128)
		buf_printf(out, "exit status %d (signal %d)", run->status, run->status - 128);
	else
		buf_printf(out, "exit status %d", run->status);
	size_t kind = strcspn(run->error.text.data, ":");
	if (!run->hangs && kind > 0)
		buf_printf(out, ", %.*s", (int)kind, run->error.text.data);
}

static size_t line_end(const struct buf *text, size_t at)
{
	const char *newline = memchr(text->data + at, '\n', text->length - at);
	return newline != NULL ? (size_t)(newline - text->data) : text->length;
}

static unsigned count_lines(const struct buf *text)
{
	unsigned count = 0;
	for (size_t at = 0; at < text->length; at = line_end(text, at) + 1)
		count++;
	return count;
}

/* The number of lines at the start that both have. */
static unsigned count_common(const struct buf *a, const struct buf *b)
{
	unsigned count = 0;
	for (size_t at = 0; at < a->length && at < b->length; count++) {
		size_t end = line_end(a, at);
		if (end != line_end(b, at) || memcmp(a->data + at, b->data + at, end - at) != 0)
			break;
		at = end + 1;
	}
	return count;
}

static void add_skipped(struct buf *out, unsigned count)
{
	if (count > 0)
		buf_printf(out, "      ... %u line%s\n", count, count == 1 ? "" : "s");
}

/* At most `most` lines, from number `first` on. */
static void add_lines(struct buf *out, const struct kept *kept, unsigned first, unsigned most, const char *mark)
{
	const struct buf *text = &kept->text;
	unsigned line = 0, total = count_lines(text);
	if (total <= most)
		first = 0;
	else if (first + most > total)
		first = total - most;
	add_skipped(out, first);
	for (size_t at = 0; at < text->length && line < first + most; line++) {
		size_t end = line_end(text, at), length = end - at;
		if (line >= first) {
			buf_add_text(out, mark);
			buf_add_escaped(out, text->data + at, length < LISTED_WIDTH ? length : LISTED_WIDTH, false);
			buf_add_text(out, length < LISTED_WIDTH ? "\n" : "...\n");
		}
		at = end + 1;
	}
	if (kept->length > text->length)
		buf_printf(out, "      ... up to %" PRIu64 " bytes in all\n", kept->length);
	else
		add_skipped(out, total - line);
}

/* Of a long output the lines where it begins to differ from another one are what one looks for. */
static void add_outcome(struct buf *out, const struct outcome_seen *seen, const struct outcome_seen *other, unsigned runs)
{
	const struct outcome_run *run = &seen->example;
	buf_printf(out, "\n%6u times (%.1f %%), seed %" PRIu64 ": ", seen->count, 100.0 * seen->count / runs, run->seed);
	add_ending(out, run);
	buf_add_byte(out, '\n');
	unsigned first = other != seen ? count_common(&run->output.text, &other->example.output.text) : 0;
	add_lines(out, &run->output, first > 2 ? first - 2 : 0, LISTED_LINES, "      | ");
	if (is_failure(run) && !run->hangs)
		add_lines(out, &run->errors, 0, LISTED_ERROR_LINES, "      ");
}

/* Beyond a number, only outcomes that end in a way no listed one does. */
static bool is_listed(const struct outcomes *outcomes, size_t index)
{
	const struct outcome_run *run = &outcomes->seen.items[index].example;
	if (index < LISTED_OUTCOMES)
		return true;
	for (size_t i = 0; i < index; i++) {
		const struct outcome_run *other = &outcomes->seen.items[i].example;
		if (other->hangs == run->hangs && other->status == run->status && same_text(&other->error, &run->error))
			return false;
	}
	return true;
}

void outcomes_add_list(struct buf *out, struct outcomes *outcomes, const char *again, const char *script)
{
	size_t count = outcomes->seen.count, listed = 0;
	unsigned hidden_runs = 0;
	buf_printf(out, "%u run%s of %s, %zu outcome%s\n", outcomes->runs, outcomes->runs == 1 ? "" : "s", script, count, count == 1 ? "" : "s");
	if (count == 0)
		return;
	/* Nothing is added any more: the places may change. */
	qsort(outcomes->seen.items, count, sizeof outcomes->seen.items[0], by_count);
	const struct outcome_seen *usual = &outcomes->seen.items[0], *next = &outcomes->seen.items[count > 1], *rarest = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct outcome_seen *seen = &outcomes->seen.items[i];
		if (!is_listed(outcomes, i)) {
			hidden_runs += seen->count;
			continue;
		}
		add_outcome(out, seen, i > 0 ? usual : next, outcomes->runs);
		if (rarest == NULL || is_failure(&seen->example) || !is_failure(&rarest->example))
			rarest = seen;
		listed++;
	}
	if (listed < count)
		buf_printf(out, "\nand %zu more outcomes (%u runs) that end as ones above, with another output\n", count - listed, hidden_runs);
	if (outcomes_are_fine(outcomes))
		return;
	buf_printf(out, "\nagain: triosh %s --seed=%" PRIu64 " %s\n", again, rarest->example.seed, script);
}
