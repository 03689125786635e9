#include "sched/waits.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"
#include "sched/nursery.h"
#include "sched/walk.h"

/* Words. */

/* "waiting for X" is "waits for X". */
static void add_as_verb(struct buf *out, const char *text)
{
	static const char *const verbs[][2] = {
		{ "waiting", "waits" }, { "sleeping", "sleeps" }, { "sending", "sends" }, { "receiving", "receives" },
		{ "reading", "reads" }, { "writing", "writes" }, { "acquiring", "acquires" }, { "running", "runs" }
	};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		size_t length = strlen(verbs[i][0]);
		if (strncmp(text, verbs[i][0], length) != 0 || (text[length] != ' ' && text[length] != '\0'))
			continue;
		buf_add_text(out, verbs[i][1]);
		buf_add_text(out, text + length);
		return;
	}
	buf_add_text(out, "is ");
	buf_add_text(out, text);
}

void waits_add(struct buf *out, struct task *task)
{
	struct buf text = BUF_INIT;

	if (task->park == NULL)
		return;
	task_describe_wait(task, &text);
	add_as_verb(out, text.data);
	buf_clear(&text);
}

/* Circles. */

enum colour { COLOUR_NEW, COLOUR_OPEN, COLOUR_DONE };

struct node {
	struct task *task;
	struct list_link *child;        /* of the nursery: the next to look at */
	enum colour colour;
	bool looked_at_holder;
};

struct search {
	struct node *nodes;             /* by the tasks' numbers */
	size_t count;
	struct { struct node **items; size_t count, capacity; } way;    /* from where the search began to where it is */
};

static int compare_nodes(const void *a, const void *b)
{
	uint32_t first = ((const struct node *)a)->task->member.id, second = ((const struct node *)b)->task->member.id;

	return first < second ? -1 : first > second;
}

static void collect(struct search *search)
{
	struct { struct node *items; size_t count, capacity; } nodes = VEC_INIT;
	struct task_walk walk = task_walk_begin();

	for (struct task *task; (task = task_walk_next(&walk)) != NULL;) {
		if (task->park != NULL && !(task->member.flags & TASK_SYSTEM))
			vec_push(&nodes, (struct node){ .task = task });
	}
	search->nodes = nodes.items;
	search->count = nodes.count;
	if (nodes.count > 0)
		qsort(nodes.items, nodes.count, sizeof *nodes.items, compare_nodes);
}

static struct node *node_of(struct search *search, struct task *task)
{
	struct node wanted = { .task = task };

	if (search->count == 0 || task->park == NULL)
		return NULL;
	return bsearch(&wanted, search->nodes, search->count, sizeof wanted, compare_nodes);
}

/* The next that the node's task waits for and that waits itself; NULL: no more. */
static struct node *next_awaited(struct search *search, struct node *node)
{
	struct nursery *nursery = nursery_awaited(node->task);

	if (!node->looked_at_holder) {
		node->looked_at_holder = true;
		node->child = nursery != NULL ? nursery->children.next : NULL;
		struct task *holder = task_holder(node->task);
		struct node *found = holder != NULL ? node_of(search, holder) : NULL;
		if (found != NULL)
			return found;
	}
	while (nursery != NULL && node->child != &nursery->children) {
		struct task *child = list_item(node->child, struct task, siblings);
		node->child = node->child->next;
		struct node *found = node_of(search, child);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The end of the way leads back to start. */
static void take_circle(const struct search *search, const struct node *start, struct task_list *circle)
{
	size_t first = 0, begin = 0;

	while (search->way.items[begin] != start)
		begin++;
	size_t length = search->way.count - begin;
	for (size_t i = 0; i < length; i++)
		if (search->way.items[begin + i]->task->member.id < search->way.items[begin + first]->task->member.id)
			first = i;
	for (size_t i = 0; i < length; i++)
		vec_push(circle, search->way.items[begin + (first + i) % length]->task);
}

static void step_into(struct search *search, struct node *node)
{
	node->colour = COLOUR_OPEN;
	vec_push(&search->way, node);
}

static bool search_from(struct search *search, struct node *start, struct task_list *circle)
{
	step_into(search, start);
	while (search->way.count > 0) {
		struct node *next = next_awaited(search, vec_last(&search->way));
		if (next == NULL) {
			vec_pop(&search->way)->colour = COLOUR_DONE;
		} else if (next->colour == COLOUR_OPEN) {
			take_circle(search, next, circle);
			return true;
		} else if (next->colour == COLOUR_NEW) {
			step_into(search, next);
		}
	}
	return false;
}

bool waits_find_circle(struct task_list *circle)
{
	struct search search = { 0 };
	bool found = false;

	*circle = (struct task_list){ 0 };
	collect(&search);
	for (size_t i = 0; i < search.count && !found; i++) {
		if (search.nodes[i].colour == COLOUR_NEW)
			found = search_from(&search, &search.nodes[i], circle);
	}
	mem_free(search.nodes);
	vec_clear(&search.way);
	return found;
}
