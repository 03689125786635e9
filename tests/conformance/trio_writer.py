"""Writes a tree as a program of triosh."""

import json
import re

import compare

SHAPE = """\
def shape e <
  if (e.kind in QUIET) < return ${e.kind} >
  let message = ${split(e.message, ": ")[0] if e.kind == "RuntimeError" else e.message}
  let text = "${e.kind}:$message"
  for member in ${e.exceptions} < text += "[$(shape $member)]" >
  return $text
>
""".replace("QUIET", json.dumps(compare.QUIET))

OBJECTS = {
    "event": "let {0} = event",
    "lock": "let {0} = lock",
    "fifo": "let {0} = strict_fifo_lock",
    "semaphore": "let {0} = semaphore {1}",
    "limiter": "let {0} = limiter {1}",
    "condition": "let {0} = condition",
    "channel": "let {0}s, {0}r = open_memory_channel {1}",
}

SIMPLE = {
    "checkpoint": "checkpoint",
    "sleep_forever": "sleep_forever",
    "all_blocked": "wait_all_tasks_blocked",
    "break": "break",
    "continue": "continue",
    "reraise": "raise",
    "cancel": "cancel ${name}",
    "count": "{name} += {by}",
    "started": "started {value}",
    "exit": "exit {status}",
    "event_set": "set ${name}",
    "event_wait": "wait ${name}",
    "acquire": "acquire ${name}",
    "acquire_nowait": "acquire_nowait ${name}",
    "release": "release ${name}",
    "wait": "wait ${name}",
    "notify": "notify ${name} {count}",
    "notify_all": "notify_all ${name}",
    "send": "send ${name} {value}",
    "send_nowait": "send_nowait ${name} {value}",
    "receive": "let {result} = receive ${name}",
    "receive_nowait": "let {result} = receive_nowait ${name}",
    "clone": "let {result} = clone ${name}",
    "close": "close ${name}",
    "total_tokens": "{name}.total_tokens = {count}",
}

SHOWN = {
    "deadline": "${{{name}.deadline}}",
    "cancel_called": "${{{name}.cancel_called}}",
    "cancelled_caught": "${{{name}.cancelled_caught}}",
    "shield": "${{{name}.shield}}",
    "effective": "${{current_effective_deadline()}}",
    "counter": "${name}",
    "value": "${name}",
    "children": "${{len({name}.child_tasks)}}",
    "is_set": "${{is_set({name})}}",
    "waiting": "${{statistics({name})[\"tasks_waiting\"]}}",
}


def time(value):
    """A time as one word."""
    if isinstance(value, tuple) and value[0] == "now":
        return f"(current_time() + {value[1]})"
    if isinstance(value, tuple):
        return f"({value[1]} + {value[2]})"
    if isinstance(value, str) and value != "inf":
        return f"${value}"
    return f"({value})" if isinstance(value, (int, float)) and value < 0 else str(value)


def text(template):
    return re.sub(r"\{(\w+)\}", r"${\1}", template)


class Writer:
    def __init__(self):
        self.lines = []
        self.depth = 0

    def put(self, line):
        self.lines.append("  " * self.depth + line)

    def block(self, nodes):
        self.depth += 1
        for node in nodes:
            self.write(node)
        self.depth -= 1

    def around(self, head, nodes, tail=">"):
        self.put(f"{head} <")
        self.block(nodes)
        self.put(tail)

    def write(self, node):
        if node.kind in SIMPLE:
            self.put(SIMPLE[node.kind].format(**node.at))
        else:
            getattr(self, "write_" + node.kind)(node)

    def write_log(self, node):
        self.put(f'print "{text(node.who)} {text(node.text)} ${{current_time()}}"')

    def write_show(self, node):
        shown = SHOWN[node.what].format(**node.at)
        self.put(f'print "{text(node.who)} {node.what}" {shown} ${{current_time()}}')

    def write_shape(self, node):
        self.put(f'print "{text(node.who)} caught ${{shape({node.name})}} ${{current_time()}}"')

    def write_sleep(self, node):
        self.put(f"sleep {time(node.time)}")

    def write_sleep_until(self, node):
        self.put(f"sleep_until {time(node.time)}")

    def write_nursery(self, node):
        self.around(f"nursery as {node.name}", node.blocks[0])

    def into(self, node):
        return f' as "{text(node.who)}"' + (f" in ${node.nursery}" if node.explicit else "")

    def write_spawn(self, node):
        self.around(f"spawn{self.into(node)}", node.blocks[0])

    def call(self, node):
        return " ".join([node.function, f'"{text(node.who)}"', *[time(argument) for argument in node.arguments]])

    def write_spawn_call(self, node):
        self.put(f"spawn{self.into(node)} {self.call(node)}")

    def write_start(self, node):
        self.put(f"let {node.result} = start{self.into(node)} {self.call(node)}")

    def write_call(self, node):
        self.put(f"let {node.result} = {self.call(node)}")

    def write_scope(self, node):
        if node.form == "shield":
            words = f"cancel_scope as {node.name} --shield --deadline={time(node.time)}"
        elif node.form == "cancel_scope":
            words = f"cancel_scope as {node.name}" + self.deadline(node)
        else:
            words = f"{node.form} {time(node.time)} as {node.name}"
        self.around(words, node.blocks[0])

    def deadline(self, node):
        return "" if node.time == "inf" else f" --deadline={time(node.time)}"

    def write_let_scope(self, node):
        self.put(f"let {node.name} = cancel_scope{' --shield' if node.shield else ''}{self.deadline(node)}")

    def write_with(self, node):
        self.around(f"with ${node.name}", node.blocks[0])

    write_holding = write_with

    def write_set_deadline(self, node):
        self.put(f"{node.name}.deadline = {time(node.time)}")

    def write_add_deadline(self, node):
        self.put(f"{node.name}.deadline += {time(node.time)}")

    def write_set_shield(self, node):
        self.put(f"{node.name}.shield = {str(node.on).lower()}")

    def write_try(self, node):
        """The blocks: the body, one for each handler, then else and finally where there are any."""
        blocks = list(node.blocks)
        self.put("try <")
        self.block(blocks.pop(0))
        for kinds, name in node.handlers:
            star = "*" if node.star else ""
            self.put(f"> except{star} {' '.join(kinds)} as {name} <")
            self.block(blocks.pop(0))
        for word in ("else", "finally"):
            if node.at[f"has_{word}"]:
                self.put(f"> {word} <")
                self.block(blocks.pop(0))
        self.put(">")

    def write_raise(self, node):
        self.put(f'raise {node.error} "{node.text}"' if node.text else f"raise {node.error}")

    def write_raise_again(self, node):
        self.put(f"raise ${node.name}")

    def write_raise_group(self, node):
        for index, (kind, message) in enumerate(node.members):
            self.put(f'let {node.name}x{index} = none')
            self.put(f'try < raise {kind} "{message}" > except {kind} as {node.name}y{index} < '
                     f'{node.name}x{index} = ${node.name}y{index} >')
        names = ", ".join(f"{node.name}x{index}" for index in range(len(node.members)))
        self.put(f'raise ExceptionGroup "{node.text}" [{names}]')

    def write_for(self, node):
        self.around(f"for {node.name} in range({node.count})", node.blocks[0])

    def write_receive_all(self, node):
        self.around(f"for {node.result} in ${node.name}", node.blocks[0])

    def condition(self, node):
        conditions = {"time": "current_time() < {limit}", "counter": "{name} % 2 == 0", "turn": "{name} == {limit}",
                      "called": "{name}.cancel_called", "over": "{name} > {limit}"}
        return conditions[node.test].format(**node.at)

    def write_if(self, node):
        self.put(f"if ({self.condition(node)}) <")
        self.block(node.blocks[0])
        self.put("> else <")
        self.block(node.blocks[1])
        self.put(">")

    def write_return(self, node):
        self.put(f"return {node.value}")


def write(program):
    writer = Writer()
    for name in program.counters:
        writer.put(f"let {name} = 0")
    for kind, *details in program.objects:
        writer.put(OBJECTS[kind].format(*details))
    for function in program.functions:
        writer.around(" ".join(["def", function.name, "who", *function.params]), function.block)
    writer.depth = -1
    writer.block(program.main)
    body = "\n".join(writer.lines) + "\n"
    options = "# options: --strict-exception-groups\n" if program.strict else ""
    return options + (SHAPE if "shape(" in body else "") + body
