"""图片文字识别: what was read in one picture, as its row keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PictureReadingState(StrEnum):
    """How the reading of a picture ended."""

    READ = "read"
    EMPTY = "empty"
    """No text."""
    FAILED = "failed"
    """The picture cannot be opened."""
    LATE = "late"
    """The time box ended."""


OPENED = (PictureReadingState.READ, PictureReadingState.EMPTY)
"""States of a reading whose picture could be opened in time."""


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One line of text."""

    text: str
    confidence: float
    """0..1, as the reader says."""
    crop: str
    """SHA-256 of the kept cutting that shows the line."""


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A right's registered picture that stands in this one (图形标识)."""

    right: str
    registered: str = ""
    """SHA-256 of that registered picture; empty where an older version found it."""
    agreeing: int
    """Features that lie as in the registered picture."""
    likeness: float
    """0..1: the lesser of correlation and share of agreeing cells."""


@dataclass(frozen=True, kw_only=True)
class PictureContent:
    """All that was read in one picture."""

    lines: tuple[TextLine, ...] = ()
    logos: tuple[Logo, ...] = ()

    def to_json(self) -> list[dict[str, object]]:
        """One list: the lines, then the logos."""
        return [
            *({"text": n.text, "confidence": n.confidence, "crop": n.crop} for n in self.lines),
            *(
                {
                    "logo": n.right,
                    **({"registered": n.registered} if n.registered else {}),
                    "agreeing": n.agreeing,
                    "likeness": n.likeness,
                }
                for n in self.logos
            ),
        ]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> PictureContent:
        """What `to_json` gave. A logo without likeness is left out: it was found by features alone,
        which one in five strange pictures had too."""
        return cls(
            lines=tuple(
                TextLine(text=n["text"], confidence=n["confidence"], crop=n["crop"])
                for n in stored
                if "logo" not in n
            ),
            logos=tuple(
                Logo(
                    right=n["logo"],
                    registered=n.get("registered", ""),
                    agreeing=n["agreeing"],
                    likeness=n["likeness"],
                )
                for n in stored
                if "logo" in n and "likeness" in n
            ),
        )
