"""Two models are compared on whole sellers at once, and by the order of their scores alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from classifiers.training.comparison import (
    FEWEST,
    WRONG_REPLACEMENT,
    compare,
    coverage_after,
)
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


def test_models_without_any_gain_hardly_ever_pass() -> None:
    rng = np.random.default_rng(4)
    passed = 0
    for _ in range(60):
        truths = (rng.random(120) < 0.5).tolist()
        scores = rng.random(120)
        moved = scores + rng.normal(0, 0.5, 120)
        passed += compare(
            scored(scores.tolist(), truths, 40), scored(moved.tolist(), truths, 40)
        ).is_better
    assert passed <= 2


def test_all_comparisons_with_one_model_share_one_chance_of_a_wrong_replacement() -> None:
    chances = [(1 - coverage_after(earlier)) / 2 for earlier in range(1000)]
    assert chances[0] == pytest.approx(WRONG_REPLACEMENT / 2)
    assert 0.99 * WRONG_REPLACEMENT < sum(chances) <= WRONG_REPLACEMENT
    rng = np.random.default_rng(5)
    old = scored(rng.random(100).tolist(), TRUTHS, 30)
    new = scored((np.array(TRUTHS) * 0.3 + rng.random(100)).tolist(), TRUTHS, 30)
    first, tenth = (compare(old, new, earlier=earlier) for earlier in (0, 9))
    assert tenth.coverage > first.coverage
    assert tenth.interval[0] < first.interval[0] < first.gain == tenth.gain


def test_one_seller_with_most_of_the_verdicts_makes_the_interval_wide() -> None:
    rng = np.random.default_rng(6)
    scores, moved = rng.random(100), np.array(TRUTHS) * 0.3 + rng.random(100)
    widths = []
    for sellers in (list(range(20)) * 5, [0] * 81 + list(range(1, 20))):
        models = [
            [
                replace(judged, labelled=replace(judged.labelled, matter=f"seller {seller}"))
                for judged, seller in zip(scored(part.tolist(), TRUTHS, 20), sellers, strict=True)
            ]
            for part in (scores, moved)
        ]
        interval = compare(*models).interval
        widths.append(interval[1] - interval[0])
    assert widths[1] > 2 * widths[0]
