"""What the commands share that record what happened: moments and days as typed, and files to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.base.office_time import OFFICE_TIME, today
from storage.base.settings import Settings
from storage.outgoing.attachments import keep_attachment
from storage.records.attachment import Attachment

Moment = Annotated[
    str | None, typer.Option("--at", metavar="MOMENT", help="When it was; default now.")
]
Day = Annotated[
    str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day; default today.")
]
Documents = Annotated[
    list[Path] | None, typer.Option("--file", metavar="FILE", help="A document; repeatable.")
]


def read_moment(text: str | None) -> datetime:
    """A moment, now without one; without a zone it is the office's time. Raises BadInput."""
    try:
        moment = datetime.fromisoformat(text) if text else datetime.now(OFFICE_TIME)
    except ValueError:
        raise BadInput("command.moment", text=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)


def read_day_or_today(text: str | None) -> date:
    """A day, today without one. Raises BadInput."""
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        raise BadInput("command.day", text=text) from None


def keep_paths(settings: Settings, paths: Iterable[Path]) -> Sequence[Attachment]:
    """Keep these files by their hash. Raises BadInput, StoreUnavailable."""
    return [keep_attachment(settings, path.name, _content(path)) for path in paths]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
