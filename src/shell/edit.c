#include "shell/edit.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

#define ESCAPE_MARK '\1'                /* surrounds what takes no columns in libedit's prompt */
#define DEFAULT_COLUMNS 80
#define INTERRUPT_KEY '\003'

static struct {
	EditLine *el;
	const struct history *history;
	size_t position;                /* in the history, from the newest: libedit walks by "next" and "previous" */
	edit_wait *wait;
	const char *prompt;
	struct buf shown_prompt;        /* with colours */
	bool colour;
	bool waiting;                   /* libedit has drawn everything and waits for a key */
	bool hidden;
	bool inside_line;               /* what was printed last did not end its line */
	bool cancelled, stopped;
} editor;

static char *prompt_of(EditLine *el)
{
	(void)el;
	return editor.shown_prompt.data;
}

/* libedit's question about the history; its "first" is the newest. */
static int history_event(void *unused, HistEvent *event, int question, ...)
{
	size_t count = editor.history->entries.count, wanted = editor.position;
	(void)unused;
	switch (question) {
	case H_FIRST: wanted = 0; break;
	case H_LAST: wanted = count - 1; break;
	case H_NEXT: wanted++; break;
	case H_PREV: wanted--; break;
	case H_CURR: break;
	default: return -1;
	}
	if (wanted >= count)
		return -1;
	editor.position = wanted;
	event->num = (int)(count - wanted);
	event->str = editor.history->entries.items[count - 1 - wanted];
	return 0;
}

static int terminal_columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : DEFAULT_COLUMNS;
}

struct place {
	int row, column;                /* the row counts from the prompt's first one */
};

/* Where the cursor comes to when libedit draws one more code point. */
static void advance(struct place *place, unsigned codepoint, int columns)
{
	bool is_control = codepoint < ' ' || codepoint == 0x7f;
	int width = codepoint == '\t' ? 8 - place->column % 8 : is_control ? 2 : utf8_width(codepoint);
	if (codepoint != '\n' && place->column + width <= columns) {
		place->column += width;
	} else {
		place->row++;
		place->column = codepoint == '\n' ? 0 : width;
	}
	if (place->column >= columns) {
		place->row++;
		place->column = 0;
	}
}

static struct place place_after(const char *bytes, size_t length)
{
	int columns = terminal_columns();
	struct place place = { 0, 0 };
	const char *parts[] = { editor.prompt, bytes };
	size_t lengths[] = { strlen(editor.prompt), length };
	for (unsigned part = 0; part < 2; part++) {
		for (size_t i = 0; i < lengths[part];) {
			unsigned codepoint;
			i += utf8_decode(parts[part] + i, lengths[part] - i, &codepoint);
			advance(&place, codepoint, columns);
		}
	}
	return place;
}

static void find_places(struct place *cursor, struct place *end)
{
	const LineInfo *line = el_line(editor.el);
	*cursor = place_after(line->buffer, (size_t)(line->cursor - line->buffer));
	*end = place_after(line->buffer, (size_t)(line->lastchar - line->buffer));
}

static void write_terminal(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = write(STDOUT_FILENO, bytes, length);
		if (count < 0 && errno != EINTR)
			return;
		if (count > 0) {
			bytes += count;
			length -= (size_t)count;
		}
	}
}

void edit_hide(void)
{
	struct place cursor, end;
	if (editor.el == NULL || !editor.waiting || editor.hidden)
		return;
	editor.hidden = true;
	find_places(&cursor, &end);
	struct buf out = BUF_INIT;
	buf_add_byte(&out, '\r');
	if (cursor.row > 0)
		buf_printf(&out, "\033[%dA", cursor.row);
	buf_add_text(&out, "\033[J");
	write_terminal(out.data, out.length);
	buf_clear(&out);
}

static void end_line(void)
{
	if (editor.inside_line)
		write_terminal("\r\n", 2);
	editor.inside_line = false;
}

void edit_show(bool ends_line)
{
	editor.inside_line = !ends_line;
	if (!editor.hidden)
		return;
	end_line();
	editor.hidden = false;
	el_set(editor.el, EL_REFRESH);
}

/* Ctrl-C comes as a key, not as a signal, while one types. What was typed stays on the screen and the cursor goes below it. */
static void cancel_line(void)
{
	struct place cursor, end;
	editor.cancelled = true;
	find_places(&cursor, &end);
	struct buf out = BUF_INIT;
	buf_add_byte(&out, '\r');
	if (end.row > cursor.row)
		buf_printf(&out, "\033[%dB", end.row - cursor.row);
	if (end.column > 0)
		buf_printf(&out, "\033[%dC", end.column);
	buf_add_text(&out, "^C\r\n");
	write_terminal(out.data, out.length);
	buf_clear(&out);
}

/* One byte; 0 at the end, -1 when reading is to stop. */
static int read_byte(char *byte)
{
	ssize_t count;
	editor.waiting = true;
	bool go_on = editor.wait();
	editor.waiting = false;
	if (!go_on) {
		editor.stopped = true;
		return -1;
	}
	do
		count = read(STDIN_FILENO, byte, 1);
	while (count < 0 && errno == EINTR);
	return count > 0;
}

/* How many bytes a UTF-8 sequence has that begins with this one. */
static size_t sequence_length(unsigned char first)
{
	return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

static int read_key(EditLine *el, wchar_t *key)
{
	char bytes[4];
	unsigned codepoint;
	size_t length = 0, wanted = 1;
	(void)el;
	while (length < wanted) {
		int result = read_byte(&bytes[length]);
		if (result <= 0)
			return result;
		if (length++ == 0)
			wanted = sequence_length((unsigned char)bytes[0]);
		else if (((unsigned char)bytes[length - 1] & 0xc0) != 0x80)
			break;
	}
	if (bytes[0] == INTERRUPT_KEY) {
		cancel_line();
		return 0;
	}
	utf8_decode(bytes, length, &codepoint);
	*key = (wchar_t)codepoint;
	return 1;
}

/* libedit speaks in wide characters and asks the locale how to write them. */
static void choose_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		setlocale(LC_CTYPE, "C.UTF-8");
}

void edit_begin(const struct history *history, edit_wait *wait, bool colour)
{
	const char *terminal = getenv("TERM");
	choose_locale();
	editor.history = history;
	editor.wait = wait;
	editor.colour = colour;
	editor.el = el_init("triosh", stdin, stdout, stderr);
	el_set(editor.el, EL_GETCFN, read_key);
	el_set(editor.el, EL_HIST, history_event, &editor);
	el_set(editor.el, EL_PROMPT_ESC, prompt_of, ESCAPE_MARK);
	if (terminal == NULL || !strcmp(terminal, "dumb")) {
		el_set(editor.el, EL_EDITMODE, 0);
		return;
	}
	el_set(editor.el, EL_EDITOR, "emacs");
	el_set(editor.el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	el_source(editor.el, NULL);
	el_set(editor.el, EL_SETTY, "-d", "-isig", NULL);
}

void edit_end(void)
{
	if (editor.el != NULL)
		el_end(editor.el);
	editor.el = NULL;
	buf_clear(&editor.shown_prompt);
}

static void set_prompt(const char *prompt)
{
	editor.prompt = prompt;
	buf_clear(&editor.shown_prompt);
	if (editor.colour)
		buf_printf(&editor.shown_prompt, "%c\033[1;34m%c%s%c\033[0m%c", ESCAPE_MARK, ESCAPE_MARK, prompt, ESCAPE_MARK, ESCAPE_MARK);
	else
		buf_add_text(&editor.shown_prompt, prompt);
}

enum edit_result edit_read(const char *prompt, struct buf *out)
{
	int length = 0;
	end_line();
	set_prompt(prompt);
	editor.cancelled = editor.stopped = false;
	const char *line = el_gets(editor.el, &length);
	if (editor.cancelled)
		return EDIT_CANCELLED;
	if (editor.stopped)
		return EDIT_STOPPED;
	if (line == NULL || length <= 0)
		return EDIT_END;
	if (line[length - 1] == '\n')
		length--;
	buf_add(out, line, (size_t)length);
	return EDIT_LINE;
}
