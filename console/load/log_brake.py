"""A log that cannot be flooded: lines of one kind, and all lines together, have a limit a minute."""

from __future__ import annotations

import logging
import time

WINDOW_SECONDS = 60.0
ALIKE = 30
"""Lines of one kind in a window; chosen by hand."""
ALL = 1_000
"""Lines of all kinds in a window; chosen by hand."""
_KINDS = 1_000
"""Kinds that are told apart; more are counted as one."""


class LogBrake(logging.Filter):
    """Lets so many lines a minute pass; the first of the next minute says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()
        self._passed: dict[tuple[str, str], int] = {}
        self._lines = 0
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written. A kind is the logger with the words before they are filled in."""
        at = time.monotonic()
        left_out = 0
        if at - self._began >= WINDOW_SECONDS:
            left_out = self._left_out
            self._began, self._passed, self._lines, self._left_out = at, {}, 0, 0
        kind = (record.name, str(record.msg)[:200])
        if len(self._passed) >= _KINDS and kind not in self._passed:
            kind = ("", "")
        alike = self._passed.get(kind, 0)
        if alike >= ALIKE or self._lines >= ALL:
            self._left_out += 1
            return False
        self._passed[kind] = alike + 1
        self._lines += 1
        if left_out:
            record.msg = (
                f"{record.getMessage()} ({left_out} lines were left out in the last minute)"
            )
            record.args = None
        return True
