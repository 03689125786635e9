#include "observe/trace.h"

#include <string.h>

#include "base/buf.h"
#include "observe/story.h"
#include "sched/clock.h"
#include "sched/instrument.h"
#include "sched/output.h"
#include "value/units.h"

static struct {
	struct instrument instrument;
	struct sink sink;
	bool on;
	bool may_colour;
	double wait_began;
} trace;

static void write_line(const char *before, struct task *task)
{
	struct buf line = BUF_INIT;
	struct string *name = task_name(task);

	buf_add_text(&line, before);
	buf_add_escaped(&line, name->bytes, name->length, false);
	buf_add_byte(&line, '\n');
	sink_write(&trace.sink, line.data, line.length);
	buf_clear(&line);
}

static void write_text(const char *text)
{
	sink_write(&trace.sink, text, strlen(text));
}

static void write_seconds(const char *before, double seconds, const char *after)
{
	struct buf line = BUF_INIT;

	buf_add_text(&line, before);
	units_add_float(&line, seconds);
	buf_add_text(&line, after);
	sink_write(&trace.sink, line.data, line.length);
	buf_clear(&line);
}

/* The words of the tracer in Trio's tutorial. */

static void before_run(struct instrument *instrument)
{
	(void)instrument;
	write_text("!!! run started\n");
}

static void after_run(struct instrument *instrument)
{
	(void)instrument;
	write_text("!!! run finished\n");
}

static void task_spawned(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	write_line("### new task spawned: ", task);
}

static void task_scheduled(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	write_line("### task scheduled: ", task);
}

static void before_task_step(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	write_line(">>> about to run one step of task: ", task);
}

static void after_task_step(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	write_line("<<< task step finished: ", task);
}

static void task_exited(struct instrument *instrument, struct task *task)
{
	(void)instrument;
	write_line("### task exited: ", task);
}

static void before_io_wait(struct instrument *instrument, double timeout)
{
	(void)instrument;
	if (timeout > 0)
		write_seconds("### waiting for I/O for up to ", timeout, " seconds\n");
	else
		write_text("### doing a quick check for I/O\n");
	trace.wait_began = clock_now();
}

static void after_io_wait(struct instrument *instrument, double timeout)
{
	(void)instrument, (void)timeout;
	write_seconds("### finished I/O check (took ", clock_now() - trace.wait_began, " seconds)\n");
}

static const struct instrument trio_style = {
	.before_run = before_run,
	.after_run = after_run,
	.task_spawned = task_spawned,
	.task_scheduled = task_scheduled,
	.before_task_step = before_task_step,
	.after_task_step = after_task_step,
	.task_exited = task_exited,
	.before_io_wait = before_io_wait,
	.after_io_wait = after_io_wait,
};

static const char *const style_names[] = { [TRACE_TRIO] = "trio", [TRACE_STORY] = "story" };

bool trace_style_find(const char *name, enum trace_style *style)
{
	for (unsigned i = 0; i < sizeof style_names / sizeof *style_names; i++) {
		if (strcmp(name, style_names[i]) == 0) {
			*style = i;
			return true;
		}
	}
	return false;
}

void trace_allow_colour(bool allowed)
{
	trace.may_colour = allowed;
}

void trace_begin(enum trace_style style, int fd)
{
	trace_end();
	trace.instrument = style == TRACE_STORY ? story_style : trio_style;
	sink_open(&trace.sink, fd);
	story_begin(&trace.sink, trace.may_colour && fd == 2);
	instrument_install(&trace.instrument);
	trace.on = true;
}

void trace_end(void)
{
	if (!trace.on)
		return;
	instrument_remove(&trace.instrument);
	sink_close(&trace.sink);
	trace.on = false;
}

bool trace_is_on(void)
{
	return trace.on;
}
