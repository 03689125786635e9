/* printf, as POSIX has it: the format is used again until the arguments are used up. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ops/groups.h"
#include "sched/output.h"
#include "value/list.h"
#include "value/string.h"
#include "value/units.h"

#define WIDTH_LIMIT 1000000

/* One run through printf: where it stands in its arguments, and what it has made. */
struct formatter {
	struct call *call;
	const struct list *arguments;
	size_t next;
	struct buf out;
	bool stop;                      /* \c in a %b */
};

struct conversion {
	bool left, zero, plus, space, alternate;
	int width;                      /* 0: none */
	int precision;                  /* -1: none */
	char letter;
};

static struct value next_argument(struct formatter *formatter)
{
	if (formatter->next < formatter->arguments->length)
		return formatter->arguments->items[formatter->next++];
	return value_absent();
}

static bool bad_argument(struct formatter *formatter, const struct conversion *conversion, struct value v, const char *what)
{
	struct buf text = BUF_INIT;
	value_add_repr(&text, v);
	call_fail(formatter->call, KIND_ValueError, "printf: %%%c needs %s, not %.60s", conversion->letter, what, text.data);
	buf_clear(&text);
	return false;
}

/* In a text a quote in front of a character makes it that character's code, as POSIX has it. */
static bool text_number(const struct string *text, struct value *number)
{
	int64_t i;
	bool overflow = false;
	unsigned codepoint;

	if (text->length > 1 && (text->bytes[0] == '\'' || text->bytes[0] == '"')) {
		utf8_decode(text->bytes + 1, text->length - 1, &codepoint);
		*number = value_int(codepoint);
		return true;
	}
	if ((units_parse_int(text->bytes, text->length, 10, &i, &overflow) || units_parse_int(text->bytes, text->length, 0, &i, &overflow)) && !overflow) {
		*number = value_int(i);
		return true;
	}
	number->type = VALUE_FLOAT;
	return units_parse_float(text->bytes, text->length, &number->f);
}

static bool number_argument(struct formatter *formatter, const struct conversion *conversion, struct value *number)
{
	struct value v = next_argument(formatter);

	*number = value_int(0);
	if (v.type == VALUE_ABSENT)
		return true;
	if (value_is_number(v)) {
		*number = v;
		return true;
	}
	if (v.type == VALUE_STRING && text_number(v.string, number))
		return true;
	return bad_argument(formatter, conversion, v, "a number");
}

static bool int_argument(struct formatter *formatter, const struct conversion *conversion, int64_t *result)
{
	struct value number;

	if (!number_argument(formatter, conversion, &number))
		return false;
	if (number.type == VALUE_FLOAT && !(number.f >= -0x1p63 && number.f < 0x1p63))
		return bad_argument(formatter, conversion, number, "an integer of 64 bits");
	*result = number.type == VALUE_FLOAT ? (int64_t)number.f : number.i;
	return true;
}

/* Pads to the width in code points. */
static void add_padded(struct formatter *formatter, const struct conversion *conversion, const char *bytes, size_t length)
{
	size_t count = utf8_count(bytes, length);
	size_t padding = (size_t)conversion->width > count ? (size_t)conversion->width - count : 0;

	if (!conversion->left)
		buf_add_repeated(&formatter->out, ' ', padding);
	buf_add(&formatter->out, bytes, length);
	if (conversion->left)
		buf_add_repeated(&formatter->out, ' ', padding);
}

/* The conversion as the C library's printf wants it, its numbers given as `*`. */
static void c_format(const struct conversion *conversion, const char *length, char format[16])
{
	char *at = format;

	*at++ = '%';
	if (conversion->left)
		*at++ = '-';
	if (conversion->zero)
		*at++ = '0';
	if (conversion->plus)
		*at++ = '+';
	if (conversion->space)
		*at++ = ' ';
	if (conversion->alternate)
		*at++ = '#';
	snprintf(at, 16 - (size_t)(at - format), "*.*%s%c", length, conversion->letter);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static bool add_int(struct formatter *formatter, const struct conversion *conversion)
{
	char format[16];
	int64_t number;

	if (!int_argument(formatter, conversion, &number))
		return false;
	c_format(conversion, PRId64 [0] == 'l' && PRId64 [1] == 'l' ? "ll" : "l", format);
	buf_printf(&formatter->out, format, conversion->width, conversion->precision, number);
	return true;
}

static bool add_float(struct formatter *formatter, const struct conversion *conversion)
{
	char format[16];
	struct value number;

	if (!number_argument(formatter, conversion, &number))
		return false;
	c_format(conversion, "", format);
	buf_printf(&formatter->out, format, conversion->width, conversion->precision, value_number(number));
	return true;
}

#pragma GCC diagnostic pop

/* A backslash sequence at `at` (behind the backslash); returns where it ends. In the argument of %b an octal number may have
 * a 0 in front, and \c ends all output. */
static const char *add_escape(struct formatter *formatter, const char *at, const char *end, bool in_argument)
{
	static const char letters[] = "abefnrtv\\\"'", codes[] = "\a\b\033\f\n\r\t\v\\\"'";
	struct buf *out = &formatter->out;
	const char *letter = at < end && *at != '\0' ? strchr(letters, *at) : NULL;
	unsigned number = 0;
	int digits = 0;

	if (letter != NULL) {
		buf_add_byte(out, codes[letter - letters]);
		return at + 1;
	}
	if (at < end && *at >= '0' && *at <= '7') {
		int most = in_argument && *at == '0' ? 4 : 3;
		for (; at < end && *at >= '0' && *at <= '7' && digits < most; digits++)
			number = number * 8 + (unsigned)(*at++ - '0');
		buf_add_byte(out, (char)number);
		return at;
	}
	if (end - at >= 2 && *at == 'x' && isxdigit((unsigned char)at[1])) {
		for (at++; at < end && isxdigit((unsigned char)*at) && digits < 2; digits++, at++)
			number = number * 16 + (unsigned)(isdigit((unsigned char)*at) ? *at - '0' : (*at | 0x20) - 'a' + 10);
		buf_add_byte(out, (char)number);
		return at;
	}
	if (in_argument && at < end && *at == 'c') {
		formatter->stop = true;
		return end;
	}
	buf_add_byte(out, '\\');
	return at;
}

static void add_escaped(struct formatter *formatter, const char *at, const char *end)
{
	while (at < end && !formatter->stop) {
		if (*at == '\\')
			at = add_escape(formatter, at + 1, end, true);
		else
			buf_add_byte(&formatter->out, *at++);
	}
}

/* So that a POSIX shell reads it as one word. */
static void add_quoted(struct buf *out, const char *bytes, size_t length)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%^";

	if (length > 0 && strspn(bytes, plain) == length) {
		buf_add(out, bytes, length);
		return;
	}
	buf_add_byte(out, '\'');
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\'')
			buf_add_text(out, "'\\''");
		else
			buf_add_byte(out, bytes[i]);
	}
	buf_add_byte(out, '\'');
}

/* %s %b %q %c: the argument's text, changed, cut, padded. */
static void add_text(struct formatter *formatter, const struct conversion *conversion)
{
	struct value v = next_argument(formatter);
	struct buf text = BUF_INIT, changed = BUF_INIT;
	int precision = conversion->precision;

	if (v.type != VALUE_ABSENT)
		value_add_text(&text, v);
	if (conversion->letter == 'q') {
		add_quoted(&changed, text.data, text.length);
	} else if (conversion->letter == 'b') {
		struct buf before = formatter->out;
		buf_init(&formatter->out);
		add_escaped(formatter, text.data, text.data + text.length);
		changed = formatter->out;
		formatter->out = before;
	} else {
		buf_add(&changed, text.data, text.length);
	}
	if (conversion->letter == 'c')
		precision = 1;
	size_t length = precision >= 0 ? utf8_offset(changed.data, changed.length, (size_t)precision) : changed.length;
	add_padded(formatter, conversion, changed.data, length);
	buf_clear(&text);
	buf_clear(&changed);
}

/* Digits, or a `*` that takes an argument. False: an error was set. */
static bool parse_number(struct formatter *formatter, const char **at, int *number)
{
	int64_t wanted = 0;

	if (**at == '*') {
		static const struct conversion star = { .letter = '*' };
		++*at;
		if (!int_argument(formatter, &star, &wanted))
			return false;
	} else {
		while (isdigit((unsigned char)**at) && wanted <= WIDTH_LIMIT)
			wanted = wanted * 10 + (*(*at)++ - '0');
	}
	if (wanted > WIDTH_LIMIT || wanted < -WIDTH_LIMIT) {
		call_fail(formatter->call, KIND_ValueError, "printf: a width or precision may be %d at most", WIDTH_LIMIT);
		return false;
	}
	*number = (int)wanted;
	return true;
}

static bool parse_conversion(struct formatter *formatter, const char **at, struct conversion *conversion)
{
	*conversion = (struct conversion){ .precision = -1 };
	for (;; ++*at) {
		if (**at == '-')
			conversion->left = true;
		else if (**at == '0')
			conversion->zero = true;
		else if (**at == '+')
			conversion->plus = true;
		else if (**at == ' ')
			conversion->space = true;
		else if (**at == '#')
			conversion->alternate = true;
		else
			break;
	}
	if (!parse_number(formatter, at, &conversion->width))
		return false;
	if (conversion->width < 0) {
		conversion->left = true;
		conversion->width = -conversion->width;
	}
	if (**at == '.') {
		++*at;
		if (!parse_number(formatter, at, &conversion->precision))
			return false;
	}
	conversion->letter = **at;
	return true;
}

static bool add_conversion(struct formatter *formatter, const char **at)
{
	struct conversion conversion;

	if (!parse_conversion(formatter, at, &conversion))
		return false;
	char letter = conversion.letter;
	if (letter == '\0' || strchr("sbqcdiuoxXeEfFgGaA%", letter) == NULL) {
		if (letter == '\0')
			call_fail(formatter->call, KIND_ValueError, "printf: the format ends within a %% conversion; a %% sign is written %%%%");
		else
			call_fail(formatter->call, KIND_ValueError, "printf: there is no conversion %%%c; a %% sign is written %%%%", letter);
		return false;
	}
	++*at;
	if (letter == '%')
		buf_add_byte(&formatter->out, '%');
	else if (strchr("sbqc", letter) != NULL)
		add_text(formatter, &conversion);
	else if (strchr("diuoxX", letter) != NULL)
		return add_int(formatter, &conversion);
	else
		return add_float(formatter, &conversion);
	return true;
}

static bool format_once(struct formatter *formatter, const struct string *format)
{
	const char *at = format->bytes, *end = at + format->length;

	while (at < end && !formatter->stop) {
		if (*at == '\\') {
			at = add_escape(formatter, at + 1, end, false);
		} else if (*at != '%') {
			buf_add_byte(&formatter->out, *at++);
		} else {
			at++;
			if (!add_conversion(formatter, &at))
				return false;
		}
	}
	return true;
}

static enum step printf_step(struct call *call, void *frame)
{
	(void)frame;
	struct formatter formatter = { .call = call, .arguments = call->arguments[1].list, .out = BUF_INIT };
	size_t before;

	do {
		before = formatter.next;
		if (!format_once(&formatter, call->arguments[0].string)) {
			buf_clear(&formatter.out);
			return STEP_FAILED;
		}
	} while (formatter.next < formatter.arguments->length && formatter.next > before && !formatter.stop);
	struct error *error = output_write(STDOUT_FILENO, formatter.out.data, formatter.out.length);
	buf_clear(&formatter.out);
	return error != NULL ? call_fail_with(call, error) : STEP_DONE;
}

const struct builtin printf_builtins[] = {
	{ .name = "printf", .params = "format:text ?argument:any...", .returns = "none",
	  .summary = "Prints its arguments as a format says, as POSIX's printf does.",
	  .details = "Conversions: %s text, %b text with backslash sequences, %q quoted for a POSIX shell, %c one character, %d %i %u %o %x %X "
	             "integers, %e %f %g %a and their capitals numbers, %% a per cent sign; with the flags - 0 + # and space, a width, and a "
	             "precision, either of which may be *. Backslash sequences such as \\n work in the format.\n\n"
	             "The format is used again until no argument is left; one that is missing counts as an empty text or 0.",
	  .example = "printf '%-6s|%5.2f|%03d\\n' pi 3.14159 7\nprintf '%s=%d\\n' a 1 b 2\n#=> pi    | 3.14|007\n#=> a=1\n#=> b=2",
	  .step = printf_step },
	{ .name = NULL },
};
