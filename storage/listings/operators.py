"""同一经营者: the one rule by which shops are taken for one operator's.

Two shops are linked by what an operator cannot easily vary (关联依据, `OperatorGround`):

- the 统一社会信用代码, which names one legal person (GB 32100-2015);
- the 主体名称: names of 个体工商户 repeat;
- a contact, in the open or as a keyed hash, that few shops show (`contact_hashes.MOST_SHOPS`);
- a picture, by its name or by how it looks, or a whole description.

Different credit codes are different persons, whatever else the shops share: what stands with several
codes (a platform's own company at the foot of every page, an agent's telephone) links nobody, and no
chain of links joins two codes. A shop without a code that one kind of ground ties to two codes alike
stays alone.

The shown name of a shop is free to all. It makes two listings of one platform the same shop, and on
another platform it is a hint for an officer (`similar_names`), never a link that counts offences. The 网站备案号 links
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


OPERATOR_GROUND_NAMES = {
    OperatorGround.CREDIT_CODE: "统一社会信用代码相同",
    OperatorGround.OPERATOR: "主体名称相同",
    OperatorGround.CONTACT: "联系方式相同",
    OperatorGround.PICTURE: "商品图片相同",
    OperatorGround.MAIN_PICTURE: "商品主图相似",
    OperatorGround.TEXT: "商品描述相同",
}
"""The strongest ground first."""


class OperatorTrait(NamedTuple):
    """关联特征: one thing that a shop shows and that links it to the shops that show the same."""

    ground: OperatorGround
    value: str
    """In its normal form: equal values are the same trait."""


@dataclass(frozen=True, kw_only=True)
class OperatorLink(Generic[Shop]):
    """关联: two shops that share a trait."""

    first: Shop
    second: Shop
    ground: OperatorGround


@dataclass(frozen=True, kw_only=True)
class OperatorGroup(Generic[Shop]):
    """Shops taken for one operator's, and the links that hold them together."""

    shops: tuple[Shop, ...]
    links: tuple[OperatorLink[Shop], ...]
    """The strongest ground first; of many shops with one trait each is linked to the first of them."""

    @property
    def grounds(self) -> tuple[OperatorGround, ...]:
        """The strongest first, each once."""
        return _in_order(link.ground for link in self.links)


def shared_grounds(
    first: Iterable[OperatorTrait], second: Iterable[OperatorTrait]
) -> tuple[OperatorGround, ...]:
    """Why two shops are one operator's, the strongest ground first; empty where nothing says so."""
    groups = operator_groups({"first": frozenset(first), "second": frozenset(second)})
    return groups[0].grounds


def operator_groups(
    traits: Mapping[Shop, Collection[OperatorTrait]],
) -> list[OperatorGroup[Shop]]:
    """Shops joined by any link, however long the chain; a shop without a link is a group alone."""
    chains = _Chains(traits)
    for ground in OperatorGround:
        chains.join(ground)
    return chains.groups()


class _Chains(Generic[Shop]):
    """Shops being joined, ground by ground, never two credit codes in one chain."""

    def __init__(self, traits: Mapping[Shop, Collection[OperatorTrait]]) -> None:
        self._leader = {shop: shop for shop in traits}
        self._codes: dict[Shop, str] = {}
        """Credit code of each chain that has one, by its leader."""
        self._links: list[OperatorLink[Shop]] = []
        self._holders: dict[OperatorGround, dict[str, list[Shop]]] = defaultdict(dict)
        for shop, shop_traits in traits.items():
            codes = set()
            for trait in sorted(shop_traits):
                self._holders[trait.ground].setdefault(trait.value, []).append(shop)
                if trait.ground is OperatorGround.CREDIT_CODE:
                    codes.add(trait.value)
            if len(codes) == 1:
                self._codes[shop] = codes.pop()

    def join(self, ground: OperatorGround) -> None:
        """Join the shops that share a trait of this ground."""
        shared = [shops for shops in self._holders[ground].values() if len(shops) > 1]
        codes_by_trait = [{self._code_of(shop) for shop in shops} - {None} for shops in shared]
        codes_by_chain: dict[Shop, set[str | None]] = defaultdict(set)
        for shops, codes in zip(shared, codes_by_trait, strict=True):
            for shop in shops:
                codes_by_chain[self._find(shop)] |= codes
        torn = {chain for chain, codes in codes_by_chain.items() if len(codes) > 1}
        torn -= set(self._codes)
        for shops, codes in zip(shared, codes_by_trait, strict=True):
            if len(codes) > 1:
                continue
            whole = [shop for shop in shops if self._find(shop) not in torn]
            for shop in whole[1:]:
                self._link(whole[0], shop, ground)

    def _link(self, first: Shop, second: Shop, ground: OperatorGround) -> None:
        chain, joined = self._find(first), self._find(second)
        code, joined_code = self._codes.get(chain), self._codes.get(joined)
        if code and joined_code and code != joined_code:
            return
        self._links.append(OperatorLink(first=first, second=second, ground=ground))
        if chain != joined:
            self._leader[joined] = chain
            if joined_code:
                self._codes[chain] = joined_code

    def groups(self) -> list[OperatorGroup[Shop]]:
        members: dict[Shop, list[Shop]] = defaultdict(list)
        for shop in self._leader:
            members[self._find(shop)].append(shop)
        links: dict[Shop, list[OperatorLink[Shop]]] = defaultdict(list)
        for link in self._links:
            links[self._find(link.first)].append(link)
        return [
            OperatorGroup(shops=tuple(shops), links=tuple(links[chain]))
            for chain, shops in members.items()
        ]

    def _code_of(self, shop: Shop) -> str | None:
        return self._codes.get(self._find(shop))

    def _find(self, shop: Shop) -> Shop:
        while self._leader[shop] != shop:
            self._leader[shop] = shop = self._leader[self._leader[shop]]
        return shop


def _in_order(grounds: Iterable[OperatorGround]) -> tuple[OperatorGround, ...]:
    shared = set(grounds)
    return tuple(ground for ground in OperatorGround if ground in shared)
