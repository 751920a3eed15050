"""The values that a column of the leads has (取值), by steps through its index."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

MOST = 500
"""Values that one filter offers at most; chosen by hand."""


def distinct_values(session: Session, column: Any) -> list[str]:
    """The values of a column, sorted; that of leads without one is left out."""
    return [value for value in session.scalars(_query(column)) if value is not None]


@cache
def _query(column: Any) -> Any:
    """The distinct values, stepping through the index: a plain DISTINCT reads every row."""
    first = sa.select(sa.func.min(column).label("value")).cte(recursive=True)
    following = sa.select(sa.func.min(column)).where(column > first.c.value).scalar_subquery()
    steps = first.union_all(sa.select(following).where(first.c.value.is_not(None)))
    return sa.select(steps.c.value).limit(MOST)
