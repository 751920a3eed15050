"""Figures are those of the textbook, of leads and letters, with intervals over matters."""

from __future__ import annotations

import pytest

from classifiers.training.labelled_listing import LabelledListing, ScoredListing
from classifiers.training.matters import Decidable
from classifiers.training.metrics import element_figures, figures, intervals
from storage.records import NextStep
from tests.classifiers.samples import listing

LETTER, ASK, NONE = NextStep.LETTER, NextStep.ASK_HOLDER, NextStep.NONE


def scored(
    score: float,
    infringing: int,
    step: NextStep | None = None,
    *,
    source_only: bool = False,
    matter: str = "",
    truth: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
) -> ScoredListing:
    labelled = LabelledListing(
        listing=listing("岚泽谷香面粉"),
        right="lanze",
        infringing=bool(infringing),
        decidable=Decidable.NO if source_only else None,
        matter=matter,
        elements=truth,
    )
    step = step or (LETTER if score >= 0.5 else NONE)
    return ScoredListing(labelled=labelled, score=score, next_step=step, answers=answers)


def test_figures_are_those_of_the_textbook() -> None:
    mixed = figures([scored(0.9, 1), scored(0.8, 0), scored(0.7, 1), scored(0.1, 0)])
    assert mixed.average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert mixed.precision == pytest.approx(2 / 3)
    assert mixed.recall == 1
    assert mixed.calibration_error == pytest.approx((0.1 + 0.8 + 0.3 + 0.1) / 4)
    tied = figures([scored(0.5, 1), scored(0.5, 0)])
    assert tied.average_precision == pytest.approx(0.5)


def test_figures_of_a_perfect_model_are_perfect() -> None:
    perfect = figures([scored(1.0, 1), scored(0.0, 0)])
    assert (perfect.precision, perfect.recall, perfect.average_precision) == (1, 1, 1)


def test_of_no_listings_all_figures_are_nothing() -> None:
    empty = figures([])
    assert (empty.items, empty.precision, empty.average_precision) == (0, 0, 0)
    assert intervals([]) == {}
    assert element_figures([]) == {}


def test_a_lead_is_the_next_step_and_not_the_score() -> None:
    measured = figures([scored(0.4, 1, ASK), scored(0.9, 0, NONE), scored(0.45, 0, LETTER)])
    assert (measured.precision, measured.recall) == (0.5, 1)
    assert measured.wrongful == 0.5


def test_what_the_source_alone_decides_is_measured_by_whether_it_is_asked() -> None:
    asked = scored(0.41, 0, ASK, source_only=True)
    measured = figures(
        [asked, scored(0.9, 1, LETTER, source_only=True), scored(0.9, 1), scored(0.0, 0)]
    )
    assert (measured.source_only, measured.asks) == (2, 0.5)
    assert (measured.precision, measured.recall) == (1, 1)
    assert measured.calibration_error == pytest.approx(0.05)
    assert "asks" not in figures([scored(0.9, 1)]).to_json()


def test_an_interval_holds_the_figure_and_draws_a_matter_as_a_whole() -> None:
    listings = [scored(0.9 if n % 3 else 0.2, n % 2, matter=f"m-{n // 4}") for n in range(40)]
    measured = figures(listings).to_json()
    between = intervals(listings)
    assert between == intervals(listings)
    for name in ("average_precision", "precision", "recall", "calibration_error"):
        assert between[name][0] <= measured[name] <= between[name][1]
    together = [scored(0.9, n % 2, matter="m") for n in range(40)]
    assert intervals(together)["precision"] == (0.5, 0.5)


def test_elements_are_measured_where_the_sign_is_there() -> None:
    truth = {"sign": "identical", "goods": "same"}
    measured = element_figures(
        [
            scored(0.9, 1, truth=truth, answers=truth),
            scored(0.9, 1, truth=truth, answers={"sign": "similar", "goods": "same"}),
            scored(0.0, 1, truth=truth),
            scored(0.0, 0, truth={"sign": "none", "goods": "other"}),
            scored(0.9, 1),
        ]
    )
    assert (measured["sign"].items, measured["sign"].right) == (4, 0.5)
    assert measured["sign"].answers == {"identical": pytest.approx(1 / 3), "none": 1.0}
    assert measured["goods"].items == 3
    assert measured["goods"].right == pytest.approx(2 / 3)
