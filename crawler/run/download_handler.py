"""Scrapy's download handler of http and https (下载器): the guard, robots.txt, the host's pace, redirects, the browser.

What went wrong is an exception with its reason; tries and their pauses are the frontier's.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.frontier.page_queue import host_of
from crawler.http.fetcher import Fetched, FetchFailed, retry_after
from crawler.http.page_response import response_of
from crawler.http.redirects import fetch_to_end
from crawler.http.waiting import wait_until
from crawler.run.access_gate import VisitCancelled
from crawler.run.run_extension import run_of
from storage.base.request_policy import CRAWL
from storage.crawls.frontier import QueuedPage

AT_ONCE = 64
"""Requests under way at once, all hosts together; chosen by hand."""


class GuardedDownloadHandler(BaseDownloadHandler):
    """Fetches or draws one page a request."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._run = run_of(crawler)
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def download_request(self, request: Request) -> Response:
        """The page of a request, after its host's turn has come.

        Raises FetchFailed, EgressRefused, RobotsRefused, PlatformOff, and VisitCancelled when the
        run stops or the host was given up.
        """
        run = self._run
        visit = run.visits.of(request)
        page = visit.page if visit is not None else None
        host = page.host if page is not None else host_of(request.url)
        is_over = partial(self._is_over, host)
        if page is not None and not await wait_until(run.queue.not_before(page), is_over):
            raise VisitCancelled("visit.cancelled")
        await run.gate.check(request.url)
        pace = run.paces.of(host)
        if not await pace.wait_turn(is_over):
            raise VisitCancelled("visit.cancelled")
        try:
            async with self._at_once:
                fetched = await self._visit(request, page)
        except FetchFailed as failed:
            pace.failed(time.monotonic(), pause=failed.pause)
            raise
        except BaseException:
            pace.dropped()
            raise
        pace.answered(fetched.latency)
        return response_of(fetched, request)

    def _is_over(self, host: str) -> bool:
        outcome = self._run.outcome
        return bool(outcome.stopping or host in outcome.given_up or not self.crawler.engine.running)

    async def _visit(self, request: Request, page: QueuedPage | None) -> Fetched:
        if page is not None and self._run.rendering.needs_browser(page):
            view = self._run.rendering.view(page)
            if view.signed_in:
                self._run.conduct.signed_in(page.host)
            fetched = await self._run.browsers.render(request.url, grows=_may_grow(page), view=view)
            _raise_for_pause(fetched)
            return fetched
        return await self._follow(request, page)

    async def _follow(self, request: Request, page: QueuedPage | None) -> Fetched:
        """The answer at the end of the redirects; each hop passes the gate as the first one did."""
        options: dict[str, Any] = {
            "method": request.method,
            "body": request.body or None,
            "headers": {**_headers(request), **self._conditions(page)},
        }
        fetcher = self._run.fetcher
        if request.meta.get("dont_redirect"):
            fetched = await fetcher.fetch(request.url, **options)
        else:
            fetched = await fetch_to_end(
                fetcher, request.url, CRAWL, check_target=self._run.gate.check, **options
            )
        _raise_for_pause(fetched)
        return fetched

    def _conditions(self, page: QueuedPage | None) -> Mapping[str, str]:
        """Ask only for what changed since the page was read last (RFC 9110 §13.1)."""
        memory = page.memory if page is not None else None
        if page is None or memory is None or page.request:
            return {}
        if memory.reader != self._run.rules.reader(page.url):
            return {}
        conditions = {"If-None-Match": memory.etag, "If-Modified-Since": memory.modified}
        return {name: value for name, value in conditions.items() if value}


def _headers(request: Request) -> dict[str, str]:
    return {
        name.decode("latin-1"): b", ".join(values).decode("utf-8")
        for name, values in request.headers.items()
    }


def _may_grow(page: QueuedPage) -> bool:
    """Lists may grow as they are scrolled; a listing shows itself at once."""
    return page.kind not in ("listing", "recheck")


def _raise_for_pause(fetched: Fetched) -> None:
    """Answers that mean "later", by status: RFC 9110 §15.6, RFC 6585 §4."""
    if fetched.status == 429 or fetched.status >= 500:
        pause = retry_after(fetched.headers) if fetched.status in (429, 503) else None
        raise FetchFailed("exchange.status", temporary=True, pause=pause, status=fetched.status)
