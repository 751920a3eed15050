"""The browsers of a run (批次的浏览器), loaded with the first page that is to be drawn: most shops need none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crawler.browser.context_options import View
from crawler.http.fetcher import Fetched

if TYPE_CHECKING:
    from crawler.browser.pool import BrowserPool


class Browsers:
    """A pool that is made at its first page."""

    def __init__(self, make: Callable[[], BrowserPool]) -> None:
        self._make = make
        self._pool: BrowserPool | None = None

    async def render(self, url: str, *, grows: bool, view: View) -> Fetched:
        """The page as a browser shows it. Raises FetchFailed."""
        if self._pool is None:
            self._pool = self._make()
        return await self._pool.render(url, grows=grows, view=view)

    async def close(self) -> None:
        """End every browser; what does not end by itself is killed."""
        if self._pool is not None:
            await self._pool.close()
