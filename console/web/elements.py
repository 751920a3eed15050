"""The elements (侵权构成要素) of an assessment as an officer reads them, in the order of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.web.reasons import ShownReason, shown_reason
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
class ElementLine:
    """One element as a row of the page's table."""

    name: str
    question: str
    answer: str
    tone: str
    """`for`, `against` or `open`."""
    percent: int
    """Probability of the answer."""
    why: Sequence[ShownReason]
    why_not: Sequence[ShownReason]
    settled_by: str


def element_lines(elements: Sequence[Element], signals: Sequence[Signal]) -> list[ElementLine]:
    """The rows of the table; none for an assessment made before elements were judged."""
    return [_line(element, signals) for element in elements]


def next_step_name(step: str) -> str:
    """What an officer does next, in Chinese."""
    return NEXT_STEP_NAMES[NextStep(step)]


def _line(element: Element, signals: Sequence[Signal]) -> ElementLine:
    key = (element.element, element.answer)
    speaking = element.answer in SPEAKING[element.element] or element.answer == "keyword"
    tone = "open" if element.answer in _OPEN else "for" if speaking else "against"
    return ElementLine(
        name=ELEMENT_NAMES[element.element],
        question=QUESTIONS[element.element],
        answer=ANSWER_NAMES[key],
        tone=tone,
        percent=round(element.probability * 100),
        why=_reasons(element.why, signals),
        why_not=_reasons(element.why_not, signals),
        settled_by=SETTLED_BY.get(key, ""),
    )


def _reasons(numbers: Sequence[int], signals: Sequence[Signal]) -> list[ShownReason]:
    """The grounds of an answer; what a page says several times stands once."""
    reasons = [shown_reason(signals[number]) for number in numbers]
    return list({reason.explanation: reason for reason in reversed(reasons)}.values())[::-1]
