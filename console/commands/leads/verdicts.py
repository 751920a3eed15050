"""Verdicts (核查意见) on leads: decide, undo, close."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.followup.closing import close_lead
from alerts.followup.verdicts import give_verdict, take_back
from alerts.mail.holder_alerts import alert_status
from console.options.command_options import AsUser, LeadNumber, confirm, database, notify, settings
from storage.base.message import Message
from storage.base.vocabulary import Verdict
from storage.people.passwords import acting_officer
from storage.people.roles import DECIDERS

commands = typer.Typer()


@commands.command()
def decide(
    lead: LeadNumber,
    verdict: Verdict,
    reason: Annotated[str, typer.Option(metavar="CODE", help="See 'hubiao reasons'.")],
    note: Annotated[str | None, typer.Option(help="Remark; needed with reason 'other'.")] = None,
    as_user: AsUser = None,
) -> None:
    """Give a verdict on a lead; confirming it queues the holder's alert.

    Example: hubiao decide 1 confirmed --reason no_licence --as li
    """
    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        officer = acting_officer(session, as_user, DECIDERS)
        decision = give_verdict(
            session, lead, verdict, officer=officer, reason=reason, note=note, settings=effective
        )
        alert = alert_status(session, lead)
    confirm(
        Message(
            "done.decided",
            {
                "lead": lead,
                "verdict": Message(f"verdict-name.{verdict.value}"),
                "decision": decision.id,
            },
        )
    )
    if alert is not None:
        notify(alert.why)


@commands.command()
def undo(
    lead: LeadNumber,
    note: Annotated[str | None, typer.Option(help="Why; needed once the alert has gone.")] = None,
    as_user: AsUser = None,
) -> None:
    """Take the last verdict on a lead back."""
    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        take_back(
            session,
            lead,
            officer=acting_officer(session, as_user, DECIDERS),
            note=note,
            settings=effective,
        )
    confirm(Message("done.verdict-undone", {"lead": lead}))


@commands.command()
def close(
    leads: Annotated[list[int], typer.Argument(metavar="LEAD...", help="Numbers of leads.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.")],
    as_user: AsUser = None,
) -> None:
    """Close confirmed leads (办结): nothing further is done and they are not looked at again."""
    with database() as opened, opened.begin() as session:
        officer = acting_officer(session, as_user, DECIDERS)
        for number in leads:
            close_lead(session, number, officer=officer, why=why)
    confirm(Message("done.closed", {"leads": leads}))
