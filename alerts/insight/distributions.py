"""Distributions (分布检验): how far two samples of scores lie apart, and whether by chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import exp, log, sqrt

_LEAST_SHARE = 0.001
"""What an empty bin counts as; usual in scoring."""
_SMALL = 0.2
"""Scaled distance below which the series of the p-value is one to ten digits."""


def stability(shares: Sequence[float], reference: Sequence[float]) -> float:
    """Population stability index: 0 for equal shares; an empty bin counts as a thousandth."""
    pairs = [
        (max(a, _LEAST_SHARE), max(b, _LEAST_SHARE)) for a, b in zip(shares, reference, strict=True)
    ]
    return sum((a - b) * log(a / b) for a, b in pairs)


def distance_of(scores: Sequence[float], reference: Sequence[float]) -> float:
    """Kolmogorov and Smirnov's distance of two sorted samples."""
    return max(abs(_up_to(scores, at) - _up_to(reference, at)) for at in {*scores, *reference})


def _up_to(scores: Sequence[float], at: float) -> float:
    """Share of sorted scores up to one."""
    return bisect_right(scores, at) / len(scores)


def chance_of_distance(distance: float, count: int, reference_count: int) -> float:
    """Asymptotic p-value of Kolmogorov and Smirnov's distance (Stephens 1970)."""
    root = sqrt(count * reference_count / (count + reference_count))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < _SMALL:
        return 1.0
    terms = (2.0 * (-1.0) ** (k - 1) * exp(-2.0 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, float(sum(terms))))
