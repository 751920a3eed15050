"""Proportions (比例检验): whether two shares differ, and how sure one share is."""

from __future__ import annotations

from math import exp, lgamma, sqrt

_Z95 = 1.959964
"""Normal deviate of a two-sided 95 % interval."""


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); from 0 to 1 without trials."""
    if not trials:
        return 0.0, 1.0
    share, square = successes / trials, _Z95**2
    centre = share + square / (2 * trials)
    spread = _Z95 * sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    whole = 1 + square / trials
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def fisher(successes: int, trials: int, successes_beside: int, trials_beside: int) -> float:
    """Two-sided p-value of Fisher's exact test that two shares are the same."""
    chances = _tables(successes, trials, successes_beside, trials_beside)
    observed = chances[successes - max(0, successes + successes_beside - trials_beside)]
    return min(1.0, sum(chance for chance in chances if chance <= observed * (1 + 1e-9)))


def fisher_more(successes: int, trials: int, successes_beside: int, trials_beside: int) -> float:
    """One-sided p-value of Fisher's exact test that the first share is not the greater one."""
    chances = _tables(successes, trials, successes_beside, trials_beside)
    first = successes - max(0, successes + successes_beside - trials_beside)
    return min(1.0, sum(chances[first:]))


def _tables(successes: int, trials: int, successes_beside: int, trials_beside: int) -> list[float]:
    """Probabilities of all tables with the same margins, by the successes of the first share."""
    both, whole = successes + successes_beside, trials + trials_beside
    least, most = max(0, both - trials_beside), min(trials, both)
    return [
        exp(
            _log_choose(trials, count)
            + _log_choose(trials_beside, both - count)
            - _log_choose(whole, both)
        )
        for count in range(least, most + 1)
    ]


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)
