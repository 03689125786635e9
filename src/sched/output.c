#include "sched/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SINK_FULL (64u * 1024)

struct output_guard output_guard;

static struct sink standard_output, standard_error;
static struct sink *sinks;      /* the opened ones */

void sink_open(struct sink *sink, int fd)
{
	struct stat about;

	*sink = (struct sink){ .fd = fd, .opened = true, .pending = BUF_INIT, .next = sinks };
	sinks = sink;
	if (fstat(fd, &about) == 0) {
		sink->device = about.st_dev;
		sink->inode = about.st_ino;
	}
	sink->terminal = sink->line_wise = isatty(fd);
}

static struct sink *standard_sink(int fd)
{
	struct sink *sink = fd == 1 ? &standard_output : &standard_error;

	if (!sink->opened) {
		sink_open(sink, fd);
		sink->immediate = fd == 2;
	}
	return sink;
}

/* Writes all of it, waiting where the reader is slow. The errno, or 0. */
static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = write(fd, bytes, length);
		if (count >= 0) {
			bytes += count;
			length -= (size_t)count;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
		} else if (errno != EINTR) {
			return errno;
		}
	}
	return 0;
}

static void flush_sink(struct sink *sink)
{
	if (sink->pending.length == 0)
		return;
	bool ends_line = sink->pending.data[sink->pending.length - 1] == '\n';
	if (sink->terminal && output_guard.before != NULL)
		output_guard.before();
	int failure = write_all(sink->fd, sink->pending.data, sink->pending.length);
	if (sink->terminal && output_guard.after != NULL)
		output_guard.after(ends_line);
	if (failure != 0 && sink->failure == 0)
		sink->failure = failure;
	buf_reset(&sink->pending);
}

/* Two descriptors of one file or terminal; also two of the same terminal by different names. */
static bool ends_alike(const struct sink *a, const struct sink *b)
{
	return (a->terminal && b->terminal) || (a->device == b->device && a->inode == b->inode);
}

/* What other sinks have for the same place comes first. Standard error waits for nobody, so it lets everything out before it. */
static void flush_others(const struct sink *sink)
{
	for (struct sink *other = sinks; other != NULL; other = other->next) {
		if (other != sink && other->pending.length > 0 && (sink->immediate || ends_alike(other, sink)))
			flush_sink(other);
	}
}

void sink_write(struct sink *sink, const char *bytes, size_t length)
{
	flush_others(sink);
	buf_add(&sink->pending, bytes, length);
	if (sink->immediate || sink->pending.length >= SINK_FULL || (sink->line_wise && memchr(bytes, '\n', length) != NULL))
		flush_sink(sink);
}

void sink_close(struct sink *sink)
{
	if (!sink->opened)
		return;
	flush_sink(sink);
	buf_clear(&sink->pending);
	sink->opened = false;
	for (struct sink **place = &sinks; *place != NULL; place = &(*place)->next) {
		if (*place == sink) {
			*place = sink->next;
			break;
		}
	}
}

static struct error *take_failure(struct sink *sink)
{
	int failure = sink->failure;

	sink->failure = 0;
	return failure != 0 ? error_from_errno(failure, NULL) : NULL;
}

struct error *output_write(int fd, const char *bytes, size_t length)
{
	if (fd != 1 && fd != 2) {
		int failure = write_all(fd, bytes, length);
		return failure != 0 ? error_from_errno(failure, NULL) : NULL;
	}
	struct sink *sink = standard_sink(fd);
	sink_write(sink, bytes, length);
	return take_failure(sink);
}

struct error *output_flush(void)
{
	for (struct sink *sink = sinks; sink != NULL; sink = sink->next)
		flush_sink(sink);
	return take_failure(&standard_output);
}

void output_flush_quietly(void)
{
	for (struct sink *sink = sinks; sink != NULL; sink = sink->next)
		flush_sink(sink);
}

void output_forget(void)
{
	for (struct sink *sink = sinks; sink != NULL; sink = sink->next)
		buf_reset(&sink->pending);
}
