"""Pages that only lead to more of their own kind (自我繁殖的网页): calendars, sessions, mazes without end.

A trap without end goes on giving new addresses while its pages give no goods. A page found on a
barren page of its own family (list_address.py) is of the next generation; one that only chooses
further than the page does is of the page's own, unless its family gave goods: the shelves of shops that
lead to one another are no calendar. Barren pages that are not
of the first generation and lead to new addresses of their family are counted, later generations
for more; enough of them in a row, and the family's later generations are left. What a menu or
another fruitful page leads to is of the first generation: a large menu of empty categories is read whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_LIMIT = 300
"""Points in a row from which later generations of a family are left; with `_ECHO`, chosen by hand."""
_ECHO = 25
"""Points, times the generation, of a page that shows just what another page showed; 1 for one that shows
known goods, or the same words with other numbers."""
_REMEMBERED = 400_000
"""Addresses whose generation is kept, a bound on memory; chosen by hand."""


class BreedingPages:
    """Generations of barren pages, and the families whose generations have no end."""

    def __init__(self, points: Counter[str]) -> None:
        self._generations: dict[int, int] = {}
        """Address → its generation; the first one, 0, is not kept."""
        self._points = points
        self._fruitful: set[str] = set()
        """Families of which a page gave goods that were new to the run."""

    def generation(self, url: str) -> int:
        return self._generations.get(hash(url), 0)

    def note(
        self, family: str, generation: int, *, breeds: bool, news: bool, echo: bool, repeats: bool
    ) -> None:
        """A page was visited: `breeds` says whether it leads to new addresses of its family, `echo` whether
        it shows what another page showed, `repeats` whether it does so but for numbers or known goods."""
        if news:
            self.note_goods(family)
        elif generation and breeds and (echo or repeats):
            self._points[family] += generation * (_ECHO if echo else 1)

    def note_goods(self, family: str) -> None:
        """A page of this family is that of a listing which the run had not read, or names one."""
        self._points[family] = 0
        self._fruitful.add(family)

    def is_fruitful(self, family: str) -> bool:
        """Did a page of this family give goods that were new to the run?"""
        return family in self._fruitful

    def breed(self, urls: Iterable[str], generation: int) -> None:
        """These addresses were found on a barren page; that makes them of this generation."""
        if not generation:
            return
        if len(self._generations) >= _REMEMBERED:
            self._generations.clear()
        self._generations.update((hash(url), generation) for url in urls)

    def leads_nowhere(self, family: str, generation: int) -> bool:
        """Is this a later generation of a family without end?"""
        return generation > 1 and self._points[family] >= _LIMIT
