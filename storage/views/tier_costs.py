"""保护等级的开销: what each protection tier costs in requests a day, as the listings are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.tier_care import TierCare
from storage.base.vocabulary import ListingKind, Presence
from storage.leads.rank import tier_weight
from storage.listings.revisits import assessed_tiers, lead_tiers
from storage.tables import HolderRow, ListingRow


@dataclass(frozen=True, kw_only=True)
class TierCost:
    """What one tier costs at present, and how its pictures are weighed."""

    holders: int
    with_lead: int
    """Listings with a lead that is not over."""
    without_lead: int
    """Listings that were assessed against a mark of this tier and have no such lead."""
    requests_a_day: float
    """Requests that looking again needs at most."""
    picture_weight: float
    """Factor on the expected worth of pictures, by which those of this tier are fetched earlier."""


def tier_costs(session: Session, care: Sequence[TierCare]) -> list[TierCost]:
    """What each of these tiers costs, in their order; two queries however many listings there are."""
    leads, assessed = lead_tiers(), assessed_tiers()
    looked_at = (ListingRow.kind == ListingKind.LISTING, ListingRow.presence != Presence.REMOVED)
    tier = sa.func.coalesce(leads.c.tier, assessed.c.tier)
    has_lead = leads.c.tier.is_not(None)
    rows = session.execute(
        sa.select(tier, has_lead, sa.func.count())
        .select_from(ListingRow)
        .outerjoin(leads, leads.c.listing_id == ListingRow.id)
        .outerjoin(assessed, assessed.c.version_id == ListingRow.version_id)
        .where(*looked_at, tier.is_not(None))
        .group_by(tier, has_lead)
    )
    counts = {(row[0], bool(row[1])): row[2] for row in rows}
    holders = dict(
        session.execute(sa.select(HolderRow.tier, sa.func.count()).group_by(HolderRow.tier)).all()
    )
    return [_cost(entry, counts, holders.get(entry.tier, 0)) for entry in care]


def _cost(care: TierCare, counts: Mapping[tuple[int, bool], int], holders: int) -> TierCost:
    with_lead, without = counts.get((care.tier, True), 0), counts.get((care.tier, False), 0)
    return TierCost(
        holders=holders,
        with_lead=with_lead,
        without_lead=without,
        requests_a_day=24 * (with_lead / care.lead_hours + without / care.other_hours),
        picture_weight=tier_weight(care.tier),
    )
