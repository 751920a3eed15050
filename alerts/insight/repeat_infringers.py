"""重复侵权台账: shops that belong together across platforms, with the verdicts against them.

Two shops are linked by what an operator cannot easily vary: 统一社会信用代码, 主体名称, a contact
number, a picture, a whole description. Candidates are leads for a person: 严重违法失信名单 needs
administrative decisions, which are not in this program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.insight.shared_traits import Trait, listing_traits
from alerts.text.plain_text import one_line
from storage.base.vocabulary import UPHELD, Verdict
from storage.leads.picture_hashes import pictures_of
from storage.leads.standing_verdicts import is_standing
from storage.listings.contact_hashes import contacts_of
from storage.listings.operators import OperatorGround
from storage.listings.similar_pictures import near_pairs
from storage.records import Listing
from storage.tables import DecisionRow, LeadRow, ListingRow, ListingVersionRow

REPEATED = 3
"""Confirmed listings that make a shop a repeat infringer, chosen by hand; one relisting is enough too."""


@dataclass(frozen=True, kw_only=True)
class Offence:
    """One confirmed listing of a shop."""

    lead_id: int
    decision_id: int
    right_id: str
    listing_id: int
    shop_id: int | None
    platform: str
    shop: str
    listing: Listing
    decided_at: datetime
    relisted: bool


@dataclass(frozen=True, kw_only=True)
class Infringer:
    """Shops taken for one operator."""

    shops: tuple[tuple[str, str], ...]
    """(platform, shop), sorted."""
    operators: tuple[str, ...]
    credit_codes: tuple[str, ...]
    links: tuple[str, ...]
    """Why the shops are taken together: values of `storage.listings.operators.OperatorGround`."""
    offences: tuple[Offence, ...]
    """In the order they were decided."""

    @property
    def relistings(self) -> int:
        return sum(offence.relisted for offence in self.offences)

    @property
    def is_candidate(self) -> bool:
        """Repeated or came back: to be looked at for the dishonesty list (失信名单)."""
        return len(self.offences) >= REPEATED or self.relistings > 0


def repeat_infringers(
    session: Session, *, least: int = 2, until: datetime | None = None
) -> list[Infringer]:
    """Operators with at least `least` confirmed listings, the most first."""
    offences = list(_offences(session, until))
    traits = _offence_traits(session, offences)
    groups = [group for group in _groups(offences, traits) if len(group) >= least]
    infringers = [_infringer(group, traits) for group in groups]
    return sorted(infringers, key=lambda i: (-len(i.offences), i.shops))


def _offences(session: Session, until: datetime | None) -> Iterator[Offence]:
    query = (
        sa.select(LeadRow, DecisionRow, ListingRow, ListingVersionRow.record)
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .where(
            DecisionRow.verdict == Verdict.CONFIRMED,
            is_standing(),
            sa.or_(LeadRow.state.in_(UPHELD), LeadRow.relisted),
        )
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    if until is not None:
        query = query.where(DecisionRow.decided_at < until)
    counted: set[int] = set()
    for lead, decision, row, record in session.execute(query):
        listing = record
        if lead.id in counted or not listing.shop:
            continue  # confirmed again after a relisting: one listing, one offence
        counted.add(lead.id)
        yield Offence(
            lead_id=lead.id,
            decision_id=decision.id,
            right_id=lead.right_id,
            listing_id=row.id,
            shop_id=row.shop_id,
            platform=row.platform,
            shop=one_line(listing.shop),
            listing=listing,
            decided_at=decision.decided_at,
            relisted=lead.relisted,
        )


def _offence_traits(session: Session, offences: Iterable[Offence]) -> dict[int, set[Trait]]:
    """Traits by lead: what each listing says, its shop's contacts, and its pictures. Two pictures
    that look alike give both listings one trait more, named after the pair."""
    members = list(offences)
    contacts = contacts_of(session, (o.shop_id for o in members if o.shop_id is not None))
    hashes_of = pictures_of(session, (o.listing_id for o in members))
    picture_traits: dict[int, set[Trait]] = defaultdict(set)
    for first, second in near_pairs(phash for hashes in hashes_of.values() for phash in hashes):
        for phash in (first, second):
            picture_traits[phash].add(("picture", f"{first:016x}-{second:016x}"))
    traits_of: dict[int, set[Trait]] = {}
    for offence in members:
        hashes = hashes_of.get(offence.listing_id, frozenset())
        traits_of[offence.lead_id] = {
            *listing_traits(offence.listing),
            *(("contact", contact) for contact in contacts.get(offence.shop_id or 0, ())),
            *(("picture", f"{phash:016x}") for phash in hashes),
            *(trait for phash in hashes for trait in picture_traits[phash]),
        }
    return traits_of


def _groups(offences: Iterable[Offence], traits: Mapping[int, set[Trait]]) -> list[list[Offence]]:
    """Offences joined by shop or by any trait, however long the chain."""
    leader: dict[Trait, Trait] = {}

    def find(trait: Trait) -> Trait:
        while leader.setdefault(trait, trait) != trait:
            trait = leader[trait]
        return trait

    members = list(offences)
    for offence in members:
        root = find(("shop", f"{offence.platform} {offence.shop}"))
        for trait in traits[offence.lead_id]:
            leader[find(trait)] = root = find(root)
    groups: dict[Trait, list[Offence]] = defaultdict(list)
    for offence in members:
        groups[find(("shop", f"{offence.platform} {offence.shop}"))].append(offence)
    return list(groups.values())


def _infringer(group: list[Offence], traits: Mapping[int, set[Trait]]) -> Infringer:
    operators = [o.listing.operator for o in group if o.listing.operator]
    return Infringer(
        shops=tuple(sorted({(o.platform, o.shop) for o in group})),
        operators=tuple(sorted({one_line(o.name) for o in operators if o.name})),
        credit_codes=tuple(sorted({o.credit_code for o in operators if o.credit_code})),
        links=tuple(_shared(group, traits)),
        offences=tuple(group),
    )


def _shared(group: list[Offence], traits: Mapping[int, set[Trait]]) -> list[str]:
    """Kinds of traits that more than one shop of the group has."""
    holders: dict[Trait, set[tuple[str, str]]] = defaultdict(set)
    for offence in group:
        for trait in traits[offence.lead_id]:
            holders[trait].add((offence.platform, offence.shop))
    kinds = {kind for (kind, _), shops in holders.items() if len(shops) > 1}
    return [ground.value for ground in OperatorGround if ground in kinds]
