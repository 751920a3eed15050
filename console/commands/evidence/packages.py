"""Evidence: verify a package, list, export, encrypt, hold and expire captures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from cryptography.x509 import Certificate

from console.options.command_options import AsUser, database, settings, write_lines
from console.options.evidence_output import copy_package, entry_line, waiting_text
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput, HubiaoError, NotFound
from storage.evidence import retention
from storage.evidence.entries import package_of, seal_waiting
from storage.evidence.foreign.signed_pdf import is_pdf, verify_signed_pdf
from storage.evidence.foreign.timestamp_file import SUFFIXES, verify_timestamp
from storage.evidence.foreign.web_archive import is_foreign, verify_web_archive
from storage.evidence.renewal.algorithms import read_ages
from storage.evidence.renewal.daily import renew
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.trust import home_anchors, read_anchors
from storage.evidence.verification import verify_package
from storage.files.vault import encrypt_all
from storage.people.passwords import acting_officer
from storage.people.roles import OVERSEERS
from storage.records.outside.check import Check
from storage.tables import EvidenceRow
from storage.transfers.retention import delete_expired_packages, expired_packages

commands = typer.Typer()
evidence = typer.Typer(help="Evidence taken so far (固证材料).", no_args_is_help=True)
commands.add_typer(evidence, name="evidence")

CAPTURE_FIELDS = ("id", "lead", "url", "state", "captured_at", "manifest", "previous", "error")


@commands.command()
def verify(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE")],
    data: Annotated[
        Path | None,
        typer.Argument(metavar="[DATA]", help="File that a .tsr or .ers covers, if not beside it."),
    ] = None,
    trust: Annotated[
        list[Path] | None,
        typer.Option(
            "--trust",
            metavar="PEM",
            help="Anchor of a signer or time-stamp authority; repeatable."
            " Default: those of the data folder and HUBIAO_TIMESTAMP_ANCHORS.",
        ),
    ] = None,
    require_stamp: Annotated[
        bool, typer.Option("--require-stamp", help="Fail a package without a time-stamp.")
    ] = False,
    at: Annotated[
        datetime | None,
        typer.Option("--at", metavar="DATE", formats=["%Y-%m-%d"], help="Judge as on that day."),
    ] = None,
    algorithm_end: Annotated[
        list[str] | None,
        typer.Option(
            "--algorithm-end",
            metavar="NAME=DATE",
            help="Day from which an algorithm is no longer relied on, as sha256=2040-01-01;"
            " repeatable. Default: HUBIAO_ALGORITHM_ENDS and the table of the product.",
        ),
    ] = None,
) -> None:
    """Check a package offline, a line a check; exit 0 only if all hold.

    An evidence record beside it (PACKAGE.ers) is read too. A time-stamp of others (FILE.tsr,
    FILE.ers) is read with the file that it covers, a signed PDF (FILE.pdf) with each of its
    signatures, and each line says what it is worth.

    Example: hubiao verify lead-1.wacz --trust office.pem --at 2046-01-01
    """
    ages = read_ages(algorithm_end or (() if trust else settings().algorithm_ends))
    if trust:
        anchors = timestamp_anchors = read_anchors(trust)
    else:
        effective = settings()
        anchors = home_anchors(effective.home)
        timestamp_anchors = read_anchors(Path(path) for path in effective.timestamp_anchors)
    day = datetime.now(UTC) if at is None else at.replace(tzinfo=UTC)
    reader = Reader(at=day, anchors=timestamp_anchors, ages=ages)
    checks = _checks(package, data, reader, anchors, require_stamp=require_stamp)
    for check in checks:
        typer.echo(check.line())
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


def _checks(
    package: Path,
    data: Path | None,
    reader: Reader,
    anchors: Sequence[Certificate],
    *,
    require_stamp: bool,
) -> Sequence[Check]:
    """The checks of a file by its kind; `anchors` are those of signers."""
    if package.suffix.lower() in SUFFIXES:
        return verify_timestamp(package, data, reader)
    if is_pdf(package):
        return verify_signed_pdf(package, replace(reader, anchors=(*anchors, *reader.anchors)))
    if is_foreign(package):
        return verify_web_archive(package, reader)
    return verify_package(
        package,
        anchors=anchors,
        timestamp_anchors=reader.anchors,
        require_stamp=require_stamp,
        at=reader.at,
        ages=reader.ages,
    )


@evidence.command("list")
@grouped_options
def list_evidence(*, options: ListOptions) -> None:
    """List captures: number, lead, address, state, hash."""
    with database() as opened, opened.read() as session:
        rows = session.scalars(sa.select(EvidenceRow).order_by(EvidenceRow.id)).all()
        write_rows(map(_capture_line, rows), CAPTURE_FIELDS, options)


@evidence.command("stamp")
def stamp() -> None:
    """Ask again for time-stamps that are missing; exit 1 while any is."""
    effective = settings()
    with database(effective) as opened:
        entries = seal_waiting(opened, effective)
    write_lines((entry_line(entry) for entry in entries), None)
    if any(entry.package is None for entry in entries):
        raise HubiaoError(
            "command.stamps-wait",
            waiting=waiting_text([line for entry in entries for line in entry.waiting]),
        )


@evidence.command("renew")
def renew_evidence(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
) -> None:
    """Give packages whose proof will end a new archive time-stamp (证据续期, RFC 4998).

    New packages get their first one, tokens about to end another, hash trees of an algorithm about to
    be given up one of its successor. The worker does it once a day.
    """
    effective = settings()
    with database(effective) as opened:
        count = renew(opened, effective, dry_run=dry_run)
    write_lines([{"initial": count.initial, "tokens": count.token, "hashes": count.hash}], None)


@evidence.command("export")
def export(
    evidence_id: Annotated[int, typer.Argument(metavar="ID")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PACKAGE")],
) -> None:
    """Copy one package out."""
    effective = settings()
    with database(effective) as opened:
        package = package_of(opened, effective, evidence_id)
    if package is None:
        raise NotFound("command.no-package", evidence=evidence_id)
    copy_package(package, output, effective)


@evidence.command("encrypt")
def encrypt() -> None:
    """Encrypt what still lies in clear (evidence, attachments, letters, pictures, pages)."""
    effective = settings()
    if effective.vault_key is None:
        raise BadInput("command.no-vault-key")
    write_lines([{"encrypted": encrypt_all(effective)}], None)


@evidence.command("hold")
def hold(
    lead: Annotated[int, typer.Option("--lead", metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", help="Why this matter is held.")],
    as_user: AsUser = None,
) -> None:
    """Keep a lead's evidence from deletion, however old it grows.

    Example: hubiao evidence hold --lead 1 --reason 已提起诉讼
    """
    with database() as opened, opened.begin() as session:
        retention.hold(
            session, lead, officer=acting_officer(session, as_user, OVERSEERS), why=reason
        )


@evidence.command("release")
def release(
    lead: Annotated[int, typer.Option("--lead", metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", help="Why the hold ends.")],
    as_user: AsUser = None,
) -> None:
    """End a hold."""
    with database() as opened, opened.begin() as session:
        retention.release(
            session, lead, officer=acting_officer(session, as_user, OVERSEERS), why=reason
        )


@evidence.command("expire")
def expire(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    as_user: AsUser = None,
) -> None:
    """Delete evidence of ended leads, and packages of other offices, whose time is over; the worker does
    it once a day."""
    effective = settings()
    with database(effective) as opened:
        if dry_run:
            with opened.read() as session:
                count = len(retention.expired(session, effective))
                packages = len(expired_packages(session, effective))
        else:
            with opened.read() as session:
                officer = acting_officer(session, as_user, OVERSEERS)
            count = retention.delete_expired(opened, effective, officer=officer)
            packages = delete_expired_packages(opened, effective, officer=officer)
    line = {"expired": count, "deleted": 0 if dry_run else count, "received_packages": packages}
    write_lines([line], None)


def _capture_line(row: Any) -> dict[str, object]:
    line = {
        "id": row.id,
        "lead": row.lead_id,
        "url": row.url,
        "state": row.state,
        "captured_at": row.captured_at.isoformat(),
        "manifest": row.manifest_sha256,
        "previous": row.previous_sha256,
        "error": str(row.facts.error) if row.facts.error else None,
    }
    return without_blanks(line)
