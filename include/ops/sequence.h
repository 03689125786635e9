/* What can be gone through: a list's items, a map's keys, a string's characters. */
#ifndef OPS_SEQUENCE_H
#define OPS_SEQUENCE_H

#include "value/list.h"
#include "value/value.h"

/* A list to read from, the caller's own reference (the argument itself where it is a list); NULL: v is no sequence. */
struct list *sequence_list(struct value v);
struct list *string_characters(const struct string *text);
struct list *dict_keys(const struct dict *dict);

#endif
