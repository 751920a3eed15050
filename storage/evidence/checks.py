"""One line of a verification: what was looked at, whether it holds, and the fact or the fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storage.base.message import Language, Message, current_language
from storage.evidence.certificates.sm2 import Sm2NotChecked
from storage.evidence.package_entries import CheckFailed

_LONGEST_REASON = 300
"""Characters that a line quotes of what a parser of a hostile file says; chosen by hand."""


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


def run_check(name: Message, check: Callable[[], Message]) -> Check:
    """The line of a check that returns what holds or raises CheckFailed."""
    try:
        return Check(name, passed=True, says=check())
    except (CheckFailed, Sm2NotChecked) as failure:
        return Check(name, passed=False, says=failure.message)
    except Exception as error:
        # What is checked is hostile input for many parsers; one that gives up has confirmed nothing.
        reason = f"{type(error).__name__} {error}"[:_LONGEST_REASON]
        return Check(name, passed=False, says=Message("check.crashed", {"reason": reason}))
