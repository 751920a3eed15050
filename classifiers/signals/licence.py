"""Licence (许可): what the ledger says of the seller, and shop names that claim to be official.

法发〔2020〕32号 takes 旗舰店 / 专卖店 in the name of a shop without a licence as a sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import LedgerAnswer, Standing
from classifiers.characters.folding import fold
from classifiers.signals.quote import field_name, quote, quote_field
from storage.records import Signal

WEIGHTS = {
    Standing.LICENSED: -7.0,
    Standing.HOLDER: -7.0,
    Standing.EXPIRED: 2.2,
    Standing.NOT_YET: 1.5,
    Standing.OTHER_PLATFORM: 1.2,
    Standing.OTHER_GOODS: 2.0,
    Standing.IMITATES: 2.2,
}
_OFFICIAL = ("旗舰店", "专卖店", "官方店", "直营店", "授权店", "官方")
_MAKER_WEIGHT = -4.5


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    answer = standing(candidate)
    if answer.standing is not Standing.NONE:
        why = _why(answer, candidate)
        yield quote_field("licence", candidate, answer.field, WEIGHTS[answer.standing], why)
    if answer.standing in (Standing.NONE, Standing.IMITATES):
        yield from _official(candidate)
    if answer.standing is Standing.NONE:
        yield from _made_by_licensee(candidate)


def standing(candidate: Candidate) -> LedgerAnswer:
    return candidate.ledger


def _why(answer: LedgerAnswer, candidate: Candidate) -> str:
    shown = candidate.field(answer.field)
    entry = answer.entry
    listed = entry.shop if entry else ""
    until = entry.valid_until if entry else None
    since = entry.valid_from if entry else None
    return {
        Standing.LICENSED: f"“{shown}”在许可台账内，且在许可范围和期限内",
        Standing.HOLDER: f"“{shown}”即权利人本身",
        Standing.EXPIRED: f"“{shown}”的许可已于{until}到期",
        Standing.NOT_YET: f"“{shown}”的许可自{since}起生效，尚未开始",
        Standing.OTHER_PLATFORM: f"“{shown}”的许可不含本平台",
        Standing.OTHER_GOODS: f"“{shown}”的许可不含本商品",
        Standing.IMITATES: f"店铺名“{shown}”与获许可的“{listed}”近似但不是同一家",
    }[answer.standing]


def _official(candidate: Candidate) -> Iterator[Signal]:
    """A shop that calls itself official under the mark, and is not in the ledger."""
    shop = candidate.field("shop")
    under_mark = any(match.field == "shop" for match in candidate.matches)
    for word in _OFFICIAL:
        place = shop.find(word)
        if place >= 0:
            weight = 1.8 if under_mark else 0.3
            why = f"店铺名含“{word}”，而许可台账中没有该店铺"
            yield quote("official-name", candidate, "shop", (place, place + len(word)), weight, why)
            return


def _made_by_licensee(candidate: Candidate) -> Iterator[Signal]:
    """Goods whose stated maker is licensed: probably genuine goods sold on (权利用尽)."""
    facts = candidate.facts.attributes("maker_attributes")
    if not facts:
        return
    known = {
        fold(seller.shop)
        for seller in candidate.right.authorised_sellers
        if _valid(seller, candidate)
    }
    if candidate.holder is not None:
        known.add(fold(candidate.holder.name))
    for field, shown in facts:
        if fold(shown) in known:
            why = f"{field_name(field)}为权利人或获许可企业“{shown}”，可能是正品转售"
            yield quote_field("maker", candidate, field, _MAKER_WEIGHT, why)
            return


def _valid(seller: object, candidate: Candidate) -> bool:
    until = getattr(seller, "valid_until", None)
    return until is None or until >= candidate.on
