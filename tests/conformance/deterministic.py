"""Makes real Trio 0.22 choose, wherever it leaves a choice, what triosh chooses.

Trio reverses batches at random, walks sets in hash order and breaks ties of
deadlines by memory address. Every one of these orders is legal, but only one
can be compared with. Nothing here changes what Trio does, only the order in
which it does things that have no order of their own.
"""

import itertools
import weakref

import trio
from trio import _channel, _sync
from trio._core import _run


class ArrivalSet(dict):
    """A set that is walked in the order of arrival; what leaves and comes back arrives anew."""

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self.setdefault(item)

    def remove(self, item):
        del self[item]

    def discard(self, item):
        self.pop(item, None)


class FixedRandom:
    """Stands in for the run loop's random generator; below 0.5 a batch runs first come, first served."""

    def __init__(self, answer=0.0):
        self.answer = answer

    def random(self):
        return self.answer

    def uniform(self, low, high):
        return low


def after_init(cls, change):
    """Has `change(instance)` follow the constructor of `cls`."""
    original = cls.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        change(self)

    cls.__init__ = __init__


def give_arrival_set(instance):
    instance._tasks = ArrivalSet()


def order_sets():
    """The run loop makes its sets by the module's name `set`; the attrs factories are bound already."""
    _run.set = ArrivalSet
    _run.frozenset = ArrivalSet
    for cls in (_sync.Event, _channel.MemorySendChannel, _channel.MemoryReceiveChannel):
        after_init(cls, give_arrival_set)
    link_to_parent = _run.CancelStatus.__attrs_post_init__

    def __attrs_post_init__(self):
        self._children = ArrivalSet()
        self._tasks = ArrivalSet()
        link_to_parent(self)

    _run.CancelStatus.__attrs_post_init__ = __attrs_post_init__


def recalculate(self):
    """Trio's own walk, child scopes taken in the order in which they were entered."""
    todo = [self]
    while todo:
        current = todo.pop()
        new_state = current._scope.cancel_called or current.parent_cancellation_is_visible_to_us
        if new_state == current.effectively_cancelled:
            continue
        current.effectively_cancelled = new_state
        if new_state:
            for task in list(current._tasks):
                task._attempt_delivery_of_any_pending_cancel()
        todo.extend(reversed(list(current._children)))


def order_deadlines(sign=1):
    """Equal deadlines expire in the order in which their scopes were created."""
    births = weakref.WeakKeyDictionary()
    counter = itertools.count()
    after_init(_run.CancelScope, lambda scope: births.setdefault(scope, next(counter)))

    def add(self, deadline, scope):
        _run.heappush(self._heap, (deadline, sign * births[scope], scope))
        self._active += 1

    _run.Deadlines.add = add


def order_idle_waiters():
    """Tasks in wait_all_tasks_blocked with the same cushion wake in order of arrival: each key is made once."""
    counter = itertools.count()
    _run.id = lambda _: next(counter)


def install():
    """Call once in a process, before `trio.run`."""
    _run._r = FixedRandom()
    order_sets()
    order_deadlines()
    order_idle_waiters()
    _run.CancelStatus.recalculate = recalculate


def clock():
    return trio.testing.MockClock(autojump_threshold=0)
