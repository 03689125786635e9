/* What the parts of the resolver share; not for other modules. */
#ifndef LANG_RESOLVE_INTERNAL_H
#define LANG_RESOLVE_INTERNAL_H

#include "base/vec.h"
#include "lang/resolve.h"

struct known_function {
	struct function_node *node;
	bool ambiguous;                 /* defined more than once: which one a call means is known only when it runs */
};

/* What surrounds the place under work. */
struct context {
	struct variable *nursery;       /* hidden variable of the nursery around, in the same def; NULL: none */
	bool in_session;                /* outside every def of a prompt's entry */
	bool in_def;
	bool in_loop;
	bool in_except, in_except_star;
	struct function_node *sync;     /* the sync def around; NULL: none */
};

struct resolver {
	struct syntax *syntax;
	struct session_names *names;
	enum compile_mode mode;
	struct diags *diags;
	struct function_node *function; /* around the place under work */
	unsigned outermost_count;       /* variables of the outermost block so far */
	unsigned depth;                 /* of scopes; 1: the outermost block of the text */
	VEC(struct variable *) visible; /* innermost last */
	VEC(struct variable *) handles; /* is_handle ones whose block has ended, in the running function, the latest last */
	struct map functions;           /* name -> struct known_function */
	struct context context;
};

bool text_is(struct text text, const char *word);
struct variable *declare(struct resolver *resolver, struct name *name);
struct variable *declare_hidden(struct resolver *resolver);
void capture(struct resolver *resolver, struct variable *variable);
struct variable *find_variable(struct resolver *resolver, struct text name);
const char *nearest_variable(struct resolver *resolver, struct text name);
bool is_unit_function(struct resolver *resolver, struct text name, struct function_node **function);
bool is_command(struct resolver *resolver, struct text name);
void enter_scope(struct resolver *resolver, size_t *mark);
void leave_scope(struct resolver *resolver, size_t mark);
void resolve_function(struct resolver *resolver, struct function_node *function);

void resolve_statement(struct resolver *resolver, struct node *node);   /* NULL is allowed */
void resolve_value(struct resolver *resolver, struct node *node);       /* expressions, words, calls; NULL is allowed */
void resolve_call(struct resolver *resolver, struct node *node);
void check_call(struct resolver *resolver, struct node *node);          /* arguments of a known command; checkpoints in a sync def */
void check_async(struct resolver *resolver, struct span span, const char *what);        /* an error in a sync def */

#endif
