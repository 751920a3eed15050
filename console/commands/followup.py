"""What follows a letter: terms, looks again, repeat infringers, amounts, competent offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import DAY, AsUser, Output, database, settings, write_lines
from storage.base.errors import BadInput

if TYPE_CHECKING:
    from alerts.insight.repeat_infringers import Infringer
    from storage.tables import DeadlineRow

deadline = typer.Typer(help="Terms (期限) that run on leads and letters.", no_args_is_help=True)

Leads = Annotated[list[int], typer.Argument(metavar="LEAD...", help="Numbers of leads.")]


def register(app: typer.Typer) -> None:
    app.add_typer(deadline, name="deadline")
    app.command("recheck")(recheck)
    app.command("infringers")(infringers)
    app.command("turnover")(turnover)
    app.command("route")(route)
    app.command("hotspots")(hotspots)


@deadline.command()
def kinds() -> None:
    """List the kinds of terms: length, what starts them, where the law sets them."""
    from alerts.followup.legal_terms import CLOCKS

    write_lines(({"kind": kind, **asdict(clock)} for kind, clock in CLOCKS.items()), None)


@deadline.command()
def start(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="See 'hubiao deadline kinds'.")],
    lead: Annotated[int | None, typer.Option(help="The lead it runs on.")] = None,
    notice: Annotated[int | None, typer.Option(help="The letter it runs on.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="When the event was; default now.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Remark.")] = None,
    as_user: AsUser = None,
) -> None:
    """Record the event that starts a term; reminders follow by themselves.

    Example: hubiao deadline start statement --notice 3 --at 2026-11-20
    """
    from alerts.followup.deadlines import start_clock
    from storage.people.passwords import acting_officer

    with database() as opened, opened.begin() as session:
        row = start_clock(
            session,
            kind,
            started=_moment(at),
            officer=acting_officer(session, as_user),
            lead_id=lead,
            notice_id=notice,
            note=note,
        )
        write_lines([_deadline(row)], None)


def _moment(text: str | None) -> datetime:
    """A moment as given; without a zone it is the office's time."""
    from alerts.text.chinese import OFFICE_TIME

    try:
        given = datetime.fromisoformat(text) if text else datetime.now(OFFICE_TIME)
    except ValueError:
        raise BadInput("command.moment", text=text) from None
    return given if given.tzinfo else given.replace(tzinfo=OFFICE_TIME)


@deadline.command("list")
def list_deadlines(
    lead: Annotated[int | None, typer.Option(help="Only of this lead.")] = None,
    output: Output = None,
) -> None:
    """Show running terms, the soonest first."""
    from alerts.followup.deadlines import running_deadlines

    with database() as opened, opened.read() as session:
        write_lines(map(_deadline, running_deadlines(session, lead_id=lead)), output)


def _deadline(row: DeadlineRow) -> dict[str, Any]:
    from alerts.followup.legal_terms import CLOCKS

    line = {
        "id": row.id,
        "kind": row.kind,
        "name": CLOCKS[row.kind].name,
        "lead": row.lead_id,
        "notice": row.notice_id,
        "started_at": row.started_at.isoformat(timespec="seconds"),
        "due_at": row.due_at.isoformat(timespec="seconds"),
        "provisional": row.provisional,
        "state": row.state,
        "note": row.note,
    }
    return {name: value for name, value in line.items() if value is not None}


@deadline.command()
def close(
    number: Annotated[int, typer.Argument(metavar="ID", help="Number of the term.")],
    void: Annotated[bool, typer.Option("--void", help="No longer needed, not kept.")] = False,
    note: Annotated[str | None, typer.Option(help="What was done.")] = None,
    as_user: AsUser = None,
) -> None:
    """End a running term; its reminders stop."""
    from alerts.followup.deadlines import close_clock
    from storage.people.passwords import acting_officer

    with database() as opened, opened.begin() as session:
        officer = acting_officer(session, as_user)
        close_clock(session, number, officer=officer, met=not void, note=note)
    typer.echo(f"deadline {number}: {'void' if void else 'met'}")


def recheck(
    due: Annotated[
        bool, typer.Option("--due", help="Only print the addresses to crawl now, one a line.")
    ] = False,
) -> None:
    """Read from the latest crawls what became of listings after their letters."""
    from alerts.followup.recheck_results import settle_rechecks
    from storage.leads.rechecks import due_rechecks, plan_rechecks
    from storage.tables.base import now

    with database() as opened, opened.begin() as session:
        if due:
            plan_rechecks(session)
            for page in due_rechecks(session, now()):
                typer.echo(page.url)
        else:
            write_lines([dict(settle_rechecks(session))], None)


def infringers(
    least: Annotated[int, typer.Option(min=1, help="Confirmed listings at least.")] = 2,
    output: Output = None,
) -> None:
    """List shops taken for one operator across platforms, with the verdicts against them."""
    from alerts.insight.repeat_infringers import repeat_infringers

    with database() as opened, opened.read() as session:
        write_lines(map(_infringer, repeat_infringers(session, least=least)), output)


def _infringer(one: Infringer) -> dict[str, Any]:
    return {
        "shops": [{"platform": platform, "shop": shop} for platform, shop in one.shops],
        "operators": list(one.operators),
        "credit_codes": list(one.credit_codes),
        "links": list(one.links),
        "confirmed": len(one.offences),
        "relisted": one.relistings,
        "candidate": one.is_candidate,
        "leads": [offence.lead_id for offence in one.offences],
        "decisions": [offence.decision_id for offence in one.offences],
    }


def turnover(leads: Leads) -> None:
    """Estimate what leads turned over, as an interval against the amounts of a crime.

    Example: hubiao turnover 1 2 5
    """
    from alerts.insight.crime_thresholds import estimate_turnover, thresholds

    with database() as opened, opened.read() as session:
        found = estimate_turnover(session, leads)
    line = {
        "low": format(found.low, "f"),
        "high": format(found.high, "f"),
        "unknown": found.unknown,
        "figures": [{**asdict(f), "low": str(f.low), "high": str(f.high)} for f in found.figures],
        "thresholds": [
            {"id": t.id, "name": t.name, "amount": str(t.amount), "basis": t.basis,
             "verified": t.verified, "reached": found.reaches(t)}
            for t in thresholds()
            if t.id == "turnover"
        ],
    }  # fmt: skip
    write_lines([line], None)


def route(leads: Leads, output: Output = None) -> None:
    """Name the office that is competent for each lead, and on what ground."""
    from alerts.insight.jurisdiction import find_jurisdiction
    from storage.leads.lifecycle import load_lead
    from storage.listings.store import load_listing

    effective = settings()
    with database(effective) as opened, opened.read() as session:

        def lines() -> Iterator[dict[str, Any]]:
            for number in leads:
                listing = load_listing(session, load_lead(session, number).version_id)
                found = find_jurisdiction(listing, effective)
                line = {
                    "lead": number,
                    "route": found.route.value,
                    "region": found.region.name if found.region else None,
                    "office": found.office,
                    "ground": found.ground.value if found.ground else None,
                    "why": found.why,
                }
                yield {name: value for name, value in line.items() if value is not None}

        write_lines(lines(), output)


def hotspots(
    first: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    last: Annotated[datetime, typer.Option("--to", help="Last day, included.", **DAY)],
    output: Output = None,
) -> None:
    """List gatherings of leads above their usual level, and disguises not seen before.

    Example: hubiao hotspots --from 2026-11-01 --to 2026-11-30
    """
    from alerts.insight.hotspots import find_surges, new_disguises

    with database() as opened, opened.read() as session:
        surges = find_surges(session, first.date(), last.date())
        disguises = new_disguises(session, first.date(), last.date())
    lines = [{"kind": "surge", **asdict(surge)} for surge in surges]
    lines += [{"kind": "disguise", **asdict(disguise)} for disguise in disguises]
    write_lines(lines, output)
