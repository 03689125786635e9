#include "base/fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Written without stdio's buffers: there may be no memory left for them. */
static void write_line(const char *prefix, const char *format, va_list arguments)
{
	char line[1024];
	int length = snprintf(line, sizeof line, "%s", prefix);

	int more = vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
	if (more > 0)
		length += more;
	if ((size_t)length > sizeof line - 2)
		length = sizeof line - 2;
	line[length++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}

void die(const char *format, ...)
{
	static int dying;
	va_list arguments;

	va_start(arguments, format);
	write_line("triosh: ", format, arguments);
	va_end(arguments);
	/* The exit handlers restore the terminal; one of them may fail as well. */
	if (dying++)
		_exit(125);
	exit(125);
}

void bug_at(const char *file, int line, const char *format, ...)
{
	char prefix[256];
	va_list arguments;

	snprintf(prefix, sizeof prefix, "triosh: internal error at %.200s:%d: ", file, line);
	va_start(arguments, format);
	write_line(prefix, format, arguments);
	va_end(arguments);
	abort();
}
