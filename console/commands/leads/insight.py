"""What many leads say together: repeat infringers, turnover, competent offices, hot spots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from alerts.insight.crime_thresholds import estimate_turnover, thresholds
from alerts.insight.hotspots import find_surges, new_disguises
from alerts.insight.jurisdiction import find_jurisdiction
from alerts.insight.repeat_infringers import Infringer, ShopName, repeat_infringers
from console.options.command_options import DAY, database, settings, write_lines
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.leads.lead_state import load_lead
from storage.listings.operators import OperatorLink
from storage.listings.store import load_listing

commands = typer.Typer()

INFRINGER_FIELDS = (
    "shops", "operators", "credit_codes", "links", "confirmed", "relisted", "candidate", "leads",
)  # fmt: skip
ROUTE_FIELDS = ("lead", "route", "region", "office", "ground", "why")
HOTSPOT_FIELDS = (
    "kind", "region", "goods", "platform", "count", "usual", "chance", "leads",
    "right", "text", "first_lead",
)  # fmt: skip


Leads = Annotated[list[int], typer.Argument(metavar="LEAD...", help="Numbers of leads.")]


@commands.command()
@grouped_options
def infringers(
    least: Annotated[int, typer.Option(min=1, help="Confirmed listings at least.")] = 2,
    *,
    options: ListOptions,
) -> None:
    """List shops taken for one operator across platforms, with the verdicts against them."""
    with database() as opened, opened.read() as session:
        lines = map(_infringer_line, repeat_infringers(session, least=least))
        write_rows(lines, INFRINGER_FIELDS, options)


def _infringer_line(infringer: Infringer) -> dict[str, object]:
    return {
        "shops": [{"platform": platform, "shop": shop} for platform, shop in infringer.shops],
        "operators": list(infringer.operators),
        "credit_codes": list(infringer.credit_codes),
        "links": list(infringer.grounds),
        "edges": [_edge_line(link) for link in infringer.links],
        "confirmed": len(infringer.offences),
        "relisted": infringer.relistings,
        "candidate": infringer.is_candidate,
        "leads": [offence.lead_id for offence in infringer.offences],
        "decisions": [offence.decision_id for offence in infringer.offences],
    }


def _edge_line(link: OperatorLink[ShopName]) -> dict[str, object]:
    return {
        "first": dict(zip(("platform", "shop"), link.first, strict=True)),
        "second": dict(zip(("platform", "shop"), link.second, strict=True)),
        "ground": link.ground.value,
    }


@commands.command()
def turnover(leads: Leads) -> None:
    """Estimate what leads turned over, as an interval against the amounts of a crime.

    Example: hubiao turnover 1 2 5
    """
    with database() as opened, opened.read() as session:
        estimate = estimate_turnover(session, leads)
    line = {
        "low": format(estimate.low, "f"),
        "high": format(estimate.high, "f"),
        "unknown": estimate.unknown,
        "figures": [{**asdict(f), "low": str(f.low), "high": str(f.high)} for f in estimate.figures],
        "thresholds": [
            {"id": t.id, "name": t.name, "amount": str(t.amount), "basis": t.basis,
             "verified": t.verified, "reached": estimate.reaches(t)}
            for t in thresholds()
            if t.id == "turnover"
        ],
    }  # fmt: skip
    write_lines([line], None)


@commands.command()
@grouped_options
def route(leads: Leads, *, options: ListOptions) -> None:
    """Name the office that is competent for each lead, and on what ground."""
    effective = settings()
    with database(effective) as opened, opened.read() as session:

        def lines() -> Iterator[dict[str, object]]:
            for number in leads:
                listing = load_listing(session, load_lead(session, number).version_id)
                jurisdiction = find_jurisdiction(listing, effective)
                line = {
                    "lead": number,
                    "route": jurisdiction.route.value,
                    "region": jurisdiction.region.name if jurisdiction.region else None,
                    "office": jurisdiction.office,
                    "ground": jurisdiction.ground.value if jurisdiction.ground else None,
                    "why": jurisdiction.why,
                }
                yield without_blanks(line)

        write_rows(lines(), ROUTE_FIELDS, options)


@commands.command()
@grouped_options
def hotspots(
    first: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    last: Annotated[datetime, typer.Option("--to", help="Last day, included.", **DAY)],
    *,
    options: ListOptions,
) -> None:
    """List gatherings of leads above their usual level, and disguises not seen before.

    Example: hubiao hotspots --from 2026-11-01 --to 2026-11-30
    """
    with database() as opened, opened.read() as session:
        surges = find_surges(session, first.date(), last.date())
        disguises = new_disguises(session, first.date(), last.date())
    lines = [{"kind": "surge", **asdict(surge)} for surge in surges]
    lines += [{"kind": "disguise", **asdict(disguise)} for disguise in disguises]
    write_rows(lines, HOTSPOT_FIELDS, options)
