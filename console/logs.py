"""Where log lines go: to stderr, plain for a command that ends, with time and level for a server."""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime

from storage.base.office_time import OFFICE_TIME

FOR_PAGES = "HUBIAO_LOG_FOR_PAGES"
"""Set for the processes of a served console, whose lines its pages show."""
_TALKATIVE = ("apscheduler", "procrastinate", "httpx", "fontTools", "weasyprint", "uvicorn.error")
"""Libraries whose every step is of no use in a server's log."""


def log_plainly() -> None:
    """Warnings as they are, for a person at a terminal; with their times for a console that keeps them."""
    if os.environ.get(FOR_PAGES):
        logging.basicConfig(level=logging.WARNING, handlers=[_handler()])
    else:
        logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)


def log_with_times() -> None:
    """Everything from INFO on with its time, for the log of a server."""
    logging.basicConfig(level=logging.INFO, handlers=[_handler()], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OfficeTimes("%(asctime)s %(levelname)s %(message)s"))
    return handler


class _OfficeTimes(logging.Formatter):
    """The time of a line in the office's zone, with its offset, whatever the machine's zone."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        moment = datetime.fromtimestamp(record.created, OFFICE_TIME)
        return moment.strftime(datefmt or "%Y-%m-%d %H:%M:%S%z")
