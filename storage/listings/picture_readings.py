"""图中文字: text and logos read in kept pictures; a new reading has its listings assessed again.

The bytes are `picture_files`; reading them is `classifiers.pictures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.database import query_parts
from storage.listings.assessment_marks import assess_again
from storage.records import LogoSeen, PictureLine
from storage.records.picture_reading import Logo, PictureContent, PictureReadingState, TextLine
from storage.tables import (
    LeadRow,
    ListingVersionRow,
    PictureFileRow,
    PictureReadingRow,
)
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class PictureReading:
    """What was found in one or more pictures."""

    state: PictureReadingState = PictureReadingState.READ
    lines: tuple[PictureLine, ...] = ()
    logos: tuple[LogoSeen, ...] = ()


_LATE_AGAIN, _LATE_DAYS = timedelta(hours=1), timedelta(days=3)
"""How long after a picture took too long it is read again, and how long after it was kept: a busy machine is
late with every picture, a broken one stays late. Chosen by hand."""


def unread(session: Session, *, limit: int) -> list[str]:
    """SHA-256 of kept pictures that nobody read yet, or that took too long a while ago, those of leads
    first."""
    late = sa.and_(
        PictureReadingRow.state == PictureReadingState.LATE,
        PictureReadingRow.read_at < now() - _LATE_AGAIN,
    )
    read = sa.select(PictureReadingRow.sha256)
    again = sa.and_(
        PictureFileRow.sha256.in_(read.where(late)),
        PictureFileRow.seen_at > now() - _LATE_DAYS,
    )
    query = (
        sa.select(PictureFileRow.sha256, sa.func.min(LeadRow.rank))
        .outerjoin(LeadRow, LeadRow.listing_id == PictureFileRow.listing_id)
        .where(sa.or_(PictureFileRow.sha256.not_in(read), again))
        .group_by(PictureFileRow.sha256)
        .order_by(sa.func.min(LeadRow.rank).is_(None), sa.func.min(LeadRow.rank))
        .limit(limit)
    )
    return [row[0] for row in session.execute(query)]


def save_reading(
    session: Session, sha256: str, reading: PictureReading, *, reader: str, logo_book: str = ""
) -> None:
    """Keep what was read, and have the listings that show the picture assessed again. `logo_book` is the
    digest of the registered pictures that were looked for."""
    row = {
        "sha256": sha256,
        "state": reading.state,
        "content": PictureContent(
            lines=tuple(
                TextLine(text=line.text, confidence=line.confidence, crop=line.crop)
                for line in reading.lines
            ),
            logos=kept_logos(reading.logos),
        ),
        "reader": reader,
        "logo_book": logo_book,
    }
    session.execute(
        sa.delete(PictureReadingRow).where(
            PictureReadingRow.sha256 == sha256, PictureReadingRow.state == PictureReadingState.LATE
        )
    )
    insert_missing(session, PictureReadingRow, [row], ["sha256"])
    if reading.lines or reading.logos:
        assess_those_that_show(session, sha256)


def kept_logos(logos: Sequence[LogoSeen]) -> tuple[Logo, ...]:
    """Logos as a reading's row keeps them."""
    return tuple(
        Logo(
            right=logo.right,
            registered=logo.registered,
            agreeing=logo.agreeing,
            likeness=logo.likeness,
        )
        for logo in logos
    )


def assess_those_that_show(session: Session, sha256: str) -> None:
    """Have the listings that show a picture assessed again."""
    listings = sa.select(PictureFileRow.listing_id).where(PictureFileRow.sha256 == sha256)
    assess_again(session, ListingVersionRow.listing_id.in_(listings))


def readings_of(session: Session, listings: Sequence[int]) -> dict[int, PictureReading]:
    """What was read in the pictures of each listing, in the order the pictures were kept."""
    rows = _rows(session, listings)
    return {listing: reading for listing in rows if (reading := _reading(rows[listing]))}


def readings_until(
    session: Session, moments: Collection[tuple[int, datetime]]
) -> dict[tuple[int, datetime], PictureReading]:
    """What had been read in the pictures of a listing by a moment, by (listing, moment)."""
    rows = _rows(session, {listing for listing, _ in moments})
    return {
        (listing, at): reading
        for listing, at in moments
        if (
            reading := _reading(
                [row.until(at) for row in rows.get(listing, ()) if row.known_at <= at]
            )
        )
    }


class _Row(NamedTuple):
    """One picture of a listing with what was read in it."""

    sha256: str
    content: PictureContent
    known_at: datetime
    """When the picture was there and read."""
    logos_at: datetime | None
    """When its logos became what they are, where that was later."""

    def until(self, at: datetime) -> _Row:
        """What of it was known at a moment."""
        if self.logos_at is None or self.logos_at <= at:
            return self
        return self._replace(content=replace(self.content, logos=()))


def _rows(session: Session, listings: Collection[int]) -> dict[int, list[_Row]]:
    query = (
        sa.select(
            PictureFileRow.listing_id,
            PictureReadingRow.sha256,
            PictureReadingRow.content,
            PictureReadingRow.read_at,
            PictureFileRow.seen_at,
            PictureReadingRow.logos_at,
        )
        .join(PictureReadingRow, PictureReadingRow.sha256 == PictureFileRow.sha256)
        .order_by(PictureFileRow.id)
    )
    rows: dict[int, list[_Row]] = defaultdict(list)
    for part in query_parts(sorted(listings)):
        of_part = query.where(PictureFileRow.listing_id.in_(part))
        for listing, sha256, content, read_at, seen_at, logos_at in session.execute(of_part):
            rows[listing].append(_Row(sha256, content, max(read_at, seen_at), logos_at))
    return rows


def _reading(rows: Sequence[_Row]) -> PictureReading | None:
    """The readings of some pictures as one; None where they hold neither text nor logo."""
    lines = tuple(
        PictureLine(picture=row.sha256, **vars(line)) for row in rows for line in row.content.lines
    )
    logos = tuple(
        LogoSeen(picture=row.sha256, **vars(logo)) for row in rows for logo in row.content.logos
    )
    return PictureReading(lines=lines, logos=logos) if lines or logos else None
