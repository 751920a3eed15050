"""What a page's author calls an element, and the elements around it."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_NAMING_ATTRIBUTES = ("class", "id", "itemprop", "data-testid", "data-qa")
_NEAR = 6
"""Elements around one that still belong to the same part of a page; chosen by hand."""


def element_names(node: LexborNode) -> str:
    """Class, id and test names of an element in one text."""
    attributes = node.attributes
    return " ".join(value for name in _NAMING_ATTRIBUTES if (value := attributes.get(name)))


def ancestors(node: LexborNode, limit: int = _NEAR) -> Iterator[LexborNode]:
    """An element and those around it, innermost first, at most `limit`."""
    current: LexborNode | None = node
    for _ in range(limit):
        if current is None:
            return
        yield current
        current = current.parent
