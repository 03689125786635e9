#include "shell/check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/lint.h"
#include "lang/parser.h"
#include "sched/output.h"

static bool is_executable(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* As a program is looked for when it is started; an empty part of PATH is the working directory. */
static bool is_program(const char *name)
{
	const char *path = getenv("PATH");
	struct buf file = BUF_INIT;
	bool found = false;
	for (path = path != NULL ? path : "/usr/bin:/bin"; !found; path++) {
		size_t length = strcspn(path, ":");
		buf_reset(&file);
		buf_add(&file, length > 0 ? path : ".", length > 0 ? length : 1);
		buf_printf(&file, "/%s", name);
		found = is_executable(file.data);
		path += length;
		if (*path == '\0')
			break;
	}
	buf_clear(&file);
	return found;
}

static bool is_environment(const char *name)
{
	return getenv(name) != NULL;
}

static void look_at(struct shell *shell, struct source *source, struct diags *diags)
{
	static const struct lint_world world = { is_program, is_environment };
	struct syntax *syntax = syntax_parse(source, shell->names.lookup, diags);
	if (syntax->script != NULL && diags->error_count == 0)
		resolve(syntax, &shell->names, COMPILE_SCRIPT, diags);
	if (syntax->script != NULL && diags->error_count == 0)
		lint(syntax, &shell->names, &world, diags);
	/* The compiler has limits of its own. */
	if (syntax->script != NULL && diags->error_count == 0)
		proto_release(compile_syntax(syntax, &shell->names, COMPILE_SCRIPT, diags));
	syntax_free(syntax);
}

struct ending check_source(struct shell *shell, struct source *source)
{
	struct diags diags;
	struct buf text = BUF_INIT;
	enum check_form form = shell->options->check_form;
	diags_init(&diags, source);
	look_at(shell, source, &diags);
	if (form == CHECK_JSON)
		diags_add_json(&text, &diags);
	else
		diags_add_text(&text, &diags, form == CHECK_FULL && shell->colour, form == CHECK_BRIEF);
	error_release(output_write(form == CHECK_FULL ? 2 : 1, text.data, text.length));
	struct ending ending = { diags.error_count > 0 ? CHECK_ERRORS : diags.list.count > 0 ? CHECK_WARNINGS : CHECK_CLEAN, 0 };
	buf_clear(&text);
	diags_clear(&diags);
	return ending;
}
