"""Scrapy's downloader, ours (下载器): robots.txt, the guard, redirects, the browser, one deadline.

It stands in for Scrapy's downloader and its middlewares: pace is the scheduler's, retries are the
frontier's, so that what is left is one straight walk from a page's address to its answer.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred
from w3lib.url import safe_url_string

from crawler.frontier.page_queue import host_of
from crawler.http.cookies import VisitCookies
from crawler.http.fetcher import Fetched, FetchFailed, retry_after
from crawler.platform.activation import PlatformOff, switched_off
from crawler.run.run_state import ActiveRun
from storage.base.errors import EgressRefused
from storage.crawls.frontier import QueuedPage

MAX_HOPS = 10
_TO_GET = frozenset({301, 302, 303})


class RobotsRefused(Exception):
    """robots.txt forbids this address, or could not be had and so forbids all (RFC 9309 §2.3.1)."""

    def __init__(self, why: str, *, unreachable: bool) -> None:
        super().__init__(why)
        self.unreachable = unreachable


class GuardedDownloader:
    """Fetches one page a request; what went wrong is an exception with its reason."""

    def __init__(self, crawler: Crawler) -> None:
        spider: Any = crawler.spider
        self._run: ActiveRun = spider.run
        self._limit = crawler.settings.getint("CONCURRENT_REQUESTS")
        self.active: set[Request] = set()

    def needs_backout(self) -> bool:
        return len(self.active) >= self._limit

    def fetch(self, request: Request) -> Deferred[Response]:
        return deferred_from_coro(self._fetch(request))

    async def _fetch(self, request: Request) -> Response:
        page: QueuedPage = request.meta["page"]
        self.active.add(request)
        pace = self._run.paces.of(page.host)
        try:
            fetched = await self._visit(page, request.url)
        except FetchFailed as failed:
            pace.failed(time.monotonic(), pause=failed.pause)
            raise
        except BaseException:
            pace.in_flight -= 1
            raise
        finally:
            self.active.discard(request)
        pace.answered(fetched.latency)
        request.meta["fetched"] = fetched
        return Response(fetched.url, status=fetched.status, request=request)

    async def _visit(self, page: QueuedPage, url: str) -> Fetched:
        request = page.request or {}
        method = request.get("method", "GET")
        body = request["body"].encode() if "body" in request else None
        headers = {**request.get("headers", {}), **_conditions(self._run, page)}
        hops: list[str] = []
        cookies = VisitCookies()
        if self._run.renders(page):
            await self._ask_robots(url)
            answer = await self._run.browsers.render(
                url, grows=_may_grow(page), view=self._run.view(page)
            )
            _raise_for_pause(answer)
            return answer
        while True:
            await self._ask_robots(url)
            sent = {**headers, **cookies.header(url)}
            answer = await self._run.fetcher.fetch(url, method=method, body=body, headers=sent)
            _raise_for_pause(answer)
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                return _with_hops(answer, tuple(hops))
            hops.append(url)
            fresh = cookies.take(url, answer.headers)
            url = safe_url_string(urljoin(url, target).partition("#")[0])
            if len(hops) > MAX_HOPS or (url in hops and not fresh):
                raise FetchFailed("redirect loop", temporary=False)
            if answer.status in _TO_GET:
                method, body = "GET", None

    async def _ask_robots(self, url: str) -> None:
        run = self._run
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise EgressRefused(f"refused {url[:100]!a}: only http and https are fetched")
        origin = f"{parts.scheme}://{parts.netloc}"
        if why := switched_off(url, run.profile, run.settings.enabled_platforms):
            raise PlatformOff(why)
        host = host_of(url)
        robots = run.robots.known(origin)
        if robots is None:
            robots = await run.robots.of(origin)
            run.conduct.robots(host, robots.state)
            if robots.delay is not None:
                run.paces.of(host).ask_for(min(robots.delay, run.settings.crawl_delay_cap))
        if not robots.allows(url):
            run.conduct.refused(host)
            if robots.state == "unreachable":
                raise RobotsRefused(f"robots.txt cannot be had: {robots.why}", unreachable=True)
            raise RobotsRefused("robots.txt forbids it", unreachable=False)
        run.conduct.asked(host, run.paces.of(host).delay)

    def close(self) -> None:
        """The run closes what it opened."""


def _conditions(run: ActiveRun, page: QueuedPage) -> dict[str, str]:
    """Ask only for what changed since the page was read last (RFC 9110 §13.1)."""
    memory = page.memory
    if memory is None or page.request or memory.reader != run.reader(page.url):
        return {}
    asked = {"If-None-Match": memory.etag, "If-Modified-Since": memory.modified}
    return {name: value for name, value in asked.items() if value}


def _may_grow(page: QueuedPage) -> bool:
    """Lists may grow as they are scrolled; a listing shows itself at once."""
    return page.kind not in ("listing", "recheck")


def _raise_for_pause(answer: Fetched) -> None:
    """Answers that mean "later", by status: RFC 9110 §15.6, RFC 6585 §4."""
    if answer.status == 429 or answer.status >= 500:
        pause = retry_after(answer.headers) if answer.status in (429, 503) else None
        raise FetchFailed(f"status {answer.status}", temporary=True, pause=pause)


def _with_hops(answer: Fetched, hops: tuple[str, ...]) -> Fetched:
    if not hops:
        return answer
    from dataclasses import replace

    return replace(answer, hops=hops)
