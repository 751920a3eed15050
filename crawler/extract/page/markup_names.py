"""The elements around one, and what their author calls them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crawler.extract.page.element import PageElement

FRAME_TAGS = frozenset({"nav", "header", "footer", "aside"})
"""Elements of the frame of a page, around its main part."""
_NEAR = 6
"""Elements around one that still belong to the same part of a page; chosen by hand."""
_CARD_DEPTH = 12
"""Elements between a button, a text or an amount and the card in which it stands; chosen by hand."""


def ancestors(element: PageElement, limit: int = _NEAR) -> Iterator[PageElement]:
    """An element and those around it, innermost first, at most `limit`."""
    current: PageElement | None = element
    for _ in range(limit):
        if current is None:
            return
        yield current
        current = current.parent


def stands_in_card(element: PageElement, cards: Collection[int]) -> bool:
    """Does an element stand in one of the product cards at these places? Asked of every amount of a page."""
    around: PageElement | None = element if cards else None
    for _ in range(_CARD_DEPTH):
        if around is None:
            return False
        if around.index in cards:
            return True
        around = around.parent
    return False
