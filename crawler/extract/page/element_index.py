"""An index of a page's elements (元素索引), in which selectors are searched.

The parser matches a selector against every element of the tree, each time. Here elements lie by their
tag, by the names of their attributes and by their classes, and the parts of names for which selectors
ask are known (`name_parts`): a selector then costs what it finds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import compress
from operator import attrgetter

from crawler.extract.page.element import NAMING_ATTRIBUTES, PageElement
from crawler.extract.page.name_parts import NAMES, PARTS, JoinedTexts
from crawler.extract.page.searched_texts import SearchedTexts
from crawler.extract.page.selector import INSENSITIVE, Alternatives, Compound, CssSelector, Test

_NEVER = 2**31
"""No index holds what an element is not."""
_VALUES_OF_ONE = 4
"""An attribute's values are taken to be so many times rarer than the attribute; chosen by hand."""
_FEW = 12
"""Elements that are compared one by one; chosen by hand."""
_index_of = attrgetter("index")


class _Values:
    """The values that one attribute has on a page, each once with the elements that bear it."""

    def __init__(self, name: str, elements: dict[str, list[PageElement]]) -> None:
        self._is_name = name in NAMES
        self._elements = elements
        self._by_part: dict[str, list[PageElement]] = {}
        self._count = 0
        """Parts that were declared when `_by_part` was made."""

    @classmethod
    def of(cls, name: str, elements: Iterable[PageElement]) -> _Values:
        """The values of an attribute that these elements have."""
        lower = name in INSENSITIVE
        by_value: dict[str, list[PageElement]] = defaultdict(list)
        for element in elements:
            if (text := element.attributes[name]) is not None:
                by_value[text.lower() if lower else text].append(element)
        return cls(name, by_value)

    @cached_property
    def _joined(self) -> tuple[JoinedTexts, list[list[PageElement]]]:
        return JoinedTexts(list(self._elements)), list(self._elements.values())

    @property
    def by_part(self) -> dict[str, list[PageElement]]:
        """The elements whose name holds a part that a selector declared, by the part."""
        count = PARTS.count
        if self._count != count:
            self._by_part, self._count = self._read_parts(), count
        return self._by_part

    def _read_parts(self) -> dict[str, list[PageElement]]:
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
            return self.by_part.get(part, [])
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
        self._met: dict[Compound, list[PageElement]] = {}
        """What `_meeting` gave: several selectors ask for the same links and pictures."""

    def select(self, selector: CssSelector) -> list[PageElement]:
        """The elements that a selector finds, in document order."""
        matches = self._meeting_one(selector.alone)
        for inner, outers in selector.inside.items():
            around = self._meeting_one(outers)
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

    def _meeting_one(self, alternatives: Alternatives) -> list[PageElement]:
        """The elements that meet one of several compounds, in no order, some perhaps twice."""
        by_part = self._values["class"].by_part
        matches: list[PageElement] = []
        for part in alternatives.class_parts:
            if part in by_part:
                matches += by_part[part]
        for compound in alternatives.further:
            matches += self._meeting(compound)
        return matches

    def _meeting(self, compound: Compound) -> list[PageElement]:
        """The elements that meet all conditions: the rarest by the index, of those the others."""
        if len(compound) == 1:
            return self._of(compound[0])
        if compound in self._met:
            return self._met[compound]
        first = min(compound, key=self._count)
        elements = self._of(first)
        for test in compound:
            if test is not first and elements:
                elements = test.filter(elements)
        self._met[compound] = elements
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
    places = list(map(_index_of, elements))
    inside: list[PageElement] = []
    end = 0
    for outer in sorted(around, key=_index_of):
        if outer.index >= end:
            start = bisect_right(places, outer.index)
            end = outer.end
            inside += elements[start : bisect_left(places, end, start)]
    return inside
