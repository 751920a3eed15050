"""Lists that are made alike (同构列表): where they lead is read without the full reader.

A list gives a crawl its links, and which of them are goods. After some lists of one shape of address it is
known in which elements goods stand, by tags and classes; further lists are read by those. A page with
a name that no list had, with fewer goods than a list has, or with a link in a place that no list had is
read in full; so is one in twenty, which tells whether both readers still agree. Where a page that is no
list has nothing but names of lists, as in old shops without classes, all of its shape are read in full. Lists
with few names are believed once they told enough pages that are no lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.extract.kind.kind_signs import SEVERAL_CARDS
from crawler.extract.next_links import ARROW, LABEL_LENGTH, says_next
from crawler.extract.page.page import Link, LinkKind, Page, PageReading
from crawler.templates.active_template import CHECKED_EVERY
from crawler.templates.known_links import WITH_FEEDS, KnownLinks
from crawler.templates.skeleton import Skeleton, skeleton_of
from crawler.templates.template_reader import canonical_of
from crawler.url.url_kind import address_kind
from crawler.url.url_parts import absolute, origin

SAMPLES = 4
"""Lists of a host's first shape that both readers must read alike before the cheap one is believed; by hand."""
_FURTHER_SAMPLES = 2
"""The same of its further shapes; chosen by hand."""
_FEWEST_NAMES = 8
"""Names that all lists of a shape must have to be told from other pages at once; chosen by hand."""
_LEAST_NAMES = 3
"""The same where `_TOLD_APART` pages were told from them; chosen by hand."""
_TOLD_APART = 8
"""Pages that are no lists and were not taken for such; chosen by hand."""
_MOST_FAILURES = 3
"""Lists of one shape on which the readers differed, after which that shape is read in full; chosen by hand."""
_MOST_TRIALS = 24
"""Lists of one shape that are compared before the cheap reader is given up; chosen by hand."""
_ANCESTORS = 3
"""Elements around a link that name its place; chosen by hand."""
_MOST_PLACES = 4000
"""Places of one shape that are remembered; a bound on memory."""
_NEXT = "link[rel~=next][href]"
_NUMBER = re.compile(r"\d+")

Place = tuple[str, ...]
"""Tag and classes of a link and of the elements around it, without numbers."""


@dataclass(eq=False)
class _ListShape:
    """What the lists of one shape of address have in common."""

    needed: int = SAMPLES
    """Lists in a row that both readers must read alike."""
    core: Skeleton | None = None
    """Names that all of them have."""
    names: set[str] = field(default_factory=set)
    """Names that some of them have."""
    goods_places: set[Place] = field(default_factory=set)
    """Places whose links lead to goods, though their addresses do not say so."""
    plain_places: set[Place] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    """Addresses of the samples."""
    agreeing: int = 0
    """Lists in a row that both readers read alike."""
    failures: int = 0
    trials: int = 0
    """Lists that were compared before the cheap reader was believed."""
    until_check: int = CHECKED_EVERY
    fewest: int = SEVERAL_CARDS
    """Goods of the smallest of them."""
    told_before: int = 0
    """Pages that had been told from lists when the names changed last."""

    @property
    def is_given_up(self) -> bool:
        return self.failures >= _MOST_FAILURES or self.trials >= _MOST_TRIALS

    def is_believed(self, told_apart: int) -> bool:
        """Is the cheap reader believed, after so many pages that were told from lists?"""
        if self.agreeing < self.needed or self.is_given_up:
            return False
        is_told = told_apart - self.told_before >= _TOLD_APART
        return len(self.core or ()) >= (_LEAST_NAMES if is_told else _FEWEST_NAMES)

    def note_names(self, names: Skeleton, told_apart: int) -> None:
        """One more list with these names."""
        core = names if self.core is None else self.core & names
        plain = _plain(names)
        if core != self.core or not plain <= self.names:
            self.core, self.told_before = core, told_apart
            self.names |= plain

    def has_names_of(self, names: Skeleton) -> bool:
        """Has a page all names of these lists, and no other?"""
        return self.core is not None and self.core <= names and _plain(names) <= self.names


class ListPages:
    """The lists of one host."""

    def __init__(self) -> None:
        self._links = KnownLinks(WITH_FEEDS)
        self._shapes: dict[str, _ListShape] = {}
        self._told_apart = 0
        """Pages that are no lists and were not taken for such."""

    def read(self, page: Page, shape: str) -> PageReading | None:
        """The reading of a list; None for a page that must be read in full."""
        alike = self._shapes.get(shape)
        if alike is None or page.status != 200 or not alike.is_believed(self._told_apart):
            return None
        alike.until_check -= 1
        if alike.until_check <= 0 or (links := self._read(page, alike)) is None:
            return None
        return PageReading(kind="list", links=links, canonical=canonical_of(page))

    def _read(self, page: Page, alike: _ListShape) -> tuple[Link, ...] | None:
        """The links of a page that has all names of these lists and no other, and as many goods."""
        if not alike.has_names_of(skeleton_of(page.text)):
            return None
        links = self._links_of(page, alike)
        return links if links is not None and _goods(links) >= alike.fewest else None

    def learn(self, page: Page, shape: str, reading: PageReading) -> None:
        """The full reader read this list: compare, and learn where its goods stand."""
        alike = self._shapes.get(shape) or self._new_shape(shape)
        if alike.is_given_up or page.status != 200 or reading.needs_script:
            return
        is_believed = alike.is_believed(self._told_apart)
        alike.trials += not is_believed
        alike.until_check = CHECKED_EVERY
        is_new = page.url not in alike.pages
        self._note_places(page, alike, reading.links)
        alike.note_names(skeleton_of(page.text), self._told_apart)
        if dict(self._links_of(page, alike) or ()) != dict(reading.links):
            alike.failures += is_believed
            alike.agreeing = 0
            alike.pages.clear()
        elif is_new:
            if not is_believed:
                alike.pages.add(page.url)
            alike.agreeing += 1
            alike.fewest = max(1, min(alike.fewest, _goods(reading.links)))

    def note_other(self, page: Page, shape: str) -> None:
        """The full reader found no list here: if the cheap one does, it asks for more goods, or is given up."""
        alike = self._shapes.get(shape)
        if alike is None or alike.is_given_up or (links := self._read(page, alike)) is None:
            self.note_told_apart()
            return
        alike.fewest = _goods(links) + 1
        if alike.fewest > SEVERAL_CARDS:
            alike.failures = _MOST_FAILURES

    def note_told_apart(self) -> None:
        """A page that is no list was not taken for one."""
        self._told_apart += 1

    def _new_shape(self, shape: str) -> _ListShape:
        has_believed = any(alike.is_believed(self._told_apart) for alike in self._shapes.values())
        alike = _ListShape(needed=_FURTHER_SAMPLES if has_believed else SAMPLES)
        self._shapes[shape] = alike
        return alike

    def _note_places(self, page: Page, alike: _ListShape, links: Iterable[Link]) -> None:
        """A place is one of goods as long as each of its links leads to goods by its card."""
        if len(alike.goods_places) + len(alike.plain_places) > _MOST_PLACES:
            alike.goods_places.clear()
            alike.plain_places.clear()
        goods = {link.url for link in links if link.kind == "listing"}
        self._links.links_of(page)
        for node, link in self._links.nodes_of(page):
            if link.kind == "listing":
                continue
            place = _place_of(node)
            if link.url in goods and place not in alike.plain_places:
                alike.goods_places.add(place)
            else:
                alike.goods_places.discard(place)
                alike.plain_places.add(place)

    def _links_of(self, page: Page, alike: _ListShape) -> tuple[Link, ...] | None:
        """The links of a list, in its order; None where one stands in a place that no list had."""
        kinds: dict[str, LinkKind] = {
            link.url: "listing" if link.kind == "listing" else "list"
            for link in self._links.links_of(page)
        }
        for node in page.tree.css(_NEXT):
            if url := absolute(page.base, node.attributes.get("href") or ""):
                kinds[url] = "next"
        start = f"{origin(page.url)}/"
        for node, link in self._links.nodes_of(page):
            if link.kind == "listing" or link.url == page.url:
                continue
            place = _place_of(node)
            if place in alike.goods_places:
                kinds[link.url] = "listing"
            elif place not in alike.plain_places:
                return None
            elif kinds.get(link.url) == "list" and _leads_next(node, link.url, start):
                kinds[link.url] = "next"
        return tuple(map(Link._make, kinds.items()))


def _leads_next(node: LexborNode, url: str, start: str) -> bool:
    """Does this link lead to the next part of a list? That depends on the link: the menu may name the same
    address as a list. `start` is the beginning of the page's own addresses."""
    if address_kind(url)[1] == "paged" and url.startswith(start):
        return True
    label = node.text()[:LABEL_LENGTH]
    return says_next(node.attributes, label, lambda: node.css_first(ARROW) is not None)


def _goods(links: Iterable[Link]) -> int:
    return sum(link.kind == "listing" for link in links)


def _plain(names: Skeleton) -> set[str]:
    """Names without their numbers: those of goods and rows differ in them."""
    return {_NUMBER.sub("", name) for name in names}


def _place_of(node: LexborNode) -> Place:
    return tuple(_steps(node))


def _steps(node: LexborNode) -> Iterator[str]:
    at: LexborNode | None = node
    for _ in range(_ANCESTORS + 1):
        if at is None:
            return
        classes = at.attributes.get("class") or ""
        yield f"{at.tag} {_NUMBER.sub('', classes)}"
        at = at.parent
