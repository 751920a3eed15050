"""Backups: made, closed by a pass phrase, tried, brought back.

Each command imports what it needs, so that none waits for what another uses.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.options.command_options import confirm, database, settings
from console.options.progress import progress

if TYPE_CHECKING:
    from storage.base.settings import Settings

commands = typer.Typer()

_FromStdin = Annotated[
    bool,
    typer.Option("--passphrase-stdin", help="Read the pass phrase from the first line of stdin."),
]


@commands.command()
def backup(
    target: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    scheduled: Annotated[
        bool,
        typer.Option(
            "--scheduled", help="Into the folder HUBIAO_BACKUP_PLACE, dropping what is too many."
        ),
    ] = False,
    without_keys: Annotated[
        bool,
        typer.Option("--without-keys", help="Leave the office's keys out; keep them elsewhere."),
    ] = False,
    encrypt: Annotated[
        bool,
        typer.Option("--encrypt", help="Ask for a pass phrase and close the archive by it (age)."),
    ] = False,
    passphrase_stdin: _FromStdin = False,
) -> None:
    """Write database and evidence into one archive while the program may be running. It is read again as a whole.

    Where HUBIAO_BACKUP_PASSPHRASE is set, every backup is closed by it.

    Example: hubiao backup hubiao.tar.gz
    """
    from storage.audit import trail
    from storage.base.errors import BadInput
    from storage.files.backup import write_backup
    from storage.files.backup_place import back_up_to_place
    from storage.tables.base import now

    if (target is None) != scheduled or (scheduled and (encrypt or passphrase_stdin)):
        raise BadInput("command.backup-target")
    phrase = _new_phrase(from_stdin=passphrase_stdin) if encrypt or passphrase_stdin else None
    with database() as opened, progress("command.backing-up"):
        if target is None:
            written = back_up_to_place(opened, settings(), now())
            with opened.begin() as session:
                trail.record(session, actor="system", act="backup.make", subject="system:backup")
            confirm(written)
        else:
            with_keys = False if without_keys else None
            confirm(write_backup(opened, settings(), target, with_keys=with_keys, phrase=phrase))


@commands.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE")],
    unverified: Annotated[
        bool,
        typer.Option("--unverified", help="Bring it back even if its audit chain does not verify."),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Lay the database that stands there aside.")
    ] = False,
    trial: Annotated[
        bool,
        typer.Option("--trial", help="Unpack and check it, then delete that again: a test."),
    ] = False,
    keys: Annotated[
        Path | None,
        typer.Option(
            "--keys", metavar="FOLDER", help="Where the keys lie that the backup leaves out."
        ),
    ] = None,
    passphrase_stdin: _FromStdin = False,
) -> None:
    """Bring a backup back into an empty data folder; no existing database is overwritten.

    Its database and its audit chain are checked before anything is put in place. A wrong pass phrase changes nothing.

    Example: hubiao restore --trial hubiao.tar.gz
    """
    from console.commands.office.restored_office import check_office, try_and_keep
    from storage.base.errors import BadInput
    from storage.files.office_use import alone
    from storage.files.restore import read_backup

    def check(unpacked: Settings) -> None:
        check_office(unpacked, source, accepts_broken_chain=unverified)

    if keys is not None and not keys.is_dir():
        raise BadInput("backup.keys-missing", path=keys)
    effective = settings()
    phrase = _phrase_for(source, effective, from_stdin=passphrase_stdin)
    if trial:
        with progress("command.trying-backup"):
            confirm(try_and_keep(effective, source, phrase, keys))
        return
    with alone(effective), progress("command.restoring"):
        confirm(read_backup(effective, source, check, replaces=replace, phrase=phrase, keys=keys))


def _new_phrase(*, from_stdin: bool) -> str:
    """Raises BadInput for one that is guessed too easily."""
    from storage.base.errors import BadInput
    from storage.base.setting_kinds import LEAST_PHRASE

    phrase = (
        sys.stdin.readline().rstrip("\r\n")
        if from_stdin
        else str(typer.prompt("Pass phrase", hide_input=True, confirmation_prompt=True))
    )
    if len(phrase) < LEAST_PHRASE:
        raise BadInput("backup.phrase-short", least=LEAST_PHRASE)
    return phrase


def _phrase_for(source: Path, effective: Settings, *, from_stdin: bool) -> str | None:
    """The pass phrase given; a person at a terminal is asked where a backup needs one."""
    from storage.base.errors import BadInput
    from storage.base.message import message_of
    from storage.files.backup_archive import needs_phrase

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        asked = needs_phrase(source)
    except OSError as error:
        raise BadInput("file.unreadable", path=source, reason=message_of(error)) from error
    if asked and effective.backup_passphrase is None and sys.stdin.isatty():
        return str(typer.prompt("Pass phrase", hide_input=True))
    return None
