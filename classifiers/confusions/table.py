"""The confusion table (混淆字表): what one character may be mistaken or mistyped for, at what cost.

A cost is between 0 (cannot be told apart) and 1 (hardly alike). The table itself is made by
`python -m classifiers.confusions.build`; this module only reads it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import zstandard

ARTEFACT = Path(__file__).resolve().parent.parent / "artifacts" / "confusions.json.zst"

_SAME_SYLLABLE, _NEAR_SYLLABLE = 0.25, 0.4


@dataclass(frozen=True, kw_only=True)
class Confusions:
    """Everything the matcher knows about single characters."""

    variants: dict[str, str]
    """Traditional or variant form (繁体, 异体) → the simplified standard form."""
    readings: dict[str, tuple[str, ...]]
    """Modern readings without tone, the commonest first."""
    shapes: dict[str, dict[str, float]]
    """Look-alikes of a character with their cost, both ways."""
    splits: dict[str, tuple[str, ...]]
    """A character written as two (赋 → 贝武)."""
    words: dict[str, int]
    """Common words of two and three characters → how common (0..9)."""

    def cost(self, right: str, shown: str) -> float | None:
        """How far `shown` is from `right`; None where nobody would take one for the other."""
        if right == shown:
            return 0.0
        costs = [self.shapes.get(right, {}).get(shown), self._sound_cost(right, shown)]
        return min((cost for cost in costs if cost is not None), default=None)

    def kin(self, character: str) -> set[str]:
        """Every other character that has a cost against this one."""
        near = {near_syllable(reading) for reading in self.readings.get(character, ())}
        alike = set(self.shapes.get(character, ()))
        for syllable in near:
            alike.update(self.by_sound[syllable])
        return alike - {character}

    def alike(self, character: str) -> tuple[tuple[str, float], ...]:
        """Everything that `character` may be taken for, with its cost; worked out once."""
        known = self._alike.get(character)
        if known is None:
            costs = ((shown, self.cost(character, shown)) for shown in self.kin(character))
            known = tuple(sorted((s, cost) for s, cost in costs if cost is not None))
            self._alike[character] = known
        return known

    @cached_property
    def _alike(self) -> dict[str, tuple[tuple[str, float], ...]]:
        return {}

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Near syllable → the characters that may be read so."""
        found: dict[str, list[str]] = {}
        for character, readings in self.readings.items():
            for syllable in {near_syllable(reading) for reading in readings}:
                found.setdefault(syllable, []).append(character)
        return found

    def _sound_cost(self, right: str, shown: str) -> float | None:
        one, other = self.readings.get(right, ()), self.readings.get(shown, ())
        if not set(one).isdisjoint(other):
            return _SAME_SYLLABLE
        if not {near_syllable(r) for r in one}.isdisjoint(near_syllable(r) for r in other):
            return _NEAR_SYLLABLE
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
def load_confusions() -> Confusions:
    """The committed table, read once."""
    raw: dict[str, Any] = json.loads(zstandard.decompress(ARTEFACT.read_bytes()))
    shapes: dict[str, dict[str, float]] = {}
    for character, row in raw["shapes"].items():
        for shown, percent in row.items():
            shapes.setdefault(character, {})[shown] = percent / 100
            shapes.setdefault(shown, {})[character] = percent / 100
    return Confusions(
        variants=raw["variants"],
        readings={c: tuple(r.split()) for c, r in raw["readings"].items()},
        shapes=shapes,
        splits={c: tuple(s.split()) for c, s in raw["splits"].items()},
        words={w: int(rank) for rank, words in raw["words"].items() for w in words.split()},
    )
