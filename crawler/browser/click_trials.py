"""Pressing what is no link and seeing where it leads (点击试探): nothing is loaded that could act,
and the page stands at its own address again afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from crawler.browser import page_scripts
from crawler.browser.driver_errors import driver_errors_end_it
from crawler.browser.loaded_data import place_of
from crawler.browser.request_gate import RequestGate

_PRESS_SECONDS = 1.0
"""Seconds in which a press has to change the address; chosen by hand."""
_LOOK_SECONDS = 0.03
"""Seconds between two looks at the address."""
_REAL_CLICK_SECONDS = 0.8
"""Seconds that a click by pointer may take to reach its element; chosen by hand."""


class ClickTrials:
    """Presses marked elements of the page that stands in a tab."""

    def __init__(
        self,
        page: Any,
        gate: RequestGate,
        settle: Callable[[], Awaitable[None]],
    ) -> None:
        self._page = page
        self._gate = gate
        self._settle = settle
        self.home: str = page.url

    async def press(
        self, kind: str, number: int, *, patient: bool, pointer: bool = False
    ) -> str | None:
        """The address that a press leads to; None where it stays.

        A `patient` one waits for the address, and clicks by pointer where a script's press does
        nothing; with `pointer` it begins with that. The page may stand elsewhere afterwards: see
        `return_home`.
        """
        self._gate.begin_trial()
        try:
            await self._page.evaluate(page_scripts.STAND_TWICE)
            url = None
            if not pointer:
                if not await self._page.evaluate(page_scripts.PRESS, [kind, number]):
                    return None
                url = await self._look(_PRESS_SECONDS if patient else 0.0)
            if url is None and (patient or pointer):
                selector = page_scripts.MARKED.format(kind, number)
                with driver_errors_end_it():
                    await self._page.click(selector, timeout=_REAL_CLICK_SECONDS * 1000)
                    url = await self._look(_PRESS_SECONDS if patient else 0.0)
            return url
        finally:
            self._gate.end_trial()

    async def _look(self, seconds: float) -> str | None:
        await self._settle()
        for _ in range(1 + int(seconds / _LOOK_SECONDS)):
            if (url := await self._address()) is not None:
                return url
            await asyncio.sleep(_LOOK_SECONDS)
        return None

    async def _address(self) -> str | None:
        opened = await self._page.evaluate(page_scripts.OPENED)
        urls = (*self._gate.turned_back, *opened)
        if self.has_left():
            urls = (self._page.url, *urls)
        return next((url for url in urls if url.startswith(("http://", "https://"))), None)

    def has_left(self) -> bool:
        return place_of(self._page.url) != place_of(self.home)

    async def return_home(self) -> bool:
        """Go back to the page's own address; False where it had to be loaded anew."""
        if not self.has_left():
            return True
        with driver_errors_end_it():
            if urlsplit(self._page.url)[:2] == urlsplit(self.home)[:2]:
                await self._page.evaluate(page_scripts.BACK)
            for _ in range(int(_PRESS_SECONDS / _LOOK_SECONDS)):
                if not self.has_left():
                    break
                await asyncio.sleep(_LOOK_SECONDS)
        if self.has_left():
            await self._page.goto("about:blank")
            await self._page.goto(self.home, wait_until="domcontentloaded")
            await self._settle()
            return False
        await self._settle()
        return True
