"""One line of a verification: what was looked at, whether it holds, and the fact or the fault."""

from __future__ import annotations

from dataclasses import dataclass

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


def passed(name: str, code: str, **data: object) -> Check:
    """A line that holds, by the codes of its name and its words."""
    return Check(Message(name), passed=True, says=Message(code, data))


def failed(name: str, code: str, **data: object) -> Check:
    """A line that does not hold."""
    return Check(Message(name), passed=False, says=Message(code, data))
