"""What a page of the queue reads does not grow with the office: SQLite's instructions, counted at two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.material.office_rows import fill as fill_office
from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import ISSUED, LeadState
from storage.counts.recount import recount
from storage.leads.probes import probe_candidates
from storage.views import lead_queue, queue_groups
from storage.views.lead_queue import find_leads
from storage.views.queue import narrow_view
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue.order import BY_RANK, SORT_COLUMNS, LeadOrder
from storage.views.queue_groups import Grouping, find_groups
from storage.views.teamwork.lead_group import next_group
from tests.databases import migrated_database
from tests.sqlite_steps import sqlite_steps

SMALL, LARGE = 2_000, 6_000
MOST_GROWTH = 1.3
"""Steps in the large office as a multiple of those in the small one: an index may be a page deeper."""
SLACK = 400
"""Steps that a few more values of a column cost."""
COUNTED = 100
"""Leads from which on a view counts as large here."""
PENDING = (LeadState.PENDING,)
_OFFSETS = (0, 8, 16)
"""Pages of groups: the leads that tell whether a view is large stand in fewer than the last begins at."""
_RARE_SHOP = 225
"""A shop of one pending lead of the level, in both offices."""
Offices = tuple[Database, Database]
_VIEWS = {
    "one state": LeadFilter(states=PENDING),
    "some states": LeadFilter(states=ISSUED),
    "right": LeadFilter(states=PENDING, right="right-7"),
    "platform": LeadFilter(states=PENDING, platform="p20.invalid"),
    "level that stands last": LeadFilter(states=PENDING, level="blue"),
    "words": LeadFilter(states=PENDING, words="面粉"),
    "days": LeadFilter(states=PENDING, until=today()),
    "two filters": LeadFilter(states=PENDING, level="blue", next_step="ask_holder"),
}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    small, large = (_office(tmp_path_factory.mktemp("office"), leads) for leads in (SMALL, LARGE))
    yield small, large
    small.close()
    large.close()


def _office(folder: Path, leads: int) -> Database:
    database = migrated_database(Settings(home=folder))
    fill_office(database, listings=leads, leads=leads)
    with database.begin() as session:
        session.execute(sa.text("UPDATE leads SET score = score + id * 1e-7"))
        recount(session)
    database.tune()
    return database


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lead_queue, narrow_view):
        monkeypatch.setattr(module, "MOST_COUNTED", COUNTED)
    for name, number in {"LARGE_VIEW": COUNTED, "MOST_GROUPED": 50, "MOST_OF_A_GROUP": 5}.items():
        monkeypatch.setattr(queue_groups, name, number)


def _grows(offices: Offices, act: Callable[[Session], object]) -> tuple[bool, Sequence[int]]:
    steps = [sqlite_steps(office, act) for office in offices]
    return steps[1] > MOST_GROWTH * steps[0] + SLACK, steps


@pytest.mark.parametrize("name", _VIEWS)
def test_a_page_of_a_view_reads_no_more_in_a_larger_office(offices: Offices, name: str) -> None:
    grows, steps = _grows(offices, lambda s: find_leads(s, _VIEWS[name], offset=0, limit=2))
    assert not grows, steps


def test_a_view_of_few_leads_that_is_counted_to_its_end_reads_no_more_in_a_larger_office(
    offices: Offices,
) -> None:
    """As a group of leads and the interface for programs ask for it: not read along all leads of the level."""
    view = LeadFilter(states=PENDING, shop_id=_RARE_SHOP, level="blue")
    grows, steps = _grows(
        offices, lambda s: find_leads(s, view, offset=0, limit=2, counts_all=True)
    )
    assert not grows, steps


@pytest.mark.parametrize("column", sorted(SORT_COLUMNS))
@pytest.mark.parametrize("descending", [False, True])
def test_a_sorted_page_reads_no_more_in_a_larger_office(
    offices: Offices, column: str, descending: bool
) -> None:
    order = LeadOrder(column=column, descending=descending)
    view = LeadFilter(states=PENDING, order=order)
    grows, steps = _grows(offices, lambda s: find_leads(s, view, offset=0, limit=2))
    assert not grows, steps


@pytest.mark.parametrize("by", Grouping)
def test_groups_read_no_more_in_a_larger_office(offices: Offices, by: Grouping) -> None:
    for view in (
        LeadFilter(),
        LeadFilter(level="red"),
        LeadFilter(states=PENDING),
        LeadFilter(states=PENDING, region="15"),
    ):
        grows, steps = _grows(offices, lambda s, v=view: find_groups(s, v, by, offset=0, limit=20))  # type: ignore[misc]
        assert not grows, (view, steps)


def test_the_least_sure_leads_are_read_by_their_scores_and_are_those_of_all(
    offices: Offices,
) -> None:
    grows, steps = _grows(offices, lambda s: probe_candidates(s, limit=20))
    assert not grows, steps
    with offices[0].read() as session:
        every = probe_candidates(session, limit=SMALL)
        assert sorted(every, key=lambda lead: (abs(lead.score - 0.5), lead.lead_id)) == every
        assert probe_candidates(session, limit=20) == every[:20]


def test_a_view_that_is_not_counted_to_its_end_says_so_and_pages_in_order(offices: Offices) -> None:
    view = LeadFilter(states=PENDING, until=today())
    with offices[0].read() as session:
        for column in (BY_RANK, *SORT_COLUMNS):
            for descending in (False, True):
                order = LeadOrder(column=column, descending=descending)
                page = find_leads(session, replace(view, order=order), offset=20, limit=20)
                plain = LeadFilter(states=PENDING, order=order)
                whole = find_leads(session, plain, offset=20, limit=20, counts_all=True)
                assert (page.total, page.is_more) == (COUNTED, True)
                assert not whole.is_more
                assert whole.total > COUNTED
                assert [line.id for line in page.lines] == [line.id for line in whole.lines], order


def test_of_a_large_view_the_groups_of_its_best_leads_are_those_of_all(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    with offices[0].read() as session:
        for by in Grouping:
            for view in (LeadFilter(), LeadFilter(states=PENDING), LeadFilter(region="15")):
                pages = [find_groups(session, view, by, offset=n, limit=8) for n in _OFFSETS]
                monkeypatch.setattr(queue_groups, "LARGE_VIEW", 10**6)
                whole = find_groups(session, view, by, offset=0, limit=8 * len(pages))
                monkeypatch.setattr(queue_groups, "LARGE_VIEW", COUNTED)
                assert all(page.is_more for page in pages)
                assert len({(page.total, page.leads) for page in pages}) == 1
                assert not whole.is_more
                assert [
                    (group.key, group.first, min(group.count, 5)) for group in whole.groups
                ] == [
                    (group.key, group.first, group.count) for page in pages for group in page.groups
                ]


def test_the_next_group_is_found_from_a_place_on(offices: Offices) -> None:
    """All groups of two and more, one after the other, as the list of all groups has them."""
    view = LeadFilter(states=PENDING)
    with offices[0].read() as session:
        places = session.execute(
            sa.text(
                "SELECT shop_id, min(rank) AS best FROM leads WHERE state IN ('pending', 'claimed')"
                " AND shop_id IS NOT NULL GROUP BY shop_id HAVING count(*) > 1 ORDER BY best, shop_id"
            )
        ).all()
        after, keys = None, []
        for _, (shop, best) in zip(range(30), places, strict=False):
            key = next_group(session, view, Grouping.SHOP, after=after)
            keys.append(key)
            after = (best, str(shop))
        assert keys == [str(shop) for shop, _ in places[:30]]
        last = places[-1]
        assert next_group(session, view, Grouping.SHOP, after=(last.best, str(last[0]))) is None
