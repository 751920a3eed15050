"""重复侵权台账: shops that belong together across platforms, with the verdicts against them.

Two shops are linked by what an operator cannot easily vary: 统一社会信用代码, 主体名称, a contact
number, a picture, a whole description. Candidates are leads for a person: 严重违法失信名单 needs
administrative decisions, which are not in this program.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.plain_text import one_line
from alerts.relisting import pictures
from storage.records import Listing
from storage.tables import DecisionRow, LeadRow, ListingRow, ListingVersionRow
from storage.vocabulary import LeadState

STANDING = (
    LeadState.CONFIRMED,
    LeadState.NOTICED,
    LeadState.REMOVED,
    LeadState.REFUSED,
    LeadState.CLOSED,
)
"""A contested lead (已声明不侵权) counts against nobody."""

REPEATED = 3
"""Confirmed listings that make a shop a repeat infringer; one relisting is enough too."""

SHORTEST_TEXT = 40
"""A shorter description is shared by honest shops as well."""

LINK_NAMES = {
    "credit-code": "统一社会信用代码相同",
    "operator": "主体名称相同",
    "contact": "联系方式相同",
    "picture": "商品图片相同",
    "text": "商品描述相同",
}

_CONTACT = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?:微信|vx|VX|wx|QQ|qq)[:：号 ]*([A-Za-z0-9_-]{5,20})"
)


@dataclass(frozen=True, kw_only=True)
class Offence:
    """One confirmed listing of a shop."""

    lead_id: int
    decision_id: int
    right_id: str
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
    """Why the shops are taken together: keys of LINK_NAMES."""
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
    groups = _groups(offences)
    found = [_infringer(group) for group in groups if len(group) >= least]
    return sorted(found, key=lambda i: (-len(i.offences), i.shops))


def _offences(session: Session, until: datetime | None) -> Iterator[Offence]:
    undone = sa.select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))
    query = (
        sa.select(LeadRow, DecisionRow, ListingRow.platform, ListingVersionRow.record)
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .where(
            DecisionRow.verdict == "confirmed",
            DecisionRow.id.not_in(undone),
            sa.or_(LeadRow.state.in_(STANDING), LeadRow.relisted),
        )
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    if until is not None:
        query = query.where(DecisionRow.decided_at < until)
    seen: set[int] = set()
    for lead, decision, platform, record in session.execute(query):
        listing = Listing.from_json(record)
        if lead.id in seen or not listing.shop:
            continue  # confirmed again after a relisting: one listing, one offence
        seen.add(lead.id)
        yield Offence(
            lead_id=lead.id,
            decision_id=decision.id,
            right_id=lead.right_id,
            platform=platform,
            shop=one_line(listing.shop),
            listing=listing,
            decided_at=decision.decided_at,
            relisted=lead.relisted,
        )


def traits(listing: Listing) -> Iterator[tuple[str, str]]:
    """What links a listing to others of the same operator, as (kind, value)."""
    operator = listing.operator
    if operator and operator.credit_code:
        yield "credit-code", operator.credit_code.strip().upper()
    if operator and operator.name:
        yield "operator", one_line(operator.name)
    text = one_line(listing.description, 10_000)
    for found in _CONTACT.finditer(text):
        yield "contact", (found[1] or found[0]).lower()
    for picture in pictures(listing):
        yield "picture", picture
    if len(text) >= SHORTEST_TEXT:
        yield "text", hashlib.sha256(text.encode()).hexdigest()


def _groups(offences: Iterable[Offence]) -> list[list[Offence]]:
    """Offences joined by shop or by any trait, however long the chain."""
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def find(trait: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(trait, trait) != trait:
            trait = leader[trait]
        return trait

    kept = list(offences)
    for offence in kept:
        own = find(("shop", f"{offence.platform} {offence.shop}"))
        for trait in traits(offence.listing):
            leader[find(trait)] = own = find(own)
    groups: dict[tuple[str, str], list[Offence]] = defaultdict(list)
    for offence in kept:
        groups[find(("shop", f"{offence.platform} {offence.shop}"))].append(offence)
    return list(groups.values())


def _infringer(group: list[Offence]) -> Infringer:
    operators = [o.listing.operator for o in group if o.listing.operator]
    return Infringer(
        shops=tuple(sorted({(o.platform, o.shop) for o in group})),
        operators=tuple(sorted({one_line(o.name) for o in operators if o.name})),
        credit_codes=tuple(sorted({o.credit_code for o in operators if o.credit_code})),
        links=tuple(_shared(group)),
        offences=tuple(group),
    )


def _shared(group: list[Offence]) -> list[str]:
    """Kinds of traits that more than one shop of the group has."""
    holders: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for offence in group:
        for trait in traits(offence.listing):
            holders[trait].add((offence.platform, offence.shop))
    kinds = {kind for (kind, _), shops in holders.items() if len(shops) > 1}
    return [kind for kind in LINK_NAMES if kind in kinds]
