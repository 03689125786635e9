#include "sched/scope.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "sched/clock.h"
#include "sched/runner.h"

static inline struct scope_member *member_of(struct list_link *link)
{
	return list_item(link, struct scope_member, link);
}

static inline struct cancel_scope *member_scope(struct scope_member *member)
{
	return list_item(member, struct cancel_scope, member);
}

static inline struct task *member_task(struct scope_member *member)
{
	return list_item(member, struct task, member);
}

struct cancel_scope *scope_new(double deadline)
{
	struct cancel_scope *scope = mem_small_alloc(sizeof *scope);

	memset(scope, 0, sizeof *scope);
	resource_init(&scope->resource, &scope_type);
	scope->member.flags = MEMBER_SCOPE;
	list_init(&scope->member.link);
	list_init(&scope->children);
	list_init(&scope->tasks);
	/* Equal deadlines expire in order of creation (semantics 15.4). The lowest bit tells scopes from naps. */
	scope->node.order = ++run.scopes_made << 1;
	scope->node.slot = HEAP_OUTSIDE;
	scope->member.id = (uint32_t)run.scopes_made;
	scope->deadline = deadline;
	scope->seconds = NAN;
	return scope;
}

void scope_note_origin(struct cancel_scope *scope, const struct call *call, double seconds)
{
	struct reason_place place = reason_place_of_fiber(call->fiber);

	scope->opened_by = call->builtin;
	scope->source = place.source;
	scope->at = place.offset;
	scope->seconds = (float)seconds;
}

static void scope_free(struct resource *resource)
{
	struct cancel_scope *scope = (struct cancel_scope *)resource;

	bug_unless(!(scope->member.flags & SCOPE_ACTIVE));
	error_release(scope->cause);
	reason_release(scope->reason);
	source_release(scope->source);
	mem_small_free(scope, sizeof *scope);
}

/* Only an active scope that was not cancelled waits for its deadline (semantics 4.8). */
static void update_deadline(struct cancel_scope *scope)
{
	bool wanted = (scope->member.flags & (SCOPE_ACTIVE | SCOPE_CANCEL_CALLED)) == SCOPE_ACTIVE && scope->deadline != INFINITY;
	bool inside = scope->node.slot != HEAP_OUTSIDE;

	if (wanted && inside)
		heap_change(&run.deadlines, &scope->node, scope->deadline);
	else if (wanted)
		heap_add(&run.deadlines, &scope->node, scope->deadline);
	else if (inside)
		heap_remove(&run.deadlines, &scope->node);
}

static void deliver_to_tasks(struct cancel_scope *scope)
{
	/* No task leaves the list here: a woken one stays until its step. */
	list_for_each(&scope->tasks, link)
		task_abort(member_task(member_of(link)), NULL);
}

/* What the cause of scope should be now; borrowed. A scope that was cancelled itself has one already. */
static struct error *inherited_cause(const struct cancel_scope *scope)
{
	if (scope->parent == NULL || scope->member.flags & SCOPE_SHIELD)
		return NULL;
	return scope->parent->cause;
}

/* One look at the tree below a change. */
struct update {
	struct error *own;              /* the Cancelled for the scope at the top; NULL: none was made */
	double now;                     /* NaN: nobody has looked at the clock yet */
};

static bool has_passed(struct update *update, double deadline)
{
	if (deadline == INFINITY)
		return false;
	if (isnan(update->now))
		update->now = clock_now();
	return update->now >= deadline;
}

/* From now on cancel was called, for this reason. */
static void note_cancel(struct cancel_scope *scope, const struct cancel_reason *request)
{
	scope->member.flags |= SCOPE_CANCEL_CALLED;
	scope->reason = reason_new(scope, request);
	update_deadline(scope);
	INSTRUMENT(cancel_requested, scope, request);
}

/* Trio asks each scope it looks at whether it was cancelled, and asking cancels one whose deadline has passed (semantics 4.7). */
static bool is_called(struct cancel_scope *scope, struct update *update)
{
	if (scope->member.flags & SCOPE_CANCEL_CALLED)
		return true;
	if (!has_passed(update, scope->deadline))
		return false;
	note_cancel(scope, &(struct cancel_reason){ .source = CANCEL_DEADLINE });
	return true;
}

/* Brings the state of one scope up to date. True: it changed, and its children have to be looked at. */
static bool update_scope(struct cancel_scope *scope, struct update *update)
{
	bool called = is_called(scope, update);
	struct error *inherited = inherited_cause(scope);
	bool cancelled = called || inherited != NULL;

	if (cancelled == (scope->cause != NULL))
		return false;
	if (!cancelled) {
		error_release(scope->cause);
		scope->cause = NULL;
		return true;
	}
	if (inherited != NULL)
		scope->cause = error_retain(inherited);
	else if (update->own != NULL)
		scope->cause = error_retain(update->own);
	else
		scope->cause = reason_cancelled(scope->reason);
	update->own = NULL;
	deliver_to_tasks(scope);
	return true;
}

/* The same for a nap, which is a scope with one task and no children. */
static void update_nap(struct task *task, struct update *update)
{
	if (task->node.slot != HEAP_OUTSIDE && has_passed(update, nap_deadline(task))) {
		heap_remove(&run.deadlines, &task->node);
		task->member.flags |= TASK_NAP_EXPIRED;
	}
	if (task->member.flags & TASK_NAP_EXPIRED || task->scope->cause != NULL)
		task_abort(task, NULL);
}

/* The walk of semantics 15.3: a scope's own tasks, then its children depth first in order of entry. It goes along the links of the
 * tree, for trees may be deeper than the C stack. own: the Cancelled for start itself, or NULL. */
static void scope_update(struct cancel_scope *start, struct error *own)
{
	struct update update = { .own = own, .now = NAN };

	if (!update_scope(start, &update))
		return;
	struct cancel_scope *scope = start;
	struct list_link *link = scope->children.next;
	for (;;) {
		if (link == &scope->children) {
			if (scope == start)
				return;
			link = scope->member.link.next;
			scope = scope->parent;
			continue;
		}
		struct scope_member *member = member_of(link);
		if (!(member->flags & MEMBER_SCOPE)) {
			update_nap(member_task(member), &update);
		} else if (update_scope(member_scope(member), &update)) {
			scope = member_scope(member);
			link = scope->children.next;
			continue;
		}
		link = link->next;
	}
}

static void join_tasks(struct task *task, struct cancel_scope *scope)
{
	task->scope = scope;
	list_add_last(&scope->tasks, &task->member.link);
}

bool scope_enter(struct cancel_scope *scope, struct task *task, struct error **error)
{
	if (scope->member.flags & SCOPE_ENTERED) {
		*error = error_new(KIND_RuntimeError, "Each CancelScope may only be used for a single 'with' block");
		return false;
	}
	scope->member.flags |= SCOPE_ENTERED;
	if (scope->deadline != INFINITY && clock_now() >= scope->deadline)
		scope_cancel(scope, &(struct cancel_reason){ .source = CANCEL_DEADLINE });
	scope->member.flags |= SCOPE_ACTIVE;
	scope->parent = task->scope;
	scope_retain(scope);
	list_add_last(&scope->parent->children, &scope->member.link);
	list_remove(&task->member.link);
	join_tasks(task, scope);
	/* One that was cancelled before has its own cause; else the parent's holds, if it can be seen. */
	scope_update(scope, NULL);
	update_deadline(scope);
	INSTRUMENT(scope_entered, scope, task);
	return true;
}

bool error_is_cancelled(const struct error *leaf, const void *unused)
{
	(void)unused;
	return leaf->kind == kind_of(KIND_Cancelled);
}

/* Takes out what this scope absorbs (semantics 4.10). */
static struct error *absorb(struct cancel_scope *scope, struct task *task, struct error *take_error)
{
	struct error *cancelled, *rest;

	if (take_error->member_count == 0) {
		if (!error_is_cancelled(take_error, NULL))
			return take_error;
		cancelled = take_error;
		rest = NULL;
	} else {
		error_split(take_error, error_is_cancelled, NULL, &cancelled, &rest);
		error_release(take_error);
	}
	if (cancelled != NULL) {
		scope->member.flags |= SCOPE_CANCELLED_CAUGHT;
		INSTRUMENT(cancel_absorbed, scope, task);
	}
	error_release(cancelled);
	return rest;            /* collapsed by the split (semantics 3.10) */
}

struct error *scope_leave(struct cancel_scope *scope, struct task *task, struct error *take_error)
{
	bug_unless(task->scope == scope && scope->member.flags & SCOPE_ACTIVE);
	list_remove(&task->member.link);
	join_tasks(task, scope->parent);
	struct error *error = take_error;
	if (error != NULL && scope->cause != NULL && inherited_cause(scope) == NULL)
		error = absorb(scope, task, error);
	bug_unless(list_is_empty(&scope->tasks) && list_is_empty(&scope->children));
	list_remove(&scope->member.link);
	scope->parent = NULL;
	scope->member.flags &= ~(uint32_t)SCOPE_ACTIVE;
	update_deadline(scope);
	INSTRUMENT(scope_left, scope, task, error);
	scope_release(scope);
	return error;
}

void scope_cancel(struct cancel_scope *scope, const struct cancel_reason *request)
{
	if (scope->member.flags & SCOPE_CANCEL_CALLED)
		return;
	note_cancel(scope, request);
	if (scope->cause != NULL)
		return;                 /* from outside already: nothing changes */
	struct error *own = reason_cancelled(scope->reason);
	if (scope->member.flags & SCOPE_ACTIVE)
		scope_update(scope, own);
	else
		scope->cause = error_retain(own);
	error_release(own);
}

void scope_set_deadline(struct cancel_scope *scope, double deadline)
{
	bug_unless(!isnan(deadline));
	double before = scope->deadline;
	scope->deadline = deadline;
	scope->seconds += (float)(deadline - before);
	update_deadline(scope);
	INSTRUMENT(deadline_moved, scope, before);
}

void scope_set_shield(struct cancel_scope *scope, bool shield)
{
	if (shield)
		scope->member.flags |= SCOPE_SHIELD;
	else
		scope->member.flags &= ~(uint32_t)SCOPE_SHIELD;
	if (scope->member.flags & SCOPE_ACTIVE)
		scope_update(scope, NULL);
}

bool scope_cancel_called(struct cancel_scope *scope)
{
	uint32_t flags = scope->member.flags;
	bool live = flags & SCOPE_ACTIVE || !(flags & SCOPE_ENTERED);

	if (live && !(flags & SCOPE_CANCEL_CALLED) && clock_now() >= scope->deadline)
		scope_cancel(scope, &(struct cancel_reason){ .source = CANCEL_DEADLINE });
	return scope->member.flags & SCOPE_CANCEL_CALLED;
}

double scope_effective_deadline(const struct cancel_scope *scope)
{
	double deadline = INFINITY;

	if (scope->cause != NULL)
		return -INFINITY;
	for (; scope != NULL; scope = scope->parent) {
		if (scope->deadline < deadline)
			deadline = scope->deadline;
		if (scope->member.flags & SCOPE_SHIELD)
			break;
	}
	return deadline;
}

static void move_task(struct task *task, struct cancel_scope *to)
{
	task->scope = to;
	if (task->member.flags & TASK_NAPPING) {
		list_add_last(&to->children, &task->member.link);
		update_nap(task, &(struct update){ .now = NAN });
		return;
	}
	list_add_last(&to->tasks, &task->member.link);
	if (to->cause != NULL)
		task_abort(task, NULL);
}

void scope_move_member(struct scope_member *member, struct cancel_scope *to)
{
	list_remove(&member->link);
	if (!(member->flags & MEMBER_SCOPE)) {
		move_task(member_task(member), to);
		return;
	}
	struct cancel_scope *scope = member_scope(member);
	scope->parent = to;
	list_add_last(&to->children, &member->link);
	scope_update(scope, NULL);
}

/* The task's outermost scope: the child of its nursery's on the way from its innermost; NULL: it stands in the nursery's own. */
static struct cancel_scope *outermost_scope(const struct task *task)
{
	struct cancel_scope *scope = task->scope;
	struct cancel_scope *nursery = task->nursery->scope;

	if (scope == nursery)
		return NULL;
	while (scope->parent != nursery)
		scope = scope->parent;
	return scope;
}

void scope_cancel_task(struct task *task, const struct cancel_reason *request)
{
	if (task->member.flags & (TASK_ENDED | TASK_SYSTEM))
		return;
	if (task->member.flags & TASK_OWN_SCOPE)
		return;                 /* cancelled like this before */
	struct cancel_scope *outermost = outermost_scope(task);
	/* Only now, so that a task that is not cancelled by itself stands where Trio has it (semantics 15.3). */
	struct cancel_scope *own = scope_new(INFINITY);
	own->member.flags |= SCOPE_ENTERED | SCOPE_ACTIVE;
	own->parent = task->nursery->scope;
	list_add_last(&own->parent->children, &own->member.link);
	task->member.flags |= TASK_OWN_SCOPE;
	scope_update(own, NULL);
	scope_move_member(outermost != NULL ? &outermost->member : &task->member, own);
	scope_cancel(own, &(struct cancel_reason){ .source = request->source, .by = request->by, .target = task });
}

struct error *scope_end_task(struct task *task, struct error *take_error)
{
	return scope_leave(task->scope, task, take_error);
}

static void expire(struct heap_node *node)
{
	heap_remove(&run.deadlines, node);
	if (!(node->order & 1)) {
		scope_cancel(list_item(node, struct cancel_scope, node), &(struct cancel_reason){ .source = CANCEL_DEADLINE });
		return;
	}
	struct task *task = list_item(node, struct task, node);
	task->member.flags |= TASK_NAP_EXPIRED;
	if (task->park != NULL)
		task_abort(task, NULL);
}

bool scope_expire_deadlines(double now)
{
	bool found = false;

	while (run.deadlines.count > 0 && heap_first_key(&run.deadlines) <= now) {
		expire(heap_first(&run.deadlines));
		found = true;
	}
	return found;
}

/* Naps. The task has no frame for them: its node is the nap's. */

void nap_begin(struct task *task, double deadline)
{
	bug_unless(!(task->member.flags & TASK_NAPPING));
	task->member.flags |= TASK_NAPPING;
	task->node = (struct heap_node){ .order = ++run.scopes_made << 1 | 1, .slot = HEAP_OUTSIDE };
	list_remove(&task->member.link);
	list_add_last(&task->scope->children, &task->member.link);
	/* A deadline that has passed cancels at entry: the wait is aborted as soon as it begins (semantics 2.5). */
	if (clock_now() >= deadline) {
		task->member.flags |= TASK_NAP_EXPIRED;
		run.recheck = true;
	} else if (deadline != INFINITY) {
		heap_add(&run.deadlines, &task->node, deadline);
	}
}

enum abort_answer nap_abort(struct task *task, struct error *interrupt)
{
	if (interrupt == NULL)
		return ABORT_ENDED;     /* nap_end() finds out what is to be said */
	if (task->node.slot != HEAP_OUTSIDE)
		heap_remove(&run.deadlines, &task->node);
	task->interrupt = error_retain(interrupt);
	task->member.flags |= TASK_NAP_INTERRUPTED;
	return ABORT_ENDED;
}

struct error *nap_end(struct task *task)
{
	uint32_t flags = task->member.flags;
	struct error *cause = task->scope->cause;

	bug_unless(flags & TASK_NAPPING);
	task->member.flags = flags & ~(uint32_t)(TASK_NAPPING | TASK_NAP_EXPIRED | TASK_NAP_INTERRUPTED);
	list_remove(&task->member.link);
	list_add_last(&task->scope->tasks, &task->member.link);
	if (flags & TASK_NAP_INTERRUPTED) {
		struct error *interrupt = task->interrupt;
		task->waits = NULL;
		return interrupt;
	}
	if (task->node.slot != HEAP_OUTSIDE)
		heap_remove(&run.deadlines, &task->node);
	task->waits = NULL;
	/* Its own deadline absorbs Cancelled, unless an outer cancellation can be seen by now (semantics 2.2, 2.6). */
	if (flags & TASK_NAP_EXPIRED)
		return cause != NULL ? error_retain(cause) : NULL;
	return cause != NULL ? error_retain(cause) : reason_cancelled(NULL);
}

double nap_deadline(const struct task *task)
{
	bool waits = task->member.flags & TASK_NAPPING && !(task->member.flags & TASK_NAP_INTERRUPTED) && task->node.slot != HEAP_OUTSIDE;

	return waits ? run.deadlines.entries[task->node.slot].key : INFINITY;
}

static void scope_describe(struct resource *resource, struct buf *out)
{
	struct cancel_scope *scope = (struct cancel_scope *)resource;
	uint32_t flags = scope->member.flags;

	buf_printf(out, "<cancel scope, %s", flags & SCOPE_ACTIVE ? "active" : flags & SCOPE_ENTERED ? "exited" : "unbound");
	if (flags & SCOPE_CANCEL_CALLED) {
		buf_add_text(out, ", cancelled");
	} else if (scope->deadline != INFINITY) {
		double left = scope->deadline - clock_now();
		buf_printf(out, ", deadline is %.2f seconds %s", fabs(left), left >= 0 ? "from now" : "ago");
	}
	buf_add_byte(out, '>');
}

static bool scope_get(struct resource *resource, const char *name, struct value *result)
{
	struct cancel_scope *scope = (struct cancel_scope *)resource;

	if (strcmp(name, "deadline") == 0)
		*result = value_float(scope->deadline);
	else if (strcmp(name, "shield") == 0)
		*result = value_bool(scope->member.flags & SCOPE_SHIELD);
	else if (strcmp(name, "cancel_called") == 0)
		*result = value_bool(scope_cancel_called(scope));
	else if (strcmp(name, "cancelled_caught") == 0)
		*result = value_bool(scope->member.flags & SCOPE_CANCELLED_CAUGHT);
	else
		return false;
	return true;
}

static struct error *scope_set(struct resource *resource, const char *name, struct value value)
{
	struct cancel_scope *scope = (struct cancel_scope *)resource;

	if (strcmp(name, "deadline") == 0) {
		if (value.type != VALUE_INT && value.type != VALUE_FLOAT)
			return error_new(KIND_TypeError, "deadline must be a number, not %s", value_type_name(value));
		if (isnan(value_number(value)))
			return error_new(KIND_ValueError, "deadline must not be NaN");
		scope_set_deadline(scope, value_number(value));
		return NULL;
	}
	if (strcmp(name, "shield") == 0) {
		if (value.type != VALUE_BOOL)
			return error_new(KIND_TypeError, "shield must be a bool");
		scope_set_shield(scope, value.i);
		return NULL;
	}
	return error_new(KIND_AttributeError, "%s of a cancel scope cannot be set", name);
}

static const char *const scope_properties[] = { "deadline", "shield", "cancel_called", "cancelled_caught", NULL };

const struct resource_type scope_type = {
	.name = "cancel scope",
	.free = scope_free,
	.describe = scope_describe,
	.get = scope_get,
	.set = scope_set,
	.properties = scope_properties,
};
