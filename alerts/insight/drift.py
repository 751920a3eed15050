"""漂移: whether scores, disguises, goods, finds and the verdicts of officers change with time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.insight.distributions import stability
from alerts.insight.drift_alarms import BINS, FEW, DriftAlarm, drift_alarms, tenth
from storage.base.message import Message
from storage.learning.drift_rows import PeriodRows, read_period

DAYS = 30
"""Days of the examined period; chosen by hand."""
MOVED, CHANGED = 0.1, 0.25
"""Population stability index from which scores have moved, and changed (usual in scoring)."""


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
    disguised_share: float | None
    unnamed_goods_share: float | None
    """Share of the pairs in which no word names the goods."""
    found_share: float | None
    """Share of the assessed listings in which any mark was found."""
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
    alarms: tuple[DriftAlarm, ...]

    @property
    def verdict(self) -> Message:
        """In an officer's words."""
        if self.stability is not None and self.stability >= CHANGED:
            return Message("drift.changed")
        if self.alarms:
            return Message("drift.alarmed", {"count": len(self.alarms)})
        if self.stability is None:
            return Message("drift.unknown")
        return Message("drift.moved" if self.stability >= MOVED else "drift.stable")


def read_drift(session: Session, today: datetime, *, days: int = DAYS) -> Drift:
    """The last `days` against the three times as many before them."""
    edge = today - timedelta(days=days)
    now = read_period(session, edge, today)
    before = read_period(session, edge - timedelta(days=3 * days), edge)
    enough = min(len(now.pairs), len(before.pairs)) >= FEW
    periods = _period(now), _period(before)
    return Drift(
        now=periods[0],
        before=periods[1],
        stability=round(stability(periods[0].scores, periods[1].scores), 4) if enough else None,
        alarms=drift_alarms(now, before),
    )


def _period(rows: PeriodRows) -> DriftPeriod:
    bins = Counter(tenth(pair.score) for pair in rows.pairs)
    total = len(rows.pairs)
    with_mark = sum(count for (_, has_mark), count in rows.listings.items() if has_mark)
    return DriftPeriod(
        since=rows.since,
        until=rows.until,
        assessments=total,
        scores=tuple(round(bins[place] / total, 4) if total else 0.0 for place in range(BINS)),
        lead_share=_share(pair.lead for pair in rows.pairs),
        disguised_share=_share(pair.disguised for pair in rows.pairs),
        unnamed_goods_share=_share(not pair.names_goods for pair in rows.pairs),
        found_share=round(with_mark / whole, 4) if (whole := sum(rows.listings.values())) else None,
        decisions=len(rows.verdicts),
        agreement=_share(verdict.confirmed for verdict in rows.verdicts),
    )


def _share(answers: Iterable[bool]) -> float | None:
    answers = list(answers)
    return round(sum(answers) / len(answers), 4) if answers else None
