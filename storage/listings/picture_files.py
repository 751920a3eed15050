"""商品图片: the bytes of listings' pictures, kept once by their SHA-256, and what was read in them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound, StoreUnavailable
from storage.base.missing_rows import insert_missing
from storage.base.settings import Settings
from storage.base.vocabulary import Presence
from storage.files.vault import vault_of
from storage.listings.assessment_marks import assess_again
from storage.records import Listing, LogoSeen, PictureLine
from storage.tables import LeadRow, ListingRow, ListingVersionRow, PictureFileRow, PictureReadingRow
from storage.tables.base import now

MOST_BYTES = 16 * 2**20
"""Bytes of one picture that is kept; chosen by hand."""
MOST_PICTURES = 12
"""Pictures of one listing that are kept; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found in one or more pictures."""

    state: str = "read"
    """read, empty, failed, late."""
    lines: tuple[PictureLine, ...] = ()
    logos: tuple[LogoSeen, ...] = ()


def keep_files(
    session: Session, settings: Settings, listing_id: int, pictures: Mapping[str, bytes]
) -> int:
    """Keep a listing's pictures, as {URL: bytes}. Returns how many. Raises StoreUnavailable."""
    rows = []
    for url, content in list(pictures.items())[:MOST_PICTURES]:
        if 0 < len(content) <= MOST_BYTES:
            rows.append(
                {"listing_id": listing_id, "url": url, "sha256": keep_bytes(settings, content)}
            )
    insert_missing(session, PictureFileRow, rows, ["listing_id", "sha256"])
    return len(rows)


def keep_bytes(settings: Settings, content: bytes) -> str:
    """Write bytes under their SHA-256, once. Raises StoreUnavailable."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = settings.folder(f"pictures/{sha256[:2]}") / sha256
    if not path.is_file():
        try:
            vault_of(settings).write(path, content, lasting=False)
        except OSError as error:
            raise StoreUnavailable("file.unwritable", path=path, reason=error) from error
    return sha256


def kept_bytes(settings: Settings, sha256: str) -> bytes:
    """The bytes again. Raises NotFound where they are absent or were changed."""
    path = settings.home / "pictures" / sha256[:2] / sha256
    if not sha256.isalnum() or not path.is_file():
        raise NotFound("picture.unknown", sha256=sha256)
    content = vault_of(settings).read(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound("picture.changed", sha256=sha256)
    return content


def unread(session: Session, *, limit: int) -> list[str]:
    """SHA-256 of kept pictures that nobody read yet, those of leads first."""
    read = sa.select(PictureReadingRow.sha256)
    query = (
        sa.select(PictureFileRow.sha256, sa.func.min(LeadRow.rank))
        .outerjoin(LeadRow, LeadRow.listing_id == PictureFileRow.listing_id)
        .where(PictureFileRow.sha256.not_in(read))
        .group_by(PictureFileRow.sha256)
        .order_by(sa.func.min(LeadRow.rank).is_(None), sa.func.min(LeadRow.rank))
        .limit(limit)
    )
    return [row[0] for row in session.execute(query)]


def without_pictures(
    session: Session, *, fresh: bool = False
) -> Iterator[tuple[int, Listing, bool]]:
    """(listing, its present content, whether it has a lead) of what has no kept picture, leads
    first, then the newest; `fresh` only what nobody looked at yet, the newest first."""
    has_picture = sa.exists().where(PictureFileRow.listing_id == ListingRow.id)
    has_lead = sa.exists().where(LeadRow.listing_id == ListingRow.id)
    query = (
        sa.select(ListingRow.id, ListingVersionRow.record, has_lead)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(~has_picture, ListingRow.presence == Presence.PRESENT)
    )
    if fresh:
        query = query.where(ListingVersionRow.pictured_at.is_(None))
        query = query.order_by(ListingVersionRow.id.desc())
    else:
        query = query.order_by(has_lead.desc(), ListingRow.id.desc())
    for number, record, is_lead in session.execute(query.execution_options(yield_per=500)):
        yield number, record, bool(is_lead)


def any_unpictured(session: Session) -> bool:
    """Is there a listing of which nobody looked yet whether its pictures are worth a fetch?"""
    return next(without_pictures(session, fresh=True), None) is not None


def mark_pictured(session: Session, listings: Sequence[int]) -> None:
    """These were looked at: what could not be had is not asked for again by itself."""
    current = sa.select(ListingRow.version_id).where(ListingRow.id.in_(listings))
    session.execute(
        sa.update(ListingVersionRow)
        .where(ListingVersionRow.id.in_(current))
        .values(pictured_at=now())
        .execution_options(synchronize_session=False)
    )


def save_reading(session: Session, sha256: str, reading: Reading, *, reader: str) -> None:
    """Keep what was read, and have the listings that show the picture assessed again."""
    row = {
        "sha256": sha256,
        "state": reading.state,
        "lines": [
            *({"text": n.text, "confidence": n.confidence, "crop": n.crop} for n in reading.lines),
            *({"logo": n.right, "agreeing": n.agreeing} for n in reading.logos),
        ],
        "reader": reader,
    }
    insert_missing(session, PictureReadingRow, [row], ["sha256"])
    if reading.lines or reading.logos:
        listings = sa.select(PictureFileRow.listing_id).where(PictureFileRow.sha256 == sha256)
        assess_again(session, ListingVersionRow.listing_id.in_(listings))


def readings_of(session: Session, listings: Sequence[int]) -> dict[int, Reading]:
    """What was read in the pictures of each listing, in the order the pictures were kept."""
    query = (
        sa.select(PictureFileRow.listing_id, PictureReadingRow.sha256, PictureReadingRow.lines)
        .join(PictureReadingRow, PictureReadingRow.sha256 == PictureFileRow.sha256)
        .where(PictureFileRow.listing_id.in_(listings))
        .order_by(PictureFileRow.id)
    )
    lines: dict[int, list[PictureLine]] = defaultdict(list)
    logos: dict[int, list[LogoSeen]] = defaultdict(list)
    for listing, sha256, entries in session.execute(query):
        for entry in entries:
            if "logo" in entry:
                logos[listing].append(_logo(entry, sha256))
            else:
                lines[listing].append(_line(entry, sha256))
    return {
        listing: Reading(lines=tuple(lines[listing]), logos=tuple(logos[listing]))
        for listing in {*lines, *logos}
    }


def _line(entry: Mapping[str, Any], picture: str) -> PictureLine:
    return PictureLine(
        text=entry["text"], confidence=entry["confidence"], picture=picture, crop=entry["crop"]
    )


def _logo(entry: Mapping[str, Any], picture: str) -> LogoSeen:
    return LogoSeen(right=entry["logo"], agreeing=entry["agreeing"], picture=picture)
