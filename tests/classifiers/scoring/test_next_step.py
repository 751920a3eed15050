"""What an officer does next with a listing: who sells genuine goods cannot be read from a title."""

from __future__ import annotations

import pytest

from storage.records import Level, NextStep
from tests.classifiers.samples import LANZE, assess

PLAIN = (
    "岚泽谷香面粉",
    "岚泽谷香 面粉 5kg",
    "岚泽谷香面粉 家用 2.5kg",
    "面粉 岚泽谷香 高筋",
    "岚泽谷香 小麦粉 10kg",
)


@pytest.mark.parametrize("brand", ["", "岚泽谷香"])
@pytest.mark.parametrize("title", PLAIN)
def test_the_holder_is_asked_about_the_mark_itself_whatever_the_digits_of_its_score(
    title: str, brand: str
) -> None:
    assessment = assess(title, LANZE, brand=brand)
    assert assessment.next_step is NextStep.ASK_HOLDER
    assert assessment.lead
    assert assessment.level in (Level.YELLOW, Level.BLUE)
    assert 0.3 <= assessment.score <= 0.84
