"""A view of the queue by shop or by picture (分组): each group with its count, the best first.

Of a large view the leads worth most are put into groups: more groups than anybody goes through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import without_index
from storage.tables import LeadRow, ListingRow, ShopRow
from storage.views.best_leads import best_leads
from storage.views.queue.lead_filter import LeadFilter, in_states, narrowed
from storage.views.queue.order import DEFAULT_ORDER
from storage.views.queue.ordered_page import read_by


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
    """Leads of the view in it, or those up to which they were counted."""
    first: int
    """Id of the lead worth most."""
    title: str
    level: str
    platform: str
    shop: str | None
    shop_id: int | None
    is_more: bool = False
    """Whether it holds more leads than were counted."""


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """One page of groups, and how many groups and leads the whole view holds."""

    groups: Sequence[LeadGroup]
    total: int
    leads: int
    """In groups; leads without a shop or picture stand in none."""
    is_more: bool = False
    """Whether the view holds more leads than those worth most, which were put into groups."""


LARGE_VIEW, MOST_GROUPED = 5_000, 1_000
"""From more leads than the first on only as many as the second are put into groups, those worth most; chosen by
hand: some milliseconds, and hundreds of groups."""
MOST_OF_A_GROUP = 1_000
"""Leads up to which those of one group are then counted; chosen by hand."""

_COLUMNS: Mapping[Grouping, Any] = {
    Grouping.SHOP: LeadRow.shop_id,
    Grouping.PICTURE: LeadRow.picture,
}


def find_groups(
    session: Session, filters: LeadFilter, by: Grouping, *, offset: int, limit: int
) -> GroupPage:
    """The groups of a view, those with the lead worth most first."""
    column = _COLUMNS[by]
    leads = _some_leads(filters, column)
    rows = _groups_of(session, leads.c.key, leads.c.rank, offset, limit)
    # A page behind the groups of these leads does not tell how many they are.
    read = int(rows[0].all) if rows else _count(session, leads) if offset else 0
    is_more = read > LARGE_VIEW
    if is_more:
        best = best_leads(session, filters, without_index(column).is_not(None), most=MOST_GROUPED)
        rows = _groups_of(session, best.c[column.key], best.c.rank, offset, limit)
        counts = {row.key: _count_of(session, filters, column, row.key) for row in rows}
    best_of = _first_leads(session, filters, column, [(row.key, row.best) for row in rows])
    groups = [
        LeadGroup(
            key=str(row.key),
            count=min(counts[row.key], MOST_OF_A_GROUP) if is_more else row.leads,
            is_more=is_more and counts[row.key] > MOST_OF_A_GROUP,
            **best_of[row.key],
        )
        for row in rows
        if row.key in best_of
    ]
    total, in_groups = (rows[0].groups, int(rows[0].all)) if rows else (0, 0)
    return GroupPage(groups=groups, total=total, leads=in_groups, is_more=is_more)


def _some_leads(filters: LeadFilter, column: Any) -> sa.Subquery:
    """Key and rank of all leads of a view that have a key, or of one more than LARGE_VIEW."""
    key = column if _is_plain(filters) else without_index(column)
    leads = narrowed(
        sa.select(key.label("key"), LeadRow.rank), filters if key is column else in_states(filters)
    )
    return leads.where(key.is_not(None)).limit(LARGE_VIEW + 1).subquery()


def _groups_of(session: Session, key: Any, rank: Any, offset: int, limit: int) -> Sequence[Any]:
    """One page of groups, each with how many groups and leads there are."""
    counted = (
        sa.select(key.label("key"), sa.func.count().label("leads"), sa.func.min(rank).label("best"))
        .group_by(key)
        .subquery()
    )
    totals = (
        sa.func.count().over().label("groups"),
        sa.func.sum(counted.c.leads).over().label("all"),
    )
    page = sa.select(counted, *totals).order_by(counted.c.best, counted.c.key)
    return session.execute(page.offset(offset).limit(limit)).all()


def narrowed_groups(session: Session, query: sa.Select[Any], filters: LeadFilter) -> sa.Select[Any]:
    """A query on named groups, cut down to a view: by the index of the groups, since SQLite would else go through
    all leads of a level or a region."""
    return narrowed(query, filters, read_by(session, LeadRow.state))


def _count_of(session: Session, filters: LeadFilter, column: Any, key: Any) -> int:
    of_group = narrowed_groups(session, sa.select(LeadRow.id), filters).where(column == key)
    return _count(session, of_group.limit(MOST_OF_A_GROUP + 1).subquery())


def _count(session: Session, leads: sa.Subquery) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(leads)) or 0


def _is_plain(filters: LeadFilter) -> bool:
    """Whether the index of the groups holds all that a view asks for; by it SQLite would else jump to each row."""
    return replace(filters, states=(), order=DEFAULT_ORDER) == LeadFilter()


def _first_leads(
    session: Session, filters: LeadFilter, column: Any, best: Sequence[tuple[Any, float]]
) -> dict[Any, dict[str, Any]]:
    """What each group shows of its best lead; where two are equally good, of the older one."""
    if not best:
        return {}
    # As rows of their own: of so many conditions joined by OR SQLite may make a way through all leads of the state.
    named = sa.values(sa.column("key", column.type), sa.column("rank", LeadRow.rank.type))
    of_best = named.data([tuple(place) for place in best]).cte("best")
    first = sa.select(sa.func.min(LeadRow.id)).join(
        of_best, sa.and_(column == of_best.c.key, LeadRow.rank == of_best.c.rank)
    )
    oldest = narrowed_groups(session, first, in_states(filters)).group_by(column)
    rows = session.execute(
        sa.select(
            column.label("key"), LeadRow.id.label("first"), LeadRow.level, LeadRow.platform,
            ListingRow.title, ShopRow.name.label("shop"), LeadRow.shop_id,
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .outerjoin(ShopRow, ShopRow.id == LeadRow.shop_id)
        .where(LeadRow.id.in_(oldest))
    )  # fmt: skip
    lines = [dict(row._mapping) for row in rows]
    return {line.pop("key"): line for line in lines}
