"""The elements (侵权构成要素) of an assessment as an officer reads them, in the order of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.web.leads.grounds import Ground, read_grounds
from storage.records import Element, NextStep, Signal
from storage.records.element import SPEAKING
from storage.records.element_words import (
    ANSWER_NAMES,
    ELEMENT_NAMES,
    NEXT_STEP_NAMES,
    QUESTIONS,
    SETTLED_BY,
)

_OPEN = frozenset({"unknown", "part"})
"""Answers that leave the question open."""


@dataclass(frozen=True, kw_only=True)
class CitedGround:
    """A ground under the element that cites it."""

    ground: Ground
    first_under: str
    """The element above that cites it too and shows it whole; empty where this one does."""


@dataclass(frozen=True, kw_only=True)
class ElementLine:
    """One element as a line of the page, its grounds folded in."""

    name: str
    question: str
    answer: str
    tone: str
    """`for`, `against` or `open`."""
    percent: int
    """Probability of the answer."""
    why: Sequence[Ground]
    """What the answer rests on, wherever it is shown."""
    speaks_for: Sequence[CitedGround]
    speaks_against: Sequence[CitedGround]
    settled_by: str

    @property
    def headline(self) -> CitedGround | None:
        """The ground that stands in the line itself: one for the answer, and one not shown above."""
        cited = [*self.speaks_for, *self.speaks_against]
        if self.tone == "against":
            cited = [*self.speaks_against, *self.speaks_for]
        return min(cited, key=lambda ground: bool(ground.first_under), default=None)


@dataclass(frozen=True, kw_only=True)
class Elements:
    """The lines, and the grounds that no element cites."""

    lines: Sequence[ElementLine]
    speaks_for: Sequence[Ground]
    speaks_against: Sequence[Ground]


def read_elements(elements: Sequence[Element], signals: Sequence[Signal]) -> Elements:
    """Every ground once: under the first element that cites it, else beside the lines. An assessment made
    before elements were judged has no lines and all its grounds beside them."""
    grounds = read_grounds(signals)
    first_under: dict[Ground, str] = {}
    lines = [_line(element, grounds, first_under) for element in elements]
    uncited = [ground for ground in grounds if ground not in first_under]
    return Elements(
        lines=lines,
        speaks_for=[ground for ground in uncited if ground.weight > 0],
        speaks_against=[ground for ground in uncited if ground.weight < 0],
    )


def next_step_name(step: str) -> str:
    """What an officer does next, in Chinese."""
    return NEXT_STEP_NAMES[NextStep(step)]


def _line(
    element: Element, grounds: Sequence[Ground], first_under: dict[Ground, str]
) -> ElementLine:
    key = (element.element, element.answer)
    speaking = element.answer in SPEAKING[element.element] or element.answer == "keyword"
    tone = "open" if element.answer in _OPEN else "for" if speaking else "against"
    name = ELEMENT_NAMES[element.element]
    by_number = {number: ground for ground in grounds for number in ground.numbers}
    why = list(dict.fromkeys(by_number[number] for number in element.why))
    why_not = [by_number[number] for number in element.why_not]
    cited = _cited([*why, *why_not], name, first_under)
    return ElementLine(
        name=name,
        question=QUESTIONS[element.element],
        answer=ANSWER_NAMES[key],
        tone=tone,
        percent=round(element.probability * 100),
        why=why,
        speaks_for=[ground for ground in cited if ground.ground.weight > 0],
        speaks_against=[ground for ground in cited if ground.ground.weight <= 0],
        settled_by=SETTLED_BY.get(key, ""),
    )


def _cited(
    grounds: Sequence[Ground], name: str, first_under: dict[Ground, str]
) -> list[CitedGround]:
    """The grounds of an element in its own order, each with the element that shows it whole."""
    cited = [
        CitedGround(ground=ground, first_under=first_under.get(ground, ""))
        for ground in dict.fromkeys(grounds)
    ]
    for ground in grounds:
        first_under.setdefault(ground, name)
    return cited
