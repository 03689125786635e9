/* What the shell itself writes: standard output (collected), standard error (at once), and further sinks such as a trace.
 *
 * Bytes collected here are written when the loop is about to wait, when a program is started, when there are many, at each line on a terminal, and
 * at the end. Sinks that end in the same file or terminal never overtake each other: before one gets bytes, the others are flushed.
 * SIGPIPE is ignored by the shell, so a reader that went away is an error here. */
#ifndef SCHED_OUTPUT_H
#define SCHED_OUTPUT_H

#include <sys/types.h>

#include "base/buf.h"
#include "value/error.h"

struct sink {
	struct sink *next;
	int fd;
	bool opened;                    /* identity is known */
	bool line_wise;                 /* a terminal */
	bool immediate;
	bool terminal;
	dev_t device;
	ino_t inode;
	int failure;                    /* errno of the first write that failed; reported once */
	struct buf pending;
};

/* To fd 1 (collected), 2, or any other (at once). NULL, or an owned OSError. */
struct error *output_write(int fd, const char *bytes, size_t length);
/* Everything that is pending, of all sinks. The error is standard output's. */
struct error *output_flush(void);

void output_flush_quietly(void);        /* a failure stays for the next one who asks */

void sink_open(struct sink *sink, int fd);
void sink_write(struct sink *sink, const char *bytes, size_t length);
void sink_close(struct sink *sink);     /* flushes; the descriptor is the caller's */

/* The prompt's: called around what goes to a terminal, so that it can take its line away and put it back. NULL: nobody wants it. */
struct output_guard {
	void (*before)(void);
	void (*after)(bool ends_line);
};

extern struct output_guard output_guard;

/* After fork() in the child: forgets what is pending without writing it. */
void output_forget(void);

#endif
