"""Seeds of near forms (近似种子): pairs of sounds, of which one survives whatever is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from classifiers.characters.sound_classes import spellings

SEED_REACH = 4
"""The characters of a seed are fewer than this apart."""
SOUND_CLASSES = 1 << 9
"""More than there are sound classes (`characters.sound_classes`): the base of a seed's key."""


def sound_seeds(text: str) -> Iterator[tuple[int, int]]:
    """(key, place of its first character): pairs of which one survives whatever is replaced.

    Of a mark of three one character may be replaced by one of another sound, of longer ones two.
    """
    for spelt in spellings(text):
        for first, second in _seed_places(len(text)):
            if spelt[first] and spelt[second]:
                yield (
                    ((second - first) * SOUND_CLASSES + spelt[first]) * SOUND_CLASSES
                    + spelt[second],
                    first,
                )


def _seed_places(length: int) -> Sequence[tuple[int, int]]:
    if length <= 4:
        return tuple(combinations(range(length), 2))
    return ((0, 1), (1, 2), (0, 2), (3, 4)) if length == 5 else ((0, 1), (2, 3), (4, 5))
