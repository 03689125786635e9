/* Intrusive doubly linked lists. A link belongs to at most one list; an unlinked link points at itself or is zero.
 * The list owns nothing. list_item() gets from a link to the struct around it. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list_link {
	struct list_link *previous, *next;
};

#define list_item(link, type, member) ((type *)((char *)(link) - offsetof(type, member)))

#define list_for_each(list, link) \
	for (struct list_link *link = (list)->next; link != (list); link = link->next)

/* The body may remove link (and nothing else) from the list. */
#define list_for_each_safe(list, link, after) \
	for (struct list_link *link = (list)->next, *after = link->next; link != (list); link = after, after = link->next)

static inline void list_init(struct list_link *list)
{
	list->previous = list->next = list;
}

static inline bool list_is_empty(const struct list_link *list)
{
	return list->next == list;
}

static inline void list_add_before(struct list_link *position, struct list_link *link)
{
	link->previous = position->previous;
	link->next = position;
	position->previous->next = link;
	position->previous = link;
}

static inline void list_add_last(struct list_link *list, struct list_link *link)
{
	list_add_before(list, link);
}

static inline void list_remove(struct list_link *link)
{
	link->previous->next = link->next;
	link->next->previous = link->previous;
	link->previous = link->next = link;
}

#endif
