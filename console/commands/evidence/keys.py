"""The keys that sign the office's evidence: what they are, and the certificate of a licensed authority."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509

from console.options.command_options import AsUser, confirm, database, settings, write_lines
from storage.audit import trail
from storage.base.database import Database
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import Message, message_of
from storage.evidence.licensed.office_certificate import (
    has_certificate,
    keep_certificate,
    licensed_key,
    read_certificate,
    remove_certificate,
)
from storage.evidence.signing import fingerprint, office_key
from storage.people.passwords import acting_officer
from storage.people.roles import SYSTEM_ADMINS

commands = typer.Typer()
keys = typer.Typer(
    help="Who signs the office's evidence (签名密钥), and its certificate of a licensed authority.",
    no_args_is_help=True,
)
commands.add_typer(keys, name="keys")


@keys.command("show")
def show() -> None:
    """Print the certificates that sign, a line each: whose, by whom, until when, fingerprint."""
    effective = settings()
    office = office_key(effective.home, office=effective.office_name)
    lines = [_line("anchor", office.anchor), _line("signer", office.certificate)]
    if office.licensed is not None:
        lines.append(_line("licensed", office.licensed.certificate))
    write_lines(lines, None)


@keys.command("import")
def import_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PKCS#12: .p12 or .pfx.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_user: AsUser = None,
) -> None:
    """Sign new captures also with the certificate that a licensed authority (CA) issued to the office.

    Take the certificate for signing, not the one for encrypting. It replaces an earlier one.

    Example: hubiao keys import office.p12 --password-stdin < password.txt
    """
    effective = settings()
    with database(effective) as opened, opened.read() as session:
        acting_officer(session, as_user, SYSTEM_ADMINS)  # before a password is asked for and read
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=file, reason=message_of(error)) from error
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, default="", show_default=False)
    key = read_certificate(content, password)
    subject = f"certificate:{fingerprint(key.certificate)[:16]}"
    with database(effective) as opened:
        with opened.begin() as session:
            officer = acting_officer(session, as_user, SYSTEM_ADMINS)
            trail.record(session, actor=officer, act="certificate.import", subject=subject)
        _change(opened, officer, subject, lambda: keep_certificate(effective.home, key))
    signer = key.certificate.subject.rfc4514_string()
    ends = key.certificate.not_valid_after_utc.date().isoformat()
    confirm(Message("done.licensed-imported", {"signer": signer, "ends": ends}))


@keys.command("remove")
def remove_key(as_user: AsUser = None) -> None:
    """Take the licensed authority's certificate and its key off this machine."""
    effective = settings()
    subject = "certificate"
    # One that cannot be read hinders every capture: it must be removable.
    with suppress(StoreUnavailable):
        key = licensed_key(effective.home)
        subject += f":{fingerprint(key.certificate)[:16]}" if key is not None else ""
    if not has_certificate(effective.home):
        with database(effective) as opened, opened.read() as session:
            acting_officer(session, as_user, SYSTEM_ADMINS)
        confirm(Message("done.no-licensed"))
        return
    with database(effective) as opened:
        with opened.begin() as session:
            officer = acting_officer(session, as_user, SYSTEM_ADMINS)
            trail.record(session, actor=officer, act="certificate.remove", subject=subject)
        _change(opened, officer, subject, lambda: remove_certificate(effective.home))
    confirm(Message("done.licensed-removed"))


def _change(opened: Database, officer: str, subject: str, change: Callable[[], object]) -> None:
    """Do what the audit has recorded already: no file changes without its entry, and a change that fails is
    recorded too."""
    try:
        change()
    except StoreUnavailable:
        with opened.begin() as session:
            trail.record(session, actor=officer, act="certificate.unchanged", subject=subject)
        raise


def _line(use: str, certificate: x509.Certificate) -> dict[str, object]:
    return {
        "use": use,
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "ends": certificate.not_valid_after_utc.date().isoformat(),
        "sha256": fingerprint(certificate),
    }
