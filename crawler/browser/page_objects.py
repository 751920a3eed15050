"""Objects in the JSON that a page loaded (页面数据对象), found by what a card or a tile shows of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.browser.address_pattern import Names
from crawler.http.fetcher import LoadedDocument

_MOST_OBJECTS = 20_000
"""Objects of one page; a bound on the work that one page may cost."""
_SHORTEST, _LONGEST = 2, 120
"""Characters of a text by which an object is known; chosen by hand."""
_BLANK = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_STEP_NUMBERS = re.compile(r"(?!(?<=/)0(?:/|$))\d+")
"""Numbers in a path but a step that is 0."""
_PARENT = re.compile(r"parent|^(?:p|f|up|upper)_?id$", re.I)
"""Names of a query for the category above."""


@dataclass(frozen=True)
class PageObject:
    """One object of the page's data."""

    place: str
    """Where it stood: the answer's address and the object's path in it, without numbers. All
    objects of one place are of one kind."""
    names: Names
    """Its plain values, numbers as text."""


class PageObjects:
    """All objects that the answers of a page hold."""

    def __init__(self, answers: Iterable[LoadedDocument]) -> None:
        self.by_place: defaultdict[str, list[PageObject]] = defaultdict(list)
        self._by_text: defaultdict[str, list[PageObject]] = defaultdict(list)
        for answer in answers:
            front = _place_of_answer(answer.url)
            for item in _objects(answer.json, front):
                self.by_place[item.place].append(item)
                for value in item.names.values():
                    text = _bare(value)
                    if _SHORTEST <= len(text) <= _LONGEST and not text.isdigit():
                        self._by_text[text].append(item)

    def shown_in(self, text: str) -> list[PageObject]:
        """Objects whose values are lines of this text: of each place the one that fills most of it,
        none where several fill as much."""
        shares: defaultdict[str, Counter[tuple[tuple[str, str], ...]]] = defaultdict(Counter)
        for line in {_bare(line) for line in text.split("\n")}:
            items_of_line = {(i.place, tuple(i.names.items())) for i in self._by_text.get(line, ())}
            for place, names in items_of_line:
                shares[place][names] += len(line)
        items = []
        for place, filled in shares.items():
            (names, most), *further = filled.most_common(2)
            if not further or further[0][1] < most:
                items.append(PageObject(place, dict(names)))
        return items


def _place_of_answer(url: str) -> str:
    """Path and query of an answer's address by the kinds of their values: `/categories?parent=`,
    `/categories?parent=0` and `/categories/0` have the roots of a tree, `/categories?parent=#` and
    `/categories/#` the children of one."""
    parts = urlsplit(url)
    query = "&".join(
        f"{name}={_kind_of_value(name, value)}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    return _STEP_NUMBERS.sub("#", parts.path) + (f"?{query}" if query else "")


def _kind_of_value(name: str, value: str) -> str:
    if value == "0" and _PARENT.search(name):
        return value
    return "#" if value.isdigit() else "*" if value else ""


def _objects(value: Any, front: str) -> Iterator[PageObject]:
    queue = [(value, front)]
    for _ in range(_MOST_OBJECTS):
        if not queue:
            return
        inner, place = queue.pop()
        if isinstance(inner, dict):
            names = {
                key: str(text).strip()
                for key, text in inner.items()
                if isinstance(text, str | int | float) and not isinstance(text, bool)
            }
            yield PageObject(place, {key: text for key, text in names.items() if text})
            queue.extend(
                (part, f"{place}.{_DIGITS.sub('#', key)}")
                for key, part in reversed(inner.items())
                if isinstance(part, dict | list)
            )
        elif isinstance(inner, list):
            queue.extend((part, f"{place}[]") for part in reversed(inner[:2000]))


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
