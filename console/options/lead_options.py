"""Options that narrow leads (筛选项); they are the filters of the console's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import typer

from console.options.command_options import DAY
from storage.base.disguises import DISGUISE_NAMES
from storage.base.errors import BadInput
from storage.base.vocabulary import LeadState
from storage.listings.regions import region_of_address
from storage.records import Level, NextStep
from storage.views.queue.lead_filter import NOWHERE, LeadFilter


@dataclass(frozen=True, kw_only=True)
class ScopeOptions:
    """What a report may be cut down by."""

    right: Annotated[str | None, typer.Option(metavar="ID", help="Only leads on this right.")] = (
        None
    )
    platform: Annotated[
        str | None, typer.Option(metavar="HOST", help="Only leads on this platform.")
    ] = None
    region: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Place of the seller: 1508, 巴彦淖尔市, none."),
    ] = None
    campaign: Annotated[str | None, typer.Option(help="Found for this 专项行动.")] = None

    def lead_filter(self) -> LeadFilter:
        """Raises BadInput for a place that is not known."""
        return LeadFilter(
            right=self.right,
            platform=self.platform.lower() if self.platform else None,
            region=region_code(self.region),
            campaign=self.campaign,
            samples=False,
        )


@dataclass(frozen=True, kw_only=True)
class LeadOptions(ScopeOptions):
    """What a list of leads may be cut down by."""

    state: Annotated[LeadState | None, typer.Option(help="Only leads in this state.")] = None
    level: Annotated[Level | None, typer.Option(help="Of this level of warning.")] = None
    disguise: Annotated[
        str | None, typer.Option(metavar="KIND", help=f"One of {', '.join(DISGUISE_NAMES)}.")
    ] = None
    next_step: Annotated[NextStep | None, typer.Option(help="What an officer does next.")] = None
    tier: Annotated[int | None, typer.Option(help="Protection tier of the holder.")] = None
    words: Annotated[
        str | None, typer.Option(help="Stands in number, title, mark, holder, shop or address.")
    ] = None
    since: Annotated[datetime | None, typer.Option(help="Opened on or after.", **DAY)] = None
    until: Annotated[datetime | None, typer.Option(help="Opened on or before.", **DAY)] = None
    relisted: Annotated[bool, typer.Option("--relisted", help="Only those back (复现).")] = False
    samples: Annotated[
        bool, typer.Option("--samples", help="With the non-leads drawn by chance (抽样).")
    ] = False

    def lead_filter(self) -> LeadFilter:
        """Raises BadInput for a place or a disguise that is not known."""
        if self.disguise is not None and self.disguise not in DISGUISE_NAMES:
            raise BadInput("command.disguise-unknown", disguise=self.disguise)
        scope = super().lead_filter()
        return LeadFilter(
            right=scope.right,
            platform=scope.platform,
            region=scope.region,
            campaign=scope.campaign,
            states=(self.state,) if self.state else (),
            level=self.level.value if self.level else None,
            disguise=self.disguise,
            next_step=self.next_step.value if self.next_step else None,
            tier=self.tier,
            words=self.words,
            since=_day(self.since),
            until=_day(self.until),
            relisted=self.relisted,
            samples=self.samples,
        )


def region_code(place: str | None) -> str | None:
    """The code of a place that was named or given by its code. Raises BadInput."""
    if place is None or place == NOWHERE:
        return place
    if place.isascii() and place.isdigit() and len(place) <= 6:
        return place
    if (region := region_of_address(place)) and region.code:
        return region.code
    raise BadInput("command.region-unknown", region=place)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
