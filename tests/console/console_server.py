"""The console on a real port of this machine, for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from console.app import build_app
from console.work.children import Children, command_environment
from storage.base.database import Database
from storage.base.settings import Settings
from tests.servers.processes import Process, start
from tests.waiting import wait_until


class ForkedChildren(Children):
    """Its processes are forked from one that has imported the program."""

    def _start_command(self, arguments: Sequence[str], output: Path) -> Process:  # type: ignore[override]
        return start(
            "console", *arguments, environment=command_environment(), is_heard=False,
            output=output, leads_group=True,
        )  # fmt: skip


class IdleChildren(Children):
    """Starts nothing."""

    def start(self, *_: object) -> bool:
        return False


@contextmanager
def served(
    settings: Settings, database: Database, children: Children | None = None
) -> Iterator[str]:
    """Serve the console of an open database; gives its address."""
    children = children or ForkedChildren(settings.folder("logs"))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        build_app(settings, database, children), log_config=None, access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive(), 20)
    assert server.started
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        children.stop()
        listener.close()
