"""图形标识复查: registered pictures are looked for again in pictures that were read before.

A reading says which registered pictures were looked for (`logo_book`); where the rights bear others
now, its logos are out of date, its text is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import locking
from storage.listings.picture_readings import assess_those_that_show, kept_logos
from storage.records import LogoSeen
from storage.records.picture_reading import OPENED, Logo
from storage.tables import LeadRow, PictureFileRow, PictureReadingRow
from storage.tables.base import now


def outdated(session: Session, logo_book: str, *, limit: int) -> list[str]:
    """SHA-256 of read pictures in which other registered pictures were looked for than this digest names:
    those of leads first, then the newest."""
    rank = sa.func.min(LeadRow.rank)
    query = (
        sa.select(PictureReadingRow.sha256)
        .join(PictureFileRow, PictureFileRow.sha256 == PictureReadingRow.sha256)
        .outerjoin(LeadRow, LeadRow.listing_id == PictureFileRow.listing_id)
        .where(
            # As ranges of an index: where nothing is out of date, nothing is read.
            sa.or_(
                PictureReadingRow.logo_book.is_(None),
                PictureReadingRow.logo_book < logo_book,
                PictureReadingRow.logo_book > logo_book,
            ),
            PictureReadingRow.state.in_(OPENED),
        )
        .group_by(PictureReadingRow.id, PictureReadingRow.sha256)
        .order_by(rank.is_(None), rank, PictureReadingRow.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def replace_logos(
    session: Session, sha256: str, logos: Sequence[LogoSeen] | None, *, logo_book: str
) -> bool:
    """Keep what a new search found; whether that is something else than before, in which case the listings
    that show the picture are assessed again. None for a picture that could not be searched: what is known
    of it stays."""
    query = sa.select(PictureReadingRow).where(PictureReadingRow.sha256 == sha256)
    row = session.scalars(locking(query)).one_or_none()
    if row is None:
        return False
    row.logo_book = logo_book
    if logos is None or _names(row.content.logos) == _names(logos):
        return False
    if {logo.right for logo in row.content.logos} != {logo.right for logo in logos}:
        row.logos_at = now()
    row.content = replace(row.content, logos=kept_logos(logos))
    assess_those_that_show(session, sha256)
    return True


def _names(logos: Sequence[Logo | LogoSeen]) -> set[tuple[str, str]]:
    return {(logo.right, logo.registered) for logo in logos}
