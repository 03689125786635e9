"""Finds the Python that has the packaged Trio.

The package belongs to the distribution's own Python, which need not be the
first `python3` in PATH, so the commands of this directory start under any
Python 3 and move to the right one.
"""

import os
import subprocess
import sys

WANTED = "0.22."
FOUND = "TRIOSH_CONFORMANCE_PYTHON"
NAMES = ("python3", "python3.11")


def candidates():
    """Interpreters to try, best first: the one asked for, the distribution's, then PATH."""
    asked = os.environ.get("TRIO_PYTHON")
    if asked:
        return [asked]
    folders = ["/usr/bin"] + os.environ.get("PATH", "").split(os.pathsep)
    found = []
    for folder in folders:
        for name in NAMES:
            path = os.path.join(folder or ".", name)
            if path not in found and os.access(path, os.X_OK):
                found.append(path)
    return found


def trio_version(python):
    """The version of trio that `python` imports, or why there is none."""
    probe = [python, "-c", "import trio; print(trio.__version__)"]
    try:
        done = subprocess.run(probe, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"cannot be run ({error.__class__.__name__})"
    return done.stdout.strip() if done.returncode == 0 else "no trio"


def find():
    """The first interpreter with Trio 0.22, else the program ends and says what was tried."""
    tried = []
    for python in candidates():
        version = trio_version(python)
        if version.startswith(WANTED):
            return python
        tried.append(f"  {python}: {version}")
    message = ["conformance: no Python that can import trio 0.22 was found; tried:", *tried,
               "On Debian 12: apt-get install python3-trio. Or set TRIO_PYTHON to an interpreter."]
    print("\n".join(message), file=sys.stderr)
    sys.exit(2)


def ensure():
    """Goes on under the Python that has Trio, starting this command anew if need be."""
    sys.dont_write_bytecode = True
    if os.environ.pop(FOUND, None):
        return
    python = find()
    os.environ[FOUND] = python
    os.execv(python, [python, "-B", *sys.argv])
