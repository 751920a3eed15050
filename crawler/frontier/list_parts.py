"""Parts of a list (分页): a pager is followed until what it leads to only repeats itself.

However the pager writes its addresses, the parts of one list are one family. It is left after some
parts in a row that show no goods or only goods of the same list; a part whose goods another list has
shown already may stand before one with new goods, so that many more of them are waited for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from crawler.frontier.list_address import Choice, ListAddress, has_name, is_display

_REPEATS = 3
"""Parts in a row without goods, or with goods of the same list alone, after which a pager is left; chosen by hand."""
_BARREN = 50
"""Parts in a row whose goods other lists had shown, after which a pager is left; chosen by hand."""
_BARREN_OF_FACET = 6
"""The same of a list whose facet or sort order gave nothing new on other lists; chosen by hand."""
_EMPTY_LISTS = 24
"""Further parts of empty lists in a row that were empty too, after which no other is tried; chosen by hand."""
_FIRST_PARTS = 12
"""Second addresses of a list in a row (`page=1`, `page_size=20`) that showed what the first one showed, after
which no other is tried; chosen by hand."""
_LISTS = 20_000
"""Lists whose parts are remembered, the latest ones; some 50 MB of memory."""
_MOST_GOODS = 20_000
"""Goods of one list that are remembered."""


@dataclass(slots=True)
class _PartedList:
    goods: set[int] = field(default_factory=set)
    """All that its parts showed, bestsellers too."""
    has_goods: bool = False
    """Did it show any that do not stand on many lists?"""
    visits: int = 0
    is_forgotten: bool = False
    """An earlier process of the run visited it, and its goods are not known any more."""
    repeats: int = 0
    """Parts in a row that showed nothing that the list had not shown."""
    barren: int = 0
    """Parts in a row without new goods."""
    holds_goods: bool = False
    """Are some of its parts pages of listings: their numbers name goods, not parts?"""


class ListParts:
    """What the parts of a run's lists showed."""

    def __init__(self) -> None:
        self._lists: OrderedDict[int, _PartedList] = OrderedDict()
        self._wholes: OrderedDict[int, ListAddress] = OrderedDict()
        """A pager's own address for its list → the list that it turns."""
        self._empty_parts = 0
        self._first_parts = 0

    def whole_of(self, address: ListAddress) -> ListAddress:
        """The list of which this address is a part, by the page whose pager led to it."""
        return self._wholes.get(hash(address.whole), address.whole)

    def is_part(self, address: ListAddress) -> bool:
        """Is it a further part of a list?"""
        return not address.is_first or hash(address.whole) in self._wholes

    def link(self, page: ListAddress, part: ListAddress) -> None:
        """The pager of `page` leads to `part`: both are parts of one list."""
        written = part.whole
        if written in (page.whole, self.whole_of(page)) or hash(written) in self._lists:
            return
        turned = _turned(page, part)
        if turned is None:
            return
        whole = self.whole_of(page)
        if turned:
            # Which of several numbers is the page's is not sure: each place is a list of its own.
            whole = ListAddress(part.route, part.choices - turned, min(turned)[0])
        self._wholes[hash(written)] = whole
        if len(self._wholes) > _LISTS:
            self._wholes.popitem(last=False)

    def note(
        self,
        address: ListAddress,
        goods: frozenset[bytes],
        *,
        beside: frozenset[bytes] = frozenset(),
        news: bool,
        says_new: bool = False,
    ) -> None:
        """A part was visited; `beside` are the goods on it that stand on many lists; it `says_new` where
        it names no goods and its words are not those of another page: articles are no empty parts.

        Those say nothing where others stand with them; a part that shows nothing else repeats the
        list only if the list showed them before: a list may begin with several parts of bestsellers.
        """
        parted = self._of(self.whole_of(address))
        hashes = set(map(hash, goods or beside))
        again = not says_new and (hashes <= parted.goods if parted.visits else not goods)
        if parted.is_forgotten:
            again, parted.is_forgotten = not (news or says_new), False
        if parted.visits and not parted.has_goods and (goods or again):
            self._empty_parts = 0 if goods else self._empty_parts + 1
        if address.is_first and parted.visits:
            self._first_parts = self._first_parts + 1 if again else 0
        parted.visits += 1
        parted.repeats = parted.repeats + 1 if again else 0
        parted.barren = 0 if news else parted.barren + 1
        if len(parted.goods) < _MOST_GOODS:
            parted.goods |= hashes | set(map(hash, beside))
        parted.has_goods = parted.has_goods or bool(goods)

    def note_goods(self, address: ListAddress) -> None:
        """The page at this address is that of a listing which the run had not read."""
        if address.part is None:
            return
        parted = self._of(self.whole_of(address))
        parted.repeats = parted.barren = 0
        parted.holds_goods = True

    def revisit(self, address: ListAddress) -> None:
        """An earlier process of the run visited this list."""
        parted = self._of(address)
        parted.visits, parted.is_forgotten = 1, True

    def _of(self, whole: ListAddress) -> _PartedList:
        key = hash(whole)
        parted = self._lists.get(key)
        if parted is None:
            parted = self._lists[key] = _PartedList()
            if len(self._lists) > _LISTS:
                self._lists.popitem(last=False)
        else:
            self._lists.move_to_end(key)
        return parted

    def leads_nowhere(self, address: ListAddress, *, promises_little: bool = False) -> bool:
        """Did this part's list show often enough that its parts repeat themselves? One that
        `promises_little` is given up sooner."""
        parted = self._lists.get(hash(self.whole_of(address)))
        if parted is None or not parted.visits:
            return False
        most = _BARREN_OF_FACET if promises_little and parted.has_goods else _BARREN
        if parted.barren >= most or (parted.repeats >= _REPEATS and not parted.holds_goods):
            return True
        if not parted.has_goods and self._empty_parts >= _EMPTY_LISTS:
            return True
        return address.is_first and self._first_parts >= _FIRST_PARTS

    def is_barren(self, address: ListAddress) -> bool:
        """Did the list's latest part show nothing new?"""
        parted = self._lists.get(hash(self.whole_of(address)))
        return parted is not None and parted.barren > 0


def _turned(page: ListAddress, part: ListAddress) -> frozenset[Choice] | None:
    """What of `part` turns the list that `page` is: a number by its place, or nothing but its part.

    None where it is another list: a pager keeps all choices, and adds at most sort orders and filters.
    """
    missing, extra = page.choices - part.choices, part.choices - page.choices
    numbers = frozenset(choice for choice in extra if not has_name(choice) and choice[1].isdigit())
    if page.route != part.route or len(numbers) > 1:
        return None
    if {name for name, _ in missing} - {name for name, _ in numbers}:
        return None
    display = extra - numbers
    if not all(map(is_display, display)) or (display and part.is_first):
        return None
    return numbers
