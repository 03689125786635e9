/* How a step ends: with a value, with an error, or with an argument taken over. */
#include "vm/builtin.h"

#include "base/buf.h"

enum step call_return(struct call *call, struct value take_result)
{
	call->result = take_result;
	return STEP_DONE;
}

enum step call_fail(struct call *call, enum kind_id kind, const char *format, ...)
{
	struct buf text = BUF_INIT;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&text, format, arguments);
	va_end(arguments);
	struct string *message = string_take_buf(&text);
	call->error = error_new_kind(kind_of(kind), message);
	string_release(message);
	return STEP_FAILED;
}

enum step call_fail_with(struct call *call, struct error *take_error)
{
	call->error = take_error;
	return STEP_FAILED;
}

struct value call_take(struct call *call, unsigned index)
{
	struct value taken = call->arguments[index];
	call->arguments[index] = value_absent();
	return taken;
}
