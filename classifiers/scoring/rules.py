"""Rules alone (规则评分): signals added up in log-odds, and a probability from them.

The fallback when no model is there, and one of the model's inputs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from storage.records import Right, RightKind, Signal

NAME = "rules@1"

_BASE = -1.2
"""A listing in which some form of a mark stands, before anything else is known."""
_STRONGEST = frozenset({"mark", "position"})
"""Kinds of which the strongest counts: one use as a mark is enough."""
BESIDE = frozenset({"own-pattern", "image-logo", "volume", "price-licensed"})
"""Signals that no corpus teaches: their weights move the model's score as they stand."""
_GENERIC_CAP = 0.3
_LAWFUL_CAP = 0.1
_SETTLED = -4.0
"""Weight from which a signal of the ledger settles the matter."""


def log_odds(signals: Sequence[Signal]) -> float:
    """Sum of the signals' weights; of mark forms and positions the strongest only."""
    return summed((signal.kind, signal.weight) for signal in signals)


def summed(weights: Iterable[tuple[str, float]]) -> float:
    """The same of (kind, weight) pairs, as they are kept."""
    strongest = dict.fromkeys(_STRONGEST, 0.0)
    seen: set[str] = set()
    total = _BASE
    for kind, weight in weights:
        if kind not in _STRONGEST:
            total += weight
        elif kind not in seen or weight > strongest[kind]:
            seen.add(kind)
            strongest[kind] = weight
    return total + sum(strongest.values())


def rules_score(signals: Sequence[Signal]) -> float:
    """Probability of infringement by rules alone."""
    return sigmoid(log_odds(signals))


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def bounded(score: float, right: Right, signals: Sequence[Signal] = ()) -> float:
    """The score within what the law allows whatever else was seen.

    A generic name is never a lead alone (商标法 §59); a licence that runs and covers the goods
    makes the use lawful.
    """
    if right.generic:
        score = min(score, _GENERIC_CAP)
    if any(s.kind in ("licence", "validity") and s.weight <= _SETTLED for s in signals):
        score = min(score, _LAWFUL_CAP)
    return score


def is_watch(right: Right) -> bool:
    """Whether the right is a rule of the office itself and its mark a watch word."""
    return right.kind is RightKind.PRODUCT_RULE
