"""The model is measured on what it never saw, and replaced only by a better one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classifiers.goods.words import goods_of
from classifiers.scoring.model import RulesModel, load_model
from classifiers.scoring.model_file import SHIPPED, read_record
from classifiers.training import evaluation, retrain
from classifiers.training.corpus import build
from classifiers.training.corpus.honest import HONEST
from classifiers.training.corpus.infringing import INFRINGING
from classifiers.training.evaluation import (
    SPLITS,
    score_matters,
    score_written_sets,
    set_names,
    split,
    written_set,
)
from classifiers.training.labelled_listing import ScoredListing
from classifiers.training.matters import Decidable, rows_of
from classifiers.training.metrics import Figures, figures
from classifiers.training.retrain import Trial, decision_rows, is_better
from storage.base.errors import NotFound
from storage.learning.decided_listings import DecidedListing
from tests.classifiers.samples import BOOK, assess, listing


@pytest.mark.parametrize("name", set_names())
def test_a_written_set_is_large_and_half_of_it_looks_honest(name: str) -> None:
    book, labelled = written_set(name)
    honest = [item for item in labelled if not item.infringing]
    assert len(labelled) >= 60
    assert len({item.right for item in labelled}) >= 8
    assert 0.4 <= len(honest) / len(labelled) <= 0.6
    assert len({item.ground for item in honest}) >= 15
    assert {item.right for item in labelled} <= {right.id for right in book}


def test_no_mark_of_a_set_is_in_the_training_corpus_or_in_another_set() -> None:
    trained = {right.text for right in build.build_corpus(scenes=200, each=1).book}
    texts = [{right.text for right in written_set(name)[0]} for name in set_names()]
    assert all(trained.isdisjoint(of_set) for of_set in texts)
    assert sum(map(len, texts)) == len(set().union(*texts))


def test_the_corpus_is_the_same_every_time_and_holds_every_family() -> None:
    first, second = (build.build_corpus(scenes=20, each=10) for _ in range(2))
    assert first == second
    large = build.build_corpus(scenes=240, each=12)
    families = {example.family for example in large.examples}
    assert families == {family.__name__ for family in (*INFRINGING, *HONEST)}


def test_the_corpus_names_goods_that_no_list_holds_on_both_sides() -> None:
    unknown = [
        (example.infringing, example.family)
        for example in build.build_corpus(scenes=40, each=30).examples
        if example.family in ("plain", "other_goods") and not goods_of(example.listing)
    ]
    assert {infringing for infringing, _ in unknown} == {True, False}


def test_an_unknown_word_for_goods_scores_in_the_middle() -> None:
    assessment = assess("岚泽谷香 翙籽坨", shop="某粮油铺", price="29")
    assert 0.3 < assessment.score < 0.8


def test_the_shipped_model_beats_the_rules_on_the_written_sets(
    by_rules: list[ScoredListing],
) -> None:
    rules, model = figures(by_rules), figures(score_written_sets(load_model()))
    assert model.items >= 500
    assert model.average_precision >= 0.98
    assert model.precision >= rules.precision
    assert model.precision >= 0.95
    assert model.recall >= 0.95
    # An open source scores by its prior, and these sets hold each such listing to be infringing, so
    # that no calibration below that of the rules can be asked here: the card reports it.
    assert model.calibration_error <= 0.1
    assert model.wrongful <= 0.02


def test_the_matters_that_are_measured_on_are_all_of_those_held_out() -> None:
    scored = score_matters(RulesModel())
    assert len(scored) >= 100
    assert {item.labelled.decidable for item in scored} == set(Decidable)
    assert all(item.labelled.elements and item.labelled.matter for item in scored)


def test_only_the_sign_itself_by_unknown_sellers_turns_on_the_source_alone() -> None:
    labelled = [item for name in set_names() for item in written_set(name)[1]]
    grounds = {item.ground for item in labelled if item.source_only}
    assert "plain" in grounds
    assert grounds.isdisjoint({"sound", "labels", "imitation", "licensed", "disease"})
    assert all(item.infringing for item in labelled if item.source_only)


@pytest.fixture(scope="module")
def by_rules() -> list[ScoredListing]:
    """All hand-written sets judged by rules alone."""
    return score_written_sets(RulesModel())


@pytest.mark.parametrize("by", SPLITS)
def test_a_split_keeps_every_listing_once(by: str, by_rules: list[ScoredListing]) -> None:
    scored = by_rules
    parts = split(scored, by)
    assert len(parts) > 1
    assert sum(map(len, parts.values())) == len(scored)


def test_without_a_model_file_rules_judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("classifiers.scoring.model_file.SHIPPED", tmp_path / "none.json")
    assert isinstance(load_model(), RulesModel)


def test_the_record_names_the_features_that_the_model_was_fitted_on() -> None:
    from classifiers.elements.evidence import NAMES

    assert read_record(SHIPPED).features == NAMES


def trial(sets: float, matters: float, *, wrongful: float = 0.1, error: float = 0.1) -> Trial:
    """Figures of a model with these average precisions."""
    on_sets, on_matters = (
        Figures(
            items=100, average_precision=precision, precision=0.9, recall=0.9, source_only=0,
            calibration_error=error, at_capacity=0.9, wrongful=wrongful,
        )
        for precision in (sets, matters)
    )  # fmt: skip
    return Trial(sets=on_sets, matters=on_matters)


@pytest.mark.parametrize(
    ("new", "better"),
    [
        (trial(0.91, 0.81), True),
        (trial(0.90, 0.81), True),
        (trial(0.95, 0.79), False),
        (trial(0.89, 0.95), False),
        (trial(0.95, 0.95, wrongful=0.11), False),
        (trial(0.90, 0.80), False),
        (trial(0.90, 0.80, error=0.05), True),
        (trial(0.90, 0.80, error=0.05, wrongful=0.2), False),
    ],
)
def test_a_model_replaces_another_only_if_nothing_is_worse(new: Trial, better: bool) -> None:
    assert is_better(trial(0.90, 0.80), new) is better


def test_a_verdict_on_the_source_teaches_nothing_of_the_act() -> None:
    decided = [
        DecidedListing(
            listing=listing("岚泽谷香面粉 5kg", shop=f"{reason}店"),
            right="lanze",
            infringing=infringing,
            decided_at=datetime(2026, 1, 1, tzinfo=UTC),
            reason=reason,
        )
        for reason, infringing in (
            ("same_mark", True),
            ("genuine_resale", False),
            ("licensed", False),
            ("other_goods", False),
        )
    ]
    rows = decision_rows(BOOK, decided)
    assert [(row.group.split()[-1], row.act) for row in rows] == [
        ("same_mark店", True),
        ("other_goods店", False),
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus small enough to be fitted within a second, one set and some matters beside it."""
    corpus = build.build_corpus(scenes=40, each=12)
    monkeypatch.setattr(retrain, "build_corpus", lambda: corpus)
    monkeypatch.setattr(evaluation, "set_names", lambda: set_names()[-1:])
    for module in (evaluation, retrain):
        monkeypatch.setattr(module, "rows_of", lambda part: rows_of(part)[:60])


@pytest.mark.usefixtures("small")
def test_a_worse_model_is_kept_aside_and_a_better_one_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shipped = read_record(SHIPPED).label
    start = datetime(2026, 1, 1, tzinfo=UTC)
    decided = [
        DecidedListing(
            listing=listing(f"岚泽谷香面粉 {n}"),
            right="lanze",
            infringing=True,
            decided_at=start + timedelta(days=n),
        )
        for n in range(10)
    ]
    monkeypatch.setattr(retrain, "is_better", lambda *_: False)
    worse = retrain.train(BOOK, decided, tmp_path)
    assert not worse.replaced
    assert worse.path.is_file()
    assert load_model(tmp_path).name == shipped
    with pytest.raises(NotFound):
        retrain.go_back(tmp_path)
    monkeypatch.setattr(retrain, "is_better", lambda *_: True)
    better = retrain.train(BOOK, decided, tmp_path)
    assert better.replaced
    assert load_model(tmp_path).name == better.model != shipped
    while (tmp_path / "current").exists():
        retrain.go_back(tmp_path)
    assert load_model(tmp_path).name == shipped
