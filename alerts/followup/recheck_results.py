"""跟踪: the state of a listing after its letter, read from later crawls.

This room does not fetch. `storage.leads.rechecks.due_rechecks` names the pages to crawl; after the crawl
`settle_rechecks` compares what the store knows now with what the letter complained of.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.lookalike_listings import find_relistings
from storage.base.vocabulary import LeadState, PlatformState, Presence
from storage.crawls.compliance_ledger import of_platform
from storage.leads.lead_state import lock_lead
from storage.leads.lifecycle import FOLLOW_UP, advance, relist
from storage.leads.rechecks import plan_rechecks, select_due
from storage.leads.shop_visits import settle_marks
from storage.records.relisting import RecheckDetail
from storage.tables import (
    ComplianceRow,
    LeadRow,
    ListingRow,
    PlatformRow,
    RecheckOutcome,
    RecheckRow,
)
from storage.tables.base import now

REFUSED_FROM_STEP = 7
"""Days after the letter from which a listing that still stands counts as 未处置, chosen by hand: the
step of the look-again plan a week after the letter; an officer decides what follows."""

_STANDING = (RecheckOutcome.UNCHANGED, RecheckOutcome.CHANGED)
"""Outcomes of a listing that is still up."""


def settle_rechecks(session: Session, *, at: datetime | None = None) -> Counter[str]:
    """Close every due look whose page was visited since it became due.

    Returns how many ended as removed, missing, unchanged, changed, blocked, and how many leads
    were `relisted`; marks of false addresses that were asked for count as `mark_visible` or
    `mark_missing`. A look whose page nobody visited stays open: not seen is not removed.
    """
    at = at or now()
    plan_rechecks(session)
    ends: Counter[str] = Counter()
    for recheck, lead, listing in _due(session, at):
        outcome = _outcome(session, recheck, lead, listing)
        if outcome is None:
            continue
        recheck.outcome, recheck.done_at = outcome, at
        if outcome is RecheckOutcome.REMOVED:
            relistings = tuple(find_relistings(session, lead.id))
            recheck.detail = RecheckDetail(relistings=relistings)
        _move_lead(session, lead.id, outcome, recheck.step)
        ends[outcome] += 1
    ends["relisted"] = _reopen(session)
    for mark, count in settle_marks(session, at=at).items():
        ends[f"mark_{mark}"] = count
    return +ends


def _due(session: Session, at: datetime) -> list[tuple[RecheckRow, LeadRow, ListingRow]]:
    rows = session.execute(select_due(at, RecheckRow, LeadRow, ListingRow))
    return [(recheck, lead, listing) for recheck, lead, listing in rows]


def _outcome(
    session: Session, recheck: RecheckRow, lead: LeadRow, listing: ListingRow
) -> RecheckOutcome | None:
    """What the store says of the page since the look became due; None when it was not visited."""
    if listing.presence is not Presence.PRESENT:
        already_removed = (
            listing.presence is Presence.REMOVED and lead.state is not LeadState.REMOVED
        )
        looked = already_removed or _was_visited(session, listing.platform, recheck.due_at)
        return RecheckOutcome(listing.presence) if looked else None
    if listing.last_seen_at >= recheck.due_at:
        is_same = listing.version_id == lead.version_id
        return RecheckOutcome.UNCHANGED if is_same else RecheckOutcome.CHANGED
    platform = session.get(PlatformRow, listing.platform)
    since = platform.state_at if platform and platform.state is PlatformState.BLOCKED else None
    is_blocked = since is not None and since >= recheck.due_at
    return RecheckOutcome.BLOCKED if is_blocked else None


def _was_visited(session: Session, host: str, since: datetime) -> bool:
    """Whether a crawl has been on the platform since: a page that is gone leaves no later trace."""
    last = session.scalar(sa.select(sa.func.max(ComplianceRow.last_at)).where(of_platform(host)))
    return last is not None and last >= since


def _move_lead(session: Session, lead_id: int, outcome: RecheckOutcome, step: int) -> None:
    """Move a lead on that still waits for this; one that an officer has moved meanwhile stays as she left it."""
    state = lock_lead(session, lead_id).state
    why = f"发函后第 {step} 天复查"
    if outcome is RecheckOutcome.REMOVED and LeadState.REMOVED in FOLLOW_UP.get(state, ()):
        advance(session, lead_id, LeadState.REMOVED, actor="system", why=why)
    standing = outcome in _STANDING and step >= REFUSED_FROM_STEP
    if standing and state is LeadState.NOTICED:
        advance(session, lead_id, LeadState.REFUSED, actor="system", why=why)


def _reopen(session: Session) -> int:
    """Removed leads whose own page was seen again after it had gone."""
    back = session.scalars(
        sa.select(LeadRow.id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(
            LeadRow.state == LeadState.REMOVED,
            ListingRow.presence == Presence.PRESENT,
            ListingRow.last_seen_at > LeadRow.removed_at,
        )
        .order_by(LeadRow.id)
    ).all()
    removed = [
        lead
        for lead in (lock_lead(session, lead_id) for lead_id in back)
        if lead.state is LeadState.REMOVED  # not any more, where an officer moved it meanwhile
    ]
    for lead in removed:
        relist(session, lead, why="下架后再次出现")
    return len(removed)
