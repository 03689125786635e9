#include "sched/loop.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "sched/clock.h"

_Static_assert(sizeof(struct event) <= LOOP_EVENT_SIZE, "an event fits into a wait");

/* Who waits for a file. */
struct waiters {
	struct fd_wait *reader, *writer;
};

static struct event_base *base;                 /* NULL: nobody has waited for a file yet */
static struct event *timer, *wake_event;
static volatile int wake_fd = -1;               /* an eventfd by which signal handlers end a wait */
static VEC(struct waiters) by_fd;
static size_t awaited;
static VEC(struct fd_wait *) ready;             /* of this poll; NULL where one was disarmed meanwhile */

static struct {
	volatile sig_atomic_t arrived;          /* place in the order of arrival; 0: none */
	bool watched;
	void (*callback)(int number, void *context);
	void *context;
	struct sigaction before;
} watches[NSIG];
static volatile sig_atomic_t arrivals;          /* since the last look */
static int watch_count;

/* Waking. */

void loop_wake(void)
{
	int saved = errno;
	uint64_t one = 1;

	if (wake_fd >= 0 && write(wake_fd, &one, sizeof one) < 0) {
		/* It is full, so the wait ends anyway. */
	}
	errno = saved;
}

static void drain_wakes(void)
{
	uint64_t count;

	if (read(wake_fd, &count, sizeof count) < 0) {
		/* nothing was there */
	}
}

static void make_wake_fd(void)
{
	if (wake_fd >= 0)
		return;
	wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_fd < 0)
		die("cannot make an eventfd: %s", strerror(errno));
}

/* libevent's loop. */

static void on_wake(evutil_socket_t fd, short what, void *unused)
{
	(void)fd, (void)what, (void)unused;
	drain_wakes();
}

static void on_timer(evutil_socket_t fd, short what, void *unused)
{
	(void)fd, (void)what, (void)unused;
}

static void ignore_message(int severity, const char *message)
{
	(void)severity, (void)message;
}

static void make_base(void)
{
	if (base != NULL)
		return;
	make_wake_fd();
	event_set_log_callback(ignore_message);
	struct event_config *config = event_config_new();
	if (config != NULL)
		event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_PRECISE_TIMER | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = config != NULL ? event_base_new_with_config(config) : NULL;
	if (base == NULL)
		die("cannot make an event loop");
	event_config_free(config);
	timer = event_new(base, -1, 0, on_timer, NULL);
	wake_event = event_new(base, wake_fd, EV_READ | EV_PERSIST, on_wake, NULL);
	if (timer == NULL || wake_event == NULL || event_add(wake_event, NULL) < 0)
		die("cannot make an event");
}

/* Files. */

static struct event *event_of(struct fd_wait *wait)
{
	return (struct event *)(void *)wait->event;
}

static void on_ready(evutil_socket_t fd, short what, void *context)
{
	struct fd_wait *wait = context;

	(void)fd;
	wait->ready = (what & EV_READ ? FD_READ : 0) | (what & EV_WRITE ? FD_WRITE : 0);
	/* A file's writer is woken before its reader (semantics 1.2, step 4). */
	if (ready.count > 0 && vec_last(&ready)->fd == wait->fd && wait->ready & FD_WRITE) {
		struct fd_wait *reader = vec_pop(&ready);
		vec_push(&ready, wait);
		vec_push(&ready, reader);
	} else {
		vec_push(&ready, wait);
	}
}

static void disarm_fd(struct wait *armed)
{
	struct fd_wait *wait = (struct fd_wait *)armed;
	struct waiters *waiters = &by_fd.items[wait->fd];

	event_del(event_of(wait));
	if (waiters->reader == wait)
		waiters->reader = NULL;
	if (waiters->writer == wait)
		waiters->writer = NULL;
	awaited--;
	if (wait->flags & FD_HOLDS_CLOCK)
		clock_unhold();
	for (size_t i = 0; wait->ready != 0 && i < ready.count; i++) {
		if (ready.items[i] == wait)
			ready.items[i] = NULL;
	}
}

static struct waiters *waiters_of(int fd)
{
	while (by_fd.count <= (size_t)fd)
		vec_push(&by_fd, (struct waiters){ NULL, NULL });
	return &by_fd.items[fd];
}

void fd_wait_arm(struct fd_wait *wait, struct call *call, int fd, unsigned flags)
{
	struct waiters *waiters = waiters_of(fd);

	make_base();
	wait->wait.disarm = disarm_fd;
	wait->task = task_of(call);
	wait->fd = fd;
	wait->flags = flags;
	wait->ready = 0;
	if (flags & FD_READ)
		waiters->reader = wait;
	if (flags & FD_WRITE)
		waiters->writer = wait;
	short what = (short)((flags & FD_READ ? EV_READ : 0) | (flags & FD_WRITE ? EV_WRITE : 0));
	if (event_assign(event_of(wait), base, fd, what, on_ready, wait) < 0 || event_add(event_of(wait), NULL) < 0)
		die("cannot wait for file %d", fd);
	awaited++;
	if (flags & FD_HOLDS_CLOCK)
		clock_hold();
	task_arm(wait->task, &wait->wait);
}

bool fd_is_awaited(int fd, unsigned flags)
{
	if (fd < 0 || (size_t)fd >= by_fd.count)
		return false;
	const struct waiters *waiters = &by_fd.items[fd];
	return (flags & FD_READ && waiters->reader != NULL) || (flags & FD_WRITE && waiters->writer != NULL);
}

void fd_wake(int fd)
{
	if (fd < 0 || (size_t)fd >= by_fd.count)
		return;
	struct waiters waiters = by_fd.items[fd];
	if (waiters.writer != NULL)
		task_wake(waiters.writer->task);
	if (waiters.reader != NULL && waiters.reader != waiters.writer)
		task_wake(waiters.reader->task);
}

static bool wake_ready(void)
{
	bool found = ready.count > 0;

	for (size_t i = 0; i < ready.count; i++) {
		if (ready.items[i] != NULL)
			task_wake(ready.items[i]->task);
	}
	ready.count = 0;
	return found;
}

/* Signals. */

static void on_signal(int number)
{
	if (watches[number].arrived == 0)
		watches[number].arrived = ++arrivals;
	loop_wake();
}

void signal_watch(int number, void (*callback)(int number, void *context), void *context)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	bug_unless(!watches[number].watched);
	make_wake_fd();
	watches[number].callback = callback;
	watches[number].context = context;
	watches[number].arrived = 0;
	watches[number].watched = true;
	watch_count++;
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, &watches[number].before);
}

bool signal_unwatch(int number)
{
	bug_unless(watches[number].watched);
	sigaction(number, &watches[number].before, NULL);
	watches[number].watched = false;
	watch_count--;
	return watches[number].arrived != 0;
}

/* The watched signal that arrived first; 0: none. */
static int first_signal(void)
{
	int first = 0;

	for (int number = 1; number < NSIG; number++) {
		if (watches[number].watched && watches[number].arrived != 0
		    && (first == 0 || watches[number].arrived < watches[first].arrived))
			first = number;
	}
	return first;
}

static bool deliver_signals(void)
{
	bool found = false;

	if (arrivals == 0)
		return false;
	for (int number; (number = first_signal()) != 0; found = true) {
		watches[number].arrived = 0;
		watches[number].callback(number, watches[number].context);
	}
	arrivals = 0;
	return found;
}

/* Polling. */

static bool something_is_pending(void)
{
	return vm_interrupted || arrivals > 0;
}

static void poll_plainly(double timeout, int extra_fd, bool *extra_ready)
{
	struct pollfd fds[2] = { { .fd = wake_fd, .events = POLLIN }, { .fd = extra_fd, .events = POLLIN } };
	struct timespec limit = { .tv_sec = (time_t)timeout, .tv_nsec = (long)((timeout - floor(timeout)) * 1e9) };

	if (ppoll(fds, extra_fd >= 0 ? 2 : 1, &limit, NULL) <= 0)
		return;
	if (fds[0].revents != 0)
		drain_wakes();
	if (fds[1].revents != 0)
		*extra_ready = true;
}

static void on_extra(evutil_socket_t fd, short what, void *extra_ready)
{
	(void)fd, (void)what;
	*(bool *)extra_ready = true;
}

static void poll_with_base(double timeout, int extra_fd, bool *extra_ready)
{
	struct event *extra = NULL;

	if (extra_fd >= 0) {
		extra = event_new(base, extra_fd, EV_READ, on_extra, extra_ready);
		if (extra == NULL || event_add(extra, NULL) < 0)
			die("cannot wait for file %d", extra_fd);
	}
	if (timeout > 0) {
		struct timeval limit = { .tv_sec = (time_t)timeout, .tv_usec = (suseconds_t)ceil((timeout - floor(timeout)) * 1e6) };
		if (limit.tv_usec >= 1000000)
			limit.tv_sec++, limit.tv_usec = 0;
		evtimer_add(timer, &limit);
	}
	event_base_loop(base, timeout > 0 ? EVLOOP_ONCE : EVLOOP_NONBLOCK);
	if (timeout > 0)
		evtimer_del(timer);
	if (extra != NULL)
		event_free(extra);
}

bool loop_poll(double timeout, int extra_fd, bool *extra_ready)
{
	bool ignored = false;

	if (extra_ready == NULL)
		extra_ready = &ignored;
	if (timeout > 0)
		make_wake_fd();
	/* What arrives from here on ends the wait through the eventfd. */
	if (something_is_pending())
		timeout = 0;
	if (base != NULL && awaited > 0)
		poll_with_base(timeout, extra_fd, extra_ready);
	else if (timeout > 0 || extra_fd >= 0)
		poll_plainly(timeout, extra_fd, extra_ready);
	bool woken = wake_ready();
	bool signalled = deliver_signals();
	return woken || signalled || *extra_ready;
}

bool loop_has_waits(void)
{
	return awaited > 0 || watch_count > 0;
}

bool loop_wants_poll(void)
{
	return awaited > 0 || something_is_pending();
}
