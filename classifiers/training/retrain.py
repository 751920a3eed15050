"""Retraining (再训练): a new model from the corpus and the officers' decisions, used only if better.

Models lie in the data folder, `models/`: one file a version and `current`, which names the one in
use. Nothing is thrown away, so one command goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from classifiers.elements.evidence import NAMES
from classifiers.scoring.model import BY_RULES, ScoringModel, TrainedModel, load_model
from classifiers.scoring.model_file import SHIPPED, ModelRecord, current_model, save_model
from classifiers.scoring.scorer import make_scorer
from classifiers.training import evaluation
from classifiers.training.corpus.build import build_corpus
from classifiers.training.corpus.element_labels import ElementLabels
from classifiers.training.evaluation import LabelledListing
from classifiers.training.fit import (
    TrainingRow,
    candidate_signals,
    corpus_rows,
    fit,
    matter_training_rows,
)
from classifiers.training.matters import Part, matter_rows
from classifiers.training.metrics import Figures
from storage.base.errors import NotFound
from storage.leads.labelled_listings import DecidedListing
from storage.records import RightsBook

NAME = "marks"
_HELD_BACK = 0.2
"""Share of the decisions, the latest ones, on which old and new model are tested; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class TrainingRun:
    """What a training run did."""

    replaced: bool
    gain: float
    """Average precision of the new model less that of the old one, on the same later listings."""
    model: str
    """The model that is in use now, name@version."""
    old: Figures
    new: Figures
    decisions: int
    path: Path
    """The new model's file."""


def train(book: RightsBook, decided: Sequence[DecidedListing], folder: Path) -> TrainingRun:
    """Fit on the corpus and the earlier decisions; test on the later ones and the written sets.

    The new model takes over only where its average precision is higher, or as high with a smaller
    calibration error.
    """
    cut = len(decided) - int(len(decided) * _HELD_BACK)
    fitted = fit([*made_rows(), *_decision_rows(book, decided[:cut])])
    version = datetime.now(UTC).strftime("%Y%m%d.%H%M%S.%f")
    new = TrainedModel(f"{NAME}@{version}", fitted)
    old = load_model(folder)
    figures = [_test(model, book, decided[cut:]) for model in (old, new)]
    better = _merit(figures[0]) < _merit(figures[1])
    path = folder / f"{NAME}-{version}.skops"
    save_model(fitted, path, _record(version, figures[1], len(decided)))
    if better:
        (folder / "current").write_text(path.name + "\n", encoding="utf-8")
    return TrainingRun(
        replaced=better,
        gain=round(figures[1].average_precision - figures[0].average_precision, 4),
        model=(new if better else old).name,
        old=figures[0],
        new=figures[1],
        decisions=len(decided),
        path=path,
    )


def rebuild_shipped(version: str) -> Figures:
    """Make the model that comes with the program anew, from the corpus alone."""
    fitted = fit(made_rows())
    figures = _test(TrainedModel(f"{NAME}@{version}", fitted), RightsBook(), ())
    save_model(fitted, SHIPPED, _record(version, figures, 0))
    return figures


def go_back(folder: Path) -> str:
    """Use the model before the current one again. Raises NotFound when there is none."""
    current = current_model(folder)
    if current is None:
        raise NotFound("model.none-before")
    earlier = [path for path in sorted(folder.glob(f"{NAME}-*.skops")) if path < current]
    if earlier:
        (folder / "current").write_text(earlier[-1].name + "\n", encoding="utf-8")
    else:
        (folder / "current").unlink()
    return load_model(folder).name


def _merit(figures: Figures) -> tuple[float, float]:
    """By which the better of two models is known, to four digits: precision, then calibration."""
    return round(figures.average_precision, 4), -round(figures.calibration_error, 4)


def _test(model: ScoringModel, book: RightsBook, decided: Sequence[DecidedListing]) -> Figures:
    later = [
        LabelledListing(
            listing=decision.listing,
            right=decision.right,
            infringing=decision.infringing,
            family="decision",
        )
        for decision in decided
    ]
    scored = evaluation.score_written_sets(model)
    if later:
        scored += evaluation.score_labelled(book, later, model)
    return evaluation.figures_of(scored)


def made_rows() -> list[TrainingRow]:
    """What every model is fitted on: the corpus, and the decided matters that are not kept apart."""
    decided = [row for row in matter_rows() if row.part is Part.FIT]
    return [*corpus_rows(build_corpus()), *matter_training_rows(decided)]


def _decision_rows(book: RightsBook, decided: Sequence[DecidedListing]) -> list[TrainingRow]:
    """Officers' decisions teach the act; its elements they do not state."""
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
        and (case := candidate_signals(decision.listing, decision.right, scorer)) is not None
    ]


def _record(version: str, figures: Figures, decisions: int) -> ModelRecord:
    return ModelRecord(
        name=NAME,
        version=version,
        features=NAMES,
        decisions=decisions,
        figures=asdict(figures),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
