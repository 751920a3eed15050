"""Registrars and hosts of sites (接入与注册信息), by RDAP from a file or, where allowed, from the network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, LeadNumber, database, write_lines, writing
from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput, Refused
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.leads.site_contacts import check_site, keep_answers, lead_host, registrations_of
from storage.net.address_policy import AddressPolicy
from storage.net.rdap_query import ask as ask_rdap
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS
from storage.tables import RegistrationRow, SiteCheckRow

commands = typer.Typer()
contacts = typer.Typer(
    help="Registrars and hosts of sites (接入与注册信息), by RDAP.", no_args_is_help=True
)
commands.add_typer(contacts, name="contacts")

FIELDS = (
    "id", "kind", "subject", "site", "operator", "iana_id", "abuse_email", "abuse_phone",
    "nameservers", "source", "answered_at",
)  # fmt: skip
Site = Annotated[
    str | None, typer.Option("--for", metavar="HOST", help="The site that stands in the network.")
]


@contacts.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="RDAP answers (RFC 9083).")],
    site: Site = None,
    as_user: AsUser = None,
) -> None:
    """Keep RDAP answers from a file: one answer, or a list of them.

    Example: hubiao contacts import answers.json --for www.site.example
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=file, reason=message_of(error)) from error
    with writing() as (session, _):
        officer = acting_officer(session, as_user, DRAFTERS)
        rows = keep_answers(session, content, where=file.name, site=site, by=officer)
        write_lines(map(_line, rows), None)


@contacts.command()
def ask(
    subject: Annotated[str, typer.Argument(metavar="DOMAIN|IP", help="What to ask for.")],
    site: Site = None,
    as_user: AsUser = None,
) -> None:
    """Ask the registry's RDAP server; only where HUBIAO_SITE_LOOKUPS allows it.

    Example: hubiao contacts ask site.example
    """
    with writing() as (session, effective):
        _check_allowed(effective)
        officer = acting_officer(session, as_user, DRAFTERS)
        policy = AddressPolicy(effective.allow_addresses)
        content = ask_rdap(subject, effective.rdap_bootstrap, policy)
        rows = keep_answers(session, content, where=f"RDAP {subject}", site=site, by=officer)
        write_lines(map(_line, rows), None)


@contacts.command()
def check(
    lead: LeadNumber,
    as_user: AsUser = None,
) -> None:
    """Look whether the name of a lead's site still leads to an address, and keep the outcome."""
    with writing() as (session, effective):
        _check_allowed(effective)
        row = check_site(session, lead, by=acting_officer(session, as_user, DRAFTERS))
        write_lines([_check_line(row)], None)


@contacts.command("list")
@grouped_options
def list_(
    lead: LeadNumber,
    *,
    options: ListOptions,
) -> None:
    """Show whom to tell of a lead's site: its host first, then its registrar."""
    with database() as opened, opened.read() as session:
        rows = registrations_of(session, lead_host(session, lead))
        write_rows(map(_line, rows), FIELDS, options)


def _check_allowed(effective: Settings) -> None:
    if not effective.site_lookups:
        raise Refused("rdap.off")


def _line(row: RegistrationRow) -> Line:
    line = {name: getattr(row, name) for name in FIELDS}
    line |= {
        "nameservers": list(row.nameservers),
        "answered_at": row.answered_at.isoformat(timespec="seconds"),
    }
    return without_blanks(line)


def _check_line(row: SiteCheckRow) -> Line:
    return {
        "lead": row.lead_id,
        "host": row.host,
        "addresses": list(row.addresses),
        "page": row.page,
        "page_seen_at": row.page_seen_at.isoformat(timespec="seconds"),
        "checked_at": row.checked_at.isoformat(timespec="seconds"),
    }
