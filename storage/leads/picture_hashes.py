"""Perceptual hashes of listings' pictures (图片指纹), by which a listing is recognised in another shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.missing_rows import insert_missing
from storage.base.vocabulary import Presence
from storage.leads.facets import file_picture
from storage.tables import ListingRow, PictureHashRow


def keep_pictures(session: Session, listing_id: int, pictures: Mapping[str, str]) -> None:
    """Store the perceptual hashes of a listing's pictures, as {URL: 16 hex digits}; those of
    earlier captures stay, since the picture of a removed listing is what a later one repeats."""
    rows = [
        {"listing_id": listing_id, "url": url, "phash": phash} for url, phash in pictures.items()
    ]
    insert_missing(session, PictureHashRow, rows, ["listing_id", "phash"])
    if pictures:
        file_picture(session, listing_id, next(iter(pictures.values())))


def pictures_of(session: Session, listings: Iterable[int]) -> dict[int, frozenset[int]]:
    """Perceptual hashes of these listings, as 64-bit numbers."""
    query = sa.select(PictureHashRow.listing_id, PictureHashRow.phash)
    return _hashes(session, query.where(PictureHashRow.listing_id.in_(set(listings))))


def pictures_since(session: Session, since: datetime) -> dict[int, frozenset[int]]:
    """Perceptual hashes of the present listings that were first seen after a moment."""
    query = (
        sa.select(PictureHashRow.listing_id, PictureHashRow.phash)
        .join(ListingRow, ListingRow.id == PictureHashRow.listing_id)
        .where(ListingRow.first_seen_at > since, ListingRow.presence == Presence.PRESENT)
    )
    return _hashes(session, query)


def _hashes(session: Session, query: sa.Select[int, str]) -> dict[int, frozenset[int]]:
    hashes_of: dict[int, set[int]] = defaultdict(set)
    for listing, phash in session.execute(query):
        hashes_of[listing].add(int(phash, 16))
    return {listing: frozenset(hashes) for listing, hashes in hashes_of.items()}
