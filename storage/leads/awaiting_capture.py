"""Leads that still lack evidence (待固证线索): which are captured next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState, LeadState
from storage.tables import EvidenceRow, LeadRow, ListingVersionRow

_RETRY = timedelta(hours=1)
"""Time between two tries at a page that failed; chosen by hand."""
_TRIES = 3
"""Tries at one version of a listing; chosen by hand."""


def leads_to_capture(database: Database, settings: Settings, *, limit: int = 100) -> list[int]:
    """Leads from the capture threshold up whose present version has no evidence yet.

    Those of the strictest protection tier (保护等级) come first, in the order of the queue. A page that
    failed is tried again after an hour, three times in all.
    """
    due = _due(settings).order_by(LeadRow.tier, LeadRow.rank, LeadRow.id).limit(limit)
    with database.read() as session:
        return list(session.scalars(due))


def is_to_capture(session: Session, settings: Settings, lead: int) -> bool:
    """Whether this lead still lacks evidence."""
    return session.scalar(_due(settings).where(LeadRow.id == lead)) is not None


def _due(settings: Settings) -> sa.Select[int]:
    of_this_version = sa.and_(
        EvidenceRow.lead_id == LeadRow.id,
        EvidenceRow.captured_at >= ListingVersionRow.seen_at,
    )
    failed = EvidenceRow.state == EvidenceState.FAILED
    lately = EvidenceRow.captured_at > datetime.now(UTC) - _RETRY
    taken = sa.select(EvidenceRow.id).where(of_this_version, sa.or_(~failed, lately)).exists()
    failures = sa.select(sa.func.count()).where(of_this_version, failed).scalar_subquery()
    return (
        sa.select(LeadRow.id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .where(LeadRow.score >= settings.capture_threshold, LeadRow.state != LeadState.DISMISSED)
        .where(~taken, failures < _TRIES)
    )
