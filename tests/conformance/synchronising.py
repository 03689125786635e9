"""The part of the generator that makes events, locks, semaphores, limiters, conditions and channels.

Objects are variables of the whole program. A lock is held only by a block, so that its
owner never ends with it: triosh breaks such a lock, Trio 0.22 does not.
"""

from tree import node


class Synchronising:
    def make_objects(self):
        kinds = self.random.choices(("event", "lock", "fifo", "semaphore", "limiter", "condition", "channel"),
                                    (3, 2, 1, 2, 1, 1, 4), k=self.random.randint(1, 4))
        self.objects = {}
        for kind in kinds:
            number = {"channel": self.random.randint(0, 2), "semaphore": self.random.randint(0, 2)}.get(kind, 1)
            name = self.new({"event": "ev", "channel": "ch"}.get(kind, kind[:3]))
            self.program.objects.append((kind, name, number))
            self.objects.setdefault(kind, []).append(name)

    def object(self, *kinds):
        return self.pick([name for kind in kinds for name in self.objects.get(kind, [])])

    def event_set(self, here):
        name = self.object("event")
        return node("event_set", name=name) if name else None

    def event_wait(self, here):
        name = self.object("event")
        return node("event_wait", name=name) if name and self.limited else None

    def show_object(self, here):
        name = self.object("event")
        if name and self.chance(0.5):
            return node("show", who=here.who, what="is_set", name=name)
        name = self.object("event", "lock", "fifo", "semaphore", "limiter", "condition")
        return node("show", who=here.who, what="waiting", name=name) if name else None

    def holding(self, here):
        name = self.object("lock", "fifo", "semaphore", "limiter", "condition")
        if not name or not self.limited:
            return None
        kind = "condition" if name in self.objects.get("condition", []) else "held"
        return node("holding", self.block(here.inside((name, kind), around_star=True)), name=name)

    def semaphore(self, here):
        name = self.object("semaphore")
        if not name:
            return None
        if self.limited and self.chance(0.4):
            return node("acquire", name=name)
        if self.chance(0.6):
            return node("release", name=name)
        return self.careful(here, node("acquire_nowait", name=name))

    def condition_call(self, here):
        """Mostly with the condition's lock in hand; without it is an error."""
        name = self.pick(here.of("condition")) or (self.object("condition") if self.chance(0.1) else None)
        if not name:
            return None
        if self.limited and self.chance(0.5):
            return node("wait", name=name)
        return node("notify", name=name, count=self.random.randint(1, 2)) if self.chance(0.6) \
            else node("notify_all", name=name)

    def ends(self, here, letter):
        """A channel's ends: the first ones, and clones that are known here."""
        channel = self.object("channel")
        clones = here.of("send end" if letter == "s" else "receive end")
        if clones and self.chance(0.4):
            return self.pick(clones)
        return channel and channel + letter

    def careful(self, here, statement):
        """A call that fails where another would wait, mostly with a handler."""
        if self.chance(0.3):
            return statement
        name = self.new("e")
        return node("try", [statement], [node("shape", who=here.who, name=name)], star=False, has_else=False,
                    has_finally=False, handlers=[(("WouldBlock", "BrokenResourceError"), name)])

    def send(self, here):
        name = self.ends(here, "s")
        if not name:
            return None
        value = self.random.randint(1, 99)
        if self.limited and self.chance(0.8):
            return node("send", name=name, value=value)
        return self.careful(here, node("send_nowait", name=name, value=value))

    def receive(self, here):
        name = self.ends(here, "r")
        if not name:
            return None
        result = self.new("v")
        if self.limited and self.chance(0.8):
            return node("receive", name=name, result=result), (result, "value")
        return self.careful(here, node("receive_nowait", name=name, result=result))

    def receive_all(self, here):
        """A loop over a channel; bounded in turns, as its body may feed it."""
        name = self.ends(here, "r")
        if not name or not self.limited or self.factor > 3:
            return None
        result = self.new("v")
        self.factor *= 2
        block = self.block(here.inside((result, "value"), loop=True))
        self.factor //= 2
        turns = self.new("turns")
        self.program.counters.append(turns)
        bound = node("if", [node("break")], [], test="over", name=turns, limit=self.random.randint(1, 4))
        return node("receive_all", [node("count", name=turns, by=1), bound] + block, name=name, result=result)

    def clone(self, here):
        letter = self.pick("sr")
        name = self.ends(here, letter)
        if not name:
            return None
        result = self.new("end")
        return node("clone", name=name, result=result), (result, "send end" if letter == "s" else "receive end")

    def close(self, here):
        name = self.ends(here, self.pick("sr"))
        return node("close", name=name) if name else None

    def total_tokens(self, here):
        name = self.object("limiter")
        return node("total_tokens", name=name, count=self.random.randint(1, 3)) if name else None

    def synchronising_weights(self, deep):
        table = [
            (4, self.event_set), (4, self.event_wait), (2, self.show_object), (3, self.semaphore),
            (3, self.condition_call), (5, self.send), (5, self.receive), (1, self.clone), (1, self.close),
            (1, self.total_tokens),
        ]
        return table if deep else table + [(4, self.holding), (2, self.receive_all)]
