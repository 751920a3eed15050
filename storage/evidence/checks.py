"""Running one check of a verification: its line says what holds, or the fault."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.message import Message
from storage.evidence.certificates.sm2 import Sm2NotChecked
from storage.evidence.package_entries import CheckFailed
from storage.records.outside.check import Check

_LONGEST_REASON = 300
"""Characters that a line quotes of what a parser of a hostile file says; chosen by hand."""


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
