"""Old and new model side by side (新旧模型比较), as a model file keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ModelComparison:
    """Old and new model on verdicts that neither was fitted on."""

    verdicts: int
    sellers: int
    old: float | None
    """Area under the curve; None where all verdicts were the same."""
    new: float | None
    gain: float
    interval: tuple[float, float]
    """Of the gain."""
    coverage: float
    """Of the interval, 0..1."""
    old_agreement: float
    """Share of the verdicts that the lead answers alike: confirmed a lead, dismissed none."""
    new_agreement: float
    enough: bool
    """Whether there are verdicts enough to conclude anything."""

    @property
    def is_better(self) -> bool:
        """Whether the interval says that the new model is better."""
        return self.enough and self.interval[0] > 0

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ModelComparison:
        """What a model file holds; earlier releases wrote no coverage, which was 95 %."""
        return cls(**{"coverage": 0.95, **stored, "interval": tuple(stored["interval"])})


@dataclass(frozen=True, kw_only=True)
class ChangedExample:
    """One listing that is answered otherwise."""

    title: str
    shop: str
    right: str
    verdict: str
    """Of the officer: confirmed or dismissed."""
    before: float
    """Score of the old model."""
    after: float
    step_before: str
    step_after: str


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """Listings of one kind that became leads, or are leads no more."""

    written: str
    """How the sign is written: a key of `storage.base.disguises.CHINESE`."""
    goods: str
    """Answer to the element of goods."""
    use: str
    """Answer to the element of use."""
    lead: bool
    """Whether they are leads with the new model."""
    listings: int
    confirmed: int
    """Of these, those that officers confirmed."""
    examples: tuple[ChangedExample, ...]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> AnswerChange:
        """What a model file holds."""
        examples = tuple(ChangedExample(**example) for example in stored["examples"])
        return cls(**{**stored, "examples": examples})
