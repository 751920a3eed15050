"""Retraining (再训练): a new model from the corpus and the officers' decisions, used only if better.

Models lie in the data folder, `models/`: one file a version and `current`, which names the one in
use. Nothing is thrown away, so one command goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifiers.elements.element_models import ElementModels
from classifiers.elements.evidence import NAMES
from classifiers.elements.linear_model import LinearModel
from classifiers.scoring.model import BY_RULES, ScoringModel, TrainedModel, load_model
from classifiers.scoring.model_file import SHIPPED, ModelRecord, current_model, save_model
from classifiers.scoring.scorer import make_scorer
from classifiers.training import evaluation
from classifiers.training.corpus.build import build_corpus
from classifiers.training.corpus.element_labels import ElementLabels
from classifiers.training.fit import (
    TrainingRow,
    candidate_signals,
    corpus_rows,
    fit,
    matter_training_rows,
)
from classifiers.training.labelled_listing import LabelledListing
from classifiers.training.matters import Decidable, Part, rows_of
from classifiers.training.metrics import Figures, figures
from storage.base.errors import NotFound
from storage.leads.labelled_listings import DecidedListing
from storage.leads.source_counts import LAWFUL_REASONS
from storage.records import RightsBook

NAME = "marks"
_HELD_BACK = 0.2
"""Share of the decisions, the latest ones, on which old and new model are tested; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one model does on what no model was fitted on."""

    sets: Figures
    """On the hand-written sets and the later decisions."""
    matters: Figures
    """On the decided matters that are held out."""


@dataclass(frozen=True, kw_only=True)
class TrainingRun:
    """What a training run did."""

    replaced: bool
    gain: float
    """Average precision of the new model less that of the old one, on the sets and the later decisions."""
    gain_on_matters: float
    """The same on the decided matters that are held out."""
    model: str
    """The model that is in use now, name@version."""
    old: Figures
    new: Figures
    old_on_matters: Figures
    new_on_matters: Figures
    decisions: int
    path: Path
    """The new model's file."""

    def to_json(self) -> dict[str, Any]:
        """By field; figures without those that nothing was measured for."""
        return {
            name: value.to_json() if isinstance(value, Figures) else value
            for name, value in vars(self).items()
        }


def train(book: RightsBook, decided: Sequence[DecidedListing], folder: Path) -> TrainingRun:
    """Fit on corpus, matters and the earlier decisions; test on held-out matters, written sets and the
    later decisions. The new model takes over only where `is_better` says so."""
    cut = len(decided) - int(len(decided) * _HELD_BACK)
    fitted = _fit([*made_rows(), *decision_rows(book, decided[:cut])])
    version = datetime.now(UTC).strftime("%Y%m%d.%H%M%S.%f")
    new = TrainedModel(f"{NAME}@{version}", ElementModels(fitted))
    old = load_model(folder)
    trials = [_try(model, book, decided[cut:]) for model in (old, new)]
    better = is_better(*trials)
    path = folder / f"{NAME}-{version}.json"
    save_model(fitted, path, _record(version, trials[1], len(decided)))
    if better:
        (folder / "current").write_text(path.name + "\n", encoding="utf-8")
    return TrainingRun(
        replaced=better,
        gain=_gain(trials[0].sets, trials[1].sets),
        gain_on_matters=_gain(trials[0].matters, trials[1].matters),
        model=(new if better else old).name,
        old=trials[0].sets,
        new=trials[1].sets,
        old_on_matters=trials[0].matters,
        new_on_matters=trials[1].matters,
        decisions=len(decided),
        path=path,
    )


def is_better(old: Trial, new: Trial) -> bool:
    """Whether the new model replaces the old one.

    It must draft no more letters to honest sellers and have no lower average precision, neither on the
    sets with the later decisions nor on the decided matters, and be better in one of the average
    precisions, or as good in both with smaller calibration errors. Figures are compared to four digits.
    """
    pairs = ((old.sets, new.sets), (old.matters, new.matters))
    if any(_round(after.wrongful) > _round(before.wrongful) for before, after in pairs):
        return False
    gains = [_gain(before, after) for before, after in pairs]
    if any(gains):
        return min(gains) >= 0
    return _miscalibration(new) < _miscalibration(old)


def _gain(before: Figures, after: Figures) -> float:
    """How much more average precision."""
    return _round(_round(after.average_precision) - _round(before.average_precision))


def _miscalibration(trial: Trial) -> float:
    return _round(trial.sets.calibration_error + trial.matters.calibration_error)


def _round(figure: float) -> float:
    return round(figure, 4)


def rebuild_shipped(version: str) -> Figures:
    """Make the model that comes with the program anew, from the corpus and the matters to fit on."""
    fitted = _fit(made_rows())
    trial = _try(TrainedModel(f"{NAME}@{version}", ElementModels(fitted)), RightsBook(), ())
    save_model(fitted, SHIPPED, _record(version, trial, 0))
    return trial.sets


def go_back(folder: Path) -> str:
    """Use the model before the current one again. Raises NotFound when there is none."""
    current = current_model(folder)
    if current is None:
        raise NotFound("model.none-before")
    earlier = [path for path in sorted(folder.glob(f"{NAME}-*.json")) if path < current]
    if earlier:
        (folder / "current").write_text(earlier[-1].name + "\n", encoding="utf-8")
    else:
        (folder / "current").unlink()
    return load_model(folder).name


def _try(model: ScoringModel, book: RightsBook, decided: Sequence[DecidedListing]) -> Trial:
    later = [
        LabelledListing(
            listing=decision.listing,
            right=decision.right,
            infringing=decision.infringing,
            ground="decision",
            decidable=Decidable.NO if decision.reason in LAWFUL_REASONS else None,
        )
        for decision in decided
    ]
    scored = evaluation.score_written_sets(model)
    if later:
        scored += evaluation.score_labelled(book, later, model)
    return Trial(sets=figures(scored), matters=figures(evaluation.score_matters(model)))


def _fit(rows: Sequence[TrainingRow]) -> dict[str, LinearModel]:
    """Fit on one thread: on tables of this size threads of the linear algebra wait for each other and
    take eighteen times the processor time for the same result."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return fit(rows)


def made_rows() -> list[TrainingRow]:
    """What every model is fitted on: the corpus, and the decided matters that are not kept apart."""
    return [*corpus_rows(build_corpus()), *matter_training_rows(rows_of(Part.FIT))]


def decision_rows(book: RightsBook, decided: Sequence[DecidedListing]) -> list[TrainingRow]:
    """Officers' decisions teach the act; its elements they do not state.

    A licence and genuine goods sold on say nothing against the act: such verdicts are counted for the
    prior of the source (`storage.leads.source_counts`) and teach nothing here.
    """
    scorer = make_scorer(book, rules_only=True)
    by_rules = {right.id for right in book if right.kind in BY_RULES}
    return [
        TrainingRow(
            case=case,
            labels=ElementLabels(),
            act=decision.infringing,
            group=f"decision {decision.right} {decision.listing.shop or decision.listing.url}",
        )
        for decision in decided
        if decision.right not in by_rules
        and decision.reason not in LAWFUL_REASONS
        and (case := candidate_signals(decision.listing, decision.right, scorer)) is not None
    ]


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
