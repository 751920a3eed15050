"""Logos looked for again (图形标识复查) where rights got other registered pictures since a picture was read."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.picture_reading import seen_logos
from classifiers.pictures.registered_pictures import book_digest, stored_logo_index
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.settings import Settings
from storage.listings.logo_readings import outdated, replace_logos
from storage.listings.picture_files import kept_bytes
from storage.records import LogoSeen
from storage.records.picture_reading import OPENED


def search_logos_again(database: Database, settings: Settings, *, limit: int) -> int:
    """Look for the present registered pictures in up to `limit` pictures in which others were looked for;
    how many were looked through. Each is saved at once, and no text is read again."""
    with database.read() as session:
        digest = book_digest(session, settings)
        waiting = outdated(session, digest, limit=limit)
    if not waiting:
        return 0
    logos = stored_logo_index(database, settings)
    with PictureReader(seconds=settings.read_seconds, logos=logos, text=False) as reader:
        for sha256 in waiting:
            found_logos = _search(settings, reader, sha256) if logos.logos else ()
            with database.begin() as session:
                replace_logos(session, sha256, found_logos, logo_book=digest)
    return len(waiting)


def _search(settings: Settings, reader: PictureReader, sha256: str) -> Sequence[LogoSeen] | None:
    """The logos in one kept picture; None where it is gone, damaged or takes too long."""
    try:
        content = kept_bytes(settings, sha256)
    except NotFound:
        return None
    picture_text = reader.read(content)
    if picture_text.state not in OPENED:
        return None
    return seen_logos(picture_text, sha256)
