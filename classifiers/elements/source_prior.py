"""Prior of an unknown seller (未知来源的先验): how often such a listing infringes before any fact speaks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from classifiers.tuned_number import TunedNumber
from storage.records import RightKind
from storage.records.right_words import OF_A_PLACE
from storage.records.source_count import NOTHING_COUNTED, SourceCount

if TYPE_CHECKING:
    # A page that shows a prior does not load the tables that a candidate is made with.
    from classifiers.candidate.candidate import Candidate


def _share(value: float, meaning: str) -> TunedNumber:
    return TunedNumber(value=value, unit="share unlawful", meaning=meaning)


PRIORS: Mapping[str, TunedNumber] = MappingProxyType(
    {
        "trademark": _share(
            0.55,
            "the mark itself, by a seller outside the ledger; by hand: SAIC found .41 of 92 lots bought"
            " on-line in 2014 not genuine, licensed shops among the sellers",
        ),
        "place": _share(
            0.6, "signs of a place or of members: leave or origin is required; by hand"
        ),
        "disguised": _share(0.97, "a sign that is like the mark and not the mark; by hand"),
    }
)
"""Share of sellers without leave, by kind of right and of sign."""
STRENGTH = 12.0
"""Verdicts that weigh as much as the prior (beta-binomial), chosen by hand in 2026."""


def share_unlawful(kind: RightKind, count: SourceCount = NOTHING_COUNTED) -> float:
    """Share of unknown sellers of the sign itself without leave: the prior moved by verdicts
    (mean of a beta-binomial)."""
    prior = PRIORS["place" if kind in OF_A_PLACE else "trademark"].value
    decided = count.unlawful + count.lawful
    return (prior * STRENGTH + count.unlawful) / (STRENGTH + decided)


def prior_log_odds(candidate: Candidate, identical: float) -> float:
    """Log-odds that an unknown seller has no leave; `identical` is the probability of the sign itself."""
    exact = share_unlawful(candidate.right.kind, candidate.source_count)
    share = identical * exact + (1 - identical) * PRIORS["disguised"].value
    return math.log(share / (1 - share))
