"""Addresses that lead nowhere new (无果地址): facets, sort orders, calendars, pagers without end.

Nothing is left for the shape of its address: what counts is which goods the pages before it gave.

| kind | counted by | module |
|---|---|---|
| facets, sort orders, views | name of the choice | refinements.py |
| parts of one list | list | list_parts.py |
| calendars, sessions, mazes | family of addresses, and generation | breeding_pages.py |

What lies below a category without goods goes before what lies beside it (descents.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.frontier.breeding_pages import BreedingPages
from crawler.frontier.descents import Descents
from crawler.frontier.family_points import FamilyPoints
from crawler.frontier.list_address import ListAddress, list_address
from crawler.frontier.list_parts import ListParts
from crawler.frontier.page_text import PageText
from crawler.frontier.refinements import Refinements
from crawler.url.url_sessions import SessionNames

_FEWEST_GOODS = 3
"""Goods below which a page is known by its words instead; chosen by hand."""
_REMEMBERED = 200_000
"""Hashes of pages that are remembered; some 10 MB of memory."""
_OF_ONE_LIST = 12
"""Pages that name a listing, from which it is no mark of any one list; chosen by hand."""
_LEFT = frozenset({"list", "next", "search"})
"""Kinds of pages that may be left; goods never are."""
_BARREN_PART = -11
"""Added to the priority of a part of a list that showed nothing new: after the lists."""
_DOUBTFUL = -6
"""Added to the priority of a facet that gave nothing new yet: after the lists and the site's own search."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitedPage:
    """What a page that is no listing showed."""

    url: str
    host: str
    """host:port."""
    goods: frozenset[bytes]
    """Fingerprints of the listings that it names."""
    text: PageText
    """What it says, where it names none."""
    news: bool
    """Is one of its listings new to the run?"""
    links: Sequence[tuple[str, str]]
    """Address and kind of what it leads to and the run does not know yet."""


class CrawlTraps:
    """What the pages of one run showed, as far as it takes to see that they repeat themselves."""

    def __init__(self) -> None:
        self.sessions = SessionNames()
        """Names that an address is compared without: a session names the visitor, and chooses nothing."""
        self.points = FamilyPoints()
        """What was counted by names; what single lists and pages showed is not kept."""
        self._contents: set[int] = set()
        self._shows: Counter[bytes] = Counter()
        """Listing → pages that name it."""
        self._listings: set[int] = set()
        """Hashes of the keys of listings that were read."""
        self._refinements = Refinements(self.points)
        self._parts = ListParts()
        self._breeding = BreedingPages(self.points.breeding)
        self._descents = Descents()

    def resume(self, lists: Iterable[tuple[str, str]], points: FamilyPoints | None = None) -> None:
        """An earlier process of the run visited these lists (host:port and address), and counted `points`.

        What they showed is forgotten; that they were visited tells what refines them.
        """
        for host, url in lists:
            address = self._address(host, url)
            if address.part is None:
                self._refinements.revisit(address)
                self._parts.revisit(address)
        if points is not None:
            self.points.raise_to(points)

    def note(self, page: VisitedPage) -> None:
        """Count a page that is no listing, before its links are followed."""
        address = self._address(page.host, page.url)
        links = [(url, kind, self._address(page.host, url)) for url, kind in page.links]
        for _, kind, link in links:
            if kind == "next":
                self._parts.link(address, link)
        echo, repeats = self._compare(page)
        is_part = self._parts.is_part(address)
        goods = self._own_goods(page.goods)
        self._parts.note(
            address,
            goods,
            beside=page.goods - goods,
            news=page.news,
            says_new=bool(page.text.exact) and not repeats,
        )
        if is_part:
            return
        generation = self._breeding.generation(page.url)
        lists = [(url, link) for url, kind, link in links if kind == "list"]
        children = [
            url
            for url, link in lists
            if not self._parts.is_part(link) and link.family == address.family
        ]
        self._descents.note(page.url, address, shows_goods=bool(goods), links=lists)
        self._refinements.note(
            address.whole,
            shows_goods=bool(goods),
            news=page.news,
            links=(link for _, link in lists),
        )
        self._breeding.note(
            address.family,
            generation,
            breeds=bool(children),
            news=page.news,
            echo=echo,
            repeats=repeats,
        )
        if not page.news:
            self._breeding.breed(children, generation + 1)
            # What an address chooses further makes another family and no new generation: else the
            # column `/3-0` of a calendar would begin anew at `/3-1`, or not, by which page came first.
            further = (
                url
                for url, link in lists
                if link.refines(address) and not self._breeding.is_fruitful(link.family)
            )
            self._breeding.breed(further, generation)

    def note_goods(self, host: str, url: str, keys: Iterable[str]) -> None:
        """A page is that of a listing, though its address does not say so.

        Goods that the run had not read are news of the family of their address: a shop whose goods
        stand at `/p/7` is no pager, and pages of goods that lead to goods are no maze.
        """
        hashes = set(map(hash, keys))
        if hashes <= self._listings:
            return
        if len(self._listings) >= _REMEMBERED:
            self._listings.clear()
        self._listings |= hashes
        address = self._address(host, url)
        self._parts.note_goods(address)
        self._refinements.note_goods(address.whole)
        self._breeding.note_goods(address.family)

    def _address(self, host: str, url: str) -> ListAddress:
        return list_address(host, self.sessions.without(host, url))

    def _own_goods(self, goods: frozenset[bytes]) -> frozenset[bytes]:
        """The goods of a page without those that stand beside many lists: bestsellers, recommendations."""
        self._shows.update(goods)
        if len(self._shows) >= _REMEMBERED:
            self._shows.clear()
        return frozenset(listing for listing in goods if self._shows[listing] <= _OF_ONE_LIST)

    def _compare(self, page: VisitedPage) -> tuple[bool, bool]:
        """Does the page show just what another one showed; or does it but for numbers, or known goods?"""
        text = page.text
        exact = hash((page.host, page.goods if len(page.goods) >= _FEWEST_GOODS else text.exact))
        loose = hash((page.host, text.loose))
        echo = exact in self._contents and bool(page.goods or text.exact)
        repeats = bool(page.goods) or (bool(text.exact) and loose in self._contents)
        if len(self._contents) >= _REMEMBERED:
            self._contents.clear()
        self._contents |= {exact, loose} if text.exact else {exact}
        return echo, repeats

    def leads_nowhere(self, host: str, url: str, kind: str) -> bool:
        """Did pages like this one show often enough that they give nothing new?"""
        if kind not in _LEFT:
            return False
        address = self._address(host, url)
        whole = self._parts.whole_of(address)
        little = self._parts.is_barren(address) and self._refinements.promises_little(whole)
        if self._parts.leads_nowhere(address, promises_little=little):
            return True
        if self._refinements.leads_nowhere(whole):
            return True
        return not self._parts.is_part(address) and self._breeding.leads_nowhere(
            address.family, self._breeding.generation(url)
        )

    def priority(self, host: str, url: str, kind: str) -> int:
        """What is added to the priority of this address: less for what promises less, more for what
        lies below a category without goods."""
        if kind not in _LEFT:
            return 0
        address = self._address(host, url)
        if kind == "next" and self._parts.is_barren(address):
            return _BARREN_PART
        whole = self._parts.whole_of(address)
        if self._refinements.is_doubtful(whole):
            return _DOUBTFUL
        return self._descents.level(url, address) if kind == "list" else 0
