"""Retraining (再训练): officers' verdicts upon the shipped model, used only where later verdicts say better.

Models lie in the data folder, `models/`: one file a version, `current`, which names the one in use, and
`used`, which names every one that ever was. Nothing is thrown away, so one command goes back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from classifiers.elements.element_models import ElementModels
from classifiers.elements.evidence import NAMES
from classifiers.elements.linear_model import LinearModel
from classifiers.elements.verdict_layer import VERDICT_NAMES, VERDICTS
from classifiers.scoring.model import ScoringModel, TrainedModel, load_model
from classifiers.scoring.model_file import SHIPPED, ModelRecord, load_fitted, save_model
from classifiers.scoring.model_history import put_in_use
from classifiers.scoring.scorer import DEFAULT_THRESHOLD
from classifiers.training import evaluation
from classifiers.training.answer_changes import AnswerChange, answer_changes
from classifiers.training.comparison import Comparison, compare
from classifiers.training.corpus.build import build_corpus
from classifiers.training.decided_cases import (
    decided_cases,
    judge_cases,
    scored_cases,
    verdict_rows,
)
from classifiers.training.fit import TrainingRow, corpus_rows, fit, matter_training_rows
from classifiers.training.matters import Part, rows_of
from classifiers.training.metrics import Figures, figures
from classifiers.training.verdict_fit import fit_layer
from storage.learning.decided_listings import DecidedListing
from storage.records import RightsBook

NAME = "marks"
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


class Outcome(StrEnum):
    """Why the new model is in use, or not."""

    BETTER = "better"
    NO_GAIN = "no-gain"
    """The interval does not say that it is better."""
    TOO_FEW = "too-few"
    """Too few later verdicts to conclude anything."""
    WRONGFUL = "wrongful"
    """Better on the verdicts, but it would draft more letters to honest sellers of the own sets."""
    OWN_SETS = "own-sets"
    """Better on the verdicts, but much worse on the own sets."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one model does on what no model was fitted on."""

    sets: Figures
    """On the hand-written sets."""
    matters: Figures
    """On the decided matters that are held out."""


@dataclass(frozen=True, kw_only=True)
class TrainingRun:
    """What a training run did."""

    replaced: bool
    outcome: Outcome
    model: str
    """The model that is in use now, name@version."""
    decisions: int
    """Verdicts that there are."""
    fitted: int
    """Earlier ones among them on which the new model was fitted."""
    comparison: Comparison
    """Old and new model on the later verdicts alone."""
    changes: tuple[AnswerChange, ...]
    """Kinds of decided listings that the two models answer otherwise."""
    old: Trial
    new: Trial
    path: Path
    """The new model's file."""

    def to_json(self) -> dict[str, Any]:
        """By field; figures without those that nothing was measured for."""
        return {
            **vars(self),
            "outcome": self.outcome.value,
            "comparison": asdict(self.comparison),
            "changes": [asdict(change) for change in self.changes],
            "old": {name: on.to_json() for name, on in vars(self.old).items()},
            "new": {name: on.to_json() for name, on in vars(self.new).items()},
        }


def train(
    book: RightsBook,
    decided: Sequence[DecidedListing],
    folder: Path,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    seller_words: Collection[str] = (),
) -> TrainingRun:
    """Fit a layer upon the shipped model on the earlier verdicts, and compare it with the model in use on
    the later ones, which it never saw. The new model takes over only where the interval of the gain
    lies above nothing; the own sets may forbid that, and never bring it about.

    Verdicts on shops whose name holds one of `seller_words`, those of rules that were proposed or accepted,
    teach nothing here: they are about the seller."""
    version = datetime.now(UTC).strftime("%Y%m%d.%H%M%S.%f")
    old = load_model(folder)
    challenge = challenge_model(
        book, beside_rules(decided, seller_words), old, version=version, threshold=threshold
    )
    new, comparison, changes = challenge.model, challenge.comparison, challenge.changes
    trials = try_model(old, threshold), try_model(new, threshold)
    outcome = outcome_of(comparison, *trials)
    path = folder / f"{NAME}-{version}.json"
    record = replace(
        _record(version, trials[1], len(decided)),
        verdict_columns=VERDICT_NAMES,
        outcome=outcome.value,
        comparison=asdict(comparison),
        changes=[asdict(change) for change in changes],
    )
    save_model(challenge.fitted, path, record)
    if outcome is Outcome.BETTER:
        put_in_use(folder, path)
    return TrainingRun(
        replaced=outcome is Outcome.BETTER,
        outcome=outcome,
        model=(new if outcome is Outcome.BETTER else old).name,
        decisions=len(decided),
        fitted=challenge.verdicts,
        comparison=comparison,
        changes=changes,
        old=trials[0],
        new=trials[1],
        path=path,
    )


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
    comparison: Comparison
    changes: tuple[AnswerChange, ...]


def challenge_model(
    book: RightsBook,
    decided: Sequence[DecidedListing],
    old: ScoringModel,
    *,
    version: str,
    threshold: float = DEFAULT_THRESHOLD,
) -> Challenge:
    """Fit a model on the earlier verdicts and compare it with `old` on the later ones."""
    cases = decided_cases(book, decided)
    cut = len(cases) - int(len(cases) * _HELD_BACK)
    fitted = {**load_fitted(SHIPPED), **_fit_layer(verdict_rows(cases[:cut]))}
    new = TrainedModel(f"{NAME}@{version}", ElementModels(fitted))
    before, after = (judge_cases(book, cases, model, threshold) for model in (old, new))
    later = (scored_cases(cases[cut:], judged[cut:]) for judged in (before, after))
    return Challenge(
        model=new,
        fitted=fitted,
        verdicts=cut,
        comparison=compare(*later),
        changes=answer_changes(cases, before, after),
    )


def outcome_of(comparison: Comparison, old: Trial, new: Trial) -> Outcome:
    """Whether the new model takes over: the later verdicts decide, the own sets may only refuse."""
    if not comparison.enough:
        return Outcome.TOO_FEW
    if not comparison.is_better:
        return Outcome.NO_GAIN
    pairs = ((old.sets, new.sets), (old.matters, new.matters))
    if any(_round(after.wrongful) > _round(before.wrongful) for before, after in pairs):
        return Outcome.WRONGFUL
    losses = [before.average_precision - after.average_precision for before, after in pairs]
    return Outcome.OWN_SETS if max(losses) > OWN_SETS_LOSS else Outcome.BETTER


def _round(figure: float) -> float:
    return round(figure, 4)


def rebuild_shipped(version: str) -> Figures:
    """Make the model that comes with the program anew, from the corpus and the matters to fit on."""
    fitted = _fit(made_rows())
    trial = try_model(TrainedModel(f"{NAME}@{version}", ElementModels(fitted)), DEFAULT_THRESHOLD)
    save_model(fitted, SHIPPED, _record(version, trial, 0))
    return trial.sets


def try_model(model: ScoringModel, threshold: float = DEFAULT_THRESHOLD) -> Trial:
    """A model on the written sets and on the matters that are held out."""
    return Trial(
        sets=figures(evaluation.score_written_sets(model, threshold)),
        matters=figures(evaluation.score_matters(model, threshold)),
    )


def _fit(rows: Sequence[TrainingRow]) -> dict[str, LinearModel]:
    """Fit on one thread: on tables of this size threads of the linear algebra wait for each other and
    take eighteen times the processor time for the same result."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return fit(rows)


def _fit_layer(verdicts: Sequence[TrainingRow]) -> dict[str, LinearModel]:
    """The verdict layer by its name; none without verdicts."""
    if not verdicts:
        return {}
    from threadpoolctl import threadpool_limits

    corpus = list(corpus_rows(build_corpus(scenes=_PRIOR_SCENES, each=_PRIOR_EACH)))
    with threadpool_limits(1):
        return {VERDICTS: fit_layer(ElementModels(load_fitted(SHIPPED)), verdicts, corpus)}


def made_rows() -> list[TrainingRow]:
    """What the shipped model is fitted on: the corpus, and the decided matters that are not kept apart."""
    return [*corpus_rows(build_corpus()), *matter_training_rows(rows_of(Part.FIT))]


def _record(version: str, trial: Trial, decisions: int) -> ModelRecord:
    return ModelRecord(
        name=NAME,
        version=version,
        features=NAMES,
        decisions=decisions,
        figures=trial.sets.to_json(),
        on_matters=trial.matters.to_json(),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
