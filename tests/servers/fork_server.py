"""Forks the processes that tests start, so that none has to import the program anew.

Run by `tests.servers.processes`. It listens on the socket whose number is its argument; each
message is a `{"module", "arguments", "environment", "folder"}` as JSON, with four file
descriptors: stdin, stdout, stderr, and a pipe for the number and the end of the process, each a
line. The child leaves the loop and runs the module as `python -m` does, so that its signals, exit
code and last words are an interpreter's own.

Only modules that read no setting when they are imported may be imported here.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import selectors
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from crawler.http.user_agent import latin_name
from storage.base.message import catalogue
from storage.base.settings import Settings
from storage.net.public_suffixes import suffixes

IMPORTED = (
    "alerts.mail.outbox_delivery",
    "argon2",
    "classifiers.pictures.mail_pictures",
    "classifiers.scoring.assess",
    "console.app",
    "console.cli",
    "console.commands.crawls.crawl",
    "console.work.worker",
    "crawler.capture",
    "crawler.run.callback_middleware",
    "crawler.run.crawl",
    "crawler.run.download_handler",
    "crawler.run.listing_pipeline",
    "crawler.run.log_format",
    "crawler.run.scheduler",
    "crawler.spiders.site",
    "numpy.ma",
    "procrastinate",
    "psycopg",
    "scrapy.cmdline",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "storage.base.database",
    "storage.files.raw_pages",
    "tldextract",
    "typer._adapters",
    "uvicorn",
)
_MOST_BYTES = 2**20
"""Of one message; an environment takes some kilobytes."""


@dataclass(frozen=True)
class Order:
    """One process to fork."""

    module: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    leads_group: bool = False
    """It leads a group of processes of its own."""


def serve(orders: socket.socket) -> Order | None:
    """Fork until the tests end (None); in a child, what it is to run."""
    ends = selectors.DefaultSelector()
    ends.register(orders, selectors.EVENT_READ)
    while True:
        for key, _ in ends.select():
            if key.data is not None:
                ends.unregister(key.fd)
                _report_end(key.fd, *key.data)
                continue
            message, files, _, _ = socket.recv_fds(orders, _MOST_BYTES, 4)
            if not message:
                return None
            order = Order(**json.loads(message))
            pid = os.fork()
            if pid == 0:
                ends.close()
                orders.close()
                return _become(order, files)
            if order.leads_group:
                os.setpgid(pid, pid)
            for file in files[:3]:
                os.close(file)
            os.write(files[3], b"%d\n" % pid)
            ends.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, files[3]))


def _report_end(pidfd: int, pid: int, pipe: int) -> None:
    _, status = os.waitpid(pid, 0)
    os.close(pidfd)
    with suppress(BrokenPipeError):  # nobody waits for it
        os.write(pipe, b"%d\n" % os.waitstatus_to_exitcode(status))
    os.close(pipe)


def _become(order: Order, files: list[int]) -> Order:
    """Make this child a process that was just started."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.closerange(3, max(int(path.name) for path in Path("/proc/self/fd").iterdir()) + 1)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    return order


def run(order: Order) -> None:
    """Run the module to its end; only what was not expected leaves this function."""
    path = order.environment.get("PYTHONPATH", "")
    sys.path[:0] = [folder for folder in path.split(os.pathsep) if folder]
    sys.argv = [order.module, *order.arguments]
    try:
        runpy.run_module(order.module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, str):
            raise
        _end(ended.code or 0)
    _end(0)


def _end(code: int) -> None:
    """End as an interpreter does, but for taking every module apart, on pages that are shared."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for its threads
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main() -> None:
    for module in IMPORTED:
        import_module(module)
    configure_mappers()
    # Each crawl names the office, in letters that a process of half a second reads.
    latin_name(Settings.model_fields["office_name"].default)
    catalogue()
    suffixes()("shop.example")
    # Children share the pages of what was imported for as long as they write nothing on them.
    gc.collect()
    gc.freeze()
    order = serve(socket.socket(fileno=int(sys.argv[1])))
    if order is not None:
        run(order)


if __name__ == "__main__":
    main()
