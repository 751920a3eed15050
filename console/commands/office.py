"""Setting up the office: init, settings, users, tokens, doctor, backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import AsUser, database, settings
from storage.base.errors import BadInput
from storage.base.vocabulary import Role

users = typer.Typer(help="Officers and their roles.", no_args_is_help=True)
token = typer.Typer(help="Access of other programs to the API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command("init")(init)
    app.command("doctor")(doctor)
    app.command("settings")(show_settings)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.add_typer(users, name="users")
    app.add_typer(token, name="token")


def init() -> None:
    """Make the data folder, the database and the office's signing key; may be run again at any time."""
    from storage.base.database import open_database
    from storage.evidence.signing import office_key

    effective = settings()
    effective.folder(".")
    opened = open_database(effective, migrate=True)
    opened.close()
    if not opened.is_sqlite:
        from console.work.crawl_queue import make_queue

        make_queue(effective)
    office_key(effective.home)
    typer.echo(f"ready: {effective.home.resolve()}")


def doctor() -> None:
    """Say what is missing on this machine and how to mend it; exit 1 when something is."""
    from console.doctor import examine

    findings = examine(settings())
    for finding in findings:
        verdict = "ok     " if finding.passed else "MISSING"
        typer.echo(f"{verdict}  {finding.subject}: {finding.report}")
    if not all(finding.passed for finding in findings):
        raise typer.Exit(1)


def show_settings() -> None:
    """Print the effective settings, secrets masked, each with its variable and meaning."""
    effective = settings()
    for name, field in type(effective).model_fields.items():
        value = getattr(effective, name)
        shown = "******" if "SecretStr" in str(field.annotation) and value else value
        if isinstance(shown, tuple):
            shown = ",".join(shown)
        typer.echo(f"HUBIAO_{name.upper()}={'' if shown is None else shown}  # {field.description}")


def backup(target: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write database and evidence into one archive while the program may be running.

    Example: hubiao backup hubiao.tar.gz
    """
    from storage.files.backup import write_backup

    with database() as opened:
        typer.echo(write_backup(opened, settings(), target))


def restore(source: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Bring a backup back into an empty data folder; an existing database is never overwritten."""
    from storage.files.backup import read_backup

    typer.echo(read_backup(settings(), source))


@users.command("add")
def add(
    name: str,
    role: Annotated[Role, typer.Option(help="What this officer may do.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_user: AsUser = None,
) -> None:
    """Enter an officer (核查员, 审批人, 法制, 管理员, 只读).

    Example: hubiao users add li --role officer --password-stdin < password.txt
    """
    from storage.people.passwords import add_user

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        raise BadInput("command.no-password")
    with database() as opened, opened.begin() as session:
        add_user(session, name, role, password, actor=as_user or "cli")
    typer.echo(f"added {name} ({role.value})")


@users.command("list")
def list_users() -> None:
    """Show all officers."""
    import sqlalchemy as sa

    from storage.tables import UserRow

    with database() as opened, opened.read() as session:
        for row in session.scalars(sa.select(UserRow).order_by(UserRow.name)):
            typer.echo(f"{row.name}\t{row.role}\t{'active' if row.active else 'closed'}")


@token.command("create")
def create(
    name: str,
    scope: Annotated[
        str,
        typer.Option(
            help="read, write, or single ones with commas: leads, listings, rights, notices, runs,"
            " tips, metrics."
        ),
    ] = "read",
) -> None:
    """Make a token; it is shown once and kept only as a hash.

    Example: hubiao token create oa --scope leads,tips
    """
    from storage.people.api_tokens import add_token, new_secret

    secret = new_secret()
    with database() as opened, opened.begin() as session:
        add_token(session, name, scope, secret)
    typer.echo(secret)
