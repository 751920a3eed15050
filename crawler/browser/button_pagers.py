"""Parts of a drawn list that have no address (页内翻页与标签): pagers of buttons, tabs, categories.

Each state that such a control shows is kept as markup and put beside the others, so that the page is
read as if all of its parts stood below one another. A control that leads to an address of its own is
followed no further: the address is visited like any other.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from crawler.browser import page_scripts

_FEWEST_PRICES = 3
"""Prices on a page that make it a list worth turning over; chosen by hand."""
_MOST_TURNS = 200
"""Turns of one pager; chosen by hand, far beyond real lists."""


@dataclass(kw_only=True)
class Unfolded:
    """What the controls of one page showed."""

    states: list[str] = field(default_factory=list)
    """Markup of the body, one a state, none twice."""
    cards: list[dict[str, object]] = field(default_factory=list)
    """Cards that are no links, of all states."""
    addresses: list[str] = field(default_factory=list)
    """Addresses that a control led to."""
    cut: bool = False
    """The time was over before the last part."""


class Unfolding:
    """Turns over the parts of the page that stands in a tab."""

    def __init__(self, page: Any, settle: Callable[[], Awaitable[None]], until: float) -> None:
        self._page = page
        self._settle = settle
        self._until = until
        self._home = page.url
        self.unfolded = Unfolded()

    async def run(self) -> Unfolded:
        """Every part that can be reached in time; a page without several prices has none."""
        with suppress(Exception):
            await self._keep()
            if await self._page.evaluate(page_scripts.PRICES) < _FEWEST_PRICES:
                return self.unfolded
            await self._turn()
            await self._open_tabs()
        return self.unfolded

    async def _keep(self) -> bool:
        """Keep the state that is shown; False when it was shown before."""
        state = await self._page.evaluate(page_scripts.STATE)
        if state in self.unfolded.states:
            return False
        self.unfolded.states.append(state)
        self.unfolded.cards += await self._page.evaluate(page_scripts.MARK_CARDS)
        return True

    async def _turn(self) -> None:
        for _ in range(_MOST_TURNS):
            if self._is_late() or not await self._page.evaluate(page_scripts.CLICK_NEXT):
                return
            await self._settle()
            if not await self._keep():
                return

    async def _open_tabs(self) -> None:
        labels = await self._page.evaluate(page_scripts.MARK_TABS)
        for number, label in enumerate(labels):
            if self._is_late():
                return
            tabs = await self._page.evaluate(page_scripts.MARK_TABS)
            if number >= len(tabs) or tabs[number] != label:
                return
            await self._page.evaluate(page_scripts.CLICK_TAB, number)
            await self._settle()
            if _place(self._page.url) != _place(self._home):
                self.unfolded.addresses.append(self._page.url)
                await self._page.goto(self._home, wait_until="domcontentloaded")
                await self._settle()
            elif await self._keep():
                await self._turn()

    def _is_late(self) -> bool:
        self.unfolded.cut = self.unfolded.cut or time.monotonic() > self._until
        return self.unfolded.cut


def _place(url: str) -> str:
    front, _, fragment = url.partition("#")
    return f"{front}#{fragment}" if fragment.startswith(("/", "!")) else front


def side_by_side(html: str, states: list[str], limit: int) -> str:
    """The page with the other states of its body at its end, at most `limit` characters."""
    more = []
    room = limit - len(html)
    for state in states:
        room -= len(state)
        if state and state not in html and room > 0:
            more.append(f"<div>{state}</div>")
    front, end, tail = html.rpartition("</body>")
    return f"{front}{''.join(more)}{end}{tail}" if end else html + "".join(more)
