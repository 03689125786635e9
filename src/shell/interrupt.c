#include "shell/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "sched/run.h"

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

static void note(int signal_number)
{
	if (arrived != 0 && !in_session)
		interrupt_die(signal_number);
	arrived = signal_number;
	run_note_interrupt();
}

void interrupt_install(bool is_session)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	in_session = is_session;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
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

void interrupt_reset(void)
{
	arrived = 0;
}
