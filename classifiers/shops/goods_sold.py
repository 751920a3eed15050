"""What a shop sells (店内商品) against a right's goods, read from one listing without looking for the mark."""

from __future__ import annotations

from classifiers.goods.grade import Relation
from classifiers.goods.relation import relate
from classifiers.goods.words import goods_of
from storage.records import Listing, Right


def goods_sold(listing: Listing, right: Right) -> Relation:
    """How the goods of a listing relate to a right's; parts and accessories are other goods."""
    answer = relate(listing, right, goods_of(listing))
    return Relation.DIFFERENT if answer.accessory else answer.relation


def sells_own(relation: Relation) -> bool:
    """Whether the goods are the right's own or similar ones."""
    return relation in (Relation.SAME, Relation.SIMILAR)
