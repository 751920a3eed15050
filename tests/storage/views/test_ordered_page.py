"""A page read in the order of an index holds the same leads as the whole view sorted, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks.material.office_rows import fill as fill_office
from storage.base.database import Database
from storage.base.vocabulary import LeadState
from storage.counts.recount import recount
from storage.counts.stock import COUNTED
from storage.leads.facets import TITLE_CHARACTERS, read_traits
from storage.records import Listing
from storage.tables import LeadRow, ListingRow, ShopRow
from storage.views import lead_queue
from storage.views.lead_queue import find_leads
from storage.views.queue.distinct_values import MOST
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue.order import SORT_COLUMNS, LeadOrder
from storage.views.queue.ordered_page import reads_fewer_rows

LEADS = 600
_COLUMNS = ("rank", "title", "price", "opened", "shop")
_FURTHER = tuple(column for column in SORT_COLUMNS if column not in _COLUMNS)
"""The other columns: of few values, the number and the score."""
_VIEWS = (
    LeadFilter(),
    LeadFilter(states=(LeadState.PENDING,)),
    LeadFilter(states=(LeadState.NOTICED, LeadState.REMOVED)),
    LeadFilter(level="blue"),
    LeadFilter(states=(LeadState.PENDING,), next_step="ask_holder"),
    LeadFilter(words="面粉"),
)


@pytest.fixture
def office(database: Database) -> Database:
    """Leads of which some lack price and shop, and two platforms have shops of one name."""
    fill_office(database, listings=LEADS, leads=LEADS)
    draw = random.Random(3)
    with database.begin() as session:
        for shop in session.scalars(sa.select(ShopRow).where(ShopRow.id <= 400)):
            shop.name = f"示例店铺{shop.id // 3}"
        for lead in session.scalars(sa.select(LeadRow)):
            lead.price = draw.choice([None, 990, 1990, 2990])
            lead.shop_id = draw.choice([None, *[draw.randrange(1, 400)] * 4])
            lead.opened_at = datetime(2026, 10, draw.randrange(1, 20), tzinfo=UTC)
        session.flush()
        recount(session)
    database.tune()
    return database


@pytest.mark.both_databases
def test_a_page_read_in_order_is_that_of_the_sorted_view(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[dict[tuple[Any, ...], list[int]]] = []
    for in_order in (True, False):
        monkeypatch.setattr(lead_queue, "reads_fewer_rows", lambda *_, _is=in_order, **__: _is)
        with office.read() as session:
            pages.append(
                {
                    (view, column, descending, offset): _page(
                        session, view, column, descending, offset
                    )
                    for views, columns, offsets in (
                        (_VIEWS, _COLUMNS, (0, 40, LEADS // 2, LEADS - 20)),
                        (_VIEWS[1:4:2], _FURTHER, (0, 40)),
                    )
                    for view in views
                    for column in columns
                    for descending in (False, True)
                    for offset in offsets
                }
            )
    assert pages[0] == pages[1]


def _page(
    session: Session, view: LeadFilter, column: str, descending: bool, offset: int
) -> list[int]:
    order = LeadOrder(column=column, descending=descending)
    page = find_leads(session, replace(view, order=order), offset=offset, limit=20)
    return [line.id for line in page.lines]


def test_a_wide_view_is_read_in_order_and_a_narrow_one_is_sorted() -> None:
    assert reads_fewer_rows(20, view=60_000, office=100_000)
    assert not reads_fewer_rows(20, view=500, office=100_000)
    assert not reads_fewer_rows(50_000, view=60_000, office=100_000)


@pytest.mark.both_databases
def test_a_column_of_very_many_values_is_read_downwards_from_the_last(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_queue, "reads_fewer_rows", lambda *_, **__: True)
    assert LEADS > MOST
    with office.begin() as session:
        for lead in session.scalars(sa.select(LeadRow)):
            lead.platform = f"p{lead.id:04}.invalid"
        session.flush()
        recount(session)
    with office.read() as session:
        view = LeadFilter(states=COUNTED)
        assert _page(session, view, "platform", True, 0) == [*range(LEADS, LEADS - 20, -1)]
        assert _page(session, view, "platform", False, 0) == [*range(1, 21)]


def test_no_sorted_view_of_many_leads_is_sorted_by_sqlite(office: Database) -> None:
    """Each page is read from the index of its order: the plan sorts at most what is equal in its first column."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    event.listen(office.engine, "before_cursor_execute", note)
    with office.read() as session:
        for column in ("title", "price", "opened"):
            for view in _VIEWS[:2]:
                statements.clear()
                _page(session, view, column, True, 0)
                (query,) = (statement for statement in statements if "LIMIT" in statement[0])
                plan = session.connection().exec_driver_sql(
                    "EXPLAIN QUERY PLAN " + query[0], query[1]
                )
                steps = [str(step[3]) for step in plan]
                index = f"ix_leads_{'opened_at' if column == 'opened' else column}"
                (walk,) = (n for n, step in enumerate(steps) if index in step)
                assert "USE TEMP B-TREE FOR ORDER BY" not in steps[walk + 1 : walk + 3], steps


@pytest.mark.both_databases
def test_a_title_of_any_length_fits_the_index(office: Database) -> None:
    long = "示" * 3_000
    with office.begin() as session:
        session.get_one(ListingRow, 1).title = long
        session.flush()
        record = Listing(url="https://p.invalid/1", title=long)
        session.get_one(LeadRow, 1).title = read_traits(session, {1: record})[1].title
        session.flush()
        assert session.get_one(LeadRow, 1).title == long[:TITLE_CHARACTERS]
