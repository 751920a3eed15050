"""Rules alone (规则评分): signals added up in log-odds, and a probability from them.

The fallback when no model is there, and one of the model's inputs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from storage.records import Right, Signal
from storage.records.right_words import OF_A_PLACE

RULES_NAME = "rules@1"
"""name@version, as assessments quote it."""

_BASE = -1.2
"""Log-odds of a listing in which some form of a mark stands, before anything else is read; chosen by
hand in 2026."""
_STRONGEST_ONLY = frozenset({"mark", "position"})
"""Kinds of which the strongest counts: one use as a mark is enough."""
UNTRAINED_KINDS = frozenset({"own-pattern", "logo", "volume", "price-licensed"})
"""Signals that no corpus teaches: their weights move the model's score as they stand."""
_GENERIC_CAP = 0.3
"""Highest score of a generic name; chosen by hand in 2026."""
_LAWFUL_CAP = 0.1
"""Highest score of a lawful use; chosen by hand in 2026."""
_SETTLED = -4.0
"""Weight (log-odds) up to which a signal of the ledger settles the matter: all weights of
`signals.weights` that say so lie below, all others above."""
_STEEPEST = 30.0
"""Log-odds beyond which a probability is 0 or 1 to nine digits, so that `exp` never overflows."""


def log_odds(signals: Sequence[Signal]) -> float:
    """Sum of the signals' weights; of mark forms and positions the strongest only."""
    return sum_weights((signal.kind, signal.weight) for signal in signals)


def sum_weights(weights: Iterable[tuple[str, float]]) -> float:
    """The same of (kind, weight) pairs, as they are stored."""
    strongest = dict.fromkeys(_STRONGEST_ONLY, 0.0)
    met: set[str] = set()
    total = _BASE
    for kind, weight in weights:
        if kind not in _STRONGEST_ONLY:
            total += weight
        elif kind not in met or weight > strongest[kind]:
            met.add(kind)
            strongest[kind] = weight
    return total + sum(strongest.values())


def rules_score(signals: Sequence[Signal]) -> float:
    """Probability of infringement by rules alone."""
    return sigmoid(log_odds(signals))


def sigmoid(log_odds: float) -> float:
    """Probability of these log-odds."""
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, log_odds))))


def logit(probability: float) -> float:
    """Log-odds of a probability, which is neither 0 nor 1."""
    return math.log(probability / (1 - probability))


def bounded(score: float, right: Right, signals: Sequence[Signal] = ()) -> float:
    """The score within what the law allows whatever else was read.

    A generic name (通用名称) is never a lead alone (商标法 §59 (1): the proprietor may not forbid its
    proper use); a licence that runs and covers the goods, or a right that is not in force, makes
    the use lawful (商标法 §57 asks for a use without licence).
    """
    if right.generic:
        score = min(score, _GENERIC_CAP)
    if any(s.kind in ("licence", "validity") and s.weight <= _SETTLED for s in signals):
        score = score if licence_is_exceeded(right, signals) else min(score, _LAWFUL_CAP)
    return score


def licence_is_exceeded(right: Right, signals: Sequence[Signal]) -> bool:
    """Whether goods under a licence for a sign of a place state an origin elsewhere: such a licence is for
    goods of the place alone (集体商标、证明商标注册和管理规定)."""
    return right.kind in OF_A_PLACE and any(s.kind == "origin" and s.weight > 0 for s in signals)
