"""Look-alikes (形近字) of every standard character, with a cost from several kinds of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from tools.confusions import components, glyphs, ocr_confusions
from tools.confusions.unihan import standard_characters

_SANS, _SERIF, _READER = 5.0, 4.0, 3.0
"""Weights of the pictures' likeness (cosine, −1..1): strokes in print say most, in a face with and one
without serifs; a reading machine adds handwriting and photographs. Chosen by hand with
benchmarks.confusions, as the next."""
_PIECES, _CORNERS, _KEYS, _SERIES, _INK = 1.0, 1.0, 1.3, 1.3, 0.05
"""Weights of shared parts and codes of shape (0..1 each), which add what a picture misses (嘈/噪: same
frame, another inside); and of each stroke more in one of the two, which speaks against."""

_NEIGHBOURS = 260
"""Candidates a character by strokes alone; the true look-alikes lie far inside."""
_LEAST, _LEAST_KIN = 2.6, 1.3
"""Likeness to the eye below which no other evidence lifts a pair over the bar."""
_SCALE = ((4.6, 66), (5.8, 45), (6.8, 30), (7.9, 24), (8.7, 18), (10.2, 10))
"""Score → cost in hundredths, between them by line. Of random pairs of common characters 16 in
1,000 reach the first score, then 8, 4, 2, 1, and 6 in 10,000 the last."""


def look_alikes() -> dict[str, dict[str, int]]:
    """Character → look-alike → cost in hundredths; each pair once, under its smaller member."""
    characters = standard_characters()
    costs: dict[str, dict[str, int]] = defaultdict(dict)
    for row, column, picture in _candidates(characters):
        first, second = sorted((characters[row], characters[column]))
        score = picture + _evidence(first, second)
        if score >= _SCALE[0][0]:
            costs[first][second] = _cost(score)
    return {first: dict(sorted(row.items())) for first, row in sorted(costs.items())}


def _evidence(first: str, second: str) -> float:
    return (
        _PIECES * components.shared_pieces(first, second)
        + _CORNERS * components.same_corners(first, second)
        + _KEYS * components.same_keys(first, second)
        + _SERIES * components.same_series(first, second)
        - _INK * abs(components.strokes(first) - components.strokes(second))
    )


def _cost(score: float) -> int:
    scores, costs = zip(*_SCALE, strict=True)
    return round(float(np.interp(score, scores, costs)))


def _candidates(characters: tuple[str, ...]) -> Iterator[tuple[int, int, float]]:
    sans = glyphs.strokes_by_place(characters, "NotoSansCJK-Regular.ttc", 1.0)
    serif = glyphs.strokes_by_place(characters, "NotoSerifCJK-Bold.ttc", 0.6)
    read = ocr_confusions.vectors(characters)
    kin = _kin(characters)
    for row in range(len(characters)):
        alike = _SANS * (sans @ sans[row]) + _SERIF * (serif @ serif[row])
        alike += _READER * (read @ read[row])
        near = set(np.argpartition(-alike, _NEIGHBOURS)[:_NEIGHBOURS].tolist())
        for column in (near | kin[row]) - {row}:
            least = _LEAST_KIN if column in kin[row] else _LEAST
            if (row < column or row not in kin[column]) and alike[column] >= least:
                yield row, column, float(alike[column])


def _kin(characters: tuple[str, ...]) -> list[set[int]]:
    """Characters of one phonetic series or with a part in common, whatever they look like."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, character in enumerate(characters):
        for key in {*components.series(character), *components.parts(character), character}:
            groups[key].append(place)
    kin: list[set[int]] = [set() for _ in characters]
    for members in groups.values():
        if len(members) <= _NEIGHBOURS:
            for member in members:
                kin[member].update(members)
    return kin
