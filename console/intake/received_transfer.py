"""Opening leads from a package of another office (移送线索): the listing as the sender knew it where we do not know
it, our own assessment, and the lead, whatever the assessment says.

The sender's evidence stays in the package, its verdicts stay in the description: neither becomes ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.deadlines import start_clock
from classifiers.scoring.assess import assess_listings
from console.intake.kept_page import keep_listings, masked_listing
from crawler.frontier.listing_key import listing_key
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.base.settings import Settings
from storage.files.contact_key import contact_key
from storage.leads.opening import open_lead
from storage.outgoing.attachments import attachment_of, keep_content
from storage.records import Listing, RightsBook
from storage.records.outside.transfer import TransferAnswer, TransferredLead
from storage.rights.store import load_rights
from storage.tables import AssessmentRow, LeadRow, ListingRow, TransferRow
from storage.transfers.checked_package import CheckedPackage
from storage.transfers.receipts import give_receipt
from storage.transfers.receiving import (
    PlacedLead,
    find_received,
    find_transfer,
    place_lead,
    placed_leads,
    receive,
    refuse_deleted,
    refuse_unsound,
)
from storage.transfers.right_choice import OwnRights

PACKAGE_TYPE = "application/zip"
TERM = "transferred-lead"
"""The term in which a lead that another office handed over is to be looked into."""
_MODEL, _BASIS = "移送", "transfer"
"""What stands for the model where the program itself saw no mark."""


@dataclass(frozen=True, kw_only=True)
class Reception:
    """What became of a package."""

    transfer: int
    again: bool
    """Whether it had been received before."""
    leads: tuple[PlacedLead, ...]


def receive_package(
    database: Database,
    settings: Settings,
    package: CheckedPackage,
    content: bytes,
    name: str,
    *,
    officer: str,
) -> Reception:
    """Receive a checked package, give its receipt, and open the leads whose right is certainly one of ours.

    Raises Refused for an unsound package, BadInput for a listing that cannot be read, StoreUnavailable.
    """
    refuse_unsound(package)
    for lead in package.description.leads:
        _listing(lead, "")
    with database.read() as session:
        earlier = find_received(session, package)
    if earlier is None:
        file = attachment_of(name, PACKAGE_TYPE, content)
        with database.begin() as session:
            received = receive(session, package, file, officer=officer)
            number, again = received.row.id, received.again
            if not again:
                # With its row, before the commit: a file of no row would be kept for ever.
                keep_content(settings, name, PACKAGE_TYPE, content)
                give_receipt(
                    session, settings, received.row, answer=TransferAnswer.RECEIVED, officer=officer
                )
    else:
        number, again = earlier.id, True
    leads = open_leads(database, settings, number, officer=officer)
    return Reception(transfer=number, again=again, leads=leads)


def rights_for(book: RightsBook, leads: tuple[PlacedLead, ...]) -> Mapping[int, str | None]:
    """Position of each lead → the right of ours that it certainly belongs to, None where it must be chosen."""
    index = OwnRights(book)
    chosen = {place.position: index.of(place.lead.right) for place in leads}
    return {position: right.id if right else None for position, right in chosen.items()}


def open_leads(
    database: Database,
    settings: Settings,
    transfer: int,
    *,
    officer: str,
    choices: Mapping[int, str] | None = None,
) -> tuple[PlacedLead, ...]:
    """Open what waits: under the right that `choices` names by position, else the one that it certainly is.

    Returns all leads of the package. Raises NotFound for an unknown package, lead or right,
    Refused for a choice once the package was deleted.
    """
    with database.read() as session:
        row = find_transfer(session, transfer)
        book = load_rights(session)
        places = tuple(placed_leads(session, row))
    choices = choices or {}
    if choices:
        refuse_deleted(row)
    waiting = tuple(p for p in places if p.lead_id is None and row.deleted_at is None)
    if absent := choices.keys() - {place.position for place in places}:
        raise NotFound("transfer.no-lead", transfer=transfer, lead=min(absent) + 1)
    rights = {**rights_for(book, waiting), **choices}
    if unknown := {r for r in rights.values() if r} - {right.id for right in book}:
        raise NotFound("right.unknown", right=min(unknown))
    tiers = {holder.id: holder.tier for holder in book.holders}
    tier_of = {right.id: tiers.get(right.holder or "", 3) for right in book}
    chosen = [(place, right) for place in waiting if (right := rights[place.position]) is not None]
    listings = [_listing_number(database, settings, row, place.lead) for place, _ in chosen]
    if listings:
        assess_listings(database, settings, sorted(set(listings)))
    for (place, right_id), listing in zip(chosen, listings, strict=True):
        with database.begin() as session:
            lead = _own_lead(session, listing, right_id, tier=tier_of[right_id])
            if place_lead(session, row, place.position, lead, officer=officer):
                start_clock(session, TERM, started=row.received_at, officer=officer, lead_id=lead)
    with database.read() as session:
        return tuple(placed_leads(session, find_transfer(session, transfer)))


def _listing_number(
    database: Database, settings: Settings, row: TransferRow, lead: TransferredLead
) -> int:
    """The listing of ours with this key as we know it, else a new one as the sender knew it."""
    listing = _listing(lead, f"移送（{row.office}，{row.letter_number}）")
    key = listing_key(listing)
    with database.read() as session:
        earlier = session.scalar(sa.select(ListingRow.id).where(ListingRow.key == key))
    if earlier is not None:
        return earlier
    item = masked_listing(key, listing, contact_key(settings.home))
    return keep_listings(database, [item])[key]


def _listing(lead: TransferredLead, source: str) -> Listing:
    """The listing as the sender knew it, its source named. Raises BadInput."""
    listing = Listing.from_json(dict(lead.listing))
    if not _is_address(listing.url):
        raise BadInput("transfer.no-address", lead=lead.number)
    return replace(listing, attributes={**listing.attributes, "来源": source}, extra={})


def _is_address(url: str) -> bool:
    """Whether a listing can be kept under it: of a page, or what a share text is named by (kept_paste.py)."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return url.startswith(("http://", "https://", "share:"))


def _own_lead(session: Session, listing_id: int, right_id: str, *, tier: int) -> int:
    """The lead of a listing and a right, opened whatever our assessment says of it."""
    query = sa.select(LeadRow.id).where(
        LeadRow.listing_id == listing_id, LeadRow.right_id == right_id
    )
    if (lead := session.scalar(query)) is not None:
        return lead
    version = session.scalar(sa.select(ListingRow.version_id).where(ListingRow.id == listing_id))
    assessment = session.scalar(
        sa.select(AssessmentRow)
        .where(AssessmentRow.version_id == version, AssessmentRow.right_id == right_id)
        .order_by(AssessmentRow.id.desc())
        .limit(1)
    )
    if assessment is None:
        assessment = AssessmentRow(
            version_id=version,
            right_id=right_id,
            basis=_BASIS,
            model=_MODEL,
            score=0.0,
            level="none",
            lead=False,
            signals=(),
            fair_use=None,
        )
        session.add(assessment)
        session.flush()
    return open_lead(session, assessment, listing_id, tier=tier).lead_id
