"""Figures (评测指标) of a set of scores against the true answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BINS = 10
"""Of equal width, as the literature on calibration mostly takes (Guo et al. 2017 take 15)."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How good scores are; shares are from 0 to 1."""

    items: int
    average_precision: float
    precision: float
    """Of the leads at the threshold, how many are infringing."""
    recall: float
    """Of the infringing, how many are leads at the threshold."""
    calibration_error: float
    """Expected calibration error over ten bins of equal width."""
    at_capacity: float
    """Precision among the highest-scored that one officer looks at in a day."""
    wrongful: float
    """Of the honest listings, how many score so high that a letter would be drafted."""


CAPACITY = 60
"""Leads that an officer decides in a working day; an estimate, made by hand."""
LETTER = 0.85
"""Score from which a letter would be drafted without much doubt: where level orange (橙) begins."""


def figures(scores: Sequence[float], labels: Sequence[int], threshold: float = 0.5) -> Figures:
    """All figures of one set; `scores` and `labels` (0, 1) are in one order."""
    ranked = sorted(zip(scores, labels, strict=True), key=lambda pair: -pair[0])
    leads = [label for score, label in ranked if score >= threshold]
    honest = [score for score, label in ranked if not label]
    positives = sum(labels)
    top = [label for _, label in ranked[: min(CAPACITY, max(1, positives))]]
    return Figures(
        items=len(ranked),
        average_precision=average_precision(ranked),
        precision=_share(sum(leads), len(leads)),
        recall=_share(sum(leads), positives),
        calibration_error=calibration_error(scores, labels),
        at_capacity=_share(sum(top), len(top)),
        wrongful=_share(sum(score >= LETTER for score in honest), len(honest)),
    )


def average_precision(ranked: Sequence[tuple[float, int]]) -> float:
    """Mean of the precision at every infringing item, ties taken together."""
    positives = sum(label for _, label in ranked)
    positives_so_far = items_so_far = 0
    total = 0.0
    place = 0
    while place < len(ranked):
        score = ranked[place][0]
        tied = [label for s, label in ranked[place:] if s == score]
        place += len(tied)
        items_so_far += len(tied)
        positives_so_far += sum(tied)
        total += sum(tied) * positives_so_far / items_so_far
    return _share(total, positives)


def calibration_error(scores: Sequence[float], labels: Sequence[int]) -> float:
    """Mean distance of score and truth, weighed by how many share a bin."""
    bins: list[list[tuple[float, int]]] = [[] for _ in range(_BINS)]
    for score, label in zip(scores, labels, strict=True):
        bins[min(_BINS - 1, int(score * _BINS))].append((score, label))
    apart = (
        abs(sum(s for s, _ in part) - sum(label for _, label in part)) for part in bins if part
    )
    return sum(apart) / max(1, len(scores))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
