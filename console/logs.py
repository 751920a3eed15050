"""Where log lines go: to stderr, plain for a command that ends, with time and level for a server.

A log file of the data folder is turned over (日志轮转) when it is full: its writer renames it and goes on in a
new one, so that no line is lost.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from console.load.log_brake import LogBrake
from storage.base.office_time import OFFICE_TIME

FOR_PAGES = "HUBIAO_LOG_FOR_PAGES"
"""Set for the processes of a served console, whose lines its pages show."""
OWN_FILE = "HUBIAO_LOG_OWN_FILE"
"""Set for the same: the file in which stdout and stderr of the process end."""
MOST_BYTES = 10 * 2**20
"""From this size on a log is turned over; some 100,000 lines, chosen by hand."""
EARLIER_FILES = 9
"""Earlier files of a log that are kept beside it; chosen by hand: 100 MB of each log."""
_TALKATIVE = ("apscheduler", "procrastinate", "httpx", "fontTools", "weasyprint", "uvicorn.error")
"""Libraries whose every step is of no use in a server's log."""
_ID = re.compile(r"\b(task|run|mail|job|lead|process|signal|evidence) (?:'([^']+)'|(\d+))")


def log_plainly() -> None:
    """Warnings as they are, for a person at a terminal; with their times for a console that keeps them."""
    if os.environ.get(FOR_PAGES):
        logging.basicConfig(level=logging.WARNING, handlers=[_handler()])
    else:
        logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)


def log_with_times(style: str = "text") -> None:
    """Everything from INFO on with its time, for the log of a server; `json` is an object a line."""
    handler = _handler()
    if style == "json":
        handler.setFormatter(_JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def turn_over(path: Path) -> bool:
    """Rename a full log to `NAME.1.log`, earlier ones to the next number; the oldest goes. Raises OSError."""
    if not path.is_file() or path.stat().st_size < MOST_BYTES:
        return False
    for number in range(EARLIER_FILES, 0, -1):
        older = path.with_suffix(f".{number}.log")
        newer = path.with_suffix(f".{number - 1}.log") if number > 1 else path
        if newer.exists():
            newer.replace(older)
    return True


def _handler() -> logging.Handler:
    handler = _TurningHandler(sys.stderr)
    handler.addFilter(LogBrake())
    handler.setFormatter(_OfficeTimes("%(asctime)s %(levelname)s %(message)s"))
    return handler


class _TurningHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to stderr; where that is the process's own log file, a full one is turned over first."""

    def emit(self, record: logging.LogRecord) -> None:
        own_file = os.environ.get(OWN_FILE)
        if own_file and self.stream is sys.stderr:
            with suppress(OSError):  # a log that cannot be turned over is still written
                _turn_own_over(Path(own_file))
        super().emit(record)


def _turn_own_over(path: Path) -> None:
    """Raises OSError."""
    here = os.fstat(2)
    if here.st_size < MOST_BYTES:
        return
    # Another writer of the file may have turned it over already, or be about to.
    fcntl.flock(2, fcntl.LOCK_EX)
    try:
        if path.is_file() and os.path.samestat(here, path.stat()):
            turn_over(path)
    finally:
        fcntl.flock(2, fcntl.LOCK_UN)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        if os.path.samestat(os.fstat(stream), here):  # stdout may be a pipe that somebody reads
            os.dup2(file, stream)
    os.close(file)


class _OfficeTimes(logging.Formatter):
    """The time of a line in the office's zone, with its offset, whatever the machine's zone."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        moment = datetime.fromtimestamp(record.created, OFFICE_TIME)
        return moment.strftime(datefmt or "%Y-%m-%d %H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """An address or a title of a stranger's begins no line of its own: its line ends are written out."""
        return super().formatMessage(record).replace("\r", r"\r").replace("\n", r"\n")


class _JsonLines(logging.Formatter):
    """An object a line: moment, level, logger, process, message, its ids, and a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, OFFICE_TIME).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": message,
        }
        if ids := {kind: name or int(number) for kind, name, number in _ID.findall(message)}:
            line["ids"] = ids
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
