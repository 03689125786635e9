#include "sched/walk.h"

#include "sched/runner.h"

static struct task_walk walk_of(struct cancel_scope *scope)
{
	return (struct task_walk){ .scope = scope, .link = scope->tasks.next };
}

struct task_walk task_walk_begin(void)
{
	return run.root != NULL ? walk_of(run.root) : (struct task_walk){ 0 };
}

struct task *task_walk_next(struct task_walk *walk)
{
	while (walk->scope != NULL) {
		struct list_link *end = walk->in_children ? &walk->scope->children : &walk->scope->tasks;
		if (walk->link == end && !walk->in_children) {
			walk->in_children = true;
			walk->link = walk->scope->children.next;
			continue;
		}
		if (walk->link == end) {
			struct cancel_scope *left = walk->scope;
			walk->scope = left->parent;
			walk->link = left->member.link.next;
			continue;
		}
		struct scope_member *member = list_item(walk->link, struct scope_member, link);
		if (member->flags & MEMBER_SCOPE) {
			*walk = walk_of(list_item(member, struct cancel_scope, member));
			continue;
		}
		walk->link = walk->link->next;
		return list_item(member, struct task, member);
	}
	return NULL;
}
