"""Fitting (训练): corpus and decided matters → models of the elements and the act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.elements.element_models import ACT, act_table, arranged
from classifiers.elements.evidence import evidence_table
from classifiers.elements.facts import JUDGED, with_facts
from classifiers.elements.linear_model import Floats, LinearModel, from_regression
from classifiers.scoring.candidates import (
    candidates_in,
    candidates_of,
    matched_listing,
    matches_by_listing,
)
from classifiers.scoring.model import CandidateSignals
from classifiers.scoring.scorer import Scorer, make_scorer
from classifiers.signals.registry import all_signals
from classifiers.training.corpus.build import Corpus, Example
from classifiers.training.corpus.element_labels import BY_FAMILY, ElementLabels
from classifiers.training.corpus.scenes import ON
from classifiers.training.matters import Decidable, MatterRow
from storage.base.disguises import SAME_SIGN
from storage.records import (
    NOTHING_KNOWN,
    Background,
    ElementName,
    Listing,
    RightsBook,
    field_texts,
)
from storage.records.element import SPEAKING

_MATTER_WEIGHT = 4.0
"""Weight of a row of a decided matter against one of the made-up corpus; chosen by hand in 2026: a few
hundred real rows beside several thousand made-up ones."""


@dataclass(frozen=True, kw_only=True)
class TrainingRow:
    """One candidate with what is known of it."""

    case: CandidateSignals
    labels: ElementLabels
    act: bool | None
    """Whether the use would infringe without leave; None where that was not decided."""
    group: str
    """Scene or matter: rows of one group are never on both sides of a split."""
    weight: float = 1.0


def candidate_signals(
    listing: Listing, right: str, scorer: Scorer, background: Background = NOTHING_KNOWN
) -> CandidateSignals | None:
    """The listing as a candidate for the right of this id, with its signals; None without a match."""
    for candidate in candidates_of(listing, scorer, background):
        if candidate.right.id == right:
            return candidate, all_signals(candidate)
    return None


_BATCH = 1000
"""Listings of the corpus whose texts are matched together, as in scoring."""


def corpus_rows(corpus: Corpus) -> Iterator[TrainingRow]:
    """The corpus's listings in which the mark is matched, a group a scene."""
    scorer = make_scorer(corpus.book, on=ON, rules_only=True, keep_tentative=True)
    for start in range(0, len(corpus.examples), _BATCH):
        batch = corpus.examples[start : start + _BATCH]
        texts = [tuple(text for _, text in field_texts(e.listing)) for e in batch]
        naming = [(example.listing.brand, example.listing.title) for example in batch]
        for position, by_text in matches_by_listing(texts, scorer, naming).items():
            example = batch[position]
            matched = matched_listing(example.listing, texts[position], by_text, scorer)
            for candidate in candidates_in(matched, scorer, example.background):
                if candidate.right is corpus.book.rights[example.scene]:
                    yield _corpus_row(example, (candidate, all_signals(candidate)))


_ACT_BY_SOURCE = frozenset({"licensed"})
"""Sources that make an act lawful which would infringe by anybody else."""


def _corpus_row(example: Example, case: CandidateSignals) -> TrainingRow:
    labels = BY_FAMILY[example.family]
    if labels.sign == "similar" and case[0].closest.how in SAME_SIGN:
        labels = replace(labels, sign="identical", source_open=True)
    lawful_by_source = labels.source_open or labels.source in _ACT_BY_SOURCE
    return TrainingRow(
        case=case,
        labels=labels,
        act=True if lawful_by_source or example.family == "secondhand" else example.infringing,
        group=f"scene {example.scene}",
    )


def matter_training_rows(rows: Iterable[MatterRow]) -> Iterator[TrainingRow]:
    """Rows of decided matters in which the mark is matched, a group a matter."""
    scorers: dict[str, Scorer] = {}
    for row in rows:
        if row.right.id not in scorers:
            book = RightsBook(rights=(row.right,))
            scorers[row.right.id] = make_scorer(book, on=ON, rules_only=True, keep_tentative=True)
        case = candidate_signals(row.listing, row.right.id, scorers[row.right.id])
        if case is not None:
            yield TrainingRow(
                case=case,
                labels=ElementLabels(
                    sign=row.elements.sign, goods=row.elements.goods, use=row.elements.use
                ),
                act=_act_of(row),
                group=row.matter,
                weight=_MATTER_WEIGHT,
            )


def _act_of(row: MatterRow) -> bool | None:
    """Whether a matter's use would infringe without leave. Where only the source decided, what the
    elements say; where another owner's or the holder's own goods made it lawful, nothing."""
    if row.infringing:
        return True
    if row.decidable is Decidable.NO:
        answers = {name: getattr(row.elements, name.value) for name in JUDGED}
        return all(answers[name] in SPEAKING[name] for name in JUDGED)
    if row.elements.source in ("licensed", "own-earlier"):
        return None
    return False


def fit(rows: Sequence[TrainingRow]) -> dict[str, LinearModel]:
    """The fitted estimators by name: one for each learned element, and the act.

    The act is fitted on probabilities of models that did not see the row's group, so that it learns
    how far the elements can be trusted on new marks.
    """
    table = evidence_table([row.case for row in rows])
    weights = np.array([row.weight for row in rows])
    groups = np.array([row.group for row in rows])
    fitted: dict[str, LinearModel] = {}
    unseen: dict[ElementName, Floats] = {}
    for name in JUDGED:
        answers = np.array([getattr(row.labels, name.value) for row in rows])
        fitted[name.value] = _fit_element(table, answers, weights)
        unseen[name] = _unseen_chances(name, table, answers, weights, groups)
    decided = np.array([row.act is not None for row in rows])
    acts = np.array([bool(row.act) for row in rows])
    columns = act_table(with_facts(unseen, table), table)
    fitted[ACT] = _fit_act(columns[decided], acts[decided], weights[decided])
    return fitted


_PULL = 0.01
"""Inverse strength of the pull to nothing (C) of the elements' regressions, chosen by hand in 2026: what
the made-up corpus makes look certain must not silence all else."""
_FOLDS = 4
"""Parts of the rows' groups for the act's training, chosen by hand."""


def _fit_element(table: Floats, answers: NDArray[np.str_], weights: Floats) -> LinearModel:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    labelled = answers != ""
    scaler = StandardScaler()
    scaled = scaler.fit_transform(table[labelled])
    regression = LogisticRegression(C=_PULL, max_iter=500)
    regression.fit(scaled, answers[labelled], sample_weight=weights[labelled])
    return from_regression(regression, scaler.mean_, scaler.scale_)


def _unseen_chances(
    name: ElementName,
    table: Floats,
    answers: NDArray[np.str_],
    weights: Floats,
    groups: NDArray[np.str_],
) -> Floats:
    """Probabilities of an element's answers, each row judged by a model that did not see its group."""
    from sklearn.model_selection import GroupKFold

    parts = [
        (test, _fit_element(table[train], answers[train], weights[train]))
        for train, test in GroupKFold(_FOLDS).split(table, groups=groups)
    ]
    chances = [
        (test, arranged(name, model.classes, model.probabilities(table[test])))
        for test, model in parts
    ]
    whole = np.zeros((len(table), chances[0][1].shape[1]))
    for test, part in chances:
        whole[test] = part
    return whole


def _fit_act(columns: Floats, acts: NDArray[np.bool_], weights: Floats) -> LinearModel:
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=1.0, max_iter=500)
    return from_regression(regression.fit(columns, acts, sample_weight=weights))
