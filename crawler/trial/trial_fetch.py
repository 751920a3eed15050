"""One page fetched to try a platform profile on it: the guard and robots.txt hold, nothing is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extract.page.page import Page
from crawler.http.fetcher import Fetched, Fetcher, FetchFailed
from crawler.http.redirects import fetch_to_end
from crawler.http.robots import Robots, RobotsBook
from storage.base.errors import HubiaoError, Refused
from storage.base.request_policy import CRAWL
from storage.base.settings import Settings
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class TrialVisit:
    """One page, and the robots.txt of the host that was asked for it."""

    page: Page
    robots: Robots


def visit_for_trial(url: str, settings: Settings) -> TrialVisit:
    """The page as a plain visit gets it, without a browser. Raises EgressRefused, Refused where
    robots.txt forbids it, HubiaoError when it could not be fetched."""
    try:
        answer, robots = asyncio.run(_visit(url, settings))
    except FetchFailed as error:
        raise HubiaoError("visit.failed", url=url, reason=error) from error
    page = Page.from_bytes(answer.url, answer.body, answer.charset, status=answer.status, at=now())
    return TrialVisit(page=page, robots=robots)


async def _visit(url: str, settings: Settings) -> tuple[Fetched, Robots]:
    fetcher = Fetcher(settings)
    robots = RobotsBook(fetcher, pause=1.0)

    async def check(address: str) -> Robots:
        parts = urlsplit(address)
        rules = await robots.of(f"{parts.scheme}://{parts.netloc}")
        if not rules.allows(address):
            raise Refused("robots.refused", host=parts.netloc, url=address)
        return rules

    async def check_target(address: str) -> None:
        await check(address)

    try:
        rules = await check(url)
        return await fetch_to_end(fetcher, url, CRAWL, check_target=check_target), rules
    finally:
        await fetcher.close()
