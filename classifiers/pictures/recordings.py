"""Reading recordings of a screen (录屏识别): new frames, the text in them, and the marks that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from classifiers.matching.matcher import Matcher
from classifiers.matching.matcher_cache import matcher_for
from classifiers.pictures.ocr import PictureReader
from storage.base.contested_rows import insert_missing
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.base.message import Message
from storage.base.settings import Settings
from storage.listings.picture_files import keep_bytes
from storage.materials.recording_clips import unread_recordings
from storage.materials.recording_frames import RecordingFrames, recording_frames
from storage.outgoing.attachments import read_attachment
from storage.rights.store import load_rights
from storage.tables import MaterialRow, RecordingClip, RecordingReadingRow

Keep = Callable[[bytes], str]


def read_recordings(database: Database, settings: Settings, *, limit: int) -> int:
    """Read up to `limit` handed-in recordings that nobody read; returns how many."""
    with database.read() as session:
        waiting = unread_recordings(session, limit=limit)
        if not waiting:
            return 0
        matcher = matcher_for(load_rights(session), settings.home / "cache")
    with PictureReader(seconds=settings.read_seconds) as reader:
        for row in waiting:
            reading = _reading(settings, row, reader, matcher)
            with database.begin() as session:  # another worker may have read it meanwhile
                insert_missing(session, RecordingReadingRow, [reading], ["sha256"])
    return len(waiting)


def _reading(
    settings: Settings, row: MaterialRow, reader: PictureReader, matcher: Matcher
) -> dict[str, object]:
    """The columns of a reading."""
    try:
        content = read_attachment(settings, row.file.sha256)
        recorded = recording_frames(content, row.file.name)
    except (BadInput, NotFound) as error:
        return _row(row, reader, error=error.message)
    clips = read_clips(recorded, reader, matcher, partial(keep_bytes, settings))
    return _row(row, reader, duration=recorded.duration, cut=recorded.cut, clips=clips)


def _row(
    row: MaterialRow,
    reader: PictureReader,
    *,
    duration: int = 0,
    cut: bool = False,
    clips: Sequence[RecordingClip] = (),
    error: Message | None = None,
) -> dict[str, object]:
    return {
        "sha256": row.file.sha256,
        "duration": duration,
        "cut": cut,
        "clips": tuple(clips),
        "error": error,
        "reader": reader.name,
    }


def read_clips(
    recording: RecordingFrames, reader: PictureReader, matcher: Matcher, keep: Keep
) -> list[RecordingClip]:
    """One clip a frame that shows something new; `keep` stores its picture and gives the hash."""
    clips = []
    for frame in recording.frames:
        lines = tuple(line.text for line in reader.read(frame.picture).lines)
        clips.append(
            RecordingClip(
                start=frame.start,
                end=frame.end,
                picture=keep(frame.picture),
                lines=lines,
                marks=_marks(lines, matcher),
            )
        )
    return clips


def _marks(lines: Sequence[str], matcher: Matcher) -> tuple[str, ...]:
    """The registered forms that stand in these lines, each once; tentative likenesses do not count."""
    matches = [match for of_line in matcher.match_texts(lines) for match in of_line]
    return tuple(dict.fromkeys(match.form for match in matches if not match.tentative))
