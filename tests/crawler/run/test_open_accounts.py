"""Pages whose reading is not final wait, in memory and in the queue, and are stored once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy.crawler import Crawler

from crawler.frontier.crawl_traps import CrawlTraps
from crawler.frontier.left_pages import Left
from crawler.frontier.page_queue import PageQueue
from crawler.frontier.throttle import Paces
from crawler.run.access_gate import VisitCancelled
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.host_conduct import ConductLog
from crawler.run.open_accounts import LONGEST_WAIT, MOST, OpenAccount, OpenAccounts
from crawler.run.open_visits import OpenVisits
from crawler.run.run_outcome import RunOutcome
from crawler.run.scheduler import FrontierScheduler
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.message import Message
from storage.base.settings import Settings
from storage.crawls import frontier
from storage.crawls.frontier import NewPage, QueuedPage
from storage.crawls.page_result import PageResult
from storage.crawls.run_resume import open_run
from storage.listings.page_digests import PageMemory, remembered
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.records.run_options import RunOptions
from storage.tables.base import now
from tests.databases import migrated_database


def item(key: str, title: str = "示例面粉") -> SeenListing:
    return SeenListing(key=key, listing=Listing(url=f"http://{key}", title=title))


def result(page: int, key: str, *, unchanged: tuple[str, ...] = ()) -> PageResult:
    memory = PageMemory(fingerprint=bytes([page % 256]) * 20, digest=bytes(16), reader="1")
    return PageResult(
        page_id=page,
        listings=(item(key),) if key else (),
        links=(NewPage(fingerprint=bytes(20), url="http://a.example/b", host="a.example:80"),),
        unchanged=unchanged,
        memory=memory,
        counts={"pages": 1},
    )


def test_a_page_is_stored_once_as_it_is_read_in_the_end() -> None:
    accounts, account = OpenAccounts(), OpenAccount()
    accounts.add(result(1, "a.example/1"), account)
    assert accounts.take() == []
    assert (accounts.pages, accounts.has_key("a.example/1")) == (1, True)
    better = item("a.example/1", "示例面粉 5kg")
    account.listing, account.memory, account.is_final = better, None, True
    (stored,) = accounts.take()
    assert (stored.listings, stored.memory, stored.links) == ((better,), None, ())
    assert (accounts.pages, bool(accounts), accounts.has_key("a.example/1")) == (0, False, False)


def test_further_pages_of_the_same_listing_come_behind_the_first() -> None:
    accounts, account = OpenAccounts(), OpenAccount()
    accounts.add(result(1, "a.example/1"), account)
    assert not accounts.follow(result(2, "a.example/2"))
    assert accounts.follow(result(3, "a.example/1"))
    assert accounts.follow(result(4, "", unchanged=("a.example/1",)))
    assert accounts.take() == []
    account.listing, account.is_final = item("a.example/1", "示例面粉 5kg"), True
    stored = accounts.take()
    assert [each.page_id for each in stored] == [1, 3, 4]
    assert [stored_item.listing.title for each in stored for stored_item in each.listings] == [
        "示例面粉 5kg",
        "示例面粉",
    ]


def test_no_page_waits_without_end() -> None:
    accounts = OpenAccounts()
    long_ago = OpenAccount(since=time.monotonic() - LONGEST_WAIT)
    accounts.add(result(1, "a.example/1"), long_ago)
    assert [each.page_id for each in accounts.take()] == [1]
    for number in range(MOST + 3):
        accounts.add(result(number, f"b.example/{number}"), OpenAccount())
    assert [each.page_id for each in accounts.take()] == [0, 1, 2]


def test_what_a_stopped_run_stores_early_is_read_afresh_at_its_next_visit() -> None:
    accounts, account = OpenAccounts(), OpenAccount(is_final=True)
    accounts.add(result(1, "a.example/1"), account)
    accounts.add(result(2, "a.example/2"), OpenAccount())
    accounts.end(remembered=False)
    assert [each.memory is None for each in accounts.take()] == [False, True]


@dataclass(frozen=True)
class Run:
    """A run with one page in its queue."""

    database: Database
    id: int
    page: QueuedPage
    buffer: CommitBuffer
    visits: OpenVisits
    queue: PageQueue
    outcome: RunOutcome


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    database = migrated_database(Settings(home=tmp_path))
    url = "http://a.example/2"
    with database.begin() as session:
        number = open_run(session, urls=(url,), options=RunOptions()).id
        page = NewPage(fingerprint=bytes(20), url=url, host="a.example:80")
        frontier.add_pages(session, number, [page])
        (queued,) = frontier.next_pages(session, number, page.host, 1)
    paces = Paces(delay=0.0, concurrency=1)
    queue = PageQueue(database, number, paces, max_depth=9, max_per_host=9)
    conduct, counts = ConductLog(number, "test"), Counter[str]()
    buffer = CommitBuffer(database, number, conduct, CrawlTraps(), counts, 0.0)
    backoff = Backoff(first=timedelta(seconds=1), longest=timedelta(seconds=1))
    outcome = RunOutcome(resumed=False)
    visits = OpenVisits(database, number, queue, buffer, paces, outcome, backoff=backoff)
    yield Run(database, number, queued, buffer, visits, queue, outcome)
    database.close()


@pytest.mark.parametrize("end", ["with a browser", "cancelled", "read"])
def test_what_a_page_taught_holds_however_its_visit_ends(run: Run, end: str) -> None:
    account, number = OpenAccount(), run.page.id + 1
    run.buffer.hold(result(number, "a.example/1"), account)
    visit = run.visits.begin(run.page)
    visit.corrected[number] = account
    visit.settled.append(account)
    better = replace(item("a.example/1", "示例面粉 5kg"), corrects=number)
    visit.take(better)
    visit.again_with_browser = end == "with a browser"
    visit.failure = VisitCancelled("visit.cancelled") if end == "cancelled" else None
    visit.exhausted = True
    run.visits.settle(visit)
    assert (account.listing, account.is_final, visit.listings) == (better, True, [])


def test_a_page_that_waits_is_not_given_up_with_its_host(run: Run) -> None:
    run.buffer.hold(result(run.page.id, "a.example/2"), OpenAccount())
    run.visits.give_up_host(run.page.host, Message("wall.blocked"), Left.WALLS)
    assert run.buffer.counts["given_up"] == 0
    with run.database.read() as session:
        queued = frontier.next_pages(session, run.id, run.page.host, 9)
    assert run.page.id in [page.id for page in queued], "a killed run reads it once more"


def test_a_listing_that_waits_is_not_gone_with_another_of_its_addresses(run: Run) -> None:
    with run.database.begin() as session:
        save_listings(session, [item("a.example/9")], run_id=None, at=now())
    run.buffer.hold(result(run.page.id, "a.example/9"), OpenAccount())
    run.buffer.add(PageResult(page_id=None, gone=("http://a.example/9",)))
    run.buffer.commit()
    assert run.buffer.counts["listings_missing"] == 0


@pytest.mark.parametrize("is_stopped", [True, False])
def test_a_run_that_is_asked_to_stop_remembers_no_page_whose_reading_is_not_final(
    run: Run, is_stopped: bool
) -> None:
    active = SimpleNamespace(
        buffer=run.buffer,
        visits=run.visits,
        queue=run.queue,
        outcome=run.outcome,
        commit=run.buffer.commit,
        has_enough=lambda: True,
    )
    crawler = SimpleNamespace(get_extension=lambda _: SimpleNamespace(run=active))
    waiting = result(run.page.id, "a.example/2")
    run.buffer.hold(waiting, OpenAccount())
    if is_stopped:
        run.outcome.stop(Message("run.interrupted"))
    assert FrontierScheduler(cast("Crawler", crawler)).next_request() is None
    assert waiting.memory is not None
    with run.database.read() as session:
        pages = remembered(session, [waiting.memory.fingerprint])
    assert (bool(pages), run.buffer.has_open) == (not is_stopped, False)
