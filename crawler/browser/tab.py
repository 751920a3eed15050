"""One reused browser tab (标签页): loads an address, waits until it is quiet, reads it."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.browser import page_scripts
from crawler.browser.button_pagers import Unfolded, Unfolding, side_by_side
from crawler.browser.card_clicks import addresses_of_cards
from crawler.browser.context_options import View
from crawler.browser.scrolling import Scrolling
from crawler.http.fetcher import Fetched, FetchFailed, Rendering

if TYPE_CHECKING:
    from crawler.browser.pool import _Browser

_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp")
_MEDIA = ("mp4", "webm", "mp3", "woff", "woff2", "ttf", "otf")
_NOT_LOADED = [f"*.{suffix}{tail}" for suffix in (*_PICTURES, *_MEDIA) for tail in ("", "?*")]
_QUIET_SECONDS = 0.12
"""Seconds without traffic after which a page counts as drawn."""
_EMPTY_SECONDS = 3.0
"""Seconds that an empty page may take to begin."""
_SETTLE_SECONDS = 6.0
"""Seconds that a page may take to become quiet; chosen by hand."""
_POLL_SECONDS = 0.03
"""Seconds between two looks whether it is quiet."""
_WAITED_FOR = frozenset({"document", "script", "xhr", "fetch"})
_MAX_JSON = 4 * 2**20
"""Bytes of one JSON answer that is read; chosen by hand."""
_MAX_ANSWERS = 200
"""JSON answers of one page that are read; chosen by hand."""


class Tab:
    """A page of a browser; one visit at a time."""

    def __init__(self, browser: _Browser, page: Any, view: View) -> None:
        self.browser = browser
        self.view = view
        self._page = page
        self._under_way: set[Any] = set()
        self._moved_at = 0.0
        self._answers: list[Any] = []
        self.is_broken = False
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(dialog)))
        page.on("popup", lambda popup: asyncio.ensure_future(_close_quietly(popup)))
        page.on("crash", lambda _: setattr(self, "is_broken", True))

    @classmethod
    async def open(cls, browser: _Browser, context: Any, view: View) -> Tab:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.setBlockedURLs", {"urls": _NOT_LOADED})
        return cls(browser, page, view)

    @property
    def is_usable(self) -> bool:
        return not self.is_broken and not self._page.is_closed() and self.browser.is_connected

    def _began(self, request: Any) -> None:
        if request.resource_type in _WAITED_FOR:
            self._under_way.add(request)
            self._moved_at = time.monotonic()

    def _ended(self, request: Any) -> None:
        if request in self._under_way:
            self._under_way.discard(request)
            self._moved_at = time.monotonic()
            if request.resource_type in ("xhr", "fetch") and len(self._answers) < _MAX_ANSWERS:
                self._answers.append(request)

    async def visit(self, url: str, *, grows: bool, max_bytes: int, seconds: float) -> Fetched:
        """Load and read one address; what grows or turns over is read to its end, if that is
        reached in so many seconds. Raises FetchFailed, or Playwright's own errors."""
        self.is_broken = True  # until this visit ends well
        self._under_way, self._answers = set(), []
        begun = self._moved_at = time.monotonic()
        if "#" in url:
            # A route of the page that stands here would change it without loading anything.
            await self._page.goto("about:blank", timeout=0)
        answer = await self._page.goto(url, wait_until="domcontentloaded", timeout=0)
        latency = time.monotonic() - begun
        await self._settle()
        shown_at = self._page.url
        unfolded = await self._unfold(begun + seconds) if grows else Unfolded()
        text = side_by_side(await self._page.content(), unfolded.states, max_bytes // 2)
        html = text.encode("utf-8", "replace")
        if len(html) > max_bytes:
            raise FetchFailed("exchange.too-large", temporary=False, limit=max_bytes)
        data = await self._loaded_json()
        discovered = await self._discover(data, unfolded) if grows else ()
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
                data=data,
                discovered=discovered,
                cut=unfolded.cut,
                places=tuple(dict.fromkeys(unfolded.addresses)),
            ),
        )

    async def _settle(self) -> None:
        """Wait until the page is quiet; an empty one is waited for a little longer."""
        begun = time.monotonic()
        while (now := time.monotonic()) - begun < _SETTLE_SECONDS:
            quiet = not self._under_way and now - self._moved_at >= _QUIET_SECONDS
            if quiet and (
                now - begun >= _EMPTY_SECONDS
                or await self._page.evaluate(page_scripts.VISIBLE_LENGTH)
            ):
                return
            await asyncio.sleep(_POLL_SECONDS)

    async def _unfold(self, until: float) -> Unfolded:
        """Scroll the page to its end, then turn over its parts."""
        answers = partial(len, self._answers)
        scrolled = await Scrolling(self._page, self._settle_anew, answers, until).run()
        unfolded = await Unfolding(self._page, self._settle_anew, until).run()
        unfolded.states.append("".join(scrolled.rows))
        unfolded.cut = unfolded.cut or scrolled.cut
        return unfolded

    async def _settle_anew(self) -> None:
        self._moved_at = time.monotonic()
        await self._settle()

    async def _discover(self, data: tuple[Any, ...], unfolded: Unfolded) -> tuple[str, ...]:
        """Where the page leads without any link; Playwright's errors end only this search."""
        with suppress(Exception):
            routes = await self._page.evaluate(page_scripts.ROUTES)
            clicked = await addresses_of_cards(self._page, data, unfolded.cards)
            return (*routes, *clicked)
        return ()

    async def _loaded_json(self) -> tuple[Any, ...]:
        """JSON that the page's own scripts loaded."""
        documents: list[Any] = []
        for request in self._answers:
            with suppress(Exception):
                answer = await request.response()
                if answer is None or "json" not in answer.headers.get("content-type", ""):
                    continue
                body = await answer.body()
                if len(body) <= _MAX_JSON:
                    documents.append({"url": request.url, "json": json.loads(body)})
        return tuple(documents)

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
