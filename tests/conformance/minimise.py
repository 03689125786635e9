"""Makes a program smaller while it still shows what it shows."""

import time

from tree import all_lists, clone, size


def without(program, list_index, start, count):
    candidate = clone(program)
    del all_lists(candidate)[list_index][start:start + count]
    return candidate


def unwrapped(program, list_index, index, block):
    """The node's place taken by the content of one of its blocks."""
    candidate = clone(program)
    nodes = all_lists(candidate)[list_index]
    nodes[index:index + 1] = nodes[index].blocks[block]
    return candidate


def without_handler(program, list_index, index, which):
    """A try statement without one of its handlers, its else or its finally."""
    candidate = clone(program)
    node = all_lists(candidate)[list_index][index]
    count = len(node.handlers)
    if which < count:
        del node.handlers[which], node.blocks[1 + which]
    else:
        word = [word for word in ("has_else", "has_finally") if node.at[word]][which - count]
        node.at[word] = False
        del node.blocks[1 + which]
    return candidate if node.handlers or node.has_finally else None


def removals(program):
    for list_index, nodes in enumerate(all_lists(program)):
        count = len(nodes)
        while count:
            for start in range(0, len(nodes), count):
                yield without(program, list_index, start, count)
            count //= 2


def simplifications(program):
    for list_index, nodes in enumerate(all_lists(program)):
        for index, node in enumerate(nodes):
            for block in range(len(node.blocks)):
                yield unwrapped(program, list_index, index, block)
            if node.kind == "try":
                parts = len(node.blocks) - 1
                yield from filter(None, (without_handler(program, list_index, index, i) for i in range(parts)))


def fewer_declarations(program):
    for name in ("functions", "objects", "counters"):
        for index in range(len(getattr(program, name))):
            candidate = clone(program)
            del getattr(candidate, name)[index]
            yield candidate
    if program.strict:
        candidate = clone(program)
        candidate.strict = False
        yield candidate


def first_good(candidates, shows, deadline):
    for candidate in candidates:
        if time.monotonic() > deadline:
            return None
        if shows(candidate):
            return candidate
    return None


def minimise(program, shows, seconds=60):
    """The smallest program found in that time for which `shows(program)` is still true."""
    deadline = time.monotonic() + seconds
    while size(program):
        smaller = (first_good(removals(program), shows, deadline)
                   or first_good(simplifications(program), shows, deadline)
                   or first_good(fewer_declarations(program), shows, deadline))
        if not smaller:
            break
        program = smaller
    return program
