"""The elements around one, and what their author calls them."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extract.page.element import PageElement

FRAME_TAGS = frozenset({"nav", "header", "footer", "aside"})
"""Elements of the frame of a page, around its main part."""
_NEAR = 6
"""Elements around one that still belong to the same part of a page; chosen by hand."""


def ancestors(element: PageElement, limit: int = _NEAR) -> Iterator[PageElement]:
    """An element and those around it, innermost first, at most `limit`."""
    current: PageElement | None = element
    for _ in range(limit):
        if current is None:
            return
        yield current
        current = current.parent
