#!/usr/bin/env python3
"""Makes random programs as trees; the same seed makes the same program.

    generate.py SEED [trio|python]      shows the program of a seed, in one or both languages

Every program ends: calls go only to later functions, loops have a count, a scope
that may be shielded has a deadline (and keeps one), and a program that waits for
what need not come does so inside a deadline of its own around everything.
"""

import dataclasses
import random
import sys

sys.dont_write_bytecode = True

import python_writer
import trio_writer
from synchronising import Synchronising
from tree import Function, Program, node

COST = 120
DEPTH = 5
ERRORS = ("ValueError", "KeyError", "RuntimeError", "OSError")
SCOPES = ("move_on_after", "move_on_after", "move_on_at", "fail_after", "fail_at", "cancel_scope", "shield")


@dataclasses.dataclass(frozen=True)
class Here:
    """What is known at a place of the program. `names` are pairs of a variable and its type."""

    who: str = "main"
    names: tuple = ()
    nursery: str = None
    loop: bool = False
    returns: bool = False
    handler: str = None
    caught: str = None
    around_star: bool = False
    depth: int = 0

    def inside(self, *names, **changes):
        return dataclasses.replace(self, names=self.names + names, depth=self.depth + 1, **changes)

    def of(self, *types):
        return [name for name, kind in self.names if kind in types]


class Generator(Synchronising):
    def __init__(self, seed, synchronising=True):
        self.random = random.Random(seed)
        self.program = Program(strict=self.random.random() < 0.1)
        self.synchronising = self.random.random() < 0.6 and synchronising
        self.numbers = {}
        self.costs = {}
        self.cost = 0
        self.factor = 1
        self.startable = []

    # --- choices

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, items):
        return self.random.choice(items) if items else None

    def new(self, letter):
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    def quarter(self, most=12):
        return self.random.randint(0, most) / 4

    def duration(self, here):
        """Mostly few and small values, so that there are many ties."""
        name = self.pick(here.of("number"))
        if name and self.chance(0.2):
            return ("add", name, self.quarter(4))
        if self.chance(0.01):
            return -1
        if self.chance(0.1):
            return 0
        return self.quarter() if self.chance(0.4) else self.pick((0.5, 1.0, 1.0, 2.0))

    def moment(self, here):
        return ("now", self.duration(here)) if self.chance(0.6) and not here.of("number") else self.quarter(24)

    def waits_for_ever(self):
        return self.limited

    # --- plain statements

    def checkpoint(self, here):
        return node("checkpoint")

    def sleep(self, here):
        if self.limited and self.chance(0.04):
            return node("sleep", time="inf")
        return node("sleep", time=self.duration(here))

    def sleep_until(self, here):
        return node("sleep_until", time=self.moment(here))

    def sleep_forever(self, here):
        return node("sleep_forever") if self.limited else None

    def all_blocked(self, here):
        return node("all_blocked") if self.chance(0.3) else None

    def count(self, here):
        return node("count", name=self.pick(self.program.counters), by=self.random.randint(1, 3))

    def show(self, here):
        what = self.pick(("effective", "effective", "deadline", "cancel_called", "cancelled_caught", "shield",
                          "counter", "value", "children"))
        types = {"counter": [], "value": ["value", "number", "turn"], "children": ["nursery"]}
        names = here.of(*types.get(what, ["scope", "shieldable"]))
        name = self.pick(self.program.counters if what == "counter" else names)
        if what == "effective":
            name = ""
        return None if name is None else node("show", who=here.who, what=what, name=name)

    def started(self, here):
        return node("started", value=self.random.randint(1, 99)) if here.returns else None

    # --- errors and control

    def raise_group(self, here):
        members = [(self.pick(ERRORS), self.new("member")) for _ in range(self.random.randint(1, 3))]
        return node("raise_group", name=self.new("g"), text=self.new("group"), members=members)

    def raise_error(self, here):
        if self.chance(0.04):
            return node("raise", error="KeyboardInterrupt", text="")
        if self.chance(0.15):
            return self.raise_group(here)
        return node("raise", error=self.pick(ERRORS), text=self.new("error"))

    def raise_anew(self, here):
        """In except* only in the handler itself: whether what a scope or nursery let through is raised anew,
        Python tells by a traceback that they may or may not have changed."""
        if not here.handler or here.handler == "star" and here.around_star:
            return None
        return node("reraise") if self.chance(0.6) else node("raise_again", name=here.caught)

    def leave(self, here):
        words = (["break", "continue"] if here.loop else []) + (["return"] if here.returns else [])
        if self.chance(0.1):
            return node("exit", status=self.random.randint(0, 5))
        word = self.pick(words)
        if word == "return":
            return node("return", value=self.random.randint(1, 99))
        return node(word) if word else None

    def handler(self, here, star):
        """The kinds of one handler; with `except*` no groups, which Python forbids."""
        choices = [ERRORS[:1], ERRORS[1:3], ERRORS[2:4], ("Exception",), ("Cancelled",), ("BaseException",),
                   ("TooSlowError",), ("Cancelled", "TooSlowError")]
        if not star:
            choices += [("ExceptionGroup",), ("BaseExceptionGroup",)]
        return self.pick(choices)

    def handler_block(self, here, name, star):
        inner = here.inside(handler="star" if star else "plain", caught=name, around_star=False)
        if star:
            inner = dataclasses.replace(inner, loop=False, returns=False)
        log = node("shape", who=here.who, name=name)
        tail = [node("reraise")] if self.chance(0.35) else []
        return [log] + self.block(inner, 2) + tail

    def try_block(self, here):
        star = self.chance(0.25)
        handlers = [(self.handler(here, star), self.new("e")) for _ in range(self.random.choice((0, 1, 1, 1, 2)))]
        has_else = bool(handlers) and self.chance(0.2)
        has_finally = not handlers or self.chance(0.4)
        inner = here.inside()
        blocks = [self.block(inner) + ([self.raise_group(here)] if star and self.chance(0.3) else [])]
        blocks += [self.handler_block(here, name, star) for _, name in handlers]
        blocks += [self.block(inner, 2) for _ in range(has_else + has_finally)]
        return node("try", *blocks, handlers=handlers, star=star, has_else=has_else, has_finally=has_finally)

    def condition(self, here):
        scopes, turns = here.of("scope", "shieldable"), here.of("turn")
        if scopes and self.chance(0.3):
            return dict(test="called", name=self.pick(scopes))
        if turns and self.chance(0.4):
            return dict(test="turn", name=self.pick(turns), limit=self.random.randint(0, 2))
        if self.chance(0.5):
            return dict(test="counter", name=self.pick(self.program.counters))
        return dict(test="time", limit=self.quarter(16))

    def if_block(self, here):
        return node("if", self.block(here.inside(), 2), self.block(here.inside(), 1), **self.condition(here))

    def for_block(self, here):
        name, count = self.new("i"), self.random.randint(2, 3)
        self.factor *= count
        block = self.block(here.inside((name, "turn"), loop=True))
        self.factor //= count
        return node("for", block, name=name, count=count)

    # --- tasks

    def nursery(self, here):
        name = self.new("n")
        block = self.block(here.inside((name, "nursery"), nursery=name, around_star=True), 4, spawning=3)
        return node("nursery", block, name=name), (name, "nursery")

    def task_name(self, here):
        turns = here.of("turn")
        return self.new("t") + (f".{{{turns[-1]}}}" if turns else "")

    def target(self, here):
        """Where to spawn, and whether that has to be said."""
        names = here.of("nursery")
        if not names:
            return None
        name = here.nursery if here.nursery and self.chance(0.7) else self.pick(names)
        return dict(nursery=name, explicit=name != here.nursery or self.chance(0.3))

    def spawn(self, here):
        target = self.target(here)
        if not target or here.depth > DEPTH:
            return None
        who = self.task_name(here)
        block = self.block(here.inside(who=who, nursery=None, loop=False, returns=False, handler=None, caught=None), 4)
        return node("spawn", block, who=who, **target)

    def call_of(self, here, functions):
        """A function that may be called here, with its arguments."""
        possible = [f for f in functions if self.cost + self.costs[f.name] * self.factor < COST * 2
                    and all(kind == "number" or here.of(kind) for _, kind in f.types)]
        function = self.pick(possible)
        if not function:
            return None
        self.cost += self.costs[function.name] * self.factor
        arguments = [self.quarter(8) if kind == "number" else self.pick(here.of(kind)) for _, kind in function.types]
        return dict(function=function.name, arguments=arguments)

    def spawn_call(self, here):
        target = self.target(here)
        call = target and self.call_of(here, self.program.functions)
        return node("spawn_call", who=self.task_name(here), **target, **call) if call else None

    def start(self, here):
        target = self.target(here)
        call = target and self.call_of(here, self.startable or self.program.functions)
        if not call:
            return None
        result = self.new("v")
        return node("start", who=self.task_name(here), result=result, **target, **call), (result, "value")

    def call(self, here):
        call = self.call_of(here, self.program.functions)
        if not call:
            return None
        result = self.new("v")
        return node("call", who=here.who, result=result, **call), (result, "value")

    # --- scopes

    def scope(self, here):
        form, name = self.pick(SCOPES), self.new("s")
        kind = "shieldable" if form == "shield" or form != "cancel_scope" and self.chance(0.5) else "scope"
        time = self.moment(here) if form.endswith("_at") else self.duration(here)
        if form == "shield":
            time = ("now", self.quarter(8))
        elif form == "cancel_scope":
            time = "inf" if self.chance(0.6) else self.moment(here)
        block = self.block(here.inside((name, kind), around_star=True))
        return node("scope", block, form=form, name=name, time=time), (name, kind)

    def let_scope(self, here):
        name, shielded = self.new("s"), self.chance(0.3)
        time = ("now", self.quarter(16)) if shielded or self.chance(0.5) else "inf"
        kind = "shieldable" if shielded or time != "inf" and self.chance(0.5) else "scope"
        return node("let_scope", name=name, time=time, shield=shielded), (name, kind), (name, "unentered")

    def with_scope(self, here):
        name = self.pick(here.of("unentered"))
        return node("with", self.block(here.inside(around_star=True)), name=name) if name else None

    def cancel(self, here):
        choices = here.of("scope", "shieldable", "nursery")
        name = self.pick(choices)
        return node("cancel", name=name, nursery=name in here.of("nursery")) if name else None

    def move_deadline(self, here):
        name = self.pick(here.of("scope", "shieldable"))
        if not name:
            return None
        if name in here.of("scope") and self.chance(0.15) and self.limited:
            return node("set_deadline", name=name, time="inf")
        if self.chance(0.4):
            return node("add_deadline", name=name, time=self.pick((-1.0, -0.5, 0.5, 1.0)))
        return node("set_deadline", name=name, time=self.moment(here))

    def set_shield(self, here):
        name = self.pick(here.of("shieldable"))
        return node("set_shield", name=name, on=self.chance(0.6)) if name else None

    # --- blocks

    def weights(self, here, spawning):
        deep = here.depth > DEPTH
        table = [
            (5, self.checkpoint), (7, self.sleep), (2, self.sleep_until), (2, self.sleep_forever),
            (1, self.all_blocked), (2, self.count), (3, self.show), (1, self.started), (1.5, self.raise_error),
            (2, self.raise_anew), (0.6, self.leave), (4 * spawning, self.spawn_call), (2, self.start), (2, self.call),
            (1, self.let_scope), (3, self.cancel), (3, self.move_deadline), (2, self.set_shield),
        ]
        if not deep:
            table += [(4, self.try_block), (1, self.if_block), (1, self.for_block), (3, self.nursery),
                      (4 * spawning, self.spawn), (5, self.scope), (3, self.with_scope)]
        return table + (self.synchronising_weights(deep) if self.synchronising else [])

    def statement(self, here, spawning):
        """A statement and the names it makes; a kind that is not possible here makes way for another."""
        table = self.weights(here, spawning)
        for _ in range(20):
            make = self.random.choices([make for _, make in table], [weight for weight, _ in table])[0]
            made = make(here)
            if made:
                return made if isinstance(made, tuple) else (made,)
        return (node("checkpoint"),)

    def block(self, here, most=3, spawning=1):
        nodes = []
        for _ in range(self.random.randint(1, most)):
            if self.cost > COST:
                break
            self.cost += self.factor
            statement, *names = self.statement(here, spawning)
            nodes.append(statement)
            here = dataclasses.replace(here, names=here.names + tuple(names))
            if statement.kind in ("break", "continue", "return", "reraise", "raise", "raise_again", "exit"):
                break
            if self.chance(0.5):
                nodes.append(node("log", who=here.who, text=self.new("line")))
        return nodes or [node("log", who=here.who, text=self.new("line"))]

    def function(self, name):
        kinds = self.random.choices(("number", "scope", "shieldable", "nursery"), (5, 2, 1, 2),
                                    k=self.random.randint(0, 2))
        types = [(self.new("p"), kind) for kind in kinds]
        self.cost = COST // 2
        here = Here(who="{who}", names=tuple(types), returns=True, depth=2)
        block = [node("log", who="{who}", text=f"in {name}")] + self.block(here, 4)
        function = Function(name, [param for param, _ in types], block)
        function.types = types
        self.costs[name] = self.cost - COST // 2 + 2
        return function

    def scenes(self):
        """What main does: a few things one after the other, in most programs whatever errors they end with."""
        here = Here()
        caught = self.chance(0.8)
        nodes = []
        for _ in range(self.random.randint(2, 4) if caught else 1):
            self.cost = 0
            block = self.block(here.inside() if caught else here, 6)
            if caught:
                name = self.new("e")
                block = [node("try", block, [node("shape", who="main", name=name)], star=False, has_else=False,
                              has_finally=False, handlers=[(("BaseException",), name)])]
            nodes += block
        return nodes

    def make(self):
        self.limited = self.chance(0.7)
        self.program.counters = [self.new("c") for _ in range(2)]
        if self.synchronising:
            self.make_objects()
        for index in range(self.random.randint(0, 4), 0, -1):
            function = self.function(f"f{index}")
            self.program.functions.insert(0, function)
            if any(child.kind == "started" for child in function.block):
                self.startable.append(function)
        self.program.main = self.scenes()
        if self.limited:
            scope = node("scope", self.program.main, form="move_on_after", name="limit",
                         time=self.pick((3.0, 6.0, 12.0)))
            self.program.main = [scope, node("show", who="main", what="cancelled_caught", name="limit")]
        self.program.main.append(node("log", who="main", text="end"))
        return self.program


def generate(seed, synchronising=True):
    return Generator(seed, synchronising).make()


def main():
    if len(sys.argv) < 2 or not sys.argv[1].isdigit():
        print(__doc__.strip(), file=sys.stderr)
        return 2
    program = generate(int(sys.argv[1]))
    for language, writer in (("trio", trio_writer), ("python", python_writer)):
        if sys.argv[2:] in ([], [language]):
            print(writer.write(program))
    return 0


if __name__ == "__main__":
    sys.exit(main())
