"""Sound classes (音近类): every character's readings, near sounds made one, as small numbers."""

from __future__ import annotations

from functools import cache
from itertools import product

from classifiers.characters.confusion_table import load_confusions, near_syllable

_ASCII = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def _class_numbers() -> dict[str, int]:
    """Near syllable → its class, from 1; letters and digits are classes of their own."""
    syllables = {near_syllable(r) for rs in load_confusions().readings.values() for r in rs}
    named = (*(f"={letter}" for letter in _ASCII), *sorted(syllables))
    return {name: number for number, name in enumerate(named, start=1)}


def sound_class(character: str) -> int:
    """Class of the commonest reading; 0 where the character has none."""
    readings = load_confusions().readings.get(character)
    if readings:
        return _class_numbers()[near_syllable(readings[0])]
    return _class_numbers().get(f"={character}", 0)


def spellings(folded: str) -> list[tuple[int, ...]]:
    """The sound classes of a mark under every reading of its characters."""
    numbers, readings = _class_numbers(), load_confusions().readings
    choices = [
        {numbers[near_syllable(r)] for r in readings.get(c, ())} or {sound_class(c)} for c in folded
    ]
    return list(product(*(sorted(choice) for choice in choices)))
