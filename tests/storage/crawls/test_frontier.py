"""The frontier: pages queued once, by priority, dead after too many failures; on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.message import Message
from storage.crawls import frontier
from storage.crawls.frontier import FailedVisit, NewPage
from storage.crawls.run_resume import open_run
from storage.records.run_options import RunOptions
from storage.tables import FrontierRow

URLS = ("http://a.example/",)


def new_run(session: Session) -> int:
    return open_run(session, urls=URLS, options=RunOptions()).id


def page(number: int, **more: object) -> NewPage:
    url = f"http://a.example/{number}"
    mark = number.to_bytes(20, "big")
    return NewPage(fingerprint=mark, url=url, host="a.example:80", **more)  # type: ignore[arg-type]


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
        pages = [page(1), page(2, priority=20), page(3), page(4, priority=20)]
        frontier.add_pages(session, run, pages)
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
            FailedVisit(
                page_id=ids["2"],
                error=Message("exchange.timeout"),
                tries=frontier.MAX_TRIES,
                final=False,
            ),
            FailedVisit(page_id=ids["3"], error=Message("exchange.timeout"), tries=1, final=False),
        ]
        frontier.fail_pages(session, visits)
        frontier.add_pages(session, run, [page(1), page(2)])
        states = session.execute(sa.select(FrontierRow.url, FrontierRow.state)).all()
    assert {url[-1]: state for url, state in states} == {"1": "done", "2": "dead", "3": "queued"}
