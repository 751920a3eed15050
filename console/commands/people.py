"""People and programs: officers with their roles, and tokens of programs."""

from __future__ import annotations

import sys
from typing import Annotated

import sqlalchemy as sa
import typer

from console.options.command_options import AsUser, database
from storage.base.errors import BadInput
from storage.base.vocabulary import Role
from storage.people.api_tokens import add_token, new_secret
from storage.people.passwords import add_user
from storage.tables import UserRow

commands = typer.Typer()
users = typer.Typer(help="Officers and their roles.", no_args_is_help=True)
token = typer.Typer(help="Access of other programs to the API.", no_args_is_help=True)
commands.add_typer(users, name="users")
commands.add_typer(token, name="token")


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
    secret = new_secret()
    with database() as opened, opened.begin() as session:
        add_token(session, name, scope, secret)
    typer.echo(secret)
