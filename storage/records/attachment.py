"""附件: a file that somebody handed in, as rows name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One kept file."""

    name: str
    """As the sender called it, for people only."""
    type: str
    """Media type."""
    size: int
    """Bytes."""
    sha256: str

    def to_json(self) -> dict[str, str | int]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Attachment:
        """What `to_json` gave."""
        return cls(**stored)
