/* The scheduler driven from C: tasks that are built-ins, waits, the outside world, interrupts, and the prompt's session. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fatal.h"
#include "sched/call_soon.h"
#include "sched/clock.h"
#include "sched/instrument.h"
#include "sched/loop.h"
#include "sched/lot.h"
#include "sched/nursery.h"
#include "unit.h"

static const struct run_options virtual_time = { .clock = CLOCK_VIRTUAL, .rate = 1 };
static const struct run_options real_time = { .clock = CLOCK_REAL, .rate = 1 };

static char said[1024];                 /* what the tasks of a test have said, words separated by spaces */

static void say(const char *word)
{
	bug_unless(strlen(said) + strlen(word) + 2 < sizeof said);
	if (said[0] != '\0')
		strcat(said, " ");
	strcat(said, word);
}

static struct outcome run_builtin(const struct run_options *options, const struct builtin *builtin)
{
	said[0] = '\0';
	return run_script(options, function_from_builtin(builtin));
}

static void check_value(struct outcome outcome, int64_t want)
{
	CHECK(outcome.error == NULL);
	CHECK_INT(outcome.value.type, VALUE_INT);
	CHECK_INT(outcome.value.i, want);
	error_release(outcome.error);
	value_release(outcome.value);
}

/* A task that ends at once. */

static enum step end_step(struct call *call, void *frame)
{
	(void)frame;
	return call_return(call, value_int(7));
}

static const struct builtin end_builtin = { .name = "end", .params = "", .summary = "Ends.", .flags = COMMAND_ASYNC, .step = end_step };

TEST(a_run_gives_the_value_of_main)
{
	check_value(run_builtin(&virtual_time, &end_builtin), 7);
	check_value(run_builtin(&real_time, &end_builtin), 7);
}

static enum step fail_step(struct call *call, void *frame)
{
	(void)frame;
	return call_fail(call, KIND_ValueError, "no");
}

static const struct builtin fail_builtin = { .name = "fail", .params = "", .summary = "Fails.", .flags = COMMAND_ASYNC, .step = fail_step };

TEST(a_run_gives_the_error_of_main)
{
	struct outcome outcome = run_builtin(&virtual_time, &fail_builtin);
	CHECK(outcome.error != NULL && error_is(outcome.error, KIND_ValueError));
	error_release(outcome.error);
}

/* Events of the empty program, counted. */

struct counter {
	struct instrument instrument;
	int runs, spawned, scheduled, steps, exited, looks;
};

static void count_run(struct instrument *i) { ((struct counter *)i)->runs++; }
static void count_spawned(struct instrument *i, struct task *task) { (void)task; ((struct counter *)i)->spawned++; }
static void count_scheduled(struct instrument *i, struct task *task) { (void)task; ((struct counter *)i)->scheduled++; }
static void count_step(struct instrument *i, struct task *task) { (void)task; ((struct counter *)i)->steps++; }
static void count_exited(struct instrument *i, struct task *task) { (void)task; ((struct counter *)i)->exited++; }
static void count_look(struct instrument *i, double timeout) { (void)timeout; ((struct counter *)i)->looks++; }

TEST(instruments_see_start_up_and_shutdown)
{
	struct counter counter = { .instrument = { .before_run = count_run, .after_run = count_run, .task_spawned = count_spawned,
		.task_scheduled = count_scheduled, .before_task_step = count_step, .task_exited = count_exited, .before_io_wait = count_look } };

	instrument_install(&counter.instrument);
	run_builtin(&virtual_time, &end_builtin);
	instrument_remove(&counter.instrument);
	CHECK(!instruments_active);
	CHECK_INT(counter.runs, 2);
	CHECK_INT(counter.spawned, 3);
	CHECK_INT(counter.exited, 3);
	CHECK_INT(counter.scheduled, 10);
	CHECK_INT(counter.steps, 10);
	CHECK_INT(counter.looks, 9);
}

/* Parking lots: first come, first served; a cancelled waiter leaves by itself. */

static struct lot lot;
static const struct park_type park_lot = { .reason = "waiting in a lot" };

struct lot_frame {
	struct lot_waiter waiter;
	bool waited;
};

static enum step wait_in_lot_step(struct call *call, void *memory)
{
	struct lot_frame *frame = memory;

	if (frame->waited && frame->waiter.lot == NULL) {
		say(task_name(task_of(call))->bytes);
		return STEP_DONE;
	}
	frame->waited = true;
	lot_join(&lot, &frame->waiter, call);
	return task_park(call, &park_lot);
}

static const struct builtin wait_in_lot = {
	.name = "wait_in_lot", .params = "", .summary = "Waits.", .flags = COMMAND_ASYNC, .frame_size = sizeof(struct lot_frame), .step = wait_in_lot_step
};

struct lot_test_frame {
	uint32_t phase, checkpoint;
	struct nursery *nursery;
	struct task *second;
};

static struct task *spawn_named(struct nursery *nursery, const struct builtin *builtin, const char *text)
{
	struct error *error;
	struct string *name = string_from(text);
	struct task *task = nursery_spawn(nursery, function_from_builtin(builtin), name, &error);

	string_release(name);
	return task;
}

static enum step lot_test_step(struct call *call, void *memory)
{
	struct lot_test_frame *frame = memory;
	struct error *error;

	if (frame->phase == 0) {
		lot_init(&lot);
		frame->nursery = nursery_open(task_of(call), call);
		spawn_named(frame->nursery, &wait_in_lot, "a");
		frame->second = spawn_named(frame->nursery, &wait_in_lot, "b");
		spawn_named(frame->nursery, &wait_in_lot, "c");
		frame->phase = 1;
	}
	if (frame->phase == 1) {
		if (checkpoint(call, &frame->checkpoint) == STEP_PARKED)
			return STEP_PARKED;
		CHECK_INT(lot.count, 3);
		scope_cancel_task(frame->second, &(struct cancel_reason){ .source = CANCEL_EXPLICIT });
		CHECK_INT(lot.count, 2);
		lot_wake(lot_first(&lot));
		CHECK_INT(lot.count, 1);
		lot_wake(lot_first(&lot));
		say("woken");
		frame->phase = 2;
	}
	if (nursery_leave(call, frame->nursery, NULL, &error) == STEP_PARKED)
		return STEP_PARKED;
	CHECK(error == NULL);
	nursery_release(frame->nursery);
	return call_return(call, value_int(0));
}

static const struct builtin lot_test = {
	.name = "lot_test", .params = "", .summary = "Tests.", .flags = COMMAND_ASYNC, .frame_size = sizeof(struct lot_test_frame), .step = lot_test_step
};

TEST(a_lot_is_a_queue_that_cancelled_waiters_leave)
{
	check_value(run_builtin(&virtual_time, &lot_test), 0);
	CHECK_STR(said, "woken a c");
}

/* A pipe: the reader waits for it, while the virtual clock stands still although a child sleeps. */

static int pipe_ends[2];
static const struct park_type park_pipe = { .reason = "waiting for the pipe" };
static const struct park_type park_nap = { .reason = "napping", .abort = nap_abort };

struct read_frame {
	struct fd_wait ready;
	bool armed;
};

static enum step read_step(struct call *call, void *memory)
{
	struct read_frame *frame = memory;
	char byte;

	if (!frame->armed || frame->ready.ready == 0) {
		CHECK(!fd_is_awaited(pipe_ends[0], FD_READ));
		fd_wait_arm(&frame->ready, call, pipe_ends[0], FD_READ | FD_HOLDS_CLOCK);
		CHECK(fd_is_awaited(pipe_ends[0], FD_READ));
		CHECK(!fd_is_awaited(pipe_ends[0], FD_WRITE));
		frame->armed = true;
		return task_park(call, &park_pipe);
	}
	CHECK(!fd_is_awaited(pipe_ends[0], FD_READ));
	CHECK_INT(read(pipe_ends[0], &byte, 1), 1);
	CHECK(!clock_is_held());
	say(clock_now() == 0 ? "read-at-0" : "read-late");
	return call_return(call, value_int(byte));
}

static const struct builtin read_builtin = {
	.name = "read", .params = "", .summary = "Reads.", .flags = COMMAND_ASYNC, .frame_size = sizeof(struct read_frame), .step = read_step
};

static enum step nap_step(struct call *call, void *frame)
{
	(void)frame;
	if (call->fiber->phase == 0) {
		call->fiber->phase = 1;
		nap_begin(task_of(call), clock_now() + 10);
		return task_park(call, &park_nap);
	}
	call->error = nap_end(task_of(call));
	say(clock_now() == 10 ? "woke-at-10" : "woke-else");
	return call->error != NULL ? STEP_FAILED : STEP_DONE;
}

static const struct builtin nap_builtin = { .name = "nap", .params = "", .summary = "Naps.", .flags = COMMAND_ASYNC, .step = nap_step };

static void write_later(int signal_number)
{
	(void)signal_number;
	if (write(pipe_ends[1], "!", 1) != 1)
		abort();
}

struct pair_frame {
	struct nursery *nursery;
};

/* Runs two tasks in a nursery. */
static const struct builtin *pair_first, *pair_second;

static enum step pair_step(struct call *call, void *memory)
{
	struct pair_frame *frame = memory;
	struct error *error;

	if (frame->nursery == NULL) {
		frame->nursery = nursery_open(task_of(call), call);
		spawn_named(frame->nursery, pair_first, "first");
		spawn_named(frame->nursery, pair_second, "second");
	}
	if (nursery_leave(call, frame->nursery, NULL, &error) == STEP_PARKED)
		return STEP_PARKED;
	nursery_release(frame->nursery);
	return error != NULL ? call_fail_with(call, error) : call_return(call, value_int(1));
}

static const struct builtin pair_builtin = {
	.name = "pair", .params = "", .summary = "Runs two.", .flags = COMMAND_ASYNC, .frame_size = sizeof(struct pair_frame), .step = pair_step
};

TEST(the_virtual_clock_waits_for_what_is_at_work)
{
	REQUIRE(pipe(pipe_ends) == 0);
	pair_first = &nap_builtin;
	pair_second = &read_builtin;
	signal(SIGALRM, write_later);
	ualarm(20000, 0);
	check_value(run_builtin(&virtual_time, &pair_builtin), 1);
	CHECK_STR(said, "read-at-0 woke-at-10");
	signal(SIGALRM, SIG_DFL);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

/* Closing: who waits for a file is woken by whoever closes it. */

static enum step wake_fd_step(struct call *call, void *frame)
{
	(void)frame;
	if (call->fiber->phase < 2) {
		call->fiber->phase++;
		return task_yield(call);
	}
	fd_wake(pipe_ends[0]);
	say("woke-reader");
	return STEP_DONE;
}

static const struct builtin wake_fd_builtin = { .name = "wake_fd", .params = "", .summary = "Wakes.", .flags = COMMAND_ASYNC, .step = wake_fd_step };

static enum step read_once_step(struct call *call, void *memory)
{
	struct read_frame *frame = memory;

	if (frame->armed) {
		say(frame->ready.ready == 0 ? "nothing-ready" : "ready");
		return STEP_DONE;
	}
	frame->armed = true;
	fd_wait_arm(&frame->ready, call, pipe_ends[0], FD_READ);
	return task_park(call, &park_pipe);
}

static const struct builtin read_once = {
	.name = "read_once", .params = "", .summary = "Waits.", .flags = COMMAND_ASYNC, .frame_size = sizeof(struct read_frame), .step = read_once_step
};

TEST(who_closes_a_file_wakes_its_waiters)
{
	REQUIRE(pipe(pipe_ends) == 0);
	pair_first = &read_once;
	pair_second = &wake_fd_builtin;
	check_value(run_builtin(&real_time, &pair_builtin), 1);
	CHECK_STR(said, "woke-reader nothing-ready");
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

/* Interrupts. */

static enum step sleep_long_step(struct call *call, void *frame)
{
	if (call->fiber->phase == 0)
		ualarm(20000, 0);
	return nap_step(call, frame);
}

static const struct builtin sleep_long = { .name = "sleep_long", .params = "", .summary = "Naps.", .flags = COMMAND_ASYNC, .step = sleep_long_step };

static void interrupt(int signal_number)
{
	(void)signal_number;
	run_note_interrupt();
}

TEST(an_interrupt_ends_the_wait_of_main)
{
	signal(SIGALRM, interrupt);
	double began = clock_real_now();
	struct outcome outcome = run_builtin(&real_time, &sleep_long);
	REQUIRE(outcome.error != NULL);
	CHECK(error_is(outcome.error, KIND_KeyboardInterrupt));
	CHECK(clock_real_now() - began < 5);
	error_release(outcome.error);
	CHECK(run_interrupt_is_over());
	signal(SIGALRM, SIG_DFL);
}

TEST(an_interrupt_before_the_run_reaches_main)
{
	run_note_interrupt();
	CHECK(!run_interrupt_is_over());
	struct outcome outcome = run_builtin(&virtual_time, &nap_builtin);
	REQUIRE(outcome.error != NULL);
	CHECK(error_is(outcome.error, KIND_KeyboardInterrupt));
	error_release(outcome.error);
}

TEST(an_interrupt_that_main_does_not_wait_for_replaces_its_value)
{
	run_note_interrupt();
	struct outcome outcome = run_builtin(&virtual_time, &end_builtin);
	REQUIRE(outcome.error != NULL);
	CHECK(error_is(outcome.error, KIND_KeyboardInterrupt));
	error_release(outcome.error);
}

/* Signals and calls from outside. */

static void on_usr1(int number, void *context)
{
	(void)number;
	say(context);
}

static void soon(void *context)
{
	say(context);
}

static enum step raise_step(struct call *call, void *frame)
{
	(void)frame;
	if (call->fiber->phase == 0) {
		call->fiber->phase = 1;
		raise(SIGUSR1);
		raise(SIGUSR1);
		CHECK(call_soon(soon, (void *)(uintptr_t)"soon"));
		say("raised");
		return task_yield(call);
	}
	if (call->fiber->phase++ < 3)
		return task_yield(call);
	return call_return(call, value_int(3));
}

static const struct builtin raise_builtin = { .name = "raise", .params = "", .summary = "Raises.", .flags = COMMAND_ASYNC, .step = raise_step };

TEST(signals_are_delivered_by_the_loop_once)
{
	signal_watch(SIGUSR1, on_usr1, (void *)(uintptr_t)"usr1");
	check_value(run_builtin(&virtual_time, &raise_builtin), 3);
	CHECK(!signal_unwatch(SIGUSR1));
	/* The task that makes the calls has its first step in the same batch, before the next look outside (semantics S14). */
	CHECK_STR(said, "raised soon usr1");
	CHECK(!call_soon(soon, NULL));
}

/* The prompt's session. */

static char failed_task[64];

static void note_failure(struct task *task, struct error *error)
{
	snprintf(failed_task, sizeof failed_task, "%s: %s", task_name(task)->bytes, error->kind->name);
}

static const struct builtin *background;

static enum step spawn_background_step(struct call *call, void *frame)
{
	(void)frame;
	spawn_named(task_of(call)->nursery, background, "background");
	return call_return(call, value_int(5));
}

static const struct builtin spawn_background = {
	.name = "spawn_background", .params = "", .summary = "Spawns.", .flags = COMMAND_ASYNC, .step = spawn_background_step
};

static struct outcome enter(const struct builtin *builtin)
{
	struct task *task = session_start(function_from_builtin(builtin));
	session_drive(task, -1);
	CHECK(session_finished(task));
	return session_take(task);
}

static void begin_session(void)
{
	struct run_options options = { .clock = CLOCK_VIRTUAL, .rate = 1, .report_failure = note_failure };

	said[0] = failed_task[0] = '\0';
	session_begin(&options);
}

TEST(each_busy_period_of_a_session_is_a_run)
{
	struct counter counter = { .instrument = { .before_run = count_run } };

	begin_session();
	instrument_install(&counter.instrument);
	check_value(enter(&end_builtin), 7);
	CHECK(!session_is_busy());
	check_value(enter(&end_builtin), 7);
	CHECK_INT(counter.runs, 2);
	background = &nap_builtin;
	check_value(enter(&spawn_background), 5);
	CHECK(session_is_busy());
	CHECK_INT(session_task_count(), 1);
	check_value(enter(&end_builtin), 7);
	CHECK_INT(counter.runs, 3);
	CHECK(session_is_busy());
	session_drive(NULL, -1);
	CHECK(!session_is_busy());
	CHECK_STR(said, "woke-at-10");
	instrument_remove(&counter.instrument);
	session_end();
}

TEST(an_error_in_an_entry_is_its_own)
{
	begin_session();
	background = &nap_builtin;
	check_value(enter(&spawn_background), 5);
	struct outcome outcome = enter(&fail_builtin);
	CHECK(outcome.error != NULL && error_is(outcome.error, KIND_ValueError));
	error_release(outcome.error);
	CHECK(session_is_busy());
	session_drive(NULL, -1);
	CHECK_STR(said, "woke-at-10");
	CHECK_STR(failed_task, "");
	session_end();
}

TEST(an_error_in_the_background_is_reported)
{
	begin_session();
	background = &fail_builtin;
	check_value(enter(&spawn_background), 5);
	session_drive(NULL, -1);
	CHECK_STR(failed_task, "background: ValueError");
	CHECK(!session_is_busy());
	session_end();
}

TEST(ending_a_session_cancels_the_background)
{
	begin_session();
	background = &nap_builtin;
	check_value(enter(&spawn_background), 5);
	session_end();
	CHECK(!session_is_busy());
	CHECK_STR(said, "woke-else");
	CHECK_STR(failed_task, "");
}

TEST(an_interrupt_at_the_prompt_ends_the_entry_only)
{
	begin_session();
	background = &nap_builtin;
	check_value(enter(&spawn_background), 5);
	struct task *task = session_start(function_from_builtin(&wait_in_lot));
	lot_init(&lot);
	session_interrupt();
	session_drive(task, -1);
	struct outcome outcome = session_take(task);
	CHECK(outcome.error != NULL && error_is(outcome.error, KIND_KeyboardInterrupt));
	error_release(outcome.error);
	CHECK(session_is_busy());
	session_drive(NULL, -1);
	CHECK_STR(said, "woke-at-10");
	session_end();
}

TEST(a_session_comes_back_when_a_key_is_pressed)
{
	REQUIRE(pipe(pipe_ends) == 0);
	begin_session();
	background = &read_builtin;
	check_value(enter(&spawn_background), 5);
	int keys[2];
	REQUIRE(pipe(keys) == 0);
	CHECK_INT(write(keys[1], "x", 1), 1);
	session_drive(NULL, keys[0]);
	CHECK(session_is_busy());
	CHECK_INT(write(pipe_ends[1], "!", 1), 1);
	session_drive(NULL, -1);
	CHECK(!session_is_busy());
	CHECK_STR(said, "read-at-0");
	session_end();
	close(keys[0]);
	close(keys[1]);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

TEST(a_deadlock_is_told_to_the_entry_that_waits)
{
	begin_session();
	lot_init(&lot);
	struct outcome outcome = enter(&wait_in_lot);
	REQUIRE(outcome.error != NULL);
	CHECK(error_is(outcome.error, KIND_DeadlockError));
	CHECK_STR(outcome.error->message->bytes, "every task waits, and nothing can wake one: main waits in a lot");
	error_release(outcome.error);
	session_end();
}
