/* The task's environment and working directory. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "ops/context.h"
#include "ops/groups.h"
#include "ops/hooks.h"
#include "sched/output.h"
#include "value/list.h"
#include "value/string.h"

bool environment_variable(struct fiber *fiber, const char *name, struct value *result)
{
	return context_get(task_of_fiber(fiber), name, result);
}

/* The length of the variable's name at the start of text; 0: it begins with none. */
static size_t name_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return isdigit((unsigned char)text[0]) ? 0 : length;
}

static enum step export_step(struct call *call, void *frame)
{
	(void)frame;
	const struct list *words = call->arguments[0].list;

	for (size_t i = 0; i < words->length; i++) {
		const struct string *word = words->items[i].string;
		size_t length = name_length(word->bytes);
		if (length == 0 || word->bytes[length] != '=')
			return call_fail(call, KIND_ValueError, "export: \"%.100s\" is not NAME=VALUE", word->bytes);
		if (strlen(word->bytes) != word->length)
			return call_fail(call, KIND_ValueError, "export: the environment may not hold a NUL byte");
	}
	for (size_t i = 0; i < words->length; i++) {
		const struct string *word = words->items[i].string;
		size_t length = name_length(word->bytes);
		struct string *name = string_new(word->bytes, length);
		context_set(task_of(call), name, value_bytes(word->bytes + length + 1, word->length - length - 1));
		string_release(name);
	}
	return STEP_DONE;
}

static enum step unset_step(struct call *call, void *frame)
{
	(void)frame;
	const struct list *names = call->arguments[0].list;

	for (size_t i = 0; i < names->length; i++)
		context_unset(task_of(call), names->items[i].string);
	return STEP_DONE;
}

/* A statement of its own shows what it would give. */
static bool is_shown(const struct call *call)
{
	return !call->valued && !call->tested;
}

static enum step show(struct call *call, struct buf *take_text)
{
	struct error *error = output_write(STDOUT_FILENO, take_text->data, take_text->length);

	buf_clear(take_text);
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

static enum step env_step(struct call *call, void *frame)
{
	(void)frame;
	struct dict *environment = context_environment(task_of(call));
	struct buf text = BUF_INIT;
	size_t position = 0;

	if (!is_shown(call))
		return call_return(call, value_map(environment));
	for (const struct dict_entry *entry; (entry = dict_next(environment, &position)) != NULL;) {
		value_add_text(&text, entry->key);
		buf_add_byte(&text, '=');
		value_add_text(&text, entry->value);
		buf_add_byte(&text, '\n');
	}
	dict_release(environment);
	return show(call, &text);
}

static void export_text(struct task *task, const char *name, struct value take_text)
{
	struct string *interned = string_intern_text(name);
	context_set(task, interned, take_text);
	string_release(interned);
}

/* Where to go: the owned path, or NULL after an error. */
static struct string *cd_target(struct call *call, bool *back)
{
	const char *variable = call_has(call, 0) ? "OLDPWD" : "HOME";
	struct value v;

	*back = call_has(call, 0) && string_is(call->arguments[0].string, "-");
	if (call_has(call, 0) && !*back)
		return string_retain(call->arguments[0].string);
	if (context_get(task_of(call), variable, &v) && v.string->length > 0)
		return v.string;
	call_fail(call, KIND_RuntimeError, "cd: %s is not set", variable);
	return NULL;
}

static enum step cd_step(struct call *call, void *frame)
{
	(void)frame;
	struct task *task = task_of(call);
	bool back;
	struct stat status;
	struct string *path = cd_target(call, &back);

	if (path == NULL)
		return STEP_FAILED;
	struct string *target = context_absolute(task, path->bytes);
	if (stat(target->bytes, &status) == 0 && !S_ISDIR(status.st_mode))
		errno = ENOTDIR;
	else if (path->length == 0)
		errno = ENOENT;
	else
		errno = access(target->bytes, X_OK) == 0 ? 0 : errno;
	if (errno != 0) {
		struct error *error = error_from_errno(errno, path->bytes);
		string_release(path);
		string_release(target);
		return call_fail_with(call, error);
	}
	string_release(path);
	export_text(task, "OLDPWD", value_string(context_directory(task)));
	export_text(task, "PWD", value_string(string_retain(target)));
	struct buf text = BUF_INIT;
	if (back && is_shown(call))
		buf_printf(&text, "%s\n", target->bytes);
	context_set_directory(task, target);
	return show(call, &text);
}

static enum step pwd_step(struct call *call, void *frame)
{
	(void)frame;
	struct string *directory = context_directory(task_of(call));
	struct buf text = BUF_INIT;

	if (!is_shown(call))
		return call_return(call, value_string(directory));
	buf_printf(&text, "%s\n", directory->bytes);
	string_release(directory);
	return show(call, &text);
}

const struct builtin env_builtins[] = {
	{ .name = "export", .params = "assignment:string...", .returns = "none",
	  .summary = "Sets environment variables, for this task and what it starts or spawns afterwards.",
	  .details = "Each word is NAME=VALUE. The environment is also the map env.",
	  .example = "export GREETING=hello\nprint $GREETING (env[\"GREETING\"])\n#=> hello hello", .step = export_step },
	{ .name = "unset", .params = "name:string...", .returns = "none",
	  .summary = "Takes variables out of the environment of this task and of what it starts afterwards.",
	  .example = "export A=1\nunset A\nprint has(env(), \"A\")\n#=> false", .step = unset_step },
	{ .name = "env", .params = "", .returns = "a map of strings", .summary = "Gives the environment of this task as a map.",
	  .details = "In an expression the name alone will do: env[\"HOME\"]. The program of that name is run by `run env`.",
	  .example = "export LEVEL=3\nprint get(env(), \"LEVEL\")\n#=> 3", .step = env_step },
	{ .name = "cd", .params = "?directory:path", .returns = "none",
	  .summary = "Changes the working directory of this task and of what it starts or spawns afterwards.",
	  .details = "Without DIRECTORY it goes to $HOME; cd - goes back to where it was before. Other tasks stay where they are.",
	  .example = "cd /\nprint pwd()\n#=> /", .step = cd_step },
	{ .name = "pwd", .params = "", .returns = "a string", .summary = "Gives the working directory of this task.",
	  .details = "As a statement it prints it.", .example = "cd /usr/..\npwd\n#=> /", .step = pwd_step },
	{ .name = NULL },
};
