"""Offer (要约): whether anything is for sale here at all; 商标法 §48 asks for use in trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.package_size import amounts
from classifiers.goods.grade import Relation
from classifiers.signals.quote import quote
from storage.records import Listing, Signal

_TOLD, _BARE, _NO_GOODS = -2.6, -0.3, -1.4
_SENTENCE = re.compile(r"[，。；：]")
_SELLING = re.compile(
    r"包邮|现货|下单|发货|净含量|规格|正品|批发|零售|优惠|特价|直销|代理|拿货|起批|供应|热卖|爆款"
    r"|新款|厂家|定制|客服|微信|电话|加盟|出售|转让|订购|团购|秒杀|整箱|礼盒|价格优|欢迎选购"
)


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """No price, no seller, no stock, and a text that tells instead of selling."""
    listing = candidate.listing
    if is_offer(listing) or sells(listing):
        return
    told = bool(_SENTENCE.search(listing.description or "")) and not _names_goods(candidate)
    why = "页面没有价格、店铺、库存或销量"
    why += "，文字是叙述而不是推销，可能不是商品信息" if told else ""
    if not told and candidate.goods.relation in (Relation.UNKNOWN, Relation.DIFFERENT):
        why += "，也没有写明核定的商品，可能不是商品信息"
        weight = _NO_GOODS
    else:
        weight = _TOLD if told else _BARE
    span = (0, min(len(listing.title), 60))
    yield quote("no-offer", candidate, "title", span, weight, why)


def _names_goods(candidate: Candidate) -> bool:
    """Whether the title ends with the right's goods, as a name of goods does and a headline not."""
    one = candidate.goods.ground
    return (
        one is not None
        and one.field == "title"
        and candidate.goods.relation is not Relation.DIFFERENT
        and one.match.span[1] == len(candidate.listing.title.rstrip())
    )


def is_offer(listing: Listing) -> bool:
    """Whether a price, a seller, a stock, sales or a brand are shown."""
    shown = (listing.price, listing.shop, listing.sales, listing.availability, listing.brand)
    return any(one is not None for one in shown)


def sells(listing: Listing) -> bool:
    """Whether the words are those of a seller, or say how much one gets."""
    text = f"{listing.title} {(listing.description or '')[:500]}"
    return _SELLING.search(text) is not None or next(amounts(listing), None) is not None
