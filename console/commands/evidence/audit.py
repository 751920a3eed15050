"""The audit: check its chain, state its head, write it out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import sqlalchemy as sa
import typer

from console.options.command_options import (
    Output,
    confirm,
    database,
    settings,
    write_lines,
    write_text,
)
from console.options.progress import counted_progress
from console.words.audit_acts import act_name
from storage.audit.syslog_lines import syslog_line
from storage.base.message import Message, current_language
from storage.evidence.audit_heads import state_head, statement_hash
from storage.evidence.audited.kept_checks import verify_audit
from storage.tables import AuditRow
from storage.views.row_formats import csv_parts

commands = typer.Typer()
audit = typer.Typer(help="The record of every act (操作留痕).", no_args_is_help=True)
commands.add_typer(audit, name="audit")


@audit.command("verify")
def verify(
    recent: Annotated[
        bool,
        typer.Option(
            "--recent",
            help="Only what was entered since a signed head that was verified before, and a portion of the older"
            " entries in turn; the worker does it once a day.",
        ),
    ] = False,
) -> None:
    """Check chain, newest entry, stated heads, evidence and rows beside their entries, a line a check; exit 1 if one
    fails.

    Example: hubiao audit verify --recent
    """
    effective = settings()
    with database(effective) as opened, counted_progress("command.verifying-audit") as read:
        checks = verify_audit(opened, effective, recent=recent, read=read)
    for check in checks:
        typer.echo(check.line())
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


@audit.command("head")
def head() -> None:
    """Sign the newest entry and have it time-stamped now; the worker does it once a day."""
    effective = settings()
    with database(effective) as opened:
        head_entry = state_head(opened, effective)
    if head_entry is None:
        confirm(Message("done.no-new-entry"))
        return
    write_lines(
        [
            {
                "number": head_entry.number,
                "hash": head_entry.hash,
                "statement": statement_hash(head_entry),
                "folder": str(head_entry.folder),
                "waiting": len(head_entry.waiting),
            }
        ],
        None,
    )


class AuditFormat(StrEnum):
    """A form in which the audit is written out."""

    JSONL = "jsonl"
    CSV = "csv"
    SYSLOG = "syslog"


_CSV_FIELDS = ("number", "at", "actor", "act", "name", "subject", "detail", "previous", "hash")


@audit.command("export")
def export(
    output: Output = None,
    form: Annotated[
        AuditFormat, typer.Option("--format", help="syslog: a message of RFC 5424 a line.")
    ] = AuditFormat.JSONL,
) -> None:
    """Every entry in the order of the chain: a JSON line each, CSV or syslog messages.

    Example: hubiao audit export --format syslog -o audit.log
    """
    with database() as opened, opened.read() as session:
        rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.id))
        if form is AuditFormat.SYSLOG:
            write_text((syslog_line(row).decode() + "\n" for row in rows), output)
            return
        if form is AuditFormat.CSV:
            write_text(csv_parts(map(_line, rows), _CSV_FIELDS), output)
            return
        write_lines(map(_line, rows), output)


def _line(row: AuditRow) -> dict[str, object]:
    return {
        "number": row.id,
        "at": row.at.isoformat(timespec="microseconds"),
        "actor": row.actor,
        "act": row.act,
        "name": act_name(row.act, current_language()),
        "subject": row.subject,
        "detail": row.detail,
        "previous": row.previous,
        "hash": row.hash,
    }
