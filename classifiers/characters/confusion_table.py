"""The confusion table (混淆字表): what one character may be mistaken or mistyped for, at what cost.

A cost is between 0 (cannot be told apart) and 1 (hardly alike). The table itself is made by
`python -m tools.confusions.build`; this module only reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray
from rapidfuzz.distance.Levenshtein import distance

ARTEFACT = Path(__file__).resolve().parent.parent / "artifacts" / "confusions.json.zst"

FIRST_COST = 32
"""Costs are packed as characters: chr(FIRST_COST + hundredths)."""

SAME_SYLLABLE, NEAR_SYLLABLE, ONE_LETTER = 0.25, 0.4, 0.8
"""Costs (0..1) of sounding alike: the same syllable, one that many speakers do not tell apart, one that
a slip of one key makes (大 da / 他 ta, 子 zi / 在 zai). Chosen by hand with benchmarks.confusions."""
SAME_TONE = 0.15
"""How much less the first two cost where the tone is the same too. Among four-character words that
differ in one character (按部/按步就班) such pairs are four times as much more frequent than by chance
as pairs of another tone."""

_RAREST = 15
"""Bits of a character that no list counts; by hand."""


class LookAlikes(Mapping[str, dict[str, float]]):
    """Look-alikes (形近字) of every character, both ways, half a million pairs in three columns."""

    def __init__(self, packed: Mapping[str, tuple[str, str]], characters: str) -> None:
        self.characters = characters
        self._places = {character: place for place, character in enumerate(characters)}
        codes = np.frombuffer(characters.encode("utf-32-le"), dtype=np.uint32)
        firsts = np.array([self._places[character] for character in packed], dtype=np.int32)
        firsts = np.repeat(firsts, [len(row[0]) for row in packed.values()])
        seconds = "".join(row[0] for row in packed.values()).encode("utf-32-le")
        second_places = np.searchsorted(codes, np.frombuffer(seconds, dtype=np.uint32))
        costs = "".join(row[1] for row in packed.values()).encode("latin-1")
        hundredths = np.frombuffer(costs, dtype=np.uint8) - FIRST_COST
        rows = np.concatenate([firsts, second_places])
        order = np.argsort(rows, kind="stable")
        self._ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(codes)))])
        self._look_alikes = np.concatenate([second_places, firsts]).astype(np.uint16)[order]
        self._costs = np.concatenate([hundredths, hundredths])[order]
        self._rows: dict[str, dict[str, float]] = {}

    def row(self, character: str) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """Positions of the look-alikes in `characters` (uint16) and their costs in hundredths (uint8), both of
        shape (look-alikes,)."""
        place = self._places[character]
        span = slice(self._ends[place], self._ends[place + 1])
        return self._look_alikes[span], self._costs[span]

    def __getitem__(self, character: str) -> dict[str, float]:
        row = self._rows.get(character)
        if row is None:
            places, costs = self.row(character)
            pairs = zip(places.tolist(), costs.tolist(), strict=True)
            row = {self.characters[place]: cost / 100 for place, cost in pairs}
            self._rows[character] = row
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self.characters)

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True, kw_only=True)
class Confusions:
    """Everything the matcher knows about single characters."""

    variants: dict[str, str]
    """Traditional or variant form (繁体, 异体) → the simplified standard form."""
    readings: dict[str, tuple[str, ...]]
    """Modern readings without tone, the commonest first."""
    toned: dict[str, tuple[str, ...]]
    """The same with the tone's number behind each (hao3, hao4)."""
    shapes: LookAlikes
    """Look-alikes of a character with their cost, both ways."""
    splits: dict[str, tuple[str, ...]]
    """A character written as two (赋 → 贝武)."""
    words: dict[str, int]
    """Common words of two and three characters → how common (0..9)."""
    seldom: frozenset[str]
    """Words of two and three characters that are rarer than those."""
    rarity: dict[str, int]
    """Bits (4..15) that meeting a character in a listing tells: few for 大, many for 魅."""

    def bits(self, characters: Iterable[str]) -> int:
        """What meeting these characters tells, in bits; a character that no list counts is among the rarest."""
        return sum(self.rarity.get(character, _RAREST) for character in characters)

    def cost(self, right: str, written: str) -> float | None:
        """How far `written` is from `right`, 0..1; None where nobody would take one for the other."""
        if right == written:
            return 0.0
        shape, sound = self.shapes.get(right, {}).get(written), self._sound_cost(right, written)
        if shape is None or sound is None:
            return sound if shape is None else shape
        return min(shape, sound)

    def neighbours(self, character: str) -> set[str]:
        """Every other character that has a cost against this one."""
        confusables = set(self.shapes.get(character, ()))
        for syllable in {near_syllable(reading) for reading in self.readings.get(character, ())}:
            for neighbour in (syllable, *self.one_letter_off(syllable)):
                confusables.update(self.by_sound[neighbour])
        return confusables - {character}

    def confusables(self, character: str) -> tuple[tuple[str, float], ...]:
        """Everything that `character` may be taken for, with its cost; worked out once."""
        confusables = self._alike.get(character)
        if confusables is None:
            costs = (
                (neighbour, self.cost(character, neighbour))
                for neighbour in self.neighbours(character)
            )
            confusables = tuple(sorted((s, cost) for s, cost in costs if cost is not None))
            self._alike[character] = confusables
        return confusables

    @cached_property
    def _alike(self) -> dict[str, tuple[tuple[str, float], ...]]:
        return {}

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Near syllable → the characters that may be read so."""
        members_by_syllable: dict[str, list[str]] = {}
        for character, readings in self.readings.items():
            for syllable in {near_syllable(reading) for reading in readings}:
                members_by_syllable.setdefault(syllable, []).append(character)
        return members_by_syllable

    def one_letter_off(self, syllable: str) -> tuple[str, ...]:
        """Near syllables that one letter more, less or other makes of this one."""
        neighbours = self._letters_off.get(syllable)
        if neighbours is None:
            neighbours = tuple(
                neighbour for neighbour in self.by_sound if distance(syllable, neighbour) == 1
            )
            self._letters_off[syllable] = neighbours
        return neighbours

    @cached_property
    def _letters_off(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _sound_cost(self, right: str, written: str) -> float | None:
        least = _spoken_cost(self.toned.get(right, ()), self.toned.get(written, ()))
        if least is not None:
            return least
        return None if self._spoken(written).isdisjoint(self._slips(right)) else ONE_LETTER

    def _spoken(self, character: str) -> frozenset[str]:
        """The near syllables of a character's readings."""
        syllables = self._spoken_by_character.get(character)
        if syllables is None:
            readings = self.readings.get(character, ())
            syllables = self._spoken_by_character[character] = frozenset(
                map(near_syllable, readings)
            )
        return syllables

    def _slips(self, character: str) -> frozenset[str]:
        """Near syllables one letter off any of a character's."""
        syllables = self._slips_by_character.get(character)
        if syllables is None:
            syllables = self._slips_by_character[character] = frozenset(
                slip for spoken in self._spoken(character) for slip in self.one_letter_off(spoken)
            )
        return syllables

    @cached_property
    def _spoken_by_character(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _slips_by_character(self) -> dict[str, frozenset[str]]:
        return {}


@lru_cache(maxsize=1 << 16)
def _spoken_cost(first: tuple[str, ...], second: tuple[str, ...]) -> float | None:
    """The least that any reading of one for any of the other costs."""
    costs = (_syllable_cost(r, s) for r in first for s in second)
    return min((cost for cost in costs if cost is not None), default=None)


def _syllable_cost(first: str, second: str) -> float | None:
    """What one reading for another costs, tones behind both."""
    same_tone = SAME_TONE if first[-1] == second[-1] else 0.0
    if first[:-1] == second[:-1]:
        return round(SAME_SYLLABLE - same_tone, 2)
    if near_syllable(first[:-1]) == near_syllable(second[:-1]):
        return round(NEAR_SYLLABLE - same_tone, 2)
    return None


_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "r": "n", "f": "h"}
_FINALS = {"ang": "an", "eng": "en", "ing": "in"}


@cache
def near_syllable(syllable: str) -> str:
    """The syllable with what speakers of many regions do not tell apart made one.

    zh/z, ch/c, sh/s, n/l/r, f/h and the endings -ang/-an, -eng/-en, -ing/-in.
    """
    for initial, plain in _INITIALS.items():
        if syllable.startswith(initial):
            syllable = plain + syllable[len(initial) :]
            break
    for final, plain in _FINALS.items():
        if syllable.endswith(final):
            return syllable[: -len(final)] + plain
    return syllable


@cache
def plain_readings(toned: tuple[str, ...]) -> tuple[str, ...]:
    """The readings without their tones, each once."""
    return tuple(dict.fromkeys(reading[:-1] for reading in toned))


@cache
def load_confusions() -> Confusions:
    """The committed table, read once."""
    raw: dict[str, Any] = json.loads(zstandard.decompress(ARTEFACT.read_bytes()))
    toned = {c: tuple(r.split()) for c, r in raw["readings"].items()}
    return Confusions(
        variants=raw["variants"],
        readings={c: plain_readings(r) for c, r in toned.items()},
        toned=toned,
        shapes=LookAlikes(raw["shapes"], "".join(sorted(raw["readings"]))),
        splits={c: tuple(s.split()) for c, s in raw["splits"].items()},
        words={w: int(rank) for rank, words in raw["words"].items() for w in words.split()},
        seldom=frozenset(raw["seldom"].split()),
        rarity={c: int(bits) for bits, listed in raw["rarity"].items() for c in listed},
    )
