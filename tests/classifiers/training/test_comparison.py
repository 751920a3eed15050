"""Two models are compared on whole sellers at once, and by the order of their scores alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.training.comparison import FEWEST, compare
from classifiers.training.labelled_listing import LabelledListing, ScoredListing
from storage.records import NextStep
from tests.classifiers.samples import listing


def scored(scores: Sequence[float], truths: Sequence[bool], sellers: int) -> list[ScoredListing]:
    """Scores beside verdicts, the sellers in turn."""
    return [
        ScoredListing(
            labelled=LabelledListing(
                listing=listing("岚泽谷香面粉"), right="lanze", infringing=truth, matter=f"{number % sellers}"
            ),
            score=score,
            next_step=NextStep.LETTER if score >= 0.5 else NextStep.NONE,
        )
        for number, (score, truth) in enumerate(zip(scores, truths, strict=True))
    ]  # fmt: skip


TRUTHS = [number % 2 == 0 for number in range(100)]


def test_a_model_that_puts_confirmed_listings_first_is_better() -> None:
    rng = np.random.default_rng(1)
    old = scored(rng.random(100).tolist(), TRUTHS, 30)
    new = scored([0.9 if truth else 0.2 for truth in TRUTHS], TRUTHS, 30)
    comparison = compare(old, new)
    assert comparison.is_better
    assert comparison.new == comparison.new_agreement == 1.0
    assert comparison.interval[0] > 0.3


def test_scores_that_are_all_lowered_alike_win_nothing() -> None:
    rng = np.random.default_rng(2)
    scores = rng.random(100)
    comparison = compare(
        scored(scores.tolist(), TRUTHS, 30), scored((scores / 3).tolist(), TRUTHS, 30)
    )
    assert comparison.interval == (0.0, 0.0)
    assert not comparison.is_better


def test_few_verdicts_or_verdicts_of_one_kind_or_on_few_sellers_conclude_nothing() -> None:
    perfect = [0.9 if truth else 0.2 for truth in TRUTHS]
    flat = [0.5] * 100
    few = FEWEST - 1
    assert not compare(
        scored(flat[:few], TRUTHS[:few], 30), scored(perfect[:few], TRUTHS[:few], 30)
    ).enough
    assert not compare(scored(flat, TRUTHS, 9), scored(perfect, TRUTHS, 9)).is_better
    same = [True] * 100
    comparison = compare(scored(flat, same, 30), scored(perfect, same, 30))
    assert comparison.old is None
    assert not comparison.is_better
    assert compare([], []).verdicts == 0


def test_verdicts_on_one_seller_count_as_one_draw() -> None:
    rng = np.random.default_rng(3)
    new = (np.array(TRUTHS) * 0.3 + rng.random(100)).tolist()
    flat = rng.random(100).tolist()
    many, few = (
        compare(scored(flat, TRUTHS, sellers), scored(new, TRUTHS, sellers)).interval
        for sellers in (100, 11)
    )
    assert many != few
