"""Families of addresses that lead nowhere new (无果地址): facets, calendars, sessions without end.

A page is barren when all goods that it names are known to this run; it is an echo when it shows just
what an earlier page showed. After so many of them in a row the rest of the family (the first step of
the path, and the route) is left alone. A family that gives something
new again begins its count anew, so that a long list is read to its end.
"""

from __future__ import annotations

import re
from collections import Counter

from crawler.url.url_parts import split

BARREN = 50
"""Barren pages in a row of one family after which it is left; chosen by hand."""
ECHOES = 12
"""Lists of the same goods in a row after which a family is left; chosen by hand."""
CHAIN = 30
"""Pages of the same words, each found from the one before, after which a family is left; chosen by hand."""
_FEWEST_GOODS = 3
"""Goods below which a list is known by its words instead; chosen by hand."""
_REMEMBERED = 200_000
"""Hashes of lists that are remembered; some 10 MB of memory."""
_DIGITS = re.compile(r"[\d零一二三四五六七八九十]+")
_ROUTES = frozenset({"s", "r", "route", "m", "c", "a", "act", "app", "mod", "controller", "action"})
_LEFT = frozenset({"list", "next", "search"})


class CrawlTraps:
    """What the pages of one run showed, as far as it takes to see that they repeat themselves."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._barren: Counter[str] = Counter()
        self._echoes: Counter[str] = Counter()
        self._chains: dict[str, tuple[int, int]] = {}
        """Family → pages of the same words, each deeper than the one before, and its depth."""

    def note(
        self, url: str, host: str, depth: int, named: frozenset[bytes], text: str, *, news: bool
    ) -> None:
        """Count a page that is no listing.

        `named` are the fingerprints of the listings that it names, `news` says whether one of them
        is new, `text` is what it says where it names none. Words that differ in their numbers alone
        may be two articles; they repeat themselves only where each leads to the next.
        """
        family = _family(host, url)
        content = hash((host, named if len(named) >= _FEWEST_GOODS else _DIGITS.sub("", text)))
        echo = content in self._met
        if len(self._met) >= _REMEMBERED:
            self._met.clear()
        self._met.add(content)
        if news:
            self._barren[family] = self._echoes[family] = 0
        elif named:
            self._barren[family] += 1
            self._echoes[family] = self._echoes[family] + 1 if echo else 0
        elif not echo:
            self._chains.pop(family, None)
        elif depth > self._chains.get(family, (0, 0))[1]:
            self._chains[family] = (self._chains.get(family, (0, 0))[0] + 1, depth)

    def leads_nowhere(self, host: str, url: str, kind: str) -> bool:
        """Has the family of this address shown often enough that it gives nothing new?"""
        if kind not in _LEFT or not (self._barren or self._chains):
            return False
        family = _family(host, url)
        return (
            self._barren[family] >= BARREN
            or self._echoes[family] >= ECHOES
            or self._chains.get(family, (0, 0))[0] >= CHAIN
        )


def _family(host: str, url: str) -> str:
    parts = split(url)
    if parts is None:
        return host
    first = parts.path.strip("/").partition("/")[0]
    routes = [value for name, value in parts.pairs() if name.lower() in _ROUTES]
    return _DIGITS.sub("#", f"{host} {first} {' '.join(routes)}")
