"""The outbox: list what waits, send it, try again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alerts.followup.officer_digest import queue_digests
from alerts.mail.bounce_collection import collect_bounces, collect_files
from alerts.mail.holder_digest import queue_holder_digests
from alerts.mail.outbox_delivery import deliver
from console.options.command_options import AsUser, confirm, database, settings
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message
from storage.base.vocabulary import MailState
from storage.outgoing.outbox import list_mails, mail_line, retry_mails
from storage.people.passwords import acting_officer
from storage.people.roles import OVERSEERS

commands = typer.Typer()
outbox = typer.Typer(help="Mails: what waits, what left, what failed.", no_args_is_help=True)
commands.add_typer(outbox, name="outbox")

MAIL_FIELDS = (
    "id", "kind", "state", "recipient", "subject", "tries", "created_at", "not_before", "sent_at",
    "lead_id", "notice_id", "last_reply",
)  # fmt: skip
_LATEST = 200
"""Mails that are shown without `--limit`; chosen by hand."""


@outbox.command("list")
@grouped_options
def list_outbox(
    state: Annotated[
        str | None,
        typer.Option(help="Only queued, sending, sent, failed, withdrawn or unclear ones."),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """Show mails, the newest first; 200 of them without --limit."""
    if state is not None and state not in set(MailState):
        raise BadInput("command.mail-state-unknown", state=state, states=list(MailState))
    chosen = MailState(state) if state else None
    with database() as opened, opened.read() as session:
        mails = list_mails(session, state=chosen, limit=options.limit or _LATEST)
        write_rows(map(mail_line, mails), MAIL_FIELDS, options)


@outbox.command()
def send(
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many mails.")] = None,
) -> None:
    """Send every mail that is due; without a relay they go to the local mailbox."""
    effective = settings()
    with database(effective) as opened:
        report = deliver(opened, effective, limit=limit)
    for reply in report.replies:
        typer.echo(str(reply), err=True)
    summary = Message(
        "outbox.sent",
        {
            "sent": report.sent,
            "where": report.where,
            "put_off": report.put_off,
            "failed": report.failed,
            "unclear": report.unclear,
            "waiting": report.waiting,
        },
    )
    confirm(summary)
    if report.failed or report.unclear:
        raise HubiaoError("command.mails-not-sent")


@outbox.command()
def retry(
    mails: Annotated[
        list[int] | None,
        typer.Argument(metavar="MAIL...", help="Numbers; without any, all failed and put-off."),
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Put failed mails back into the queue, due at once; an unclear one only by its number."""
    with database() as opened, opened.begin() as session:
        count = retry_mails(session, mails or (), actor=acting_officer(session, as_user, OVERSEERS))
    confirm(Message("done.mails-queued-again", {"count": count}))


@outbox.command()
def bounces(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="Reports; default: the folder 'bounces' and the mailbox HUBIAO_IMAP_HOST.",
        ),
    ] = None,
) -> None:
    """Read delivery reports that came back and mark their mails as failed."""
    effective = settings()
    with database(effective) as opened:
        reports = collect_files(opened, files) if files else collect_bounces(opened, effective)
    for report in reports:
        typer.echo(f"{report.source}: {report.says}", err=not report.read)


@commands.command()
def digest(
    holders: Annotated[
        bool,
        typer.Option(
            "--holders",
            help="Instead: queue the gathered alerts of holders who want one mail a day, now.",
        ),
    ] = False,
) -> None:
    """Queue today's digest to the officers of HUBIAO_OFFICER_MAILS; once a day and officer."""
    effective = settings()
    if holders:
        with database(effective) as opened, opened.begin() as session:
            count = queue_holder_digests(session, effective, early=True)
        confirm(Message("done.holders-mails-queued", {"count": count}))
        return
    if not effective.officer_mails:
        raise BadInput("command.no-officer-mails")
    with database(effective) as opened, opened.begin() as session:
        count = queue_digests(session, effective)
    confirm(Message("done.digests-queued", {"count": count}))
