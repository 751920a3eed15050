"""What the sample says (抽样估计): how much infringes among all that was assessed, and what is missed.

Verdicts on leads say nothing of the listings that were held to be none. With the sample both parts
are seen, each weighed by how many pairs a verdict stands for; intervals are 95 %, of Jeffreys' posterior
of each part (Brown, Cai and DasGupta 2001).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from alerts.insight.proportions import wilson
from storage.learning.decided_listings import DecidedListing
from storage.learning.sample import AssessedPairs

_DRAWS, _SEED = 4000, 20261129
_EDGES = (0.025, 0.975)
BOUNDS = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)
"""Edges of the parts of scores whose calibration is shown: those of the levels and the lead's."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A share with its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class CalibrationPart:
    """Scores of one part against the verdicts on them."""

    low: float
    high: float
    verdicts: int
    score: float
    """Mean, each verdict weighed by the pairs that it stands for."""
    confirmed: Estimate


@dataclass(frozen=True, kw_only=True)
class SampleEstimates:
    """What verdicts on leads and on the sample say together."""

    leads: int
    non_leads: int
    decided_leads: int
    decided_sample: int
    prevalence: Estimate | None
    """Share of all assessed pairs that infringe; None without verdicts on both parts."""
    missed: Estimate | None
    """Share of what infringes that was held to be no lead."""
    calibration: tuple[CalibrationPart, ...]
    calibration_error: float
    """Mean distance of score and verdict by part, weighed by pairs."""
    uncorrected_error: float
    """The same of the verdicts on leads alone."""


def estimate(pairs: AssessedPairs, decided: Sequence[DecidedListing]) -> SampleEstimates:
    """Estimates from all standing verdicts."""
    leads = [decision for decision in decided if not decision.drawn]
    drawn = [decision for decision in decided if decision.drawn]
    prevalence, missed = _estimates(pairs, leads, drawn)
    by_weight = _weights(pairs, leads, drawn)
    parts = _parts([*leads, *drawn], by_weight)
    return SampleEstimates(
        leads=pairs.leads,
        non_leads=pairs.non_leads,
        decided_leads=len(leads),
        decided_sample=len(drawn),
        prevalence=prevalence,
        missed=missed,
        calibration=tuple(part for _, part in parts),
        calibration_error=_error(parts),
        uncorrected_error=_error(_parts(leads, [1.0] * len(leads))),
    )


def _estimates(
    pairs: AssessedPairs, leads: Sequence[DecidedListing], drawn: Sequence[DecidedListing]
) -> tuple[Estimate | None, Estimate | None]:
    if not leads or not drawn:
        return None, None
    rng = random.Random(_SEED)  # noqa: S311 (no secret)
    of_leads, of_drawn = ((sum(d.infringing for d in part), len(part)) for part in (leads, drawn))
    whole = pairs.leads + pairs.non_leads
    prevalence, missed = [], []
    for _ in range(_DRAWS):
        caught, missed_pairs = (
            count * rng.betavariate(hits + 0.5, trials - hits + 0.5)
            for count, (hits, trials) in ((pairs.leads, of_leads), (pairs.non_leads, of_drawn))
        )
        prevalence.append((caught + missed_pairs) / whole)
        missed.append(missed_pairs / (caught + missed_pairs))
    caught, missed_pairs = (
        count * hits / trials
        for count, (hits, trials) in ((pairs.leads, of_leads), (pairs.non_leads, of_drawn))
    )
    return (
        _interval((caught + missed_pairs) / whole, prevalence),
        _interval(missed_pairs / (caught + missed_pairs) if caught + missed_pairs else 0.0, missed),
    )


def _interval(share: float, draws: list[float]) -> Estimate:
    draws.sort()
    low, high = (draws[int(edge * (len(draws) - 1))] for edge in _EDGES)
    return Estimate(share=round(share, 4), low=round(low, 4), high=round(high, 4))


def _weights(
    pairs: AssessedPairs, leads: Sequence[DecidedListing], drawn: Sequence[DecidedListing]
) -> list[float]:
    """Pairs that each verdict stands for: those on leads share all leads, drawn ones all others by the
    chance of each to be drawn."""
    whole = sum(decision.weight for decision in drawn)
    return [
        *(pairs.leads / len(leads) for _ in leads),
        *(pairs.non_leads * decision.weight / whole for decision in drawn),
    ]


def _parts(
    decided: Sequence[DecidedListing], weights: Sequence[float]
) -> list[tuple[float, CalibrationPart]]:
    """Parts of the scores with any verdict, each with the pairs that it stands for."""
    parts = []
    for low, high in pairwise(BOUNDS):
        members = [
            (decision, weight)
            for decision, weight in zip(decided, weights, strict=True)
            if decision.score is not None
            and low <= decision.score
            and (decision.score < high or high == BOUNDS[-1])
        ]
        whole = sum(weight for _, weight in members)
        if not whole:
            continue
        effective = whole**2 / sum(weight**2 for _, weight in members)
        share = sum(weight for decision, weight in members if decision.infringing) / whole
        edges = wilson(share * effective, effective)
        parts.append(
            (
                whole,
                CalibrationPart(
                    low=low,
                    high=high,
                    verdicts=len(members),
                    score=round(sum((d.score or 0.0) * weight for d, weight in members) / whole, 4),
                    confirmed=Estimate(
                        share=round(share, 4), low=round(edges[0], 4), high=round(edges[1], 4)
                    ),
                ),
            )
        )
    return parts


def _error(parts: Sequence[tuple[float, CalibrationPart]]) -> float:
    whole = sum(weight for weight, _ in parts)
    apart = sum(weight * abs(part.score - part.confirmed.share) for weight, part in parts)
    return round(apart / whole, 4) if whole else 0.0
