"""背景 of listings from the store: sellers' verdicts, like pictures, text read in pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import OPEN, UPHELD, LeadState
from storage.leads.accepted_rules import accepted_rules_of
from storage.listings.picture_readings import readings_of
from storage.pictures.recognition import picture_twins
from storage.records import NOTHING_KNOWN, Background
from storage.tables import LeadRow, ListingRow


def backgrounds(session: Session, listings: Sequence[int]) -> dict[int, Background]:
    """The background of each of these listings that has one."""
    past = _past(session, listings)
    alike = _alike(session, listings)
    read = readings_of(session, listings)
    rules = accepted_rules_of(session, listings)
    return {
        listing: Background(
            confirmed=past[listing][0],
            dismissed=past[listing][1],
            same_picture=tuple(sorted(alike[listing])),
            lines=read[listing].lines if listing in read else (),
            logos=read[listing].logos if listing in read else (),
            rules=rules.get(listing, ()),
        )
        for listing in {*past, *alike, *read, *rules}
    }


def background_of(backgrounds_by_listing: dict[int, Background], listing: int) -> Background:
    return backgrounds_by_listing.get(listing, NOTHING_KNOWN)


def _past(session: Session, listings: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(confirmed, dismissed) other listings of the same shop.

    Each shop is counted once, from its leads, and a listing's own are taken off again: a large shop
    would otherwise be gone through for each of its listings.
    """
    query = sa.select(ListingRow.id, ListingRow.shop_id).where(ListingRow.id.in_(listings))
    shops = {listing: shop for listing, shop in session.execute(query) if shop is not None}
    of_shop = _verdicts_by(session, LeadRow.shop_id, LeadRow.shop_id.in_(set(shops.values())))
    by_itself = _verdicts_by(
        session, LeadRow.listing_id, LeadRow.listing_id.in_(shops), LeadRow.shop_id.is_not(None)
    )
    past: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for listing, shop in shops.items():
        (confirmed, dismissed), (mine, mine_not) = of_shop[shop], by_itself[listing]
        if confirmed > mine or dismissed > mine_not:
            past[listing] = max(0, confirmed - mine), max(0, dismissed - mine_not)
    return past


def _verdicts_by(
    session: Session, column: sa.orm.InstrumentedAttribute[Any], *which: sa.ColumnElement[bool]
) -> dict[int, tuple[int, int]]:
    """Listings with a confirmed and with a dismissed lead, by a column of the leads."""
    listings = sa.func.count(sa.distinct(LeadRow.listing_id))
    query = (
        sa.select(
            column,
            listings.filter(LeadRow.state != LeadState.DISMISSED),
            listings.filter(LeadRow.state == LeadState.DISMISSED),
        )
        .where(*which, LeadRow.state.in_((*UPHELD, LeadState.DISMISSED)))
        .group_by(column)
    )
    counts: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counts.update({number: (yes, no) for number, yes, no in session.execute(query)})
    return counts


def _alike(session: Session, listings: Sequence[int]) -> dict[int, set[int]]:
    """Confirmed leads of other listings that show the same picture."""
    twins = picture_twins(session, listings)
    query = sa.select(LeadRow.listing_id, LeadRow.id).where(
        LeadRow.listing_id.in_({twin for of_listing in twins.values() for twin in of_listing}),
        LeadRow.state.in_(UPHELD),
    )
    confirmed: dict[int, set[int]] = defaultdict(set)
    for listing, lead in session.execute(query):
        confirmed[listing].add(lead)
    alike: dict[int, set[int]] = defaultdict(set)
    for listing, of_listing in twins.items():
        if leads := {lead for twin in of_listing for lead in confirmed.get(twin, ())}:
            alike[listing] = leads
    return alike


def shops_with_open_leads(session: Session, listings: Sequence[int]) -> set[int]:
    """Those of these listings of whose shop another listing is an open lead."""
    neighbour, subject = sa.orm.aliased(ListingRow), sa.orm.aliased(ListingRow)
    query = (
        sa.select(subject.id)
        .join(neighbour, sa.and_(neighbour.shop_id == subject.shop_id, neighbour.id != subject.id))
        .join(LeadRow, LeadRow.listing_id == neighbour.id)
        .where(subject.id.in_(listings), subject.shop_id.is_not(None), LeadRow.state.in_(OPEN))
        .distinct()
    )
    return set(session.scalars(query))
