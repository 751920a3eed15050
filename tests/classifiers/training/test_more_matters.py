"""Further matters are tried on models that were fitted on none of their marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifiers.training.corpus.build import build_corpus
from classifiers.training.fit import TrainingRow, corpus_rows
from classifiers.training.matters import (
    MatterPart,
    MatterRow,
    matters_of,
    rows_of,
    signs_of,
)
from classifiers.training.more_matters import split_in_parts, try_matters, unseen_rows

HELD_OUT = rows_of(MatterPart.HELD_OUT)


def renamed(row: MatterRow, matter: str, *marks: str) -> MatterRow:
    """The row as one of another matter on these marks."""
    right = replace(row.right, text=marks[0], aliases=marks[1:])
    return replace(row, matter=matter, right=right)


def test_rows_whose_mark_or_matter_a_model_learns_from_are_left_out() -> None:
    fitted, further = rows_of(MatterPart.FIT)[0], HELD_OUT[0]
    of_a_fitted_mark = renamed(further, "another", fitted.right.text)
    of_a_fitted_matter = renamed(further, fitted.matter, "岚泽谷香")
    assert unseen_rows([of_a_fitted_mark, further, of_a_fitted_matter]) == [further]


def test_matters_that_share_a_mark_are_in_one_part_and_every_row_in_some() -> None:
    joined = [
        renamed(HELD_OUT[0], f"joined-{number}", f"岚泽{number}", f"岚泽{number + 1}")
        for number in range(12)
    ]
    parts = split_in_parts([*HELD_OUT, *joined])
    assert [sum(row in part for part in parts) for row in joined] == [1] * 12
    assert len([part for part in parts if any(row in part for row in joined)]) == 1
    assert sum(map(len, parts)) == len(HELD_OUT) + 12
    assert min(map(len, parts)) > 0
    for number, part in enumerate(parts):
        marks = {sign for row in part for sign in signs_of(row.right)}
        for later in parts[number + 1 :]:
            assert marks.isdisjoint(sign for row in later for sign in signs_of(row.right))
            assert not matters_of(part) & matters_of(later)


@pytest.fixture
def few_fitted() -> list[TrainingRow]:
    return list(corpus_rows(build_corpus(scenes=20, each=24)))


def test_three_models_judge_the_same_listings(few_fitted: list[TrainingRow]) -> None:
    rows = [renamed(HELD_OUT[0], "of-a-right", "岚泽"), *HELD_OUT[:60]]
    trial = try_matters(rows, few_fitted)
    judged = [
        sorted(scored.labelled.listing.url for scored in listings)
        for listings in (trial.shipped, trial.anew, trial.crossed)
    ]
    assert judged[0] == judged[1] == judged[2]
    assert len(judged[0]) == 61
    assert [scored.score for scored in trial.anew] != [scored.score for scored in trial.shipped]
