"""Evidence: capture a page, verify a package, keep after time-stamps that were late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import AllowAddress, AsUser, database, notify, settings, write_lines
from storage.base.errors import BadInput, HubiaoError, NotFound, StoreUnavailable
from storage.base.message import Message

if TYPE_CHECKING:
    from storage.base.settings import Settings
    from storage.evidence.entries import Entry

evidence = typer.Typer(help="Evidence taken so far (固证材料).", no_args_is_help=True)

Package = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="PACKAGE", help="Copy the package here (.wacz)."),
]


def register(app: typer.Typer) -> None:
    app.command("capture")(capture)
    app.command("verify")(verify)
    app.add_typer(evidence, name="evidence")


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
    from crawler.capture import CaptureRequest, capture_page
    from crawler.capture.capture import lead_request
    from storage.base.vocabulary import EvidenceState

    effective = settings(allow_addresses=tuple(allow_address) if allow_address else None)
    officer = as_user or "cli"
    with database(effective) as opened:
        if lead is not None:
            request = lead_request(opened, lead, officer=officer)
        else:
            request = CaptureRequest(url=str(url), officer=officer)
        entry = capture_page(opened, effective, request)
    _deliver(entry, output, effective)
    write_lines([_shown(entry)], None)
    if require_stamp and entry.state is not EvidenceState.STAMPED:
        raise HubiaoError("command.not-stamped", evidence=entry.id)


def verify(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE")],
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
) -> None:
    """Check a package offline, a line a check; exit 0 only if all hold.

    Example: hubiao verify lead-1.wacz --trust office.pem
    """
    from storage.evidence.trust import home_anchors, read_anchors
    from storage.evidence.verification import verify_package

    if trust:
        anchors = timestamp_anchors = read_anchors(trust)
    else:
        effective = settings()
        anchors = home_anchors(effective.home)
        timestamp_anchors = read_anchors(Path(path) for path in effective.timestamp_anchors)
    checks = verify_package(
        package,
        anchors=anchors,
        timestamp_anchors=timestamp_anchors,
        require_stamp=require_stamp,
    )
    for check in checks:
        typer.echo(check.line())
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


@evidence.command("list")
def list_evidence() -> None:
    """All captures as JSON lines: number, lead, address, state, hash."""
    import sqlalchemy as sa

    from storage.tables import EvidenceRow

    with database() as opened, opened.read() as session:
        rows = session.scalars(sa.select(EvidenceRow).order_by(EvidenceRow.id)).all()
        write_lines((_row_shown(row) for row in rows), None)


@evidence.command("stamp")
def stamp() -> None:
    """Ask again for time-stamps that are missing; exit 1 while any is."""
    from storage.evidence.entries import seal_waiting

    effective = settings()
    with database(effective) as opened:
        entries = seal_waiting(opened, effective)
    write_lines((_shown(entry) for entry in entries), None)
    if any(entry.package is None for entry in entries):
        raise HubiaoError(
            "command.stamps-wait",
            waiting=_waiting([line for entry in entries for line in entry.waiting]),
        )


@evidence.command("export")
def export(
    evidence_id: Annotated[int, typer.Argument(metavar="ID")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PACKAGE")],
) -> None:
    """Copy one package out."""
    from storage.evidence.entries import package_of

    effective = settings()
    with database(effective) as opened:
        package = package_of(opened, effective, evidence_id)
    if package is None:
        raise NotFound("command.no-package", evidence=evidence_id)
    _copy(package, output, effective)


@evidence.command("encrypt")
def encrypt() -> None:
    """Encrypt what still lies in clear (evidence, attachments, letters, pictures, pages)."""
    from storage.files.vault import encrypt_all

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
    from storage.evidence import retention

    with database() as opened, opened.begin() as session:
        retention.hold(session, lead, officer=as_user or "cli", why=reason)


@evidence.command("release")
def release(
    lead: Annotated[int, typer.Option("--lead", metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", help="Why the hold ends.")],
    as_user: AsUser = None,
) -> None:
    """End a hold."""
    from storage.evidence import retention

    with database() as opened, opened.begin() as session:
        retention.release(session, lead, officer=as_user or "cli", why=reason)


@evidence.command("expire")
def expire(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    as_user: AsUser = None,
) -> None:
    """Delete evidence of ended leads whose time is over; the worker does it once a day."""
    from storage.evidence import retention

    effective = settings()
    with database(effective) as opened:
        if dry_run:
            with opened.read() as session:
                count = len(retention.expired(session, effective))
        else:
            count = retention.delete_expired(opened, effective, officer=as_user or "cli")
    write_lines([{"expired": count, "deleted": 0 if dry_run else count}], None)


def _deliver(entry: Entry, output: Path | None, effective: Settings) -> None:
    """Copy the package to where it was asked for; without its tokens there is none yet."""
    if entry.package is None:
        notify(
            Message(
                "command.evidence-waits",
                {"evidence": entry.id, "waiting": _waiting(entry.waiting)},
            )
        )
        if output is not None:
            raise HubiaoError("command.package-not-written", file=output, evidence=entry.id)
    elif output is not None:
        _copy(entry.package, output, effective)


def _copy(package: Path, output: Path, effective: Settings) -> None:
    from storage.base.atomic_file import write_file
    from storage.files.vault import vault_of

    try:
        write_file(output, vault_of(effective).read(package))
    except OSError as error:
        raise StoreUnavailable("command.cannot-write", file=output, reason=error) from error


def _waiting(lines: tuple[str, ...] | list[str]) -> str:
    return "; ".join(dict.fromkeys(lines))


def _shown(entry: Entry) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": entry.id,
        "state": entry.state,
        "status": entry.status,
        "title": entry.title,
        "blocked": entry.blocked,
        "manifest": entry.manifest_sha256,
        "folder": str(entry.folder),
        "package": None if entry.package is None else str(entry.package),
        "waiting": list(entry.waiting) or None,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _row_shown(row: Any) -> dict[str, Any]:
    shown = {
        "id": row.id,
        "lead": row.lead_id,
        "url": row.url,
        "state": row.state,
        "captured_at": row.captured_at.isoformat(),
        "manifest": row.manifest_sha256,
        "previous": row.previous_sha256,
        "error": row.facts.get("error"),
    }
    return {name: value for name, value in shown.items() if value is not None}
