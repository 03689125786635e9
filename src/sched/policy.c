#include "sched/policy.h"

#include "base/buf.h"
#include "base/mem.h"
#include "sched/runner.h"
#include "value/list.h"

struct policy *nursery_policy(struct nursery *nursery)
{
	if (nursery->policy == NULL) {
		nursery->policy = mem_zalloc(sizeof *nursery->policy);
		nursery->policy->running = nursery->child_count;
	}
	return nursery->policy;
}

static void forget_gathered(struct policy *policy)
{
	for (size_t i = 0; i < policy->gathered_count; i++)
		task_release(policy->gathered[i]);
	mem_free(policy->gathered);
	policy->gathered = NULL;
	policy->gathered_count = policy->gathered_capacity = 0;
}

static void forget_lost(struct policy *policy)
{
	for (size_t i = 0; i < policy->lost_count; i++)
		error_release(policy->lost[i]);
	mem_free(policy->lost);
	policy->lost = NULL;
	policy->lost_count = policy->lost_capacity = 0;
}

void policy_free(struct policy *policy)
{
	if (policy == NULL)
		return;
	forget_gathered(policy);
	forget_lost(policy);
	value_release(policy->value);
	mem_free(policy);
}

static bool is_service(const struct task *task)
{
	return task->member.flags & TASK_SERVICE;
}

/* Turns. */

static void describe_turn(struct task *task, struct buf *out)
{
	buf_printf(out, "waiting for its turn (limit %zu)", task->nursery->policy->limit);
}

/* What is cancelled here is raised before the first step: the child never starts. */
static const struct park_type park_turn = { .reason = "waiting for its turn", .describe = describe_turn };

static bool waits_for_turn(const struct task *task)
{
	return task->park == &park_turn;
}

/* The next that waits behind task; children stand in the order of spawning. */
static struct task *waiting_behind(const struct nursery *nursery, const struct task *task)
{
	for (struct list_link *link = task->siblings.next; link != &nursery->children; link = link->next) {
		struct task *other = list_item(link, struct task, siblings);
		if (waits_for_turn(other))
			return other;
	}
	return NULL;
}

static void wait_for_turn(struct nursery *nursery, struct task *task)
{
	task->member.flags |= TASK_QUEUED;
	task->park = &park_turn;
	if (nursery->policy->next == NULL)
		nursery->policy->next = task;
	INSTRUMENT(task_parked, task);
	if (task->scope->cause != NULL)
		task_abort(task, NULL);
}

void policy_give_turns(struct nursery *nursery)
{
	struct policy *policy = nursery->policy;

	while (policy->next != NULL && policy->running < policy->limit) {
		struct task *task = policy->next;
		policy->next = waiting_behind(nursery, task);
		if (!waits_for_turn(task))
			continue;               /* cancelled, and about to end */
		task->member.flags &= ~(uint32_t)TASK_QUEUED;
		policy->running++;
		task_wake(task);
	}
}

/* Children. */

static void stop_service(struct task *task)
{
	scope_cancel_task(task, &(struct cancel_reason){ .source = CANCEL_SERVICES });
}

static void gather(struct policy *policy, struct task *task)
{
	if (policy->gathered_count == policy->gathered_capacity) {
		policy->gathered_capacity = policy->gathered_capacity ? policy->gathered_capacity * 2 : 8;
		policy->gathered = mem_resize_array(policy->gathered, policy->gathered_capacity, sizeof(struct task *));
	}
	task_retain(task);
	policy->gathered[policy->gathered_count++] = task;
}

void policy_child_spawned(struct nursery *nursery, struct task *task)
{
	struct policy *policy = nursery->policy;

	if (is_service(task)) {
		policy->services++;
		run_schedule(task);
		if (policy->stopping)
			stop_service(task);
		return;
	}
	if (policy->gathers)
		gather(policy, task);
	if (policy->limit > 0 && (policy->running >= policy->limit || policy->next != NULL)) {
		wait_for_turn(nursery, task);
	} else {
		policy->running++;
		run_schedule(task);
	}
}

void policy_child_moved(struct nursery *nursery, struct task *task)
{
	struct policy *policy = nursery->policy;

	if (is_service(task)) {
		policy->services++;
		return;
	}
	if (policy->gathers)
		gather(policy, task);
	policy->running++;
}

void policy_child_leaves(struct nursery *nursery, struct task *task)
{
	struct policy *policy = nursery->policy;

	if (is_service(task)) {
		policy->services--;
		return;
	}
	if (!(task->member.flags & TASK_QUEUED))
		policy->running--;
	else if (policy->next == task)
		policy->next = waiting_behind(nursery, task);
}

static void lose(struct policy *policy, struct error *error)
{
	if (policy->lost_count == policy->lost_capacity) {
		policy->lost_capacity = policy->lost_capacity ? policy->lost_capacity * 2 : 4;
		policy->lost = mem_resize_array(policy->lost, policy->lost_capacity, sizeof(struct error *));
	}
	policy->lost[policy->lost_count++] = error_retain(error);
}

static void win(struct nursery *nursery, struct task *task)
{
	struct policy *policy = nursery->policy;

	policy->won = true;
	value_release(policy->value);
	policy->value = value_retain(task->fiber.callee);
	for (size_t i = 0; i < policy->lost_count; i++)
		INSTRUMENT(error_dropped, nursery, NULL, policy->lost[i]);
	forget_lost(policy);
	scope_cancel(nursery->scope, &(struct cancel_reason){ .source = CANCEL_WINNER, .by = task });
}

/* In a race: a child that was cancelled by itself has no error for the nursery, but has not succeeded. */
static bool race_child_ended(struct nursery *nursery, struct task *task, struct error *error)
{
	struct policy *policy = nursery->policy;

	if (error == NULL) {
		if (task->fiber.raise == NULL && !policy->won)
			win(nursery, task);
		return true;
	}
	if (!error_is(error, KIND_Exception))
		return false;
	if (policy->won)
		INSTRUMENT(error_dropped, nursery, task, error);
	else
		lose(policy, error);
	return true;
}

bool policy_child_ended(struct nursery *nursery, struct task *task, struct error *error)
{
	struct policy *policy = nursery->policy;

	if (policy->races && !is_service(task))
		return race_child_ended(nursery, task, error);
	if (error == NULL || !policy->collects || !error_is(error, KIND_Exception))
		return false;
	nursery_keep_error(nursery, error_retain(error), task);
	return true;
}

/* Services. */

bool policy_stop_services(struct nursery *nursery)
{
	struct policy *policy = nursery->policy;

	if (policy == NULL || policy->services == 0)
		return false;
	if (policy->stopping)
		return true;
	policy->stopping = true;
	list_for_each(&nursery->children, link)
		stop_service(list_item(link, struct task, siblings));
	return true;
}

/* Where a task was spawned or, where that is forgotten, what it runs. */
static void add_place(struct error *error, const struct task *task)
{
	const struct bound_call *bound = (const struct bound_call *)task->fiber.callee.resource;
	struct source *source;
	struct span span;

	if (bound->resource.type == &bound_call_type)
		error_add_trace(error, bound->proto->source, bound->span, NULL);
	else if (function_place(task->fiber.callee, &source, &span))
		error_add_trace(error, source, span, NULL);
}

struct error *policy_service_error(struct task *task)
{
	const struct nursery *nursery = task->nursery;

	if (nursery->policy->stopping || task->member.flags & TASK_OWN_SCOPE || scope_is_cancelled(nursery->scope))
		return NULL;
	struct error *error = error_new(KIND_RuntimeError, "service %s ended before it was stopped", task_name(task)->bytes);
	add_place(error, task);
	return error;
}

/* The end. */

static struct value gathered_values(struct policy *policy)
{
	struct list *list = list_new(policy->gathered_count);

	for (size_t i = 0; i < policy->gathered_count; i++)
		list_push(list, value_retain(policy->gathered[i]->fiber.callee));
	return value_list(list);
}

/* They ended before what cancelled the race, if anything did. */
static void keep_lost(struct nursery *nursery)
{
	struct policy *policy = nursery->policy;

	for (size_t i = 0; i < nursery->error_count; i++)
		lose(policy, nursery->errors[i]);
	nursery_forget_errors(nursery);
	for (size_t i = 0; i < policy->lost_count; i++)
		nursery_keep_error(nursery, error_retain(policy->lost[i]), NULL);
	forget_lost(policy);
}

void policy_settle(struct nursery *nursery)
{
	struct policy *policy = nursery->policy;

	if (policy->gathers) {
		value_release(policy->value);
		policy->value = gathered_values(policy);
		/* A value may hold the nursery. */
		forget_gathered(policy);
	}
	if (policy->lost_count > 0)
		keep_lost(nursery);
}

struct error *policy_no_winner(const struct nursery *nursery)
{
	const struct policy *policy = nursery->policy;

	if (policy == NULL || !policy->races || policy->won || nursery->scope->member.flags & SCOPE_CANCEL_CALLED)
		return NULL;
	return error_new(KIND_RuntimeError, "nobody won the race: none of its children ran to its end");
}

struct value policy_take_value(struct nursery *nursery)
{
	if (nursery->policy == NULL)
		return value_none();
	struct value value = nursery->policy->value;
	nursery->policy->value = value_none();
	return value;
}
