"""Kept pictures of a listing (商品图片) in the order in which an officer looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import USABLE_EVIDENCE
from storage.listings.picture_files import MOST_PICTURES
from storage.records import Right, Signal
from storage.records.picture_reading import Logo, PictureContent
from storage.tables import (
    EvidenceRow,
    LeadRow,
    PictureFileRow,
    PictureReadingRow,
    RightFileKind,
    RightFileRow,
)


@dataclass(frozen=True, kw_only=True)
class ListingPicture:
    """One picture whose bytes are kept."""

    id: int
    url: str
    sha256: str
    seen_at: datetime
    logos: tuple[Logo, ...]
    """The right's registered pictures that stand in this one (图形标识), the likeliest first."""
    words: str
    """Words of the grounds that were read in it; empty where none were."""


def pictures_of(
    session: Session, listing_id: int, right: Right, signals: Sequence[Signal]
) -> list[ListingPicture]:
    """Those with the right's registered picture first, then those in which words of the grounds stand,
    then the others as they were kept."""
    query = (
        sa.select(PictureFileRow, PictureReadingRow.content)
        .outerjoin(PictureReadingRow, PictureReadingRow.sha256 == PictureFileRow.sha256)
        .where(PictureFileRow.listing_id == listing_id)
        .order_by(PictureFileRow.id)
        .limit(MOST_PICTURES)
    )
    words = {signal.text for signal in signals if signal.field == "image_text" and signal.text}
    pictures = [
        _picture(row, content or PictureContent(), right, words)
        for row, content in session.execute(query)
    ]
    return sorted(pictures, key=lambda picture: (not picture.logos, not picture.words))


@dataclass(frozen=True, kw_only=True)
class FirstPictures:
    """Numbers of the pictures that a lead's page shows first, as far as one query tells."""

    picture: int | None
    capture: int | None
    """Where no picture of the listing is kept, its newest capture."""
    mark: int | None


def first_pictures(session: Session, lead_id: int) -> FirstPictures:
    """What a browser may fetch before the lead is opened."""
    picture = (
        sa.select(sa.func.min(PictureFileRow.id))
        .where(PictureFileRow.listing_id == LeadRow.listing_id)
        .correlate(LeadRow)
    )
    capture = (
        sa.select(sa.func.max(EvidenceRow.id))
        .where(EvidenceRow.lead_id == LeadRow.id, EvidenceRow.state.in_(USABLE_EVIDENCE))
        .correlate(LeadRow)
    )
    mark = (
        sa.select(sa.func.min(RightFileRow.id))
        .where(RightFileRow.right_id == LeadRow.right_id, RightFileRow.kind == RightFileKind.IMAGE)
        .correlate(LeadRow)
    )
    row = session.execute(
        sa.select(*(query.scalar_subquery() for query in (picture, capture, mark)))
        .select_from(LeadRow)
        .where(LeadRow.id == lead_id)
    ).first()
    if row is None:
        return FirstPictures(picture=None, capture=None, mark=None)
    return FirstPictures(picture=row[0], capture=None if row[0] else row[1], mark=row[2])


def _picture(
    row: PictureFileRow, content: PictureContent, right: Right, words: set[str]
) -> ListingPicture:
    lines = [line.text for line in content.lines]
    return ListingPicture(
        id=row.id,
        url=row.url,
        sha256=row.sha256,
        seen_at=row.seen_at,
        logos=tuple(logo for logo in content.logos if logo.right == right.id),
        words="、".join(sorted(word for word in words if any(word in line for line in lines))),
    )
