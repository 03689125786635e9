/* What value_free() calls for each type, when the last reference has gone. Nobody else does. */
#ifndef VALUE_FREE_H
#define VALUE_FREE_H

#include "value/dict.h"
#include "value/error.h"
#include "value/list.h"
#include "value/string.h"

void string_free(struct string *string);
void list_free(struct list *list);
void dict_free(struct dict *dict);
void error_free(struct error *error);

#endif
