"""What the sample says (抽样估计): how much infringes among all that was assessed, and what is missed.

Verdicts on leads say nothing of the listings that were held to be none. With the sample both parts
are seen, each verdict weighed by how many pairs it stands for: a drawn one by the chance it had, one
on a lead by the leads of like score, since officers take the foremost of the queue first. Intervals are 95 %,
of Jeffreys' posterior of each part (Brown, Cai and DasGupta 2001), weighted verdicts counted by their
effective number (Kish 1965); leads of scores on which nobody decided may be anything.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from alerts.insight.proportions import wilson
from storage.learning.decided_listings import DecidedListing, DecidedScore
from storage.learning.sample import SCORE_BOUNDS, AssessedPairs, score_part

_Decision = DecidedListing | DecidedScore
_DRAWS, _SEED = 4000, 20261129
_EDGES = (0.025, 0.975)


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


def estimate(pairs: AssessedPairs, decided: Sequence[_Decision]) -> SampleEstimates:
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


class _Stratum(NamedTuple):
    """Pairs of one kind, and the verdicts on some of them."""

    pairs: int
    confirmed: float
    """Share of the verdicts, each by its weight."""
    verdicts: float
    """Effective number; 0 where the share is that of the nearest kind with verdicts."""

    def draw(self, rng: random.Random) -> float:
        """Infringing pairs, as they may be."""
        hits = self.confirmed * self.verdicts
        return self.pairs * rng.betavariate(hits + 0.5, self.verdicts - hits + 0.5)


def _estimates(
    pairs: AssessedPairs, leads: Sequence[_Decision], drawn: Sequence[_Decision]
) -> tuple[Estimate | None, Estimate | None]:
    if not leads or not drawn:
        return None, None
    rng = random.Random(_SEED)  # noqa: S311 (no secret)
    strata, of_drawn = _lead_strata(pairs, leads), _drawn_stratum(pairs, drawn)
    whole = pairs.leads + pairs.non_leads
    prevalence, missed = [], []
    for _ in range(_DRAWS):
        caught, missed_pairs = sum(part.draw(rng) for part in strata), of_drawn.draw(rng)
        prevalence.append((caught + missed_pairs) / whole)
        missed.append(missed_pairs / (caught + missed_pairs))
    caught = sum(part.pairs * part.confirmed for part in strata)
    missed_pairs = of_drawn.pairs * of_drawn.confirmed
    return (
        _interval((caught + missed_pairs) / whole, prevalence),
        _interval(missed_pairs / (caught + missed_pairs) if caught + missed_pairs else 0.0, missed),
    )


def _drawn_stratum(pairs: AssessedPairs, drawn: Sequence[_Decision]) -> _Stratum:
    whole = sum(decision.weight for decision in drawn)
    confirmed = sum(decision.weight for decision in drawn if decision.infringing) / whole
    effective = whole**2 / sum(decision.weight**2 for decision in drawn)
    return _Stratum(pairs.non_leads, confirmed, effective)


def _lead_strata(pairs: AssessedPairs, leads: Sequence[_Decision]) -> list[_Stratum]:
    """By part of the scores; where nobody decided, as the nearest part, and not to be relied upon."""
    members = _by_part(leads)
    return [_lead_stratum(count, part, members) for part, count in enumerate(pairs.leads_by_score)]


def _lead_stratum(count: int, part: int, members: Mapping[int, Sequence[_Decision]]) -> _Stratum:
    nearest = members[min(members, key=lambda decided: abs(decided - part))]
    share = sum(decision.infringing for decision in nearest) / len(nearest)
    return _Stratum(count, share, float(len(members.get(part, ()))))


def _by_part(decided: Sequence[_Decision]) -> dict[int, list[_Decision]]:
    parts: dict[int, list[_Decision]] = defaultdict(list)
    for decision in decided:
        parts[score_part(decision.score or 0.0)].append(decision)
    return parts


def _interval(share: float, draws: list[float]) -> Estimate:
    """The quantiles, widened to the share: where all or none of the verdicts agree, Jeffreys' interval lies beside
    it (Brown, Cai and DasGupta 2001, section 4.1)."""
    draws.sort()
    low, high = (draws[int(edge * (len(draws) - 1))] for edge in _EDGES)
    return Estimate(
        share=round(share, 4), low=round(min(low, share), 4), high=round(max(high, share), 4)
    )


def _weights(
    pairs: AssessedPairs, leads: Sequence[_Decision], drawn: Sequence[_Decision]
) -> list[float]:
    """Pairs that each verdict stands for: those on leads share all leads of like score, drawn ones all others
    by the chance of each to be drawn."""
    whole = sum(decision.weight for decision in drawn)
    members = _by_part(leads)
    return [
        *(
            pairs.leads_by_score[part] / len(members[part])
            for part in (score_part(decision.score or 0.0) for decision in leads)
        ),
        *(pairs.non_leads * decision.weight / whole for decision in drawn),
    ]


def _parts(
    decided: Sequence[_Decision], weights: Sequence[float]
) -> list[tuple[float, CalibrationPart]]:
    """Parts of the scores with any verdict, each with the pairs that it stands for."""
    parts = []
    for place, (low, high) in enumerate(pairwise(SCORE_BOUNDS)):
        members = [
            (decision, weight)
            for decision, weight in zip(decided, weights, strict=True)
            if decision.score is not None and score_part(decision.score) == place
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
