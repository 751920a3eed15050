"""Sound classes (音近类): every character's commonest reading, near sounds made one.

A text written in sound classes has one character per character of the folded text, so places in
one are places in the other.
"""

from __future__ import annotations

from functools import cache
from itertools import product

from classifiers.confusions.table import load_confusions, near_syllable

_FIRST = 0xF0000
"""Sound classes are written in a private-use plane, away from every real character."""


@cache
def _class_codes() -> dict[str, str]:
    syllables = {near_syllable(r) for rs in load_confusions().readings.values() for r in rs}
    return {syllable: chr(_FIRST + n) for n, syllable in enumerate(sorted(syllables))}


@cache
def sound_table() -> dict[int, str]:
    """For `str.translate`."""
    codes = _class_codes()
    return {
        ord(character): codes[near_syllable(readings[0])]
        for character, readings in load_confusions().readings.items()
        if readings
    }


def sounds(folded: str) -> str:
    return folded.translate(sound_table())


def spellings(folded: str) -> list[str]:
    """The sound classes of a mark under every reading of its characters."""
    codes = _class_codes()
    choices = [
        {codes[near_syllable(r)] for r in load_confusions().readings.get(c, ())} or {c}
        for c in folded
    ]
    return ["".join(classes) for classes in product(*(sorted(choice) for choice in choices))]
