"""The slow checks, one list for `hubiao doctor`, 运行状况 and 工作台.

They launch a browser and ask servers, so a served console has them run in a process of their own now and
then; the pages show what was kept, with its time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from console.health import machine
from console.health.checks import finding_of
from console.health.finding import Finding, HealthReport
from console.health.kept import FILE
from storage.base.settings import Settings
from storage.files.kept_json import keep_json


@dataclass(frozen=True, kw_only=True)
class MachineCheck:
    """A check that takes seconds."""

    name: str
    run: Callable[[Settings], HealthReport]


MACHINE_CHECKS = (
    MachineCheck(name="browser", run=machine.check_browser),
    MachineCheck(name="fonts", run=machine.check_fonts),
    MachineCheck(name="front-end", run=machine.check_front_end),
    MachineCheck(name="office-suite", run=machine.check_office_suite),
    MachineCheck(name="confinement", run=machine.check_confinement),
    MachineCheck(name="relay", run=machine.check_relay),
    MachineCheck(name="authorities", run=machine.check_authorities),
    MachineCheck(name="clock", run=machine.check_clock),
)


def examine_machine(settings: Settings) -> list[Finding]:
    """Every slow check."""
    return [finding_of(check.name, partial(check.run, settings)) for check in MACHINE_CHECKS]


def keep_findings(settings: Settings) -> list[Finding]:
    """Run the slow checks and keep what they found. Raises StoreUnavailable."""
    findings = examine_machine(settings)
    lines = [
        {
            "check": finding.check,
            "outcome": finding.outcome,
            "message": finding.message.to_json(),
            "at": finding.at.isoformat(),
        }
        for finding in findings
    ]
    keep_json(settings, FILE, lines)
    return findings
