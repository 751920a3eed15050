"""`hubiao serve`: console, clock and workers in one process tree."""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
import threading
import time
from datetime import datetime, timedelta

import uvicorn

from console.app import build_app
from console.load.connections import ACCEPTED_TOGETHER, WAITING_CONNECTIONS, BoundedProtocol
from console.web.console_key import console_key, setup_code
from console.web.response_guard import is_loopback
from console.work.children import Children
from console.work.clock import Clock
from console.work.crawls import Crawls, crawls_of
from console.work.health_watch import keep_watching_worker
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import OFFICE_FILE, Settings
from storage.crawls.tasks import Task
from storage.people.sign_in import any_user

log = logging.getLogger(__name__)

_RESTARTS = Backoff(first=timedelta(seconds=4), longest=timedelta(minutes=1))
"""Waits before a worker that ended is started again; chosen by hand."""


_FIRST_CHECK_SECONDS = 10.0
_CHECK_SECONDS = 1800.0
"""Between two rounds of the slow checks; chosen by hand: each launches a browser."""
_LOOK_SECONDS = 5.0
"""Between two looks whether the settings changed; chosen by hand."""


class ConsoleServer(uvicorn.Server):
    """Says where it listens once it does; the line before it is longer than what is accepted together."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(WAITING_CONNECTIONS)
        if self.started:
            print(self._greeting, flush=True)  # noqa: T201  (a person or a program waits for it)


def serve(settings: Settings, database: Database, *, workers: bool = True) -> None:
    """Serve until SIGTERM or Ctrl-C, then end every process that was started.

    Raises HubiaoError when the address cannot be listened on.
    """
    _open_as_many_files_as_allowed()
    listener = _listen(settings.console_host, settings.console_port)
    address = _address(settings, listener)
    children = Children(settings.folder("logs"))
    config = uvicorn.Config(
        build_app(settings, database, children),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        backlog=ACCEPTED_TOGETHER,
        http=BoundedProtocol,
    )
    if not is_loopback(settings.console_host) and not address.startswith("https://"):
        log.warning(
            "passwords travel in clear: put an https proxy before it and set HUBIAO_CONSOLE_URL"
        )
    # uvicorn raises the signal again after its own end: the rest of ours still has to be ended.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _log_signal)
    crawls = crawls_of(settings, database, children)
    clock = Clock(database, settings, lambda task, slot: _crawl(crawls, task, slot))
    watch = threading.Event()
    if workers:
        clock.start()
        threading.Thread(target=_keep_working, args=(children, watch), daemon=True).start()
        threading.Thread(
            target=keep_watching_worker, args=(database, settings, watch), daemon=True
        ).start()
        threading.Thread(
            target=_keep_checking, args=(children, settings, watch), daemon=True
        ).start()
    try:
        ConsoleServer(config, _greeting(settings, database, address)).run([listener])
    finally:
        watch.set()
        if workers:
            clock.stop()
        children.stop()


def _open_as_many_files_as_allowed() -> None:
    """A connection is a file, and a shell's limit is often 1024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _log_signal(number: int, _frame: object) -> None:
    log.info("signal %s: ending", number)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay (40 ms a page) off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise HubiaoError("serve.cannot-listen", host=host, port=port, reason=error) from error
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    return settings.console_url or f"http://{name}:{port}"


def _greeting(settings: Settings, database: Database, address: str) -> str:
    with database.read() as session:
        if any_user(session):
            return f"护标 console: {address}"
    code = setup_code(console_key(settings))
    return (
        f"护标 console: {address}\nfirst start, make the administrator: {address}/setup?code={code}"
    )


def _crawl(crawls: Crawls, task: Task, slot: datetime) -> None:
    if not crawls.put(task, slot):
        log.warning("task '%s' still runs or waits; this slot is left out", task.name)


def _keep_working(children: Children, stop: threading.Event) -> None:
    """Keep one worker alive; one that dies again and again is started ever more slowly."""
    starts = 0
    while not stop.is_set():
        if children.start("worker", ["worker", "--parent", str(os.getpid())]):
            starts += 1
            code = children.ended("worker")
            log.info("worker started%s", "" if code is None else f" again after exit code {code}")
        stop.wait(_RESTARTS.wait(starts).total_seconds())


def _keep_checking(children: Children, settings: Settings, stop: threading.Event) -> None:
    """Have the slow checks run soon, then now and then, and after the settings changed."""
    stop.wait(_FIRST_CHECK_SECONDS)
    checked, checked_settings = float("-inf"), _changed_at(settings)
    while not stop.is_set():
        changed = _changed_at(settings)
        if time.monotonic() - checked > _CHECK_SECONDS or changed != checked_settings:
            checked, checked_settings = time.monotonic(), changed
            children.start("doctor", ["doctor", "--keep"])
        stop.wait(_LOOK_SECONDS)


def _changed_at(settings: Settings) -> float:
    """When an administrator changed the settings last; 0 before the first time."""
    file = settings.home / OFFICE_FILE
    return file.stat().st_mtime if file.exists() else 0.0
