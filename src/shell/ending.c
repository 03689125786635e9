#include "shell/ending.h"

#include <signal.h>

#include "shell/interrupt.h"

/* The whole number in a field of the error; false where there is none. */
static bool get_number(const struct error *error, const char *name, int64_t *number)
{
	struct value field = value_none();
	if (!error_get_property(error, name, &field))
		return false;
	bool found = field.type == VALUE_INT;
	if (found)
		*number = field.i;
	value_release(field);
	return found;
}

static bool holds_interrupt(const struct error *error)
{
	if (error_is(error, KIND_KeyboardInterrupt))
		return true;
	for (size_t i = 0; i < error->member_count; i++)
		if (holds_interrupt(error->members[i]))
			return true;
	return false;
}

/* Once Ctrl-C or SIGTERM has cancelled everything, the shell ends by it, whatever failed on the way. A KeyboardInterrupt that a
 * script raises by hand counts as Ctrl-C where it comes alone, as in Python. */
static int signal_of(const struct error *error)
{
	if (interrupt_arrived() != 0 && holds_interrupt(error))
		return interrupt_arrived();
	return error_is(error, KIND_KeyboardInterrupt) ? SIGINT : 0;
}

struct ending ending_of(const struct error *error)
{
	int64_t number;
	struct ending ending = { ENDING_FAILED, 0 };
	if (error == NULL) {
		ending.status = 0;
	} else if ((ending.signal_number = signal_of(error)) != 0) {
		ending.status = 128 + ending.signal_number;
	} else if (error_is(error, KIND_SystemExit)) {
		ending.status = get_number(error, "code", &number) ? (int)(number & 0xff) : 0;
	} else if (error_is(error, KIND_TooSlowError)) {
		ending.status = ENDING_TOO_SLOW;
	} else if (get_number(error, "signal", &number) && number > 0) {
		ending.status = 128 + (int)number;
	} else if (get_number(error, "status", &number) && number > 0 && number < 256) {
		ending.status = (int)number;
	}
	return ending;
}

int ending_leave(struct ending ending)
{
	if (ending.signal_number != 0)
		interrupt_die(ending.signal_number);
	return ending.status;
}
