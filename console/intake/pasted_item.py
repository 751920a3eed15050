"""What one pasted share text, address or row of a table says of an offer (粘贴的线索)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PastedItem:
    """One offer as far as the pasted words tell; what is absent is unknown."""

    text: str
    """The words themselves."""
    url: str | None = None
    """The address in the text, a short one of the platform as a rule."""
    title: str | None = None
    price: Decimal | None = None
    shop: str | None = None
    """Seller, or author of a note or video."""
    platform: str | None = None
    """Host under which listings of the platform are filed."""
    platform_name: str | None = None
    code: str | None = None
    """淘口令 and the like: what the platform's own app understands."""

    picture: str | None = None
    """SHA-256 of the screenshot that shows it; its words are then those that OCR read."""
    material: int | None = None
    """Row of that screenshot."""

    @property
    def says_something(self) -> bool:
        """Whether there is anything by which the offer can be found again."""
        return bool(self.url or self.code or self.title or self.picture)
