"""来源: whose goods a lead's listing sells, which cannot be known from its title.

Such a lead may be lawful resale (正品转售) until the holder answers that the goods are not its own, or a
sample is identified so (来源待查); officers' verdicts that turn on it are counted (来源计数).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.leads.standing_verdicts import newest_standing
from storage.records import NextStep
from storage.records.source_count import SourceCount, SourceCounts
from storage.tables import (
    AnswerRow,
    AssessmentRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    TestPurchaseRow,
)
from storage.tables.purchases import Identification

_OPEN_STEPS = (NextStep.ASK_HOLDER.value, NextStep.TEST_PURCHASE.value)
UNAUTHORISED = "unauthorised"
"""The answer (`storage.rights.answer_links.Choice`) by which the holder disowns goods and seller."""
UNLAWFUL_REASONS = ("same_mark", "no_licence", "licence_exceeded")
LAWFUL_REASONS = ("licensed", "genuine_resale")
"""Reasons (storage.base.reasons) of verdicts that say whether the seller had leave."""


def open_sources(session: Session, lead_ids: Sequence[int]) -> list[int]:
    """Those of these leads whose source nobody has settled, in their order; one statement."""
    answered = sa.exists().where(AnswerRow.lead_id == LeadRow.id, AnswerRow.choice == UNAUTHORISED)
    identified = sa.exists().where(
        TestPurchaseRow.lead_id == LeadRow.id,
        TestPurchaseRow.identification == Identification.NOT_GENUINE,
    )
    query = (
        sa.select(LeadRow.id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .where(LeadRow.id.in_(lead_ids), AssessmentRow.next_step.in_(_OPEN_STEPS))
        .where(~answered, ~identified)
        .order_by(LeadRow.id)
    )
    return list(session.scalars(query))


def source_counts(session: Session, right_id: str | None = None) -> SourceCounts:
    """By right and platform, the verdict that stands on each lead, of one right or of all; one statement."""
    unlawful = DecisionRow.reason.in_(UNLAWFUL_REASONS)
    lawful = DecisionRow.reason.in_(LAWFUL_REASONS)
    query = (
        sa.select(
            LeadRow.right_id,
            ListingRow.platform,
            sa.func.count().filter(unlawful),
            sa.func.count().filter(lawful),
        )
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(sa.or_(unlawful, lawful))
        .group_by(LeadRow.right_id, ListingRow.platform)
    )
    newest = newest_standing()
    if right_id is not None:
        of_right = sa.select(LeadRow.id).where(LeadRow.right_id == right_id)
        newest = newest.where(DecisionRow.lead_id.in_(of_right))
        query = query.where(LeadRow.right_id == right_id)
    query = query.where(DecisionRow.id.in_(newest))
    return {
        (right, platform): SourceCount(unlawful=against, lawful=for_it)
        for right, platform, against, for_it in session.execute(query)
    }
