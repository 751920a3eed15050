"""Training (训练): fit and calibrate a model on the corpus, split by mark and seller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.scoring.features import table
from classifiers.scoring.model import Spoken
from classifiers.scoring.score import Bench, sightings
from classifiers.scoring.scorer import set_up_bench
from classifiers.signals.registry import signals_of
from classifiers.training.corpus.build import Corpus, Example
from classifiers.training.corpus.scenes import ON
from storage.records import NOTHING_KNOWN, Background, Listing

_FIT, _CALIBRATE = 7, 8
"""Of ten scenes the first seven are fitted on, the eighth calibrates, the last two test."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Examples ready for the model."""

    spoken: tuple[Spoken, ...]
    labels: NDArray[np.int64]
    families: tuple[str, ...]

    @property
    def table(self) -> NDArray[np.float64]:
        return table(self.spoken)


def corpus_rows(corpus: Corpus) -> dict[str, Rows]:
    """Parts `fit`, `calibrate`, `test`; a scene's mark and sellers are in one part only."""
    bench = set_up_bench(corpus.book, on=ON, rules_only=True)
    parts: dict[str, list[tuple[Spoken, Example]]] = {"fit": [], "calibrate": [], "test": []}
    for example in corpus.examples:
        right = corpus.book.rights[example.scene].id
        spoken = sighting_of(example.listing, right, bench, example.background)
        if spoken is not None:
            parts[_part(example.scene)].append((spoken, example))
    return {name: _rows(pairs) for name, pairs in parts.items()}


def sighting_of(
    listing: Listing, right: str, bench: Bench, background: Background = NOTHING_KNOWN
) -> Spoken | None:
    """The listing's sighting of one right with its signals; None where the mark is not found."""
    for one in sightings(listing, bench, background):
        if one.right.id == right:
            return one, signals_of(one)
    return None


def _part(scene: int) -> str:
    place = scene % 10
    return "fit" if place < _FIT else "calibrate" if place < _CALIBRATE else "test"


def _rows(pairs: Sequence[tuple[Spoken, Example]]) -> Rows:
    return Rows(
        spoken=tuple(spoken for spoken, _ in pairs),
        labels=np.array([int(example.infringing) for _, example in pairs], dtype=np.int64),
        families=tuple(example.family for _, example in pairs),
    )


_SHRUNK = 0.005
"""Strength of the fit against the pull to nothing. The corpus is tidier than the field: what it makes
look certain (自用 is always second-hand) must not silence all else, so single weights stay small."""


def fit(rows: Rows, calibrate: Rows) -> Any:
    """A logistic regression, its probabilities calibrated on marks that it was not fitted on.

    A linear model: an officer can be told which signal weighed how much, and marks that training
    never saw are judged by what the signals say, not by what the mark looks like.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=_SHRUNK, max_iter=2000, random_state=0)
    )
    model.fit(rows.table, rows.labels)
    calibrated = CalibratedClassifierCV(FrozenEstimator(model), method="sigmoid")
    calibrated.fit(calibrate.table, calibrate.labels)
    return calibrated
