"""The result of one check (检查结果)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.base.message import Message


class CheckOutcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    ADVICE = "advice"
    """Works, and less than it could: nothing is set up yet, or nobody is sure."""
    FAILED = "failed"
    """Something does not work until somebody acts."""


@dataclass(frozen=True, kw_only=True)
class HealthReport:
    """What a check has to say."""

    outcome: CheckOutcome
    message: Message


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The report of one check, with what it looked at and when."""

    check: str
    """Name of the check; its words stand in the catalogue under `doctor.NAME`."""
    report: HealthReport
    at: datetime

    @property
    def subject(self) -> Message:
        """What was looked at."""
        return Message(f"doctor.{self.check}")

    @property
    def outcome(self) -> CheckOutcome:
        return self.report.outcome

    @property
    def message(self) -> Message:
        return self.report.message


def passed(message: Message) -> HealthReport:
    return HealthReport(outcome=CheckOutcome.PASSED, message=message)


def advice(message: Message) -> HealthReport:
    return HealthReport(outcome=CheckOutcome.ADVICE, message=message)


def failed(message: Message) -> HealthReport:
    return HealthReport(outcome=CheckOutcome.FAILED, message=message)


def verbatim(text: object) -> Message:
    """What no language changes: a path, an address, names."""
    return Message("text", {"text": text})
