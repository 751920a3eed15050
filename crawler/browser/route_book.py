"""What the clicks on one host taught (点击所得的规律), so that its next pages need fewer of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.browser.address_pattern import AddressPattern
from crawler.browser.page_objects import PageObject, PageObjects

_IDLE = 2
"""Presses without any effect after which a control is pressed no more; chosen by hand."""


@dataclass(kw_only=True)
class RouteBook:
    """Patterns by the place of an object in the page's data, and where its controls lead."""

    goods: dict[str, AddressPattern] = field(default_factory=dict)
    lists: dict[str, AddressPattern] = field(default_factory=dict)
    has_pages: bool = False
    """A card led to an address."""
    _controls: dict[tuple[str, str], str] = field(default_factory=dict)
    by_pointer: bool = False
    """A press by pointer did something where one by a script had done nothing."""
    _idle: Counter[tuple[str, str]] = field(default_factory=Counter)

    def ways_to_press(self) -> tuple[bool, ...]:
        """By a script, by pointer (true): some pages listen to the pointer alone (better-scroll)."""
        return (True,) if self.by_pointer else (False, True)

    def knows(self, items: list[PageObject]) -> bool:
        """Does a pattern give the address of one of these objects?"""
        return any(item.place in self.goods or item.place in self.lists for item in items)

    def note_control(self, control: tuple[str, str], url: str | None) -> None:
        """A control, by its text and kind, led to an address or did nothing."""
        if url is None:
            self._idle[control] += 1
        else:
            self._controls[control] = url

    def leads_to(self, control: tuple[str, str]) -> str | None:
        return self._controls.get(control)

    def is_idle(self, control: tuple[str, str]) -> bool:
        return self._idle[control] >= _IDLE


def addresses(patterns: dict[str, AddressPattern], objects: PageObjects) -> Iterator[str]:
    """Where the objects of a page lead, as far as patterns are known for their places."""
    for place, pattern in patterns.items():
        for item in objects.by_place.get(place, ()):
            if url := pattern.fill(item.names):
                yield url
