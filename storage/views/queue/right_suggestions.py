"""Rights by a few typed letters (权利查找): mark, pinyin initials, registration number, holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import HolderRow, LeadRow, RightRow
from storage.tables.base import Document
from storage.views.queue.typed_words import holds, likeness, name_holds


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
    ids = session.scalars(_matching_ids(words).limit(limit)).all()
    rows = session.execute(
        sa.select(
            RightRow.id, RightRow.text, HolderRow.name.label("holder"),
            _NUMBER.label("registration_no"), _has_leads().label("has_leads"),
        )
        .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
        .where(RightRow.id.in_(ids))
    )  # fmt: skip
    suggestions = {row.id: RightSuggestion(**row._mapping) for row in rows}
    return [suggestions[right_id] for right_id in ids]


_NUMBER = sa.type_coerce(RightRow.record, Document)["registration_no"].as_string()


def _has_leads() -> Any:
    return sa.select(LeadRow.id).where(LeadRow.right_id == RightRow.id).correlate(RightRow).exists()


def _matching_ids(words: str) -> sa.Select[str]:
    """The ids of the rights that a text may mean, in order; records are read only for a number."""
    query = sa.select(RightRow.id)
    exact = [RightRow.text == words, RightRow.id == words]
    if words.isascii() and any(letter.isdigit() for letter in words):
        exact.append(words == _NUMBER)
    likest_first = likeness(sa.or_(*exact), RightRow.text, RightRow.initials, words)
    if words:
        matching = [
            *exact,
            *name_holds(RightRow.text, RightRow.initials, words),
            holds(HolderRow.name, words),
        ]
        query = query.outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
        query = query.where(sa.or_(*matching))
    return query.order_by(
        likest_first, sa.case((_has_leads(), 0), else_=1), RightRow.text, RightRow.id
    )
