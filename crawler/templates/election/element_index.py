"""The elements of a page that learning looks at, with their texts and values (元素索引).

They are those of the page's document, walked once for all readers; rows that repeat over and over are
left out.
"""

from __future__ import annotations

from functools import cached_property

from selectolax.lexbor import LexborNode

from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.text import HIDDEN_TAGS
from crawler.templates.skeleton import Skeleton

_MOST_ELEMENTS = 20_000
"""Elements of one page that are looked at; a bound on the work that one page may cost."""
_MOST_ALIKE = 40
"""Siblings of one tag and class that are looked at; chosen by hand, above the rows of attribute tables."""
_SMALL = 14
"""Elements inside one whose whole text is read as one value; chosen by hand."""
_TEXT_LENGTH = 600
"""Characters of an element's text that are kept."""
_VALUE_ATTRIBUTES = frozenset({"content", "value", "title", "alt", "href", "datetime"})
_LONGEST_VALUE = 600
"""Characters of an attribute that is taken for a value; chosen by hand, as long as a text."""


class PageElements:
    """Elements of one page in the order of the page, parents before their children."""

    def __init__(self, page: Page, shared: Skeleton) -> None:
        """`shared` are the names that selectors may use: those that not all pages have number the goods."""
        self._page = page
        self.shared = shared
        self.steps: dict[int, str] = {}
        """Element by its index → what selectors call it (css_paths.py)."""
        self.forms: dict[int, list[str]] = {}
        """Element by its index → the selectors that lead to it (css_paths.py)."""
        count = len(page.document.elements)
        self._numbers = [0] * count
        self._sizes = [0] * count
        self._links: list[PageElement | None] = [None] * count
        self._first: dict[str, int | None] = {}
        self._nodes: dict[int, LexborNode] = {}
        """Element by its index → the parser's node, as far as it was asked for."""
        self.elements = self._chosen()
        for element in reversed(self.elements):
            self._sizes[element.index] += 1
            if element.parent is not None:
                self._sizes[element.parent.index] += self._sizes[element.index]

    def number_of(self, element: PageElement) -> int:
        """Its number among the siblings of its tag, from 1 on."""
        return self._numbers[element.index]

    def size_of(self, element: PageElement) -> int:
        """Elements of its subtree that are looked at, itself counted."""
        return self._sizes[element.index]

    def link_of(self, element: PageElement) -> PageElement | None:
        """The link in which it stands, or that it is."""
        return self._links[element.index]

    def node_of(self, element: PageElement) -> LexborNode:
        """The parser's node of an element, found from those around it: few elements of a page are asked for."""
        around: list[PageElement | None] = []
        current: PageElement | None = element
        while current is not None and current.index not in self._nodes:
            current = current.parent
            around.append(current)
        for parent in reversed(around):
            self._note_children(parent)
        return self._nodes[element.index]

    def text_of(self, element: PageElement, limit: int) -> str:
        """What an element shows, cut to `limit` characters."""
        return self._page.document.clean_text_of(element, limit)

    def is_first(self, css: str, element: PageElement) -> bool:
        """Is an element the first that a selector finds on the page?"""
        if css not in self._first:
            node = self._page.tree.css_first(css)
            self._first[css] = node.mem_id if node is not None else None
        return self._first[css] == self.node_of(element).mem_id

    @cached_property
    def texts(self) -> list[tuple[PageElement, str]]:
        """Small elements with their whole text."""
        texts = (
            (element, self.text_of(element, _TEXT_LENGTH))
            for element in self.elements
            if self.size_of(element) <= _SMALL and element.tag not in HIDDEN_TAGS
        )
        return [(element, text) for element, text in texts if text]

    @cached_property
    def values(self) -> list[tuple[PageElement, str, str]]:
        """Elements with the attributes that may hold a value: (element, attribute, value)."""
        return [
            (element, name, value)
            for element in self.elements
            for name, value in element.attributes.items()
            if value
            and len(value) <= _LONGEST_VALUE
            and (name in _VALUE_ATTRIBUTES or name.startswith("data-"))
        ]

    def _note_children(self, parent: PageElement | None) -> None:
        """Note the nodes of the elements right inside one, of those that stand in none without one."""
        elements = self._page.document.elements
        at, end = (parent.index + 1, parent.end) if parent is not None else (0, len(elements))
        node = self._nodes[parent.index].first_child if parent is not None else self._page.tree.root
        while node is not None and at < end:
            if node.is_element_node:
                self._nodes[at] = node
                at = elements[at].end
            node = node.next

    def _chosen(self) -> list[PageElement]:
        """The elements that are looked at, each with its number and its link noted; elements that hold
        no text have no children."""
        elements = self._page.document.elements
        chosen: list[PageElement] = []
        numbers: dict[tuple[int, str], int] = {}
        alike: dict[tuple[int, str, str | None], int] = {}
        at = 0
        while at < len(elements) and len(chosen) < _MOST_ELEMENTS:
            element = elements[at]
            tag, outer = element.tag, element.parent.index if element.parent is not None else -1
            number = numbers[outer, tag] = numbers.get((outer, tag), 0) + 1
            kind = (outer, tag, element.attributes.get("class"))
            count = alike[kind] = alike.get(kind, 0) + 1
            if count > _MOST_ALIKE:
                at = element.end  # one more row of reviews, goods, menu
                continue
            self._numbers[at] = number
            self._links[at] = element if tag == "a" else self._links[outer] if outer >= 0 else None
            chosen.append(element)
            at = element.end if tag in HIDDEN_TAGS else at + 1
        return chosen
