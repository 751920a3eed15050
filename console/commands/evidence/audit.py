"""The audit: check its chain, state its head, write it out."""

from __future__ import annotations

import sqlalchemy as sa
import typer

from console.options.command_options import Output, confirm, database, settings, write_lines
from console.words.audit_acts import act_name
from storage.base.message import Message, current_language
from storage.evidence.audit_chain_check import check_audit
from storage.evidence.audit_heads import state_head, statement_hash
from storage.tables import AuditRow

commands = typer.Typer()
audit = typer.Typer(help="The record of every act (操作留痕).", no_args_is_help=True)
commands.add_typer(audit, name="audit")


@audit.command("verify")
def verify() -> None:
    """Check chain, newest entry, stated heads and evidence, a line a check; exit 1 if one fails."""
    effective = settings()
    with database(effective) as opened:
        checks = check_audit(opened, effective)
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


@audit.command("export")
def export(output: Output = None) -> None:
    """Every entry as a JSON line, in the order of the chain."""
    with database() as opened, opened.read() as session:
        rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.id))
        write_lines(
            (
                {
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
                for row in rows
            ),
            output,
        )
