"""The table of elements: what an officer reads of each question of the law."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from console.web.leads.elements import CitedGround, next_step_name, read_elements
from storage.records import Element, ElementName, NextStep, Signal
from storage.records.element import ANSWERS


def signal(explanation: str, *, weight: float) -> Signal:
    return Signal(
        kind="mark", field="title", span=(0, 2), text="示例", weight=weight, explanation=explanation
    )


def in_words(cited: Sequence[CitedGround]) -> list[tuple[str, str]]:
    return [(line.ground.explanation, line.first_under) for line in cited]


def test_every_ground_stands_once_under_the_first_element_that_cites_it() -> None:
    signals = [
        signal("标题出现标识", weight=2.0),
        signal("店铺不在台账中", weight=1.0),
        signal("发货地在产地", weight=-0.5),
        signal("价格偏低", weight=0.3),
    ]
    sign = Element(element=ElementName.SIGN, answer="identical", probability=0.953, why=(0,))
    source = Element(
        element=ElementName.SOURCE, answer="unknown", probability=0.7, why=(1, 0), why_not=(2,)
    )
    elements = read_elements([sign, source], signals)
    first, second = elements.lines
    assert (first.name, first.answer, first.percent, first.tone) == ("标识", "相同", 95, "for")
    assert in_words(first.speaks_for) == [("标题出现标识", "")]
    assert in_words(second.speaks_for) == [("店铺不在台账中", ""), ("标题出现标识", "标识")]
    assert in_words(second.speaks_against) == [("发货地在产地", "")]
    assert second.headline == second.speaks_for[0]
    assert [ground.explanation for ground in elements.speaks_for] == ["价格偏低"]
    assert elements.speaks_against == []


def test_an_assessment_without_elements_has_its_grounds_beside_the_lines() -> None:
    elements = read_elements([], [signal("甲", weight=1.0), signal("乙", weight=-1.0)])
    assert elements.lines == []
    assert [ground.explanation for ground in elements.speaks_for] == ["甲"]
    assert [ground.explanation for ground in elements.speaks_against] == ["乙"]


@pytest.mark.parametrize("name", list(ElementName))
def test_every_answer_has_its_words(name: ElementName) -> None:
    elements = [Element(element=name, answer=word, probability=0.5) for word in ANSWERS[name]]
    words = [line.answer for line in read_elements(elements, []).lines]
    assert all(words)
    assert len(set(words)) == len(words)


def test_every_next_step_has_its_words() -> None:
    assert len({next_step_name(step) for step in NextStep}) == len(NextStep)
