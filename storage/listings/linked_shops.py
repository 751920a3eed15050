"""关联店铺: the stored shops that go with one shop by the rule of `operators`, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.listings.contact_hashes import contacts_of, shops_of_contacts
from storage.listings.operator_traits import (
    NAME_SPELLINGS,
    contact_traits,
    operator_traits,
)
from storage.listings.operators import OperatorGround, OperatorTrait, shared_grounds
from storage.records import Operator
from storage.tables import LeadRow, ShopRow
from storage.tables.base import Document

MOST_CANDIDATES = 40
"""Shops looked at for each ground, chosen by hand: twice what the page of a shop lists."""


def linked_shops(session: Session, shop: ShopRow) -> dict[int, tuple[OperatorGround, ...]]:
    """Shops that probably belong to the operator of `shop`, with the grounds, those with most
    grounds first. A fixed number of queries, however many shops there are.

    Besides what links shops, an equal shown name and a main picture (商品主图) of the same group are
    grounds here, where a person reads them.
    """
    traits = _shop_traits(session, [shop.id])[shop.id]
    candidates = _candidates(session, shop.id, traits)
    grounds = {
        candidate: shared_grounds(traits, candidate_traits)
        for candidate, candidate_traits in _shop_traits(session, candidates).items()
    }
    linked = sorted((s for s in grounds if grounds[s]), key=lambda s: (-len(grounds[s]), s))
    return {candidate: grounds[candidate] for candidate in linked}


def _candidates(session: Session, shop_id: int, traits: Iterable[OperatorTrait]) -> set[int]:
    """Shops with any of the traits; a superset is enough, since the rule decides."""
    values: dict[OperatorGround, set[str]] = defaultdict(set)
    for trait in traits:
        values[trait.ground].add(trait.value)
    contacts, pictures = values[OperatorGround.CONTACT], values[OperatorGround.MAIN_PICTURE]
    shops = set(shops_of_contacts(session, contacts)) if contacts else set()
    for ground, column in (
        (OperatorGround.CREDIT_CODE, _code_column()),
        (OperatorGround.OPERATOR, _name_column()),
        (OperatorGround.SHOP_NAME, ShopRow.name),
    ):
        if values[ground]:
            query = sa.select(ShopRow.id).where(column.in_(values[ground]), ShopRow.id != shop_id)
            shops.update(session.scalars(query.order_by(ShopRow.id).limit(MOST_CANDIDATES)))
    if pictures:
        holders = sa.select(LeadRow.shop_id).where(
            LeadRow.picture.in_(pictures), LeadRow.shop_id.is_not(None), LeadRow.shop_id != shop_id
        )
        rows = session.scalars(holders.distinct().limit(MOST_CANDIDATES))
        shops.update(holder for holder in rows if holder is not None)
    return shops - {shop_id}


def _code_column() -> sa.ColumnElement[str]:
    """The credit code as `operator_traits.normal_code` spells it."""
    return sa.func.upper(
        sa.func.trim(sa.type_coerce(ShopRow.operator, Document)["credit_code"].as_string())
    )


def _name_column() -> sa.ColumnElement[str]:
    """The operator's name as `operator_traits.normal_name` spells it."""
    name: sa.ColumnElement[Any] = sa.type_coerce(ShopRow.operator, Document)["name"].as_string()
    for sign, plain in NAME_SPELLINGS:
        name = sa.func.replace(name, sign, plain)
    return name


def _operator_traits(operator: Operator | None) -> Iterable[OperatorTrait]:
    return operator_traits(operator.name, operator.credit_code) if operator else ()


def _shop_traits(session: Session, shops: Collection[int]) -> dict[int, frozenset[OperatorTrait]]:
    """What the store holds of each of these shops."""
    contacts = contacts_of(session, shops)
    pictures: dict[int, set[OperatorTrait]] = defaultdict(set)
    query = sa.select(LeadRow.shop_id, LeadRow.picture).where(
        LeadRow.shop_id.in_(shops), LeadRow.picture.is_not(None)
    )
    for shop, picture in session.execute(query.distinct()):
        if shop is not None and picture is not None:
            pictures[shop].add(OperatorTrait(OperatorGround.MAIN_PICTURE, picture))
    rows = session.scalars(sa.select(ShopRow).where(ShopRow.id.in_(shops)))
    return {
        row.id: frozenset(
            {
                OperatorTrait(OperatorGround.SHOP_NAME, row.name),
                *_operator_traits(row.operator),
                *contact_traits(contacts.get(row.id, ())),
                *pictures[row.id],
            }
        )
        for row in rows
    }
