"""重复侵权台账: shops that belong together across platforms, with the verdicts against them.

Which shops belong together is the rule of `storage.listings.operators`. Candidates are leads for a
person: 严重违法失信名单 needs administrative decisions, which are not in this program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import one_line
from storage.base.vocabulary import UPHELD, Verdict
from storage.leads.standing_verdicts import is_standing
from storage.listings.contact_hashes import contacts_of
from storage.listings.operator_traits import (
    contact_traits,
    normal_code,
    particulars_traits,
    picture_traits,
    text_traits,
)
from storage.listings.operators import (
    OperatorGround,
    OperatorGroup,
    OperatorLink,
    OperatorTrait,
    operator_groups,
)
from storage.pictures.recognition import picture_groups
from storage.records import Listing, Operator
from storage.tables import DecisionRow, LeadRow, ListingRow, ListingVersionRow, ShopRow

ShopName = tuple[str, str]
"""(platform, shown name): one shop."""

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

    @property
    def shop_name(self) -> ShopName:
        return self.platform, self.shop


@dataclass(frozen=True, kw_only=True)
class Infringer:
    """Shops taken for one operator."""

    shops: tuple[ShopName, ...]
    """Sorted."""
    operators: tuple[str, ...]
    credit_codes: tuple[str, ...]
    links: tuple[OperatorLink[ShopName], ...]
    """Which shops are taken together, and why."""
    offences: tuple[Offence, ...]
    """In the order they were decided."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """Why the shops are taken together, the strongest ground first: values of
        `storage.listings.operators.OperatorGround`."""
        grounds = {link.ground for link in self.links}
        return tuple(ground.value for ground in OperatorGround if ground in grounds)

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
    by_shop: dict[ShopName, list[Offence]] = defaultdict(list)
    for offence in offences:
        by_shop[offence.shop_name].append(offence)
    particulars = _particulars(session, offences)
    infringers = []
    for group in operator_groups(_shop_traits(session, offences, particulars)):
        of_group = [offence for shop in group.shops for offence in by_shop[shop]]
        if len(of_group) >= least:
            of_group.sort(key=lambda o: (o.decided_at, o.decision_id))
            operators = [o for shop in group.shops for o in particulars[shop]]
            infringers.append(_infringer(group, operators, of_group))
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


def _particulars(
    session: Session, offences: Sequence[Offence]
) -> dict[ShopName, frozenset[Operator]]:
    """主体信息 by shop: the shop's own, from its 亮照 page, where that names a credit code; else what
    the shop and its listings show together."""
    shop_ids = {offence.shop_id for offence in offences if offence.shop_id is not None}
    rows = session.scalars(sa.select(ShopRow).where(ShopRow.id.in_(shop_ids)))
    of_shop = {row.id: row.operator for row in rows if row.operator is not None}
    operators: dict[ShopName, set[Operator]] = defaultdict(set)
    coded: dict[ShopName, Operator] = {}
    for offence in offences:
        of_listing, registered = offence.listing.operator, of_shop.get(offence.shop_id or 0)
        operators[offence.shop_name] |= {o for o in (of_listing, registered) if o}
        if registered and registered.credit_code:
            coded[offence.shop_name] = registered
    return {
        shop: frozenset([coded[shop]] if shop in coded else shop_operators)
        for shop, shop_operators in operators.items()
    }


def _shop_traits(
    session: Session,
    offences: Sequence[Offence],
    particulars: Mapping[ShopName, frozenset[Operator]],
) -> dict[ShopName, frozenset[OperatorTrait]]:
    """Traits by shop: its operator, what its listings say, its contacts, and its pictures."""
    contacts = contacts_of(session, (o.shop_id for o in offences if o.shop_id is not None))
    pictures = picture_traits(picture_groups(session, (o.listing_id for o in offences)))
    traits: dict[ShopName, set[OperatorTrait]] = defaultdict(set)
    for shop, operators in particulars.items():
        for operator in operators:
            traits[shop] |= particulars_traits(operator)
    for offence in offences:
        traits[offence.shop_name] |= text_traits(offence.listing)
        traits[offence.shop_name] |= contact_traits(contacts.get(offence.shop_id or 0, ()))
        traits[offence.shop_name] |= pictures.get(offence.listing_id, frozenset())
    return {shop: frozenset(shop_traits) for shop, shop_traits in traits.items()}


def _infringer(
    group: OperatorGroup[ShopName], operators: Collection[Operator], offences: Sequence[Offence]
) -> Infringer:
    return Infringer(
        shops=tuple(sorted(group.shops)),
        operators=tuple(sorted({one_line(o.name) for o in operators if o.name})),
        credit_codes=tuple(
            sorted({normal_code(o.credit_code) for o in operators if o.credit_code})
        ),
        links=group.links,
        offences=tuple(offences),
    )
