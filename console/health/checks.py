"""The fast checks, one list for `hubiao doctor`, 运行状况 and 工作台: read anew at every look."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from console.health import office
from console.health.finding import Finding, HealthReport, failed
from console.health.office import CheckedOffice
from storage.base.errors import HubiaoError
from storage.base.message import message_of
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class OfficeCheck:
    """A check that takes milliseconds."""

    name: str
    run: Callable[[CheckedOffice], HealthReport]


OFFICE_CHECKS = (
    OfficeCheck(name="data-folder", run=office.check_folder),
    OfficeCheck(name="database", run=office.check_database),
    OfficeCheck(name="worker", run=office.check_worker),
    OfficeCheck(name="mails", run=office.check_mails),
    OfficeCheck(name="stamps", run=office.check_stamps),
    OfficeCheck(name="record-times", run=office.check_record_times),
    OfficeCheck(name="certificate", run=office.check_certificate),
    OfficeCheck(name="backup", run=office.check_backup),
    OfficeCheck(name="audit-chain", run=office.check_audit_chain),
    OfficeCheck(name="audit-forward", run=office.check_audit_forward),
)


def examine_office(data: CheckedOffice) -> list[Finding]:
    """Every fast check."""
    return [finding_of(check.name, partial(check.run, data)) for check in OFFICE_CHECKS]


def finding_of(name: str, run: Callable[[], HealthReport]) -> Finding:
    """Run one check; what it raises is a failure."""
    try:
        report = run()
    except (HubiaoError, OSError, subprocess.SubprocessError) as error:
        report = failed(message_of(error))
    return Finding(check=name, report=report, at=now())
