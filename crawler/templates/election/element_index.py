"""The elements of a page with their texts and values (元素索引), gathered in one walk for learning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborNode

from crawler.extract.page.page import Page
from crawler.extract.page.text import HIDDEN_TAGS, node_text

_MOST_ELEMENTS = 20_000
"""Elements of one page that are walked; a bound on the work that one page may cost."""
_MOST_ALIKE = 40
"""Siblings of one tag and class that are walked; chosen by hand, above the rows of attribute tables."""
_SMALL = 14
"""Elements inside one whose whole text is read as one value; chosen by hand."""
_TEXT_LENGTH = 600
"""Characters of an element's text that are kept."""
_VALUE_ATTRIBUTES = frozenset({"content", "value", "title", "alt", "href", "datetime"})
_LONGEST_VALUE = 600


@dataclass(slots=True, eq=False)
class Element:
    """One element of a page."""

    node: LexborNode
    parent: Element | None
    tag: str
    attributes: dict[str, str | None]
    place: int
    """Its number in the order of the page."""
    nth: int = 1
    """Its number among the siblings of its tag."""
    size: int = 1
    """Elements of its subtree, itself counted."""
    link: Element | None = None
    """The link in which it stands, or that it is."""

    @property
    def classes(self) -> list[str]:
        """Names of its classes."""
        return (self.attributes.get("class") or "").split()


class ElementIndex:
    """All elements of one page in the order of the page."""

    def __init__(self, page: Page) -> None:
        self.elements = _walk(page)

    @cached_property
    def texts(self) -> list[tuple[Element, str]]:
        """Small elements with their whole text."""
        texts = (
            (element, node_text(element.node, _TEXT_LENGTH))
            for element in self.elements
            if element.size <= _SMALL and element.tag not in HIDDEN_TAGS
        )
        return [(element, text) for element, text in texts if text]

    @cached_property
    def values(self) -> list[tuple[Element, str, str]]:
        """Elements with the attributes that may hold a value: (element, attribute, value)."""
        return [
            (element, name, value)
            for element in self.elements
            for name, value in element.attributes.items()
            if value
            and len(value) <= _LONGEST_VALUE
            and (name in _VALUE_ATTRIBUTES or name.startswith("data-"))
        ]


def _walk(page: Page) -> list[Element]:
    elements: list[Element] = []
    root = page.tree.root
    if root is None:
        return elements
    for element in _descend(root):
        element.place = len(elements)
        elements.append(element)
        if len(elements) >= _MOST_ELEMENTS:
            break
    for element in reversed(elements):
        if element.parent is not None:
            element.parent.size += element.size
    return elements


def _descend(root: LexborNode) -> Iterator[Element]:
    """Every element, parents before their children; elements that hold no text have no children."""
    waiting = [Element(root, None, root.tag or "", dict(root.attributes), 0)]
    while waiting:
        element = waiting.pop()
        yield element
        if element.tag in HIDDEN_TAGS:
            continue
        counts: Counter[str] = Counter()
        alike: Counter[tuple[str, str | None]] = Counter()
        children: list[Element] = []
        for node in element.node.iter(include_text=False):
            tag = node.tag or ""
            counts[tag] += 1
            attributes = node.attributes
            name = (tag, attributes.get("class"))
            alike[name] += 1
            if alike[name] > _MOST_ALIKE:
                continue  # one more row of reviews, goods, menu
            child = Element(node, element, tag, attributes, 0, counts[tag])
            child.link = child if tag == "a" else element.link
            children.append(child)
        waiting += reversed(children)
