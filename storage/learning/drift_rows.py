"""漂移 in the database: what was assessed, found and decided in a period, as rows that a test can count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.disguises import SAME_SIGN, disguise_of
from storage.base.vocabulary import DecisionKind, Verdict
from storage.leads.rank import DRAWN
from storage.leads.standing_verdicts import is_standing
from storage.tables import (
    AssessmentRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    RightRow,
)

UNNAMED = 0.1
"""Weight of the ground of goods where no word names them: `goods.unnamed` of `classifiers.signals.weights`."""
_MOST = 20_000
"""Pairs, verdicts and listings of a period that are read, the latest ones; chosen by hand: more change no share."""
_DISORDER = 1_000
"""Versions beside a period that are looked at, too; chosen by hand."""


class AssessedPair(NamedTuple):
    """A listing × right at its first assessment."""

    right: str
    platform: str
    score: float
    lead: bool
    disguised: bool
    names_goods: bool


class DecidedPair(NamedTuple):
    """A standing verdict."""

    right: str
    platform: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class PeriodRows:
    """What happened between two moments; rights by their text."""

    since: datetime
    until: datetime
    pairs: tuple[AssessedPair, ...]
    verdicts: tuple[DecidedPair, ...]
    listings: Mapping[tuple[str, bool], int]
    """Assessed listings, the latest ones, by platform and whether any mark was found in them."""


def read_period(session: Session, since: datetime, until: datetime) -> PeriodRows:
    """The rows of a period; verdicts on drawn non-leads are left out."""
    return PeriodRows(
        since=since,
        until=until,
        pairs=_pairs(session, since, until),
        verdicts=_verdicts(session, since, until),
        listings=_listings(session, since, until),
    )


class _Mark(NamedTuple):
    """A signal of a mark, as `disguise_of` reads it."""

    kind: str
    field: str
    how: str | None
    weight: float


def _pairs(session: Session, since: datetime, until: datetime) -> tuple[AssessedPair, ...]:
    earlier = sa.orm.aliased(AssessmentRow)
    is_first = ~sa.exists().where(
        earlier.version_id == AssessmentRow.version_id,
        earlier.right_id == AssessmentRow.right_id,
        earlier.id < AssessmentRow.id,
    )
    query = (
        sa.select(
            RightRow.text,
            ListingRow.platform,
            AssessmentRow.score,
            AssessmentRow.lead,
            # As plain JSON: thousands of signals are read for two facts.
            sa.type_coerce(AssessmentRow.signals, sa.JSON),
        )
        .join(RightRow, RightRow.id == AssessmentRow.right_id)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .join(ListingRow, ListingRow.id == ListingVersionRow.listing_id)
        .where(AssessmentRow.created_at >= since, AssessmentRow.created_at < until, is_first)
        .order_by(AssessmentRow.created_at.desc(), AssessmentRow.id.desc())
        .limit(_MOST)
    )
    return tuple(
        AssessedPair(right, platform, score, lead, _is_disguised(signals), _names_goods(signals))
        for right, platform, score, lead, signals in session.execute(query)
    )


def _is_disguised(signals: list[dict[str, Any]]) -> bool:
    """Whether the mark is written otherwise than as the same sign; a mark in a picture alone is hidden, too."""
    marks = [
        _Mark("mark", signal.get("field", ""), signal.get("how"), signal.get("weight", 0.0))
        for signal in signals
        if signal.get("kind") == "mark"
    ]
    written = disguise_of(marks)
    return written is not None and written not in SAME_SIGN


def _names_goods(signals: list[dict[str, Any]]) -> bool:
    return any(
        signal.get("kind") == "goods" and signal.get("weight") != UNNAMED for signal in signals
    )


def _verdicts(session: Session, since: datetime, until: datetime) -> tuple[DecidedPair, ...]:
    query = (
        sa.select(RightRow.text, LeadRow.platform, DecisionRow.verdict)
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            DecisionRow.verdict.in_((Verdict.CONFIRMED, Verdict.DISMISSED)),
            is_standing(),
            sa.or_(LeadRow.probe.is_(None), LeadRow.probe != DRAWN),
            DecisionRow.decided_at >= since,
            DecisionRow.decided_at < until,
        )
        .order_by(DecisionRow.decided_at.desc(), DecisionRow.id.desc())
        .limit(_MOST)
    )
    return tuple(
        DecidedPair(right, platform, verdict == DecisionKind.CONFIRMED)
        for right, platform, verdict in session.execute(query)
    )


def _listings(session: Session, since: datetime, until: datetime) -> dict[tuple[str, bool], int]:
    first, last = _versions_between(session, since, until)
    latest = (
        sa.select(ListingVersionRow.id, ListingVersionRow.listing_id)
        .where(
            ListingVersionRow.id >= first,
            ListingVersionRow.id < last,
            ListingVersionRow.seen_at >= since,
            ListingVersionRow.seen_at < until,
            ListingVersionRow.assessed_with.is_not(None),
        )
        .order_by(ListingVersionRow.id.desc())
        .limit(_MOST)
        .subquery()
    )
    has_mark = sa.exists().where(AssessmentRow.version_id == latest.c.id)
    query = (
        sa.select(ListingRow.platform, has_mark, sa.func.count())
        .join(latest, latest.c.listing_id == ListingRow.id)
        .group_by(ListingRow.platform, has_mark)
    )
    counts: Counter[tuple[str, bool]] = Counter()
    for platform, with_mark, count in session.execute(query):
        counts[platform, bool(with_mark)] += count
    return counts


def _versions_between(session: Session, since: datetime, until: datetime) -> tuple[int, int]:
    """Numbers between which the versions of a period lie: they are given in the order in which they were seen."""
    end = (session.scalar(sa.select(sa.func.max(ListingVersionRow.id))) or 0) + 1
    if end <= _MOST:
        return 0, end
    # A clock that was put back leaves a little disorder: so much is read besides.
    edges = [_first_seen_from(session, moment, end) for moment in (since, until)]
    return max(0, edges[0] - _DISORDER), min(end, edges[1] + _DISORDER)


def _first_seen_from(session: Session, moment: datetime, end: int) -> int:
    """The number of the first version seen at a moment or later, by halving."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        following = sa.select(ListingVersionRow.id, ListingVersionRow.seen_at).where(
            ListingVersionRow.id >= middle
        )
        row = session.execute(following.order_by(ListingVersionRow.id).limit(1)).one_or_none()
        if row is None or row.seen_at >= moment:
            high = middle
        else:
            low = row.id + 1
    return low
