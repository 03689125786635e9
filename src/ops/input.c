/* Reading lines from standard input, as a person types them or as another program sends them. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "ops/groups.h"
#include "sched/loop.h"
#include "sched/output.h"
#include "value/string.h"

#define LINE_LIMIT ((size_t)1 << 30)

struct input_frame {
	struct fd_wait ready;
	struct buf line;                /* initialised once checked */
	uint32_t phase;                 /* of the checkpoint */
	bool prompted, done, ended;
};

static const struct park_type park_input = { .reason = "waiting for a line on standard input" };

/* Only what belongs to the line may be taken, since the rest is for whoever reads next: another input, or a program. So a file is read
 * ahead and then set back, a terminal gives no more than a line anyway, and anything else comes byte by byte. */
static size_t read_size(int fd, bool *seekable)
{
	struct stat status;

	*seekable = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && lseek(fd, 0, SEEK_CUR) >= 0;
	return *seekable || isatty(fd) ? 4096 : 1;
}

static bool would_block(int fd)
{
	struct pollfd look = { .fd = fd, .events = POLLIN };

	return poll(&look, 1, 0) == 0;
}

enum progress { LINE_WHOLE, LINE_END, LINE_BLOCKED, LINE_FAILED };

static enum progress read_line(struct buf *line, int fd)
{
	char bytes[4096];
	bool seekable;
	size_t size = read_size(fd, &seekable);

	while (line->length < LINE_LIMIT) {
		if (would_block(fd))
			return LINE_BLOCKED;
		ssize_t count = read(fd, bytes, size);
		if (count < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (count < 0)
			return LINE_FAILED;
		if (count == 0)
			return LINE_END;
		const char *newline = memchr(bytes, '\n', (size_t)count);
		size_t used = newline != NULL ? (size_t)(newline - bytes) : (size_t)count;
		buf_add(line, bytes, used);
		if (newline == NULL)
			continue;
		if (seekable)
			lseek(fd, (off_t)used + 1 - count, SEEK_CUR);
		return LINE_WHOLE;
	}
	errno = EFBIG;
	return LINE_FAILED;
}

static struct error *write_prompt(const struct call *call)
{
	struct error *error = NULL;

	if (call_has(call, 0))
		error = output_write(STDOUT_FILENO, call->arguments[0].string->bytes, call->arguments[0].string->length);
	return error != NULL ? error : output_flush();
}

static enum step finish(struct call *call, struct input_frame *input)
{
	struct buf *line = &input->line;

	if (input->ended && line->length == 0)
		return call_fail(call, KIND_EOFError, "input: standard input has ended");
	if (!input->ended && line->length > 0 && line->data[line->length - 1] == '\r')
		line->data[--line->length] = '\0';
	return call_return(call, value_string(string_take_buf(line)));
}

static enum step input_step(struct call *call, void *frame)
{
	struct input_frame *input = frame;
	struct error *error;

	if (input->done)
		return finish(call, input);
	if (!input->prompted) {
		enum step step = checkpoint_if_cancelled(call, &input->phase);
		if (step != STEP_DONE)
			return step;
		input->prompted = true;
		buf_init(&input->line);
		if ((error = write_prompt(call)) != NULL)
			return call_fail_with(call, error);
	}
	if (fd_is_awaited(STDIN_FILENO, FD_READ))
		return call_fail(call, KIND_BusyResourceError, "input: another task is reading standard input");
	switch (read_line(&input->line, STDIN_FILENO)) {
	case LINE_BLOCKED:
		fd_wait_arm(&input->ready, call, STDIN_FILENO, FD_READ | FD_HOLDS_CLOCK);
		return task_park(call, &park_input);
	case LINE_FAILED:
		return call_fail_with(call, error_from_errno(errno, "standard input"));
	case LINE_END:
		input->ended = true;
		break;
	case LINE_WHOLE:
		break;
	}
	input->done = true;
	return task_yield(call);
}

static void input_drop(struct fiber *fiber, void *frame)
{
	(void)fiber;
	struct input_frame *input = frame;

	if (input->prompted)
		buf_clear(&input->line);
}

const struct builtin input_builtins[] = {
	{ .name = "input", .params = "?prompt:string", .returns = "a string",
	  .summary = "Prints a prompt and reads a line from standard input.",
	  .details = "The value is the line without its end. Where no line is left it raises EOFError.",
	  .example = "try < print input(\"name? \") > except EOFError < print \"no name\" >\n#=> name? no name",
	  .flags = COMMAND_ASYNC | COMMAND_CHECKPOINT, .frame_size = sizeof(struct input_frame), .step = input_step,
	  .drop = input_drop },
	{ .name = NULL },
};
