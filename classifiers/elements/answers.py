"""Answers (要素的回答): probabilities of the learned elements' answers for one candidate, and reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.records.element import ANSWERS, ElementName

Answers = Mapping[ElementName, Sequence[float]]
"""Probabilities of the learned elements' answers for one candidate, in the order of `ANSWERS`."""
EVEN = 0.5
"""Even odds."""


def chance(answers: Answers, name: ElementName, *words: str) -> float:
    """Summed probability of some answers of an element."""
    return sum(answers[name][ANSWERS[name].index(word)] for word in words)


def likeliest(answers: Answers, name: ElementName) -> str:
    """The most probable answer of an element."""
    chances = answers[name]
    return ANSWERS[name][max(range(len(chances)), key=chances.__getitem__)]
