"""A view that no kept count knows (未计数的视图): its leads are looked for, and no more than an officer pages through.

A view narrowed by words, by days or by two filters at once is found, counted and sorted in one statement; one that
holds more is not counted to its end, and its page is read in the order of an index (`ordered_page.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.views.queue.order import LeadOrder, order_terms

MOST_COUNTED = 5_000
"""Leads up to which a view is counted; chosen by hand: some milliseconds, and more pages than anybody turns."""


@dataclass(frozen=True, kw_only=True)
class NarrowView:
    """What was found of a view."""

    count: int
    """Leads, at most MOST_COUNTED and one."""
    ids: Sequence[int]
    """Those of the page in order, where all were found."""

    @property
    def is_whole(self) -> bool:
        """Whether all leads of the view were found."""
        return self.count <= MOST_COUNTED


def read_narrow_view(
    session: Session, matching: sa.Select[int], order: LeadOrder, *, offset: int, limit: int
) -> NarrowView:
    """One page and the count of the leads that `matching`, a query of their numbers, finds."""
    terms = order_terms(order)
    places = [expression.label(f"place_{n}") for n, (expression, _) in enumerate(terms)]
    in_view = matching.add_columns(*places).limit(MOST_COUNTED + 1).cte("in_view")
    count = sa.select(sa.func.count()).select_from(in_view).scalar_subquery()
    columns = [
        in_view.c[place.name].desc() if descending else in_view.c[place.name].asc()
        for place, (_, descending) in zip(places, terms, strict=True)
    ]
    number: Any = in_view.c.id
    rows = session.execute(
        sa.select(number, count).order_by(*columns).offset(offset).limit(limit)
    ).all()
    total = rows[0][1] if rows else session.scalar(sa.select(count)) or 0
    return NarrowView(count=total, ids=[row[0] for row in rows])
