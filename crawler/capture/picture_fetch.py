"""Fetching pictures (取图) of listings whose mark may stand in the picture alone.

Through the address guard, robots.txt obeyed, one request at a time with the crawl's delay between
two to one host; redirects are not followed. A picture that cannot be fetched is left for a later run.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.capture.picture_hashes import store_pictures
from crawler.http.fetcher import Fetcher, FetchFailed
from crawler.http.robots import RobotsBook
from storage.base.database import Database
from storage.base.errors import EgressRefused
from storage.base.settings import Settings
from storage.pictures.decoding import MOST_BYTES

MOST_PICTURES = 3
"""Pictures fetched of one listing: the first ones show the pack."""

log = logging.getLogger("hubiao.pictures")


def fetch_pictures(
    database: Database, settings: Settings, pictures: Mapping[int, tuple[str, ...]]
) -> int:
    """Fetch and keep pictures, as {listing: picture URLs}; each listing's are kept at once.

    Returns how many pictures were kept.
    """
    return asyncio.run(_Fetching(database, settings).all(pictures)) if pictures else 0


class _Fetching:
    """One walk over the listings."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._fetcher = Fetcher(settings, max_bytes=MOST_BYTES)
        self._robots = RobotsBook(self._fetcher, pause=1.0)
        self._ready: dict[str, float] = {}

    async def all(self, pictures: Mapping[int, tuple[str, ...]]) -> int:
        stored = 0
        try:
            for listing, urls in pictures.items():
                bodies = {
                    url: body
                    for url in urls[:MOST_PICTURES]
                    if (body := await self._fetch(url)) is not None
                }
                if bodies:
                    stored += await asyncio.to_thread(
                        store_pictures, self._database, self._settings, listing, bodies
                    )
        finally:
            await self._fetcher.close()
        return stored

    async def _fetch(self, url: str) -> bytes | None:
        """The bytes of one picture; None where it is refused, absent or no picture."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return None
        try:
            robots = await self._robots.of(f"{parts.scheme}://{parts.netloc}")
            if not robots.allows(url):
                log.info("%s: robots.txt forbids it", url)
                return None
            await self._wait(parts.netloc, robots.delay)
            answer = await self._fetcher.fetch(url)
        except (FetchFailed, EgressRefused) as error:
            log.info("%s: %s", url, error)
            return None
        image = answer.content_type.startswith("image/") or not answer.content_type
        return answer.body if answer.status == 200 and image and answer.body else None

    async def _wait(self, host: str, asked: float | None) -> None:
        delay = max(self._settings.crawl_delay, min(asked or 0.0, self._settings.crawl_delay_cap))
        moment = time.monotonic()
        await asyncio.sleep(max(0.0, self._ready.get(host, 0.0) - moment))
        self._ready[host] = time.monotonic() + delay
