/* Files, whole: read, written, looked for. Each call is one short piece of work that no other task can interrupt. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "ops/context.h"
#include "ops/groups.h"
#include "ops/hooks.h"
#include "ops/locale.h"
#include "value/list.h"
#include "value/string.h"

#define FILE_LIMIT ((size_t)1 << 30)

static enum step fail_errno(struct call *call, const char *path)
{
	return call_fail_with(call, error_from_errno(errno, path));
}

/* Non-blocking, so that a pipe without a partner cannot stop the shell. */
static int open_in(struct call *call, const char *path, int flags)
{
	struct buf full = BUF_INIT;

	context_add_path(task_of(call), path, &full);
	int fd = open(full.data, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
	int number = errno;
	buf_clear(&full);
	errno = number;
	return fd;
}

/* False: errno says why; EFBIG: too large. */
static bool read_all(int fd, struct buf *text)
{
	for (;;) {
		buf_reserve(text, 65536);
		ssize_t count = read(fd, text->data + text->length, 65536);
		if (count > 0)
			text->length += (size_t)count;
		else if (count == 0)
			break;
		else if (errno != EINTR)
			return false;
		if (text->length > FILE_LIMIT) {
			errno = EFBIG;
			return false;
		}
	}
	text->data[text->length] = '\0';
	return true;
}

static enum step read_file_step(struct call *call, void *frame)
{
	(void)frame;
	const char *path = call->arguments[0].string->bytes;
	struct buf text = BUF_INIT;
	struct stat status;
	int fd = open_in(call, path, O_RDONLY);

	if (fd < 0)
		return fail_errno(call, path);
	if (fstat(fd, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) && (!S_ISCHR(status.st_mode) || isatty(fd))) {
		close(fd);
		return call_fail(call, KIND_OSError, "read_file: %.200s is no file; what comes bit by bit is read by input or a program", path);
	}
	bool good = read_all(fd, &text);
	int number = errno;
	close(fd);
	if (good)
		return call_return(call, value_string(string_take_buf(&text)));
	buf_clear(&text);
	if (number == EFBIG)
		return call_fail(call, KIND_MemoryError, "read_file: %.200s is larger than 1 GiB", path);
	errno = number;
	return fail_errno(call, path);
}

static enum step write_to(struct call *call, int flags)
{
	const char *path = call->arguments[0].string->bytes;
	const struct string *text = call->arguments[1].string;
	size_t written = 0;
	int fd = open_in(call, path, O_WRONLY | O_CREAT | flags);

	if (fd < 0)
		return fail_errno(call, path);
	while (written < text->length) {
		ssize_t count = write(fd, text->bytes + written, text->length - written);
		if (count >= 0) {
			written += (size_t)count;
		} else if (errno != EINTR) {
			int number = errno;
			close(fd);
			errno = number;
			return fail_errno(call, path);
		}
	}
	/* Some file systems tell only now that the disk is full. */
	if (close(fd) != 0 && errno != EINTR)
		return fail_errno(call, path);
	return STEP_DONE;
}

static enum step write_file_step(struct call *call, void *frame)
{
	(void)frame;
	return write_to(call, O_TRUNC);
}

static enum step append_file_step(struct call *call, void *frame)
{
	(void)frame;
	return write_to(call, O_APPEND);
}

static enum step exists_step(struct call *call, void *frame)
{
	(void)frame;
	struct buf full = BUF_INIT;
	struct stat status;

	context_add_path(task_of(call), call->arguments[0].string->bytes, &full);
	bool there = stat(full.data, &status) == 0;
	buf_clear(&full);
	return call_return(call, value_bool(there));
}

/* The pattern with the task's directory in front, whose own characters mean themselves; returns the length of what to take off again. */
static size_t add_pattern(struct task *task, const char *pattern, struct buf *out)
{
	struct buf directory = BUF_INIT;

	if (pattern[0] != '/')
		context_add_path(task, "", &directory);
	for (size_t i = 0; i < directory.length; i++) {
		if (strchr("*?[]\\", directory.data[i]) != NULL)
			buf_add_byte(out, '\\');
		buf_add_byte(out, directory.data[i]);
	}
	buf_add_text(out, pattern);
	size_t length = directory.length;
	buf_clear(&directory);
	return length;
}

struct list *glob_files(struct fiber *fiber, const char *pattern)
{
	struct buf full = BUF_INIT;
	size_t prefix = add_pattern(task_of_fiber(fiber), pattern, &full);
	struct list *names = NULL;
	glob_t found;

	locale_t before = uselocale(characters_locale());
	int failure = glob(full.data, 0, NULL, &found);
	uselocale(before);
	if (failure == 0) {
		names = list_new(found.gl_pathc);
		for (size_t i = 0; i < found.gl_pathc; i++)
			list_push(names, value_text(found.gl_pathv[i] + prefix));
		globfree(&found);
	}
	buf_clear(&full);
	return names;
}

bool home_directory(struct fiber *fiber, const char *user, struct buf *out)
{
	struct value home;

	if (user[0] == '\0' && context_get(task_of_fiber(fiber), "HOME", &home)) {
		buf_add(out, home.string->bytes, home.string->length);
		value_release(home);
		return true;
	}
	const struct passwd *entry = user[0] == '\0' ? getpwuid(getuid()) : getpwnam(user);
	if (entry == NULL)
		return false;
	buf_add_text(out, entry->pw_dir);
	return true;
}

const struct builtin file_builtins[] = {
	{ .name = "read_file", .params = "path:path", .returns = "a string", .summary = "Reads a whole file.",
	  .example = "write_file notes.txt \"one\\ntwo\\n\"\nprint len(lines(read_file(\"notes.txt\")))\n#=> 2", .step = read_file_step },
	{ .name = "write_file", .params = "path:path text:string", .returns = "none",
	  .summary = "Writes a text to a file, in place of what the file held.",
	  .example = "write_file notes.txt \"one\\n\"\nprint --end= read_file(\"notes.txt\")\n#=> one", .step = write_file_step },
	{ .name = "append_file", .params = "path:path text:string", .returns = "none", .summary = "Writes a text at the end of a file.",
	  .example = "write_file log.txt \"one\\n\"\nappend_file log.txt \"two\\n\"\nprint lines(read_file(\"log.txt\"))\n#=> [\"one\", \"two\"]",
	  .step = append_file_step },
	{ .name = "exists", .params = "path:path", .returns = "true or false", .summary = "Tells whether there is a file or directory of that name.",
	  .example = "print exists(\"/\") exists(\"/no/such/file\")\n#=> true false", .step = exists_step },
	{ .name = NULL },
};
