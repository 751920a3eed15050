"""漂移: whether scores, and the verdicts of officers on them, change with time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.message import Message
from storage.base.vocabulary import Verdict
from storage.leads.standing_verdicts import is_standing
from storage.tables import AssessmentRow, DecisionRow

BINS = 10
"""Equal parts of the scores 0..1 whose shares are compared: deciles, as is usual for the index below."""
DAYS = 30
"""Days of the examined period; chosen by hand."""
MOVED, CHANGED = 0.1, 0.25
"""Population stability index from which scores have moved, and changed (usual in scoring)."""
_FEW = 30
"""Assessments below which a comparison says nothing; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class DriftPeriod:
    """Assessments and decisions between two days."""

    since: datetime
    until: datetime
    assessments: int
    """Listing × right pairs in which a mark was found, each by its first assessment."""
    scores: tuple[float, ...]
    """Share of scores in each tenth."""
    lead_share: float | None
    """Share of the pairs that became leads."""
    decisions: int
    agreement: float | None
    """Share of the verdicts that confirmed a lead: the precision that officers see."""


@dataclass(frozen=True, kw_only=True)
class Drift:
    """The last days against those before."""

    now: DriftPeriod
    before: DriftPeriod
    stability: float | None
    """Population stability index of the scores; None where one period has too few."""

    @property
    def verdict(self) -> Message:
        """In an officer's words."""
        if self.stability is None:
            return Message("drift.unknown")
        if self.stability >= CHANGED:
            return Message("drift.changed")
        return Message("drift.moved" if self.stability >= MOVED else "drift.stable")


def read_drift(session: Session, today: datetime, *, days: int = DAYS) -> Drift:
    """The last `days` against the three times as many before them."""
    edge = today - timedelta(days=days)
    now = _period(session, edge, today)
    before = _period(session, edge - timedelta(days=3 * days), edge)
    enough = min(now.assessments, before.assessments) >= _FEW
    return Drift(
        now=now, before=before,
        stability=round(stability(now.scores, before.scores), 4) if enough else None,
    )  # fmt: skip


def stability(shares: tuple[float, ...], reference: tuple[float, ...]) -> float:
    """Population stability index: 0 for equal shares; an empty bin counts as a thousandth."""
    pairs = [(max(a, 0.001), max(b, 0.001)) for a, b in zip(shares, reference, strict=True)]
    return sum((a - b) * log(a / b) for a, b in pairs)


def _period(session: Session, since: datetime, until: datetime) -> DriftPeriod:
    scores, leads = _scores(session, since, until)
    total = sum(scores)
    verdicts = _verdicts(session, since, until)
    decided = sum(verdicts.values())
    return DriftPeriod(
        since=since,
        until=until,
        assessments=total,
        scores=tuple(round(count / total, 4) if total else 0.0 for count in scores),
        lead_share=round(leads / total, 4) if total else None,
        decisions=decided,
        agreement=round(verdicts.get(Verdict.CONFIRMED, 0) / decided, 4) if decided else None,
    )


def _scores(session: Session, since: datetime, until: datetime) -> tuple[list[int], int]:
    """Counts by tenth, and how many were leads: the first assessment of each pair counts."""
    first = (
        sa.select(sa.func.min(AssessmentRow.id))
        .group_by(AssessmentRow.version_id, AssessmentRow.right_id)
        .having(
            sa.func.min(AssessmentRow.created_at) >= since,
            sa.func.min(AssessmentRow.created_at) < until,
        )
    )
    tenth = sa.cast(sa.func.floor(AssessmentRow.score * (BINS - 0.001)), sa.Integer)
    query = (
        sa.select(tenth, sa.func.count(), sa.func.count().filter(AssessmentRow.lead))
        .where(AssessmentRow.id.in_(first))
        .group_by(tenth)
    )
    counts, leads = [0] * BINS, 0
    for place, count, opened in session.execute(query):
        counts[min(max(int(place), 0), BINS - 1)] += count
        leads += opened
    return counts, leads


def _verdicts(session: Session, since: datetime, until: datetime) -> dict[str, int]:
    query = (
        sa.select(DecisionRow.verdict, sa.func.count())
        .where(
            DecisionRow.verdict.in_((Verdict.CONFIRMED, Verdict.DISMISSED)),
            is_standing(),
            DecisionRow.decided_at >= since,
            DecisionRow.decided_at < until,
        )
        .group_by(DecisionRow.verdict)
    )
    return {row[0]: row[1] for row in session.execute(query)}
