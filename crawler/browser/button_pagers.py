"""Parts of a drawn list that have no address (页内翻页与标签): pagers of buttons, tabs, tiles, categories.

Each state that such a control shows is kept as markup and put beside the others, so that the page is
read as if all of its parts stood below one another. A control that leads to an address of its own is
followed no further: the address is visited like any other, and where the page's data says how it is
made, so are those of the controls beside it.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.browser import page_scripts
from crawler.browser.address_pattern import Names, learn
from crawler.browser.click_trials import ClickTrials
from crawler.browser.driver_errors import driver_errors_end_it
from crawler.browser.page_objects import PageObjects
from crawler.browser.route_book import RouteBook, addresses

_FEWEST_PRICES = 3
"""Prices on a page that make it a list worth turning over; chosen by hand."""
_POINTER_TRIALS = 4
"""Presses by pointer without any effect on one page, after which only scripts press; chosen by hand."""
_MANY_LINKS = 15
"""Links of a page without prices from which it leads on by them; chosen by hand."""
_MOST_TURNS = 200
"""Turns of one pager; chosen by hand, far beyond real lists."""
_MOST_PRESSES = 60
"""Controls of one page that are pressed; the others follow by the pattern. Chosen by hand."""

_Control = dict[str, Any]


@dataclass(kw_only=True)
class Unfolded:
    """What the controls of one page showed."""

    states: list[str] = field(default_factory=list)
    """Markup of the body, one a state, none twice."""
    cards: list[dict[str, Any]] = field(default_factory=list)
    """Cards that are no links, of all states."""
    addresses: list[str] = field(default_factory=list)
    """Addresses that a control led to."""
    cut: bool = False
    """The time was over before the last part."""


class Unfolding:
    """Turns over the parts of the page that stands in a tab."""

    def __init__(
        self,
        page: Any,
        trials: ClickTrials,
        grow: Callable[[], Awaitable[None]],
        objects: Callable[[], Awaitable[PageObjects]],
        book: RouteBook,
        until: float,
    ) -> None:
        """`grow` scrolls the state that is shown, `objects` gives what the page loaded so far."""
        self._page = page
        self._trials = trials
        self._grow = grow
        self._objects = objects
        self._book = book
        self._until = until
        self._samples: defaultdict[str, list[tuple[str, Names]]] = defaultdict(list)
        self._in_vain = 0
        """Presses by pointer on this page that did nothing."""
        self.unfolded = Unfolded()

    async def run(self) -> Unfolded:
        """Every part that can be reached in time."""
        with driver_errors_end_it():
            await self._keep()
            is_list = await self._page.evaluate(page_scripts.PRICES) >= _FEWEST_PRICES
            if is_list:
                await self._turn()
            if is_list or await self._page.evaluate(page_scripts.LINKS) < _MANY_LINKS:
                await self._press_controls()
            by_pattern = addresses(self._book.lists, await self._objects())
            self.unfolded.addresses += by_pattern
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
            await self._grow()
            if not await self._keep():
                return

    async def _press_controls(self) -> None:
        """Press what stands in the page, and what comes into it by that, each once: the last row
        first, since what a tab shows stands behind it."""
        tried: set[tuple[str, str, int]] = set()
        for _ in range(_MOST_PRESSES):
            following = await self._next_control(tried)
            if following is None or self._is_late():
                return
            await self._press(*following)

    async def _next_control(
        self, tried: set[tuple[str, str, int]]
    ) -> tuple[int, _Control, bool] | None:
        """Number of a control that is worth a press, the control, and whether it is alone of its text."""
        controls = await self._controls()
        count: Counter[tuple[str, str]] = Counter()
        places = []
        for number, control in enumerate(controls):
            count[_signature(control)] += 1
            places.append((number, control, (*_signature(control), count[_signature(control)])))
        for number, control, key in sorted(places, key=lambda place: -place[1]["row"]):
            if key in tried:
                continue
            tried.add(key)
            alone = count[_signature(control)] == 1
            if not await self._follows_from_data(control) and not (
                alone and self._is_known(control)
            ):
                return number, control, alone
        return None

    async def _controls(self) -> list[_Control]:
        await self._page.evaluate(page_scripts.MARK_CARDS)
        controls: list[_Control] = await self._page.evaluate(page_scripts.MARK_CONTROLS)
        return controls

    async def _follows_from_data(self, control: _Control) -> bool:
        items = (await self._objects()).shown_in(control["text"])
        return any(item.place in self._book.lists for item in items)

    def _is_known(self, control: _Control) -> bool:
        """Does the book say where it leads, or that it leads nowhere?"""
        if url := self._book.leads_to(_signature(control)):
            self.unfolded.addresses.append(url)
            return True
        return self._book.is_idle(_signature(control))

    async def _press(self, number: int, control: _Control, alone: bool) -> None:
        before = await self._page.evaluate(page_scripts.STATE)
        url = None
        for pointer in self._book.ways_to_press():
            if pointer and self._in_vain >= _POINTER_TRIALS and not self._book.by_pointer:
                break
            url = await self._trials.press("control", number, patient=False, pointer=pointer)
            works = url is not None or self._trials.has_left()
            works = works or await self._page.evaluate(page_scripts.STATE) != before
            if works:
                self._book.by_pointer = pointer
                break
            self._in_vain += pointer
        if url is not None:
            self.unfolded.addresses.append(url)
            await self._learn(control, url)
            await self._trials.return_home()
        elif self._trials.has_left():
            await self._trials.return_home()
        elif await self._page.evaluate(page_scripts.STATE) != before:
            await self._grow()
            if await self._keep():
                await self._turn()
                return
        if alone:
            self._book.note_control(_signature(control), url)

    async def _learn(self, control: _Control, url: str) -> None:
        for item in (await self._objects()).shown_in(control["text"]):
            samples = self._samples[item.place]
            samples.append((url, item.names))
            if len(samples) > 1 and (pattern := learn(samples[-2:])):
                self._book.lists[item.place] = pattern

    def _is_late(self) -> bool:
        self.unfolded.cut = self.unfolded.cut or time.monotonic() > self._until
        return self.unfolded.cut


def _signature(control: _Control) -> tuple[str, str]:
    return control["text"], control["kind"]


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
