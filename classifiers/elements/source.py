"""Source (来源): by whose leave, from where the goods come — read from facts, never guessed.

Who sells genuine goods cannot be known from a title: an exact mark on its own goods by an unknown
seller is lawful resale or counterfeit. Such a listing starts from a prior and is moved only by facts
that speak: ledger, own marks, area, origin, price, wording, history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from classifiers.candidate.candidate import Candidate
from classifiers.elements.source_prior import prior_log_odds
from classifiers.signals.false_origin import is_in_area
from classifiers.signals.rules import licence_is_exceeded, sigmoid
from storage.records import Signal

KINDS = frozenset(
    {
        "licence", "maker", "own-earlier", "seller-inside", "official-name", "origin", "dispatch", "season", "volume",
        "price", "price-licensed", "seller-history", "same-picture", "registered-sign", "gi-badge",
        "patent-claim", "number", "validity", "wording-oem", "wording-own-seed", "wording-labels", "wording-claimed",
        "wording-secondhand", "wording-resold", "wording-imitation", "wording-stripped", "wording-imported",
        "seller-makes", "law-disease", "law-preparation", "law-unlicensed",
        "beyond-earlier", "own-pattern",
    }
)  # fmt: skip
"""Kinds of signal that speak about the source of the goods or the seller's leave."""
_FOR, _AGAINST = 4.0, -8.0
"""Most that all facts together move the log-odds, for and against infringement; chosen by hand in 2026."""
_WITHOUT_LEAVE = 2.0
"""Log-odds beside the ledger's own weight where it says that the seller has no leave: a licence that
ended or covers other goods leaves nothing open; chosen by hand in 2026."""
_SETTLED = -3.0
"""Weight from which a single fact makes the source lawful."""
_LAWFUL: Mapping[str, str] = MappingProxyType(
    {
        "licence": "licensed",
        "maker": "licensed",
        "validity": "unknown",
        "own-earlier": "own-earlier",
    }
)
"""Kind of a settling signal → the answer."""


@dataclass(frozen=True, kw_only=True)
class SourceAnswer:
    """Where the goods come from, and how likely they are unlawful."""

    answer: str
    """A word of `ANSWERS[SOURCE]`."""
    probability: float
    """Of the answer."""
    unlawful: float
    """Probability that the seller has no leave for such goods."""


def source_of(candidate: Candidate, signals: Sequence[Signal], identical: float) -> SourceAnswer:
    """The source of a candidate's goods; `identical` is the probability of the identical sign.

    A disguised sign is nobody's own: its prior is high. Prior and facts add up in log-odds.
    """
    speaking = [signal for signal in signals if signal.kind in KINDS]
    if licence_is_exceeded(candidate.right, signals):
        speaking = [signal for signal in speaking if signal.kind != "licence"]
    in_area = is_in_area(candidate)
    beside = 0.0
    if any(signal.kind == "licence" and signal.weight > 0 for signal in speaking):
        beside += _WITHOUT_LEAVE
    moved = max(_AGAINST, min(_FOR, beside + sum(signal.weight for signal in speaking)))
    unlawful = sigmoid(prior_log_odds(candidate, identical) + moved)
    answer, probability = _answer(speaking, unlawful, in_area=in_area)
    return SourceAnswer(answer=answer, probability=probability, unlawful=unlawful)


def _answer(speaking: Sequence[Signal], unlawful: float, *, in_area: bool) -> tuple[str, float]:
    for signal in speaking:
        if signal.weight <= _SETTLED and signal.kind in _LAWFUL:
            return _LAWFUL[signal.kind], round(1 - unlawful, 4)
    if any(signal.kind == "own-earlier" for signal in speaking):
        return "own-earlier", round(max(1 - unlawful, _BESIDE), 4)
    origin = [signal for signal in speaking if signal.kind == "origin"]
    if any(signal.weight > 0 for signal in origin):
        return "elsewhere", _BY_THE_SELLER
    if origin or in_area:
        return "in-area", _BY_THE_SELLER
    return "unknown", _UNKNOWN


_BESIDE = 0.5
"""Least probability that another owner's sign is the source where the mark stands beside it; by hand."""
_BY_THE_SELLER, _UNKNOWN = 0.8, 0.7
"""Probability of what a seller states as origin, and that nothing more is known where nothing is said;
chosen by hand in 2026."""
