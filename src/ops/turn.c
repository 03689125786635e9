#include "ops/turn.h"

#include "base/buf.h"

void buf_add_task(struct buf *buf, struct task *task)
{
	struct string *name = task_name(task);

	buf_add_escaped(buf, name->bytes, name->length, false);
}
