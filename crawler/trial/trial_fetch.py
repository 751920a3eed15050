"""One page fetched to try a platform profile on it: the guard and robots.txt hold, nothing is kept."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin, urlsplit

from crawler.extract.page.page import Page
from crawler.http.fetcher import Fetched, Fetcher, FetchFailed
from crawler.http.robots import RobotsBook
from crawler.http.user_agent import user_agent
from storage.base.errors import HubiaoError, Refused
from storage.base.request_policy import CRAWL
from storage.base.settings import Settings
from storage.net.address_policy import AddressPolicy


def visit_for_trial(url: str, settings: Settings) -> Page:
    """The page as a plain visit gets it, without a browser. Raises EgressRefused, Refused where
    robots.txt forbids it, HubiaoError when it cannot be had."""
    try:
        answer = asyncio.run(_visit(url, settings))
    except FetchFailed as error:
        raise HubiaoError("visit.failed", url=url, reason=error) from error
    return Page.from_bytes(answer.url, answer.body, answer.charset, status=answer.status)


async def _visit(url: str, settings: Settings) -> Fetched:
    fetcher = Fetcher(
        AddressPolicy(settings.allow_addresses),
        user_agent=user_agent(settings),
        timeout=settings.crawl_timeout,
        max_bytes=settings.crawl_max_bytes,
    )
    robots = RobotsBook(fetcher, pause=1.0)
    try:
        for _ in range(CRAWL.redirects + 1):
            parts = urlsplit(url)
            rules = await robots.of(f"{parts.scheme}://{parts.netloc}")
            if not rules.allows(url):
                raise Refused("robots.refused", host=parts.netloc, url=url)
            answer = await fetcher.fetch(url)
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                return answer
            url = urljoin(url, target)
        raise FetchFailed("exchange.redirect-loop", temporary=False)
    finally:
        await fetcher.close()
