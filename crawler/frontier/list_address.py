"""What the address of a list chooses (列表地址): its category, its filters, its page number.

`/list/cid/7/bid/3.html`, `?cid=7&bid=3` and `/list-7-0-3.html` each hold two choices. A list with the
choices of another one and further ones refines it (筛选): a facet, a sort order, a view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.url.canonical_url import is_indifferent
from crawler.url.url_kind import FACET_PREFIXES, FACETS, PAGE_SIZES
from crawler.url.url_parts import ROUTE_NAMES, Address, page_parts, split

Choice = tuple[str, str]
"""Name and value. A choice that the path makes by its place alone has the name `#` and its place."""

_PART = re.compile(
    r"p|pn|pg|pages?|paged|page_?(?:no|num|number|index|token)|cur(?:rent)?_?page|cp|start|offset|skip|"
    r"begin|position|scroll|cursor|after|seite|pagina|continuation",
    re.I,
)
"""Names of page numbers, offsets and cursors."""
_FIRST = frozenset({"", "0", "1"})
"""Page numbers of a list's first part."""
_NEUTRAL = frozenset({"", "0", "all", "any", "-1", "default"})
"""Values with which a facet chooses nothing."""
_MODULES = frozenset({"m", "c", "a", "act", "app", "mod", "controller", "action", "main_page"})
_SHOWING = frozenset({"index", "list", "lists", "default", "main", "home", "show", "view"})
"""Words of a path that say what is done and not which list it is."""
_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp|do)$", re.I)
_SEVERAL = re.compile(r"[,|;~]|%2[cC]|%7[cC]")
"""What stands between several values of one choice."""
_ATOMS = re.compile(r"[-_,]")
_LETTERS_AND_NUMBER = re.compile(r"([A-Za-z]{1,20})(\d+)")
_NUMBER = re.compile(r"\d[\w.]*")
_MOST_CHOICES = 24
"""Choices of one address that are looked at; a bound on the work that one address may cost."""


class ListAddress(NamedTuple):
    """The address of a list, or of a part of one, by what it chooses."""

    route: str
    """Host, first step of the path, and the part of the program that shows it."""
    choices: frozenset[Choice]
    part: str | None
    """Which part of the list, as the address names it; None for an address that names none."""

    @property
    def family(self) -> str:
        """Route and names of the choices: addresses that differ in their values alone."""
        return f"{self.route} {' '.join(sorted({name for name, _ in self.choices}))}"

    @property
    def is_first(self) -> bool:
        """Is it the list's own address, or that of its first part?"""
        return self.part is None or self.part in _FIRST

    def refines(self, base: ListAddress) -> bool:
        """Does it choose all that `base` does, and more?"""
        return self.route == base.route and self.choices > base.choices

    def without(self, choices: frozenset[Choice]) -> ListAddress:
        """The list that these choices refine."""
        return ListAddress(self.route, self.choices - choices, None)

    @property
    def whole(self) -> ListAddress:
        """The list of which this is a part."""
        return ListAddress(self.route, self.choices, None) if self.part is not None else self


@lru_cache(maxsize=65_536)
def list_address(host: str, url: str) -> ListAddress:
    """What this address on this host (host:port) chooses; never raises."""
    address = split(url)
    if address is None:
        return ListAddress(host, frozenset(), None)
    parts = page_parts(address)
    words, choices, part = [host], [], None
    for text in _paths(parts):
        for choice in _path_choices(text):
            if not choice[0]:
                words.append(choice[1])
            elif _PART.fullmatch(choice[0]):
                part = choice[1]
            elif choice[1] not in _NEUTRAL and choice[0] not in PAGE_SIZES:
                choices.append(choice)
    for name, value in parts.pairs():
        low = name.lower()
        if low in ROUTE_NAMES and "/" in value:
            continue
        if low in _MODULES and not value.isdigit():
            words.append(value)
        elif _PART.fullmatch(name):
            part = value
        elif low not in PAGE_SIZES and not is_indifferent(name, value):
            values = (single for single in _SEVERAL.split(value) if single.lower() not in _NEUTRAL)
            choices += [(low, single) for single in values]
    return ListAddress(" ".join(dict.fromkeys(words)), frozenset(choices[:_MOST_CHOICES]), part)


def _paths(parts: Address) -> Iterator[str]:
    yield parts.path
    for name, value in parts.pairs():
        if name.lower() in ROUTE_NAMES and "/" in value:
            yield value


def _path_choices(path: str) -> Iterator[Choice]:
    """The choices of a path; those without a name are words of its route.

    >>> list(_path_choices("/search/index/cid/7/bid/3.html"))
    [('', 'search'), ('', 'index'), ('cid', '7'), ('bid', '3')]
    >>> list(_path_choices("/list-7-0-3.html"))
    [('list', '7'), ('#2', '0'), ('#3', '3')]
    """
    place, word, is_paired = 0, "", False
    for step in _SUFFIX.sub("", path).split("/"):
        if not step:
            continue
        atoms = _ATOMS.split(step) if any(map(str.isdigit, step)) else [step.lower()]
        for atom in atoms:
            place += 1
            if _NUMBER.fullmatch(atom) or (word and is_paired):
                is_paired = bool(word)
                yield (word or f"#{place - 1}", atom)
                word = ""
                continue
            if word:
                yield _word(word, place - 1)
                word = ""
            if mixed := _LETTERS_AND_NUMBER.fullmatch(atom):
                yield mixed[1].lower(), mixed[2]
            else:
                word = atom.lower()
    if word:
        yield _word(word, place)


def _word(word: str, place: int) -> Choice:
    """A word of a path: the first one names the route, a further one chooses."""
    return ("", word) if place <= 1 or word in _SHOWING else (f"#{place - 1}", word)


def has_name(choice: Choice) -> bool:
    """Does the address say what is chosen (`bid/3`), not by its place alone?"""
    return choice[0][0] != "#"


def is_display(choice: Choice) -> bool:
    """A sort order, a view or a known filter: what a pager repeats of the list that it turns."""
    return choice[0] in FACETS or choice[0].startswith(FACET_PREFIXES)
