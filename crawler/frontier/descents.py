"""Trees of categories (分类树): a category without goods of its own is followed down to its leaves first.

Level by level, a crawl would see all inner categories before the first goods. Categories below one
without goods go before those beside it, the deeper the earlier, until a part of the site has been
descended into in vain too often: help pages and news have no goods at their leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crawler.frontier.list_address import ListAddress, has_name

_MOST_IN_VAIN = 12
"""Pages in a row that were descended to and show no goods, after which their route is read level by level;
chosen by hand, more than trees of categories are deep."""
_DEEPEST = 8
"""Level from which it goes no earlier; below the priority of a list's further parts."""
_REMEMBERED = 100_000
"""Addresses whose level is kept, a bound on memory; chosen by hand."""


class Descents:
    """How far below the last category with goods beside it an address lies."""

    def __init__(self) -> None:
        self._levels: dict[int, int] = {}
        self._in_vain: Counter[str] = Counter()
        """Route → pages in a row without goods that were descended to."""

    def note(
        self,
        url: str,
        address: ListAddress,
        *,
        shows_goods: bool,
        links: Iterable[tuple[str, ListAddress]],
    ) -> None:
        """A list was visited that leads to these new lists."""
        level = self._levels.pop(hash(url), 0)
        if shows_goods:
            self._in_vain[address.route] = 0
            return
        self._in_vain[address.route] += level > 0
        if len(self._levels) >= _REMEMBERED:
            self._levels.clear()
        for link, target in links:
            if target.route == address.route and not _is_filtered(address, target):
                self._levels[hash(link)] = min(level + 1, _DEEPEST)

    def level(self, url: str, address: ListAddress) -> int:
        """How much earlier this address goes than others of its kind."""
        if self._in_vain[address.route] >= _MOST_IN_VAIN:
            return 0
        return self._levels.get(hash(url), 0)


def _is_filtered(page: ListAddress, target: ListAddress) -> bool:
    """Is it the same list with further choices that the address names (`bid/3`)?"""
    further = target.choices - page.choices
    return page.choices <= target.choices and all(map(has_name, further))
