"""People and programs: officers with their roles, and tokens of programs."""

from __future__ import annotations

import sys
from typing import Annotated

import sqlalchemy as sa
import typer

from console.options.command_options import AsUser, confirm, database
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.vocabulary import Role
from storage.people.api_tokens import add_token, new_secret
from storage.people.passwords import acting_officer, add_user
from storage.people.roles import SECURITY_ADMINS
from storage.tables import UserRow

commands = typer.Typer()
users = typer.Typer(help="Officers and their roles.", no_args_is_help=True)
token = typer.Typer(help="Access of other programs to the API.", no_args_is_help=True)
commands.add_typer(users, name="users")
commands.add_typer(token, name="token")

USER_FIELDS = ("name", "role", "state", "full_name", "function")


@users.command("add")
def add(
    name: str,
    role: Annotated[Role, typer.Option(help="What this officer may do.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    full_name: Annotated[
        str | None,
        typer.Option("--full-name", metavar="NAME", help="姓名, shown instead of the login."),
    ] = None,
    function: Annotated[
        str | None, typer.Option("--function", metavar="TEXT", help="职务 in the office.")
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Enter an officer (核查员, 审批人, 法制, 管理员, 只读).

    Example: hubiao users add li --role officer --full-name 李明 --password-stdin < password.txt
    """
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        raise BadInput("command.no-password")
    with database() as opened, opened.begin() as session:
        add_user(
            session,
            name,
            role,
            password,
            full_name=full_name,
            function=function,
            actor=acting_officer(session, as_user, SECURITY_ADMINS),
        )
    confirm(Message("done.officer-added", {"name": name, "role": role.value}))


@users.command("list")
@grouped_options
def list_users(*, options: ListOptions) -> None:
    """Show all officers: login, role, whether active, full name, function."""
    with database() as opened, opened.read() as session:
        rows = session.scalars(sa.select(UserRow).order_by(UserRow.name))
        write_rows(map(_user_line, rows), USER_FIELDS, options, plain=_user_cells)


def _user_line(row: UserRow) -> dict[str, object]:
    line = {
        "name": row.name,
        "role": row.role,
        "state": "active" if row.active else "closed",
        "full_name": row.full_name,
        "function": row.function,
    }
    return without_blanks(line)


def _user_cells(line: dict[str, object]) -> list[str]:
    cells = [str(line.get(name, "")) for name in USER_FIELDS]
    return cells if any(cells[3:]) else cells[:3]


@token.command("create")
def create(
    name: str,
    scope: Annotated[
        str,
        typer.Option(
            help="read, write, or single ones with commas: leads, listings, rights, notices, runs,"
            " tips, metrics; or captures, with --officer."
        ),
    ] = "read",
    officer: Annotated[
        str | None,
        typer.Option(
            "--officer", metavar="LOGIN", help="Whose browser hands pages in (scope captures)."
        ),
    ] = None,
) -> None:
    """Make a token; it is shown once and kept only as a hash.

    Example: hubiao token create oa --scope leads,tips
    """
    secret = new_secret()
    with database() as opened, opened.begin() as session:
        add_token(session, name, scope, secret, officer=officer)
    typer.echo(secret)
