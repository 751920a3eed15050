"""现场核查: visits to the addresses that shops publish, and the mark of a false one (幽灵网店).

Where the address proves false the platform is asked to mark shop and goods at the top of their pages;
whether the mark appeared is read from later crawls, or recorded by an officer who looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import query_parts
from storage.base.errors import BadInput, NotFound, Refused
from storage.leads.lead_state import load_lead
from storage.records import Listing
from storage.records.attachment import Attachment
from storage.tables import LeadRow, ListingRow, ListingVersionRow, MarkState, ShopVisitRow
from storage.tables.base import now

LEAST_OFFICERS = 2
"""Persons of one visit (行政处罚法, provision administrative-penalty.two-officers)."""
MARK_WORDS = ("地址不实", "地址虚假", "虚假地址", "地址存疑", "无法取得联系", "地址异常")
"""Words by which a mark is recognised on a page, chosen by hand; the rule's own wording is not at hand."""
_CLOCK_LEEWAY = timedelta(minutes=5)
"""How far a moment typed on another machine may lie ahead, chosen by hand."""


def record_visit(
    session: Session,
    lead_id: int,
    *,
    visited_at: datetime,
    address: str,
    officers: Sequence[str],
    finding: str,
    address_false: bool,
    photos: Sequence[Attachment] = (),
    recorded_by: str,
) -> ShopVisitRow:
    """Record a visit to a shop's published address.

    Raises BadInput without two different persons, an address, a finding, or with a moment to come;
    NotFound.
    """
    load_lead(session, lead_id)
    names = tuple(dict.fromkeys(name.strip() for name in officers if name.strip()))
    if len(names) < LEAST_OFFICERS:
        raise BadInput("visit.two-officers")
    if not address.strip() or not finding.strip():
        raise BadInput("visit.incomplete")
    if visited_at > now() + _CLOCK_LEEWAY:
        raise BadInput("visit.to-come")
    row = ShopVisitRow(
        lead_id=lead_id,
        visited_at=visited_at,
        address=address.strip(),
        officers=names,
        finding=finding.strip(),
        address_false=address_false,
        photos=tuple(photos),
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    _note(session, row, recorded_by, "visit.record", address_false=address_false,
          files=[photo.sha256 for photo in row.photos])  # fmt: skip
    return row


def request_mark(session: Session, visit_id: int, *, at: datetime, by: str) -> ShopVisitRow:
    """Record that the platform was asked to mark shop and goods at the top.

    Raises NotFound, BadInput for a moment to come, Refused where the address was not found false.
    """
    row = load_visit(session, visit_id)
    if not row.address_false:
        raise Refused("visit.address-true", visit=visit_id)
    if at > now() + _CLOCK_LEEWAY:
        raise BadInput("visit.to-come")
    row.mark, row.mark_requested_at = MarkState.REQUESTED, at
    _note(session, row, by, "visit.mark_requested")
    return row


def record_mark(
    session: Session, visit_id: int, *, is_visible: bool, note: str = "", by: str
) -> ShopVisitRow:
    """Record whether an officer saw the mark. Raises NotFound, Refused before it was asked for."""
    row = load_visit(session, visit_id)
    if row.mark is None:
        raise Refused("visit.mark-not-requested", visit=visit_id)
    _set_mark(session, row, is_visible=is_visible, note=note, at=now(), by=by)
    return row


def settle_marks(session: Session, *, at: datetime) -> dict[MarkState, int]:
    """Read from the latest crawl whether requested marks are on their goods' pages.

    Only a page seen since the request tells. Returns how many marks became visible or missing; a mark
    that was missing before is not counted again.
    """
    counts = dict.fromkeys((MarkState.VISIBLE, MarkState.MISSING), 0)
    for visit, version in _seen_since_requested(session):
        words = mark_words(version.record)
        if words is None and visit.mark is MarkState.MISSING:
            continue
        note = f"页面文字有“{words}”" if words else "程序所读的页面文字中没有标示，以人工查看为准"
        _set_mark(session, visit, is_visible=words is not None, note=note, at=at, by="system")
        counts[MarkState.VISIBLE if words else MarkState.MISSING] += 1
    return counts


def _seen_since_requested(session: Session) -> Iterator[tuple[ShopVisitRow, ListingVersionRow]]:
    """Visits whose mark is asked for, and what their page showed since.

    The few visits are looked up first: a database that knows nothing of an empty table reads all leads.
    """
    waiting = session.scalars(
        sa.select(ShopVisitRow.id)
        .where(ShopVisitRow.mark.in_((MarkState.REQUESTED, MarkState.MISSING)))
        .order_by(ShopVisitRow.id)
    ).all()
    for part in query_parts(waiting):
        rows = session.execute(
            sa.select(ShopVisitRow, ListingVersionRow)
            .join(LeadRow, LeadRow.id == ShopVisitRow.lead_id)
            .join(ListingRow, ListingRow.id == LeadRow.listing_id)
            .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
            .where(
                ShopVisitRow.id.in_(part),
                ListingRow.last_seen_at > ShopVisitRow.mark_requested_at,
            )
            .order_by(ShopVisitRow.id)
        ).all()
        yield from ((visit, version) for visit, version in rows)


def mark_words(listing: Listing) -> str | None:
    """The words of a mark on a listing's page; None without one."""
    texts = (listing.title, listing.shop, listing.description, *listing.attributes.values())
    return next((word for word in MARK_WORDS for text in texts if text and word in text), None)


def load_visit(session: Session, visit_id: int) -> ShopVisitRow:
    """One visit. Raises NotFound."""
    row = session.get(ShopVisitRow, visit_id)
    if row is None:
        raise NotFound("visit.unknown", visit=visit_id)
    return row


def visits_of(session: Session, lead_ids: Sequence[int]) -> Sequence[ShopVisitRow]:
    """The visits on these leads, newest first."""
    query = sa.select(ShopVisitRow).where(ShopVisitRow.lead_id.in_(lead_ids))
    order = (ShopVisitRow.visited_at.desc(), ShopVisitRow.id.desc())
    return session.scalars(query.order_by(*order)).all()


def _set_mark(
    session: Session, row: ShopVisitRow, *, is_visible: bool, note: str, at: datetime, by: str
) -> None:
    row.mark = MarkState.VISIBLE if is_visible else MarkState.MISSING
    row.mark_checked_at, row.mark_note = at, note.strip() or None
    _note(session, row, by, "visit.mark_checked", mark=row.mark, note=row.mark_note)


def _note(session: Session, row: ShopVisitRow, by: str, act: str, **detail: object) -> None:
    trail.record(session, actor=by, act=act, subject=f"lead:{row.lead_id}", visit=row.id, **detail)
