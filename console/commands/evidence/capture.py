"""Evidence of a page or of a lead's listing, taken now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifiers.pictures.mail_pictures import make_mail_picture
from console.options.command_options import (
    AllowAddress,
    AsUser,
    database,
    notify,
    settings,
    write_lines,
)
from console.options.evidence_output import copy_package, entry_line, waiting_text
from crawler.capture import CaptureRequest, capture_page
from crawler.capture.capture import lead_request
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState
from storage.evidence.entries import Entry
from storage.people.passwords import acting_officer
from storage.people.roles import DECIDERS

commands = typer.Typer()


Package = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="PACKAGE", help="Copy the package here (.wacz)."),
]


@commands.command()
def capture(
    url: Annotated[str | None, typer.Argument(metavar="URL", help="Page to capture.")] = None,
    lead: Annotated[
        int | None, typer.Option("--lead", metavar="ID", help="Capture this lead's listing.")
    ] = None,
    output: Package = None,
    require_stamp: Annotated[
        bool, typer.Option("--require-stamp", help="Fail unless a time-stamp was obtained.")
    ] = False,
    allow_address: AllowAddress = None,
    as_user: AsUser = None,
) -> None:
    """Capture a page as evidence: browser visit, archive, hashes, signature, time-stamps.

    Example: hubiao capture --lead 1 -o lead-1.wacz
    """
    if (url is None) == (lead is None):
        raise BadInput("command.capture-target")
    effective = settings(allow_addresses=tuple(allow_address) if allow_address else None)
    with database(effective) as opened:
        with opened.read() as session:
            officer = acting_officer(session, as_user, DECIDERS)
        if lead is not None:
            request = lead_request(opened, lead, officer=officer)
        else:
            request = CaptureRequest(url=str(url), officer=officer)
        entry = capture_page(opened, effective, request)
        if lead is not None:
            make_mail_picture(opened, effective, entry.id)
    _deliver_package(entry, output, effective)
    write_lines([entry_line(entry)], None)
    if require_stamp and entry.state is not EvidenceState.STAMPED:
        raise HubiaoError("command.not-stamped", evidence=entry.id)


def _deliver_package(entry: Entry, output: Path | None, effective: Settings) -> None:
    """Copy the package to where it was asked for; without its tokens there is none yet."""
    if entry.package is None:
        notify(
            Message(
                "command.evidence-waits",
                {"evidence": entry.id, "waiting": waiting_text(entry.waiting)},
            )
        )
        if output is not None:
            raise HubiaoError("command.package-not-written", file=output, evidence=entry.id)
    elif output is not None:
        copy_package(entry.package, output, effective)
