"""Fitting (训练): fit and calibrate a model on the corpus, split by mark and seller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.scoring.candidates import candidates_of
from classifiers.scoring.features import feature_table
from classifiers.scoring.model import CandidateSignals
from classifiers.scoring.scorer import Scorer, make_scorer
from classifiers.signals.registry import all_signals
from classifiers.training.corpus.build import Corpus, Example
from classifiers.training.corpus.scenes import ON
from storage.records import NOTHING_KNOWN, Background, Listing

_FIT_BELOW, _CALIBRATE_BELOW = 7, 8
"""Of ten scenes the first seven are fitted on, the eighth calibrates, the last two test; by hand."""


@dataclass(frozen=True, kw_only=True)
class TrainingRows:
    """Examples ready for the model, in one order."""

    cases: tuple[CandidateSignals, ...]
    labels: NDArray[np.int64]
    """Shape (cases,): 1 infringing, 0 honest."""
    families: tuple[str, ...]
    """The way in which each example infringes or is honest."""

    @property
    def table(self) -> NDArray[np.float64]:
        """Shape (cases, features)."""
        return feature_table(self.cases)


def corpus_rows(corpus: Corpus) -> dict[str, TrainingRows]:
    """Parts `fit`, `calibrate`, `test`; a scene's mark and sellers are in one part only."""
    scorer = make_scorer(corpus.book, on=ON, rules_only=True)
    parts: dict[str, list[tuple[CandidateSignals, Example]]] = {
        "fit": [], "calibrate": [], "test": [],
    }  # fmt: skip
    for example in corpus.examples:
        right = corpus.book.rights[example.scene].id
        case = candidate_signals(example.listing, right, scorer, example.background)
        if case is not None:
            parts[_part(example.scene)].append((case, example))
    return {name: _rows(pairs) for name, pairs in parts.items()}


def candidate_signals(
    listing: Listing, right: str, scorer: Scorer, background: Background = NOTHING_KNOWN
) -> CandidateSignals | None:
    """The listing as a candidate for the right of this id, with its signals; None without a match."""
    for candidate in candidates_of(listing, scorer, background):
        if candidate.right.id == right:
            return candidate, all_signals(candidate)
    return None


def _part(scene: int) -> str:
    place = scene % 10
    return "fit" if place < _FIT_BELOW else "calibrate" if place < _CALIBRATE_BELOW else "test"


def _rows(pairs: Sequence[tuple[CandidateSignals, Example]]) -> TrainingRows:
    return TrainingRows(
        cases=tuple(case for case, _ in pairs),
        labels=np.array([int(example.infringing) for _, example in pairs], dtype=np.int64),
        families=tuple(example.family for _, example in pairs),
    )


_SHRINKAGE = 0.005
"""Inverse strength of the pull to nothing (C of the logistic regression), chosen by hand with
benchmarks.steadiness. The corpus is tidier than the field: what it makes look certain (自用 is always
second-hand) must not silence all else, so single weights stay small."""


def fit(rows: TrainingRows, calibration: TrainingRows) -> Any:
    """A logistic regression, its probabilities calibrated (Platt) on marks that it was not fitted on.

    A linear model: an officer can be told which signal weighed how much, and marks that training
    never met are judged by what the signals say, not by what the mark looks like.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=_SHRINKAGE, max_iter=2000, random_state=0)
    )
    model.fit(rows.table, rows.labels)
    calibrated = CalibratedClassifierCV(FrozenEstimator(model), method="sigmoid")
    calibrated.fit(calibration.table, calibration.labels)
    return calibrated
