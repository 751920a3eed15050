"""Keyed hashes of contacts that shops show (联系方式指纹), by which shops of one operator are linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.tables import ShopContactRow

MOST_SHOPS = 20
"""Shops, chosen by hand: a contact that more of them show is a platform's or a carrier's and links nobody."""


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
    contacts: dict[int, set[str]] = defaultdict(set)
    for shop, contact in session.execute(query):
        contacts[shop].add(contact)
    return {shop: frozenset(hashes) for shop, hashes in contacts.items()}


def shops_of_contacts(session: Session, contacts: Iterable[str]) -> frozenset[int]:
    """Shops that showed any of these contacts, given as keyed hashes."""
    query = sa.select(ShopContactRow.shop_id)
    return frozenset(session.scalars(query.where(ShopContactRow.contact.in_(set(contacts)))))
