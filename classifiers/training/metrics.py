"""Figures (评测指标): how far scores, leads, letters and elements agree with the true answers.

Every figure is a weighted sum over listings, so that one computation serves the figures themselves and
the draws of the bootstrap (Efron 1979) over matters: listings of one matter are drawn together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from classifiers.elements.linear_model import Floats
from classifiers.training.bootstrap import Interval, group_draws, middle
from classifiers.training.labelled_listing import ScoredListing

_BINS = 10
"""Of equal width, as the literature on calibration mostly takes (Guo et al. 2017 take 15)."""
CAPACITY = 60
"""Leads that an officer decides in a working day; an estimate, made by hand."""
_DRAWS = 1000
"""Bootstrap draws."""
COVERAGE = 0.9
"""Share of the draws that an interval holds."""
_INTERVALS = ("average_precision", "precision", "recall", "calibration_error", "wrongful", "asks")
"""Figures that are given with an interval."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How good a judge is; shares are from 0 to 1."""

    items: int
    average_precision: float
    """Of the scores, against what infringes."""
    precision: float
    """Of the leads (next step), how many infringe or turn on the source alone."""
    recall: float
    """Of those that infringe or turn on the source alone, how many are leads."""
    calibration_error: float
    """Expected calibration error over ten bins of equal width, without what turns on the source alone:
    there the score is a prior of the market, and a label says only what became of one matter."""
    at_capacity: float
    """Precision among the highest-scored that one officer looks at in a day."""
    wrongful: float
    """Of the honest listings, for how many a letter would be drafted."""
    source_only: int
    """Listings that turn on the source of the goods alone."""
    asks: float | None = None
    """Of these, how many lie in the middle with a step that asks; None where there are none."""

    def to_json(self) -> dict[str, Any]:
        """By name, without what was not measured."""
        fields = {name: value for name, value in asdict(self).items() if value is not None}
        if self.items and self.source_only == self.items:
            del fields["calibration_error"]
        return fields


@dataclass(frozen=True, kw_only=True)
class ElementFigures:
    """How often one element is answered right."""

    items: int
    right: float
    interval: Interval
    """Of `right`, by bootstrap over matters."""
    answers: Mapping[str, float]
    """Share of right answers by true answer."""


def figures(listings: Sequence[ScoredListing]) -> Figures:
    """All figures of one set."""
    shares = _shares(_ranked(listings), np.ones((1, len(listings))))
    point = {name: float(column[0]) for name, column in shares.items()}
    source_only = sum(scored.labelled.source_only for scored in listings)
    asks = point.pop("asks")
    return Figures(
        items=len(listings),
        source_only=source_only,
        asks=asks if source_only else None,
        **{name: 0.0 if np.isnan(share) else share for name, share in point.items()},
    )


def intervals(listings: Sequence[ScoredListing]) -> dict[str, Interval]:
    """90 % intervals of the figures by bootstrap over matters, as the figures are named; a figure
    that no draw has is absent."""
    ranked = _ranked(listings)
    shares = _shares(ranked, _draws(ranked))
    return {
        name: interval
        for name in _INTERVALS
        if (interval := middle(shares[name], COVERAGE)) is not None
    }


def element_figures(listings: Sequence[ScoredListing]) -> dict[str, ElementFigures]:
    """By element, of the listings whose true answers are written down.

    A mark that was not matched is the answer `none` for the sign. Goods, use, source and confusion are
    measured where the sign is there.
    """
    labelled = [scored for scored in listings if scored.labelled.elements]
    names = {name: None for scored in labelled for name in scored.labelled.elements or ()}
    return {name: _element(name, labelled) for name in names}


def _element(name: str, listings: Sequence[ScoredListing]) -> ElementFigures:
    members, truths, hits = [], [], []
    for scored in listings:
        truth = scored.labelled.elements or {}
        if not truth.get(name) or (name != "sign" and truth.get("sign") == "none"):
            continue
        answers = scored.answers or {"sign": "none"}
        members.append(scored)
        truths.append(truth[name])
        hits.append(float(answers.get(name) == truth[name]))
    right, weights = np.array(hits), _draws(members)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weights @ right / weights.sum(axis=1)
    return ElementFigures(
        items=len(members),
        right=float(right.mean()) if members else 0.0,
        interval=middle(shares, COVERAGE) or (0.0, 0.0),
        answers={
            answer: float(right[np.array(truths) == answer].mean())
            for answer in dict.fromkeys(truths)
        },
    )


def _ranked(listings: Sequence[ScoredListing]) -> list[ScoredListing]:
    return sorted(listings, key=lambda scored: -scored.score)


def _draws(listings: Sequence[ScoredListing]) -> Floats:
    """float64 of shape (draws, listings): how often each listing was drawn, its matter as a whole."""
    return group_draws([scored.labelled.cluster for scored in listings], _DRAWS)


def _shares(ranked: Sequence[ScoredListing], weights: Floats) -> dict[str, Floats]:
    """The figures that are shares, each of shape (draws,), for listings in falling order of score;
    NaN where a draw has nothing to take the share of. `weights` is of shape (draws, listings)."""
    scores = np.array([scored.score for scored in ranked])
    infringing, called, lead, letter, asks, open_source = (
        np.array([getattr(record, name) for record in records], dtype=np.float64)
        for records, name in (
            ([scored.labelled for scored in ranked], "infringing"),
            ([scored.labelled for scored in ranked], "calls_for_officer"),
            (ranked, "lead"),
            (ranked, "letter"),
            (ranked, "asks"),
            ([scored.labelled for scored in ranked], "source_only"),
        )
    )

    def share(part: Floats, whole: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            quotient: Floats = (weights @ (part * whole)) / (weights @ whole)
        return quotient

    return {
        "average_precision": _average_precision(scores, infringing, weights),
        "precision": share(called, lead),
        "recall": share(lead, called),
        "calibration_error": _calibration_error(scores, infringing, 1 - open_source, weights),
        "at_capacity": _at_capacity(called, weights),
        "wrongful": share(letter, 1 - infringing),
        "asks": share(asks, open_source),
    }


def _average_precision(scores: Floats, infringing: Floats, weights: Floats) -> Floats:
    """Mean of the precision at every infringing item, ties taken together."""
    if not len(scores):
        return np.full(len(weights), np.nan)
    starts = np.flatnonzero(np.diff(scores, prepend=np.inf))
    positives = np.add.reduceat(weights * infringing, starts, axis=1)
    items = np.add.reduceat(weights, starts, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(positives.cumsum(axis=1) / items.cumsum(axis=1))
        mean: Floats = (positives * precision).sum(axis=1) / positives.sum(axis=1)
    return mean


def _calibration_error(
    scores: Floats, infringing: Floats, decided: Floats, weights: Floats
) -> Floats:
    """Mean distance of score and truth, weighed by how many share a bin."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    apart = (scores - infringing) * decided
    by_bin = np.where(bins[:, None] == np.arange(_BINS), apart[:, None], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error: Floats = np.abs(weights @ by_bin).sum(axis=1) / (weights @ decided)
    return error


def _at_capacity(called: Floats, weights: Floats) -> Floats:
    """Precision among the first: a day's capacity, or as many as there are to find."""
    places = np.clip(weights @ called, 1, CAPACITY)[:, None]
    taken = np.clip(places - (weights.cumsum(axis=1) - weights), 0, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision: Floats = taken @ called / taken.sum(axis=1)
    return precision
