"""Similar groups (类似群): the office's table that says which goods are similar (区分表).

The table is made by `python -m tools.similar_groups.build`, whose text says what comes from where and what is
missing. Goods of one part of a group are similar; goods of different parts and groups only where a note (注)
says so (使用说明 of the table). A word that no part of the table tells says nothing.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import zstandard

from classifiers.characters.folding import fold
from classifiers.goods.generic_names import generic_names
from classifiers.goods.lexicon import load_lists

ARTEFACT = Path(__file__).resolve().parent.parent / "artifacts" / "similar_groups.json.zst"
_BRACKETS = re.compile(r"[(（\[【][^(（\[【)）\]】]*[)）\]】]|[*※＊]")
_SHORTEST = 2
"""Characters at least of a name of the table at whose end a longer word is known: 实木 + 书桌."""

_WORDS = 1 << 16
"""Words whose places are held in memory: titles bring ever new ones, a goods word before a tail or stretched."""


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """What one side of a note means of a place."""

    note: int
    side: int
    place: str
    names: frozenset[str]
    """Folded; all of the place where there are none."""


@dataclass(frozen=True, kw_only=True)
class _Table:
    titles: Mapping[str, str]
    names: tuple[str, ...]
    """Folded names as the table writes them."""
    places: Mapping[str, tuple[str, ...]]
    """Folded name, also without what it says in brackets → places: a group, or a part of one (3002.2)."""
    parts: Mapping[str, tuple[str, ...]]
    """Group → its places."""
    notes: Mapping[str, tuple[_Noted, ...]]
    """Group → what notes mean of it."""


def plain_name(name: str) -> str:
    """A name of goods without what is said in brackets: 餐具(刀、叉、匙除外) → 餐具."""
    return _BRACKETS.sub("", name).strip() or name


def title_of(code: str) -> str:
    """The title of a similar group; empty where the table does not hold it."""
    return _table().titles.get(code, "")


def is_standard_name(word: str) -> bool:
    """Whether the table holds a folded word itself."""
    return word in _table().places


def standard_names() -> Iterator[tuple[str, str]]:
    """Every folded name that the table holds as it is, with the group in which it stands first."""
    table = _table()
    return ((name, table.places[name][0][:4]) for name in table.names)


@lru_cache(maxsize=_WORDS)
def places_of(word: str, goods_group: str = "") -> tuple[str, ...]:
    """Places of the table in which a goods word lies: by its name, by its lists, or by the name at its end.

    `goods_group` is the group of `lexicons/goods.yml` for words that stand in no list (面粉袋).
    """
    table, word = _table(), fold(word)
    if (places := table.places.get(word)) is not None:
        return places
    code = _code_by_word().get(word) or _code_by_group().get(goods_group)
    if code is not None:
        return table.parts.get(code, (code,))
    return next((table.places[name] for name in _ends(word) if name in table.places), ())


def _ends(word: str) -> Iterator[str]:
    return (word[start:] for start in range(1, len(word) - _SHORTEST + 1))


@lru_cache(maxsize=_WORDS)
def own_places(word: str, goods_group: str = "") -> frozenset[str]:
    """Places of a word, and the sides of notes on which it stands: what `similar_places` of others may hold."""
    places = places_of(word, goods_group)
    return frozenset(places) | {f"{note}/{side}" for note, side in _noted(word, places)}


@cache
def similar_places(word: str, goods_group: str = "") -> frozenset[str]:
    """Places whose goods are similar to `word`: its own, and the other sides of notes that mean it."""
    places = places_of(word, goods_group)
    return frozenset(places) | {f"{note}/{1 - side}" for note, side in _noted(word, places)}


def _noted(word: str, places: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Number and side of each note that means a word which lies in `places`."""
    meanings = [
        meaning
        for group in {place[:4] for place in places}
        for meaning in _table().notes.get(group, ())
        if any(place.startswith(meaning.place) for place in places)
    ]
    if meanings:
        names = generic_names(word) | {fold(word), *_ends(fold(word))}
        for meaning in meanings:
            if not meaning.names or not meaning.names.isdisjoint(names):
                yield meaning.note, meaning.side


@cache
def _table() -> _Table:
    data = json.loads(zstandard.decompress(ARTEFACT.read_bytes()))
    texts = data["places"] | data["plain"]
    places = {name: tuple(where.split()) for name, where in texts.items()}
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for where in places.values():
        for place in where:
            parts[place[:4]].add(place)
    return _Table(
        titles=data["titles"],
        names=tuple(data["places"]),
        places=places,
        parts={code: tuple(sorted(members)) for code, members in parts.items()},
        notes=_by_group(data["notes"]),
    )


def _by_group(notes: list[Any]) -> dict[str, tuple[_Noted, ...]]:
    by_group: defaultdict[str, list[_Noted]] = defaultdict(list)
    for number, note in enumerate(notes):
        for side, selectors in enumerate(note):
            for place, names in selectors:
                noted = _Noted(note=number, side=side, place=place, names=frozenset(names))
                by_group[place[:4]].append(noted)
    return {group: tuple(noted) for group, noted in by_group.items()}


@cache
def _code_by_group() -> Mapping[str, str]:
    """Group of `lexicons/goods.yml` → similar group."""
    sections = load_lists("goods").values()
    return {
        group["words"][0]: group["table"]
        for section in sections
        for group in section
        if "table" in group
    }


@cache
def _code_by_word() -> Mapping[str, str]:
    """Folded word → similar group: of its group in `lexicons/goods.yml`, or its own."""
    codes = {
        fold(str(word)): group["table"]
        for section in load_lists("goods").values()
        for group in reversed(section)
        if "table" in group
        for word in group["words"]
    }
    for code, words in load_lists("goods_relations")["table_words"].items():
        codes |= {fold(str(word)): code for word in words}
    return codes
