"""Ways to be subtly wrong about Trio, each made real in Trio's own run loop.

The self-test runs every program under each of them. An alteration that no
program notices is a mistake that triosh could make unseen.
"""

import trio
from trio._core import _run, _traps

import deterministic


def lifo_batches():
    """batches run last come, first served"""
    _run._r = deterministic.FixedRandom(1.0)


def ties_reversed():
    """equal deadlines expire in reverse order of creation"""
    deterministic.order_deadlines(sign=-1)


def in_the_program():
    """False in Trio's own tasks, whose shutdown would give away an alteration in every program."""
    return not trio.lowlevel.current_task().name.startswith("<")


def checkpoint_cancelled_in_one_yield():
    """a checkpoint in a cancelled scope raises after one yield, not two"""

    async def checkpoint():
        task = trio.lowlevel.current_task()
        if in_the_program() and task._cancel_status.effectively_cancelled:
            await _traps.wait_task_rescheduled(lambda _: _traps.Abort.SUCCEEDED)
        else:
            await original()

    original = _run.checkpoint
    _run.checkpoint = trio._core.checkpoint = trio.lowlevel.checkpoint = checkpoint


def walk(status, deliver, children_first):
    """One cancellation's way down from `status`, with `deliver(tasks)` at every scope it reaches."""
    new_state = status._scope.cancel_called or status.parent_cancellation_is_visible_to_us
    if new_state == status.effectively_cancelled:
        return
    status.effectively_cancelled = new_state
    if new_state and not children_first:
        deliver(list(status._tasks))
    for child in list(status._children):
        walk(child, deliver, children_first)
    if new_state and children_first:
        deliver(list(status._tasks))


def deliver_in_order(tasks):
    for task in tasks:
        task._attempt_delivery_of_any_pending_cancel()


def child_scopes_before_tasks():
    """a cancellation reaches child scopes before the tasks directly in the scope"""
    _run.CancelStatus.recalculate = lambda self: walk(self, deliver_in_order, True)


def tasks_in_reverse():
    """a cancellation reaches the tasks of a scope in reverse order"""
    _run.CancelStatus.recalculate = lambda self: walk(self, lambda tasks: deliver_in_order(reversed(tasks)), False)


def child_scopes_in_reverse():
    """a cancellation reaches the child scopes last entered first"""

    def recalculate(self):
        reverse_children(self)
        deterministic.recalculate(self)

    def reverse_children(status):
        for child in list(status._children):
            reverse_children(child)
        status._children = deterministic.ArrivalSet(reversed(list(status._children)))

    _run.CancelStatus.recalculate = recalculate


def empty_nursery_without_checkpoint():
    """a nursery with nothing left to wait for is left without a checkpoint"""

    async def checkpoint():
        if not in_the_program():
            await original()

    original, _run.checkpoint = _run.checkpoint, checkpoint


def sleep_prefers_its_deadline():
    """a sleep whose time has come returns even where it has been cancelled meanwhile"""
    sleep_until = trio.sleep_until

    async def sleep(seconds):
        if seconds <= 0:
            return await original(seconds)
        deadline = trio.current_time() + seconds
        try:
            await sleep_until(deadline)
        except trio.Cancelled:
            if trio.current_time() < deadline:
                raise

    original, trio.sleep = trio.sleep, sleep


def groups_never_collapse():
    """a group that lost its Cancelled members stays a group, however few are left"""
    _run.collapse_exception_group = lambda group: group


def waiting_parent_hears_nothing():
    """a parent that waits for its children does not record the Cancelled it was offered"""

    def wait_task_rescheduled(aborted):
        return _traps.wait_task_rescheduled(lambda _: _traps.Abort.FAILED)

    _run.wait_task_rescheduled = wait_task_rescheduled


def start_returns_a_pass_late():
    """start() gives its value one pass later"""

    async def start(self, *args, **kwargs):
        value = await original(self, *args, **kwargs)
        await _traps.cancel_shielded_checkpoint()
        return value

    original, _run.Nursery.start = _run.Nursery.start, start


ALL = (
    lifo_batches,
    ties_reversed,
    checkpoint_cancelled_in_one_yield,
    child_scopes_before_tasks,
    tasks_in_reverse,
    child_scopes_in_reverse,
    empty_nursery_without_checkpoint,
    sleep_prefers_its_deadline,
    groups_never_collapse,
    waiting_parent_hears_nothing,
    start_returns_a_pass_late,
)
