"""Leads that go from one office to another (线索移交): packages received, receipts given and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.options.command_options import (
    AsUser,
    Output,
    database,
    notify,
    settings,
    write_text,
    writing,
)
from console.options.letter_options import print_json
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message
from storage.files.text_file import read_bytes
from storage.people.passwords import acting_officer
from storage.people.roles import DECIDERS, DRAFTERS
from storage.records.outside.transfer import TransferAnswer

if TYPE_CHECKING:
    from storage.transfers.checked_package import CheckedPackage

commands = typer.Typer()
transfer = typer.Typer(
    help="Leads that another office hands over (线索移交), and receipts.", no_args_is_help=True
)
commands.add_typer(transfer, name="transfer")

FIELDS = ("id", "office", "letter", "received_at", "received_by", "leads", "waiting", "package")
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the received package.")]
Trust = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust",
        metavar="PEM",
        help="Anchor of the other office or its time-stamp authority; repeatable. Besides those of the"
        " data folder and HUBIAO_TIMESTAMP_ANCHORS.",
    ),
]
Fingerprint = Annotated[
    list[str] | None,
    typer.Option(
        "--fingerprint",
        metavar="SHA256",
        help="Fingerprint of an anchor in the file, compared by telephone or on paper; repeatable.",
    ),
]


@transfer.command()
def receive(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip")],
    trust: Trust = None,
    fingerprint: Fingerprint = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check it and say what would follow; change nothing.")
    ] = False,
    receipt_file: Annotated[
        Path | None,
        typer.Option("--receipt", metavar="FILE", help="Write the receipt for the sender here."),
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Check the package of another office's transfer letter, open its leads, give a receipt.

    A line a check; a package of which one does not hold is not received (exit 1). A lead whose right this
    office has not waits for `hubiao transfer place`. The same letter twice is received once.

    Example: hubiao transfer receive 移送.zip --dry-run
    """
    from console.intake.received_transfer import receive_package, rights_for
    from storage.rights.store import load_rights
    from storage.transfers.checked_package import check_package, remarks_on
    from storage.transfers.receiving import PlacedLead, find_received, refuse_unsound
    from storage.transfers.trusted_signers import trusted_signers

    effective, content = settings(), read_bytes(file)
    trusted = trusted_signers(effective, anchors=trust or (), fingerprints=fingerprint or ())
    package = check_package(effective, content, file.name, trusted)
    _print_checks(package)
    refuse_unsound(package)
    for remark in remarks_on(package.description, effective):
        notify(remark)
    leads = package.description.leads
    with database(effective) as opened:
        with opened.read() as session:
            officer = acting_officer(session, as_user, DECIDERS)
            find_received(session, package)  # refuses another document under the same number
            places = tuple(
                PlacedLead(position=n, lead=x, lead_id=None) for n, x in enumerate(leads)
            )
            rights = rights_for(load_rights(session), places)
        if dry_run:
            print_json(
                {"letter": package.description.letter.number, "rights": list(rights.values())}
            )
            return
        reception = receive_package(opened, effective, package, content, file.name, officer=officer)
    if receipt_file is not None:
        _write_receipt(reception.transfer, receipt_file)
    print_json(
        {
            "id": reception.transfer,
            "again": reception.again,
            "leads": [place.lead_id for place in reception.leads],
            "waiting": sum(place.lead_id is None for place in reception.leads),
        }
    )


def _print_checks(package: CheckedPackage) -> None:
    """A line a check; of a package that does not hold the fingerprints of its anchors, too."""
    for check in package.checks:
        typer.echo(check.line(), err=True)
    if package.holds:
        return
    for anchor in package.anchors:
        notify(
            Message(
                "transfer.packed-anchor",
                {"name": anchor.name, "fingerprint": anchor.fingerprint},
            )
        )


@transfer.command("list")
@grouped_options
def list_(*, options: ListOptions) -> None:
    """List received packages: sender, letter, leads, how many wait for a right; newest first."""
    from storage.transfers.receiving import find_transfers, waiting_counts

    with database() as opened, opened.read() as session:
        waiting = waiting_counts(session)
        write_rows(
            (
                {
                    "id": row.id,
                    "office": row.office,
                    "letter": row.letter_number,
                    "received_at": row.received_at.isoformat(),
                    "received_by": row.received_by,
                    "leads": len(row.description.leads),
                    "waiting": waiting.get(row.id, 0),
                    "package": row.package.sha256,
                }
                for row in find_transfers(session)
            ),
            FIELDS,
            options,
        )


@transfer.command()
def place(
    number: Number,
    lead: Annotated[
        int | None, typer.Option("--lead", metavar="N", help="Which of its leads, from 1.")
    ] = None,
    right: Annotated[
        str | None, typer.Option("--right", metavar="ID", help="The right of this office.")
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Open the leads of a package that wait, under a right chosen by hand or one imported meanwhile."""
    from console.intake.received_transfer import open_leads

    if (lead is None) != (right is None):
        raise BadInput("transfer.lead-and-right")
    choices = {lead - 1: right} if lead is not None and right is not None else {}
    with database(effective := settings()) as opened:
        with opened.read() as session:
            officer = acting_officer(session, as_user, DECIDERS)
        places = open_leads(opened, effective, number, officer=officer, choices=choices)
    waiting = sum(entry.lead_id is None for entry in places)
    print_json({"id": number, "leads": [e.lead_id for e in places], "waiting": waiting})


@transfer.command()
def rights(number: Number, output: Output = None) -> None:
    """Write the rights of a package as a rights file, not verified, for `hubiao rights import`."""
    from storage.transfers.receiving import find_transfer
    from storage.transfers.right_file import rights_file

    with database() as opened, opened.read() as session:
        row = find_transfer(session, number)
        write_text([rights_file(row.description.leads, row.office)], output)


@transfer.command()
def answer(
    number: Number,
    result: Annotated[TransferAnswer, typer.Argument(help="What is answered (处理意见).")],
    words: Annotated[str, typer.Option("--words", help="Why, in Chinese.")] = "",
    output: Output = None,
    as_user: AsUser = None,
) -> None:
    """Answer a transfer by a further receipt: accepted, or declined with the reason."""
    from storage.transfers.receipts import give_receipt
    from storage.transfers.receiving import find_transfer

    with writing() as (session, effective):
        officer = acting_officer(session, as_user, DECIDERS)
        row = find_transfer(session, number)
        made = give_receipt(session, effective, row, answer=result, officer=officer, words=words)
        print_json({"id": number, "receipt": made.number, "sha256": made.sha256})
    if output is not None:
        _write_receipt(number, output)


@transfer.command()
def receipt(number: Number, output: Output = None) -> None:
    """Write the newest receipt of a received package, for the sender."""
    _write_receipt(number, output)


@transfer.command("take-in")
def take_in(
    file: Annotated[Path, typer.Argument(metavar="RECEIPT")],
    trust: Trust = None,
    fingerprint: Fingerprint = None,
    as_user: AsUser = None,
) -> None:
    """Take in the receipt of another office for a transfer letter of this one."""
    from storage.transfers.receipts import take_in_receipt
    from storage.transfers.trusted_signers import trusted_signers

    content = read_bytes(file)
    with writing() as (session, effective):
        officer = acting_officer(session, as_user, DRAFTERS)
        trusted = trusted_signers(effective, anchors=trust or (), fingerprints=fingerprint or ())
        row, again = take_in_receipt(session, content, file.name, trusted, officer=officer)
        print_json(
            {
                "letter": row.notice_id,
                "receipt": row.number,
                "office": row.office,
                "answer": row.answer,
                "again": again,
            }
        )


def _write_receipt(number: int, output: Path | None) -> None:
    from storage.transfers.receipts import given_receipts
    from storage.transfers.receiving import find_transfer

    with database() as opened, opened.read() as session:
        find_transfer(session, number)
        newest = next(iter(given_receipts(session, number)), None)
        if newest is None:
            raise HubiaoError("receipt.none-given", transfer=number)
        write_text([newest.content], output)
