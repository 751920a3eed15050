"""抽样: a few listings that the machine held to be no leads, drawn by chance for an officer.

Only leads get verdicts, so that verdicts alone never say what the machine misses. Each non-lead has the
same small chance (a setting) to be drawn once, by a hash of the pair, so that a new assessment draws no
other ones; what is drawn is marked in the queue and weighs one divided by its chance (Horvitz and
Thompson 1952).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.leads.opening import open_lead
from storage.leads.probes import sample_places
from storage.leads.rank import DRAWN, place_probe
from storage.tables import (
    AssessmentRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    RightRow,
    SampledLeadRow,
)
from storage.tables.base import now

_DAY = timedelta(days=1)
_HASHES = 2**64
"""Values that the first eight bytes of a digest take: a digest over it lies between 0 and 1."""


class NonLead(NamedTuple):
    """An assessed listing × right that is no lead."""

    assessment_id: int
    listing_id: int
    right_id: str

    @property
    def place(self) -> float:
        """Its place among all pairs, from 0 to 1, by chance and always the same."""
        digest = hashlib.sha256(f"sample {self.listing_id} {self.right_id}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / _HASHES


def draw_sample(
    session: Session, tiers: dict[str, int], *, share: float, most: int, after: int
) -> int:
    """Open leads for a share of the non-leads assessed later than assessment `after`, up to `most` in a day.

    `tiers` is the protection tier of each right's holder. Returns how many were drawn.
    """
    drawn_today = session.scalar(
        sa.select(sa.func.count()).where(SampledLeadRow.drawn_at > now() - _DAY)
    )
    room = most - (drawn_today or 0)
    if share <= 0 or room <= 0:
        return 0
    hits = sorted(
        (pair for pair in _non_leads(session, after) if pair.place < share),
        key=lambda pair: pair.place,
    )
    chosen = hits[:room]
    weight = len(hits) / len(chosen) / share if chosen else 0.0
    for pair, rank in zip(chosen, sample_places(session, len(chosen)), strict=True):
        assessment = session.get_one(AssessmentRow, pair.assessment_id)
        opening = open_lead(
            session, assessment, pair.listing_id, tier=tiers.get(pair.right_id, 3), drawn=True
        )
        place_probe(session, opening.lead_id, rank, DRAWN)
        session.add(SampledLeadRow(lead_id=opening.lead_id, weight=weight, score=assessment.score))
    session.flush()
    return len(chosen)


def _non_leads(session: Session, after: int) -> list[NonLead]:
    """Pairs assessed later than assessment `after` that are no leads and never were, each once, of active rights."""
    pair_lead = sa.select(LeadRow.id).where(
        LeadRow.listing_id == ListingRow.id, LeadRow.right_id == AssessmentRow.right_id
    )
    query = (
        sa.select(sa.func.max(AssessmentRow.id), ListingRow.id, AssessmentRow.right_id)
        .join(ListingRow, ListingRow.version_id == AssessmentRow.version_id)
        .join(RightRow, RightRow.id == AssessmentRow.right_id)
        .where(
            AssessmentRow.id > after,
            AssessmentRow.lead == sa.false(),
            ~pair_lead.exists(),
        )
        .group_by(ListingRow.id, AssessmentRow.right_id)
    )
    return [NonLead(*row) for row in session.execute(query)]


SCORE_BOUNDS = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)
"""Edges of the parts of scores by which pairs are counted: those of the levels and the lead's."""


def score_part(score: float) -> int:
    """The part of the scores in which one lies, from 0."""
    return min(bisect_right(SCORE_BOUNDS, score), len(SCORE_BOUNDS) - 1) - 1


@dataclass(frozen=True, kw_only=True)
class AssessedPairs:
    """Listing × right pairs in which a mark was found."""

    leads_by_score: tuple[int, ...]
    """Those that the machine held to be leads, by part of their scores."""
    non_leads: int
    """Those that it held to be none, those that were drawn among them."""

    @property
    def leads(self) -> int:
        """All that the machine held to be leads."""
        return sum(self.leads_by_score)


def assessed_pairs(session: Session) -> AssessedPairs:
    """All pairs ever assessed."""
    pairs = (
        sa.select(ListingVersionRow.listing_id, AssessmentRow.right_id)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .distinct()
        .subquery()
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(pairs)) or 0
    is_in = (
        (AssessmentRow.score >= low) & (AssessmentRow.score < (high if high < 1 else 2))
        for low, high in pairwise(SCORE_BOUNDS)
    )
    parts = (sa.func.sum(sa.case((condition, 1), else_=0)) for condition in is_in)
    is_drawn = sa.exists().where(SampledLeadRow.lead_id == LeadRow.id)
    of_leads = session.execute(
        sa.select(*parts)
        .select_from(LeadRow)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .where(~is_drawn)
    ).one()
    by_score = tuple(count or 0 for count in of_leads)
    return AssessedPairs(leads_by_score=by_score, non_leads=max(0, total - sum(by_score)))
