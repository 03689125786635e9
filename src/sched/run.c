#include "sched/run.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "sched/call_soon.h"
#include "sched/clock.h"
#include "sched/deadlock.h"
#include "sched/ended.h"
#include "sched/idle.h"
#include "sched/init.h"
#include "sched/loop.h"
#include "sched/output.h"
#include "sched/runner.h"

/* Trio's longest wait: a day (semantics 1.2). */
#define LONGEST_WAIT 86400.0
/* So many seconds may go by without a look at the files while tasks are runnable: a look costs as much as twenty switches. */
#define UNPOLLED_TIME 20e-6

struct run run;

/* Interrupts (semantics 5). */

void run_note_interrupt(void)
{
	run.interrupt_seen = true;
	vm_interrupted = true;
	loop_wake();
}

bool run_interrupt_is_over(void)
{
	if (!run.interrupt_seen)
		return true;
	if (vm_interrupted || run.interrupt_pending || run.interrupt == NULL)
		return false;
	return run.interrupt->object.references == 1;
}

/* Remembers it, to know when nobody handles it any more. Owned by the caller. */
static struct error *new_interrupt(void)
{
	error_release(run.interrupt);
	run.interrupt = error_new_kind(kind_of(KIND_KeyboardInterrupt), NULL);
	return error_retain(run.interrupt);
}

static void forget_interrupts(void)
{
	error_release(run.interrupt);
	run.interrupt = NULL;
	run.interrupt_seen = run.interrupt_pending = false;
}

/* A task that runs a long loop hears of it there (semantics 5.2, first half). */
static struct error *interrupt_running_task(struct fiber *fiber)
{
	(void)fiber;
	vm_interrupted = false;
	return new_interrupt();
}

void run_deliver_interrupt(void)
{
	if (!run.interrupt_pending || run.main == NULL || run.main->member.flags & TASK_ENDED)
		return;
	struct error *error = new_interrupt();
	if (task_abort(run.main, error) != ABORT_REFUSED)
		run.interrupt_pending = false;
	error_release(error);
}

static void deliver_interrupt_soon(void *unused)
{
	(void)unused;
	run_deliver_interrupt();
}

static void begin_interrupt(void)
{
	vm_interrupted = false;
	run.interrupt_pending = true;
	call_soon(deliver_interrupt_soon, NULL);
}

/* Main has ended before it heard of the interrupt (semantics 5.4). */
static void replace_outcome_by_interrupt(struct task *task)
{
	struct error *error = new_interrupt();

	run.interrupt_pending = false;
	error_set_context(error, task->fiber.raise);
	error_release(task->fiber.raise);
	value_release(task->fiber.callee);
	task->fiber.callee = value_none();
	task->fiber.raise = error;
}

void run_main_ended(struct task *task)
{
	if (run.options.session && task == run.main && run.interrupt_pending)
		replace_outcome_by_interrupt(task);
}

void run_report_failure(struct task *task, struct error *take_error)
{
	if (run.options.report_failure != NULL && !error_is_cancelled(take_error, NULL))
		run.options.report_failure(task, take_error);
	error_release(take_error);
}

/* One pass (semantics 1.2). */

struct io_check {
	double timeout;
	bool idle_primed, jump_primed;
	int extra_fd;
	bool extra_ready;
};

static void choose_timeout(struct io_check *check)
{
	double timeout = 0;

	if (run.queue.count == 0)
		timeout = run.deadlines.count > 0 ? clock_real_seconds(heap_first_key(&run.deadlines)) : LONGEST_WAIT;
	if (timeout > LONGEST_WAIT)
		timeout = LONGEST_WAIT;
	if (idle_is_awaited()) {
		check->idle_primed = idle_cushion() < timeout;
		if (check->idle_primed)
			timeout = idle_cushion();
	} else if (clock_is_virtual() && !clock_is_held() && timeout > 0) {
		check->jump_primed = true;
		timeout = 0;
	}
	check->timeout = timeout;
}

/* While tasks are runnable and nobody watches, a look can wait for some microseconds. */
static bool may_skip_poll(const struct io_check *check)
{
	if (check->timeout > 0 || call_soon_is_poked())
		return false;
	if (!loop_wants_poll() && check->extra_fd < 0)
		return true;
	return !instruments_active && run.queue.count > 0 && clock_real_now() - run.last_poll < UNPOLLED_TIME;
}

/* Waits for what happens outside; true: something did. */
static bool wait_outside(struct io_check *check)
{
	bool happened = false;

	if (!may_skip_poll(check)) {
		double timeout = call_soon_is_poked() ? 0 : check->timeout;
		if (timeout > 0)
			output_flush_quietly();
		happened = loop_poll(timeout, check->extra_fd, &check->extra_ready);
		run.last_poll = loop_wants_poll() || check->extra_fd >= 0 ? clock_real_now() : 0;
	}
	if (vm_interrupted)
		begin_interrupt();
	return call_soon_wake() || happened;
}

static void check_io(struct io_check *check)
{
	choose_timeout(check);
	INSTRUMENT(before_io_wait, check->timeout);
	bool happened = wait_outside(check);
	INSTRUMENT(after_io_wait, check->timeout);
	if (run.deadlines.count == 0 && !check->idle_primed)
		return;
	double now = clock_now();
	if (scope_expire_deadlines(now) || run.queue.count > 0 || happened)
		return;
	if (check->idle_primed) {
		idle_wake(idle_cushion());
	} else if (check->jump_primed && run.deadlines.count > 0) {
		double jump = heap_first_key(&run.deadlines) - now;
		if (jump > 0)
			clock_jump(jump);
	}
}

static void reverse_batch(void)
{
	for (size_t i = 0, j = run.batch.count; i + 1 < j; i++) {
		struct task *task = run.batch.items[i];
		run.batch.items[i] = run.batch.items[--j];
		run.batch.items[j] = task;
	}
}

static void shuffle_batch(void)
{
	for (size_t i = run.batch.count; i > 1; i--) {
		size_t chosen = (size_t)(prng_fraction(&run.order) * (double)i);
		struct task *task = run.batch.items[chosen];
		run.batch.items[chosen] = run.batch.items[i - 1];
		run.batch.items[i - 1] = task;
	}
}

static void order_batch(void)
{
	/* One number for each pass, whether the batch is empty or not (semantics 1.2, step 8). */
	if (run.options.schedule == SCHEDULE_ANY)
		shuffle_batch();
	else if (prng_fraction(&run.order) >= 0.5)
		reverse_batch();
}

static inline void step_task(struct task *task)
{
	run.current = task;
	enum fiber_status status = fiber_resume(&task->fiber);
	if (__builtin_expect(status != FIBER_PARKED, 0))
		task_end(task, status);
	else if (__builtin_expect(run.recheck, 0))
		task_recheck(task);
}

static void run_batch(void)
{
	struct task *const *items = run.batch.items;
	size_t count = run.batch.count;

	for (size_t i = 0; i < count; i++) {
		/* The tasks lie anywhere in memory. */
		if (i + 4 < count)
			__builtin_prefetch(items[i + 4]);
		step_task(items[i]);
		if (__builtin_expect(items[i]->member.flags & TASK_ENDED, 0))
			task_release(items[i]);
	}
}

static void run_batch_observed(void)
{
	for (size_t i = 0; i < run.batch.count; i++) {
		struct task *task = run.batch.items[i];
		INSTRUMENT(before_task_step, task);
		step_task(task);
		INSTRUMENT(after_task_step, task);
		if (task->member.flags & TASK_ENDED)
			task_release(task);
	}
}

static void run_tasks(void)
{
	struct task_queue batch = run.queue;

	run.queue = run.batch;
	run.queue.count = 0;
	run.batch = batch;
	if (run.options.schedule != SCHEDULE_FIFO)
		order_batch();
	if (instruments_active)
		run_batch_observed();
	else
		run_batch();
	run.current = NULL;
}

/* True: extra_fd is readable. */
static bool pass(int extra_fd)
{
	struct io_check check = { .extra_fd = extra_fd };

#ifdef TRIOSH_DEBUG
	sched_check();
#endif
	if (run.queue.count == 0 && run.deadlines.count == 0)
		deadlock_check();
	check_io(&check);
	run_tasks();
	return check.extra_ready;
}

/* A run. */

static void begin(const struct run_options *options, struct value take_callee)
{
	bug_unless(!run.alive);
	run.options = *options;
	run.alive = true;
	run.nurseries_made = 0;
	vm_hooks.interrupted = interrupt_running_task;
	list_init(&run.idle);
	call_soon_begin();
	INSTRUMENT(before_run);
	run.root = scope_new(INFINITY);
	run.root->member.flags |= SCOPE_ENTERED | SCOPE_ACTIVE;
	init_spawn(take_callee);
}

static void end(void)
{
	bug_unless(run.task_count == 0 && run.deadlines.count == 0 && list_is_empty(&run.root->children));
	run.root->member.flags &= ~(uint32_t)SCOPE_ACTIVE;
	scope_release(run.root);
	run.root = NULL;
	run.alive = false;
	run.init = NULL;
	INSTRUMENT(after_run);
}

static struct outcome take_task_outcome(struct task *task)
{
	struct outcome outcome = { .value = task->fiber.callee, .error = task->fiber.raise };

	task->fiber.callee = value_none();
	task->fiber.raise = NULL;
	task_release(task);
	return outcome;
}

static void free_queues(void)
{
	mem_free(run.queue.items);
	mem_free(run.batch.items);
	run.queue = run.batch = (struct task_queue){ 0 };
	ended_forget();
	heap_clear(&run.deadlines);
}

struct outcome run_script(const struct run_options *options, struct value take_callee)
{
	prng_seed(&run.order, options->seed);
	clock_set(options->clock, options->rate);
	begin(options, take_callee);
	while (run.task_count > 0)
		pass(-1);
	if (run.interrupt_pending)
		replace_outcome_by_interrupt(run.main);
	end();
	struct task *main_task = run.main;
	run.main = NULL;
	forget_interrupts();
	free_queues();
	return take_task_outcome(main_task);
}

/* The prompt's way: each busy period is a run. */

static struct run_options session_options;

void session_begin(const struct run_options *options)
{
	session_options = *options;
	session_options.session = true;
	prng_seed(&run.order, options->seed);
	clock_set(options->clock, options->rate);
}

/* True: only the steps that end a run are left to do. */
static bool is_ending(void)
{
	return run.main_nursery == NULL || run.main_nursery->closed;
}

static void finish_if_ending(void)
{
	while (run.alive && (is_ending() || run.main_nursery->child_count == 0)) {
		if (run.task_count == 0)
			end();
		else
			pass(-1);
	}
}

struct task *session_start(struct value take_callee)
{
	struct error *error;

	if (run.alive && run.main_nursery != NULL)
		finish_if_ending();
	run.main = NULL;
	forget_interrupts();
	if (run.alive) {
		struct string *name = string_from("main");
		run.main = nursery_spawn(run.main_nursery, take_callee, name, &error);
		string_release(name);
		run.main->member.flags |= TASK_MAIN;
		task_retain(run.main);
		return run.main;
	}
	begin(&session_options, take_callee);
	while (run.main == NULL)
		pass(-1);
	return run.main;
}

bool session_is_busy(void)
{
	return run.alive;
}

bool session_finished(const struct task *task)
{
	return task->member.flags & TASK_ENDED;
}

unsigned session_task_count(void)
{
	size_t count = run.task_count;

	if (!run.alive || run.main_nursery == NULL)
		return 0;
	list_for_each(&run.main_nursery->children, link)
		count -= list_item(link, struct task, siblings)->member.flags & TASK_MAIN ? 1 : 0;
	return (unsigned)(count - 2);           /* <init>, <call soon task> */
}

struct outcome session_take(struct task *task)
{
	if (run.main == task) {
		run.main = NULL;
		forget_interrupts();
	}
	return take_task_outcome(task);
}

void session_drive(struct task *task, int fd)
{
	/* Where nobody waits for a task, a request to end is for whoever drives. */
	while (run.alive && !(task == NULL ? run.interrupt_seen : session_finished(task))) {
		if (run.task_count == 0)
			end();
		else if (pass(fd))
			return;
	}
	finish_if_ending();
}

void session_interrupt(void)
{
	if (run.alive && run.main != NULL && !session_finished(run.main))
		begin_interrupt();
}

void session_end(void)
{
	if (run.alive && run.main_nursery != NULL)
		scope_cancel(run.main_nursery->scope, &(struct cancel_reason){ .source = CANCEL_SHUTDOWN });
	session_drive(NULL, -1);
	free_queues();
}
