"""商品图片: the bytes of listings' pictures, kept once by their SHA-256.

What was read in them is `picture_readings`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.errors import NotFound, StoreUnavailable
from storage.base.settings import Settings
from storage.base.vocabulary import Presence
from storage.files.vault import vault_of
from storage.pictures.decoding import MOST_BYTES
from storage.records import Listing
from storage.tables import LeadRow, ListingRow, ListingVersionRow, PictureFileRow
from storage.tables.base import now

MOST_PICTURES = 12
"""Pictures of one listing that are kept; chosen by hand."""


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


def without_pictures(
    session: Session, *, fresh: bool = False, limit: int | None = None
) -> Iterator[tuple[int, Listing, bool]]:
    """(listing, its present content, whether it has a lead) of what has no kept picture, leads
    first, then the newest; `fresh` only what nobody looked at yet, the newest first. At most `limit`."""
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
    for number, record, is_lead in session.execute(
        query.limit(limit).execution_options(yield_per=500)
    ):
        yield number, record, bool(is_lead)


def any_unpictured(session: Session) -> bool:
    """Is there a listing of which nobody looked yet whether its pictures are worth a fetch?"""
    return next(without_pictures(session, fresh=True), None) is not None


def fetches_left(session: Session, a_day: int) -> int:
    """Listings of which pictures may still be fetched, where `a_day` of them may be in 24 hours."""
    query = sa.select(sa.func.count(sa.distinct(PictureFileRow.listing_id)))
    spent = session.scalar(query.where(PictureFileRow.seen_at > now() - timedelta(days=1)))
    return a_day - (spent or 0)


def mark_pictured(session: Session, listings: Sequence[int]) -> None:
    """These were looked at: a picture that could not be fetched is not fetched again without an order."""
    current = sa.select(ListingRow.version_id).where(ListingRow.id.in_(listings))
    session.execute(
        sa.update(ListingVersionRow)
        .where(ListingVersionRow.id.in_(current))
        .values(pictured_at=now())
        .execution_options(synchronize_session=False)
    )
