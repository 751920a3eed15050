"""An index of a page's elements (元素索引), in which selectors are searched.

The parser matches a selector against every element of the tree, each time. Here elements lie by their
tag, by the names of their attributes and by their classes, and the parts of names for which selectors
ask are known (`name_parts`): a selector then costs what it finds. Elements stand here as their places
in the document, since numbers are sorted and compared without a look at the elements themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress

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


class _Parts:
    """The places of elements by the parts of their names for which selectors ask."""

    def __init__(self, names: Iterable[str], places: Iterable[list[int]]) -> None:
        self._names, self._places = names, places
        self._by_part: dict[str, list[int]] = {}
        self._count = 0
        """Parts that were declared when `_by_part` was made."""

    @property
    def by_part(self) -> dict[str, list[int]]:
        """The places of elements whose name holds a part that a selector declared, by the part, in no order."""
        count = PARTS.count
        if self._count != count:
            self._by_part, self._count = self._read(), count
        return self._by_part

    def _read(self) -> dict[str, list[int]]:
        by_part: dict[str, list[int]] = defaultdict(list)
        for parts, places in zip(PARTS.of(list(self._names)), self._places, strict=True):
            for part in parts:
                by_part[part] += places
        return by_part


class _Classes:
    """Classes are few on a page, each with many elements."""

    def __init__(self, by_class: dict[str, list[int]]) -> None:
        self._by_class = by_class
        self._parts = _Parts(by_class, by_class.values())

    @property
    def by_part(self) -> dict[str, list[int]]:
        """The places of elements whose class holds a part, by the part, in no order."""
        return self._parts.by_part

    def equal(self, text: str) -> list[int]:
        """The places of elements whose class is a text."""
        return self._by_class.get(text, [])

    def holding(self, part: str) -> list[int]:
        """The places of elements whose class holds a part that a selector declared, in no order."""
        return self.by_part.get(part, [])


class _Values:
    """The values of one further attribute on a page, one for each element that bears it: most differ."""

    def __init__(self, name: str, places: list[int], elements: Sequence[PageElement]) -> None:
        values = [elements[at].attributes[name] or "" for at in places]
        self._values = _in_lower_case(values) if name in INSENSITIVE else values
        self._places = places
        self._different = frozenset(self._values)
        self._is_name = name in NAMES

    def equal(self, text: str) -> list[int]:
        """The places of elements whose value is a text."""
        if text not in self._different:  # as most texts for which selectors ask
            return []
        return [at for at, value in zip(self._places, self._values, strict=True) if value == text]

    def holding(self, part: str) -> list[int]:
        """The places of elements whose value holds a text, in no order."""
        if self._is_name:
            return self._parts.by_part.get(part, [])
        return [self._places[value] for value in self._joined.places_of(part)]

    @cached_property
    def _joined(self) -> JoinedTexts:
        return JoinedTexts(self._values)

    @cached_property
    def _parts(self) -> _Parts:
        return _Parts(self._values, [[at] for at in self._places])


def _in_lower_case(values: list[str]) -> list[str]:
    """Values that are compared without case; few of them differ."""
    lower = {text: text.lower() for text in set(values)}
    return [lower[text] for text in values]


class ElementIndex:
    """The places of a page's elements by tag and by attribute; the walk over the tree fills it in."""

    def __init__(self, elements: Sequence[PageElement]) -> None:
        self._elements = elements
        self.by_tag: dict[str, list[int]] = defaultdict(list)
        self.by_attribute: dict[str, list[int]] = defaultdict(list)
        self.by_class: dict[str, list[int]] = defaultdict(list)
        """By the value of `class`, those without one left out."""
        self._classes = _Classes(self.by_class)
        self._values: dict[str, _Classes | _Values] = {"class": self._classes}
        self._met: dict[Compound, list[int]] = {}
        """What `_meeting` gave: several selectors ask for the same links and pictures."""
        self._bearers_of: dict[str, set[int]] = {}

    def select(self, selector: CssSelector) -> list[int]:
        """The places of the elements that a selector finds, in document order."""
        matches = self._meeting_one(selector.alone)
        for inner, outers in selector.inside.items():
            around = self._meeting_one(outers)
            matches += self._inside(self._meeting(inner), around) if around else []
        if len(matches) < 2:
            return matches
        return sorted(set(matches))

    def named(self, meant: SearchedTexts[bool]) -> list[int]:
        """The places of the elements that bear a name which is meant, in document order."""
        matches: list[int] = []
        classes = meant.of(list(self.by_class))
        for is_meant, places in zip(classes, self.by_class.values(), strict=True):
            if is_meant:
                matches += places
        elements = self._elements
        for attribute in NAMING_ATTRIBUTES[1:]:
            bearers = self.by_attribute.get(attribute, [])
            names = meant.of([elements[at].attributes[attribute] or "" for at in bearers])
            matches += compress(bearers, names)
        return sorted(set(matches))

    def _meeting_one(self, alternatives: Alternatives) -> list[int]:
        """The elements that meet one of several compounds, in no order, some perhaps twice."""
        by_part = self._classes.by_part
        matches: list[int] = []
        for part in alternatives.class_parts:
            if part in by_part:
                matches += by_part[part]
        for compound in alternatives.further:
            matches += self._meeting(compound)
        return matches

    def _meeting(self, compound: Compound) -> list[int]:
        """The elements that meet all conditions: the rarest by the index, of those the others."""
        if len(compound) == 1:
            return self._of(compound[0])
        if compound in self._met:
            return self._met[compound]
        first = min(compound, key=self._count)
        places = self._of(first)
        for test in compound:
            if test is first or not places:
                continue
            if test.mark == "has" and not test.negated:
                bearers = self._bearers(test.name)
                places = [at for at in places if at in bearers]
            else:
                places = test.filter(places, self._elements)
        self._met[compound] = places
        return places

    def _bearers(self, name: str) -> set[int]:
        """The places of the elements that have an attribute: a look at each element would cost more."""
        if name not in self._bearers_of:
            self._bearers_of[name] = set(self.by_attribute.get(name, ()))
        return self._bearers_of[name]

    def _count(self, test: Test) -> int:
        """About how many elements the index gives for a condition."""
        if test.negated:
            return _NEVER
        if not test.mark:
            return len(self.by_tag.get(test.value, ()))
        count = len(self.by_attribute.get(test.name, ()))
        return count // _VALUES_OF_ONE if test.mark != "has" else count

    def _of(self, test: Test) -> list[int]:
        """The elements that meet one condition."""
        if not test.mark:
            return self.by_tag.get(test.value, [])
        places = self.by_attribute.get(test.name, [])
        if test.mark == "has" or not places:
            return places
        if len(places) < _FEW:
            return test.filter(places, self._elements)
        if test.name not in self._values:
            self._values[test.name] = _Values(test.name, places, self._elements)
        values = self._values[test.name]
        if test.mark == "=":
            return values.equal(test.value)
        places = values.holding(test.value)
        return places if test.mark == "*=" else test.filter(places, self._elements)

    def _inside(self, places: list[int], around: list[int]) -> list[int]:
        """Of the elements at some places those that stand in one of those around."""
        places = sorted(places)
        inside: list[int] = []
        end = at = 0
        for outer in sorted(around):
            if outer >= end:
                at = bisect_right(places, outer, at)
                if at == len(places):
                    break
                end = self._elements[outer].end
                start, at = at, bisect_left(places, end, at)
                inside += places[start:at]
        return inside
