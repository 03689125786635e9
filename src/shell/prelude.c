#include "shell/prelude.h"

#include <string.h>

#include "base/fatal.h"
#include "code/compile.h"
#include "prelude/prelude.h"
#include "vm/function.h"
#include "vm/registry.h"

/* Before each line of a row that belongs to the field above. */
#define INDENT 5

struct entry {
	struct builtin row;
	bool is_loaded;                 /* or is being loaded: what a file calls may be itself */
};

static struct entry *entries;           /* one for each of prelude_files; rows are read when they are asked for */

static size_t name_length(const struct prelude_file *file)
{
	return strlen(file->name) - strlen(".trio");
}

static const char **row_field(struct builtin *row, const char *word, size_t length)
{
	const struct { const char *word; const char **field; } fields[] = {
		{ "params", &row->params }, { "returns", &row->returns }, { "summary", &row->summary },
		{ "details", &row->details }, { "example", &row->example },
	};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strlen(fields[i].word) == length && memcmp(fields[i].word, word, length) == 0)
			return fields[i].field;
	return NULL;
}

static char *copy(const char *text, size_t length)
{
	char *result = mem_alloc(length + 1);
	memcpy(result, text, length);
	result[length] = '\0';
	return result;
}

static void end_field(const char **field, struct buf *text)
{
	if (field != NULL)
		*field = copy(text->data, text->length);
	buf_reset(text);
}

/* One line behind its `#:`; *field is the one that it belongs to. */
static void read_line(struct builtin *row, const char ***field, struct buf *text, const char *line, size_t length)
{
	size_t blanks = strspn(line, " ");
	if (blanks == 1) {
		size_t word = strcspn(line + 1, " \n");
		end_field(*field, text);
		*field = row_field(row, line + 1, word);
		bug_unless(*field != NULL);
		line += 1 + word + (line[1 + word] == ' ');
		length -= 1 + word + (length > 1 + word);
	} else {
		size_t indent = length < INDENT ? length : INDENT;
		if (text->length > 0)
			buf_add_byte(text, '\n');
		line += indent;
		length -= indent;
	}
	buf_add(text, line, length);
}

/* Where the function itself begins. */
static const char *read_row(const struct prelude_file *file, struct builtin *row)
{
	const char *line = file->text;
	const char **field = NULL;
	struct buf text = BUF_INIT;
	while (strncmp(line, "#:", 2) == 0) {
		size_t length = strcspn(line, "\n");
		if (row != NULL)
			read_line(row, &field, &text, line + 2, length - 2);
		line += length + 1;
	}
	if (row != NULL)
		end_field(field, &text);
	buf_clear(&text);
	return line;
}

const struct builtin *prelude_row(size_t i)
{
	if (prelude_files[i].name == NULL)
		return NULL;
	struct builtin *row = &entries[i].row;
	if (row->name == NULL) {
		row->name = copy(prelude_files[i].name, name_length(&prelude_files[i]));
		row->flags = COMMAND_ASYNC;
		read_row(&prelude_files[i], row);
	}
	return row;
}

static int find(const char *name, size_t length)
{
	for (size_t i = 0; prelude_files[i].name != NULL; i++)
		if (name_length(&prelude_files[i]) == length && memcmp(prelude_files[i].name, name, length) == 0)
			return (int)i;
	return -1;
}

const struct builtin *prelude_find(const char *name, size_t length)
{
	int i = find(name, length);
	return i < 0 ? NULL : prelude_row((size_t)i);
}

bool prelude_add_source(struct buf *out, const char *name)
{
	int i = find(name, strlen(name));
	if (i >= 0)
		buf_add_text(out, read_row(&prelude_files[i], NULL));
	return i >= 0;
}

static void hide(struct proto *proto)
{
	proto->hidden = true;
	for (uint32_t i = 0; i < proto->proto_count; i++)
		hide(proto->protos[i]);
}

/* The row's parameters are those of the def. */
static void check_row(const struct proto *proto, const struct builtin *row)
{
	const struct command_info *info = builtin_info(row);
	bool same = info->parameter_count == proto->parameter_count;
	for (unsigned i = 0; same && i < info->parameter_count; i++) {
		const struct string *name = proto->parameters[i].name;
		same = parameter_is(info->parameters[i].name, name->bytes, name->length) && info->parameters[i].flags == proto->parameters[i].flags;
	}
	if (!same)
		bug("prelude: the params of %s are not those of its def", row->name);
}

static struct proto *compile_file(const struct prelude_file *file)
{
	struct source *source = source_new(file->name, file->text, file->length);
	struct session_names names = { .lookup = &registry_lookup };
	struct diags diags;
	diags_init(&diags, source);
	struct proto *proto = compile(source, &names, COMPILE_SCRIPT, &diags, NULL, NULL);
	if (proto == NULL) {
		struct buf text = BUF_INIT;
		diags_add_text(&text, &diags, false, false);
		bug("prelude: %s", text.data);
	}
	diags_clear(&diags);
	session_names_clear(&names);
	source_release(source);
	return proto;
}

/* The file's script would only define its function; that is done here, so nothing of it needs to run. */
static void load_file(size_t i)
{
	if (entries[i].is_loaded)
		return;
	entries[i].is_loaded = true;
	struct proto *script = compile_file(&prelude_files[i]);
	const struct builtin *row = prelude_row(i);
	bug_unless(script->proto_count == 1 && string_is(script->protos[0]->name, row->name));
	struct proto *proto = script->protos[0];
	check_row(proto, row);
	hide(proto);
	proto->spec = row;
	/* The types of the arguments are looked at in the general way of calling alone. */
	proto->irregular = true;
	proto->exact_count = UINT16_MAX;
	struct function *function = function_new(proto);
	registry_define_prelude(registry_command(proto->name), function);
	resource_release(&function->resource);
	proto_release(script);
}

static bool load(const char *name, size_t length)
{
	if (name == NULL) {
		for (size_t i = 0; prelude_files[i].name != NULL; i++)
			load_file(i);
		return true;
	}
	int i = find(name, length);
	if (i >= 0)
		load_file((size_t)i);
	return i >= 0;
}

void prelude_install(void)
{
	size_t count = 0;
	if (entries != NULL)
		return;
	while (prelude_files[count].name != NULL)
		count++;
	entries = mem_zalloc((count + 1) * sizeof *entries);
	registry_set_loader(load);
}
