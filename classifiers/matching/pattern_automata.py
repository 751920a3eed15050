"""Automata (自动机): the written-out patterns of each channel, searched in one pass (Aho & Corasick 1975)."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from classifiers.matching.variants import Pattern, VariantChannel, latin_skeleton
from storage.base.disguises import Disguise


@dataclass(frozen=True, kw_only=True)
class CompiledChannel:
    """The automaton of one channel, and for each of its patterns what it stands for: arrays of shape
    (patterns,)."""

    automaton: CharwiseDoubleArrayAhoCorasick
    form: NDArray[np.int32]
    """Number of the registered form."""
    how: NDArray[np.uint8]
    """Place of the disguise in DISGUISES."""
    cost: NDArray[np.float32]
    tentative: NDArray[np.bool_]
    """Whether it counts only where a mark would stand, beside its goods (`tentative_forms`)."""


DISGUISES = tuple(Disguise)
_NUMBER_OF_DISGUISE = {how: number for number, how in enumerate(DISGUISES)}
WRITTEN: dict[VariantChannel, Callable[[str], str]] = {
    VariantChannel.PLAIN: str,
    VariantChannel.LATIN: latin_skeleton,
}


class PatternColumns:
    """Patterns of one channel while they are written out, in columns: millions of them fit."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._form, self._how, self._cost = array("i"), array("B"), array("f")
        self._tentative = array("B")
        self._latest = DISGUISES[0], 0

    def add(self, pattern: Pattern, form: int) -> None:
        self.texts.append(pattern.text)
        self._form.append(form)
        if self._latest[0] is not pattern.how:  # hashing a member of an enumeration is slow
            self._latest = pattern.how, _NUMBER_OF_DISGUISE[pattern.how]
        self._how.append(self._latest[1])
        self._cost.append(pattern.cost)
        self._tentative.append(pattern.tentative)

    def compiled(self) -> CompiledChannel:
        return CompiledChannel(
            automaton=CharwiseDoubleArrayAhoCorasick(self.texts),
            form=np.array(self._form, dtype=np.int32),
            how=np.array(self._how, dtype=np.uint8),
            cost=np.array(self._cost, dtype=np.float32),
            tentative=np.array(self._tentative, dtype=np.bool_),
        )
