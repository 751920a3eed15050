"""A process that forks a reader for each foreign file: `python -m storage.sandbox.reader_server FD`.

It imports the libraries once, so that a reader costs milliseconds; it holds no secret, opens no database,
reaches no network and sees no file but those of the program. What a reader's module names in `LIBRARIES`
is imported before the fork, so that the next reader finds it there. It ends when its client does, or after
`IDLE_SECONDS` without work.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from storage.base.errors import HubiaoError
from storage.sandbox.confinement import confine
from storage.sandbox.launcher import ROOT, WAITS

IDLE_SECONDS = 600
"""Chosen by hand: an officer who uploads files one after another meets it warm."""


def serve(control: socket.socket) -> None:
    """Fork a reader for each request until the client is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended readers are no zombies
    control.settimeout(IDLE_SECONDS)
    while True:
        try:
            request, places, _, _ = socket.recv_fds(control, 65536, 1)
        except TimeoutError:
            return
        if not request or not places:
            return
        job = json.loads(request)
        module, name = str(job["reader"]).split(":")
        with suppress(Exception):  # a reader that cannot be imported fails in its own process
            for library in getattr(import_module(module), "LIBRARIES", ()):
                import_module(library)
        memory = _own_memory() + job["memory"]
        if os.fork() == 0:
            control.close()
            try:
                with socket.socket(fileno=places[0]) as channel:
                    _read(channel, module, name, memory=memory, seconds=job["seconds"])
            finally:
                os._exit(0)
        os.close(places[0])


def _read(channel: socket.socket, module: str, name: str, *, memory: int, seconds: int) -> None:
    """One file in a process of its own; what it answers is ("value", …), ("refusal", class, message) or
    ("error", name of the exception, where it was raised)."""
    signal.setitimer(signal.ITIMER_REAL, WAITS * seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: tuple[object, ...]
    try:
        with channel.makefile("rb") as stream:
            arguments = pickle.load(stream)  # noqa: S301  the client's own
        answer = ("value", getattr(import_module(module), name)(*arguments))
        content = pickle.dumps(answer)
    except HubiaoError as error:
        content = pickle.dumps(("refusal", type(error).__name__, error.message.to_json()))
    except BaseException as error:
        content = pickle.dumps(("error", type(error).__name__, _place(error)))
    channel.sendall(content)


def _place(error: BaseException) -> str:
    """Module file and line that raised: a fault of this program can be looked for, the foreign bytes stay out."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _own_memory() -> int:
    """Bytes of address space that this process has, and each reader at its start."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _program_folders() -> tuple[Path, ...]:
    prefixes = {Path(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    libraries = {Path(path) for path in sys.path if path and Path(path) != ROOT}
    return (*prefixes, *libraries, *(path for path in ROOT.iterdir() if any(path.glob("*.py"))))


if __name__ == "__main__":
    confine((*_program_folders(), Path("/proc/self")))
    with socket.socket(fileno=int(sys.argv[1])) as client:
        serve(client)
