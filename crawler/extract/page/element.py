"""One element of a page, as the walk over the tree met it."""

from __future__ import annotations

NAMING_ATTRIBUTES = ("class", "id", "itemprop", "data-testid", "data-qa")
_MOST_NAMES = 2000
"""Characters of an element's names that are looked at: readers keep what names say for all pages of a process, and
long ones would fill its memory; chosen by hand."""


class PageElement:
    """An element with its attributes, its place among the others and its share of the page's text.

    The parser makes a new object for every node and a new dictionary for its attributes each time
    that it is asked: here each is made once. Elements are the same only by identity.
    """

    __slots__ = (
        "_names",
        "attributes",
        "end",
        "first_text",
        "index",
        "last_text",
        "parent",
        "tag",
    )
    tag: str
    attributes: dict[str, str | None]
    """None for an attribute without a value."""
    parent: PageElement | None
    index: int
    """Its place in document order."""
    end: int
    """Place of the first element behind it that does not stand in it."""
    first_text: int
    last_text: int
    """Its text nodes are `texts[first_text:last_text]` of the document, those of scripts too."""
    _names: str | None

    @property
    def names(self) -> str:
        """Class, id and test names of the element in one text."""
        names = self._names
        if names is None:
            attributes = self.attributes
            if not attributes:
                names = ""
            elif len(attributes) == 1 and "class" in attributes:  # as most that have any
                names = attributes["class"] or ""
            else:
                get = attributes.get
                names = " ".join([text for name in NAMING_ATTRIBUTES if (text := get(name))])
            self._names = names = names[:_MOST_NAMES]
        return names

    def value(self, name: str) -> str:
        """The value of an attribute, empty where it has none."""
        return self.attributes.get(name) or ""

    def holds(self, inner: PageElement) -> bool:
        """Is an element this one, or does it stand in it?"""
        return self.index <= inner.index < self.end
