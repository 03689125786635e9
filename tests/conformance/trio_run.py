#!/usr/bin/env python3
"""Runs a program under real Trio, made deterministic, and records what it did.

    trio_run.py PROGRAM.py        prints the program's output, its outcome and its events

A program defines `async def main()` and does not call `trio.run` itself.
"""

import json
import os
import signal
import sys
import tempfile
import traceback

if __name__ == "__main__":
    import trio_python

    trio_python.ensure()

import trio
import trio.testing

import deterministic

FILES = OUTPUT, ERRORS, OUTCOME, EVENTS = "output", "errors", "outcome", "events"
CALL_SOON = "<TrioToken.run_sync_soon task>"


def task_name(task):
    """The name triosh gives the task: its function's own, wherever that was defined."""
    if task.name == CALL_SOON:
        return "<call soon task>"
    name = task.name.rpartition("<locals>.")[2]
    return name[len("__main__."):] if name.startswith("__main__.") else name


class Tracer(trio.abc.Instrument):
    """The tracer of Trio's tutorial, writing to a file."""

    def __init__(self, file):
        self.file = file
        self.wait_began = 0.0

    def write(self, line):
        print(line, file=self.file)

    def before_run(self):
        self.write("!!! run started")

    def task_spawned(self, task):
        self.write(f"### new task spawned: {task_name(task)}")

    def task_scheduled(self, task):
        self.write(f"### task scheduled: {task_name(task)}")

    def before_task_step(self, task):
        self.write(f">>> about to run one step of task: {task_name(task)}")

    def after_task_step(self, task):
        self.write(f"<<< task step finished: {task_name(task)}")

    def task_exited(self, task):
        self.write(f"### task exited: {task_name(task)}")

    def before_io_wait(self, timeout):
        self.wait_began = trio.current_time()
        if timeout:
            self.write(f"### waiting for I/O for up to {timeout} seconds")
        else:
            self.write("### doing a quick check for I/O")

    def after_io_wait(self, timeout):
        self.write(f"### finished I/O check (took {trio.current_time() - self.wait_began} seconds)")

    def after_run(self):
        self.write("!!! run finished")


def group_message(group):
    """A group's message; in strict mode triosh takes the later Trio's, whose grouping that is."""
    return group.message if getattr(group, "collapse", True) else "Exceptions from Trio nursery"


def describe(error):
    """An error as a tree of kinds; Trio 0.22's own group types count as Python's."""
    if isinstance(error, BaseExceptionGroup):
        kind = "ExceptionGroup" if isinstance(error, ExceptionGroup) else "BaseExceptionGroup"
        return {"kind": kind, "message": group_message(error), "members": [describe(e) for e in error.exceptions]}
    one_text = len(error.args) == 1 and isinstance(error.args[0], str)
    return {"kind": type(error).__name__, "message": error.args[0] if one_text else str(error), "members": []}


def load_main(path):
    """The program's `main`, its functions belonging to `__main__` as in a program that is run, and trio.run's options."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    namespace = {"__name__": "__main__", "__file__": path}
    exec(compile(text, path, "exec"), namespace)
    strict = "\n# options: --strict-exception-groups\n" in "\n" + text
    return namespace["main"], {"strict_exception_groups": strict}


def run_here(path, directory):
    """Runs the program in this process and leaves its events and outcome in `directory`."""
    main, options = load_main(path)
    outcome = None
    with open(os.path.join(directory, EVENTS), "w", encoding="utf-8", buffering=1) as events:
        try:
            trio.run(main, clock=deterministic.clock(), instruments=[Tracer(events)], **options)
        except BaseException as error:
            outcome = describe(error)
    with open(os.path.join(directory, OUTCOME), "w", encoding="utf-8") as file:
        json.dump(outcome, file)


def redirect(descriptor, directory, name):
    file = os.open(os.path.join(directory, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(file, descriptor)
    os.close(file)


def child(path, directory, timeout, alter):
    """The forked process: never returns, and is killed by its alarm when the program hangs."""
    code = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(timeout)
        sys.stdout.flush()
        redirect(1, directory, OUTPUT)
        redirect(2, directory, ERRORS)
        deterministic.install()
        if alter:
            alter()
        run_here(path, directory)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_forked(path, directory, timeout=10, alter=None):
    """Runs the program in a fork, as starting Python anew would cost more than most programs.

    Returns None, or what kept the program from running to its end.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        child(path, directory, timeout, alter)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"hangs (stopped after {timeout} s)" if number == signal.SIGALRM else f"killed by signal {number}"
    return "does not run" if os.WEXITSTATUS(status) else None


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as directory:
        problem = run_forked(sys.argv[1], directory)
        for name in FILES:
            path = os.path.join(directory, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    print(f"--- {name}", file.read().rstrip("\n"), sep="\n")
    if problem:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
