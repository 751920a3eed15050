"""Look-alikes (形近字) of every standard character, with a cost from several kinds of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from classifiers.confusions import glyphs, pieces
from classifiers.confusions.unihan import standard_characters

# Weights in log-odds. Rendered glyphs and shared components say most; the codes of shape add what
# a picture misses (嘈/噪: same frame, another inside); much more ink in one speaks against.
_SANS, _SERIF, _RARE_STROKES = 2.0, 1.6, 1.1
_PIECES, _CORNERS, _KEYS, _SERIES, _INK = 2.6, 2.1, 1.8, 1.7, 0.09
_BASE = -4.6

_NEIGHBOURS = 160
"""Candidates a character by glyph alone; the true look-alikes lie far inside."""
_BAR = -1.55
"""Below this score a pair is not kept: about 4 in 1,000 random pairs reach it."""
_SURE = 3.0
"""Score from which the cost is lowest."""


def look_alikes() -> dict[str, dict[str, int]]:
    """character → look-alike → cost in hundredths; each pair once, under its smaller member."""
    characters = standard_characters()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row, column, picture in _candidates(characters):
        one, other = sorted((characters[row], characters[column]))
        score = picture + _evidence(one, other)
        if score >= _BAR:
            found[one][other] = _cost(score)
    return {one: dict(sorted(row.items())) for one, row in sorted(found.items())}


def _evidence(one: str, other: str) -> float:
    return (
        _PIECES * pieces.shared_pieces(one, other)
        + _CORNERS * pieces.same_corners(one, other)
        + _KEYS * pieces.same_keys(one, other)
        + _SERIES * pieces.same_series(one, other)
        - _INK * abs(pieces.strokes(one) - pieces.strokes(other))
        + _BASE
    )


def _cost(score: float) -> int:
    share = min(1.0, (score - _BAR) / (_SURE - _BAR))
    return round(70 - 60 * share)


def _candidates(characters: tuple[str, ...]) -> Iterator[tuple[int, int, float]]:
    sans = glyphs.pictures(characters, "NotoSansCJK-Regular.ttc")
    serif = glyphs.pictures(characters, "NotoSerifCJK-Bold.ttc")
    rare = glyphs.whitened(serif)
    kin = _kin(characters)
    for row in range(len(characters)):
        alike = _SANS * (sans @ sans[row]) + _SERIF * (serif @ serif[row])
        alike += _RARE_STROKES * (rare @ rare[row])
        near = np.argpartition(-alike, _NEIGHBOURS)[:_NEIGHBOURS]
        for column in {*near.tolist(), *kin[row]}:
            if row < column or (column not in kin[row] and row != column):
                yield row, column, float(alike[column])


def _kin(characters: tuple[str, ...]) -> list[set[int]]:
    """Characters of one phonetic series or with a part in common, whatever they look like."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, character in enumerate(characters):
        for key in {*pieces.series(character), *pieces.parts(character), character}:
            groups[key].append(place)
    kin: list[set[int]] = [set() for _ in characters]
    for members in groups.values():
        if len(members) <= _NEIGHBOURS:
            for member in members:
                kin[member].update(members)
    return kin
