"""Programs as trees, from which both languages are written.

A tree is a Program of Nodes. A node has a kind, attributes and blocks, each a
list of nodes; trio_writer.py and python_writer.py know what the kinds mean.
Every variable has a name of its own in the whole program, so that the two
languages' rules of scope never matter.

A time is a number (quarters, so sums are exact), a name, ("add", name, number),
("now", number) for a moment from now, or "inf". A text may hold {name}.
"""

import copy
import dataclasses


@dataclasses.dataclass
class Node:
    kind: str
    at: dict = dataclasses.field(default_factory=dict)
    blocks: list = dataclasses.field(default_factory=list)

    def __getattr__(self, name):
        try:
            return self.__dict__["at"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclasses.dataclass
class Function:
    """`params` are names behind the first, `who`, which is the name of the calling task."""

    name: str
    params: list
    block: list


@dataclasses.dataclass
class Program:
    counters: list = dataclasses.field(default_factory=list)
    objects: list = dataclasses.field(default_factory=list)
    functions: list = dataclasses.field(default_factory=list)
    main: list = dataclasses.field(default_factory=list)
    strict: bool = False

    def blocks(self):
        return [self.main] + [function.block for function in self.functions]


def node(kind, *blocks, **at):
    return Node(kind, at, list(blocks))


def lists_of(blocks):
    """All lists of nodes, the outer before the inner."""
    for block in blocks:
        yield block
        for child in block:
            yield from lists_of(child.blocks)


def all_lists(program):
    return list(lists_of(program.blocks()))


def size(program):
    return sum(len(nodes) for nodes in all_lists(program))


def clone(program):
    return copy.deepcopy(program)
