"""Weights (权重) of a decision: one table per decision, from which it is scored and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

BY_HAND = "chosen by hand on the developing half of the pages of benchmarks.extraction"
"""Origin of weights that no fit has computed."""


class Weight(NamedTuple):
    """What one feature adds to a score."""

    value: float
    """Points for a feature that is true, or for each unit of one that counts."""
    why: str
    """What the feature says, in one line."""


class Contribution(NamedTuple):
    """One feature's part of one score."""

    feature: str
    amount: float
    """The feature: 1 for true, else its count."""
    points: float
    why: str


@dataclass(frozen=True, kw_only=True)
class WeightTable:
    """All weights of one decision, by the name of the feature."""

    decision: str
    origin: str
    weights: Mapping[str, Weight]

    def score(self, features: Mapping[str, float]) -> float:
        """The sum over all features, in points."""
        return sum(weight.value * features[name] for name, weight in self.weights.items())

    def contributions(self, features: Mapping[str, float]) -> tuple[Contribution, ...]:
        """The features that are not zero, with their points, in the order of the table."""
        return tuple(
            Contribution(name, float(features[name]), weight.value * features[name], weight.why)
            for name, weight in self.weights.items()
            if features[name]
        )
