"""图中文字: text and logos read in kept pictures; a new reading has its listings assessed again.

The bytes are `picture_files`; reading them is `classifiers.pictures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.missing_rows import insert_missing
from storage.listings.assessment_marks import assess_again
from storage.records import LogoSeen, PictureLine
from storage.tables import LeadRow, ListingVersionRow, PictureFileRow, PictureReadingRow


@dataclass(frozen=True, kw_only=True)
class PictureReading:
    """What was found in one or more pictures."""

    state: str = "read"
    """read, empty, failed, late."""
    lines: tuple[PictureLine, ...] = ()
    logos: tuple[LogoSeen, ...] = ()


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


def save_reading(session: Session, sha256: str, reading: PictureReading, *, reader: str) -> None:
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


def readings_of(session: Session, listings: Sequence[int]) -> dict[int, PictureReading]:
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
        listing: PictureReading(lines=tuple(lines[listing]), logos=tuple(logos[listing]))
        for listing in {*lines, *logos}
    }


def _line(entry: Mapping[str, Any], picture: str) -> PictureLine:
    return PictureLine(
        text=entry["text"], confidence=entry["confidence"], picture=picture, crop=entry["crop"]
    )


def _logo(entry: Mapping[str, Any], picture: str) -> LogoSeen:
    return LogoSeen(right=entry["logo"], agreeing=entry["agreeing"], picture=picture)
