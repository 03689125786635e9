#include "ops/context.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"

struct context {
	struct resource resource;
	struct string *directory;       /* owned; NULL: the shell's own */
	struct dict *environment;       /* owned; NULL: the shell's own */
};

static void context_free(struct resource *resource)
{
	struct context *context = (struct context *)resource;

	if (context->directory != NULL)
		string_release(context->directory);
	if (context->environment != NULL)
		dict_release(context->environment);
	mem_free(context);
}

static const struct resource_type context_type = { .name = "context", .free = context_free };

/* What a main task changes holds for the next one, too: at the prompt each entry is a main task. */
static struct resource *main_context;   /* owned; NULL: the shell's own */

void context_begin_main(struct task *task)
{
	if (task->context == NULL && main_context != NULL)
		task->context = resource_retain(main_context);
}

static const struct context *context_of(const struct task *task)
{
	static const struct context own;

	return task->context != NULL ? (const struct context *)task->context : &own;
}

/* The task's context, to be changed: its own from now on. */
static struct context *change(struct task *task)
{
	bool is_main = (task->member.flags & TASK_MAIN) != 0;

	if (is_main && main_context != NULL) {
		resource_release(main_context);
		main_context = NULL;
	}
	if (task->context == NULL || task->context->object.references > 1) {
		struct context *copy = mem_zalloc(sizeof *copy);
		const struct context *old = context_of(task);
		resource_init(&copy->resource, &context_type);
		copy->directory = old->directory != NULL ? string_retain(old->directory) : NULL;
		copy->environment = old->environment != NULL ? dict_retain(old->environment) : NULL;
		if (task->context != NULL)
			resource_release(task->context);
		task->context = &copy->resource;
	}
	if (is_main)
		main_context = resource_retain(task->context);
	return (struct context *)task->context;
}

/* Where the shell was started: $PWD, which may go through symbolic links, if it is right. */
static struct string *own_directory(void)
{
	static struct string *directory;
	const char *name = getenv("PWD");
	struct stat named, here;

	if (directory == NULL) {
		if (name != NULL && name[0] == '/' && stat(name, &named) == 0 && stat(".", &here) == 0 && named.st_dev == here.st_dev &&
		    named.st_ino == here.st_ino) {
			directory = string_from(name);
		} else {
			char *real = getcwd(NULL, 0);
			directory = string_from(real != NULL ? real : ".");
			free(real);
		}
	}
	return string_retain(directory);
}

struct string *context_directory(struct task *task)
{
	const struct context *context = context_of(task);

	return context->directory != NULL ? string_retain(context->directory) : own_directory();
}

/* Adds the parts of path behind those in out, "." left out and ".." taking the last one away. */
static void add_parts(struct buf *out, const char *path)
{
	while (*path != '\0') {
		size_t length = strcspn(path, "/");
		if (length == 2 && path[0] == '.' && path[1] == '.') {
			while (out->length > 0 && out->data[--out->length] != '/')
				;
			if (out->capacity > 0)
				out->data[out->length] = '\0';
		} else if (length > 0 && !(length == 1 && path[0] == '.')) {
			buf_add_byte(out, '/');
			buf_add(out, path, length);
		}
		path += length;
		path += strspn(path, "/");
	}
}

struct string *context_absolute(struct task *task, const char *path)
{
	struct buf absolute = BUF_INIT;

	if (path[0] != '/') {
		struct string *directory = context_directory(task);
		add_parts(&absolute, directory->bytes);
		string_release(directory);
	}
	add_parts(&absolute, path);
	if (absolute.length == 0)
		buf_add_byte(&absolute, '/');
	return string_take_buf(&absolute);
}

void context_set_directory(struct task *task, struct string *take_absolute)
{
	struct context *context = change(task);

	if (context->directory != NULL)
		string_release(context->directory);
	context->directory = take_absolute;
}

void context_add_path(struct task *task, const char *path, struct buf *out)
{
	const struct context *context = context_of(task);

	if (path[0] != '/' && context->directory != NULL) {
		buf_add(out, context->directory->bytes, context->directory->length);
		buf_add_byte(out, '/');
	}
	buf_add_text(out, path);
}

static struct dict *own_environment(void)
{
	struct dict *dict = dict_new();

	for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
		const char *equals = strchr(*entry, '=');
		if (equals == NULL || equals == *entry)
			continue;
		struct value name = value_bytes(*entry, (size_t)(equals - *entry));
		/* Of a name that is there twice the first counts, as for getenv. */
		if (dict_get(dict, name) == NULL)
			dict_set(dict, name, value_text(equals + 1));
		value_release(name);
	}
	return dict;
}

struct dict *context_environment(struct task *task)
{
	const struct context *context = context_of(task);

	return context->environment != NULL ? dict_retain(context->environment) : own_environment();
}

bool context_get(struct task *task, const char *name, struct value *result)
{
	const struct context *context = context_of(task);

	if (context->environment != NULL) {
		const struct value *found = dict_get_text(context->environment, name);
		if (found != NULL)
			*result = value_retain(*found);
		return found != NULL;
	}
	const char *text = getenv(name);
	if (text != NULL)
		*result = value_text(text);
	return text != NULL;
}

static struct dict *change_environment(struct task *task)
{
	struct context *context = change(task);

	if (context->environment == NULL)
		context->environment = own_environment();
	return dict_own(&context->environment);
}

void context_set(struct task *task, struct string *name, struct value take_text)
{
	dict_set(change_environment(task), value_string(name), take_text);
}

void context_unset(struct task *task, struct string *name)
{
	dict_remove(change_environment(task), value_string(name));
}

char **context_environ(struct task *task)
{
	VEC(char *) entries = VEC_INIT;
	struct dict *dict = context_environment(task);
	size_t position = 0;

	for (const struct dict_entry *entry; (entry = dict_next(dict, &position)) != NULL;) {
		struct buf text = BUF_INIT;
		buf_add(&text, entry->key.string->bytes, entry->key.string->length);
		buf_add_byte(&text, '=');
		buf_add(&text, entry->value.string->bytes, entry->value.string->length);
		vec_push(&entries, buf_detach(&text));
	}
	vec_push(&entries, NULL);
	dict_release(dict);
	return entries.items;
}

void context_free_environ(char **environment)
{
	for (char **entry = environment; *entry != NULL; entry++)
		mem_free(*entry);
	mem_free(environment);
}
