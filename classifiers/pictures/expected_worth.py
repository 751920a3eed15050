"""Expected worth of a listing's pictures (取图价值): how likely a fetch finds a mark that the words hide.

Nothing excludes a listing, each fact only ranks it; those whose worth is too small are never fetched.
"""

from __future__ import annotations

from types import MappingProxyType

from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.goods.no_brand import NO_BRAND
from classifiers.goods.relation import relate
from classifiers.goods.words import goods_of
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


def expected_worth(
    listing: Listing,
    book: RightsBook,
    background: Background,
    *,
    is_lead: bool = False,
    open_leads: bool = False,
) -> float:
    """Probability (0..1) that a fetch of the listing's pictures finds a mark of the book.

    `open_leads` says that other listings of its shop are open leads.
    """
    goods_words = goods_of(listing)
    probability = _BY_GOODS[Relation.UNKNOWN]
    if goods_words:
        relations = {
            relate(listing, right, goods_words).relation for right in book if not right.generic
        }
        probability = max(
            (_BY_GOODS[relation] for relation in relations), default=_BY_GOODS[Relation.DIFFERENT]
        )
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
    return odds / (1 + odds)


def names_brand(listing: Listing) -> bool:
    """Whether the brand field names a brand: not 其他, 无品牌, OEM, nor the shop itself."""
    brand = fold(listing.brand or "").strip()
    if not brand or brand in NO_BRAND:
        return False
    shop = fold(listing.shop or "").strip()
    return not (len(brand) > 1 and shop.startswith(brand))
