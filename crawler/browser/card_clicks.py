"""Cards that are no links (点击进入的卡片): find out by clicks where they would lead.

Two clicks usually show how an address is made from a name that the card, or the page's own data,
carries; the addresses of all other cards, and of goods that only the data names, follow from that.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from crawler.browser import page_scripts
from crawler.browser.address_pattern import AddressPattern, Names, learn
from crawler.browser.click_trials import ClickTrials
from crawler.browser.page_objects import PageObjects
from crawler.browser.route_book import RouteBook, addresses

_MOST_CLICKS = 30
"""Cards of one page that are clicked; the others follow by the pattern. Chosen by hand."""
_MOST_IN_VAIN = 2
"""Cards whose click shows nothing, after which no other is clicked; chosen by hand."""
_REDRAW_SECONDS = 3.0
"""Seconds that a page may take to show its cards again after a click; chosen by hand."""
_LOOK_SECONDS = 0.1
"""Seconds between two looks whether it does."""

Card = dict[str, Any]
_Samples = defaultdict[str, list[tuple[str, Names]]]
_ATTRIBUTES = "@"
"""Place of the names that stand in a card's own attributes."""


class CardClicks:
    """Finds where the cards of one drawn page lead."""

    def __init__(
        self, page: Any, trials: ClickTrials, objects: PageObjects, book: RouteBook, until: float
    ) -> None:
        """`until` is a moment of the monotonic clock."""
        self._page = page
        self._trials = trials
        self._objects = objects
        self._book = book
        self._until = until
        self._samples: _Samples = defaultdict(list)
        self._by_attributes: AddressPattern | None = None

    async def addresses(self, further_cards: Iterable[Card] = ()) -> tuple[str, ...]:
        """Where the cards lead; `further_cards` are those that the page showed before."""
        cards = await self._marked()
        clicked: list[str] = []
        tried: set[str] = set()
        in_vain = 0
        while in_vain < _MOST_IN_VAIN and len(clicked) < _MOST_CLICKS:
            number = self._next_card(cards, tried)
            if number is None or time.monotonic() > self._until:
                break
            card = cards[number]
            tried.add(card["text"])
            url = await self._trials.press("card", number, patient=not clicked)
            if url is None and card["pictured"] and not self._trials.has_left():
                url = await self._trials.press("picture", number, patient=not clicked)
            if url is None:
                in_vain += 1
            else:
                clicked.append(url)
                self._learn(card, url)
            stayed = await self._trials.return_home()
            if not stayed or url is not None:
                cards = await self._marked_again(cards)
        self._learn_from_single_clicks()
        by_attributes = self._filled((*cards, *further_cards))
        by_pattern = addresses(self._book.goods, self._objects)
        return tuple(dict.fromkeys((*clicked, *by_attributes, *by_pattern)))

    async def _marked(self) -> list[Card]:
        cards: list[Card] = await self._page.evaluate(page_scripts.MARK_CARDS)
        return cards

    async def _marked_again(self, cards: list[Card]) -> list[Card]:
        """The cards of the page that was left and is drawn anew, as soon as it shows so many again."""
        until = min(self._until, time.monotonic() + _REDRAW_SECONDS)
        again = await self._marked()
        while len(again) < len(cards) and time.monotonic() < until:
            await asyncio.sleep(_LOOK_SECONDS)
            again = await self._marked()
        return again

    def _next_card(self, cards: list[Card], tried: set[str]) -> int | None:
        return next(
            (
                number
                for number, card in enumerate(cards)
                if card["text"] not in tried and self._is_asked(card)
            ),
            None,
        )

    def _is_asked(self, card: Card) -> bool:
        """Is this a card that no pattern explains yet, one of several or one that the data names?"""
        items = self._objects.shown_in(card["text"])
        if self._book.knows(items):
            return False
        if self._by_attributes and self._by_attributes.fill(dict(card["names"])):
            return False
        return bool(card["repeats"] or items)

    def _learn(self, card: Card, url: str) -> None:
        for item in self._objects.shown_in(card["text"]):
            self._samples[item.place].append((url, item.names))
            samples = self._samples[item.place]
            if len(samples) > 1 and (pattern := learn(samples[-2:])):
                self._book.goods[item.place] = pattern
        samples = self._samples[_ATTRIBUTES]
        samples.append((url, dict(card["names"])))
        if len(samples) > 1:
            self._by_attributes = learn(samples[-2:])

    def _learn_from_single_clicks(self) -> None:
        """A kind of goods whose second click did not come follows from the id in its first address."""
        for place, samples in self._samples.items():
            if place in self._book.goods or place == _ATTRIBUTES or len(samples) > 1:
                continue
            if pattern := learn(samples):
                self._book.goods[place] = pattern

    def _filled(self, cards: Iterable[Card]) -> list[str]:
        if self._by_attributes is None:
            return []
        urls = (self._by_attributes.fill(dict(card["names"])) for card in cards)
        return [url for url in urls if url]
