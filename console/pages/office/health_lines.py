"""The health of the office as pages show it (运行检查): each finding with what helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.health.finding import CheckOutcome, Finding
from console.health.kept import health_of
from console.health.office import CheckedOffice
from console.health.remedies import CHECK_REMEDIES, Remedy
from console.web.page_request import PageRequest
from console.web.route import SYSTEM_ADMINS
from storage.base.message import Language

OUTCOMES = {CheckOutcome.PASSED: "正常", CheckOutcome.ADVICE: "提示", CheckOutcome.FAILED: "异常"}


@dataclass(frozen=True, kw_only=True)
class HealthLine:
    """One finding as a page shows it."""

    check: str
    subject: str
    outcome: CheckOutcome
    words: str
    at: datetime
    remedy: Remedy | None
    """None where everything is in order."""


def health_lines(request: PageRequest) -> Sequence[HealthLine]:
    """Every finding, what failed first."""
    worker = request.context.children.alive("worker")
    office = CheckedOffice(settings=request.settings, database=request.database, worker=worker)
    return [_line(finding) for finding in health_of(office)]


def alarms(request: PageRequest, open_steps: Sequence[str] = ()) -> Sequence[HealthLine]:
    """What the first page names: what failed, for everybody; advice for administrators, unless an open
    step of the set-up gives it already."""
    advised = {f"/start/{name}" for name in open_steps}
    is_admin = request.has_role(SYSTEM_ADMINS)
    return [
        line
        for line in health_lines(request)
        if line.outcome is CheckOutcome.FAILED
        or (
            is_admin
            and line.outcome is CheckOutcome.ADVICE
            and (line.remedy is None or line.remedy.address not in advised)
        )
    ]


def _line(finding: Finding) -> HealthLine:
    is_right = finding.outcome is CheckOutcome.PASSED
    return HealthLine(
        check=finding.check,
        subject=finding.subject.text(Language.CHINESE),
        outcome=finding.outcome,
        words=finding.message.text(Language.CHINESE),
        at=finding.at,
        remedy=None if is_right else CHECK_REMEDIES.get(finding.check),
    )
