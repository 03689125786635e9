#include "observe/slow_step.h"

#include <string.h>
#include <time.h>

#include "sched/instrument.h"
#include "sched/output.h"
#include "value/units.h"

static double limit, began;
static bool is_on;

static double real_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void before_step(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	(void)task;
	began = real_seconds();
}

static void say_slow(struct task *task, double took)
{
	struct buf line = BUF_INIT;
	struct source *source;
	struct span span;
	buf_add_text(&line, "slow: task ");
	struct string *name = task_name(task);
	buf_add_escaped(&line, name->bytes, name->length, false);
	buf_add_text(&line, " ran for ");
	units_add_duration(&line, took);
	buf_add_text(&line, " without a checkpoint");
	if (fiber_place(&task->fiber, &source, &span)) {
		size_t row, column;
		source_position(source, span.start, &row, &column);
		buf_add_text(&line, ", until ");
		buf_add_escaped(&line, source->name, strlen(source->name), false);
		buf_printf(&line, ":%zu:%zu", row, column);
	}
	buf_add_byte(&line, '\n');
	error_release(output_write(2, line.data, line.length));
	buf_clear(&line);
}

static void after_step(struct instrument *instrument, struct task *task)
{
	double took = real_seconds() - began;
	(void)instrument;
	if (took > limit)
		say_slow(task, took);
}

static struct instrument watcher = { .before_task_step = before_step, .after_task_step = after_step };

void slow_step_begin(double seconds)
{
	limit = seconds;
	is_on = true;
	instrument_install(&watcher);
}

void slow_step_end(void)
{
	if (is_on)
		instrument_remove(&watcher);
	is_on = false;
}
