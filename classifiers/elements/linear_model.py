"""Linear models (线性模型): a fitted logistic regression as plain numbers, judged without scikit-learn.

The scaling of the columns is folded into the weights, so that a weight is log-odds a unit of its column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_DIGITS = 7
"""Digits of a weight in a file: far below what moves a score that is rounded to four."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LinearModel:
    """Weights of each class; of two classes those of the second, as scikit-learn keeps them."""

    classes: tuple[str, ...]
    weights: Floats
    """float64 of shape (classes or 1, columns): log-odds a unit of the column."""
    intercepts: Floats
    """float64 of shape (classes or 1,)."""

    def probabilities(self, table: Floats) -> Floats:
        """float64 of shape (rows, classes)."""
        scores = table @ self.weights.T + self.intercepts
        if len(self.classes) == 2:
            second = 1 / (1 + np.exp(-np.clip(scores[:, 0], -_STEEPEST, _STEEPEST)))
            return np.column_stack((1 - second, second))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def to_json(self) -> dict[str, Any]:
        return {
            "classes": list(self.classes),
            "weights": [_rounded(row) for row in self.weights],
            "intercepts": _rounded(self.intercepts),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> LinearModel:
        """What `to_json` gave."""
        return cls(
            classes=tuple(map(str, stored["classes"])),
            weights=np.array(stored["weights"], dtype=np.float64),
            intercepts=np.array(stored["intercepts"], dtype=np.float64),
        )


_STEEPEST = 500.0
"""Log-odds beyond which a probability is 0 or 1 to every digit, so that `exp` never overflows."""


def _rounded(numbers: Floats) -> list[float]:
    return [float(f"{number:.{_DIGITS}g}") for number in numbers]


def from_regression(
    regression: Any, mean: Floats | None = None, scale: Floats | None = None
) -> LinearModel:
    """A fitted sklearn LogisticRegression, with the mean and scale of a StandardScaler before it."""
    weights, intercepts = regression.coef_.astype(np.float64), regression.intercept_
    if mean is not None and scale is not None:
        weights = weights / scale
        intercepts = intercepts - weights @ mean
    return LinearModel(
        classes=tuple(str(name) for name in regression.classes_),
        weights=weights,
        intercepts=np.asarray(intercepts, dtype=np.float64),
    )
