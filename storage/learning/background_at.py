"""背景 at the moment of a verdict: what the officer could know, and nothing that came later.

Verdicts are replayed in the order in which they were given; pictures and readings count from the day
on which they were kept and read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import UNDO, Verdict
from storage.leads.goods_sources import LAWFUL_REASONS, UNLAWFUL_REASONS
from storage.listings.picture_readings import readings_until
from storage.pictures.recognition import picture_twins
from storage.records import Background
from storage.records.source_count import SourceCount
from storage.tables import DecisionRow, LeadRow, ListingRow


class LeadMoment(NamedTuple):
    """A lead, by its listing and right, at the moment of a verdict or an answer."""

    listing_id: int
    right_id: str
    shop_id: int | None
    platform: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BackgroundThen:
    """What was known at a moment."""

    background: Background
    source_count: SourceCount


def standings(session: Session, moments: Sequence[LeadMoment]) -> list[BackgroundThen]:
    """What was known at each moment, in their order; a moment's own verdict and all later ones aside."""
    twins = picture_twins(session, {moment.listing_id for moment in moments})
    readings = readings_until(session, {(moment.listing_id, moment.at) for moment in moments})
    ledger = _Ledger()
    acts = iter(list(session.execute(_acts())))
    act = next(acts, None)
    by_place: dict[int, BackgroundThen] = {}
    for place in sorted(range(len(moments)), key=lambda number: moments[number].at):
        moment = moments[place]
        while act is not None and act.decided_at < moment.at:
            ledger.add(act)
            act = next(acts, None)
        reading = readings.get((moment.listing_id, moment.at))
        confirmed, dismissed = ledger.of_shop(moment.shop_id, moment.listing_id)
        alike = ledger.confirmed_of(
            twin
            for twin, match in twins.get(moment.listing_id, {}).items()
            if match.since <= moment.at
        )
        by_place[place] = BackgroundThen(
            background=Background(
                confirmed=confirmed,
                dismissed=dismissed,
                same_picture=alike,
                lines=reading.lines if reading else (),
                logos=reading.logos if reading else (),
            ),
            source_count=ledger.source_count(moment.right_id, moment.platform),
        )
    return [by_place[place] for place in range(len(moments))]


def _acts() -> sa.Select[*tuple[Any, ...]]:
    """Every verdict and every undo, in the order in which they were given."""
    return (
        sa.select(
            DecisionRow.id,
            DecisionRow.lead_id,
            DecisionRow.verdict,
            DecisionRow.reason,
            DecisionRow.undoes,
            DecisionRow.decided_at,
            LeadRow.listing_id,
            LeadRow.right_id,
            ListingRow.shop_id,
            ListingRow.platform,
        )
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )


@dataclass(kw_only=True)
class _Ledger:
    """Verdicts as they stand while they are replayed."""

    verdicts: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    """By lead, those that nobody took back yet, oldest first."""
    _shops: dict[tuple[int, str], Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """By shop and verdict, leads by listing."""
    _listings: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Confirmed leads by listing."""
    _reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Standing verdicts by right, platform and reason."""

    def add(self, act: Any) -> None:
        """Take in a verdict or an undo."""
        standing = self.verdicts[act.lead_id]
        if standing:
            self._count(standing[-1], -1)
        if act.verdict == UNDO:
            standing[:] = [verdict for verdict in standing if verdict.id != act.undoes]
        else:
            standing.append(act)
        if standing:
            self._count(standing[-1], 1)

    def _count(self, verdict: Any, step: int) -> None:
        self._reasons[verdict.right_id, verdict.platform, verdict.reason or ""] += step
        if verdict.shop_id is not None:
            self._shops[verdict.shop_id, verdict.verdict][verdict.listing_id] += step
        if verdict.verdict == Verdict.CONFIRMED:
            leads = self._listings[verdict.listing_id]
            (leads.add if step > 0 else leads.discard)(verdict.lead_id)

    def of_shop(self, shop_id: int | None, listing_id: int) -> tuple[int, int]:
        """Listings of a shop beside this one that were confirmed, and that were dismissed."""
        if shop_id is None:
            return 0, 0
        confirmed, dismissed = (
            sum(1 for listing, leads in counts.items() if leads > 0 and listing != listing_id)
            for counts in (
                self._shops[shop_id, Verdict.CONFIRMED],
                self._shops[shop_id, Verdict.DISMISSED],
            )
        )
        return confirmed, dismissed

    def confirmed_of(self, listings: Iterable[int]) -> tuple[int, ...]:
        """Confirmed leads of these listings."""
        return tuple(sorted({lead for listing in listings for lead in self._listings[listing]}))

    def source_count(self, right_id: str, platform: str) -> SourceCount:
        """Verdicts that turned on the source, of a right on a platform."""
        unlawful, lawful = (
            sum(self._reasons[right_id, platform, reason] for reason in reasons)
            for reasons in (UNLAWFUL_REASONS, LAWFUL_REASONS)
        )
        return SourceCount(unlawful=unlawful, lawful=lawful)
