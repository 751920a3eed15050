"""The result of one check (检查结果)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.base.message import Message


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    ADVICE = "advice"
    """Works, and less than it could: nothing is set up yet, or nobody is sure."""
    FAILED = "failed"
    """Something does not work until somebody acts."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a check has to say."""

    outcome: Outcome
    message: Message


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The report of one check, with what it looked at and when."""

    check: str
    """Name of the check; its words stand in the catalogue under `doctor.NAME`."""
    report: Report
    at: datetime

    @property
    def subject(self) -> Message:
        """What was looked at."""
        return Message(f"doctor.{self.check}")

    @property
    def outcome(self) -> Outcome:
        return self.report.outcome

    @property
    def message(self) -> Message:
        return self.report.message


def passed(message: Message) -> Report:
    return Report(outcome=Outcome.PASSED, message=message)


def advice(message: Message) -> Report:
    return Report(outcome=Outcome.ADVICE, message=message)


def failed(message: Message) -> Report:
    return Report(outcome=Outcome.FAILED, message=message)


def verbatim(text: object) -> Message:
    """What no language changes: a path, an address, names."""
    return Message("text", {"text": text})
