"""Trials (试评): how one model does on what no model was fitted on, and the record that a model file keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from classifiers.elements.evidence import NAMES
from classifiers.scoring.model import ScoringModel
from classifiers.scoring.model_file import ModelRecord
from classifiers.scoring.scorer import DEFAULT_THRESHOLD
from classifiers.training import evaluation
from classifiers.training.metrics import Figures, figures

NAME = "marks"
"""Of every model; versions tell them apart."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one model does on what no model was fitted on."""

    sets: Figures
    """On the hand-written sets."""
    matters: Figures
    """On the decided matters that are held out."""


def try_model(model: ScoringModel, threshold: float = DEFAULT_THRESHOLD) -> Trial:
    """A model on the written sets and on the matters that are held out."""
    return Trial(
        sets=figures(evaluation.score_written_sets(model, threshold)),
        matters=figures(evaluation.score_matters(model, threshold)),
    )


def record_of(version: str, trial: Trial, decisions: int) -> ModelRecord:
    """The record of a model of today."""
    return ModelRecord(
        name=NAME,
        version=version,
        features=NAMES,
        decisions=decisions,
        figures=trial.sets.to_json(),
        on_matters=trial.matters.to_json(),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
