"""The office's installation: init, doctor, settings, backup, restore.

Each command imports what it needs, so that `hubiao settings` waits for no database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import confirm, database, settings
from console.options.progress import progress
from storage.base.message import Message

commands = typer.Typer()


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
    office_key(effective.home)
    confirm(Message("done.ready", {"folder": effective.home.resolve()}))


@commands.command()
def doctor() -> None:
    """Say what is missing on this machine and how to mend it; exit 1 when something is."""
    from console.doctor import examine

    findings = examine(settings())
    for finding in findings:
        verdict = Message("doctor.ok" if finding.passed else "doctor.missing")
        typer.echo(f"{verdict!s:7}  {finding.subject}: {finding.report}")
    if not all(finding.passed for finding in findings):
        raise typer.Exit(1)


@commands.command("settings")
def show_settings() -> None:
    """Print the effective settings, secrets masked, each with its variable and meaning."""
    from storage.base.setting_lists import setting_text

    effective = settings()
    for name, field in type(effective).model_fields.items():
        value = getattr(effective, name)
        text = "******" if "SecretStr" in str(field.annotation) and value else setting_text(value)
        typer.echo(f"HUBIAO_{name.upper()}={text}  # {field.description}")


@commands.command()
def backup(target: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write database and evidence into one archive while the program may be running.

    Example: hubiao backup hubiao.tar.gz
    """
    from storage.files.backup import write_backup

    with database() as opened, progress("command.backing-up"):
        confirm(write_backup(opened, settings(), target))


@commands.command()
def restore(source: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Bring a backup back into an empty data folder; no existing database is overwritten."""
    from storage.files.backup import read_backup

    with progress("command.restoring"):
        confirm(read_backup(settings(), source))
