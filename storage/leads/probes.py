"""抽样复核: leads mixed into the queue although others are worth more, so that learning goes on.

An officer who only ever sees what the model is sure of teaches it nothing. A share of the day's
first leads (a setting) are therefore ones that the model is unsure of, or of which rules and model
say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import without_index
from storage.base.vocabulary import LeadState
from storage.leads.rank import DRAWN, place_probe
from storage.records import Signal
from storage.tables import AssessmentRow, LeadRow, ProbeReason

WINDOW = 60
"""Leads at the head of the queue among which probes are mixed: an officer's day, estimated by hand."""
_HAIR = 1e-6
"""How much smaller a probe's rank is than that of the lead behind it: below every difference of ranks."""
_UNSURE = 0.5
"""The score between infringing and harmless."""
_PENDING = LeadRow.state == LeadState.PENDING
_PENDING_BY_SCORE = without_index(LeadRow.state) == LeadState.PENDING
"""What stands nearest to a score is read by the index of scores, not sorted from all."""


class ProbeCandidate(NamedTuple):
    """A pending lead that might be mixed in, with the grounds on which it was scored."""

    lead_id: int
    score: float
    right_id: str
    signals: Sequence[Signal]


def probe_places(session: Session, share: float) -> list[float]:
    """Ranks that free probe places have, the foremost first; none where enough are there already.

    Of the first `WINDOW` leads every n-th is a probe, n = 1 / share.
    """
    ranks = _first_ranks(session)
    mixed_in = (LeadRow.probe.is_not(None), LeadRow.probe != DRAWN)
    present = session.scalar(sa.select(sa.func.count()).where(_PENDING, *mixed_in))
    return _between(ranks, int(len(ranks) * share) - (present or 0))


def sample_places(session: Session, count: int) -> list[float]:
    """Ranks among the first `WINDOW` leads for leads that were drawn by chance (抽样)."""
    return _between(_first_ranks(session) or [0.0], count)


def _first_ranks(session: Session) -> list[float]:
    query = sa.select(LeadRow.rank).where(_PENDING, LeadRow.probe.is_(None))
    return list(session.scalars(query.order_by(LeadRow.rank, LeadRow.id).limit(WINDOW)))


def _between(ranks: Sequence[float], count: int) -> list[float]:
    """So many ranks, evenly spread between these."""
    step = len(ranks) / (max(count, 0) + 1)
    return [ranks[int(step * (n + 1))] - _HAIR for n in range(count)]


def probe_candidates(session: Session, *, limit: int = 500) -> list[ProbeCandidate]:
    """Pending leads behind the head of the queue, the least sure ones first."""
    head = (
        sa.select(LeadRow.id)
        .where(_PENDING)
        .order_by(LeadRow.rank, LeadRow.id)
        .limit(WINDOW // 4)
        .subquery()
    )
    unsure = sa.union_all(
        *(
            sa.select(
                # As a subquery, since SQLite sorts and limits no part of a union.
                sa.select(LeadRow.id, LeadRow.score)
                .where(
                    side, _PENDING_BY_SCORE, LeadRow.probe.is_(None),
                    LeadRow.relisted == sa.false(), LeadRow.id.not_in(sa.select(head.c.id)),
                )
                .order_by(nearest_first, LeadRow.id)
                .limit(limit)
                .subquery()
            )
            for side, nearest_first in (
                (LeadRow.score >= _UNSURE, LeadRow.score.asc()),
                (LeadRow.score < _UNSURE, LeadRow.score.desc()),
            )
        )
    ).subquery()  # fmt: skip
    least_sure = sa.func.abs(unsure.c.score - _UNSURE), unsure.c.id
    first = sa.select(unsure.c.id).order_by(*least_sure).limit(limit).subquery()
    query = (
        sa.select(LeadRow.id, LeadRow.score, LeadRow.right_id, AssessmentRow.signals)
        .join(first, first.c.id == LeadRow.id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .order_by(sa.func.abs(LeadRow.score - _UNSURE), LeadRow.id)
    )
    return [ProbeCandidate(*row) for row in session.execute(query)]


def mix_in(
    session: Session, places: Sequence[float], probes: Sequence[tuple[int, ProbeReason]]
) -> int:
    """Put these (lead, reason) at the places, ranks of the queue; returns how many."""
    for rank, (lead_id, reason) in zip(places, probes, strict=False):
        place_probe(session, lead_id, rank, reason)
    return min(len(places), len(probes))
