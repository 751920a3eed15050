"""All that a drawn list shows (列表展开): scrolled to its end, turned over, its cards and tiles pressed."""

from __future__ import annotations

import asyncio
import operator
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from crawler.browser.button_pagers import Unfolded, Unfolding
from crawler.browser.card_clicks import CardClicks
from crawler.browser.click_trials import ClickTrials
from crawler.browser.driver_errors import driver_errors_end_it
from crawler.browser.loaded_data import LoadedData
from crawler.browser.page_objects import PageObjects
from crawler.browser.request_gate import RequestGate
from crawler.browser.route_book import RouteBook, addresses
from crawler.browser.scrolling import Scrolling
from crawler.http.fetcher import LoadedDocument

_LATEST = 1.1
"""Share of the time after which whatever is under way is dropped, and the page read as it was."""
_SCROLL_SHARE, _UNFOLD_SHARE = 0.5, 0.8
"""Shares of the time after which scrolling, and turning over, end; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """What a list showed besides its first state."""

    unfolded: Unfolded
    data: tuple[LoadedDocument, ...]
    """What the page loaded before its cards were pressed."""
    goods: tuple[str, ...]
    """Addresses behind cards that are no links."""
    untried: bool = False
    """The time was over before any card was pressed."""


class PageGrowth:
    """Grows the page that stands in a tab."""

    def __init__(
        self,
        page: Any,
        gate: RequestGate,
        loaded: LoadedData,
        settle: Callable[[], Awaitable[None]],
        book: RouteBook,
    ) -> None:
        self._page = page
        self._loaded = loaded
        self._settle = settle
        self._book = book
        self._trials = ClickTrials(page, gate, settle)
        loaded.stand_at(self._trials.home)
        self.unfolded = Unfolded()
        self._gathered: tuple[tuple[LoadedDocument, ...], PageObjects] | None = None
        """Answers so far, and what stands in them."""

    async def run(self, begun: float, seconds: float) -> Growth:
        """What is reached in so many seconds from `begun`, a moment of the monotonic clock."""
        try:
            async with asyncio.timeout(begun + seconds * _LATEST - time.monotonic()):
                return await self._run(begun, seconds)
        except TimeoutError:
            self.unfolded.cut = True
            data = await self._loaded.documents()
            objects = await self._objects()
            self.unfolded.addresses += addresses(self._book.lists, objects)
            goods = tuple(addresses(self._book.goods, objects))
            return Growth(unfolded=self.unfolded, data=data, goods=goods, untried=True)

    def has_left(self) -> bool:
        """Does the page stand at another address than its own, since the time ended a trial?"""
        return self._trials.has_left()

    async def _run(self, begun: float, seconds: float) -> Growth:
        scrolling = self._scrolling(begun + seconds * _SCROLL_SHARE)
        scrolled = await scrolling.run()
        later = self._scrolling(begun + seconds * _UNFOLD_SHARE)

        async def grow() -> None:
            unfolded.cut = await later.to_end() or unfolded.cut

        unfolding = Unfolding(
            self._page,
            self._trials,
            grow,
            self._objects,
            self._book,
            begun + seconds * _UNFOLD_SHARE,
        )
        unfolded = self.unfolded = unfolding.unfolded
        await unfolding.run()
        unfolded.states.append("".join(scrolled.rows))
        unfolded.cut = unfolded.cut or scrolled.cut
        data = await self._loaded.documents()
        goods: tuple[str, ...] = ()
        untried = time.monotonic() > begun + seconds
        with driver_errors_end_it():
            objects = await self._objects()
            clicks = CardClicks(self._page, self._trials, objects, self._book, begun + seconds)
            goods = await clicks.addresses(unfolded.cards)
        return Growth(unfolded=unfolded, data=data, goods=goods, untried=untried)

    async def as_it_stands(self) -> Growth:
        """The page without any press: what it loaded, and where patterns of its host lead from that."""
        data = await self._loaded.documents()
        goods = tuple(addresses(self._book.goods, PageObjects(data))) if self._book.goods else ()
        return Growth(unfolded=Unfolded(), data=data, goods=goods)

    def _scrolling(self, until: float) -> Scrolling:
        return Scrolling(self._page, self._settle, self._loaded.__len__, self._return_home, until)

    async def _return_home(self) -> bool:
        if not self._trials.has_left():
            return False
        await self._trials.return_home()
        return True

    async def _objects(self) -> PageObjects:
        data = await self._loaded.documents()
        if self._gathered is None or not _are_same(self._gathered[0], data):
            self._gathered = data, PageObjects(data)
        return self._gathered[1]


def _are_same(before: tuple[LoadedDocument, ...], answers: tuple[LoadedDocument, ...]) -> bool:
    """Are these the same answers, one by one? Their contents are large and not compared."""
    return len(before) == len(answers) and all(map(operator.is_, before, answers))
