"""The licence ledger (许可台账) asked: may this seller use this mark for these goods today?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from classifiers.goods.words import PACKAGING, GoodsFound, goods_lexicon, goods_of, goods_texts
from classifiers.matching.confusion_table import load_confusions
from classifiers.matching.folding import fold
from storage.records import AuthorisedSeller, Listing, Right, RightHolder


class Standing(StrEnum):
    """What the ledger says of the seller."""

    LICENSED = "licensed"
    HOLDER = "holder"
    """The right holder's own shop."""
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    OTHER_PLATFORM = "other-platform"
    OTHER_GOODS = "other-goods"
    IMITATES = "imitates"
    """A name made to be taken for a licensed seller's."""
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class LedgerAnswer:
    """The standing, the field it was read from, and the entry it rests on."""

    standing: Standing
    field: str = "shop"
    entry: AuthorisedSeller | None = None


_ORDER = (
    Standing.LICENSED,
    Standing.EXPIRED,
    Standing.NOT_YET,
    Standing.OTHER_GOODS,
    Standing.OTHER_PLATFORM,
)
_COMPANY = re.compile(
    r"(有限责任公司|股份有限公司|集团有限公司|有限公司|集团|公司|合作社|专业合作社)$"
)
_SHOP_KINDS = re.compile(
    r"(官方旗舰店|旗舰店|专营店|专卖店|官方店|直营店|自营店|企业店|授权店|品牌店|食品店|官方|工厂店|小店|商行|店铺|店)$"
)
_SHORTEST_IMITATED = 4


def ask_ledger(
    listing: Listing, right: Right, holder: RightHolder | None, on: date
) -> LedgerAnswer:
    """The best standing of shop and operator on the day `on`."""
    if holder is not None and (field := _is_holder(listing, holder)):
        return LedgerAnswer(standing=Standing.HOLDER, field=field)
    answers = [
        LedgerAnswer(standing=_standing(entry, right, listing, on), field=field, entry=entry)
        for entry in right.authorised_sellers
        if (field := _names(listing, entry.shop))
    ]
    if answers:
        return min(answers, key=lambda answer: _ORDER.index(answer.standing))
    for entry in right.authorised_sellers:
        if listing.shop and imitates(entry.shop, listing.shop):
            return LedgerAnswer(standing=Standing.IMITATES, entry=entry)
    return LedgerAnswer(standing=Standing.NONE)


def _standing(entry: AuthorisedSeller, right: Right, listing: Listing, on: date) -> Standing:
    if entry.valid_until is not None and entry.valid_until < on:
        return Standing.EXPIRED
    if entry.valid_from is not None and entry.valid_from > on:
        return Standing.NOT_YET
    if entry.platform and listing.platform and not _same_platform(entry.platform, listing.platform):
        return Standing.OTHER_PLATFORM
    if entry.goods and not _covers(entry.goods, right, listing):
        return Standing.OTHER_GOODS
    return Standing.LICENSED


def _same_platform(listed: str, shown: str) -> bool:
    """Whether both name one platform: hosts below one another count as one (m.jd.com, jd.com)."""
    one, other = (host.lower().removeprefix("www.").strip() for host in (listed, shown))
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _covers(goods: tuple[str, ...], right: Right, listing: Listing) -> bool:
    """Whether a licence for `goods` covers what the listing sells; unknown goods are covered unless
    their words are liker to the right's other goods (酸乳 to 酸奶)."""
    text = fold(" ".join(text for _, text in goods_texts(listing)))
    others = [name for name in right.goods if name not in goods]
    if any(fold(name) in text for name in goods):
        return True
    if any(fold(name) in text for name in others):
        return False
    shown = [one for one in goods_of(listing) if one.firm and one.group != PACKAGING]
    groups = {(goods_lexicon().label(name) or name).split("/")[0] for name in goods}
    if not shown:
        return _likest(goods, text) >= _likest(others, text)
    return any(_of_kind(one, goods, groups) for one in shown)


def _likest(names: Sequence[str], text: str) -> float:
    """The largest share of a goods name's characters that stands in the text."""
    known = set(text)
    shares = (sum(c in known for c in fold(name)) / max(1, len(fold(name))) for name in names)
    return max(shares, default=0.0)


def _of_kind(shown: GoodsFound, goods: tuple[str, ...], groups: set[str]) -> bool:
    """Whether a licence for `goods` of these groups covers goods shown by another word of one.

    Among food 羔羊腿 is 羊肉 and 葵花籽 瓜子; among wares a licence for 袜子 is none for a 羽绒服.
    """
    if shown.group not in groups:
        return False
    kin = set("".join(fold(name) for name in goods))
    return (
        shown.nice in _FOOD
        or fold(shown.group) in map(fold, goods)
        or not kin.isdisjoint(fold(shown.word.word))
    )


_FOOD = frozenset({5, 29, 30, 31, 32, 33})


def _names(listing: Listing, name: str) -> str | None:
    """The field in which the seller bears exactly this name."""
    wanted = fold(name)
    if listing.shop and fold(listing.shop) == wanted:
        return "shop"
    if listing.operator and listing.operator.name and fold(listing.operator.name) == wanted:
        return "operator.name"
    return None


def _is_holder(listing: Listing, holder: RightHolder) -> str | None:
    if field := _names(listing, holder.name):
        return field
    shown = listing.operator.credit_code if listing.operator else None
    if shown and holder.identity and fold(shown) == fold(holder.identity):
        return "operator.name"
    return None


def imitates(genuine: str, shown: str) -> bool:
    """Whether `shown` is made to be taken for `genuine`: its core with something added, one
    character turned, or the same core with another kind of shop."""
    one, other = fold(genuine), fold(shown)
    core, shown_core = _core(one), _core(other)
    if len(core) < 2 or one == other:
        return False
    if core == shown_core:
        return True
    if len(core) >= _SHORTEST_IMITATED and (core in other or one in other):
        return True
    return len(core) == len(shown_core) >= 3 and _one_turned(core, shown_core)


def _core(name: str) -> str:
    """The name without legal form and kind of shop."""
    while (shorter := _SHOP_KINDS.sub("", _COMPANY.sub("", name))) != name and shorter:
        name = shorter
    return name


def _one_turned(genuine: str, shown: str) -> bool:
    pairs = [(a, b) for a, b in zip(genuine, shown, strict=True) if a != b]
    table = load_confusions()
    return len(pairs) == 1 and table.cost(*pairs[0]) is not None
