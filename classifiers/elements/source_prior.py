"""Prior of an unknown seller (未知来源的先验): how often such a listing infringes before any fact speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from classifiers.goods.meals import RESTAURANTS, is_meal, serves_meals
from classifiers.goods.nice_classes import are_services
from classifiers.signals.rules import logit
from classifiers.tuned_number import TunedNumber
from storage.records import Right, RightKind
from storage.records.field_names import SELLER_FIELDS
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
        "service": _share(
            0.7,
            "a service that the seller renders under the mark: nobody resells services, though a"
            " franchise may be missing in the ledger; by hand",
        ),
        "disguised": _share(0.97, "a sign that is like the mark and not the mark; by hand"),
    }
)
"""Share of sellers without leave, by kind of right and of sign."""
STRENGTH = 12.0
"""Verdicts that weigh as much as the prior (beta-binomial), chosen by hand in 2026."""


def share_unlawful(
    kind: RightKind, count: SourceCount = NOTHING_COUNTED, *, renders: bool = False
) -> float:
    """Share of unknown sellers of the sign itself without leave: the prior moved by verdicts
    (mean of a beta-binomial). `renders`: whether they render a service under the sign."""
    name = "place" if kind in OF_A_PLACE else "service" if renders else "trademark"
    prior = PRIORS[name].value
    decided = count.unlawful + count.lawful
    return (prior * STRENGTH + count.unlawful) / (STRENGTH + decided)


def prior_log_odds(candidate: Candidate, identical: float) -> float:
    """Log-odds that an unknown seller has no leave; `identical` is the probability of the sign itself."""
    exact = share_unlawful(
        candidate.right.kind, candidate.source_count, renders=renders_service(candidate)
    )
    return logit(identical * exact + (1 - identical) * PRIORS["disguised"].value)


def covers_services(right: Right) -> bool:
    """Whether a mark is for services, so that some sellers under it may render one."""
    if right.kind in OF_A_PLACE:
        return False
    return are_services(right.classes) or serves_meals(right) or RESTAURANTS in right.classes


def renders_service(candidate: Candidate) -> bool:
    """Whether the seller, called by the sign, renders a service that the right is for, as who sells vouchers
    for another's does not; food that is made where it is sold is one, for a right that is for meals too."""
    if not any(match.field in SELLER_FIELDS for match in candidate.matches):
        return False
    right, title = candidate.right, candidate.field("title")
    if are_services(right.classes):
        return True
    if serves_meals(right) and is_meal(title):
        return True
    return RESTAURANTS in right.classes and bool(_MADE_THERE.search(title))


_MADE_THERE = re.compile("现[做烤炸炒包磨煮蒸]|同城(?:配送|速递|送)")
"""How a title says that food is made where it is sold."""
