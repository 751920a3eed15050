"""Official open APIs (官方开放接口): what the office was given for each, and one call by hand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from console.options.command_options import AllowAddress, AsUser, confirm, database, settings
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from crawler.open_api.api_order import confirmed_terms, why_off
from crawler.open_api.description import ApiDescription
from crawler.open_api.registry import api_files, api_of
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.crawls.api_access import (
    ApiAccess,
    confirm_terms,
    forget_keys,
    list_access,
    load_keys,
    save_keys,
    set_budget,
)
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS

if TYPE_CHECKING:
    from collections.abc import Iterable

API_FIELDS = ("name", "title", "state", "calls_today", "budget", "answer")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of an open API.")]

commands = typer.Typer()
api = typer.Typer(
    help="Official open APIs (开放接口): keys, terms, budget, one call by hand.",
    no_args_is_help=True,
)
commands.add_typer(api, name="api")


@api.command("list")
@grouped_options
def list_(*, options: ListOptions) -> None:
    """Show the APIs, whether each may be asked, and how often it was asked today."""
    effective = settings()
    lines = []
    with database(effective) as opened, opened.read() as session:
        stored = list_access(session)
        for name in api_files(effective.home):
            try:
                description = api_of(effective.home, name)
            except BadInput as error:
                lines.append({"name": name, "state": str(error)})
                continue
            access = stored.get(name, ApiAccess(name=name))
            why = why_off(description, access, load_keys(session, effective.home, name))
            lines.append(
                without_blanks(
                    {
                        "name": name,
                        "title": description.title,
                        "state": str(why) if why else "on",
                        "calls_today": access.calls_today,
                        "budget": access.budget or description.limits.budget,
                        "answer": str(access.answer) if access.answer else None,
                    }
                )
            )
    write_rows(lines, API_FIELDS, options)


@api.command("show")
def show(name: Name) -> None:
    """Show as JSON an API's keys by name, the terms to accept, its documents, and what they leave open."""
    description = api_of(settings().home, name)
    lines = {
        "name": description.name,
        "title": description.title,
        "endpoint": description.endpoint,
        "keys": [asdict(key) for key in description.keys],
        "terms": [asdict(term) for term in description.terms],
        "sources": list(description.sources),
        "unchecked": list(description.unchecked),
    }
    typer.echo(json.dumps(lines, ensure_ascii=False, indent=2))


@api.command("keys")
def keys(
    name: Name,
    forget: Annotated[
        bool, typer.Option("--forget", help="Remove the keys; the API is off.")
    ] = False,
    as_user: AsUser = None,
) -> None:
    """Seal an API's keys, read from stdin: NAME=VALUE, a line each.

    Example: hubiao api keys jd-union < keys.txt
    """
    effective = settings()
    description = api_of(effective.home, name)
    values = {} if forget else _read_keys(description, sys.stdin)
    with database(effective) as opened, opened.begin() as session:
        if forget:
            forget_keys(session, name, actor=acting_officer(session, as_user, ADMINS))
        else:
            save_keys(
                session,
                effective.home,
                name,
                values,
                actor=acting_officer(session, as_user, ADMINS),
            )
    confirm(
        Message(
            "done.api-keys-forgotten" if forget else "done.api-keys-stored",
            {"title": description.title},
        )
    )


def _read_keys(description: ApiDescription, lines: Iterable[str]) -> dict[str, str]:
    """Keys by name; blanks around a value are dropped, since copied ones often bring some."""
    names = [key.name for key in description.keys]
    values: dict[str, str] = {}
    for line in lines:
        if not line.strip():
            continue
        key, sign, value = line.partition("=")
        if not sign:
            raise BadInput("api.key-line")
        if key.strip() not in names:
            raise BadInput(
                "api.key-name", title=description.title, key=key.strip(), keys=", ".join(names)
            )
        values[key.strip()] = value.strip()
    for entry in description.keys:
        if not entry.optional and not values.get(entry.name):
            raise BadInput("api.no-keys", title=description.title, keys=entry.title)
    return values


@api.command("confirm")
def confirm_(name: Name, as_user: AsUser = None) -> None:
    """Enter that the office has accepted the API's terms, which `api show` lists."""
    effective = settings()
    description = api_of(effective.home, name)
    with database(effective) as opened, opened.begin() as session:
        confirm_terms(
            session,
            name,
            confirmed_terms(description),
            actor=acting_officer(session, as_user, ADMINS),
        )
    confirm(Message("done.api-terms-confirmed", {"title": description.title}))


@api.command("budget")
def budget(
    name: Name,
    calls: Annotated[
        int, typer.Argument(min=1, metavar="CALLS", help="Calls a day, all runs together.")
    ],
    as_user: AsUser = None,
) -> None:
    """Set how often all runs together may ask an API in a day."""
    effective = settings()
    description = api_of(effective.home, name)
    with database(effective) as opened, opened.begin() as session:
        set_budget(session, name, calls, actor=acting_officer(session, as_user, ADMINS))
    confirm(Message("done.api-budget-set", {"title": description.title, "calls": calls}))


@api.command("try")
def try_(name: Name, allow_address: AllowAddress = None) -> None:
    """Ask an API once and say in one line whether its keys work; exit 1 where they do not."""
    # The fetcher takes half a second to import, which the other commands need not wait for.
    from crawler.open_api.trial import try_api

    effective = settings(allow_addresses=allow_address)
    with database(effective) as opened:
        trial = try_api(name, effective, opened)
    title = api_of(effective.home, name).title
    confirm(Message("api.left", {"title": title, "why": trial.answer}))
    if not trial.works:
        raise typer.Exit(1)
