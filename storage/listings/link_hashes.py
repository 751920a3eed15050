"""Pictures and contacts by which listings and shops are linked (关联特征), as hashes only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.missing_rows import insert_missing
from storage.leads.facets import file_picture
from storage.tables import ListingRow, PictureHashRow, ShopContactRow

MOST_SHOPS = 20
"""A contact that more shops show is that of a platform or a carrier and links nobody."""


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
        .where(ListingRow.first_seen_at > since, ListingRow.presence == "present")
    )
    return _hashes(session, query)


def _hashes(session: Session, query: sa.Select[int, str]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for listing, phash in session.execute(query):
        found[listing].add(int(phash, 16))
    return {listing: frozenset(hashes) for listing, hashes in found.items()}


def keep_contacts(session: Session, contacts: Mapping[int, Iterable[str]]) -> None:
    """Store the keyed hashes of the contacts that shops showed, as {shop: hashes}."""
    rows = [
        {"shop_id": shop, "contact": contact}
        for shop, hashes in sorted(contacts.items())
        for contact in sorted(set(hashes))
    ]
    insert_missing(session, ShopContactRow, rows, ["shop_id", "contact"])


def contacts_of(session: Session, shops: Iterable[int]) -> dict[int, frozenset[str]]:
    """Keyed hashes of the contacts of these shops, without those that everybody shows."""
    common = (
        sa.select(ShopContactRow.contact)
        .group_by(ShopContactRow.contact)
        .having(sa.func.count() > MOST_SHOPS)
    )
    query = sa.select(ShopContactRow.shop_id, ShopContactRow.contact).where(
        ShopContactRow.shop_id.in_(set(shops)), ShopContactRow.contact.not_in(common)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for shop, contact in session.execute(query):
        found[shop].add(contact)
    return {shop: frozenset(hashes) for shop, hashes in found.items()}


def shops_of_contacts(session: Session, contacts: Iterable[str]) -> frozenset[int]:
    """Shops that showed any of these contacts, given as keyed hashes."""
    query = sa.select(ShopContactRow.shop_id)
    return frozenset(session.scalars(query.where(ShopContactRow.contact.in_(set(contacts)))))
