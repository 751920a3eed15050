"""Comparison (新旧模型比较): old and new model on the later verdicts alone, by paired bootstrap over sellers.

The figure is the area under the ROC curve: how often a listing that officers confirmed scores above one
that they dismissed. Moving all scores alike changes nothing of it, so that verdicts without a pattern
win nothing by calibration. Draws are of whole sellers, since the verdicts on one seller hang together,
and of both models at once. Their spread gives the interval, by Student's t of as many sellers as the
verdicts are worth: quantiles of the draws themselves are too narrow for few sellers, and say nothing far out.

An office that trains again and again would in the end win by chance. So all comparisons with one model
in use share one chance of a wrong replacement: the first takes half of it, the k-th 1 / k(k+1) of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from classifiers.elements.linear_model import Floats
from classifiers.scoring.model_comparison import ModelComparison
from classifiers.training.bootstrap import Interval, group_draws
from classifiers.training.labelled_listing import ScoredListing

_DRAWS = 4000
"""Bootstrap draws."""
WRONG_REPLACEMENT = 0.01
"""Chance that a model without any gain replaces the one in use, over all comparisons with that one; chosen by
hand: the first interval is then one of 99 %."""
FEWEST, FEWEST_OF_EACH, FEWEST_SELLERS = 40, 8, 10
"""Later verdicts, of those confirmed and dismissed ones, and sellers, below which nothing is concluded;
chosen by hand: the spread of draws of fewer groups is too small (Efron and Tibshirani 1993, ch. 14)."""


def coverage_after(earlier: int) -> float:
    """Coverage of the interval after so many earlier comparisons with the model in use, 0..1."""
    return 1 - 2 * WRONG_REPLACEMENT / ((earlier + 1) * (earlier + 2))


def compare(
    old: Sequence[ScoredListing], new: Sequence[ScoredListing], *, earlier: int = 0
) -> ModelComparison:
    """Compare two models' scores of the same listings in the same order; `earlier` comparisons with
    the old model went before."""
    truths = np.array([scored.labelled.infringing for scored in old], dtype=np.float64)
    clusters = [scored.labelled.cluster for scored in old]
    scores = [np.array([scored.score for scored in judged]) for judged in (old, new)]
    once = np.ones((1, len(truths)))
    points = [_area(of_model, truths, once)[0] if len(truths) else np.nan for of_model in scores]
    weights = group_draws(clusters, _DRAWS)
    gains = _area(scores[1], truths, weights) - _area(scores[0], truths, weights)
    coverage = coverage_after(earlier)
    point = points[1] - points[0]
    interval = _interval(float(point), gains, _effective(clusters), coverage)
    positives = int(truths.sum())
    enough = (
        len(truths) >= FEWEST
        and min(positives, len(truths) - positives) >= FEWEST_OF_EACH
        and len(set(clusters)) >= FEWEST_SELLERS
        and interval is not None
    )
    measured = not any(map(np.isnan, points))
    return ModelComparison(
        verdicts=len(truths),
        sellers=len(set(clusters)),
        old=round(float(points[0]), 4) if measured else None,
        new=round(float(points[1]), 4) if measured else None,
        gain=round(float(point), 4) if measured else 0.0,
        interval=interval or (0.0, 0.0),
        coverage=coverage,
        old_agreement=_agreement(old),
        new_agreement=_agreement(new),
        enough=enough,
    )


def _effective(clusters: Sequence[str]) -> float:
    """As how many sellers of equal size these clusters of verdicts are worth (Kish 1965)."""
    sizes = Counter(clusters).values()
    return sum(sizes) ** 2 / sum(size**2 for size in sizes) if sizes else 0.0


def _interval(point: float, gains: Floats, sellers: float, coverage: float) -> Interval | None:
    """The interval around the gain by the spread of its draws, of shape (draws,), of which NaN is one without
    the figure; None where no draw has it, or the sellers are worth no more than one."""
    valid = gains[~np.isnan(gains)]
    if not len(valid) or sellers <= 1:
        return None
    half = float(stdtrit(sellers - 1, (1 + coverage) / 2) * valid.std())
    return round(point - half, 4), round(point + half, 4)


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
