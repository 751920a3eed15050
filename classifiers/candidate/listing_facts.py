"""What a listing states (商品自述), read once for all rights whose marks stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from classifiers.goods.lexicon import load_lists
from classifiers.goods.words import GoodsFound, goods_of
from storage.records import Listing


@dataclass(frozen=True, kw_only=True, eq=False)
class Stated:
    """One listing's own words, shared by its sightings; each answer is worked out when first asked."""

    listing: Listing
    fields: Mapping[str, str]
    """The listing's texts by field name."""
    _goods: dict[tuple[str, ...], list[GoodsFound]] = field(default_factory=dict)
    _attributes: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def goods_words(self, said: tuple[str, ...]) -> list[GoodsFound]:
        """Words that name what is sold, the marks that are `said` left out."""
        known = self._goods.get(said)
        if known is None:
            known = self._goods[said] = goods_of(self.listing, said)
        return known

    def attributes(self, kind: str) -> tuple[tuple[str, str], ...]:
        """(field, text) of the attributes that the list `kind` of places.yml names, in its order."""
        known = self._attributes.get(kind)
        if known is None:
            filled = ((name, self.fields.get(name)) for name in attribute_fields(kind))
            known = self._attributes[kind] = tuple((n, text) for n, text in filled if text)
        return known


@cache
def attribute_fields(kind: str) -> tuple[str, ...]:
    """The fields of the attributes in a list of places.yml: `origin_attributes` and the like."""
    return tuple(f"attributes.{name}" for name in load_lists("places")[kind])
