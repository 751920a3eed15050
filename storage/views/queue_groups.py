"""A view of the queue by shop or by picture (分组): each group with its count, the best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import LeadRow, ListingRow, ShopRow
from storage.views.lead_queue import LeadFilter, in_states, narrowed
from storage.views.queue.order import DEFAULT_ORDER
from storage.views.queue.ordered_page import without_index


class Grouping(StrEnum):
    """By what leads are put together."""

    SHOP = "shop"
    PICTURE = "picture"


@dataclass(frozen=True, kw_only=True)
class LeadGroup:
    """The leads of a view that share a shop or a picture."""

    key: str
    """Value of the filter that shows the group alone."""
    count: int
    first: int
    """Id of the lead worth most."""
    title: str
    level: str
    platform: str
    shop: str | None
    shop_id: int | None


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """One page of groups, and how many groups and leads the whole view holds."""

    groups: Sequence[LeadGroup]
    total: int
    leads: int
    """In groups; leads without a shop or picture stand in none."""


_COLUMNS: Mapping[Grouping, Any] = {
    Grouping.SHOP: LeadRow.shop_id,
    Grouping.PICTURE: LeadRow.picture,
}


def find_groups(
    session: Session, filters: LeadFilter, by: Grouping, *, offset: int, limit: int
) -> GroupPage:
    """The groups of a view, those with the lead worth most first."""
    column = _COLUMNS[by]
    key = column if _is_plain(filters) else without_index(column)
    counted = (
        narrowed(
            sa.select(
                key.label("key"),
                sa.func.count().label("leads"),
                sa.func.min(LeadRow.rank).label("best"),
            ),
            filters if key is column else in_states(filters),
        )
        .where(key.is_not(None))
        .group_by(key)
        .subquery()
    )
    totals = (
        sa.func.count().over().label("groups"),
        sa.func.sum(counted.c.leads).over().label("all"),
    )
    page = session.execute(
        sa.select(counted, *totals)
        .order_by(counted.c.best, counted.c.key)
        .offset(offset)
        .limit(limit)
    ).all()
    best_leads = _first_leads(session, filters, column, [(row.key, row.best) for row in page])
    groups = [
        LeadGroup(key=str(row.key), count=row.leads, **best_leads[row.key])
        for row in page
        if row.key in best_leads
    ]
    total, leads = (page[0].groups, int(page[0].all)) if page else (0, 0)
    return GroupPage(groups=groups, total=total, leads=leads)


def _is_plain(filters: LeadFilter) -> bool:
    """Whether the index of the groups holds all that a view asks for; by it SQLite would else jump to each row."""
    return replace(filters, states=(), order=DEFAULT_ORDER) == LeadFilter()


def _first_leads(
    session: Session, filters: LeadFilter, column: Any, best: Sequence[tuple[Any, float]]
) -> dict[Any, dict[str, Any]]:
    """What each group shows of its best lead; where two are equally good, of the older one."""
    query = narrowed(sa.select(sa.func.min(LeadRow.id)), filters)
    ids = query.where(
        column.in_([key for key, _ in best]), sa.tuple_(column, LeadRow.rank).in_(best)
    ).group_by(column)
    rows = session.execute(
        sa.select(
            column.label("key"), LeadRow.id.label("first"), LeadRow.level, LeadRow.platform,
            ListingRow.title, ShopRow.name.label("shop"), LeadRow.shop_id,
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .outerjoin(ShopRow, ShopRow.id == LeadRow.shop_id)
        .where(LeadRow.id.in_(ids))
    )  # fmt: skip
    lines = [dict(row._mapping) for row in rows]
    return {line.pop("key"): line for line in lines}
