"""Rights by a few typed letters (权利查找): mark, pinyin initials, registration number, holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.pinyin.initials import is_initials
from storage.tables import HolderRow, LeadRow, RightRow
from storage.tables.base import Document


@dataclass(frozen=True, kw_only=True)
class RightSuggestion:
    """One right that the typed letters may mean."""

    id: str
    text: str
    holder: str | None
    registration_no: str | None
    has_leads: bool


def suggest_rights(session: Session, words: str, *, limit: int) -> Sequence[RightSuggestion]:
    """The rights that a text may mean, the likeliest first; all of them for an empty one.

    A mark that is the text stands before one that begins with it and one that holds it; among equals those
    with leads come first.
    """
    number = sa.type_coerce(RightRow.record, Document)["registration_no"].as_string()
    leads = (
        sa.select(LeadRow.id).where(LeadRow.right_id == RightRow.id).correlate(RightRow).exists()
    )
    query = sa.select(
        RightRow.id, RightRow.text, HolderRow.name.label("holder"),
        number.label("registration_no"), leads.label("has_leads"),
    ).outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)  # fmt: skip
    likeness = sa.case(
        (sa.or_(RightRow.text == words, RightRow.id == words, number == words), 0),
        (RightRow.text.istartswith(words, autoescape=True), 1),
        (RightRow.initials.startswith(words.lower(), autoescape=True), 2),
        else_=3,
    )
    if words:
        matching = [
            RightRow.id == words,
            number == words,
            RightRow.text.icontains(words, autoescape=True),
            HolderRow.name.icontains(words, autoescape=True),
        ]
        if is_initials(words):
            matching.append(RightRow.initials.contains(words.lower(), autoescape=True))
        query = query.where(sa.or_(*matching))
    rows = session.execute(
        query.order_by(likeness, sa.case((leads, 0), else_=1), RightRow.text, RightRow.id).limit(
            limit
        )
    )
    return [RightSuggestion(**row._mapping) for row in rows]
