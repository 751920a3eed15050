"""The queue of pages and the runs that own it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.frontier.page_queue import fingerprint, host_of
from crawler.frontier.throttle import HostPace
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls import frontier, runs
from storage.crawls.frontier import FailedVisit, NewPage
from storage.crawls.tasks import add_task, enable_task, list_tasks, load_task, remove_task
from storage.tables import FrontierRow, RunRow
from tests.databases import migrated_database

URLS = ("http://a.example/",)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = migrated_database(Settings(database_url=database_url))
    yield opened
    opened.close()


def new_run(session: Session) -> int:
    return runs.open_run(session, urls=URLS, options={}).id


def page(number: int, **more: object) -> NewPage:
    url = f"http://a.example/{number}"
    return NewPage(fingerprint=fingerprint(url), url=url, host="a.example:80", **more)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_page_is_queued_once_however_often_it_is_found(database: Database) -> None:
    with database.begin() as session:
        run = new_run(session)
        frontier.add_pages(session, run, [page(1), page(2)])
        frontier.add_pages(session, run, [page(2), page(3), page(3)])
        assert frontier.queued_hosts(session, run) == {"a.example:80": 3}


@pytest.mark.both_databases
def test_pages_come_by_priority_and_then_in_the_order_they_were_found(database: Database) -> None:
    with database.begin() as session:
        run = new_run(session)
        found = [page(1), page(2, priority=20), page(3), page(4, priority=20)]
        frontier.add_pages(session, run, found)
        urls = [p.url[-1] for p in frontier.next_pages(session, run, "a.example:80", 10)]
    assert urls == ["2", "4", "1", "3"]


@pytest.mark.both_databases
def test_a_page_that_fails_too_often_is_dead_and_one_that_is_done_stays_done(
    database: Database,
) -> None:
    with database.begin() as session:
        run = new_run(session)
        frontier.add_pages(session, run, [page(1), page(2), page(3)])
        ids = {p.url[-1]: p.id for p in frontier.next_pages(session, run, "a.example:80", 10)}
        frontier.finish_pages(session, [ids["1"]])
        visits = [
            FailedVisit(page_id=ids["2"], error="x", tries=frontier.MAX_TRIES, final=False),
            FailedVisit(page_id=ids["3"], error="y", tries=1, final=False),
        ]
        frontier.fail_pages(session, visits)
        frontier.add_pages(session, run, [page(1), page(2)])
        states = session.execute(sa.select(FrontierRow.url, FrontierRow.state)).all()
    assert {url[-1]: state for url, state in states} == {"1": "done", "2": "dead", "3": "queued"}


@pytest.mark.both_databases
def test_an_unfinished_run_is_gone_on_with_and_a_finished_one_is_not(database: Database) -> None:
    with database.begin() as session:
        first = runs.open_run(session, urls=URLS, options={"follow": "site"})
        runs.keep_run(session, first.id, {"pages": 7}, 1.5)
        runs.end_run(session, first.id, state=RunState.STOPPED, reason="interrupted")
        again = runs.open_run(session, urls=URLS, options={"follow": "site"})
        other = runs.open_run(session, urls=URLS, options={"follow": "none"})
        runs.end_run(session, again.id, state=RunState.FINISHED, reason="finished")
        fresh = runs.open_run(session, urls=URLS, options={"follow": "site"})
    assert (again.id, again.resumed, again.counts["pages"]) == (first.id, True, 7)
    assert again.seconds == 1.5
    assert len({first.id, other.id, fresh.id}) == 3
    assert not fresh.resumed


@pytest.mark.both_databases
def test_a_run_of_a_living_process_is_refused_and_a_dead_ones_taken_over(
    database: Database,
) -> None:
    with database.begin() as session:
        mine = runs.open_run(session, urls=URLS, options={})
        machine, pid, started = runs.this_process().rsplit(":", 2)
        dead = f"{machine}:{pid}:{int(started) - 1}"
        alive = f"another/machine:{pid}:{started}"
        row = session.get_one(RunRow, mine.id)
        row.owner = alive
        session.flush()
        with pytest.raises(Refused, match="under way"):
            runs.open_run(session, urls=URLS, options={})
        row.owner = dead
        session.flush()
        assert runs.open_run(session, urls=URLS, options={}).id == mine.id


@pytest.mark.both_databases
def test_a_slot_of_the_clock_is_answered_by_one_run(database: Database) -> None:
    from datetime import UTC, datetime

    slot = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    with database.begin() as session:
        task = add_task(session, "示例", URLS, cron="0 8 * * 1")
        first = runs.open_run(session, urls=URLS, options={}, task_id=task.id, slot=slot)
        runs.end_run(session, first.id, state=RunState.FINISHED, reason="finished")
        with pytest.raises(Refused, match="answered"):
            runs.open_run(session, urls=URLS, options={}, task_id=task.id, slot=slot)


@pytest.mark.both_databases
def test_a_task_is_stored_replaced_disabled_and_removed(database: Database) -> None:
    with database.begin() as session:
        add_task(session, "奶食品", URLS, options={"follow": "links"})
        add_task(session, "奶食品", ["http://b.example/"], cron="*/5 * * * *")
        assert load_task(session, "奶食品").urls == ("http://b.example/",)
        enable_task(session, "奶食品", False)
        assert list_tasks(session, enabled_only=True) == []
        remove_task(session, "奶食品")
        with pytest.raises(NotFound):
            load_task(session, "奶食品")


@pytest.mark.parametrize(
    ("name", "urls", "more"),
    [
        (" ", URLS, {}),
        ("a", (), {}),
        ("a", ("ftp://x/",), {}),
        ("a", URLS, {"cron": "every day"}),
        ("a", URLS, {"options": {"rendr": "auto"}}),
    ],
)
def test_a_task_that_cannot_work_is_not_stored(
    database: Database, name: str, urls: tuple[str, ...], more: dict[str, object]
) -> None:
    with database.begin() as session, pytest.raises(BadInput):
        add_task(session, name, urls, **more)  # type: ignore[arg-type]


def test_a_host_that_fails_is_asked_by_fewer_at_once_and_later() -> None:
    pace = HostPace(delay=0.0, concurrency=8)
    for _ in range(8):
        pace.started(100.0)
    assert not pace.ready(100.0)
    for _ in range(3):
        pace.failed(100.0)
    assert pace.at_once == 1
    assert not pace.ready(100.1)


def test_the_spacing_follows_a_slow_host_and_never_falls_below_what_was_asked() -> None:
    pace = HostPace(delay=1.0, concurrency=8)
    pace.started(0.0)
    assert not pace.ready(0.9)
    pace.answered(latency=6.0)
    assert pace.delay == 6.0
    for _ in range(20):
        pace.in_flight += 1
        pace.answered(latency=0.1)
    assert pace.delay == 1.0


def test_addresses_that_show_the_same_goods_are_one_page() -> None:
    assert fingerprint("http://a.example/en/product/17.html") == fingerprint(
        "http://a.example/zh-hans/product/17.html?utm_source=x"
    )
    assert fingerprint("http://a.example/list?page=2") != fingerprint("http://a.example/list")
    assert host_of("https://A.example/x") == "a.example:443"
