"""Selectors (选择器) in a part of CSS, searched in an index of a page's elements.

The parser matches a selector against every element of the tree, each time. Here elements lie by their
tag and by the names of their attributes, and the classes of a page, which repeat, are searched as one
text: a selector then costs what it finds. Known are `tag`, `.class`, `#id`, `[name]`, `[name=value]`,
`[name*=value]`, `[name^=value]`, `[name~=value]`, `:not(…)` with one of these, lists, and descendants.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress
from operator import attrgetter

from crawler.extract.page.element import NAMING_ATTRIBUTES, PageElement
from crawler.extract.page.name_parts import NAMES, PARTS, JoinedTexts
from crawler.extract.page.searched_texts import SearchedTexts

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
_INSENSITIVE = frozenset({"type"})
"""Attributes whose values HTML compares without case (HTML Standard, 4.17)."""
_NEVER = 2**31
"""No index holds what an element is not."""
_VALUES_OF_ONE = 4
"""An attribute's values are taken to be so many times rarer than the attribute; chosen by hand."""
_FEW = 12
"""Elements that are compared one by one; chosen by hand."""
_index_of = attrgetter("index")


@dataclass(frozen=True)
class Test:
    """One condition on one element."""

    name: str
    """Of an attribute; `tag` for the element's own name where `mark` is empty."""
    mark: str = ""
    """`=`, `*=`, `^=`, `~=`; `has` for an attribute alone; empty for a tag."""
    value: str = ""
    negated: bool = False

    def declare(self) -> None:
        """Have the names of all pages searched for the part that this condition asks for."""
        if self.name in NAMES and self.mark not in ("=", "has"):
            PARTS.declare(self.value)

    def filter(self, elements: list[PageElement]) -> list[PageElement]:
        """Those of the elements that meet the condition."""
        name, value, mark = self.name, self.value, self.mark
        if not mark:
            return [e for e in elements if (e.tag == value) != self.negated]
        if mark == "has":
            return [e for e in elements if (name in e.attributes) != self.negated]
        return [e for e in elements if self._matches(e.attributes.get(name)) != self.negated]

    def _matches(self, text: str | None) -> bool:
        if text is None:
            return False
        if self.name in _INSENSITIVE:
            text = text.lower()
        if self.mark == "=":
            return text == self.value
        if self.mark == "*=":
            return self.value in text
        return text.startswith(self.value) if self.mark == "^=" else self.value in text.split()


Compound = tuple[Test, ...]
"""Conditions that one element meets together."""


class CssSelector:
    """A selector, read once. Raises ValueError for what this module does not know."""

    def __init__(self, text: str) -> None:
        self.text = text
        inside: dict[Compound, list[Compound]] = defaultdict(list)
        self.alone: list[Compound] = []
        """What an element must be, wherever it stands."""
        for way in _split(text, ","):
            *outer, inner = (_compound(step) for step in _split(way, " "))
            if len(outer) > 1:
                raise ValueError(f"a selector of more than two steps: {way!r}")
            if outer:
                inside[inner].append(outer[0])
            else:
                self.alone.append(inner)
        self.inside = dict(inside)
        """What an element must be → what one of the elements around it must be."""
        compounds = chain(self.alone, self.inside, *self.inside.values())
        for test in chain.from_iterable(compounds):
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
        name, match["mark"] or "has", value.lower() if name in _INSENSITIVE else value, negated
    )


class _Values:
    """The values that one attribute has on a page, each once with the elements that bear it."""

    def __init__(self, name: str, elements: dict[str, list[PageElement]]) -> None:
        self._is_name = name in NAMES
        self._elements = elements

    @classmethod
    def of(cls, name: str, elements: Iterable[PageElement]) -> _Values:
        """The values of an attribute that these elements have."""
        lower = name in _INSENSITIVE
        by_value: dict[str, list[PageElement]] = defaultdict(list)
        for element in elements:
            if (text := element.attributes[name]) is not None:
                by_value[text.lower() if lower else text].append(element)
        return cls(name, by_value)

    @cached_property
    def _joined(self) -> tuple[JoinedTexts, list[list[PageElement]]]:
        return JoinedTexts(list(self._elements)), list(self._elements.values())

    @cached_property
    def _by_part(self) -> dict[str, list[PageElement]]:
        """The elements whose name holds a part that a selector declared, by the part."""
        by_part: dict[str, list[PageElement]] = defaultdict(list)
        held = PARTS.of(list(self._elements))
        for parts, elements in zip(held, self._elements.values(), strict=True):
            for part in parts:
                by_part[part] += elements
        return by_part

    def equal(self, text: str) -> list[PageElement]:
        """The elements whose value is a text."""
        return self._elements.get(text, [])

    def holding(self, part: str) -> list[PageElement]:
        """The elements whose value holds a text, in no order."""
        if self._is_name:
            return self._by_part.get(part, [])
        joined, elements = self._joined
        return [element for place in joined.places_of(part) for element in elements[place]]


class ElementIndex:
    """The elements of a page by tag and by attribute; the walk over the tree fills it in."""

    def __init__(self) -> None:
        self.by_tag: dict[str, list[PageElement]] = defaultdict(list)
        self.by_attribute: dict[str, list[PageElement]] = defaultdict(list)
        self.by_class: dict[str, list[PageElement]] = defaultdict(list)
        """By the value of `class`, those without one left out."""
        self._values: dict[str, _Values] = {"class": _Values("class", self.by_class)}

    def select(self, selector: CssSelector) -> list[PageElement]:
        """The elements that a selector finds, in document order."""
        matches = [element for compound in selector.alone for element in self._meeting(compound)]
        for inner, outers in selector.inside.items():
            around = [element for outer in outers for element in self._meeting(outer)]
            matches += _inside(self._meeting(inner), around) if around else []
        if len(matches) < 2:
            return matches
        return sorted(set(matches), key=_index_of)

    def named(self, meant: SearchedTexts[bool]) -> list[PageElement]:
        """The elements that bear a name which is meant, in document order."""
        matches: list[PageElement] = []
        classes = meant.of(list(self.by_class))
        for is_meant, elements in zip(classes, self.by_class.values(), strict=True):
            if is_meant:
                matches += elements
        for attribute in NAMING_ATTRIBUTES[1:]:
            bearers = self.by_attribute.get(attribute, [])
            names = meant.of([element.attributes[attribute] or "" for element in bearers])
            matches += compress(bearers, names)
        return sorted(set(matches), key=_index_of)

    def _meeting(self, compound: Compound) -> list[PageElement]:
        """The elements that meet all conditions: the rarest by the index, of those the others."""
        if len(compound) == 1:
            return self._of(compound[0])
        first = min(compound, key=self._count)
        elements = self._of(first)
        for test in compound:
            if test is not first and elements:
                elements = test.filter(elements)
        return elements

    def _count(self, test: Test) -> int:
        """About how many elements the index gives for a condition."""
        if test.negated:
            return _NEVER
        if not test.mark:
            return len(self.by_tag.get(test.value, ()))
        count = len(self.by_attribute.get(test.name, ()))
        return count // _VALUES_OF_ONE if test.mark != "has" else count

    def _of(self, test: Test) -> list[PageElement]:
        """The elements that meet one condition."""
        if not test.mark:
            return self.by_tag.get(test.value, [])
        elements = self.by_attribute.get(test.name, [])
        if test.mark == "has" or not elements:
            return elements
        if len(elements) < _FEW:
            return test.filter(elements)
        if test.name not in self._values:
            self._values[test.name] = _Values.of(test.name, elements)
        values = self._values[test.name]
        if test.mark == "=":
            return values.equal(test.value)
        elements = values.holding(test.value)
        return elements if test.mark == "*=" else test.filter(elements)


def _inside(elements: list[PageElement], around: list[PageElement]) -> list[PageElement]:
    """Of the elements those that stand in one of those around."""
    elements = sorted(elements, key=_index_of)
    inside: list[PageElement] = []
    end = 0
    for outer in sorted(around, key=_index_of):
        if outer.index >= end:
            start = bisect_right(elements, outer.index, key=_index_of)
            end = outer.end
            inside += elements[start : bisect_left(elements, end, start, key=_index_of)]
    return inside
