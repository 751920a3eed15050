"""Parts of the names of elements (名称片段) for which selectors ask: `[class*=price]`, `[id*=desc]`.

A page has some hundred different names, and the pages of a shop have the same; each is searched once
in a process for all parts that any selector declared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from crawler.extract.page.searched_texts import SearchedTexts

NAMES = frozenset({"class", "id"})
"""Attributes that name an element; other values seldom come again."""
END = "\x1f"
"""Between values that are searched together."""


class NameParts:
    """The declared parts that each of many names holds."""

    def __init__(self) -> None:
        self._parts: dict[str, None] = {}
        self._names = SearchedTexts(self._searched)

    def declare(self, part: str) -> None:
        """Look for a part in every name."""
        if part not in self._parts:
            self._parts[part] = None
            self._names.forget()

    @property
    def count(self) -> int:
        """How many parts were declared so far."""
        return len(self._parts)

    def of(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """The parts that each name holds, names in order."""
        return self._names.of(names)

    def _searched(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        held: list[list[str]] = [[] for _ in names]
        joined = JoinedTexts(names)
        for part in list(self._parts):  # a module may be loaded meanwhile
            for place in joined.places_of(part):
                held[place].append(part)
        return list(map(tuple, held))


class JoinedTexts:
    """Texts without `END`, joined so that all are searched at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._joined = END.join(texts)
        self._ends = list(accumulate(len(text) + 1 for text in texts))

    def places_of(self, part: str) -> list[int]:
        """Places of the texts that hold a part, in order."""
        places: list[int] = []
        at = self._joined.find(part)
        while at >= 0:
            place = bisect_right(self._ends, at)
            places.append(place)
            at = self._joined.find(part, self._ends[place])
        return places


PARTS = NameParts()
"""Those of all pages that this process reads."""
