"""Refinements of lists (筛选与排序): facets, sort orders and views, left once they show nothing new.

A list with the choices of a visited list and further ones refines it. What a choice gives is counted
by its name, whatever its value: twenty brands that only show known goods again, on several lists,
say that the brand leads nowhere new. A name that has given new goods is tried for longer.
A choice that is met under one list alone is no facet but a step of a tree, and always visited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from crawler.frontier.list_address import Choice, ListAddress, has_name

_LIMIT = 300
"""Points without new goods in between from which a name is left; with `_POINTS`, chosen by hand."""
_POINTS = {
    "repeats": 25,
    "empty": 12,
    "empty, by place": 1,
}
"""Points of one page: it shows goods and all are known; it shows none, and its address names the choice; or
its address has the choice by its place alone, so that it may be an inner node of a tree of categories."""
_LEASH = 150
"""Points that a name may have beyond the limit for each page of it that gave new goods; chosen by hand."""
_LONGEST_LEASH = 3000
_FACETS = 2
"""Choices of one name that refined several lists, from which all of that name are facets; chosen by hand."""
_MOST_LISTS = 400_000
"""Lists that are remembered; some 40 MB of memory."""


class Refinements:
    """Which choices of a run's lists give new goods."""

    def __init__(self) -> None:
        self._lists: set[int] = set()
        """Hashes of lists that were visited."""
        self._bases: dict[int, int] = {}
        """Choice → the list that it refined first; 0 once it refined another one too."""
        self._facets: Counter[str] = Counter()
        """Route and name → choices that refined several lists."""
        self._points: Counter[str] = Counter()
        self._gains: Counter[str] = Counter()
        """Name → pages that gave new goods."""

    def note(self, address: ListAddress, *, shows_goods: bool, news: bool) -> None:
        """A list was visited, its first part."""
        for choices in self._refining(address):
            name = _name(address, choices)
            if news:
                self._points[name] = 0
                self._gains[name] += 1
            elif self._are_facets(address, choices):
                named = all(map(has_name, choices))
                result = "repeats" if shows_goods else "empty" if named else "empty, by place"
                self._points[name] += _POINTS[result]
        self.remember(address)

    def remember(self, address: ListAddress) -> None:
        """This list was visited, now or by an earlier process of the run."""
        if len(self._lists) >= _MOST_LISTS:
            self._lists.clear()
        self._lists.add(hash(address))

    def leads_nowhere(self, address: ListAddress) -> bool:
        """Does this address refine a visited list by a choice that gives nothing new?"""
        if not self._points:
            return False
        return any(
            self._points[name] >= self._limit(name) and self._are_facets(address, choices)
            for choices in self._refining(address)
            if (name := _name(address, choices)) in self._points
        )

    def is_doubtful(self, address: ListAddress) -> bool:
        """Does it refine a visited list by a facet that has not given anything new yet?"""
        return any(
            not self._gains[_name(address, choices)] and self._are_facets(address, choices)
            for choices in self._refining(address)
        )

    def _limit(self, name: str) -> int:
        return _LIMIT + min(_LEASH * self._gains[name], _LONGEST_LEASH)

    def _refining(self, address: ListAddress) -> Iterator[frozenset[Choice]]:
        """Single choices, else pairs of them, that refine a visited list."""
        if len(address.choices) < 2:
            return
        is_refining = False
        for size in (1, 2):
            for group in combinations(sorted(address.choices), size):
                choices = frozenset(group)
                if choices != address.choices and hash(address.without(choices)) in self._lists:
                    is_refining = True
                    yield choices
            if is_refining:
                return

    def _are_facets(self, address: ListAddress, choices: frozenset[Choice]) -> bool:
        """Were all of these choices met under several lists; or some of the same name, if it has one?"""
        base = hash(address.without(choices)) or 1
        facets = [self._is_facet(address.route, choice, base) for choice in choices]
        return all(facets)

    def _is_facet(self, route: str, choice: Choice, base: int) -> bool:
        key, name = hash((route, choice)), f"{route} {choice[0]}"
        first = self._bases.setdefault(key, base)
        if first not in (0, base):
            first = self._bases[key] = 0
            self._facets[name] += 1
        return not first or (has_name(choice) and self._facets[name] >= _FACETS)


def _name(address: ListAddress, choices: frozenset[Choice]) -> str:
    return f"{address.route} {'+'.join(sorted({name for name, _ in choices}))}"
