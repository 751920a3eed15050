"""What the slow checks found last, kept in the data folder for the pages."""

from __future__ import annotations

from console.health.checks import examine_office
from console.health.finding import CheckOutcome, Finding, HealthReport
from console.health.office import CheckedOffice
from storage.base.message import Message, catalogue
from storage.base.settings import Settings
from storage.files.kept_json import kept_json, kept_moment

FILE = "health.json"


def kept_findings(settings: Settings) -> list[Finding]:
    """What was kept last; nothing before the first time, or where the file cannot be read."""
    try:
        lines = kept_json(settings, FILE)
        findings = [
            Finding(
                check=str(line["check"]),
                report=HealthReport(
                    outcome=CheckOutcome(line["outcome"]),
                    message=Message.from_json(line["message"]),
                ),
                at=kept_moment(line["at"]),
            )
            for line in lines
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [finding for finding in findings if finding.subject.code in catalogue()]


def health_of(office: CheckedOffice) -> list[Finding]:
    """Every finding, what failed first: the fast checks anew, the slow ones as they were kept."""
    order = {CheckOutcome.FAILED: 0, CheckOutcome.ADVICE: 1, CheckOutcome.PASSED: 2}
    findings = [*examine_office(office), *kept_findings(office.settings)]
    return sorted(findings, key=lambda finding: order[finding.outcome])
