"""Learning (学习): a new model from the corpus and the officers' decisions, kept only if better.

Models lie in the data folder, `models/`: one file a version and `current`, which names the one in
use. Nothing is thrown away, so one command goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.scoring.features import NAMES
from classifiers.scoring.model import (
    BY_RULES,
    SHIPPED,
    Judge,
    PipelineJudge,
    current_model,
    load_judge,
    save_pipeline,
)
from classifiers.scoring.scorer import set_up_bench
from classifiers.training import evaluation
from classifiers.training.corpus.build import build_corpus
from classifiers.training.evaluation import Question
from classifiers.training.fit import Rows, corpus_rows, fit, sighting_of
from classifiers.training.metrics import Figures
from storage.base.errors import NotFound
from storage.leads.labelled_listings import DecidedListing
from storage.records import RightsBook

NAME = "marks"
_HELD_BACK = 0.2
"""Share of the decisions, the latest ones, that judge old and new model."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What a training run did."""

    replaced: bool
    gain: float
    """Average precision of the new model less that of the old one, on the same later listings."""
    model: str
    old: Figures
    new: Figures
    decisions: int
    path: Path


def train(book: RightsBook, decided: Sequence[DecidedListing], folder: Path) -> Lesson:
    """Fit on the corpus and the earlier decisions; test on the later ones and the own sets.

    The new model takes over only where its average precision is higher, or as high with a smaller
    calibration error.
    """
    cut = len(decided) - int(len(decided) * _HELD_BACK)
    parts = corpus_rows(build_corpus())
    pipeline = fit(_joined(parts["fit"], _decision_rows(book, decided[:cut])), parts["calibrate"])
    version = datetime.now(UTC).strftime("%Y%m%d.%H%M%S.%f")
    new = PipelineJudge(f"{NAME}@{version}", pipeline)
    old = load_judge(folder)
    figures = [_test(judge, book, decided[cut:]) for judge in (old, new)]
    better = _merit(figures[0]) < _merit(figures[1])
    path = folder / f"{NAME}-{version}.skops"
    save_pipeline(pipeline, path, _card(version, figures[1], len(decided)))
    if better:
        (folder / "current").write_text(path.name + "\n", encoding="utf-8")
    return Lesson(
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
    parts = corpus_rows(build_corpus())
    pipeline = fit(parts["fit"], parts["calibrate"])
    found = _test(PipelineJudge(f"{NAME}@{version}", pipeline), RightsBook(), ())
    save_pipeline(pipeline, SHIPPED, _card(version, found, 0))
    return found


def go_back(folder: Path) -> str:
    """Use the model before the current one again. Raises NotFound when there is none."""
    current = current_model(folder)
    if current is None:
        raise NotFound("the model that came with the program is in use: there is none before it")
    earlier = [path for path in sorted(folder.glob(f"{NAME}-*.skops")) if path < current]
    if earlier:
        (folder / "current").write_text(earlier[-1].name + "\n", encoding="utf-8")
    else:
        (folder / "current").unlink()
    return load_judge(folder).name


def _merit(found: Figures) -> tuple[float, float]:
    return round(found.average_precision, 4), -round(found.calibration_error, 4)


def _test(judge: Judge, book: RightsBook, decided: Sequence[DecidedListing]) -> Figures:
    later = [
        Question(listing=d.listing, right=d.right, infringing=d.infringing, family="decision")
        for d in decided
    ]
    given = evaluation.own_answers(judge)
    if later:
        given += evaluation.answers(book, later, judge)
    return evaluation.figures_of(given)


def _decision_rows(book: RightsBook, decided: Sequence[DecidedListing]) -> Rows:
    bench = set_up_bench(book, rules_only=True)
    by_rules = {right.id for right in book if right.kind in BY_RULES}
    pairs = [
        (spoken, one)
        for one in decided
        if one.right not in by_rules
        and (spoken := sighting_of(one.listing, one.right, bench)) is not None
    ]
    return Rows(
        spoken=tuple(spoken for spoken, _ in pairs),
        labels=np.array([int(one.infringing) for _, one in pairs], dtype=np.int64),
        families=("decision",) * len(pairs),
    )


def _joined(one: Rows, other: Rows) -> Rows:
    return Rows(
        spoken=one.spoken + other.spoken,
        labels=np.concatenate([one.labels, other.labels]),
        families=one.families + other.families,
    )


def _card(version: str, found: Figures, decisions: int) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": version,
        "features": list(NAMES),
        "decisions": decisions,
        "figures": asdict(found),
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
