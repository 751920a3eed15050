"""How a shop makes the address of a page from its data (地址规律): `#/items/detail/{id}`.

One click on a card shows an address; the values of the card's own object or attributes in it are
what differs from card to card. A second click tells which of them, so the others need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

Names = Mapping[str, str]
"""Key of an object, or name of an attribute → its value."""
_LONGEST = 100
"""Characters of a value that may stand in an address."""
_ID = re.compile(r"(?:^|_|[a-z])(?:id|sn|code|no|num|sku|key|slug)$", re.I)
_WORD = "0-9A-Za-z%\u0080-\uffff"


@dataclass(frozen=True)
class AddressPattern:
    """An address with gaps: texts before, between and behind them, and the keys that fill each."""

    texts: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]
    """For each gap the keys whose value stood there, the likeliest first."""

    def fill(self, names: Names) -> str | None:
        """The address for these values; None where one is missing.

        >>> AddressPattern(("/goods?id=", ""), (("id",),)).fill({"id": "17"})
        '/goods?id=17'
        """
        address = self.texts[0]
        for keys, text in zip(self.gaps, self.texts[1:], strict=True):
            value = next((names[key] for key in keys if names.get(key)), None)
            if value is None:
                return None
            address += quote(value, safe="") + text
        return address


def learn(samples: Iterable[tuple[str, Names]]) -> AddressPattern | None:
    """The pattern of one or two addresses, each with the names of what led to it; None where the
    address holds none of them, or the second does not follow from the first."""
    (url, names), *further = samples
    spans = _spans(url, names)
    if not further:
        spans = [span for span in spans if any(map(_is_id, span[2]))][-1:]
        return _pattern(url, [(*span[:2], _by_likelihood(span[2])) for span in spans])
    other_url, other_names = further[0]
    match = re.fullmatch(_expression(url, spans), other_url, re.S)
    if match is None:
        return None
    gaps: list[tuple[int, int, tuple[str, ...]]] = []
    for (start, end, keys), text in zip(spans, match.groups(), strict=True):
        if text == url[start:end]:
            continue
        agreeing = tuple(key for key in keys if other_names.get(key) == unquote(text))
        if not agreeing:
            return None
        gaps.append((start, end, _by_likelihood(agreeing)))
    return _pattern(url, gaps)


def _pattern(url: str, spans: list[tuple[int, int, tuple[str, ...]]]) -> AddressPattern | None:
    if not spans:
        return None
    edges = [0, *(edge for start, end, _ in spans for edge in (start, end)), len(url)]
    texts = tuple(url[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2))
    return AddressPattern(texts, tuple(keys for _, _, keys in spans))


def _expression(url: str, spans: list[tuple[int, int, tuple[str, ...]]]) -> str:
    expression, at = "", 0
    for start, end, _ in spans:
        expression += re.escape(url[at:start]) + "([^/?&#]*?)"
        at = end
    return expression + re.escape(url[at:])


def _spans(url: str, names: Names) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where values stand in the address behind its host, the longest first, none in another."""
    begin = url.find("/", 8)
    places: dict[tuple[int, int], list[str]] = {}
    if begin < 0:
        return []
    for key, value in sorted(names.items(), key=lambda pair: -len(pair[1])):
        if not 0 < len(value) <= _LONGEST:
            continue
        for text in {value, quote(value, safe=""), quote(value)}:
            pattern = rf"(?<![{_WORD}]){re.escape(text)}(?![{_WORD}])"
            for match in re.finditer(pattern, url[begin:]):
                place = (begin + match.start(), begin + match.end())
                if place in places:
                    places[place].append(key)
                elif not any(start < place[1] and place[0] < end for start, end in places):
                    places[place] = [key]
    return [(start, end, tuple(keys)) for (start, end), keys in sorted(places.items())]


def _is_id(key: str) -> bool:
    return bool(_ID.search(key))


def _by_likelihood(keys: tuple[str, ...]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(keys))
    return tuple(sorted(unique, key=lambda key: (key.lower() != "id", not _is_id(key))))
