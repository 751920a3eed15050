"""Which leads a view of the queue keeps (筛选条件), and the conditions of a query that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from storage.base.office_time import day_bounds, midnight
from storage.base.vocabulary import UNDO, LeadState
from storage.counts.stock import COUNTED
from storage.leads.rank import DRAWN
from storage.tables import AnswerRow, DecisionRow, LeadRow, MergeRow
from storage.views.queue.order import DEFAULT_ORDER, LeadOrder
from storage.views.queue.ordered_page import Column, as_it_is
from storage.views.queue.search import search_condition
from storage.views.teamwork.assignment_list import assigned_leads

NOWHERE = "none"
"""The region filter for sellers whose place the page does not show."""


@dataclass(frozen=True, kw_only=True)
class LeadFilter:
    """What a view of the leads keeps; None and empty keep everything."""

    states: tuple[LeadState, ...] = ()
    right: str | None = None
    platform: str | None = None
    level: str | None = None
    disguise: str | None = None
    """A key of storage.base.disguises.DISGUISE_NAMES."""
    next_step: str | None = None
    """A word of storage.records.NextStep."""
    region: str | None = None
    """GB/T 2260, two, four or six digits: what lies in it counts too. NOWHERE: no place shown."""
    tier: int | None = None
    """保护等级 of the right's holder."""
    shop_id: int | None = None
    picture: str | None = None
    """Leads whose main pictures look alike share this hash."""
    officer: str | None = None
    """Claimed or decided last by this officer."""
    assigned: str | None = None
    """A view of the assignments that are not over (交办), as `viewer` sees it: a key of
    storage.views.teamwork.assignment_list.ASSIGNMENT_VIEWS."""
    viewer: str | None = None
    relisted: bool = False
    campaign: str | None = None
    answered: bool = False
    """The holder answered, and no officer has taken the answer over yet."""
    words: str | None = None
    """Each stands on the lead: number, title, mark, holder, shop or address."""
    decided_on: date | None = None
    """Given a verdict on this day of the office; one that was taken back counts too."""
    since: date | None = None
    """Opened on or after this day of the office."""
    until: date | None = None
    """Opened on or before this day."""
    samples: bool = True
    """With the non-leads drawn by chance (抽样) that no officer decided yet."""
    order: LeadOrder = DEFAULT_ORDER
    """How the view is sorted."""


def narrowed(
    query: sa.Select[Any], filters: LeadFilter, column: Column = as_it_is
) -> sa.Select[Any]:
    """A query over leads, cut down to those of a view; `column` says how its conditions name a lead's columns."""
    return query.where(*_conditions(filters, column))


def _conditions(filters: LeadFilter, column: Column) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.states:
        conditions.append(column(LeadRow.state).in_(filters.states))
    else:
        # By number, which every index holds: by state the rows themselves would be read.
        conditions.append(LeadRow.id.not_in(_MERGED))
    equal: tuple[tuple[Any, object], ...] = (
        (LeadRow.right_id, filters.right),
        (LeadRow.level, filters.level),
        (LeadRow.platform, filters.platform),
        (LeadRow.disguise, filters.disguise),
        (LeadRow.next_step, filters.next_step),
        (LeadRow.tier, filters.tier),
        (LeadRow.shop_id, filters.shop_id),
        (LeadRow.picture, filters.picture),
        (LeadRow.claimed_by, filters.officer),
        (LeadRow.campaign, filters.campaign),
    )
    conditions += [column(place) == value for place, value in equal if value is not None]
    if filters.region == NOWHERE:
        conditions.append(column(LeadRow.region).is_(None))
    elif filters.region:
        # A range, which an index has: all codes are digits.
        conditions.append(column(LeadRow.region).between(filters.region, f"{filters.region}999999"))
    if filters.assigned:
        conditions.append(LeadRow.id.in_(assigned_leads(filters.assigned, filters.viewer or "")))
    if filters.relisted:
        conditions.append(column(LeadRow.relisted) == sa.true())
    if filters.words:
        conditions.append(search_condition(filters.words))
    if filters.answered:
        waiting = sa.select(AnswerRow.lead_id).where(AnswerRow.accepted_by.is_(None))
        conditions.append(LeadRow.id.in_(waiting))
    if filters.decided_on:
        conditions.append(LeadRow.id.in_(_decided_on(filters.decided_on)))
    if filters.since:
        conditions.append(column(LeadRow.opened_at) >= midnight(filters.since))
    if filters.until:
        conditions.append(column(LeadRow.opened_at) < midnight(filters.until + timedelta(days=1)))
    if not filters.samples:
        conditions.append(
            sa.or_(
                LeadRow.probe.is_(None),
                LeadRow.probe != DRAWN,
                LeadRow.state != LeadState.PENDING,
            )
        )
    return conditions


def in_states(filters: LeadFilter) -> LeadFilter:
    """The same view; where it asks for no state, by all states that count: so the queue's index is enough to go
    through all of it."""
    return filters if filters.states else replace(filters, states=COUNTED)


_MERGED = sa.select(MergeRow.lead_id).where(MergeRow.undone_at.is_(None))
"""Duplicates that point to another lead: a view that asks for no state counts each matter once."""


def _decided_on(day: date) -> sa.Select[int]:
    start, end = day_bounds(day)
    return sa.select(DecisionRow.lead_id).where(
        DecisionRow.verdict != UNDO,
        DecisionRow.decided_at >= start,
        DecisionRow.decided_at < end,
    )
