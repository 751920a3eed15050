"""复查 in the database: which listings are to be looked at again after their letter, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.base.vocabulary import FOLLOWED
from storage.tables import LeadRow, ListingRow, NoticeLeadRow, NoticeRow, RecheckRow

RECHECK_DAYS = (1, 3, 7, 15, 30)
"""Days after sending, chosen by hand: platforms act within days; the later looks find what comes back."""

_LOOKS_BACK = timedelta(days=60)
"""A letter whose lead is followed only after its sending is planned for so long; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class DueRecheck:
    """One listing to look at now."""

    lead_id: int
    url: str
    platform: str
    steps: tuple[int, ...]
    """Days after sending; more than one when an earlier look was missed."""


def plan_rechecks(session: Session, days: Sequence[int] = RECHECK_DAYS) -> int:
    """Enter the looks that sent letters ask for and that are not planned yet. Returns how many.

    Letters from long before the one that was planned last are not looked at again.
    """
    letters = session.execute(_unplanned(_latest_planned(session))).all()
    followed: set[int] = set()
    for part in query_parts([letter.lead_id for letter in letters]):
        leads = sa.select(LeadRow.id).where(LeadRow.id.in_(part), LeadRow.state.in_(FOLLOWED))
        followed |= set(session.scalars(leads))
    rows = [
        RecheckRow(
            notice_id=letter.id,
            lead_id=letter.lead_id,
            step=step,
            due_at=letter.sent_at + timedelta(days=step),
        )
        for letter in letters
        if letter.lead_id in followed
        for step in days
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def _latest_planned(session: Session) -> datetime | None:
    """When the letter was sent whose looks were entered last; None before the first."""
    latest = sa.select(sa.func.max(RecheckRow.id)).scalar_subquery()
    return session.scalar(
        sa.select(NoticeRow.sent_at)
        .join(RecheckRow, RecheckRow.notice_id == NoticeRow.id)
        .where(RecheckRow.id == latest)
    )


def _unplanned(latest: datetime | None) -> sa.Select[*tuple[Any, ...]]:
    """Each letter whose looks are not entered, when it was sent, and each lead of it. The leads' states are asked for
    afterwards: SQLite would go through all leads that are followed."""
    planned = sa.select(RecheckRow.id).where(RecheckRow.notice_id == NoticeRow.id)
    unplanned = (
        sa.select(NoticeRow.id, NoticeRow.sent_at, NoticeLeadRow.lead_id)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(NoticeRow.sent_at.is_not(None), ~planned.exists())
    )
    return (
        unplanned if latest is None else unplanned.where(NoticeRow.sent_at >= latest - _LOOKS_BACK)
    )


def select_due(at: datetime, *columns: Any) -> sa.Select[Any]:
    """Columns or rows of the rechecks that are due, of their leads and listings, the longest due first."""
    return (
        sa.select(*columns)
        .join(LeadRow, LeadRow.id == RecheckRow.lead_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(
            RecheckRow.outcome.is_(None),
            RecheckRow.due_at <= at,
            LeadRow.state.in_(FOLLOWED),
        )
        .order_by(RecheckRow.due_at, RecheckRow.id)
    )


def due_rechecks(session: Session, at: datetime) -> list[DueRecheck]:
    """What is to be crawled now, one entry a lead, in the order it became due."""
    columns = RecheckRow.lead_id, RecheckRow.step, ListingRow.url, ListingRow.platform
    rows = session.execute(select_due(at, *columns)).all()
    steps: dict[int, list[int]] = {}
    for row in rows:
        steps.setdefault(row.lead_id, []).append(row.step)
    first = {row.lead_id: row for row in reversed(rows)}
    return [
        DueRecheck(
            lead_id=lead, url=first[lead].url, platform=first[lead].platform, steps=tuple(days)
        )
        for lead, days in steps.items()
    ]
