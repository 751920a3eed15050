"""What waits at each stage: the worker's rows are the truth, so its health is read from them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import MAIL_TROUBLES, EvidenceState, MailState, RunState
from storage.counts.stock import count_by_state, count_listings
from storage.tables import EvidenceRow, ListingVersionRow, OutboxRow, RunRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """Rows that wait for a stage at this moment."""

    to_assess: int
    mails_due: int
    mails_failed: int
    to_seal: int
    runs: int
    """Crawls that say they run."""
    listings: int
    leads: int


def read_backlog(session: Session) -> Backlog:
    """Counts for the system page and for Prometheus."""
    due = (OutboxRow.state == MailState.QUEUED, OutboxRow.not_before <= now())
    return Backlog(
        to_assess=_count(
            session,
            sa.select(ListingVersionRow.id).where(
                ListingVersionRow.current, ListingVersionRow.assessed_with.is_(None)
            ),
        ),
        mails_due=_count(session, sa.select(OutboxRow.id).where(*due)),
        mails_failed=_count(
            session, sa.select(OutboxRow.id).where(OutboxRow.state.in_(MAIL_TROUBLES))
        ),
        to_seal=_count(
            session,
            sa.select(EvidenceRow.id).where(
                EvidenceRow.state == EvidenceState.CAPTURED, EvidenceRow.package.is_(None)
            ),
        ),
        runs=_count(session, sa.select(RunRow.id).where(RunRow.state == RunState.RUNNING)),
        listings=count_listings(session),
        leads=sum(count_by_state(session).values()),
    )


def _count(session: Session, query: sa.Select[int]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
