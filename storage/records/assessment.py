"""研判: what the machine says of a listing, with its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from storage.records.element import Element, NextStep


class Level(StrEnum):
    """预警等级, 红橙黄蓝 from high to low; NONE means nothing to look at."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """研判依据: one observation, quoted, with what it speaks for or against."""

    kind: str
    """mark, position, goods, licence, wording, price, origin …"""
    field: str
    """Name of the Listing field quoted; attributes as `attributes.产地`."""
    span: tuple[int, int]
    """Half-open character range in that field's text; (0, 0) where a whole record is meant."""
    text: str
    """The quoted words."""
    weight: float
    """In log-odds: above 0 speaks for infringement, below 0 against."""
    explanation: str
    """One Chinese sentence for an officer."""
    how: str | None = None
    """The disguise of a mark that was found (变形方式): a value of storage.base.disguises.Disguise."""

    def to_json(self) -> dict[str, Any]:
        fields = {**vars(self), "span": list(self.span)}
        return {name: value for name, value in fields.items() if value is not None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Signal:
        """What `to_json` gave; a part that an old row lacks is empty."""
        start, end = stored.get("span", (0, 0))
        return cls(
            kind=stored.get("kind", ""),
            field=stored.get("field", ""),
            span=(start, end),
            text=stored.get("text", ""),
            weight=stored.get("weight", 0.0),
            explanation=stored.get("explanation", ""),
            how=stored.get("how"),
        )


@dataclass(frozen=True, kw_only=True)
class FairUse:
    """合理使用: the answer to the provision trademark.fair-use and to 局令79号. A rule names provisions
    as `[[trademark.fair-use]]`, which `storage.law.article_words` puts into today's numbers."""

    rule: str
    why: str

    def to_json(self) -> dict[str, str]:
        return {"rule": self.rule, "why": self.why}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> FairUse:
        """What `to_json` gave."""
        return cls(rule=stored["rule"], why=stored["why"])


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """研判: what the machine says of one listing × one right, with its grounds."""

    url: str
    right: str | None
    """Id of the right; None where no right's mark was found."""
    score: float
    """Calibrated probability of infringement, 0..1."""
    level: Level
    lead: bool
    signals: tuple[Signal, ...]
    fair_use: FairUse | None
    model: str
    """name@version."""
    elements: tuple[Element, ...] = ()
    """The five elements in the order in which a court asks them; none where `right` is None."""
    next_step: NextStep = NextStep.NONE

    def grounds(self, numbers: tuple[int, ...]) -> list[dict[str, Any]]:
        """Signals by their positions, as an element quotes them."""
        quoted = [self.signals[number] for number in numbers]
        return [
            {
                "kind": signal.kind,
                "field": signal.field,
                "span": list(signal.span),
                "text": signal.text,
                "explanation": signal.explanation,
            }
            for signal in quoted
        ]

    def to_json(self) -> dict[str, Any]:
        elements = [
            {
                **element.to_json(),
                "why": self.grounds(element.why),
                "why_not": self.grounds(element.why_not),
            }
            for element in self.elements
        ]
        return {
            "url": self.url,
            "right": self.right,
            "score": self.score,
            "level": self.level.value,
            "lead": self.lead,
            "signals": [signal.to_json() for signal in self.signals],
            "fair_use": self.fair_use.to_json() if self.fair_use else None,
            "model": self.model,
            "next_step": self.next_step.value,
            **({"elements": elements} if elements else {}),
        }
