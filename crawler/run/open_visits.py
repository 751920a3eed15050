"""Pages between their hand-out and their end in the queue (进行中的访问), and what they gave so far.

A page's listings, links and end reach the buffer together, when its callback is exhausted and all
of its items have passed the pipelines: that is what makes a killed crawl lose and double nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response

from crawler.frontier.left_pages import Left
from crawler.frontier.page_queue import PageQueue
from crawler.frontier.throttle import Paces
from crawler.http.fetcher import FetchFailed
from crawler.platform.activation import PlatformOff
from crawler.run.access_gate import RobotsRefused, VisitCancelled
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.open_accounts import OpenAccount
from crawler.run.run_outcome import RunOutcome
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.errors import HubiaoError, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.request_policy import LONGEST_PAUSE
from storage.crawls import frontier
from storage.crawls.frontier import MAX_TRIES, FailedVisit, NewPage, QueuedPage
from storage.crawls.page_result import PageResult
from storage.crawls.search_results import SearchResult
from storage.listings.page_digests import PageMemory
from storage.listings.store import SeenListing

VISIT = "visit"
"""Key in a request's meta: the number of the visit that it belongs to."""


@dataclass(kw_only=True, eq=False)
class OpenVisit:
    """One page that is under way."""

    page: QueuedPage
    listings: list[SeenListing] = field(default_factory=list)
    cards: tuple[SeenListing, ...] = ()
    results: tuple[SearchResult, ...] = ()
    links: list[NewPage] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    memory: PageMemory | None = None
    account: OpenAccount | None = None
    """Set where a later page may tell that this one is read otherwise."""
    corrected: dict[int, OpenAccount] = field(default_factory=dict)
    """Earlier pages (rows of the queue) that are read otherwise by what this one taught → their accounts."""
    settled: list[OpenAccount] = field(default_factory=list)
    """Accounts of earlier pages that are final as soon as this visit ends."""
    counts: dict[str, int] | None = None
    """What the page counts for; None counts it as one page."""
    failure: BaseException | None = None
    """Why it gave no page."""
    failure_counts: dict[str, int] | None = None
    """What the failure counts for; None counts it by its kind."""
    start_counts: bool = True
    """Does a good end of this visit show that the start page could be read?"""
    start_error: Message | None = None
    """Why a start page shows nothing, though its visit ended well: it is gone."""
    again_with_browser: bool = False
    """The page is visited once more, at once, with a browser; this visit counts for nothing."""
    pending: int = 0
    """Outputs under way: items that have not passed the pipelines, requests that the scheduler has not."""
    is_bound: bool = False
    """An errback speaks for this visit, and binds what it yields by itself."""
    exhausted: bool = False
    """The callback has nothing more to yield."""

    def take(self, listing: SeenListing) -> None:
        """A listing has passed the pipelines: of this page, or of an earlier one that is read otherwise now."""
        if (account := self.corrected.get(listing.corrects or 0)) is not None:
            account.listing = listing
        else:
            self.listings.append(listing)


class OpenVisits:
    """The pages under way in this process."""

    def __init__(
        self,
        database: Database,
        run_id: int,
        queue: PageQueue,
        buffer: CommitBuffer,
        paces: Paces,
        outcome: RunOutcome,
        *,
        backoff: Backoff,
    ) -> None:
        self._database = database
        self._run = run_id
        self._queue = queue
        self._buffer = buffer
        self._paces = paces
        self._outcome = outcome
        self._backoff = backoff
        """Waits before the second and each further try of a page."""
        self._open: dict[int, OpenVisit] = {}

    def __len__(self) -> int:
        return len(self._open)

    def begin(self, page: QueuedPage) -> OpenVisit:
        visit = self._open[page.id] = OpenVisit(page=page)
        return visit

    def of(self, source: Request | Response) -> OpenVisit | None:
        """The visit that a request or response belongs to, if it belongs to one that is open."""
        request = source.request if isinstance(source, Response) else source
        return self._open.get(request.meta.get(VISIT, 0)) if request is not None else None

    def will_retry(self, visit: OpenVisit) -> bool:
        """Is the visit's failure one after which its page is tried again?"""
        failure = visit.failure
        if isinstance(failure, VisitCancelled):
            return True
        tries = visit.page.tries + 1
        return isinstance(failure, FetchFailed) and failure.temporary and tries < MAX_TRIES

    def settle(self, visit: OpenVisit) -> None:
        """End the visit if nothing of it is outstanding."""
        if visit.exhausted and not visit.pending and visit.page.id in self._open:
            self._end(visit)

    def break_off(self, visit: OpenVisit, error: HubiaoError) -> VisitCancelled:
        """The run stops since nothing can be stored; the page is no fault and stays in the queue. The
        exception that ends its visit."""
        self._outcome.break_off(error)
        visit.failure = VisitCancelled("visit.cancelled")
        return visit.failure

    def end_all(self) -> None:
        """End what no component brought to an end, when nothing is under way any more."""
        for visit in list(self._open.values()):
            visit.failure = HubiaoError("visit.dropped")
            self._end(visit)

    def _end(self, visit: OpenVisit) -> None:
        page = visit.page
        del self._open[page.id]
        self._queue.give_back(page)
        for account in visit.settled:
            account.is_final = True
        if visit.again_with_browser:
            self._queue.retry(page, page.tries, 0.0, render=True)
        elif visit.failure is None:
            self._add(visit, {"pages": 1} if visit.counts is None else visit.counts)
            if page.kind == "start" and visit.start_error is not None:
                self._outcome.start_failed(page.url, visit.start_error)
            elif page.kind == "start" and visit.start_counts:
                self._outcome.start_obtained()
        elif isinstance(visit.failure, VisitCancelled):
            if page.host not in self._outcome.given_up:
                self._queue.retry(page, page.tries, 0.0)
        else:
            self._fail(visit, visit.failure)

    def _add(self, visit: OpenVisit, counts: dict[str, int]) -> None:
        result = PageResult(
            page_id=visit.page.id,
            listings=tuple(visit.listings),
            cards=visit.cards,
            results=visit.results,
            links=tuple(visit.links),
            gone=visit.gone,
            unchanged=visit.unchanged,
            memory=visit.memory,
            counts=counts,
        )
        if visit.account is not None and visit.failure is None:
            self._buffer.hold(result, visit.account)
        else:
            self._buffer.add(result)

    def _fail(self, visit: OpenVisit, failure: BaseException) -> None:
        """Count a visit that gave no page; temporary failures are tried again, a few times."""
        page, tries = visit.page, visit.page.tries + 1
        why = failure_message(failure)
        if isinstance(failure, FetchFailed) and self.will_retry(visit):
            self._buffer.fail(FailedVisit(page_id=page.id, error=why, tries=tries, final=False), {})
            wait = self._backoff.wait(tries).total_seconds()
            self._queue.retry(
                page, tries, min(failure.pause or wait, LONGEST_PAUSE.total_seconds())
            )
        else:
            if visit.listings or visit.links or visit.gone:
                self._add(visit, {})
            counts = visit.failure_counts
            self._buffer.fail(
                FailedVisit(page_id=page.id, error=why, tries=tries, final=True),
                _counts(page, failure) if counts is None else counts,
            )
            if page.kind == "start":
                self._outcome.start_failed(page.url, why)
        pace = self._paces.of(page.host)
        if pace.is_down:
            self.give_up_host(
                page.host,
                Message("host.down", {"failures": pace.failures, "why": why}),
                Left.DOWN,
            )

    def give_up_host(self, host: str, why: Message, left: Left) -> None:
        """No further page of this host in this run; `left` is what its pages count as."""
        if host in self._outcome.given_up:
            return
        self._outcome.give_up(host, why)
        try:
            with self._database.begin() as session:
                read = self._buffer.pages_read
                pages = frontier.give_up_host(session, self._run, host, why, read=read)
        except StoreUnavailable as error:
            self._outcome.break_off(error)
            return
        self._queue.drop_host(host)
        self._buffer.counts.update(Counter({"given_up": pages, left: pages}))


def failure_message(failure: BaseException) -> Message:
    """What a failed visit says: the words of an expected failure, else the name of a fault too."""
    if isinstance(failure, HubiaoError):
        return failure.message
    return Message("visit.fault", {"fault": type(failure).__name__, "why": message_of(failure)})


def _counts(page: QueuedPage, failure: BaseException) -> dict[str, int]:
    if isinstance(failure, PlatformOff):
        return {"switched_off": 1}
    if isinstance(failure, RobotsRefused) and failure.code == "robots.forbids":
        return {"refused_by_robots": 1}
    return {} if page.kind == "sitemap" else {"errors": 1}
