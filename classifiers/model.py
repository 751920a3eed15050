"""Who judges (评分模型): the trained model, or rules alone where no model is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from classifiers.rules import NAME, rules_score
from classifiers.sighting import Sighting
from storage.records import Signal

Spoken = tuple[Sighting, tuple[Signal, ...]]


class Judge(Protocol):
    """Gives calibrated probabilities of infringement."""

    @property
    def name(self) -> str:
        """name@version."""

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        """One probability for each sighting with its signals."""


class RulesJudge:
    """Rules alone: the same shape as the model."""

    name = NAME

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        return [rules_score(signals) for _, signals in spoken]


def load_judge(*, rules_only: bool = False) -> Judge:
    """The model that is in use, or rules alone."""
    return RulesJudge()
