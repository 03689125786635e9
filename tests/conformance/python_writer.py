"""Writes a tree as a program of Python's Trio, for trio_run.py."""

import re

import compare

HEAD = """\
import trio
import trio.testing


def word(value):
    return str(value).lower() if value is None or isinstance(value, bool) else value


def shape(error):
    if isinstance(error, BaseExceptionGroup):
        kind = "ExceptionGroup" if isinstance(error, ExceptionGroup) else "BaseExceptionGroup"
        message = error.message if getattr(error, "collapse", True) else "Exceptions from Trio nursery"
        return f"{kind}:{message}" + "".join(f"[{shape(member)}]" for member in error.exceptions)
    if type(error).__name__ in QUIET:
        return type(error).__name__
    message = error.args[0] if len(error.args) == 1 else str(error)
    if isinstance(error, RuntimeError):
        message = message.split(": ")[0]
    return f"{type(error).__name__}:{message}"


""".replace("QUIET", repr(compare.QUIET))

OBJECTS = {
    "event": "{0} = trio.Event()",
    "lock": "{0} = trio.Lock()",
    "fifo": "{0} = trio.StrictFIFOLock()",
    "semaphore": "{0} = trio.Semaphore({1})",
    "limiter": "{0} = trio.CapacityLimiter({1})",
    "condition": "{0} = trio.Condition()",
    "channel": "{0}s, {0}r = trio.open_memory_channel({1})",
}

SIMPLE = {
    "checkpoint": "await trio.lowlevel.checkpoint()",
    "sleep_forever": "await trio.sleep_forever()",
    "all_blocked": "await trio.testing.wait_all_tasks_blocked()",
    "break": "break",
    "continue": "continue",
    "reraise": "raise",
    "count": "{name} += {by}",
    "started": "task_status.started({value})",
    "exit": "raise SystemExit({status})",
    "event_set": "{name}.set()",
    "event_wait": "await {name}.wait()",
    "acquire": "await {name}.acquire()",
    "acquire_nowait": "{name}.acquire_nowait()",
    "release": "{name}.release()",
    "wait": "await {name}.wait()",
    "notify": "{name}.notify({count})",
    "notify_all": "{name}.notify_all()",
    "send": "await {name}.send({value})",
    "send_nowait": "{name}.send_nowait({value})",
    "receive": "{result} = await {name}.receive()",
    "receive_nowait": "{result} = {name}.receive_nowait()",
    "clone": "{result} = {name}.clone()",
    "close": "{name}.close()",
    "total_tokens": "{name}.total_tokens = {count}",
    "return": "return {value}",
}

SHOWN = {
    "deadline": "{name}.deadline",
    "cancel_called": "word({name}.cancel_called)",
    "cancelled_caught": "word({name}.cancelled_caught)",
    "shield": "word({name}.shield)",
    "effective": "trio.current_effective_deadline()",
    "counter": "{name}",
    "value": "word({name})",
    "children": "len({name}.child_tasks)",
    "is_set": "word({name}.is_set())",
    "waiting": "{name}.statistics().tasks_waiting",
}

CONDITIONS = {
    "time": "trio.current_time() < {limit}",
    "counter": "{name} % 2 == 0",
    "turn": "{name} == {limit}",
    "called": "{name}.cancel_called",
    "over": "{name} > {limit}",
}

OF_TRIO = {"Cancelled", "TooSlowError", "WouldBlock", "EndOfChannel", "ClosedResourceError", "BrokenResourceError",
           "BusyResourceError"}


def time(value):
    if isinstance(value, tuple) and value[0] == "now":
        return f"trio.current_time() + {value[1]}"
    if isinstance(value, tuple):
        return f"{value[1]} + {value[2]}"
    return 'float("inf")' if value == "inf" else str(value)


def text(template):
    return f'f"{template}"' if "{" in template else f'"{template}"'


def error_class(name):
    return f"trio.{name}" if name in OF_TRIO else name



class Writer:
    """`visible` are the variables that a task made here may use: it takes them as its defaults, since in
    triosh each turn of a loop has variables of its own."""

    def __init__(self, counters):
        self.lines = []
        self.depth = 0
        self.visible = []
        self.counters = counters
        self.blocks = 0

    def put(self, line):
        self.lines.append("    " * self.depth + line)

    def body(self, nodes, first=()):
        self.depth += 1
        kept = list(self.visible)
        for line in first:
            self.put(line)
        for node in nodes:
            self.write(node)
        if not nodes:
            self.put("pass")
        self.visible = kept
        self.depth -= 1

    def write(self, node):
        if node.kind in SIMPLE:
            self.put(SIMPLE[node.kind].format(**node.at))
        else:
            getattr(self, "write_" + node.kind)(node)
        if "result" in node.at:
            self.visible.append(node.result)

    def function(self, name, params, nodes):
        """A function's head is written last, when it is known what it uses."""
        start = len(self.lines)
        self.body(nodes, [f"global {', '.join(self.counters)}"] if self.counters else [])
        used = set(re.findall(r"\w+", "\n".join(self.lines[start:])))
        taken = [f"{name}={name}" for name in self.visible if name in used and name not in params]
        parameters = [*params, *(["*"] if taken or params else []), *taken, "task_status=trio.TASK_STATUS_IGNORED"]
        self.lines.insert(start, "    " * self.depth + f"async def {name}({', '.join(parameters)}):")

    def write_log(self, node):
        self.put(f'print({text(node.who + " " + node.text)}, trio.current_time())')

    def write_show(self, node):
        shown = SHOWN[node.what].format(**node.at)
        self.put(f'print({text(node.who + " " + node.what)}, {shown}, trio.current_time())')

    def write_shape(self, node):
        self.put(f'print({text(node.who + " caught")}, shape({node.name}), trio.current_time())')

    def write_sleep(self, node):
        self.put(f"await trio.sleep({time(node.time)})")

    def write_sleep_until(self, node):
        self.put(f"await trio.sleep_until({time(node.time)})")

    def write_nursery(self, node):
        self.put(f"async with trio.open_nursery() as {node.name}:")
        self.visible.append(node.name)
        self.body(node.blocks[0])

    def write_spawn(self, node):
        self.blocks += 1
        name = f"block_{self.blocks}"
        self.function(name, [], node.blocks[0])
        self.put(f"{node.nursery}.start_soon({name}, name={text(node.who)})")

    def arguments(self, node):
        return [text(node.who), *[time(argument) for argument in node.arguments]]

    def write_spawn_call(self, node):
        self.put(f"{node.nursery}.start_soon({', '.join([node.function, *self.arguments(node)])}, "
                 f"name={text(node.who)})")

    def write_start(self, node):
        self.put(f"{node.result} = await {node.nursery}.start({', '.join([node.function, *self.arguments(node)])}, "
                 f"name={text(node.who)})")

    def write_call(self, node):
        self.put(f"{node.result} = await {node.function}({', '.join(self.arguments(node))}, task_status=task_status)")

    def scope_call(self, form, moment, shield):
        if form in ("cancel_scope", "shield"):
            arguments = [] if moment == "inf" else [f"deadline={time(moment)}"]
            return f"trio.CancelScope({', '.join(arguments + (['shield=True'] if shield else []))})"
        return f"trio.{form}({time(moment)})"

    def write_scope(self, node):
        self.put(f"with {self.scope_call(node.form, node.time, node.form == 'shield')} as {node.name}:")
        self.visible.append(node.name)
        self.body(node.blocks[0])

    def write_let_scope(self, node):
        self.put(f"{node.name} = {self.scope_call('cancel_scope', node.time, node.shield)}")
        self.visible.append(node.name)

    def write_with(self, node):
        self.put(f"with {node.name}:")
        self.body(node.blocks[0])

    def write_holding(self, node):
        self.put(f"async with {node.name}:")
        self.body(node.blocks[0])

    def write_cancel(self, node):
        self.put(f"{node.name}.cancel_scope.cancel()" if node.nursery else f"{node.name}.cancel()")

    def write_set_deadline(self, node):
        self.put(f"{node.name}.deadline = {time(node.time)}")

    def write_add_deadline(self, node):
        self.put(f"{node.name}.deadline += {time(node.time)}")

    def write_set_shield(self, node):
        self.put(f"{node.name}.shield = {node.on}")

    def write_try(self, node):
        blocks = list(node.blocks)
        self.put("try:")
        self.body(blocks.pop(0))
        for kinds, name in node.handlers:
            classes = ", ".join(error_class(kind) for kind in kinds)
            self.put(f"except{'*' if node.star else ''} ({classes}) as {name}:")
            self.body(blocks.pop(0))
        for word in ("else", "finally"):
            if node.at[f"has_{word}"]:
                self.put(f"{word}:")
                self.body(blocks.pop(0))

    def write_raise(self, node):
        self.put(f"raise {error_class(node.error)}(" + (f'"{node.text}")' if node.text else ")"))

    def write_raise_again(self, node):
        self.put(f"raise {node.name}")

    def write_raise_group(self, node):
        members = ", ".join(f'{error_class(kind)}("{message}")' for kind, message in node.members)
        self.put(f'raise ExceptionGroup("{node.text}", [{members}])')

    def write_for(self, node):
        self.put(f"for {node.name} in range({node.count}):")
        self.visible.append(node.name)
        self.body(node.blocks[0])

    def write_receive_all(self, node):
        self.put(f"async for {node.result} in {node.name}:")
        self.visible.append(node.result)
        self.body(node.blocks[0])

    def write_if(self, node):
        self.put(f"if {CONDITIONS[node.test].format(**node.at)}:")
        self.body(node.blocks[0])
        self.put("else:")
        self.body(node.blocks[1])


def write(program):
    writer = Writer(program.counters)
    for name in program.counters:
        writer.put(f"{name} = 0")
    for kind, *details in program.objects:
        writer.put(OBJECTS[kind].format(*details))
    for function in program.functions:
        writer.put("")
        writer.put("")
        writer.visible = ["who", *function.params]
        writer.function(function.name, ["who", *function.params], function.block)
    writer.visible = []
    writer.put("")
    writer.put("")
    writer.function("main", [], program.main)
    options = "# options: --strict-exception-groups\n" if program.strict else ""
    return options + "# compare: messages\n" + HEAD + "\n".join(writer.lines) + "\n"
