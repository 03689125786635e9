/* What must always hold between two passes; for the debug build. */
#include <math.h>

#include "base/fatal.h"
#include "sched/runner.h"

static size_t count_list(const struct list_link *list)
{
	size_t count = 0;

	for (const struct list_link *link = list->next; link != list; link = link->next) {
		bug_unless(link->next->previous == link && link->previous->next == link);
		count++;
	}
	return count;
}

static void check_nursery(const struct nursery *nursery)
{
	bug_unless(count_list(&nursery->children) == nursery->child_count);
	bug_unless(!nursery->closed || nursery->child_count == 0);
	bug_unless(nursery->scope->member.flags & SCOPE_ACTIVE);
}

static void check_task(const struct task *task, const struct cancel_scope *scope, bool among_children)
{
	bool napping = task->member.flags & TASK_NAPPING;

	bug_unless(task->scope == scope && napping == among_children);
	bug_unless(!(task->member.flags & TASK_ENDED) && task->resource.object.references > 0);
	/* A cancellation that is due has been told to every waiting task. */
	bug_unless(task->park == NULL || scope->cause == NULL || task->member.flags & TASK_ABORT_TRIED);
	/* Once for each nursery, not for each of its children. */
	if (task->nursery != NULL && task->nursery->children.next == &task->siblings)
		check_nursery(task->nursery);
	if (napping && !(task->member.flags & TASK_NAP_INTERRUPTED) && task->node.slot != HEAP_OUTSIDE)
		bug_unless(run.deadlines.entries[task->node.slot].node == &task->node);
}

static void check_scope(const struct cancel_scope *scope)
{
	const struct cancel_scope *parent = scope->parent;
	bool inherits = parent != NULL && !(scope->member.flags & SCOPE_SHIELD) && parent->cause != NULL;
	bool called = scope->member.flags & SCOPE_CANCEL_CALLED;
	bool waits = !called && scope->deadline != INFINITY && scope != run.root;

	bug_unless(scope->member.flags & SCOPE_ACTIVE);
	bug_unless((scope->cause != NULL) == (called || inherits));
	bug_unless((scope->node.slot != HEAP_OUTSIDE) == waits);
	if (waits)
		bug_unless(run.deadlines.entries[scope->node.slot].node == &scope->node
		           && run.deadlines.entries[scope->node.slot].key == scope->deadline);
}

/* Walks the whole tree along its links. */
static size_t check_tree(void)
{
	struct cancel_scope *scope = run.root;
	struct list_link *link = scope->children.next;
	size_t tasks = 0;

	check_scope(scope);
	for (;;) {
		if (link == scope->children.next) {
			count_list(&scope->tasks);
			list_for_each(&scope->tasks, member) {
				check_task(list_item(member, struct task, member.link), scope, false);
				tasks++;
			}
		}
		if (link == &scope->children) {
			if (scope == run.root)
				return tasks;
			link = scope->member.link.next;
			scope = scope->parent;
			/* Behind the first child the tasks have been seen. */
			if (link == scope->children.next)
				bug("a scope's children go round in circles");
			continue;
		}
		struct scope_member *member = list_item(link, struct scope_member, link);
		if (member->flags & MEMBER_SCOPE) {
			struct cancel_scope *child = list_item(member, struct cancel_scope, member);
			bug_unless(child->parent == scope);
			check_scope(child);
			scope = child;
			link = child->children.next;
			continue;
		}
		check_task(list_item(member, struct task, member), scope, true);
		tasks++;
		link = link->next;
	}
}

/* Walking a hundred thousand tasks in each of as many passes would take for ever: the more there are, the rarer the walk. */
static bool is_due(void)
{
	static uint64_t owed;

	owed += run.task_count + 1;
	if (owed < 200 && run.task_count > 64)
		return false;
	if (run.task_count > 64 && owed < (uint64_t)run.task_count * run.task_count / 64)
		return false;
	owed = 0;
	return true;
}

void sched_check(void)
{
	if (!is_due())
		return;
	bug_unless(check_tree() == run.task_count);
	for (size_t i = 0; i < run.queue.count; i++) {
		const struct task *task = run.queue.items[i];
		bug_unless(task->park == NULL && !(task->member.flags & TASK_ENDED));
	}
	for (uint32_t i = 1; i < run.deadlines.count; i++)
		bug_unless(run.deadlines.entries[(i - 1) / 4].key <= run.deadlines.entries[i].key);
}
