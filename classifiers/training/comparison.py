"""Comparison (新旧模型比较): old and new model on the later verdicts alone, by paired bootstrap over sellers.

The figure is the area under the ROC curve: how often a listing that officers confirmed scores above one
that they dismissed. Moving all scores alike changes nothing of it, so that verdicts without a pattern
win nothing by calibration. Draws are of whole sellers, since the verdicts on one seller hang together,
and of both models at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.elements.linear_model import Floats
from classifiers.training.bootstrap import Interval, group_draws, middle
from classifiers.training.labelled_listing import ScoredListing

_DRAWS = 4000
"""Bootstrap draws."""
COVERAGE = 0.95
"""Share of the draws that the interval holds: a new model with no gain at all passes one time in forty."""
FEWEST, FEWEST_OF_EACH, FEWEST_SELLERS = 40, 8, 10
"""Later verdicts, of those confirmed and dismissed ones, and sellers, below which nothing is concluded;
chosen by hand: the percentile interval is too narrow for fewer groups (Efron and Tibshirani 1993, ch. 14)."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Old and new model on verdicts that neither was fitted on."""

    verdicts: int
    sellers: int
    old: float | None
    """Area under the curve; None where all verdicts were the same."""
    new: float | None
    gain: float
    interval: Interval
    """Of the gain, 95 %."""
    old_agreement: float
    """Share of the verdicts that the lead answers alike: confirmed a lead, dismissed none."""
    new_agreement: float
    enough: bool
    """Whether there are verdicts enough to conclude anything."""

    @property
    def is_better(self) -> bool:
        """Whether the interval says that the new model is better."""
        return self.enough and self.interval[0] > 0


def compare(old: Sequence[ScoredListing], new: Sequence[ScoredListing]) -> Comparison:
    """Compare two models' scores of the same listings in the same order."""
    truths = np.array([scored.labelled.infringing for scored in old], dtype=np.float64)
    clusters = [scored.labelled.cluster for scored in old]
    scores = [np.array([scored.score for scored in judged]) for judged in (old, new)]
    once = np.ones((1, len(truths)))
    points = [_area(of_model, truths, once)[0] if len(truths) else np.nan for of_model in scores]
    weights = group_draws(clusters, _DRAWS)
    gains = _area(scores[1], truths, weights) - _area(scores[0], truths, weights)
    interval = middle(gains, COVERAGE)
    positives = int(truths.sum())
    enough = (
        len(truths) >= FEWEST
        and min(positives, len(truths) - positives) >= FEWEST_OF_EACH
        and len(set(clusters)) >= FEWEST_SELLERS
        and interval is not None
    )
    measured = not any(map(np.isnan, points))
    return Comparison(
        verdicts=len(truths),
        sellers=len(set(clusters)),
        old=round(float(points[0]), 4) if measured else None,
        new=round(float(points[1]), 4) if measured else None,
        gain=round(float(points[1] - points[0]), 4) if measured else 0.0,
        interval=interval or (0.0, 0.0),
        old_agreement=_agreement(old),
        new_agreement=_agreement(new),
        enough=enough,
    )


def _agreement(judged: Sequence[ScoredListing]) -> float:
    alike = [scored.lead is scored.labelled.infringing for scored in judged]
    return round(sum(alike) / len(alike), 4) if alike else 0.0


def _area(scores: Floats, truths: Floats, weights: Floats) -> Floats:
    """float64 of shape (draws,): area under the ROC curve, ties counted half; NaN where a draw has
    listings of one kind only."""
    if not len(scores):
        return np.full(len(weights), np.nan)
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    ordered = weights[:, order]
    positives = np.add.reduceat(ordered * truths[order], starts, axis=1)
    negatives = np.add.reduceat(ordered * (1 - truths[order]), starts, axis=1)
    below = negatives.cumsum(axis=1) - negatives / 2
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        area: Floats = (positives * below).sum(axis=1) / pairs
    return area
