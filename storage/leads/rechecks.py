"""复查 in the database: which listings are to be looked at again after their letter, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import FOLLOWED
from storage.tables import LeadRow, ListingRow, NoticeLeadRow, NoticeRow, RecheckRow

RECHECK_DAYS = (1, 3, 7, 15, 30)
"""Days after sending, chosen by hand: platforms act within days; the later looks find what comes back."""


@dataclass(frozen=True, kw_only=True)
class DueRecheck:
    """One listing to look at now."""

    lead_id: int
    url: str
    platform: str
    steps: tuple[int, ...]
    """Days after sending; more than one when an earlier look was missed."""


def plan_rechecks(session: Session, days: Sequence[int] = RECHECK_DAYS) -> int:
    """Enter the looks that sent letters ask for and that are not planned yet. Returns how many."""
    planned = sa.select(RecheckRow.notice_id)
    letters = session.execute(
        sa.select(NoticeRow, NoticeLeadRow.lead_id)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .join(LeadRow, LeadRow.id == NoticeLeadRow.lead_id)
        .where(
            NoticeRow.sent_at.is_not(None),
            NoticeRow.id.not_in(planned),
            LeadRow.state.in_(FOLLOWED),
        )
    ).all()
    rows = [
        RecheckRow(
            notice_id=notice.id,
            lead_id=lead,
            step=step,
            due_at=notice.sent_at + timedelta(days=step),
        )
        for notice, lead in letters
        for step in days
        if notice.sent_at is not None
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


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
