"""Where log lines go: to stderr, plain for a command that ends, with time and level for a server."""

from __future__ import annotations

import logging
import sys

_TALKATIVE = ("apscheduler", "procrastinate", "httpx", "fontTools", "weasyprint", "uvicorn.error")
"""Libraries whose every step is of no use in a server's log."""


def log_plainly() -> None:
    """Warnings as they are, for a person at a terminal."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)


def log_with_times() -> None:
    """Everything from INFO on with its time, for the log of a server."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", force=True
    )
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
