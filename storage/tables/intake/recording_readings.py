"""录屏识别: what was read in a handed-in recording, once for the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.message import Message
from storage.tables.base import Base, now, row_id
from storage.tables.columns import MessageColumn, RecordsColumn


@dataclass(frozen=True, kw_only=True)
class RecordingClip:
    """A stretch of a recording that shows one picture (片段)."""

    start: int
    """Milliseconds from the beginning."""
    end: int
    picture: str
    """SHA-256 of its frame among the kept pictures."""
    lines: tuple[str, ...] = ()
    """The text in it, as read."""
    marks: tuple[str, ...] = ()
    """Registered forms that stand in the text (命中)."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RecordingClip:
        """What `to_json` gave."""
        lines, marks = tuple(stored["lines"]), tuple(stored["marks"])
        return cls(**{**stored, "lines": lines, "marks": marks})


class RecordingReadingRow(Base):
    """One reading."""

    __tablename__ = "recording_readings"

    id: Mapped[int] = row_id()
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Of the recording."""
    duration: Mapped[int]
    """Milliseconds."""
    cut: Mapped[bool]
    """Whether the recording shows more than was kept."""
    clips: Mapped[tuple[RecordingClip, ...]] = mapped_column(RecordsColumn(RecordingClip))
    error: Mapped[Message | None] = mapped_column(MessageColumn)
    """Why it could not be read."""
    reader: Mapped[str] = mapped_column(sa.String(100))
    """name@version of what read the text."""
    read_at: Mapped[datetime] = mapped_column(default=now)
