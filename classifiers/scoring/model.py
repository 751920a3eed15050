"""Scoring models (评分模型): the trained model, or rules alone where no model is there.

The trained model judges marks; product rules, patents and plant varieties are judged by rules,
since no corpus of ours teaches them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from classifiers.candidate.candidate import Candidate
from classifiers.elements.by_rules import judge_by_rules
from classifiers.elements.element_models import ElementModels
from classifiers.elements.evidence import NAMES, evidence_table
from classifiers.elements.facts import JUDGED
from classifiers.elements.judgement import Judgement, judge
from classifiers.elements.verdict_layer import VERDICT_NAMES
from classifiers.scoring import model_file
from classifiers.scoring.model_file import ModelRecord, current_model, load_fitted, read_record
from classifiers.signals.rules import RULES_NAME, UNTRAINED_KINDS, logit, sigmoid
from storage.records import RightKind, Signal

log = logging.getLogger(__name__)

CandidateSignals = tuple[Candidate, tuple[Signal, ...]]
"""A candidate with all its signals: what a model scores."""
BY_RULES = frozenset({RightKind.PRODUCT_RULE, RightKind.PATENT, RightKind.PLANT_VARIETY})
"""Kinds of right that no corpus of ours teaches: rules judge them, and no decision trains on them."""
_NEAREST_TO_CERTAIN = 1e-6
"""Probability by which 0 and 1 are moved inward before log-odds are taken, chosen by hand."""


class ScoringModel(Protocol):
    """Judges candidates: the elements, a calibrated probability of infringement, the next step."""

    @property
    def name(self) -> str:
        """name@version."""

    def judge(self, cases: Sequence[CandidateSignals], threshold: float) -> list[Judgement]:
        """One judgement for each candidate with its signals; `threshold` is the score of a lead."""


class RulesModel:
    """Rules alone, in the same shape as the trained model."""

    name = RULES_NAME

    def judge(self, cases: Sequence[CandidateSignals], threshold: float) -> list[Judgement]:
        return [judge_by_rules(candidate, signals, threshold) for candidate, signals in cases]


class TrainedModel:
    """Fitted element models for marks, rules for all else."""

    def __init__(self, name: str, models: ElementModels | None) -> None:
        self.name = name
        self._loaded = models

    @property
    def models(self) -> ElementModels:
        """The fitted models."""
        assert self._loaded is not None
        return self._loaded

    def judge(self, cases: Sequence[CandidateSignals], threshold: float) -> list[Judgement]:
        marks = [case for case in cases if case[0].right.kind not in BY_RULES]
        judged = iter(self._judge_marks(marks, threshold) if marks else ())
        return [
            judge_by_rules(candidate, signals, threshold)
            if candidate.right.kind in BY_RULES
            else next(judged)
            for candidate, signals in cases
        ]

    def _judge_marks(self, cases: Sequence[CandidateSignals], threshold: float) -> list[Judgement]:
        table = self.models.judge(evidence_table(cases))
        answers = {name: table.answers[name].tolist() for name in JUDGED}
        return [
            judge(
                candidate,
                signals,
                {name: answers[name][number] for name in JUDGED},
                _shifted(act, signals),
                threshold,
            )
            for number, ((candidate, signals), act) in enumerate(
                zip(cases, table.act.tolist(), strict=True)
            )
        ]


def _shifted(chance: float, signals: Sequence[Signal]) -> float:
    """The probability moved by the weights (log-odds) of the signals that no corpus teaches."""
    shift = sum(signal.weight for signal in signals if signal.kind in UNTRAINED_KINDS)
    if not shift:
        return chance
    inside = min(max(chance, _NEAREST_TO_CERTAIN), 1 - _NEAREST_TO_CERTAIN)
    return sigmoid(logit(inside) + shift)


class FileModel(TrainedModel):
    """The model in a file, which is read when the first mark is to be judged."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, None)
        self._path = path

    @property
    def models(self) -> ElementModels:
        """The fitted models of the file."""
        if self._loaded is None:
            features = read_record(self._path).features
            self._loaded = ElementModels(load_fitted(self._path), features)
        return self._loaded


def load_model(folder: Path | None = None, *, rules_only: bool = False) -> ScoringModel:
    """The office's own model in `folder` if it trained one, else the shipped one, else rules.

    Raises StoreUnavailable where the one in use is damaged or gone: another would judge unnoticed.
    """
    if rules_only:
        return RulesModel()
    path = (current_model(folder) if folder else None) or model_file.SHIPPED
    if path == model_file.SHIPPED and not path.exists():
        return RulesModel()
    record = read_record(path)
    if path != model_file.SHIPPED and not has_our_features(record):
        log.warning("%s was trained on other features; train again. The shipped one judges", path)
        return load_model()
    return FileModel(record.label, path)


def has_our_features(record: ModelRecord) -> bool:
    """Whether a model was fitted on the features of this version of the program."""
    return record.features == NAMES and record.verdict_columns in ((), VERDICT_NAMES)
