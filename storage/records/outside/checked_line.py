"""One line of a verification as a row keeps it (核验记录)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.base.message import Message


@dataclass(frozen=True, kw_only=True)
class CheckedLine:
    """What was looked at, whether it held, and the fact."""

    name: Message
    passed: bool
    says: Message

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` takes back."""
        return {"name": self.name.to_json(), "passed": self.passed, "says": self.says.to_json()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> CheckedLine:
        """What `to_json` gave."""
        return cls(
            name=Message.from_json(stored["name"]),
            passed=bool(stored["passed"]),
            says=Message.from_json(stored["says"]),
        )
