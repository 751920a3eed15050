"""A view is sorted by any column, downwards or upwards, and its next lead is the next row of the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.leads.rank import queue_rank
from storage.records import Level
from storage.tables import LeadRow
from storage.views.lead_queue import find_leads, next_lead, previous_lead
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue.order import BY_RANK, SORT_COLUMNS, LeadOrder
from tests.storage.views.test_lead_queue import fill


def _fill(database: Database) -> None:
    """Five leads of different levels and prices; 3 and 5 show no price."""
    levels = [Level.BLUE, Level.ORANGE, Level.RED, Level.RED, Level.YELLOW]
    prices = [1990, 990, None, 105000, None]
    with database.begin() as session:
        fill(session)
        for number, (level, price) in enumerate(zip(levels, prices, strict=True), start=1):
            lead = session.get_one(LeadRow, number)
            lead.level, lead.price, lead.score = level.value, price, 0.5 + number / 10
            lead.rank = queue_rank(level, lead.score, lead.tier, lead.reach)
            lead.opened_at += timedelta(minutes=number)


def _ids(database: Database, order: LeadOrder) -> list[int]:
    with database.read() as session:
        page = find_leads(session, LeadFilter(order=order), offset=0, limit=9)
        return [line.id for line in page.lines]


@pytest.mark.both_databases
def test_red_stands_before_orange_and_the_rest_follows_the_column(database: Database) -> None:
    _fill(database)
    assert _ids(database, LeadOrder()) == [4, 3, 2, 5, 1]
    assert _ids(database, LeadOrder(column="price")) == [2, 1, 4, 3, 5]
    assert _ids(database, LeadOrder(column="price", descending=True)) == [4, 1, 2, 3, 5]
    assert _ids(database, LeadOrder(column="opened", descending=True)) == [5, 4, 3, 2, 1]
    assert _ids(database, LeadOrder(column="shop"))[-1] == 5
    assert _ids(database, LeadOrder(column="level")) == [1, 5, 2, 4, 3]


@pytest.mark.both_databases
def test_the_next_lead_of_a_sorted_view_is_its_next_row(database: Database) -> None:
    _fill(database)
    for column in (BY_RANK, *SORT_COLUMNS):
        for descending in (False, True):
            order = LeadOrder(column=column, descending=descending)
            ids = _ids(database, order)
            with database.read() as session:
                rows = session.execute(sa.select(LeadRow.id, LeadRow.rank)).all()
                ranks = {row.id: row.rank for row in rows}
                filters = LeadFilter(order=order)
                following = [next_lead(session, filters, after=(ranks[n], n)) for n in ids]
                previous = [previous_lead(session, filters, before=(ranks[n], n)) for n in ids]
            assert following == [*ids[1:], None], order
            assert previous == [None, *ids[:-1]], order
