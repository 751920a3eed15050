"""来源: whose goods a lead's listing sells, which cannot be known from its title.

Such a lead may be lawful resale (正品转售) until the holder answers that the goods are not its own, or a
sample is identified so (来源待查); officers' verdicts that turn on it are counted (`storage.counts.sources`).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.records import NextStep
from storage.tables import (
    AnswerRow,
    AssessmentRow,
    LeadRow,
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
