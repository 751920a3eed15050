"""The table of elements: what an officer reads of each question of the law."""

from __future__ import annotations

import pytest

from console.web.elements import element_lines, next_step_name
from storage.records import Element, ElementName, NextStep, Signal
from storage.records.element import ANSWERS


def signal(explanation: str) -> Signal:
    return Signal(
        kind="mark", field="title", span=(0, 2), text="示例", weight=1.0, explanation=explanation
    )


def test_a_ground_that_a_page_gives_several_times_stands_once_in_its_order() -> None:
    sign = Element(
        element=ElementName.SIGN, answer="identical", probability=0.953, why=(2, 0, 1), why_not=(1,)
    )
    (line,) = element_lines(
        [sign], [signal("详情出现标识"), signal("详情出现标识"), signal("标题出现标识")]
    )
    assert [reason.explanation for reason in line.why] == ["标题出现标识", "详情出现标识"]
    assert [reason.explanation for reason in line.why_not] == ["详情出现标识"]
    assert (line.name, line.answer, line.percent) == ("标识", "相同", 95)


@pytest.mark.parametrize("name", list(ElementName))
def test_every_answer_has_its_words(name: ElementName) -> None:
    elements = [Element(element=name, answer=word, probability=0.5) for word in ANSWERS[name]]
    words = [line.answer for line in element_lines(elements, [])]
    assert all(words)
    assert len(set(words)) == len(words)


def test_every_next_step_has_its_words() -> None:
    assert len({next_step_name(step) for step in NextStep}) == len(NextStep)
