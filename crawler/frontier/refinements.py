"""Refinements of lists (筛选与排序): facets, sort orders and views, left once they show nothing new.

A list with the choices of a visited list and further ones refines it. What a choice gives is counted
by its name, whatever its value: twenty brands that only show known goods again, on several lists,
say that the brand leads nowhere new, and no combination of it with other filters either. A name that
has given new goods is tried for longer.
A choice that is met under one list alone is no facet but a step of a tree, and always visited. So is one
under a list without goods that offers no other choice beside it: a filter filters goods, and there are
several; of ten thousand categories below such lists thirty may hold goods. A further value of a name that
the list has chosen already (`tag=red&tag=blue`) is no step: such combinations would have no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from crawler.frontier.family_points import FamilyPoints
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

    def __init__(self, points: FamilyPoints) -> None:
        self._points = points
        self._lists: set[int] = set()
        """Hashes of lists that were visited."""
        self._fruitful: set[int] = set()
        """Those of them that showed goods."""
        self._offers: dict[int, frozenset[str]] = {}
        """List without goods → names of the choices that it offers."""
        self._left: set[int] = set()
        """Hashes of lists that were left."""
        self._bases: dict[int, int] = {}
        """Choice → the list that it refined first; 0 once it refined another one too."""

    def note(
        self,
        address: ListAddress,
        *,
        shows_goods: bool,
        news: bool,
        links: Iterable[ListAddress],
    ) -> None:
        """A list was visited, its first part; `links` are the lists to which it leads."""
        for choices in self._refining(address):
            name = _name(address, choices)
            if news:
                self._gain(name)
            elif self._are_facets(address, choices) and self._are_filters(address, choices):
                named = all(map(has_name, choices))
                result = "repeats" if shows_goods else "empty" if named else "empty, by place"
                self._points.repeats[name] += _POINTS[result]
        self._remember(self._lists, address)
        if shows_goods:
            self._remember(self._fruitful, address)
        elif offers := _offers(address, links):
            if len(self._offers) >= _MOST_LISTS:
                self._offers.clear()
            self._offers[hash(address)] = offers
            if len(offers) == 1:
                self._points.steps[f"{address.route} {next(iter(offers))}"] += 1

    def _are_filters(self, address: ListAddress, choices: frozenset[Choice]) -> bool:
        """Do these choices narrow a list of goods, or an empty one that offers others beside them? What an
        earlier process of the run saw of the list is forgotten: then the names alone tell."""
        base = hash(address.without(choices))
        if base in self._fruitful:
            return True
        names = {name for name, _ in choices}
        if not names.isdisjoint(name for name, _ in address.choices - choices):
            return True
        if base in self._offers:
            return bool(self._offers[base] - names)
        return not any(self._points.steps[f"{address.route} {name}"] for name in names)

    def note_goods(self, address: ListAddress) -> None:
        """This address is that of a listing which the run had not read."""
        for choices in self._refining(address):
            self._gain(_name(address, choices))

    def _gain(self, name: str) -> None:
        self._points.repeats[name] = 0
        self._points.gains[name] += 1

    def revisit(self, address: ListAddress) -> None:
        """An earlier process of the run visited this list."""
        for choices in self._refining(address):
            self._are_facets(address, choices)
        self._remember(self._lists, address)

    @staticmethod
    def _remember(lists: set[int], address: ListAddress) -> None:
        if len(lists) >= _MOST_LISTS:
            lists.clear()
        lists.add(hash(address))

    def leads_nowhere(self, address: ListAddress) -> bool:
        """Does this address refine a visited list by a choice that gives nothing new?"""
        if not self._points.repeats:
            return False
        leads_nowhere = any(
            self._is_barren(name) and self._are_facets(address, choices)
            for choices in self._refining(address)
            if (name := _name(address, choices)) in self._points.repeats
        ) or self._refines_by_barren(address)
        if leads_nowhere:
            self._remember(self._left, address)
        return leads_nowhere

    def _refines_by_barren(self, address: ListAddress) -> bool:
        """Is there, without the facets that give nothing new, a list that was visited or left?"""
        barren = self._barren_choices(address)
        if not 0 < len(barren) < len(address.choices):
            return False
        remaining = hash(address.without(barren))
        return remaining in self._lists or remaining in self._left

    def _barren_choices(self, address: ListAddress) -> frozenset[Choice]:
        names = ((choice, f"{address.route} {choice[0]}") for choice in address.choices)
        return frozenset(
            choice
            for choice, name in names
            if self._is_barren(name) and self._points.facets[name] >= _FACETS
        )

    def promises_little(self, address: ListAddress) -> bool:
        """Does a facet choose it that gave nothing new, so far or often enough?"""
        return bool(self._barren_choices(address)) or self.is_doubtful(address)

    def _is_barren(self, name: str) -> bool:
        return name in self._points.repeats and self._points.repeats[name] >= self._limit(name)

    def is_doubtful(self, address: ListAddress) -> bool:
        """Does it refine a visited list by a facet that has not given anything new yet?"""
        return any(
            not self._points.gains[_name(address, choices)] and self._are_facets(address, choices)
            for choices in self._refining(address)
        )

    def _limit(self, name: str) -> int:
        return _LIMIT + min(_LEASH * self._points.gains[name], _LONGEST_LEASH)

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
            self._points.facets[name] += 1
        return not first or (has_name(choice) and self._points.facets[name] >= _FACETS)


def _name(address: ListAddress, choices: frozenset[Choice]) -> str:
    return f"{address.route} {'+'.join(sorted({name for name, _ in choices}))}"


def _offers(address: ListAddress, links: Iterable[ListAddress]) -> frozenset[str]:
    """Names of the further choices of this list to which the links lead."""
    return frozenset(
        name
        for link in links
        if link.refines(address)
        for name, _ in link.choices - address.choices
    )
