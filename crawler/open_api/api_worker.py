"""One API of a run, asked call by call until its queue is empty, its budget used up, or it refuses (接口查询)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crawler.http.waiting import wait_until
from crawler.open_api.answer import Goods
from crawler.open_api.api_order import OpenApi
from crawler.open_api.client import ApiClient
from crawler.open_api.description import AnswerMeaning
from crawler.open_api.fault import ENDS_THE_API, PASSES, ApiFault
from crawler.open_api.goods_listings import goods_listings, with_stored_fields
from crawler.open_api.pages import new_page, page_after, page_of
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.host_conduct import ConductLog
from storage.base.backoff import Backoff
from storage.base.database import Database
from storage.base.errors import EgressRefused
from storage.base.message import Language, Message
from storage.base.request_policy import LONGEST_PAUSE
from storage.crawls import frontier
from storage.crawls.api_access import take_call
from storage.crawls.frontier import FailedVisit, QueuedPage
from storage.crawls.page_result import PageResult
from storage.crawls.search_results import results_of
from storage.listings.store import keys_of_run

log = logging.getLogger("hubiao.crawl")

_MOST_PASSING = 5
"""Faults in a row that may pass, after which the API is left for this process; chosen by hand."""
_MOST_TRIES = 3
"""Answers to one call that nobody can read, after which that page is given up; chosen by hand."""
_MOST_DEAD = 3
"""Pages in a row that were given up, after which the API is left; chosen by hand."""
_MOST_RUNS = 2
"""Runs that a page may end by keeping the platform busy: what it repeats of yesterday may have expired; by hand."""


@dataclass(frozen=True, kw_only=True)
class RunParts:
    """What the workers of a run share."""

    run_id: int
    database: Database
    buffer: CommitBuffer
    conduct: ConductLog
    contact_key: bytes
    is_stopping: Callable[[], bool]
    """Asked while an API waits, too: it tells other machines that this process still works."""
    has_enough: Callable[[], bool]


class ApiWorker:
    """Asks one API."""

    def __init__(self, api: OpenApi, client: ApiClient, parts: RunParts, delay: float) -> None:
        self._api = api
        self._client = client
        self._parts = parts
        self._delay = delay
        pause = timedelta(seconds=api.description.limits.pause)
        self._backoff = Backoff(first=pause, longest=max(pause, LONGEST_PAUSE))
        self._aliases: dict[str, str] = {}
        """Address of goods → a better one of the same goods, as this process met them."""
        self._failures = 0
        """In a row, of one page."""
        self._dead = 0
        """Pages in a row that were given up."""
        self._next_at = 0.0
        self.calls = 0
        """Answers with goods, or with none of them, in this process."""
        self.fault: Message | None = None
        """The last fault."""
        self.left: Message | None = None
        """Why the API is asked no further, though parts of its results wait."""

    async def work(self) -> None:
        """Until nothing is left or `left` says why. Raises StoreUnavailable."""
        parts = self._parts
        while not parts.is_stopping() and not parts.has_enough() and self.left is None:
            with parts.database.read() as session:
                waiting = frontier.next_pages(session, parts.run_id, self._name, 1)
            if not waiting:
                return
            if not await wait_until(self._next_at, parts.is_stopping):
                return
            with parts.database.begin() as session:
                if not take_call(session, self._name, self._api.budget):
                    self.left = Message("api.budget-used", {"calls": self._api.budget})
                    return
            await self._visit(waiting[0])

    @property
    def _name(self) -> str:
        return self._api.description.name

    async def _visit(self, row: QueuedPage) -> None:
        page = page_of(row)
        self._next_at = time.monotonic() + self._delay
        self._parts.conduct.asked(self._client.host, self._delay)
        try:
            answer = await self._client.ask(page.query)
        except EgressRefused as error:
            self.left = error.message
            return
        if isinstance(answer, ApiFault):
            self._fail(row, answer)
        else:
            self._store(row, answer)

    def _store(self, row: QueuedPage, goods: Goods) -> None:
        """Listings, the next part and this part's end become true together."""
        parts, description, page = self._parts, self._api.description, page_of(row)
        self._failures = self._dead = 0
        self.calls += 1
        listings, counts = goods_listings(description, goods, parts.contact_key, self._aliases)
        keys = [listing.key for listing in listings]
        with parts.database.read() as session:
            met = keys_of_run(session, parts.run_id, keys)
            listings = with_stored_fields(session, listings)
        following = page_after(
            description,
            page,
            keys,
            items=len(goods.items),
            total=goods.total,
            cursor=goods.cursor,
            new=len(set(keys) - met),
        )
        parts.conduct.passed(self._client.host)
        parts.buffer.add(
            PageResult(
                page_id=row.id,
                listings=tuple(listings),
                results=results_of(page.query.word, row.url, keys) if page.query.page == 1 else (),
                links=(new_page(description, following),) if following else (),
                counts={"pages": 1, **counts},
            )
        )
        parts.buffer.commit()

    def _fail(self, row: QueuedPage, fault: ApiFault) -> None:
        """Wait, give up the page, or leave the API, by what the refusal means; one line in the log."""
        log.warning("%s: %s", self._name, fault.message)
        self.fault = fault.message
        if fault.meaning in ENDS_THE_API:
            self._parts.conduct.blocked(self._client.host, fault.message.text(Language.CHINESE))
            self.left = fault.message
            return
        self._failures += 1
        wait = fault.seconds or self._backoff.wait(self._failures).total_seconds()
        self._next_at = time.monotonic() + min(wait, LONGEST_PAUSE.total_seconds())
        if fault.meaning in PASSES:
            if self._failures >= _MOST_PASSING:
                self.left = fault.message
                if fault.meaning is AnswerMeaning.BUSY:
                    self._give_up(row, fault, tries=_MOST_RUNS)
            return
        self._give_up(
            row, fault, tries=1 if fault.meaning is AnswerMeaning.BAD_REQUEST else _MOST_TRIES
        )
        if self._dead >= _MOST_DEAD:
            self.left = fault.message

    def _give_up(self, row: QueuedPage, fault: ApiFault, *, tries: int) -> None:
        """Count a failure of one page; after so many tries the API goes on with the next."""
        final = row.tries + 1 >= tries
        if final:
            self._dead += 1
            self._failures = 0
        failure = FailedVisit(page_id=row.id, error=fault.message, tries=row.tries + 1, final=final)
        self._parts.buffer.fail(failure, {"errors": 1} if final else {})
        self._parts.buffer.commit()
