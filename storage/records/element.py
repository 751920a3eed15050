"""要素: the questions that the law asks of a listing one by one, each with its answer and grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ElementName(StrEnum):
    """The elements (侵权构成要素) in the order in which a court asks them."""

    SIGN = "sign"
    GOODS = "goods"
    USE = "use"
    SOURCE = "source"
    CONFUSION = "confusion"


class NextStep(StrEnum):
    """What an officer does next (下一步)."""

    LETTER = "letter"
    ASK_HOLDER = "ask_holder"
    """协助辨认: the holder says whether the goods are its own."""
    TEST_PURCHASE = "test_purchase"
    """购样."""
    REFER = "refer"
    """Another basis or office: unfair competition, product law."""
    WATCH = "watch"
    NONE = "none"


LEAD_STEPS = frozenset(
    {NextStep.LETTER, NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE, NextStep.REFER}
)
"""Steps that need an officer: a listing with one of them is a lead."""

ANSWERS: Mapping[ElementName, tuple[str, ...]] = {
    ElementName.SIGN: ("identical", "similar", "part", "none"),
    ElementName.GOODS: ("same", "similar", "other"),
    ElementName.USE: (
        "mark", "origin", "description", "purpose", "comparison", "negation", "keyword", "store",
        "other-brand", "none",
    ),
    ElementName.SOURCE: ("licensed", "own-earlier", "in-area", "elsewhere", "unknown"),
    ElementName.CONFUSION: ("likely", "unlikely", "dilution"),
}  # fmt: skip
"""The answers of each element, the first the one that speaks most for infringement but of source."""
SPEAKING: Mapping[ElementName, frozenset[str]] = {
    ElementName.SIGN: frozenset({"identical", "similar"}),
    ElementName.GOODS: frozenset({"same", "similar"}),
    ElementName.USE: frozenset({"mark", "comparison", "store"}),
    ElementName.SOURCE: frozenset({"elsewhere", "unknown"}),
    ElementName.CONFUSION: frozenset({"likely", "dilution"}),
}
"""The answers that speak for infringement."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """One question with its answer."""

    element: ElementName
    answer: str
    """A word of `ANSWERS[element]`."""
    probability: float
    """Of the answer, 0..1."""
    why: tuple[int, ...] = ()
    """Grounds for the answer: positions in the assessment's signals, the strongest first."""
    why_not: tuple[int, ...] = ()
    """Grounds against it."""

    def to_json(self) -> dict[str, object]:
        return {
            "element": self.element.value,
            "answer": self.answer,
            "probability": self.probability,
            "why": list(self.why),
            "why_not": list(self.why_not),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Element:
        """What `to_json` gave."""
        return cls(
            element=ElementName(stored["element"]),
            answer=str(stored["answer"]),
            probability=float(stored["probability"]),
            why=tuple(stored.get("why", ())),
            why_not=tuple(stored.get("why_not", ())),
        )
