"""Fitting the verdict layer (意见层): officers' verdicts, with the made corpus as a prior.

A ridge regression to the judgement of the models that the office began with: where verdicts say
nothing, nothing moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.elements.element_models import ElementModels
from classifiers.elements.evidence import evidence_table
from classifiers.elements.linear_model import Floats, LinearModel
from classifiers.elements.verdict_layer import VERDICT_NAMES, verdict_table
from classifiers.training.fit import TrainingRow

CORPUS_VERDICTS = 40.0
"""Verdicts that the made corpus weighs as much as, all of its rows together (a power prior, Ibrahim and
Chen 2000): with fewer verdicts the corpus decides, with a few hundred the office does. Chosen by hand in
2026: a week of an officer's work should not unlearn what courts hold, half a year of it may."""
_PULL = 1.0
"""Precision of the normal prior on each weight, of columns scaled to unit deviation; chosen by hand."""
_OF_THE_SELLER = "signal:seller-history"
_PULL_OF_THE_SELLER = 50.0
"""Column of the seller's past, and its precision; chosen by hand: a policy on sellers would else hide in this
weight and strike sellers of whom nothing is known. It becomes a rule (`alerts.insight.seller_policies`)."""
_STEPS = 100
_CLOSE = 1e-8
"""Newton steps at most, and the change at which they end."""
_STEEPEST = 30.0
"""Log-odds beyond which a probability is 0 or 1 to nine digits, so that `exp` never overflows."""


def fit_layer(
    models: ElementModels, verdicts: Sequence[TrainingRow], corpus: Sequence[TrainingRow]
) -> LinearModel:
    """The layer upon `models` by verdicts, each row weighted as it says, and rows of the corpus, which
    share `CORPUS_VERDICTS`. Rows that say nothing of the act are left out."""
    taught, prior = ([row for row in part if row.act is not None] for part in (verdicts, corpus))
    rows = [*taught, *prior]
    table = evidence_table([row.case for row in rows])
    judged = models.judge(table)
    columns = verdict_table(judged.answers, judged.act, table)
    weights = np.array([row.weight for row in rows])
    if prior:
        weights[len(taught) :] *= CORPUS_VERDICTS / weights[len(taught) :].sum()
    acts = np.array([bool(row.act) for row in rows], dtype=np.float64)
    mean, scale = _scaling(columns, weights)
    scaled = np.column_stack((np.ones(len(rows)), (columns - mean) / scale))
    moved = _ridge(scaled, columns[:, 0], acts, weights)
    slopes = moved[1:] / scale
    whole = np.eye(1, len(VERDICT_NAMES))[0] + slopes
    return LinearModel(
        classes=("False", "True"),
        weights=whole[None, :],
        intercepts=np.array([moved[0] - float(slopes @ mean)]),
    )


def _scaling(columns: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of each column; a column that never changes keeps its unit."""
    shares = weights / weights.sum()
    mean = shares @ columns
    deviation = np.sqrt(shares @ (columns - mean) ** 2)
    return mean, np.where(deviation > _CLOSE, deviation, 1.0)


def _ridge(columns: Floats, offset: Floats, acts: Floats, weights: Floats) -> Floats:
    """Weights of a logistic regression with an offset, by Newton's method; the first column is constant
    and not pulled to nothing. A step that would lose is halved."""
    pull = np.full(columns.shape[1], _PULL)
    pull[0] = _CLOSE
    pull[1 + VERDICT_NAMES.index(_OF_THE_SELLER)] = _PULL_OF_THE_SELLER

    def loss(moved: Floats) -> float:
        scores = offset + columns @ moved
        misfit = np.logaddexp(0.0, scores) - acts * scores
        return float(weights @ misfit + (pull * moved) @ moved / 2)

    moved = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(offset + columns @ moved, -_STEEPEST, _STEEPEST)))
        slope = columns.T @ (weights * (chance - acts)) + pull * moved
        curve = (columns * (weights * chance * (1 - chance))[:, None]).T @ columns + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        length, before = 1.0, loss(moved)
        while loss(moved - length * step) > before and length > _CLOSE:
            length /= 2
        moved = moved - length * step
        if np.abs(step).max() < _CLOSE:
            break
    return moved
