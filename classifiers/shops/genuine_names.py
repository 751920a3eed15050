"""Genuine names (真店名称): what the shops that may use a right are called, and what the mark would name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from classifiers.characters.folding import fold
from storage.base.shop_names import name_core
from storage.records import Right, RightHolder, RightKind

AUTHORITY_WORDS = ("旗舰", "官方", "官旗", "直营", "自营", "授权")
"""Words by which a shop says that it is the holder's own, or backed by it; chosen by hand after the rules
of platforms for shop names, which grant most of them on proof alone."""
_PLATFORMS = re.compile(
    "京东|天猫|淘宝|拼多多|抖音|快手|唯品会|苏宁易购|苏宁|考拉海购|小红书|亚马逊|当当网?|微店|阿里巴巴|1688|有赞"
)
"""Platforms stand in the names of shops that they host or run themselves; chosen by hand."""
_TRADE_WORDS = re.compile(
    "工厂|厂家|正品|直发|直供|直销|品牌|折扣|特卖|授权|官旗|网络|线上|总店|分店|专柜"
)
"""How a shop says that it sells, beside the kinds of shops in `storage.base.shop_names`; chosen by hand after
public names of shops."""


class NameSource(StrEnum):
    """Where a genuine name comes from."""

    LICENCE = "licence"
    """A shop of the licence ledger (许可台账)."""
    HOLDER = "holder"
    MARK = "mark"
    """The mark itself, which a shop without a licence bears as its name."""


@dataclass(frozen=True, kw_only=True)
class GenuineName:
    """One name that shops may be made like, and the right for which it is genuine."""

    right: Right
    name: str
    core: str
    """Folded, without the words that any shop may have."""
    source: NameSource
    platform: str | None = None
    """Host of the licensed shop, where the ledger names it."""


def shop_core(name: str) -> str:
    """The folded name without kinds of shops, words of the trade, platforms and legal forms; empty where
    nothing is left."""
    return name_core(_TRADE_WORDS.sub("", _PLATFORMS.sub("", fold(name))))


def authority_words(name: str) -> tuple[str, ...]:
    """The words of a shop's name that claim to come from the holder."""
    folded = fold(name)
    return tuple(word for word in AUTHORITY_WORDS if word in folded)


def genuine_names(
    rights: Iterable[Right], holders: Mapping[str, RightHolder]
) -> Iterator[GenuineName]:
    """What shops may be made like, each core once a right, the licensed shops first.

    Generic names (通用名称) and the office's own product rules name nobody's shop.
    """
    for right in rights:
        if right.generic or right.kind in (RightKind.PRODUCT_RULE, RightKind.PATENT):
            continue
        cores: set[str] = set()
        for genuine in _names_of(right, holders.get(right.holder or "")):
            if genuine.core and genuine.core not in cores:
                cores.add(genuine.core)
                yield genuine


def _names_of(right: Right, holder: RightHolder | None) -> Iterator[GenuineName]:
    for seller in right.authorised_sellers:
        yield GenuineName(
            right=right, name=seller.shop, core=shop_core(seller.shop),
            source=NameSource.LICENCE, platform=seller.platform,
        )  # fmt: skip
    for text in (right.text, *right.aliases):
        yield GenuineName(right=right, name=text, core=fold(text), source=NameSource.MARK)
    if holder is not None:
        yield GenuineName(
            right=right, name=holder.name, core=shop_core(holder.name), source=NameSource.HOLDER
        )
