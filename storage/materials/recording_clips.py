"""Clips of handed-in recordings (录屏片段): which recordings wait to be read, what was read, and as a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import MaterialRow, RecordingReadingRow
from storage.tables.base import Document

_MOST_CLIPS = 40
"""Clips that a paper lists of one recording; chosen by hand, two pages. All stand on the lead's page."""
_LONGEST_TEXT = 60
"""Characters of a clip's text in a list."""


def unread_recordings(session: Session, *, limit: int) -> Sequence[MaterialRow]:
    """Materials that are recordings and were not read, the oldest first; of equal files the oldest."""
    file = sa.type_coerce(MaterialRow.file, Document)
    sha256 = file["sha256"].as_string()
    oldest = (
        sa.select(sa.func.min(MaterialRow.id))
        .where(
            file["type"].as_string().startswith("video/"),
            sha256.not_in(sa.select(RecordingReadingRow.sha256)),
        )
        .group_by(sha256)
    )
    query = sa.select(MaterialRow).where(MaterialRow.id.in_(oldest))
    return session.scalars(query.order_by(MaterialRow.id).limit(limit)).all()


def readings_of(session: Session, hashes: Collection[str]) -> Mapping[str, RecordingReadingRow]:
    """Hash of a recording → what was read in it, of those that were read."""
    query = sa.select(RecordingReadingRow).where(RecordingReadingRow.sha256.in_(hashes))
    return {row.sha256: row for row in session.scalars(query)}


def clip_list(row: MaterialRow, reading: RecordingReadingRow) -> str:
    """A recording with its hash and its clips that show a mark, or all where none does, as lines of text."""
    head = f"录屏“{row.file.name}”（{time_code(reading.duration)}，SHA-256：{row.file.sha256}）"
    hits = [clip for clip in reading.clips if clip.marks]
    listed = hits or list(reading.clips)
    lines = [f"{head}：{f'命中{len(hits)}段' if hits else '未识别出权利文字，画面如下'}"]
    for clip in listed[:_MOST_CLIPS]:
        marks = f"【{'、'.join(clip.marks)}】" if clip.marks else ""
        text = " ".join(clip.lines)[:_LONGEST_TEXT]
        lines.append(f"{time_code(clip.start)}至{time_code(clip.end)}{marks}{text}")
    if len(listed) > _MOST_CLIPS:
        lines.append(f"另有{len(listed) - _MOST_CLIPS}段，见线索页")
    return "\n".join(lines)


def time_code(milliseconds: int) -> str:
    """A place in a recording, as 00:01:23.4."""
    seconds, fraction = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}.{fraction // 100}"
