"""Lists that show themselves only to one who scrolls (滚动加载): to their end, and, where a list keeps
in the page only what is in sight (virtual lists), once more step by step so that no row is missed.

Boxes of a page that scroll by themselves are scrolled like the window.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.browser import page_scripts

_PAUSE_SECONDS = 0.12
"""Seconds between two steps of scrolling; chosen by hand."""
_PRESSED_SECONDS = 0.3
"""Seconds after a press on "load more"; chosen by hand."""
_SECOND_LOOK_SECONDS = 0.4
"""Seconds before a list that did not grow is scrolled once more, from its top: uni-app tells a page
only every 350 ms that its end was reached, and again only after the end was left."""
_FEWEST_LOST = 3
"""Rows that disappeared, from which a list counts as one that keeps only the visible rows."""
_LOWEST_WINDOW, _LOW_SHARE = 200, 0.6
"""Pixels, and share of a list's height, to which the window is lowered; chosen by hand."""
_MOST_STEPS = 400
"""Steps through one list; chosen by hand, far beyond real lists."""


@dataclass(kw_only=True)
class Scrolled:
    """What scrolling gave besides what now stands in the page."""

    rows: list[str] = field(default_factory=list)
    """Markup of every row of a list that keeps only what is in sight, each once."""
    cut: bool = False
    """Whether the time ran out before the end of the list."""


class Scrolling:
    """Scrolls the page that stands in a tab."""

    def __init__(
        self,
        page: Any,
        settle: Callable[[], Awaitable[None]],
        answer_count: Callable[[], int],
        return_home: Callable[[], Awaitable[bool]],
        until: float,
    ) -> None:
        """`answer_count` counts the answers that the page's scripts received so far; `return_home`
        leads back where a press left the page, and says whether it was left."""
        self._page = page
        self._settle = settle
        self._answer_count = answer_count
        self._return_home = return_home
        self._until = until
        self._presses_more = True

    async def run(self) -> Scrolled:
        """To the end while the page grows, in the time that is left."""
        await self._page.evaluate(page_scripts.NOTE_ROWS)
        cut = await self.to_end() or await self._to_end_in_low_window()
        lost = await self._page.evaluate(page_scripts.LOST_ROWS)
        if cut or lost < _FEWEST_LOST:
            return Scrolled(cut=cut)
        return await self._step_by_step()

    async def to_end(self) -> bool:
        """Only to the end, as long as the page grows; True when the time ran out before."""
        looked_twice = False
        while time.monotonic() < self._until:
            before, answers = await self._page.evaluate(page_scripts.HEIGHT), self._answer_count()
            await self._page.evaluate(page_scripts.SCROLL)
            pressed = self._presses_more and await self._page.evaluate(page_scripts.CLICK_MORE)
            await asyncio.sleep(_PRESSED_SECONDS if pressed else _PAUSE_SECONDS)
            await self._settle()
            if pressed and await self._return_home():
                self._presses_more = False  # "more" is another page here, and pressed as such later
            grown = await self._page.evaluate(page_scripts.HEIGHT) > before
            if grown or self._answer_count() != answers:
                looked_twice = False
            elif looked_twice:
                return False
            else:
                looked_twice = True
                await self._page.evaluate(page_scripts.TO_TOP)
                await asyncio.sleep(_SECOND_LOOK_SECONDS)
        return True

    async def _to_end_in_low_window(self) -> bool:
        """A list made for telephones loads more only once it was scrolled, and a short one fits the
        window of a desk: in a lower window it scrolls. True when the time ran out before its end."""
        height = await self._page.evaluate(page_scripts.FITTING_LIST_HEIGHT)
        size = self._page.viewport_size
        if not height or size is None:
            return False
        low = max(_LOWEST_WINDOW, int(height * _LOW_SHARE))
        await self._page.set_viewport_size({"width": size["width"], "height": low})
        try:
            return await self.to_end()
        finally:
            await self._page.set_viewport_size(size)

    async def _step_by_step(self) -> Scrolled:
        lists = Scrolled()
        await self._page.evaluate(page_scripts.TO_TOP)
        for _ in range(_MOST_STEPS):
            await self._settle()
            lists.rows += await self._page.evaluate(page_scripts.NEW_ROWS)
            if not await self._page.evaluate(page_scripts.STEP):
                return lists
            if time.monotonic() > self._until:
                break
        lists.cut = True
        return lists
