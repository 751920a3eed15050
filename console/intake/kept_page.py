"""Keeping a sent page (留作证据): its listing, its assessment and lead, and the evidence itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import sqlalchemy as sa

from classifiers.scoring.assess import assess_listings
from console.intake.page_understanding import read_sent_page
from console.intake.sent_page import SentPage, check_whole
from crawler.extract.contact_masking import listing_contact_hashes, mask_listing
from crawler.extract.page.page import PageReading
from crawler.frontier.listing_key import listing_keys
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import ListingKind
from storage.evidence.entries import authorities, enter
from storage.evidence.manifest import DOM
from storage.evidence.visit import Occasion, Visit, VisitBrowser
from storage.files.contact_key import contact_key
from storage.files.disk_space import check_space
from storage.leads.citable_captures import assessed_listing
from storage.listings.store import SeenListing, save_listings
from storage.people.sign_in import Officer
from storage.records import Listing
from storage.records.capture_facts import OfficerBrowser
from storage.tables import EvidenceRow, LeadRow, ListingRow
from storage.tables.base import now

_READ_KINDS = {"listing": ListingKind.LISTING, "page": ListingKind.PAGE}


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """What a sent page became."""

    evidence: int
    lead: int | None
    """The listing's lead with the highest score; None where the page is none."""
    listing: int | None
    opened: bool
    """Whether a lead was opened by it."""
    again: bool = False
    """Whether this page had arrived before: it is kept once."""


def keep_page(database: Database, settings: Settings, page: SentPage, officer: Officer) -> KeptPage:
    """Keep a page as evidence of the kind "taken in an officer's browser". Raises BadInput, StoreUnavailable.

    The same page sent twice, because the first answer was lost, is kept once.
    """
    received = datetime.now(UTC)
    check_whole(page)
    if (earlier := _arrived_before(database, page, officer)) is not None:
        return earlier
    check_space(settings)
    reading = read_sent_page(page)
    listing = _keep_listing(database, settings, reading)
    opened = bool(listing and assess_listings(database, settings, [listing]))
    with database.read() as session:
        lead = session.scalar(
            sa.select(LeadRow.id)
            .where(LeadRow.listing_id == listing)
            .order_by(LeadRow.score.desc(), LeadRow.id)
        )
        assessed = assessed_listing(session, lead) if lead else None
    entry = enter(
        database,
        settings,
        _visit(page, reading, officer, received),
        Occasion(officer=officer.name, lead=lead, listing=listing),
        stampers=authorities(settings),
        assessed=assessed,
    )
    return KeptPage(evidence=entry.id, lead=lead, listing=listing, opened=opened)


def _arrived_before(database: Database, page: SentPage, officer: Officer) -> KeptPage | None:
    query = sa.select(EvidenceRow).where(
        EvidenceRow.officer == officer.name, EvidenceRow.url == page.url
    )
    with database.read() as session:
        for row in session.scalars(query.order_by(EvidenceRow.id.desc()).limit(50)):
            taken = row.facts.officer_browser
            same = taken is not None and taken.taken_at == page.taken_at
            if same and row.facts.members.get(DOM) == page.hashes["dom"]:
                return KeptPage(
                    evidence=row.id,
                    lead=row.lead_id,
                    listing=row.listing_id,
                    opened=False,
                    again=True,
                )
    return None


def _keep_listing(database: Database, settings: Settings, reading: PageReading) -> int | None:
    """The number of the page's listing, masked and stored; None of a page that shows none."""
    kind = _READ_KINDS.get(reading.kind)
    if reading.listing is None or kind is None:
        return None
    key, own_key = listing_keys(reading.listing, reading.canonical)
    secret = contact_key(settings.home)
    item = masked_listing(key, reading.listing, secret, kind=kind, own_key=own_key)
    return keep_listings(database, [item])[key]


def keep_listings(database: Database, items: Sequence[SeenListing]) -> dict[str, int]:
    """Store listings. Returns the number of each by its key."""
    keys = [item.key for item in items]
    with database.begin() as session:
        save_listings(session, items, run_id=None, at=now())
        rows = session.execute(
            sa.select(ListingRow.key, ListingRow.id).where(ListingRow.key.in_(keys))
        )
        return {row.key: row.id for row in rows}


def masked_listing(
    key: str,
    listing: Listing,
    secret: bytes,
    *,
    kind: ListingKind = ListingKind.LISTING,
    own_key: str | None = None,
) -> SeenListing:
    """A listing as it is stored under its key: filed under its host where no platform is known, contacts
    masked and kept as hashes keyed by `secret`."""
    if listing.platform is None and (host := urlsplit(listing.url).hostname):
        listing = replace(listing, platform=host)
    public = mask_listing(listing)
    return SeenListing(
        key=key,
        listing=replace(public, seen_at=now()),
        kind=kind,
        contacts=listing_contact_hashes(listing, public, secret),
        own_key=own_key,
    )


def _visit(page: SentPage, reading: PageReading, officer: Officer, received: datetime) -> Visit:
    taken = OfficerBrowser(
        officer=officer.name,
        full_name=officer.shown_name,
        browser=page.browser,
        extension=page.extension,
        taken_at=page.taken_at,
        sent_at=page.sent_at,
        received_at=received,
        hashes=dict(page.hashes),
    )
    return Visit(
        url=page.url,
        final_url=page.url,
        redirects=(),
        status=0,
        reason="",
        headers=(),
        address=None,
        raw=page.dom.encode(),
        dom=page.dom,
        text=page.text,
        title=page.title,
        screenshot=page.screenshot,
        images=(),
        exchanges=(),
        certificates=(),
        begun=taken.moment,
        ended=taken.moment,
        browser=_browser(page),
        kind=reading.kind,
        listing=reading.listing,
        remarks=page.remarks,
        picture_addresses=page.pictures,
        officer_browser=taken,
    )


def _browser(page: SentPage) -> VisitBrowser:
    """What the extension says of the browser; nothing of how it was set is known."""
    return VisitBrowser(
        name=page.browser,
        playwright="",
        user_agent=page.browser,
        width=0,
        height=0,
        locale="",
        zone="",
        sandbox=True,
    )
