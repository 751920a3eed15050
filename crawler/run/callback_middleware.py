"""The spider middleware around every callback (访问中间件): its items, its links and its page's end belong together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.run.item_listings import listing_of
from crawler.run.open_visits import OpenVisit
from crawler.run.run_extension import run_of
from crawler.run.stored_request import stored_request
from crawler.run.visit_outputs import GONE, LINK, VisitLink, bind_outputs
from storage.base.errors import StoreUnavailable, store_failure
from storage.base.message import message_of
from storage.crawls.page_result import PageResult
from storage.files.raw_pages import keep_page


class VisitMiddleware:
    """It stands nearest to the engine, so that no other middleware drops what it has counted."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        crawler.signals.connect(self._request_scheduled, signals.request_scheduled)
        crawler.signals.connect(self._item_scraped, signals.item_scraped)
        crawler.signals.connect(self._item_ended, signals.item_dropped)
        crawler.signals.connect(self._item_failed, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> VisitMiddleware:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Refuse a start request that no row can hold, where the spider's author sees it."""
        assert self._crawler.spider is not None
        try:
            async for output in start:
                if isinstance(output, Request):
                    stored_request(output, self._crawler.spider)
                    output.meta.setdefault("is_start_request", True)
                yield output
        except (StoreUnavailable, OSError) as error:
            if (failure := store_failure(error)) is None:
                raise
            self._run.outcome.break_off(failure)

    def process_spider_input(self, response: Response) -> None:
        """Keep the raw page, and note which page is being read."""
        visit = self._run.visits.of(response)
        if visit is None:
            return
        folder, is_text = self._run.pages_folder, isinstance(response, TextResponse)
        if folder and is_text and response.status not in GONE and visit.page.kind != "sitemap":
            try:
                keep_page(folder, response.body, self._run.vault)
            except OSError as error:
                full = StoreUnavailable("file.unwritable", path=folder, reason=message_of(error))
                raise self._run.visits.break_off(visit, full) from error
        self._run.watchdog.reading(visit.page.id)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        visit = self._run.visits.of(response)
        assert self._crawler.spider is not None
        if visit is None or visit.is_bound:
            async for output in result:
                yield output
            return
        try:
            async for output in bind_outputs(
                self._watched(visit, result), visit, self._crawler.spider
            ):
                yield output
        except Exception as error:
            if self._fail(visit, error):
                return
            raise
        visit.exhausted = True
        self._run.visits.settle(visit)

    async def _watched(self, visit: OpenVisit, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The same outputs; while the callback works on the next one, the watchdog knows its page."""
        iterator = aiter(result)
        while True:
            self._run.watchdog.reading(visit.page.id)
            try:
                output = await anext(iterator)
            except StopAsyncIteration:
                return
            finally:
                self._run.watchdog.finished_reading()
            yield output

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        """A callback failed. What it failed on is Scrapy's to print, but for a store: the run says that."""
        self._run.watchdog.finished_reading()
        visit = self._run.visits.of(response)
        return () if visit is not None and self._fail(visit, exception) else None

    def _fail(self, visit: OpenVisit, error: Exception) -> bool:
        """The page is dead with that reason; what its callback gave before is stored. Does the run break off?"""
        if (failure := store_failure(error)) is not None:
            self._run.visits.break_off(visit, failure)
        elif not isinstance(error, CloseSpider):
            visit.failure = error
        visit.exhausted = True
        self._run.visits.settle(visit)
        return failure is not None

    def _request_scheduled(self, request: Request) -> None:
        """The engine is about to give a request to the scheduler, or to drop it as a component wishes."""
        link: VisitLink | None = request.meta.get(LINK)
        if link is not None:
            link.visit.pending -= 1
            if link.visit.exhausted and not link.visit.pending:
                # After the scheduler has had it, which is before the engine does anything else.
                asyncio.get_running_loop().call_soon(self._run.visits.settle, link.visit)

    def _item_scraped(self, item: Any, response: Response | Failure | None) -> None:
        """An item has passed every pipeline."""
        listing = listing_of(item, self._run.contact_key)
        visit = self._visit_of(response)
        if visit is None:
            self._run.buffer.add(PageResult(page_id=None, listings=(listing,)))
            return
        visit.take(listing)
        visit.pending -= 1
        self._run.visits.settle(visit)

    def _item_ended(self, response: Response | Failure | None) -> None:
        """A pipeline dropped an item, or failed on it."""
        visit = self._visit_of(response)
        if visit is not None:
            visit.pending -= 1
            self._run.visits.settle(visit)

    def _item_failed(self, response: Response | Failure | None, failure: Failure) -> None:
        """A pipeline failed on an item: on a full disk the item's page stays in the queue."""
        visit, full = self._visit_of(response), store_failure(failure.value)
        if full is not None and visit is not None:
            self._run.visits.break_off(visit, full)
        elif full is not None:
            self._run.outcome.break_off(full)
        self._item_ended(response)

    def _visit_of(self, response: Response | Failure | None) -> OpenVisit | None:
        if response is None:
            return None
        request = getattr(response, "request", None)  # Scrapy sets it on a Failure too
        return self._run.visits.of(request) if isinstance(request, Request) else None
