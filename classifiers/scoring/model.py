"""Scoring models (评分模型): the trained model, or rules alone where no model is there.

The trained model judges marks; product rules, patents and plant varieties are judged by rules,
since no corpus of ours teaches them.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from classifiers.candidate.candidate import Candidate
from classifiers.scoring import model_file
from classifiers.scoring.model_file import ModelRecord, current_model, load_pipeline, read_record
from classifiers.scoring.rules import RULES_NAME, UNTRAINED_KINDS, rules_score, sigmoid
from storage.records import RightKind, Signal

log = logging.getLogger(__name__)

CandidateSignals = tuple[Candidate, tuple[Signal, ...]]
"""A candidate with all its signals: what a model scores."""
BY_RULES = frozenset({RightKind.PRODUCT_RULE, RightKind.PATENT, RightKind.PLANT_VARIETY})
"""Kinds of right that no corpus of ours teaches: rules judge them, and no decision trains on them."""
_NEAREST_TO_CERTAIN = 1e-6
"""Probability by which 0 and 1 are moved inward before log-odds are taken, chosen by hand."""


class ScoringModel(Protocol):
    """Gives calibrated probabilities of infringement."""

    @property
    def name(self) -> str:
        """name@version."""

    def scores(self, cases: Sequence[CandidateSignals]) -> list[float]:
        """One probability for each candidate with its signals."""


class RulesModel:
    """Rules alone, in the same shape as the trained model."""

    name = RULES_NAME

    def scores(self, cases: Sequence[CandidateSignals]) -> list[float]:
        return [rules_score(signals) for _, signals in cases]


class PipelineModel:
    """A fitted pipeline for marks, rules for all else."""

    def __init__(self, name: str, pipeline: Any) -> None:
        self.name = name
        self._fitted = pipeline

    @property
    def _pipeline(self) -> Any:
        return self._fitted

    def scores(self, cases: Sequence[CandidateSignals]) -> list[float]:
        scores = [0.0] * len(cases)
        trained = []
        for number, (candidate, signals) in enumerate(cases):
            if candidate.right.kind in BY_RULES:
                scores[number] = rules_score(signals)
            else:
                trained.append(number)
        if trained:
            from classifiers.scoring.features import feature_table

            table = feature_table([cases[number] for number in trained])
            chances = self._pipeline.predict_proba(table)[:, 1]
            for number, chance in zip(trained, chances, strict=True):
                scores[number] = _shifted(float(chance), cases[number][1])
        return scores


def _shifted(chance: float, signals: Sequence[Signal]) -> float:
    """The probability moved by the weights (log-odds) of the signals that no corpus teaches."""
    shift = sum(signal.weight for signal in signals if signal.kind in UNTRAINED_KINDS)
    if not shift:
        return chance
    inside = min(max(chance, _NEAREST_TO_CERTAIN), 1 - _NEAREST_TO_CERTAIN)
    return sigmoid(math.log(inside / (1 - inside)) + shift)


class FileModel(PipelineModel):
    """The model in a file; scikit-learn is imported when the first mark is to be judged."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, None)
        self._path = path

    @property
    def _pipeline(self) -> Any:
        if self._fitted is None:
            self._fitted = load_pipeline(self._path)
        return self._fitted


def load_model(folder: Path | None = None, *, rules_only: bool = False) -> ScoringModel:
    """The office's own model in `folder` if it trained one, else the shipped one, else rules."""
    if rules_only:
        return RulesModel()
    path = (current_model(folder) if folder else None) or model_file.SHIPPED
    if not path.exists():
        return RulesModel()
    record = read_record(path)
    if path != model_file.SHIPPED and not _has_our_features(record):
        log.warning("%s was trained on other features; train again. The shipped one judges", path)
        return load_model()
    return FileModel(record.label, path)


def _has_our_features(record: ModelRecord) -> bool:
    """Whether a model was fitted on the features of this version of the program."""
    from classifiers.scoring.features import NAMES

    return record.features == NAMES
