"""Reading the kept pictures of stored listings (图片研判): once for the same bytes.

Only pictures that are there are read; text is assessed long before, and again when a picture
brought something.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.picture_reading import as_reading
from classifiers.pictures.registered_pictures import book_digest, stored_logo_index
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.settings import Settings
from storage.listings.picture_files import keep_bytes, kept_bytes
from storage.listings.picture_readings import PictureReading, save_reading, unread
from storage.records.picture_reading import PictureReadingState


@dataclass(frozen=True, kw_only=True)
class ReadingRun:
    """What one run did."""

    pictures: int = 0
    lines: int = 0
    logos: int = 0
    failed: int = 0
    late: int = 0


def read_pictures(database: Database, settings: Settings, *, limit: int = 50) -> ReadingRun:
    """Read up to `limit` kept pictures that nobody read, those of leads first; each is saved at
    once, so an end loses at most one."""
    with database.read() as session:
        waiting = unread(session, limit=limit)
        digest = book_digest(session, settings) if waiting else ""
    lines = logo_count = failed = late = 0
    if waiting:
        logos = stored_logo_index(database, settings)
        with PictureReader(seconds=settings.read_seconds, logos=logos) as reader:
            for sha256 in waiting:
                reading = _read(settings, reader, sha256)
                with database.begin() as session:
                    save_reading(session, sha256, reading, reader=reader.name, logo_book=digest)
                lines += len(reading.lines)
                logo_count += len(reading.logos)
                failed += reading.state is PictureReadingState.FAILED
                late += reading.state is PictureReadingState.LATE
    return ReadingRun(
        pictures=len(waiting), lines=lines, logos=logo_count, failed=failed, late=late
    )


def _read(settings: Settings, reader: PictureReader, sha256: str) -> PictureReading:
    try:
        picture_text = reader.read(kept_bytes(settings, sha256))
    except NotFound:
        return PictureReading(state=PictureReadingState.FAILED)
    return as_reading(picture_text, sha256, partial(keep_bytes, settings))
