"""关联店铺: the stored shops that go with one shop by the rule of `operators`, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.listings.contact_hashes import contacts_of, shops_of_contacts
from storage.listings.operator_traits import (
    NAME_SPELLINGS,
    contact_traits,
    particulars_traits,
    spellings_of_code,
)
from storage.listings.operators import (
    OperatorGround,
    OperatorGroup,
    OperatorTrait,
    operator_groups,
    shared_grounds,
)
from storage.tables import LeadRow, ShopRow
from storage.tables.base import Document

MOST_CANDIDATES = 40
"""Shops looked at for each ground, chosen by hand: twice what the page of a shop lists."""
CHAIN_LENGTH = 2
"""Steps from shop to shop that are asked of the store; chosen by hand, a third is rare."""


def linked_shops(session: Session, shop: ShopRow) -> dict[int, tuple[OperatorGround, ...]]:
    """Shops that probably belong to the operator of `shop`, with the grounds they share with it, those
    with most grounds first; none where only a third shop stands between. A fixed number of queries,
    however many shops there are.

    Besides what links shops, a main picture (商品主图) of the same group is a ground here, where a person
    reads them.
    """
    traits = _traits_around(session, shop)
    group = _group_of(shop, traits)
    grounds = {
        linked: shared_grounds(traits[shop.id], traits[linked])
        for linked in group.shops
        if linked != shop.id
    }
    return {
        linked: grounds[linked]
        for linked in sorted(grounds, key=lambda linked: (-len(grounds[linked]), linked))
    }


def linked_group(session: Session, shop: ShopRow) -> OperatorGroup[int]:
    """The same shops with the links between any two of them."""
    return _group_of(shop, _traits_around(session, shop))


def _group_of(shop: ShopRow, traits: Mapping[int, frozenset[OperatorTrait]]) -> OperatorGroup[int]:
    (group,) = (group for group in operator_groups(traits) if shop.id in group.shops)
    return group


def _traits_around(session: Session, shop: ShopRow) -> dict[int, frozenset[OperatorTrait]]:
    """Traits of the shop and of those that a chain of links may lead to."""
    traits = _shop_traits(session, [shop.id])
    nearest = traits
    for _ in range(CHAIN_LENGTH):
        candidates = _candidates(session, traits, frozenset().union(*nearest.values()))
        nearest = _shop_traits(session, candidates)
        traits = {**traits, **nearest}
    return traits


def _candidates(
    session: Session, shops: Collection[int], traits: Iterable[OperatorTrait]
) -> set[int]:
    """Shops beside these with any of the traits; a superset is enough, since the rule decides."""
    values: dict[OperatorGround, set[str]] = defaultdict(set)
    for trait in traits:
        is_code = trait.ground is OperatorGround.CREDIT_CODE
        values[trait.ground].update(spellings_of_code(trait.value) if is_code else (trait.value,))
    contacts, pictures = values[OperatorGround.CONTACT], values[OperatorGround.MAIN_PICTURE]
    candidates = set(shops_of_contacts(session, contacts)) if contacts else set()
    for ground, column in (
        (OperatorGround.CREDIT_CODE, _code_column()),
        (OperatorGround.OPERATOR, _name_column()),
    ):
        if values[ground]:
            query = sa.select(ShopRow.id).where(
                column.in_(values[ground]), ShopRow.id.not_in(shops)
            )
            candidates.update(session.scalars(query.order_by(ShopRow.id).limit(MOST_CANDIDATES)))
    if pictures:
        holders = sa.select(LeadRow.shop_id).where(
            LeadRow.picture.in_(pictures),
            LeadRow.shop_id.is_not(None),
            LeadRow.shop_id.not_in(shops),
        )
        rows = session.scalars(holders.distinct().limit(MOST_CANDIDATES))
        candidates.update(holder for holder in rows if holder is not None)
    return candidates - set(shops)


def _code_column() -> sa.ColumnElement[str]:
    """The credit code as one of `operator_traits.spellings_of_code`."""
    return sa.func.upper(
        sa.func.trim(sa.type_coerce(ShopRow.operator, Document)["credit_code"].as_string())
    )


def _name_column() -> sa.ColumnElement[str]:
    """The operator's name as `operator_traits.normal_name` spells it."""
    name: sa.ColumnElement[Any] = sa.type_coerce(ShopRow.operator, Document)["name"].as_string()
    for sign, plain in NAME_SPELLINGS:
        name = sa.func.replace(name, sign, plain)
    return name


def _shop_traits(session: Session, shops: Collection[int]) -> dict[int, frozenset[OperatorTrait]]:
    """What the store holds of each of these shops."""
    if not shops:
        return {}
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
                *particulars_traits(row.operator),
                *contact_traits(contacts.get(row.id, ())),
                *pictures[row.id],
            }
        )
        for row in rows
    }
