"""同一经营者: the one rule by which shops are taken for one operator's.

Two shops are linked by what an operator cannot easily vary (关联依据, `OperatorGround`):

- the 统一社会信用代码, which names one legal person (GB 32100-2015);
- the 主体名称, unless it stands with several credit codes: names of 个体工商户 repeat;
- a contact, in the open or as a keyed hash, that few shops show (`contact_hashes.MOST_SHOPS`);
- a picture, by its name or by how it looks, or a whole description.

The shown name of a shop is free to all. It makes two listings of one platform the same shop, and on
another platform it is a hint for an officer, never a link that counts offences. The 网站备案号 links
nobody: on a platform every shop shows the platform's own. What is linked is a lead for a person to
check, not a finding. What a shop shows is read into traits in `operator_traits`; `linked_shops` asks
the store for the shops that go with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

Shop = TypeVar("Shop", bound=Hashable)
"""Whatever names a shop: its row's number, or its platform and shown name."""


class OperatorGround(StrEnum):
    """关联依据, the strongest first."""

    CREDIT_CODE = "credit-code"
    OPERATOR = "operator"
    CONTACT = "contact"
    PICTURE = "picture"
    MAIN_PICTURE = "main-picture"
    TEXT = "text"
    SHOP_NAME = "shop-name"


OPERATOR_GROUND_NAMES = {
    OperatorGround.CREDIT_CODE: "统一社会信用代码相同",
    OperatorGround.OPERATOR: "主体名称相同",
    OperatorGround.CONTACT: "联系方式相同",
    OperatorGround.PICTURE: "商品图片相同",
    OperatorGround.MAIN_PICTURE: "商品主图相似",
    OperatorGround.TEXT: "商品描述相同",
    OperatorGround.SHOP_NAME: "店铺名称相同",
}
"""The strongest ground first."""


class OperatorTrait(NamedTuple):
    """关联特征: one thing that a shop shows and that links it to the shops that show the same."""

    ground: OperatorGround
    value: str
    """In its normal form: equal values are the same trait."""


@dataclass(frozen=True, kw_only=True)
class OperatorGroup(Generic[Shop]):
    """Shops taken for one operator's, and the grounds that more than one of them shares."""

    shops: tuple[Shop, ...]
    grounds: tuple[OperatorGround, ...]
    """The strongest first."""


def shared_grounds(
    first: Iterable[OperatorTrait], second: Iterable[OperatorTrait]
) -> tuple[OperatorGround, ...]:
    """Why two shops are one operator's, the strongest ground first; empty where nothing says so."""
    links = _links({"first": frozenset(first), "second": frozenset(second)})
    return _in_order(trait.ground for trait in links)


def operator_groups(
    traits: Mapping[Shop, Collection[OperatorTrait]],
) -> list[OperatorGroup[Shop]]:
    """Shops joined by any link, however long the chain; a shop without a link is a group alone."""
    leader = {shop: shop for shop in traits}

    def find(shop: Shop) -> Shop:
        while leader[shop] != shop:
            leader[shop] = shop = leader[leader[shop]]
        return shop

    links = _links(traits)
    for shops in links.values():
        for shop in shops[1:]:
            leader[find(shop)] = find(shops[0])
    members: dict[Shop, list[Shop]] = defaultdict(list)
    for shop in traits:
        members[find(shop)].append(shop)
    grounds: dict[Shop, set[OperatorGround]] = defaultdict(set)
    for trait, shops in links.items():
        grounds[find(shops[0])].add(trait.ground)
    return [
        OperatorGroup(shops=tuple(shops), grounds=_in_order(grounds[root]))
        for root, shops in members.items()
    ]


def _links(
    traits: Mapping[Shop, Collection[OperatorTrait]],
) -> dict[OperatorTrait, list[Shop]]:
    """The traits that more than one shop has, without names that stand with several codes."""
    holders: dict[OperatorTrait, list[Shop]] = defaultdict(list)
    codes: dict[OperatorTrait, set[str]] = defaultdict(set)
    for shop, shop_traits in traits.items():
        shop_codes = {t.value for t in shop_traits if t.ground is OperatorGround.CREDIT_CODE}
        for trait in shop_traits:
            holders[trait].append(shop)
            if trait.ground is OperatorGround.OPERATOR:
                codes[trait] |= shop_codes
    return {
        trait: shops
        for trait, shops in holders.items()
        if len(shops) > 1 and len(codes.get(trait, ())) <= 1
    }


def _in_order(grounds: Iterable[OperatorGround]) -> tuple[OperatorGround, ...]:
    shared = set(grounds)
    return tuple(ground for ground in OperatorGround if ground in shared)
