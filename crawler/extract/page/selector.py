"""Selectors (选择器) in a part of CSS, read once; `element_index` searches them on a page.

Known are `tag`, `.class`, `#id`, `[name]`, `[name=value]`, `[name*=value]`, `[name^=value]`,
`[name~=value]`, `:not(…)` with one of these, lists, and descendants.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from crawler.extract.page.element import PageElement
from crawler.extract.page.name_parts import NAMES, PARTS

_TEST = re.compile(
    r"""
    (?P<not>:not\()?
    (?: (?P<tag>[a-zA-Z][\w-]*)
      | \.(?P<class>[\w-]+)
      | \#(?P<id>[\w-]+)
      | \[(?P<name>[\w:-]+)(?:(?P<mark>[*^~]?=)(?P<quote>["']?)(?P<value>.*?)(?P=quote))?\]
    )
    (?(not)\))
    """,
    re.X,
)
INSENSITIVE = frozenset({"type"})
"""Attributes whose values HTML compares without case (HTML Standard, 4.17)."""


class Test(NamedTuple):
    """One condition on one element."""

    name: str
    """Of an attribute; `tag` for the element's own name where `mark` is empty."""
    mark: str = ""
    """`=`, `*=`, `^=`, `~=`; `has` for an attribute alone; empty for a tag."""
    value: str = ""
    negated: bool = False

    @property
    def is_class_part(self) -> bool:
        """Does it ask for a part of the class: `[class*=price]`?"""
        return self.name == "class" and self.mark == "*=" and not self.negated

    def declare(self) -> None:
        """Have the names of all pages searched for the part that this condition asks for."""
        if self.name in NAMES and self.mark not in ("=", "has"):
            PARTS.declare(self.value)

    def filter(self, places: list[int], elements: Sequence[PageElement]) -> list[int]:
        """Of the elements at some places those that meet the condition."""
        name, mark, value, negated = self
        if not mark:
            return [at for at in places if (elements[at].tag == value) != negated]
        if mark == "has":
            return [at for at in places if (name in elements[at].attributes) != negated]
        matches = self._matches
        return [at for at in places if matches(elements[at].attributes.get(name)) != negated]

    def _matches(self, text: str | None) -> bool:
        if text is None:
            return False
        if self.name in INSENSITIVE:
            text = text.lower()
        if self.mark == "=":
            return text == self.value
        if self.mark == "*=":
            return self.value in text
        return text.startswith(self.value) if self.mark == "^=" else self.value in text.split()


Compound = tuple[Test, ...]
"""Conditions that one element meets together."""


class Alternatives(NamedTuple):
    """Several compounds, of which an element meets one."""

    class_parts: tuple[str, ...]
    """Of those that ask for a part of the class alone, as most do: looked up, not searched."""
    further: tuple[Compound, ...]

    @classmethod
    def of(cls, compounds: Sequence[Compound]) -> Alternatives:
        """The compounds told apart."""
        plain = [test.value for test, *more in compounds if not more and test.is_class_part]
        further = [c for c in compounds if len(c) > 1 or not c[0].is_class_part]
        return cls(tuple(plain), tuple(further))


class CssSelector:
    """A selector, read once. Raises ValueError for what this module does not know."""

    def __init__(self, text: str) -> None:
        self.text = text
        inside: dict[Compound, list[Compound]] = defaultdict(list)
        alone: list[Compound] = []
        for way in _split(text, ","):
            *outer, inner = (_compound(step) for step in _split(way, " "))
            if len(outer) > 1:
                raise ValueError(f"a selector of more than two steps: {way!r}")
            if outer:
                inside[inner].append(outer[0])
            else:
                alone.append(inner)
        self.alone = Alternatives.of(alone)
        """What an element must be, wherever it stands."""
        self.inside = {inner: Alternatives.of(outers) for inner, outers in inside.items()}
        """What an element must be → what one of the elements around it must be."""
        for test in chain.from_iterable(chain(alone, inside, *inside.values())):
            test.declare()

    def __repr__(self) -> str:
        return f"Selector({self.text!r})"


def _split(text: str, mark: str) -> list[str]:
    """The parts of a selector at a mark that stands in no bracket."""
    parts = re.split(rf"{re.escape(mark)}(?![^\[]*\])", text)
    return [part.strip() for part in parts if part.strip()]


def _compound(text: str) -> Compound:
    tests: list[Test] = []
    at = 0
    while at < len(text):
        match = _TEST.match(text, at)
        if match is None:
            raise ValueError(f"no selector: {text!r}")
        tests.append(_test(match))
        at = match.end()
    return tuple(tests)


def _test(match: re.Match[str]) -> Test:
    negated = match["not"] is not None
    if match["tag"]:
        return Test("tag", value=match["tag"], negated=negated)
    if match["class"]:
        return Test("class", "~=", match["class"], negated)
    if match["id"]:
        return Test("id", "=", match["id"], negated)
    name, value = match["name"], match["value"] or ""
    return Test(
        name, match["mark"] or "has", value.lower() if name in INSENSITIVE else value, negated
    )
