#include "shell/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define FILE_LIMIT (16 << 20)           /* a longer file is not ours */

/* An owned path, its directories made; NULL: no file is wanted or possible. */
static char *history_path(void)
{
	struct buf path = BUF_INIT;
	const char *own = getenv("TRIOSH_HISTORY"), *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (own != NULL)
		buf_add_text(&path, own);
	else if (state != NULL && *state == '/')
		buf_printf(&path, "%s/triosh/history", state);
	else if (home != NULL && *home == '/')
		buf_printf(&path, "%s/.local/state/triosh/history", home);
	if (path.length == 0) {
		buf_clear(&path);
		return NULL;
	}
	for (char *slash = strchr(path.data + 1, '/'); own == NULL && slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path.data, 0700);
		*slash = '/';
	}
	return buf_detach(&path);
}

/* The file, locked; -1 where there is none. Closing it unlocks it. */
static int open_locked(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	struct stat status;
	if (file < 0)
		return -1;
	if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size > FILE_LIMIT || flock(file, LOCK_EX) < 0) {
		close(file);
		return -1;
	}
	if (status.st_mode & 077)
		fchmod(file, 0600);
	return file;
}

static bool read_whole(int file, struct buf *out)
{
	for (;;) {
		buf_reserve(out, 65536);
		ssize_t count = pread(file, out->data + out->length, 65536, (off_t)out->length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return count == 0;
		out->length += (size_t)count;
		out->data[out->length] = '\0';
	}
}

/* false: the disk is full, or the like; there is nothing to do about it in a prompt. */
static bool write_at(int file, size_t offset, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = pwrite(file, bytes, length, (off_t)offset);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return false;
		offset += (size_t)count;
		bytes += count;
		length -= (size_t)count;
	}
	return true;
}

static void add_encoded(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_add_text(out, "\\n");
		else if (*text == '\\')
			buf_add_text(out, "\\\\");
		else
			buf_add_byte(out, *text);
	}
	buf_add_byte(out, '\n');
}

static char *decoded(const char *line, size_t length)
{
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < length; i++) {
		bool escaped = line[i] == '\\' && i + 1 < length;
		i += escaped;
		buf_add_byte(&text, escaped && line[i] == 'n' ? '\n' : line[i]);
	}
	return buf_detach(&text);
}

static void remember(struct history *history, char *take_text)
{
	for (size_t i = 0; i < history->entries.count; i++) {
		if (strcmp(history->entries.items[i], take_text))
			continue;
		mem_free(history->entries.items[i]);
		history->entries.count--;
		memmove(&history->entries.items[i], &history->entries.items[i + 1], (history->entries.count - i) * sizeof(char *));
		break;
	}
	vec_push(&history->entries, take_text);
}

/* The part of the file that is kept: the last HISTORY_LIMIT lines. */
static size_t first_kept(const struct buf *content)
{
	size_t lines = 0;
	for (size_t i = content->length; i > 0; i--)
		if (content->data[i - 1] == '\n' && lines++ == HISTORY_LIMIT)
			return i;
	return 0;
}

static void load(struct history *history, int file)
{
	struct buf content = BUF_INIT;
	if (!read_whole(file, &content)) {
		buf_clear(&content);
		return;
	}
	size_t start = first_kept(&content), length = content.length - start;
	if (start > 0 && write_at(file, 0, content.data + start, length) && ftruncate(file, (off_t)length) < 0)
		start = 0;
	/* The file holds each entry once, so there is no need to look for earlier ones. */
	for (char *line = content.data + start, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		if (end > line)
			vec_push(&history->entries, decoded(line, (size_t)(end - line)));
	buf_clear(&content);
}

void history_open(struct history *history)
{
	*history = (struct history){ .path = history_path() };
	int file = history->path != NULL ? open_locked(history->path) : -1;
	if (file < 0)
		return;
	load(history, file);
	close(file);
}

/* Where the line stands in the content, or the content's length. */
static size_t find_line(const struct buf *content, const struct buf *line)
{
	const char *found = content->data;
	while ((found = strstr(found, line->data)) != NULL) {
		if (found == content->data || found[-1] == '\n')
			return (size_t)(found - content->data);
		found++;
	}
	return content->length;
}

/* An entry that the file has already moves to its end: the file keeps its length, and what stood behind moves up. */
static void store(int file, const char *text)
{
	struct buf content = BUF_INIT, line = BUF_INIT;
	add_encoded(&line, text);
	if (read_whole(file, &content)) {
		size_t length = content.length;
		if (length > 0 && content.data[length - 1] != '\n')
			buf_add_byte(&content, '\n');
		size_t start = find_line(&content, &line), moved = start + line.length;
		if (start < content.length)
			memmove(content.data + start, content.data + moved, content.length - moved);
		else
			buf_add(&content, line.data, line.length);
		memcpy(content.data + content.length - line.length, line.data, line.length);
		size_t changed = start < length ? start : length;
		write_at(file, changed, content.data + changed, content.length - changed);
	}
	buf_clear(&content);
	buf_clear(&line);
}

void history_add(struct history *history, const char *text)
{
	if (*text == ' ' || text[strspn(text, " \t\n")] == '\0')
		return;
	remember(history, mem_copy_string(text));
	int file = history->path != NULL ? open_locked(history->path) : -1;
	if (file < 0)
		return;
	store(file, text);
	close(file);
}

void history_clear(struct history *history)
{
	for (size_t i = 0; i < history->entries.count; i++)
		mem_free(history->entries.items[i]);
	vec_clear(&history->entries);
	mem_free(history->path);
	history->path = NULL;
}
