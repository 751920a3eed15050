"""Expected worth of a listing's pictures (取图价值): how likely a fetch finds a mark that the words hide.

Nothing excludes a listing, each fact only ranks it; those whose worth is too small are never fetched.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.goods.no_brand import NO_BRAND
from classifiers.goods.relation import relate
from classifiers.goods.words import goods_of
from storage.base.tier_care import LOWEST
from storage.leads.rank import tier_weight
from storage.records import Background, Listing, RightsBook

# Chosen by hand in 2026; probability that a picture shows a mark of the book which the words do not.
_BY_GOODS = MappingProxyType(
    {
        Relation.SAME: 0.20,
        Relation.SIMILAR: 0.15,
        Relation.NEAR: 0.04,
        Relation.UNKNOWN: 0.05,
        Relation.DIFFERENT: 0.005,
    }
)
"""Goods of the nearest right: its own or of its group (粳米 for 大米), bought together, not told, others."""
# Factors on the odds, chosen by hand in 2026.
_LEAD = 8.0
"""The words made a lead already: its pictures are evidence, too."""
_BRANDED = 0.15
"""A brand stands in the brand field: most such packs bear that brand."""
_CONFIRMED, _DISMISSED = 6.0, 0.3
"""Officers confirmed another listing of the shop; or dismissed three and confirmed none."""
_CLEARED = 3
"""Dismissed listings, without any confirmed, that speak for the seller."""
_OPEN_LEADS = 2.0
"""Another listing of the shop is an open lead."""
_SAME_PICTURE = 20.0
"""A picture of it is the same as that of a confirmed lead."""
LEAST_WORTH = 0.01
"""Worth below which no picture is fetched: other goods of a shop of which nothing is on record."""


class PictureWorth(NamedTuple):
    """What is expected of a fetch of a listing's pictures."""

    probability: float
    """That they show a mark of the book, 0..1."""
    tier: int
    """Strictest protection tier (保护等级) of a holder whose goods they most likely are."""

    @property
    def order(self) -> float:
        """What decides which pictures are fetched first: the probability, weighed as leads are by their tier."""
        return self.probability * tier_weight(self.tier)


def expected_worth(
    listing: Listing,
    book: RightsBook,
    background: Background,
    *,
    is_lead: bool = False,
    open_leads: bool = False,
) -> PictureWorth:
    """How likely a fetch of the listing's pictures finds a mark of the book, and of which tier.

    `open_leads` says that other listings of its shop are open leads.
    """
    probability, tier = _by_goods(listing, book)
    odds = probability / (1 - probability)
    if names_brand(listing):
        odds *= _BRANDED
    if background.confirmed:
        odds *= _CONFIRMED
    elif background.dismissed >= _CLEARED:
        odds *= _DISMISSED
    if background.same_picture:
        odds *= _SAME_PICTURE
    odds *= (_LEAD if is_lead else 1.0) * (_OPEN_LEADS if open_leads else 1.0)
    return PictureWorth(odds / (1 + odds), tier)


def _by_goods(listing: Listing, book: RightsBook) -> tuple[float, int]:
    """Probability by the goods, and the strictest tier of the rights that are nearest to them; the lowest
    tier where the words tell no goods."""
    goods_words = goods_of(listing)
    if not goods_words:
        return _BY_GOODS[Relation.UNKNOWN], LOWEST
    tiers = {holder.id: holder.tier for holder in book.holders}
    worths = [
        (
            _BY_GOODS[relate(listing, right, goods_words).relation],
            -tiers.get(right.holder or "", LOWEST),
        )
        for right in book
        if not right.generic
    ]
    probability, tier = max(worths, default=(_BY_GOODS[Relation.DIFFERENT], -LOWEST))
    return probability, -tier


def names_brand(listing: Listing) -> bool:
    """Whether the brand field names a brand: not 其他, 无品牌, OEM, nor the shop itself."""
    brand = fold(listing.brand or "").strip()
    if not brand or brand in NO_BRAND:
        return False
    shop = fold(listing.shop or "").strip()
    return not (len(brand) > 1 and shop.startswith(brand))
