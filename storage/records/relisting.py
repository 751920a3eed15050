"""再次上架: a listing that may be a removed one under another address, and what a look again showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True)
class Relisting:
    """One listing that may be the removed one under another address."""

    listing_id: int
    url: str
    shop: str | None
    grounds: tuple[str, ...]
    """picture, shop, operator, contact, title."""

    def to_json(self) -> dict[str, JsonValue]:
        return {**asdict(self), "grounds": list(self.grounds)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Relisting:
        """What `to_json` gave. Raises KeyError for a field that is missing."""
        return cls(
            listing_id=stored["listing_id"],
            url=stored["url"],
            shop=stored["shop"],
            grounds=tuple(stored["grounds"]),
        )


@dataclass(frozen=True, kw_only=True)
class RecheckDetail:
    """复查: what a look at the listing of a letter gave besides its outcome."""

    relistings: tuple[Relisting, ...] = ()
    """Of a listing that was removed."""

    def to_json(self) -> dict[str, JsonValue]:
        """Empty where there are none."""
        relistings: list[JsonValue] = [relisting.to_json() for relisting in self.relistings]
        return {"relistings": relistings} if relistings else {}

    @classmethod
    def from_json(cls, stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> RecheckDetail:
        """What `to_json` gave."""
        return cls(relistings=tuple(map(Relisting.from_json, stored.get("relistings", ()))))
