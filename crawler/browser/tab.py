"""One reused browser tab (标签页): loads an address, waits until it is quiet, reads it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

from crawler.browser import page_scripts
from crawler.browser.button_pagers import side_by_side
from crawler.browser.context_options import View
from crawler.browser.driver_errors import driver_errors_end_it
from crawler.browser.loaded_data import EMPTY_PAGE, LoadedData, with_data
from crawler.browser.page_growth import Growth, PageGrowth
from crawler.browser.request_gate import MayLoad, RequestGate
from crawler.browser.route_book import RouteBook
from crawler.browser.running_browser import RunningBrowser
from crawler.http.fetcher import Fetched, FetchFailed, Rendering
from crawler.url.url_kind import address_kind

_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp")
_MEDIA = ("mp4", "webm", "mp3", "woff", "woff2", "ttf", "otf")
_NOT_LOADED = [
    {"urlPattern": f"*://*:*/*.{suffix}", "block": True} for suffix in (*_PICTURES, *_MEDIA)
]
"""By the end of a path, whatever the query (URL Pattern Standard)."""
_BEGINNINGS = frozenset({"webp", "ico", "otf"})
"""Suffixes with which names of scripts go on: `npm.webpack.07c0.js`, `app.icons.js`."""
_NOT_LOADED_BY_OLDER = [
    f"*://*/*.{suffix}{'?' if suffix in _BEGINNINGS else ''}*" for suffix in (*_PICTURES, *_MEDIA)
]
"""For browsers without URL patterns, which look for these texts one behind the other: behind the host, so that
`www.gifts.example` is loaded."""
_QUIET_SECONDS = 0.12
"""Seconds without traffic after which a page counts as drawn."""
_EMPTY_SECONDS = 3.0
"""Seconds that an empty page may take to begin."""
_SETTLE_SECONDS = 6.0
"""Seconds that a page may take to become quiet; chosen by hand."""
_POLL_SECONDS = 0.03
"""Seconds between two looks whether it is quiet."""
_WAITED_FOR = frozenset({"document", "script", "xhr", "fetch"})


class Tab:
    """A page of a browser; one visit at a time."""

    def __init__(self, browser: RunningBrowser, page: Any, view: View, gate: RequestGate) -> None:
        self.browser = browser
        self.view = view
        self._page = page
        self._gate = gate
        self._under_way: set[Any] = set()
        self._moved_at = 0.0
        self._loaded = LoadedData()
        self.is_broken = False
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._failed)
        page.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(dialog)))
        page.on("popup", lambda popup: asyncio.ensure_future(_close_quietly(popup)))
        page.on("crash", lambda _: setattr(self, "is_broken", True))

    @classmethod
    async def open(
        cls, browser: RunningBrowser, context: Any, view: View, may_load: MayLoad
    ) -> Tab:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        try:
            await session.send("Network.setBlockedURLs", {"urlPatterns": _NOT_LOADED})
        except Exception:
            await session.send("Network.setBlockedURLs", {"urls": _NOT_LOADED_BY_OLDER})
        gate = RequestGate(session, may_load)
        await gate.open()
        return cls(browser, page, view, gate)

    @property
    def is_usable(self) -> bool:
        return not self.is_broken and not self._page.is_closed() and self.browser.is_connected

    def _began(self, request: Any) -> None:
        if request.resource_type in _WAITED_FOR:
            self._under_way.add(request)
            self._loaded.begin(request, self._page.url)
            self._moved_at = time.monotonic()

    def _ended(self, request: Any) -> None:
        if request in self._under_way and request.resource_type in ("xhr", "fetch"):
            self._loaded.add(request)
        self._failed(request)

    def _failed(self, request: Any) -> None:
        if request in self._under_way:
            self._under_way.discard(request)
            self._moved_at = time.monotonic()

    async def visit(
        self, url: str, *, grows: bool, max_bytes: int, seconds: float, book: RouteBook
    ) -> Fetched:
        """Load and read one address; what grows or turns over is read to its end, if that is
        reached in so many seconds. Raises FetchFailed, or Playwright's own errors."""
        self.is_broken = True  # until this visit ends well
        self._under_way, self._loaded = set(), LoadedData()
        begun = self._moved_at = time.monotonic()
        if "#" in url:
            # A route of the page that stands here would change it without loading anything.
            await self._page.goto("about:blank", timeout=0)
        answer = await self._page.goto(url, wait_until="domcontentloaded", timeout=0)
        latency = time.monotonic() - begun
        await self._settle()
        shown_at = self._page.url
        growing = self._growth(book)
        if grows:
            growth = await growing.run(begun, seconds)
        else:
            await self._open_drawers()
            growth = await growing.as_it_stands()
        html = await self._read(growth, shown_at, max_bytes, grows=grows, left=growing.has_left())
        self.browser.drew()
        self.is_broken = False
        return Fetched(
            url=shown_at,
            status=answer.status if answer is not None else 200,
            headers=dict(answer.headers) if answer is not None else {},
            body=html,
            content_type="text/html",
            charset="utf-8",
            latency=latency,
            rendering=Rendering(
                data=growth.data,
                discovered=growth.goods,
                goods_have_pages=book.has_pages or growth.untried,
                cut=growth.unfolded.cut,
                places=tuple(dict.fromkeys(growth.unfolded.addresses)),
            ),
        )

    def _growth(self, book: RouteBook) -> PageGrowth:
        return PageGrowth(self._page, self._gate, self._loaded, self._settle_anew, book)

    async def _read(
        self, growth: Growth, url: str, max_bytes: int, *, grows: bool, left: bool
    ) -> bytes:
        """The page's markup; where it has been `left`, only what it showed before."""
        if left and growth.unfolded.states:
            text = EMPTY_PAGE
        else:
            composed = await self._page.evaluate(page_scripts.COMPOSED_PAGE)
            text = composed or await self._page.content()
        text = side_by_side(text, growth.unfolded.states, max_bytes // 2)
        if not grows or address_kind(url)[1] == "listing":
            text = with_data(text, growth.data)
        html = text.encode("utf-8", "replace")
        if len(html) > max_bytes:
            raise FetchFailed("exchange.too-large", temporary=False, limit=max_bytes)
        return html

    async def _settle(self) -> None:
        """Wait until the page is quiet; an empty one is waited for a little longer.

        A page that is busy with its scripts sends nothing meanwhile: it is quiet once it answers a look
        at it, and has sent nothing until then either.
        """
        begun = time.monotonic()
        while (now := time.monotonic()) - begun < _SETTLE_SECONDS:
            if not self._under_way and now - self._moved_at >= _QUIET_SECONDS:
                length = await self._page.evaluate(page_scripts.VISIBLE_LENGTH)
                is_drawn = length or time.monotonic() - begun >= _EMPTY_SECONDS
                if is_drawn and not self._under_way and self._moved_at <= now:
                    return
            await asyncio.sleep(_POLL_SECONDS)

    async def _settle_anew(self) -> None:
        self._moved_at = time.monotonic()
        await self._settle()

    async def _open_drawers(self) -> None:
        """Open what holds the seller or the attributes of the goods; it stays open to be read."""
        with driver_errors_end_it():
            count = await self._page.evaluate(page_scripts.MARK_OPENERS)
            self._gate.begin_trial()
            for number in range(count):
                await self._page.evaluate(page_scripts.PRESS, ["opener", number])
                await self._settle_anew()
        self._gate.end_trial()

    async def close(self, seconds: float) -> bool:
        """False when the browser did not answer in time."""
        try:
            await asyncio.wait_for(self._page.close(), seconds)
        except TimeoutError:
            return False
        except Exception:
            return not self.browser.is_connected or self._page.is_closed()
        return True


async def _dismiss(dialog: Any) -> None:
    with suppress(Exception):
        await dialog.dismiss()


async def _close_quietly(page: Any) -> None:
    with suppress(Exception):
        await page.close()
