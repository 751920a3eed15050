"""Accepted rules on sellers (已采纳的店铺规则), and the listings for whose shop they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import RuleState
from storage.records import AcceptedRule
from storage.tables import ListingRow, SellerRuleRow, ShopRow


def holds_for_shop(word: str) -> sa.ColumnElement[bool]:
    """Condition on `ShopRow`: whose name holds the word, in whatever case; words of rules are in small letters."""
    return ShopRow.name.icontains(word, autoescape=True)


def accepted_rules_of(
    session: Session, listings: Collection[int]
) -> dict[int, tuple[AcceptedRule, ...]]:
    """The accepted rules that hold for the shop of each of these listings, of those with any."""
    accepted = session.scalars(
        sa.select(SellerRuleRow)
        .where(SellerRuleRow.state == RuleState.ACCEPTED)
        .order_by(SellerRuleRow.id)
    ).all()
    rules: dict[int, list[AcceptedRule]] = defaultdict(list)
    for row in accepted:
        rule = AcceptedRule(
            number=row.id, word=row.word, dismissed=row.dismissed, confirmed=row.confirmed
        )
        query = (
            sa.select(ListingRow.id)
            .join(ShopRow, ShopRow.id == ListingRow.shop_id)
            .where(ListingRow.id.in_(listings), holds_for_shop(row.word))
        )
        for listing in session.scalars(query):
            rules[listing].append(rule)
    return {listing: tuple(of_listing) for listing, of_listing in rules.items()}
