"""One line of a verification: what was looked at, whether it holds, and the fact or the fault (核验记录)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.base.message import Language, Message, current_language


@dataclass(frozen=True)
class Check:
    """One line of a verification."""

    name: Message
    passed: bool
    says: Message
    """The fact that was established, or the fault."""

    def line(self, language: Language | None = None) -> str:
        """The check in words of one language; without one, in those of the process."""
        code = "check.passed" if self.passed else "check.failed"
        words = Message(code, {"name": self.name, "says": self.says})
        return " ".join(words.text(language or current_language()).split())

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` takes back."""
        return {"name": self.name.to_json(), "passed": self.passed, "says": self.says.to_json()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Check:
        """What `to_json` gave."""
        return cls(
            name=Message.from_json(stored["name"]),
            passed=bool(stored["passed"]),
            says=Message.from_json(stored["says"]),
        )
