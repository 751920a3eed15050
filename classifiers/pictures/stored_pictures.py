"""Reading the kept pictures of stored listings (图片研判): once for the same bytes.

Only pictures that are there are read; text is assessed long before, and again when a picture
brought something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from classifiers.pictures.logos.logo_book import logo_index
from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.picture_reading import as_reading
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.settings import Settings
from storage.listings.picture_files import keep_bytes, kept_bytes
from storage.listings.picture_readings import PictureReading, save_reading, unread
from storage.records import RightsBook
from storage.rights.certificates import right_pictures
from storage.rights.store import load_rights

MOST_LOGO_BYTES = 8 * 2**20
"""Bytes of a registered picture that is read."""


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
        book = load_rights(session) if waiting else RightsBook()
        certificates = right_pictures(session, settings) if waiting else {}
    lines = logo_count = failed = late = 0
    if waiting:
        registered = all_pictures(registered_pictures(book, settings.home), certificates)
        logos = logo_index(registered, settings.home / "cache" / "logos")
        with PictureReader(seconds=settings.read_seconds, logos=logos) as reader:
            for sha256 in waiting:
                reading = _read(settings, reader, sha256)
                with database.begin() as session:
                    save_reading(session, sha256, reading, reader=reader.name)
                lines += len(reading.lines)
                logo_count += len(reading.logos)
                failed += reading.state == "failed"
                late += reading.state == "late"
    return ReadingRun(
        pictures=len(waiting), lines=lines, logos=logo_count, failed=failed, late=late
    )


def _read(settings: Settings, reader: PictureReader, sha256: str) -> PictureReading:
    try:
        picture_text = reader.read(kept_bytes(settings, sha256))
    except NotFound:
        return PictureReading(state="failed")
    return as_reading(picture_text, sha256, partial(keep_bytes, settings))


def registered_pictures(book: RightsBook, folder: Path) -> dict[str, tuple[bytes, ...]]:
    """The registered pictures of each right that lie in files, by right id.

    A relative path counts from `folder`; what is no readable file is left out.
    """
    pictures = {
        right.id: tuple(path.read_bytes() for path in _picture_paths(right.images, folder))
        for right in book
    }
    return {right: of_right for right, of_right in pictures.items() if of_right}


def _picture_paths(names: Sequence[str], folder: Path) -> Iterator[Path]:
    for name in names:
        path = folder / name
        try:
            fits = "://" not in name and path.is_file() and path.stat().st_size <= MOST_LOGO_BYTES
        except (OSError, ValueError):  # a name too long for a path, or none
            continue
        if fits:
            yield path


def all_pictures(
    *sources: Mapping[str, tuple[bytes, ...]],
) -> dict[str, tuple[bytes, ...]]:
    """The pictures of several sources together, by right id."""
    rights = dict.fromkeys(right for source in sources for right in source)
    return {
        right: tuple(p for source in sources for p in source.get(right, ())) for right in rights
    }
