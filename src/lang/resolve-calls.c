#include "lang/resolve-internal.h"

#include <string.h>

#include "value/arith.h"
#include "value/units.h"

/* What is known of a callee's parameters, whether it is a built-in or a function of this text. */
struct signature {
	const char *name;
	const struct command_info *info;        /* a built-in; NULL: function */
	const struct function_node *function;
};

static size_t signature_count(const struct signature *signature)
{
	return signature->info != NULL ? signature->info->parameter_count : signature->function->parameter_count;
}

static const char *signature_name(const struct signature *signature, size_t i)
{
	return signature->info != NULL ? signature->info->parameters[i].name : signature->function->parameters[i].name.text.bytes;
}

static unsigned signature_flags(const struct signature *signature, size_t i)
{
	if (signature->info != NULL)
		return signature->info->parameters[i].flags;
	return signature->function->parameters[i].flags;
}

/* The last parameter that words fill: a block goes there, and where it is required behind optional ones, the last word. -1: none. */
static int signature_last(const struct signature *signature)
{
	size_t i = signature_count(signature);
	while (i > 0 && signature_flags(signature, i - 1) & PARAMETER_OPTION)
		i--;
	return (int)i - 1;
}

static bool takes_block(const struct signature *signature, int last)
{
	if (last < 0 || signature_flags(signature, (size_t)last) & PARAMETER_REST)
		return false;
	return signature->info == NULL || strcmp(signature->info->parameters[last].type, "function") == 0;
}

static int signature_find(const struct signature *signature, struct text name)
{
	for (size_t i = 0; i < signature_count(signature); i++)
		if (parameter_is(signature_name(signature, i), name.bytes, name.length))
			return (int)i;
	return -1;
}

/* The text of an argument that is written as it is, quoted or not; false where its value is known only when it runs. */
static bool literal_text(const struct node *node, struct text *text, bool *quoted)
{
	*quoted = node->type == NODE_TEXT;
	if (node->type == NODE_TEXT) {
		*text = node->text;
		return true;
	}
	if (node->type != NODE_WORD || node->word.count != 1 || node->word.parts[0].type == WORD_VALUE)
		return false;
	*quoted = node->word.parts[0].type == WORD_QUOTED;
	*text = node->word.parts[0].text;
	return true;
}

static void check_type(struct resolver *resolver, const struct signature *signature, size_t index, const struct node *value)
{
	struct text text;
	bool quoted, overflow = false;
	struct value parsed;
	if (signature->info == NULL || value == NULL || !literal_text(value, &text, &quoted))
		return;
	const char *type = signature->info->parameters[index].type;
	bool wants_number = strcmp(type, "number") == 0 || strcmp(type, "int") == 0 || strcmp(type, "duration") == 0;
	if (!wants_number)
		return;
	if (!quoted && units_parse_word(text.bytes, text.length, &parsed, &overflow) && (overflow || value_is_number(parsed)))
		return;
	diags_error(resolver->diags, value->span, "%s: %s must be %s, not \"%s\"", signature->name, signature_name(signature, index),
	    strcmp(type, "int") == 0 ? "an integer" : "a number", text.bytes);
}

static void unknown_option(struct resolver *resolver, const struct signature *signature, const struct argument *argument)
{
	const char *names[64];
	size_t count = 0;
	for (size_t i = 0; i < signature_count(signature) && count < 64; i++)
		names[count++] = signature_name(signature, i);
	struct diag *diag = diags_error(resolver->diags, argument->span, "%s has no option --%s", signature->name, argument->name.bytes);
	const char *nearest = nearest_name(argument->name.bytes, names, count);
	if (nearest != NULL)
		diag_hint(diag, "did you mean --%s?", nearest);
}

struct counting {
	size_t next;                    /* the next parameter a word fills */
	int filled;                     /* the last one that a word has filled; -1: none */
	uint64_t given;                 /* bit i: parameter i has a value */
	bool words_seen;
	bool spread;                    /* how many there are is known only when it runs */
	bool failed;
};

/* Gives a word to the next free positional parameter, as vm/invoke.c will do. */
static void count_word(struct resolver *resolver, const struct signature *signature, struct counting *counting, const struct argument *argument)
{
	size_t count = signature_count(signature);
	while (counting->next < count
	    && ((signature_flags(signature, counting->next) & PARAMETER_OPTION)
	        || ((counting->given >> counting->next & 1) && !(signature_flags(signature, counting->next) & PARAMETER_REST))))
		counting->next++;
	if (counting->next < count) {
		check_type(resolver, signature, counting->next, argument->value);
		counting->given |= (uint64_t)1 << counting->next;
		counting->filled = (int)counting->next;
		if (!(signature_flags(signature, counting->next) & PARAMETER_REST))
			counting->next++;
		return;
	}
	if (counting->spread)
		return;
	size_t most = 0;
	for (size_t i = 0; i < count; i++)
		most += !(signature_flags(signature, i) & PARAMETER_OPTION);
	if (!counting->failed)
		diags_error(resolver->diags, argument->span, "too many arguments for %s: it takes %s%zu", signature->name, most ? "at most " : "", most);
	counting->failed = true;
}

static bool takes_words(const struct signature *signature)
{
	for (size_t i = 0; i < signature_count(signature); i++)
		if ((signature_flags(signature, i) & (PARAMETER_REST | PARAMETER_OPTION)) == PARAMETER_REST)
			return true;
	return false;
}

static void count_option(struct resolver *resolver, const struct signature *signature, struct counting *counting, const struct call_node *call, size_t *i)
{
	const struct argument *argument = &call->arguments[*i];
	int index = signature_find(signature, argument->name);
	if ((index < 0 || counting->words_seen) && takes_words(signature)) {
		count_word(resolver, signature, counting, argument);
		return;
	}
	if (index < 0) {
		unknown_option(resolver, signature, argument);
		counting->failed = true;
		return;
	}
	counting->given |= (uint64_t)1 << index;
	if (argument->type == ARGUMENT_OPTION_VALUE) {
		check_type(resolver, signature, (size_t)index, argument->value);
		return;
	}
	if (signature_flags(signature, (size_t)index) & PARAMETER_FLAG)
		return;
	if (*i + 1 < call->argument_count && call->arguments[*i + 1].type == ARGUMENT_WORD) {
		++*i;
		check_type(resolver, signature, (size_t)index, call->arguments[*i].value);
		return;
	}
	diags_error(resolver->diags, argument->span, "%s: --%s needs a value", signature->name, argument->name.bytes);
	counting->failed = true;
}

static void check_missing(struct resolver *resolver, const struct signature *signature, struct counting *counting, const struct node *node)
{
	int last = signature_last(signature);
	if (last >= 0 && counting->filled >= 0 && !(signature_flags(signature, (size_t)counting->filled) & PARAMETER_REQUIRED))
		counting->given |= (uint64_t)1 << last;
	for (size_t i = 0; i < signature_count(signature); i++) {
		if (!(signature_flags(signature, i) & PARAMETER_REQUIRED) || (counting->given >> i & 1))
			continue;
		struct diag *diag = diags_error(resolver->diags, node->span, "%s needs an argument: %s", signature->name, signature_name(signature, i));
		if (signature->function != NULL)
			diag_note(diag, signature->function->name_span, "%s is defined here", signature->name);
		return;
	}
}

static void check_arguments(struct resolver *resolver, const struct signature *signature, const struct node *node)
{
	const struct call_node *call = &node->call;
	struct counting counting = { .filled = -1 };
	if (signature_count(signature) > 64)
		return;
	if (call->block != NULL) {
		int last = signature_last(signature);
		if (!takes_block(signature, last)) {
			diags_error(resolver->diags, call->block->span, "%s takes no block", signature->name);
			return;
		}
		counting.given |= (uint64_t)1 << last;
	}
	for (size_t i = 0; i < call->argument_count; i++) {
		const struct argument *argument = &call->arguments[i];
		if (argument->type == ARGUMENT_SPREAD)
			counting.spread = true;
		else if (argument->type == ARGUMENT_WORD)
			count_word(resolver, signature, &counting, argument);
		else
			count_option(resolver, signature, &counting, call, &i);
		counting.words_seen |= argument->type == ARGUMENT_WORD || argument->type == ARGUMENT_SPREAD;
	}
	if (!counting.spread && !counting.failed)
		check_missing(resolver, signature, &counting, node);
}

void check_async(struct resolver *resolver, struct span span, const char *what)
{
	if (resolver->context.sync == NULL)
		return;
	struct diag *diag = diags_error(resolver->diags, span, "%s may wait: it cannot be called in the sync function %s", what, resolver->context.sync->name.bytes);
	diag_hint(diag, "a sync def promises that no other task runs before it returns; write `def` without sync");
	diag_note(diag, resolver->context.sync->name_span, "declared sync here");
}

static void check_waiting(struct resolver *resolver, const struct node *node, const struct function_node *function)
{
	const struct call_node *call = &node->call;
	if (resolver->context.sync == NULL)
		return;
	if (function != NULL) {
		if (!function->is_sync)
			check_async(resolver, node->span, function->name.bytes);
	} else if (call->info != NULL) {
		if (call->info->flags & COMMAND_ASYNC)
			check_async(resolver, node->span, call->info->name);
	} else if (call->external) {
		check_async(resolver, node->span, "a program");
	} else if (call->name.text.length > 0 && call->name.variable == NULL && !is_command(resolver, call->name.text)) {
		check_async(resolver, node->span, call->name.text.bytes);
	}
}

void check_call(struct resolver *resolver, struct node *node)
{
	struct call_node *call = &node->call;
	struct function_node *function = NULL;
	if (call->external || call->name.text.length == 0 || call->name.variable != NULL) {
		check_waiting(resolver, node, NULL);
		return;
	}
	bool shadowed = is_unit_function(resolver, call->name.text, &function);
	const char *session = call->name.text.bytes;
	if (!shadowed && resolver->names->is_function != NULL && resolver->names->is_function(session, call->name.text.length))
		shadowed = true;
	/* A block command keeps its meaning: its block has been read as part of it. */
	if (shadowed && call->inline_block == NULL)
		call->info = NULL;
	check_waiting(resolver, node, function);
	if (call->info != NULL && (call->info->flags & COMMAND_BLOCK) && !(call->info->flags & COMMAND_BLOCK_OPTIONAL) && call->inline_block == NULL)
		diag_hint(diags_error(resolver->diags, node->span, "%s needs a block", call->info->name), "write `%s ... < ... >`", call->info->name);
	if (function != NULL || call->info != NULL) {
		struct signature signature = { call->name.text.bytes, function != NULL ? NULL : call->info, function };
		check_arguments(resolver, &signature, node);
	}
}
