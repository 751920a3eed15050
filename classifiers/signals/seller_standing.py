"""Licence (许可): what the ledger says of the seller, and shop names that claim to be official.

法发〔2020〕32号 takes 旗舰店 / 专卖店 in the name of a shop without a licence as a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import LedgerAnswer, LicenceStanding, own_name
from classifiers.characters.folding import fold
from classifiers.signals.quote import quote, quote_field
from classifiers.signals.weights import weight
from storage.base.shop_names import trade_name
from storage.records import AuthorisedSeller, RightKind, Signal
from storage.records.field_names import field_name

_WEIGHTS = {
    standing: weight(f"licence.{standing}")
    for standing in LicenceStanding
    if standing is not LicenceStanding.NONE
}
_OFFICIAL = ("旗舰店", "专卖店", "官方店", "直营店", "授权店", "官方")
"""Words of a shop's name that claim to be the mark's own."""
_UNDER_MARK = weight("official-name.under-mark")
_MAKER_WEIGHT = weight("maker")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals of the seller's standing in the ledger, of its name, and of the goods' maker."""
    answer = standing(candidate)
    if answer.standing is not LicenceStanding.NONE:
        why = _explanation(answer, candidate)
        yield quote_field("licence", candidate, answer.field, _WEIGHTS[answer.standing], why)
    if answer.standing in (LicenceStanding.NONE, LicenceStanding.IMITATES):
        yield from _official(candidate)
    if answer.standing is LicenceStanding.NONE:
        made = list(_made_by_licensee(candidate))
        yield from made or _made_by_seller(candidate)


def standing(candidate: Candidate) -> LedgerAnswer:
    return candidate.ledger


def _explanation(answer: LedgerAnswer, candidate: Candidate) -> str:
    seller = candidate.field(answer.field)
    entry = answer.entry
    listed = entry.shop if entry else ""
    until = entry.valid_until if entry else None
    since = entry.valid_from if entry else None
    return {
        LicenceStanding.LICENSED: f"“{seller}”在许可台账内，且在许可范围和期限内",
        LicenceStanding.HOLDER: f"“{seller}”即权利人本身",
        LicenceStanding.EXPIRED: f"“{seller}”的许可已于{until}到期{_since(answer, candidate)}",
        LicenceStanding.NOT_YET: f"“{seller}”的许可自{since}起生效，尚未开始",
        LicenceStanding.OTHER_PLATFORM: f"“{seller}”的许可不含本平台",
        LicenceStanding.OTHER_GOODS: f"“{seller}”的许可不含本商品",
        LicenceStanding.CONTRADICTORY: f"许可台账中“{seller}”所列商品均不在核定范围，记录自相矛盾，请权利人核实",
        LicenceStanding.TRADE_NAME: f"店铺名“{seller}”用的是获许可企业“{listed}”的字号，经营者未公示，须核对",
        LicenceStanding.IMITATES: f"店铺名“{seller}”与获许可的“{listed}”近似但不是同一家",
    }[answer.standing]


def _since(answer: LedgerAnswer, candidate: Candidate) -> str:
    """What the time since the end of a licence means."""
    if answer.ended_lately(candidate.on):
        return "，未满半年：可能正在续展或清理库存，先请权利人核实"
    return "，已逾半年"


def _official(candidate: Candidate) -> Iterator[Signal]:
    """A shop that calls itself official under the mark, and is not in the ledger."""
    shop = candidate.field("shop")
    if not any(match.field == "shop" for match in candidate.matches):
        return
    for word in _OFFICIAL:
        place = shop.find(word)
        if place >= 0:
            why = f"店铺名含“{word}”，而许可台账中没有该店铺"
            yield quote(
                "official-name", candidate, "shop", (place, place + len(word)), _UNDER_MARK, why
            )
            return


def _made_by_licensee(candidate: Candidate) -> Iterator[Signal]:
    """Goods whose stated maker is licensed: probably genuine goods sold on (权利用尽)."""
    makers = candidate.facts.attributes("maker_attributes")
    if not makers:
        return
    licensed = {
        fold(seller.shop)
        for seller in candidate.right.authorised_sellers
        if _valid(seller, candidate)
    }
    if candidate.holder is not None:
        licensed.add(fold(candidate.holder.name))
    for field, maker in makers:
        if fold(maker) in licensed:
            why = f"{field_name(field)}为权利人或获许可企业“{maker}”，可能是正品转售"
            yield quote_field("maker", candidate, field, _MAKER_WEIGHT, why)
            return


_FACTORY = re.compile("(?:厂|厂家|加工坊|酒坊|醋坊|酱坊)(?:直[供销营]|自营|铺|店|直销店|直营店)?$")
"""How the name of a seller ends that makes what it sells."""
_NO_MAKER = re.compile("工厂店$|(?:修理|汽修|维修|修配|洗衣|洗涤|拆车|拆解|回收)厂")
"""A kind of shop that platforms grant, and works that repair, clean or take apart what others made."""
_MAKES = weight("seller-makes")


def _made_by_seller(candidate: Candidate) -> Iterator[Signal]:
    """A factory outside the ledger makes what it sells, so its goods are not the holder's sold on; makers
    within the area of a sign of origin may be such, and a factory that bears the trade name of the holder or
    of a licensee may be theirs."""
    right = candidate.right
    if right.kind is not RightKind.TRADEMARK or right.place:
        return
    for field in ("operator.name", "shop"):
        text = candidate.field(field)
        end = _FACTORY.search(text)
        if end and not _NO_MAKER.search(text) and not _bears_name_of_ledger(text, candidate):
            why = f"{field_name(field)}“{text}”表明卖家自行生产，又不在许可台账内，所售难属转售"
            yield quote("seller-makes", candidate, field, end.span(), _MAKES, why)
            return


def _bears_name_of_ledger(text: str, candidate: Candidate) -> bool:
    sellers = candidate.right.authorised_sellers
    owners = [seller.shop for seller in sellers if _valid(seller, candidate)]
    if candidate.holder is not None:
        owners.append(candidate.holder.name)
    names = (name for owner in owners for name in (trade_name(fold(owner)), own_name(owner)))
    return any(len(name) > 1 and name in fold(text) for name in names)


def _valid(seller: AuthorisedSeller, candidate: Candidate) -> bool:
    return seller.valid_until is None or seller.valid_until >= candidate.on
