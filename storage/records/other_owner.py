"""Signs of others (他人的标识) beside a right: earlier, coexisting or own marks and trade names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class OtherOwner:
    """他人的标识: a sign that reads like the right and lawfully belongs to somebody else."""

    text: str
    owner: str
    shops: tuple[str, ...] = ()
    """Shops that sell under this sign, as their pages name them."""
    goods: tuple[str, ...] = ()
    """Goods that the sign covers; empty: nothing is recorded about them."""
    since: date | None = None
    """First use or registration of the sign."""
    note: str | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> OtherOwner:
        since = stored.get("since")
        return cls(
            text=stored["text"],
            owner=stored["owner"],
            shops=tuple(stored.get("shops", ())),
            goods=tuple(stored.get("goods", ())),
            since=None if since is None else date.fromisoformat(since),
            note=stored.get("note"),
        )
