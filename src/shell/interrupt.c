#include "shell/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "sched/run.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static volatile sig_atomic_t arrived;
static bool in_session;

_Noreturn void interrupt_die(int signal_number)
{
	sigset_t set;
	signal(signal_number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, signal_number);
	kill(getpid(), signal_number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + signal_number);
}

/* Behind the ^C that the terminal has shown. */
static void end_line(void)
{
	ssize_t ignored = write(STDERR_FILENO, "\n", 1);
	(void)ignored;
}

static void note(int signal_number)
{
	if (arrived != 0 && !in_session && !run_interrupt_is_over())
		interrupt_die(signal_number);
	if (in_session && signal_number == SIGINT)
		end_line();
	if (arrived == 0 || arrived == SIGINT)
		arrived = signal_number;
	run_note_interrupt();
}

void interrupt_install(bool is_session)
{
	in_session = is_session;
	for (size_t i = 0; i < SIGNAL_COUNT; i++) {
		struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART }, before;
		sigaction(signals[i], NULL, &before);
		if (before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

int interrupt_arrived(void)
{
	return arrived;
}

void interrupt_forget(void)
{
	if (arrived == SIGINT)
		arrived = 0;
}

bool interrupt_wait(int descriptor, bool wait)
{
	static const struct timespec now = { 0, 0 };
	struct pollfd readable = { .fd = descriptor, .events = POLLIN };
	sigset_t ours, before;
	sigemptyset(&ours);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaddset(&ours, signals[i]);
	/* So that none arrives between the question and the wait. */
	sigprocmask(SIG_BLOCK, &ours, &before);
	bool is_readable = ppoll(&readable, 1, wait && arrived == 0 ? NULL : &now, &before) > 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return is_readable;
}
