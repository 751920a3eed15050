"""Licence check (许可核对): may this seller use this mark for these goods on this day?

商标法 §57 asks for a use without the proprietor's licence, §43 for licences of the mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.goods_texts import goods_texts
from classifiers.goods.grade import are_foreign
from classifiers.goods.words import PACKAGING, GoodsWord, goods_lexicon, goods_of
from storage.base.shop_names import is_undertaking, trade_name, without_kind
from storage.records import AuthorisedSeller, Listing, Right, RightHolder


class LicenceStanding(StrEnum):
    """What the licence ledger (许可台账) says of the seller."""

    LICENSED = "licensed"
    HOLDER = "holder"
    """The right holder's own shop."""
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    OTHER_PLATFORM = "other-platform"
    OTHER_GOODS = "other-goods"
    CONTRADICTORY = "contradictory"
    """An entry that can never hold, so that what was agreed is for the holder to say."""
    TRADE_NAME = "trade-name"
    """A shop under the trade name of a licensed undertaking, whose operator is not stated."""
    IMITATES = "imitates"
    """A name made to be taken for a licensed seller's."""
    NONE = "none"


_SELL_OFF_DAYS = 183
"""Days after the end of a licence in which stock made under it is usually sold off and a renewal may be
under way, half a year; chosen by hand in 2026: licence contracts fix it, the record does not state it."""


@dataclass(frozen=True, kw_only=True)
class LedgerAnswer:
    """The standing, the field it was read from, and the entry it rests on."""

    standing: LicenceStanding
    field: str = "shop"
    entry: AuthorisedSeller | None = None

    def ended_lately(self, on: date) -> bool:
        """Whether the licence ended so short a time before the day `on` that goods made under it may still
        be sold off, or that it is being renewed: the holder is asked before anybody is written to."""
        if self.standing is not LicenceStanding.EXPIRED or self.entry is None:
            return False
        return not ended_long_ago(self.entry.valid_until, on)


def ended_long_ago(until: date | None, on: date) -> bool:
    """Whether a licence that ran until a day is over for longer than stock is sold off."""
    return until is not None and (on - until).days > _SELL_OFF_DAYS


_ORDER = (
    # Of several entries for one seller the first standing counts.
    LicenceStanding.LICENSED,
    LicenceStanding.CONTRADICTORY,
    LicenceStanding.EXPIRED,
    LicenceStanding.NOT_YET,
    LicenceStanding.OTHER_GOODS,
    LicenceStanding.OTHER_PLATFORM,
)
_BRANCH = re.compile(r".{0,12}(分公司|分店|分厂|分社|营业部|门市部|经营部|直营店|门店)")
"""What follows an undertaking's name in that of its branch."""
_SHORTEST_IMITATED = 4
"""Characters of a name's core from which a longer name that holds it imitates it; chosen by hand."""


def ask_ledger(
    listing: Listing, right: Right, holder: RightHolder | None, on: date
) -> LedgerAnswer:
    """The best standing of shop and operator on the day `on`."""
    if holder is not None and (field := _holder_field(listing, holder)):
        return LedgerAnswer(standing=LicenceStanding.HOLDER, field=field)
    answers = [
        LedgerAnswer(standing=_standing(entry, right, listing, on), field=field, entry=entry)
        for entry in right.authorised_sellers
        if (field := field_naming(listing, entry.shop))
    ]
    if answers:
        return min(answers, key=lambda answer: _ORDER.index(answer.standing))
    for entry in right.authorised_sellers:
        if bears_trade_name(listing, entry.shop) and _may_sell(entry, right, listing, on):
            return LedgerAnswer(standing=LicenceStanding.TRADE_NAME, entry=entry)
    for entry in right.authorised_sellers:
        if listing.shop and imitates(entry.shop, listing.shop):
            return LedgerAnswer(standing=LicenceStanding.IMITATES, entry=entry)
    return LedgerAnswer(standing=LicenceStanding.NONE)


def _standing(entry: AuthorisedSeller, right: Right, listing: Listing, on: date) -> LicenceStanding:
    if entry.valid_until is not None and entry.valid_until < on:
        return LicenceStanding.EXPIRED
    if entry.valid_from is not None and entry.valid_from > on:
        return LicenceStanding.NOT_YET
    if _is_contradictory(entry, right):
        return LicenceStanding.CONTRADICTORY
    if listing.platform and not entry.covers_platform(listing.platform):
        return LicenceStanding.OTHER_PLATFORM
    if entry.goods and not _covers(entry.goods, right, listing):
        return LicenceStanding.OTHER_GOODS
    return LicenceStanding.LICENSED


def _is_contradictory(entry: AuthorisedSeller, right: Right) -> bool:
    """Whether an entry names nothing but goods that are none of the right's."""
    return bool(entry.goods) and all(are_foreign(goods, right) for goods in entry.goods)


def _may_sell(entry: AuthorisedSeller, right: Right, listing: Listing, on: date) -> bool:
    """Whether a licence covers the listing, or ended so lately that stock is still sold off."""
    standing = _standing(entry, right, listing, on)
    if standing is LicenceStanding.EXPIRED:
        return not ended_long_ago(entry.valid_until, on)
    return standing is LicenceStanding.LICENSED


def _covers(goods: tuple[str, ...], right: Right, listing: Listing) -> bool:
    """Whether a licence for `goods` covers what the listing sells.

    Unknown goods are covered unless their words resemble the right's other goods more (酸乳, 酸奶).
    """
    text = fold(" ".join(text for _, text in goods_texts(listing)))
    not_licensed = [name for name in right.goods if name not in goods]
    unlicensed = [name for name in map(fold, not_licensed) if name in text]
    if any(_is_named(fold(name), text, unlicensed) for name in goods):
        return True
    if unlicensed:
        return False
    words = [word for word in goods_of(listing) if word.firm and word.group != PACKAGING]
    groups = {(goods_lexicon().label(name) or name).split("/")[0] for name in goods}
    if not words:
        return _largest_share(goods, text) >= _largest_share(not_licensed, text)
    return any(_of_kind(word, goods, groups) for word in words)


def _is_named(name: str, text: str, unlicensed: Sequence[str]) -> bool:
    """Whether goods stand in a text elsewhere than in the longer names of `unlicensed` goods that are
    there too: a licence for 自行车 covers no 电动自行车 where the right has both."""
    for longer in sorted(unlicensed, key=len, reverse=True):
        if name in longer and name != longer:
            text = text.replace(longer, "\n")
    return name in text


def _largest_share(names: Sequence[str], text: str) -> float:
    """The largest share of a goods name's characters that stands in the text."""
    characters = set(text)
    shares = (sum(c in characters for c in fold(name)) / max(1, len(fold(name))) for name in names)
    return max(shares, default=0.0)


def _of_kind(word: GoodsWord, goods: tuple[str, ...], groups: set[str]) -> bool:
    """Whether a licence for `goods` of these groups covers goods named by another word of one.

    Among food 羔羊腿 is 羊肉 and 葵花籽 瓜子; among wares a licence for 袜子 is none for a 羽绒服.
    """
    if word.group not in groups:
        return False
    kin = set("".join(fold(name) for name in goods))
    return (
        word.nice in _FOOD
        or fold(word.group) in map(fold, goods)
        or not kin.isdisjoint(fold(word.match.word))
    )


_FOOD = frozenset({5, 29, 30, 31, 32, 33})
"""Nice classes in which another word of a group names the same goods in practice."""


def field_naming(listing: Listing, name: str) -> str | None:
    """The field in which the seller bears exactly this name, or that of a branch, which is no other person
    (公司法, on branches). A shop that calls itself a branch and states another operator is none."""
    folded, operator = fold(name), fold(_operator(listing))
    for field, text in (("shop", fold(listing.shop or "")), ("operator.name", operator)):
        if text == folded and text:
            return field
        if _is_branch(text, folded) and (field != "shop" or operator in ("", text)):
            return field
    return None


def _is_branch(name: str, undertaking: str) -> bool:
    behind = name.removeprefix(undertaking)
    return bool(behind != name and is_undertaking(undertaking) and _BRANCH.fullmatch(behind))


def bears_trade_name(listing: Listing, name: str) -> bool:
    """Whether the shop bears the trade name of an undertaking in full, as platforms let its shops be called,
    and no other operator is stated."""
    folded, shop = fold(name), fold(listing.shop or "")
    if not is_undertaking(folded) or is_undertaking(shop) or _operator(listing):
        return False
    core = without_kind(folded)
    return len(core) >= _SHORTEST_IMITATED and core == without_kind(shop)


def own_name(name: str) -> str:
    """The own name of an undertaking or a shop, without place, trade and what it is: 恒丰 of 山东恒丰食品有限公司.
    A name that begins with no place is its own."""
    core = _TRADE_BEHIND.sub("", trade_name(fold(name)))
    place = load_gazetteer().leading(core) or ""
    behind = core.removeprefix(place).lstrip("省市县区") if place != core else core
    ends = (behind[start:] for start in range(_SHORTEST_NAME, len(behind)))
    return behind.removesuffix(next((end for end in ends if end in goods_lexicon()), ""))


_SHORTEST_NAME = 2
"""Characters of an own name that are left before a word for goods (恒丰 + 面粉); chosen by hand."""


_TRADE_BEHIND = re.compile("(?:饭店?|酒楼|酒店|餐馆|总?店|老店|总?厂|作坊)$")
"""What a trade name ends in beside its trade."""


def _operator(listing: Listing) -> str:
    return (listing.operator.name if listing.operator else None) or ""


def _holder_field(listing: Listing, holder: RightHolder) -> str | None:
    if field := field_naming(listing, holder.name):
        return field
    credit_code = listing.operator.credit_code if listing.operator else None
    if credit_code and holder.identity and fold(credit_code) == fold(holder.identity):
        return "operator.name"
    return None


def imitates(genuine: str, name: str) -> bool:
    """Whether `name` is made to be taken for `genuine`: its core with something added, with one
    confusable character, or the same core with another kind of shop."""
    folded_genuine, folded_name = fold(genuine), fold(name)
    core, name_core = without_kind(folded_genuine), without_kind(folded_name)
    if len(core) < 2 or folded_genuine == folded_name:
        return False
    if core == name_core:
        return True
    if len(core) >= _SHORTEST_IMITATED and (core in folded_name or folded_genuine in folded_name):
        return True
    return len(core) == len(name_core) >= 3 and _differs_in_one_confusable(core, name_core)


def _differs_in_one_confusable(genuine: str, name: str) -> bool:
    pairs = [(a, b) for a, b in zip(genuine, name, strict=True) if a != b]
    table = load_confusions()
    return len(pairs) == 1 and table.cost(*pairs[0]) is not None
