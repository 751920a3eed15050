"""The office's installation: init, upgrade, doctor, settings.

Each command imports what it needs, so that `hubiao settings` waits for no database.
"""

from __future__ import annotations

from typing import Annotated

import typer

from console.options.command_options import confirm, database, settings
from storage.base.message import Message

commands = typer.Typer()

_VERDICTS = {"passed": "ok", "advice": "advice", "failed": "missing"}
"""Words of the catalogue for the outcomes of a check."""


@commands.command()
def init() -> None:
    """Make the data folder, the database and the signing key; may be run again at any time."""
    from storage.base.database import open_database
    from storage.evidence.signing import office_key

    effective = settings()
    effective.folder(".")
    migrated = open_database(effective, migrate=True)
    migrated.close()
    if not migrated.is_sqlite:
        # The engine of the queue takes half a second to import, and SQLite needs none.
        from console.work.crawl_queue import make_queue

        make_queue(effective)
    office_key(effective.home, office=effective.office_name)
    confirm(Message("done.ready", {"folder": effective.home.resolve()}))


@commands.command()
def upgrade() -> None:
    """Bring the database up to this program: backup, migration, checks, way back.

    Stop serve, workers and crawls first; while one runs, the upgrade is refused.
    """
    from console.commands.office.upgraded_office import upgrade_office

    upgrade_office(settings(), confirm)


@commands.command()
def doctor(
    keep: Annotated[
        bool, typer.Option("--keep", hidden=True, help="Keep what the machine lacks for the pages.")
    ] = False,
) -> None:
    """Say what is missing on this machine and how to mend it; exit 1 when something is."""
    from console.health.checks import examine_office
    from console.health.finding import CheckOutcome, Finding, failed
    from console.health.machine_checks import examine_machine, keep_findings
    from console.health.office import CheckedOffice
    from storage.base.errors import HubiaoError
    from storage.tables.base import now

    effective = settings()
    if keep:
        keep_findings(effective)
        return
    try:
        with database() as opened:
            findings = examine_office(
                CheckedOffice(settings=effective, database=opened, worker=None)
            )
    except HubiaoError as error:
        findings = [Finding(check="database", report=failed(error.message), at=now())]
    findings += examine_machine(effective)
    for finding in findings:
        verdict = Message(f"doctor.{_VERDICTS[finding.outcome]}")
        typer.echo(f"{verdict!s:7}  {finding.subject}: {finding.message}")
    if any(finding.outcome is CheckOutcome.FAILED for finding in findings):
        raise typer.Exit(1)


@commands.command("settings")
def show_settings() -> None:
    """Print the effective settings, secrets masked, each with its variable and meaning."""
    from storage.base.setting_kinds import masked_text

    effective = settings()
    for name, field in type(effective).model_fields.items():
        value = getattr(effective, name)
        text = "******" if "SecretStr" in str(field.annotation) and value else masked_text(value)
        typer.echo(f"HUBIAO_{name.upper()}={text}  # {field.description}")
