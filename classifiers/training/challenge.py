"""A challenge (挑战): a model fitted on the earlier verdicts against the one in use, on the later ones, which
neither was fitted on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifiers.elements.element_models import ElementModels
from classifiers.elements.linear_model import LinearModel
from classifiers.elements.verdict_layer import VERDICTS
from classifiers.scoring.model import ScoringModel, TrainedModel
from classifiers.scoring.model_comparison import AnswerChange, ModelComparison
from classifiers.scoring.model_file import SHIPPED, load_fitted
from classifiers.scoring.scorer import DEFAULT_THRESHOLD
from classifiers.training.answer_changes import answer_changes
from classifiers.training.comparison import compare
from classifiers.training.corpus.build import build_corpus
from classifiers.training.decided_cases import (
    decided_cases,
    judge_cases,
    scored_cases,
    verdict_rows,
)
from classifiers.training.fit import TrainingRow, corpus_rows
from classifiers.training.one_thread import one_thread
from classifiers.training.trial import NAME, Trial
from classifiers.training.verdict_fit import fit_layer
from storage.learning.decided_listings import DecidedListing
from storage.records import RightsBook

_HELD_BACK = 0.3
"""Share of the verdicts, the latest ones, on which old and new model are compared; chosen by hand: a few
hundred verdicts then leave a hundred to compare on."""
_PRIOR_SCENES, _PRIOR_EACH = 60, 12
"""Scenes of the made corpus, and listings of each, that stand for it beside the verdicts; chosen by hand:
they share one weight, so that more would only take longer."""
OWN_SETS_LOSS = 0.05
"""Average precision by which the office's view may fall below that of the written sets, and of the decided
matters; chosen by hand in 2026: an office may see a kind of listing otherwise than the sets do, a model
that forgets most kinds is broken."""
RECALL_RATE = 1.0
"""Share of the written sets that the new model may find less, for each unit of gain that is sure (the lower end
of the interval); chosen by hand: both count leads, what surely is won must outweigh what is forgotten. A narrow
policy that officers keep to forgets .13 and wins .25 and more for sure; verdicts without a pattern that pass by
chance win hardly anything for sure."""


class TrainingOutcome(StrEnum):
    """Why the new model is in use, or not."""

    BETTER = "better"
    NO_GAIN = "no-gain"
    """The interval does not say that it is better."""
    TOO_FEW = "too-few"
    """Too few later verdicts to conclude anything."""
    WRONGFUL = "wrongful"
    """Better on the verdicts, but it would draft more letters to honest sellers of the own sets."""
    OWN_SETS = "own-sets"
    """Better on the verdicts, but much worse on the own sets, or forgetting more of them than it surely gains."""


def beside_rules(decided: Sequence[DecidedListing], words: Collection[str]) -> list[DecidedListing]:
    """The verdicts on shops whose name holds none of these words."""
    return [
        decision
        for decision in decided
        if not any(word in (decision.listing.shop or "").lower() for word in words)
    ]


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """A new model beside the one in use."""

    model: TrainedModel
    fitted: Mapping[str, LinearModel]
    verdicts: int
    """Earlier verdicts on which it was fitted."""
    comparison: ModelComparison
    changes: tuple[AnswerChange, ...]


def challenge_model(
    book: RightsBook,
    decided: Sequence[DecidedListing],
    old: ScoringModel,
    *,
    version: str,
    threshold: float = DEFAULT_THRESHOLD,
    earlier: int = 0,
) -> Challenge:
    """Fit a model on the earlier verdicts and compare it with `old` on the later ones; `earlier`
    comparisons with that one went before."""
    cases = decided_cases(book, decided)
    cut = len(cases) - int(len(cases) * _HELD_BACK)
    fitted = _fit(verdict_rows(cases[:cut]))
    new = TrainedModel(f"{NAME}@{version}", ElementModels(fitted))
    before, after = (judge_cases(book, cases, model, threshold) for model in (old, new))
    later = (scored_cases(cases[cut:], judged[cut:]) for judged in (before, after))
    return Challenge(
        model=new,
        fitted=fitted,
        verdicts=cut,
        comparison=compare(*later, earlier=earlier),
        changes=answer_changes(cases, before, after),
    )


def outcome_of(comparison: ModelComparison, old: Trial, new: Trial) -> TrainingOutcome:
    """Whether the new model takes over: the later verdicts decide, the own sets may only refuse."""
    if not comparison.enough:
        return TrainingOutcome.TOO_FEW
    if not comparison.is_better:
        return TrainingOutcome.NO_GAIN
    pairs = ((old.sets, new.sets), (old.matters, new.matters))
    if any(_round(after.wrongful) > _round(before.wrongful) for before, after in pairs):
        return TrainingOutcome.WRONGFUL
    losses = [before.average_precision - after.average_precision for before, after in pairs]
    forgotten = old.sets.recall - new.sets.recall
    if max(losses) > OWN_SETS_LOSS or forgotten > RECALL_RATE * comparison.interval[0]:
        return TrainingOutcome.OWN_SETS
    return TrainingOutcome.BETTER


def _round(figure: float) -> float:
    return round(figure, 4)


def _fit(verdicts: Sequence[TrainingRow]) -> dict[str, LinearModel]:
    """The shipped model with the layer of the verdicts upon it; alone without verdicts."""
    shipped = load_fitted(SHIPPED)
    if not verdicts:
        return shipped
    corpus = list(corpus_rows(build_corpus(scenes=_PRIOR_SCENES, each=_PRIOR_EACH)))
    with one_thread():
        return {**shipped, VERDICTS: fit_layer(ElementModels(shipped), verdicts, corpus)}
