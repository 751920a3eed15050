"""页面所示: what a captured page showed of the listing that its lead was assessed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.records.assessment import Signal
from storage.records.listing import Listing


@dataclass(frozen=True, kw_only=True)
class AssessedListing:
    """The version of a listing that a lead's assessment speaks of, with the assessment's signals."""

    version_id: int
    listing: Listing
    signals: Sequence[Signal]

    @property
    def marks(self) -> tuple[str, ...]:
        """The forms of the mark (标识) that the assessment quotes from the listing's texts."""
        quoted = (signal for signal in self._mark_signals if not _is_pictured(signal))
        return tuple(dict.fromkeys(signal.text for signal in quoted))

    @property
    def is_mark_pictured(self) -> bool:
        """Whether the assessment read the mark from one of the listing's pictures."""
        return any(_is_pictured(signal) for signal in self._mark_signals)

    @property
    def _mark_signals(self) -> list[Signal]:
        return [s for s in self.signals if s.kind == "mark" and s.weight > 0 and s.text.strip()]


def _is_pictured(signal: Signal) -> bool:
    return signal.field == "image_text"


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What one capture showed, compared with one version of a listing."""

    version_id: int
    """The listing version that the page was compared with."""
    sought: tuple[str, ...] = ()
    """The forms of the mark that were looked for."""
    marks: tuple[str, ...] = ()
    """Those of them that stand on the page."""
    kind: str | None = None
    """listing, list, page, blocked or other; None where the record does not say."""
    title: str | None = None
    """Of the goods as the page showed them, else of the page."""
    price: str | None = None
    """As the page showed it: a decimal number."""
    has_title: bool = False
    """The version's title stands on the page."""
    has_price: bool | None = None
    """The page shows the version's price; None where one of the two has none."""
    has_picture: bool = False
    """The page showed one of the version's pictures."""
    is_gone: bool = False
    """The head of the page says that the goods are gone (已下架), with an answer of 200 too."""

    def to_json(self) -> dict[str, object]:
        """Empty parts are left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if (value not in (None, ()) and value is not False) or name == "has_price"
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> PageFacts:
        """What `to_json` gave."""
        return cls(
            version_id=stored["version_id"],
            sought=tuple(stored.get("sought", ())),
            marks=tuple(stored.get("marks", ())),
            kind=stored.get("kind"),
            title=stored.get("title"),
            price=stored.get("price"),
            has_title=stored.get("has_title", False),
            has_price=stored.get("has_price"),
            has_picture=stored.get("has_picture", False),
            is_gone=stored.get("is_gone", False),
        )
