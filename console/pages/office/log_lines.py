"""Reading logs (日志) as the office reads them: its time, a level, continuation lines with their first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from console.words.log_words import line_words
from storage.base.office_time import OFFICE_TIME

_MOST_BYTES = 4 * 2**20
"""Bytes read from the end of a log; chosen by hand, some 40,000 lines."""
_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:,\d+)? ?(?P<zone>[+-]\d{4})? "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<text>.*)"
)
LEVELS = ("", "WARNING", "ERROR")
"""What the filter offers: everything, or from a level on."""
_RANKS = {"DEBUG": 0, "INFO": 1, "WARNING": 2, "ERROR": 3, "CRITICAL": 4}


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One entry of a log."""

    at: datetime | None
    """None for a line before the first one with a time."""
    level: str
    text: str
    more: tuple[str, ...] = ()
    """Lines that belong to it: a traceback."""

    @property
    def words(self) -> str:
        """The entry in Chinese, as far as it is the program's own."""
        return line_words(self.text)


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """What is shown of a log; empty keeps everything."""

    level: str = ""
    text: str = ""
    day: str = ""
    """A day of the office, as 2026-11-29."""

    def keeps(self, line: LogLine) -> bool:
        """Whether an entry is shown."""
        if self.level and _RANKS.get(line.level, 1) < _RANKS.get(self.level, 0):
            return False
        if self.day and (line.at is None or f"{line.at:%Y-%m-%d}" != self.day):
            return False
        whole = "\n".join((line.words, line.text, *line.more)).lower()
        return self.text.lower() in whole


def read_lines(path: Path, chosen: LogFilter) -> Sequence[LogLine]:
    """The entries of a log that a filter keeps, the newest first."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _MOST_BYTES))
        texts = file.read().decode("utf-8", "replace").splitlines()
    return [line for line in reversed(list(_entries(texts))) if chosen.keeps(line)]


def _entries(texts: Sequence[str]) -> Iterator[LogLine]:
    current: LogLine | None = None
    for text in texts:
        if (whole := _from_json(text)) is not None:
            if current is not None:
                yield current
            current = whole
            continue
        match = _LINE.fullmatch(text)
        if (
            match is None
            and current is not None
            and (text[:1].isspace() or _is_trace(text, current))
        ):
            current = replace(current, more=(*current.more, text))
            continue
        if current is not None:
            yield current
        if match is None:
            current = LogLine(at=current.at if current else None, level="INFO", text=text)
        else:
            current = LogLine(at=_moment(match), level=match["level"], text=match["text"])
    if current is not None:
        yield current


def _from_json(text: str) -> LogLine | None:
    """An entry that was written as JSON; None for other lines."""
    if not text.startswith('{"at": '):
        return None
    try:
        entry = json.loads(text)
        return LogLine(
            at=datetime.fromisoformat(entry["at"]).astimezone(OFFICE_TIME),
            level=str(entry["level"]),
            text=str(entry["message"]),
            more=tuple(str(entry.get("trace", "")).splitlines()),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _is_trace(text: str, current: LogLine) -> bool:
    """A traceback's first line, and its last one behind lines that are indented."""
    return text.startswith("Traceback ") or bool(current.more and current.more[-1][:1].isspace())


def _moment(match: re.Match[str]) -> datetime:
    """The time in the office's zone; a line of an older version is in the machine's."""
    if zone := match["zone"]:
        moment = datetime.strptime(match["at"] + zone, "%Y-%m-%d %H:%M:%S%z")
    else:
        moment = datetime.fromisoformat(match["at"]).astimezone()
    return moment.astimezone(OFFICE_TIME)
