"""The console on a real port of this machine, for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from console.app import build_app
from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from tests.waiting import wait_until


@contextmanager
def served(settings: Settings, database: Database) -> Iterator[str]:
    """Serve the console of an open database; gives its address."""
    children = Children(settings.folder("logs"))
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
