"""The alphabet (字表) in which near forms of marks are sought: characters and their likeness as numbers.

A character in a text is evidence for a character of a mark, measured in bits as the logarithm of a
likelihood ratio: the very character of a rare kind tells much, of a common kind little; a look-alike
or a sound-alike tells the less, the farther it is. Bits are stored in whole steps, sixteen to a bit,
so that they fit a byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.confusion_table import (
    NEAR_SYLLABLE,
    ONE_LETTER,
    SAME_SYLLABLE,
    SAME_TONE,
    load_confusions,
    near_syllable,
)
from classifiers.characters.sound_classes import sound_class

SIZE = 1 << 13
"""Character numbers: the 8,105 of 通用规范汉字表, Latin letters, digits; 0 is every other character."""
STEPS_PER_BIT = 16
"""Steps to a bit, so that 15.9 bits fit a byte."""

Int32Array = NDArray[np.int32]
"""Character numbers, positions in a text, numbers of forms, keys: int32, mostly of shape (n,)."""
UInt8Array = NDArray[np.uint8]
"""Steps of likeness: uint8."""

_LATIN = "0123456789abcdefghijklmnopqrstuvwxyz"
LATIN_NUMBERS = len(_LATIN)
"""The last number of a Latin letter or digit; Chinese characters have the numbers behind it."""
_LATIN_BITS = 5
"""Bits that meeting a Latin letter or a digit tells: about log2 of 36."""
_LAST_CODE = 0x2FFFF
"""Last code point of the ideographic planes; later ones count as it."""
SOUND_BITS, SHAPE_BITS, PER_COST = 9.0, 7.7, 10.0
"""Bits of sounding and of looking alike at no cost, and how many fewer for a cost of 1; fitted to how
much more often real confusions have a cost than random pairs of characters (benchmarks.confusions)."""


@cache
def characters() -> str:
    """The characters of the alphabet; the first has the number 1."""
    return _LATIN + load_confusions().shapes.characters


@cache
def _places() -> NDArray[np.uint16]:
    """uint16 of shape (code points,): the number of each."""
    table = np.zeros(_LAST_CODE + 1, dtype=np.uint16)
    for number, character in enumerate(characters(), start=1):
        table[ord(character)] = number
    return table


def character_numbers(folded: str) -> Int32Array:
    """int32 of shape (characters,): the number of each; 0 outside the alphabet."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    numbers_of_text: Int32Array = _places()[np.minimum(codes, _LAST_CODE)].astype(np.int32)
    return numbers_of_text


@cache
def sound_class_by_number() -> Int32Array:
    """int32 of shape (SIZE,): the sound class of each number; 0 for what has no sound."""
    table = np.zeros(SIZE, dtype=np.int32)
    table[1 : len(characters()) + 1] = [sound_class(c) for c in characters()]
    return table


@cache
def rarity_by_number() -> NDArray[np.float32]:
    """float32 of shape (SIZE,): the bits that meeting each character tells."""
    rarity = load_confusions().rarity
    table = np.zeros(SIZE, dtype=np.float32)
    bits = [rarity.get(c, _LATIN_BITS) for c in characters()]
    table[1 : len(characters()) + 1] = bits
    return table


def likeness_steps(character: str) -> UInt8Array:
    """uint8 of shape (SIZE,): how much each number tells for `character`, in steps; 0: nothing."""
    row = np.zeros(SIZE, dtype=np.float32)
    table = load_confusions()
    if character in table.readings:
        readings = table.readings[character]
        near = {near_syllable(reading) for reading in readings}
        for syllable in {slip for spoken in near for slip in table.one_letter_off(spoken)}:
            row[_sounding()[syllable]] = SOUND_BITS - PER_COST * ONE_LETTER
        for syllable in near:
            row[_sounding()[syllable]] = SOUND_BITS - PER_COST * NEAR_SYLLABLE
        toned = table.toned[character]
        for syllable in {near_syllable(reading[:-1]) + reading[-1] for reading in toned}:
            row[_near_toned()[syllable]] = SOUND_BITS - PER_COST * (NEAR_SYLLABLE - SAME_TONE)
        for reading in readings:
            row[_reading()[reading]] = SOUND_BITS - PER_COST * SAME_SYLLABLE
        for reading in toned:
            row[_toned()[reading]] = SOUND_BITS - PER_COST * (SAME_SYLLABLE - SAME_TONE)
        look_alikes, costs = table.shapes.row(character)
        places = look_alikes.astype(np.int32) + len(_LATIN) + 1
        bits = np.maximum(SHAPE_BITS - PER_COST / 100 * costs.astype(np.float32), 1 / STEPS_PER_BIT)
        row[places] = np.maximum(row[places], bits)
    number = int(_places()[ord(character)])
    row[number] = rarity_by_number()[number]
    return np.round(np.clip(row, 0, 255 / STEPS_PER_BIT) * STEPS_PER_BIT).astype(np.uint8)


@cache
def _sounding() -> dict[str, Int32Array]:
    """Near syllable → the numbers of the characters that may be read so."""
    listed = load_confusions().by_sound
    return {syllable: character_numbers("".join(members)) for syllable, members in listed.items()}


@cache
def _reading() -> dict[str, Int32Array]:
    """Syllable → the numbers of the characters that may be read so."""
    return _numbered(load_confusions().readings)


@cache
def _toned() -> dict[str, Int32Array]:
    """Syllable with its tone → the same."""
    return _numbered(load_confusions().toned)


@cache
def _near_toned() -> dict[str, Int32Array]:
    """Near syllable with its tone → the same."""
    listed = load_confusions().toned.items()
    return _numbered({c: [near_syllable(r[:-1]) + r[-1] for r in toned] for c, toned in listed})


def _numbered(spelt: Mapping[str, Sequence[str]]) -> dict[str, Int32Array]:
    members_by_reading: dict[str, list[str]] = {}
    for character, readings in spelt.items():
        for reading in readings:
            members_by_reading.setdefault(reading, []).append(character)
    return {
        reading: character_numbers("".join(members))
        for reading, members in members_by_reading.items()
    }
