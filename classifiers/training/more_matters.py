"""More matters (加案试评): whether decided matters that no model was fitted on would better the next model.

Cross-validation by matter: each row is judged by a model that was fitted on the corpus, on the matters that
the shipped model learns from, and on the further matters but those of the row's own part. Matters that
share a mark are in one part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from classifiers.elements.element_models import ElementModels
from classifiers.scoring.model import TrainedModel, load_model
from classifiers.training.evaluation import score_matter_rows
from classifiers.training.fit import TrainingRow, fit, matter_training_rows
from classifiers.training.labelled_listing import ScoredListing
from classifiers.training.matters import (
    MatterPart,
    MatterRow,
    first_matters,
    matters_of,
    rows_of,
    signs_of,
)
from classifiers.training.one_thread import one_thread
from classifiers.training.trial import NAME

_PARTS = 5
"""Parts of the cross-validation, as the literature mostly takes (Hastie et al. 2009, ch. 7)."""


@dataclass(frozen=True, kw_only=True)
class MattersTrial:
    """The same listings judged by three models, none of which was fitted on their matters or marks."""

    shipped: list[ScoredListing]
    """By the model that comes with the program."""
    anew: list[ScoredListing]
    """By one fitted today on what that one learns from."""
    crossed: list[ScoredListing]
    """By ones fitted on the other further matters too."""


def try_matters(rows: Sequence[MatterRow], fitted: Sequence[TrainingRow]) -> MattersTrial:
    """Try the rows that share no matter and no mark with those that the shipped model learns from;
    `fitted` is what it is fitted on (`shipped_model.made_rows`)."""
    further = unseen_rows(rows)
    parts = split_in_parts(further)
    learnt = [list(matter_training_rows(part)) for part in parts]
    crossed: list[ScoredListing] = []
    for number, part in enumerate(parts):
        outside = chain.from_iterable(learnt[:number] + learnt[number + 1 :])
        crossed += score_matter_rows(part, _model_of([*fitted, *outside]))
    return MattersTrial(
        shipped=score_matter_rows(further, load_model()),
        anew=score_matter_rows(further, _model_of(fitted)),
        crossed=crossed,
    )


def unseen_rows(rows: Sequence[MatterRow]) -> list[MatterRow]:
    """The rows whose matter and marks are none of those that models are fitted on."""
    fit_rows = rows_of(MatterPart.FIT)
    matters = matters_of(fit_rows)
    signs = {sign for row in fit_rows for sign in signs_of(row.right)}
    return [
        row for row in rows if row.matter not in matters and signs.isdisjoint(signs_of(row.right))
    ]


def split_in_parts(rows: Sequence[MatterRow]) -> list[list[MatterRow]]:
    """The rows in parts, by a hash of the first matter with which each shares a mark."""
    first = first_matters(rows)
    parts: list[list[MatterRow]] = [[] for _ in range(_PARTS)]
    for row in rows:
        parts[sha256(first[row.matter].encode()).digest()[0] % _PARTS].append(row)
    return parts


def _model_of(rows: Sequence[TrainingRow]) -> TrainedModel:
    with one_thread():
        return TrainedModel(NAME, ElementModels(fit(rows)))
