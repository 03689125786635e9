"""Runs one program under Trio and under triosh and says where they differ."""

import dataclasses
import difflib
import json
import os
import re
import signal
import subprocess
import tempfile

import trio_run

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
TRIOSH = os.environ.get("TRIOSH") or os.path.join(HERE, "..", "..", "build", "triosh")
TIMEOUT = 10
DIFF_LINES = 24
# Of these errors triosh tells more than Trio does, and of a RuntimeError behind a colon.
QUIET = ["Cancelled", "WouldBlock", "EndOfChannel", "ClosedResourceError", "BrokenResourceError"]

ERROR = r"([A-Za-z_]\w*)(?:: (.*)| \(\d+ errors?\))?$"
ROOT_ERROR = re.compile("error: " + ERROR)
MEMBER = re.compile(r"((?:  )+)\+- " + ERROR)


@dataclasses.dataclass
class Result:
    """What one side did. An outcome is a list of lines, one for each error of the tree, indented."""

    output: list = dataclasses.field(default_factory=list)
    outcome: list = dataclasses.field(default_factory=list)
    events: list = dataclasses.field(default_factory=list)
    errors: str = ""
    status: int = 0
    problem: str = None


def names():
    """All programs by name; a program with only one of its two files is a mistake."""
    found = {}
    for file in os.listdir(PROGRAMS):
        name, extension = os.path.splitext(file)
        found.setdefault(name, set()).add(extension)
    for name, extensions in sorted(found.items()):
        if extensions != {".py", ".trio"}:
            raise SystemExit(f"conformance: programs/{name} needs both a .py and a .trio file")
    return sorted(found)


def program(name, extension):
    return os.path.join(PROGRAMS, name + extension)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="backslashreplace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def options(name):
    """Options of triosh that a program asks for by a comment of its first lines; Python's runner knows them, too."""
    found = re.search(r"^# options: (.*)", read(program(name, ".trio")), re.MULTILINE)
    return found[1].split() if found else []


def normal_events(text):
    """Event lines without durations: under a virtual clock only quick or waiting is comparable."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"^(### waiting for I/O) for up to .*", r"\1", line)
        lines.append(re.sub(r"^(### finished I/O check) \(took .*", r"\1", line))
    return lines


def outcome_line(depth, kind, message, with_messages):
    # triosh tells how many errors a group holds, behind its message.
    message = re.sub(r" ?\(\d+ errors?\)$", "", message or "")
    if kind == "RuntimeError":
        message = message.split(": ")[0]
    text = f"{kind}: {message}" if with_messages and message and kind not in QUIET else kind
    return "  " * depth + text


def outcome_lines(error, with_messages, depth=0):
    """The outcome of Trio's side, an error tree as trio_run writes it, as lines."""
    if error is None or not depth and (error["kind"], error["message"]) == ("SystemExit", "0"):
        return ["success"]
    if error["kind"] == "SystemExit" and not depth:
        return [f"exit {error['message']}"]
    lines = [outcome_line(depth, error["kind"], error["message"], with_messages)]
    for member in error["members"]:
        lines += outcome_lines(member, with_messages, depth + 1)
    return lines


def run_trio(name, with_messages, alter=None):
    """A program that hangs may have written events without end, so they are not read then."""
    with tempfile.TemporaryDirectory() as directory:
        problem = trio_run.run_forked(program(name, ".py"), directory, TIMEOUT, alter)
        keys = (trio_run.OUTPUT, trio_run.ERRORS) if problem else trio_run.FILES
        texts = {key: read(os.path.join(directory, key)) for key in keys}
    result = Result(texts[trio_run.OUTPUT].splitlines(), errors=texts[trio_run.ERRORS], problem=problem)
    if not problem:
        result.outcome = outcome_lines(json.loads(texts[trio_run.OUTCOME]), with_messages)
        result.events = normal_events(texts[trio_run.EVENTS])
    return result


def triosh_outcome(status, errors, with_messages):
    """The outcome of triosh from its status and standard error."""
    lines = []
    for line in errors.splitlines():
        root = ROOT_ERROR.match(line)
        member = MEMBER.match(line)
        if root and not lines:
            lines.append(outcome_line(0, root[1], root[2], with_messages))
        elif member and lines:
            lines.append(outcome_line(len(member[1]) // 2, member[2], member[3], with_messages))
    if lines:
        return lines
    if status in (-signal.SIGINT, 128 + signal.SIGINT):
        return ["KeyboardInterrupt"]
    if status < 0:
        return [f"killed by signal {-status}"]
    return [f"exit {status}" if status else "success"]


def run_triosh(name, with_messages):
    with tempfile.TemporaryDirectory() as directory:
        trace = os.path.join(directory, "trace")
        command = [TRIOSH, "--clock=virtual", "--trace=trio", f"--trace-file={trace}", *options(name),
                   program(name, ".trio")]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "NO_COLOR": "1"}, start_new_session=True)
        problem = None
        try:
            output, errors = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
            problem = f"hangs (stopped after {TIMEOUT} s)"
        trace_text = "" if problem else read(trace)
    output, errors = (data.decode("utf-8", "backslashreplace") for data in (output, errors))
    outcome = triosh_outcome(process.returncode, errors, with_messages)
    return Result(output.splitlines(), outcome, normal_events(trace_text), errors, process.returncode, problem)


def expected_status(outcome):
    """The exit status that the outcome must have, None where several are right."""
    first = outcome[0].split(":")[0]
    if first.startswith("exit "):
        return int(first[5:])
    return {"success": 0, "TooSlowError": 124, "KeyboardInterrupt": None}.get(first, 1)


def diff(title, trio, triosh):
    """A unified diff of two lists of lines, cut to what is worth reading."""
    if trio == triosh:
        return []
    lines = [line.rstrip("\n") for line in difflib.unified_diff(trio, triosh, "trio", "triosh", lineterm="", n=4)][2:]
    more = len(lines) - DIFF_LINES
    if more > 0:
        lines = lines[:DIFF_LINES] + [f"... and {more} lines more"]
    return [f"  {title} (- trio, + triosh):"] + ["    " + line for line in lines]


def outcome_difference(trio, triosh):
    status = expected_status(trio.outcome)
    if trio.outcome == triosh.outcome and status not in (None, triosh.status):
        return [f"  exit status: {triosh.status}, expected {status}"]
    return diff("outcome", trio.outcome, triosh.outcome)


def differences(trio, triosh):
    """What differs, as lines to print; none if the two sides agree."""
    problems = [f"  {side}: {result.problem}" for side, result in (("trio", trio), ("triosh", triosh)) if result.problem]
    if trio.problem:
        return problems + ["    " + line for line in trio.errors.splitlines()[-8:]]
    lines = problems + diff("output", trio.output, triosh.output)
    if not triosh.problem:
        lines += outcome_difference(trio, triosh)
        lines += diff("events", trio.events, triosh.events) if triosh.events else ["  triosh wrote no events"]
    if lines and triosh.errors:
        lines += ["  standard error of triosh:"] + ["    " + line for line in triosh.errors.splitlines()[:8]]
    return lines


def compares_messages(name):
    return "# compare: messages" in read(program(name, ".py"))


def compare(name):
    """Both sides of one program and the lines that say where they differ."""
    with_messages = compares_messages(name)
    trio = run_trio(name, with_messages)
    triosh = run_triosh(name, with_messages)
    return name, trio, triosh, differences(trio, triosh)
