"""Scrapy's scheduler on the frontier in the database (调度器).

It hands out pages as long as their hosts have room; when exactly a host is asked is decided where the
request waits for its turn (download_handler.py), as in Scrapy's own downloader. So nothing has to
wake the engine: it looks again whenever a page has ended.
"""

from __future__ import annotations

import time
from collections import deque
from hashlib import blake2b

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.frontier.left_pages import Left
from crawler.frontier.page_queue import PRIORITY
from crawler.run.commit_buffer import PAGES
from crawler.run.open_visits import OpenVisit
from crawler.run.run_extension import run_of
from crawler.run.stored_request import DEPTH, KIND, request_of, stored_request
from crawler.run.visit_outputs import LINK, VisitErrback, VisitLink
from storage.base.errors import HubiaoError
from storage.crawls.frontier import NewPage, QueuedPage
from storage.crawls.page_result import PageResult
from storage.records.stored_request import StoredRequest

_LEAVING_SECONDS = 5.0
"""For which pages that lead nowhere are left in one go; the engine asks again a few seconds later."""


class FrontierScheduler(BaseScheduler):
    """Stores requests in the frontier and hands out its pages."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._resumed: deque[Request] = deque()
        """Requests of visits that are under way, sent round once more by a middleware."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self._spider = spider

    def close(self, reason: str) -> None:
        if reason == "finished":
            self._run.visits.end_all()

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: of a callback with its page, of `start()` or a component by itself.

        Returns False for a page that the run knows already. Raises BadInput for what no row can hold.
        """
        link: VisitLink | None = request.meta.pop(LINK, None)
        if link is None and self._run.visits.of(request) is not None:
            self._resumed.append(request)
            return True
        stored = stored_request(request, self._spider) if link is None else link.row
        page = self._new_page(request, link.visit if link else None, stored)
        if page is None:
            return False
        if link is None:
            self._run.buffer.add(PageResult(page_id=None, links=(page,)))
        else:
            link.visit.links.append(page)
        return True

    def _new_page(
        self, request: Request, visit: OpenVisit | None, stored: StoredRequest | None
    ) -> NewPage | None:
        fingerprint = self._crawler.request_fingerprinter.fingerprint(request)
        is_start = bool(request.meta.get("is_start_request"))
        if request.dont_filter and not is_start:
            # The same address once more, but once only for the page that asks for it.
            parent = visit.page.fingerprint if visit else b""
            fingerprint = blake2b(fingerprint + parent, digest_size=20).digest()
        kind = request.meta.get(KIND)
        if not isinstance(kind, str) or kind not in PRIORITY:
            kind = "start" if is_start else "list"
        return self._run.queue.admit(
            request.url,
            fingerprint,
            kind=kind,
            depth=visit.page.depth + 1 if visit else request.meta.get(DEPTH, 0),
            priority=request.priority,
            request=stored,
        )

    def has_pending_requests(self) -> bool:
        """The engine asks this when nothing is under way any more."""
        run = self._run
        if self._resumed:
            return True
        if run.outcome.error is not None:
            return False
        return bool(run.buffer.waits) or run.buffer.has_open or run.has_more()

    def next_request(self) -> Request | None:
        if self._resumed:
            return self._resumed.popleft()
        run = self._run
        if run.outcome.error is not None:
            return None
        try:
            if run.buffer.due():
                run.commit()
            page = self._take()
            if page is None and run.buffer.waits and (run.queue.is_empty() or not run.visits):
                run.commit()
                page = self._take()
            if page is None and run.buffer.has_open and not run.visits:
                run.buffer.end_wait(is_stopped=run.outcome.stopping is not None)
                run.commit()
                page = self._take()
        except HubiaoError as error:
            run.outcome.break_off(error)
            return None
        return self._request(page) if page is not None else None

    def _take(self) -> QueuedPage | None:
        run = self._run
        if run.outcome.stopping or run.has_enough():
            return None
        page = run.queue.take()
        until = time.monotonic() + _LEAVING_SECONDS
        while page is not None and self._leads_nowhere(page):
            run.queue.give_back(page)
            run.buffer.add(PageResult(page_id=page.id, counts={Left.REPEATED: 1}))
            if run.buffer.waits >= PAGES:
                run.commit()
            if time.monotonic() > until:
                return None
            page = run.queue.take()
        return page

    def _leads_nowhere(self, page: QueuedPage) -> bool:
        """Is it a list of a family that gives nothing new? Goods never are, whatever their address looks
        like: a card names them, or an earlier run read them."""
        if page.memory is not None and page.memory.kind == "listing":
            return False
        run = self._run
        return run.traps.leads_nowhere(
            page.host, page.url, page.kind
        ) and not run.queue.is_of_goods(page.fingerprint)

    def _request(self, page: QueuedPage) -> Request:
        visit = self._run.visits.begin(page)
        request = request_of(page, self._spider)
        request.errback = VisitErrback(self._run.visits, visit, request.errback, self._spider)
        return request
