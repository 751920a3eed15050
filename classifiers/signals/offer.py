"""Offer (要约): whether anything is for sale here at all; 商标法 §48 asks for use in trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.package_size import amounts
from classifiers.goods.grade import Relation
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.records import Listing, Signal

_NARRATIVE, _BARE = weight("no-offer.narrative"), weight("no-offer.bare")
_NO_GOODS = weight("no-offer.no-goods")
_QUOTED = 60
"""Characters of a title that are quoted."""
_READ = 500
"""Characters of a description that are read for a seller's words; chosen by hand."""
_SENTENCE = re.compile(r"[，。；：]")
_SELLING = re.compile(
    r"""
      包邮 | 现货 | 下单 | 发货 | 订购 | 整箱 | 礼盒 | 净含量 | 规格       # delivery, package
    | 正品 | 优惠 | 特价 | 热卖 | 爆款 | 新款 | 团购 | 秒杀 | 价格优 | 欢迎选购
    | 批发 | 零售 | 直销 | 代理 | 拿货 | 起批 | 供应 | 厂家 | 定制 | 加盟    # trade
    | 出售 | 转让 | 客服 | 微信 | 电话
    """,
    re.VERBOSE,
)
"""Words of somebody who sells; chosen by hand."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal: no price, no seller, no stock, and a text that narrates instead of selling."""
    listing = candidate.listing
    if is_offer(listing) or sells(listing):
        return
    narrates = bool(_SENTENCE.search(listing.description or "")) and not _names_goods(candidate)
    why = "页面没有价格、店铺、库存或销量"
    why += "，文字是叙述而不是推销，可能不是商品信息" if narrates else ""
    if not narrates and candidate.goods.relation in (Relation.UNKNOWN, Relation.DIFFERENT):
        why += "，也没有写明核定的商品，可能不是商品信息"
        log_odds = _NO_GOODS
    else:
        log_odds = _NARRATIVE if narrates else _BARE
    span = (0, min(len(listing.title), _QUOTED))
    yield quote("no-offer", candidate, "title", span, log_odds, why)


def _names_goods(candidate: Candidate) -> bool:
    """Whether the title ends with the right's goods, as a name of goods does and a headline not."""
    ground = candidate.goods.ground
    return (
        ground is not None
        and ground.field == "title"
        and candidate.goods.relation is not Relation.DIFFERENT
        and ground.match.span[1] == len(candidate.listing.title.rstrip())
    )


def is_offer(listing: Listing) -> bool:
    """Whether a price, a seller, a stock, sales or a brand are stated."""
    values = (listing.price, listing.shop, listing.sales, listing.availability, listing.brand)
    return any(value is not None for value in values)


def sells(listing: Listing) -> bool:
    """Whether the words are those of a seller, or say how much one gets."""
    text = f"{listing.title} {(listing.description or '')[:_READ]}"
    return _SELLING.search(text) is not None or next(amounts(listing), None) is not None
