"""Facts of a listing (商品自述), read once for all rights whose marks are matched in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from classifiers.candidate.field_reading import FieldReading
from classifiers.goods.grade import Relation, grade
from classifiers.goods.lexicon import load_lists
from classifiers.goods.words import GoodsWord, goods_of
from storage.records import Listing, Right


class GoodsFit(NamedTuple):
    """How the words of a listing fit the goods of a right."""

    others_only: bool
    """Whether all goods that it names are others than the right's."""
    names_own: bool
    """Whether it names goods of the right, or similar ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ListingWords:
    """One listing's own words, shared by its candidates; each answer is computed when first asked."""

    listing: Listing
    fields: Mapping[str, str]
    """The listing's texts by field name."""
    _goods: dict[tuple[str, ...], list[GoodsWord]] = field(default_factory=dict)
    _fits: dict[tuple[tuple[str, ...], tuple[int, ...]], GoodsFit] = field(default_factory=dict)
    _readings: dict[str, FieldReading] = field(default_factory=dict)
    _attributes: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def goods_words(self, matched_texts: tuple[str, ...]) -> list[GoodsWord]:
        """Words that name what is sold, without those inside `matched_texts`, the marks' texts."""
        words = self._goods.get(matched_texts)
        if words is None:
            words = self._goods[matched_texts] = goods_of(self.listing, matched_texts)
        return words

    def goods_fit(self, right: Right) -> GoodsFit:
        """How the listing's own words fit the goods of a right; worked out once for all rights of the
        same goods."""
        key = right.goods, right.classes
        fit = self._fits.get(key)
        if fit is None:
            fit = self._fits[key] = self._fit_of(right)
        return fit

    def _fit_of(self, right: Right) -> GoodsFit:
        relations = [(word.firm, grade(word, right)) for word in self.goods_words(())]
        firm = [relation for is_firm, relation in relations if is_firm]
        title = self.fields.get("title", "")
        named = [name for name in right.goods if name in title]
        foreign = bool(firm) and all(relation is Relation.DIFFERENT for relation in firm)
        return GoodsFit(
            others_only=foreign and not any(len(name) > 1 for name in named),
            names_own=bool(named)
            or any(r in (Relation.SAME, Relation.SIMILAR) for _, r in relations),
        )

    def reading(self, name: str) -> FieldReading:
        """What the text of a field says by itself; of a field that the listing lacks, nothing."""
        reading = self._readings.get(name)
        if reading is None:
            reading = self._readings[name] = FieldReading(text=self.fields.get(name, ""))
        return reading

    def attributes(self, kind: str) -> tuple[tuple[str, str], ...]:
        """(field, text) of the attributes that the list `kind` of places.yml names, in its order."""
        attributes = self._attributes.get(kind)
        if attributes is None:
            attributes = ()
            if not self.fields.keys().isdisjoint(_attribute_set(kind)):
                filled = ((name, self.fields.get(name)) for name in attribute_fields(kind))
                attributes = tuple((name, text) for name, text in filled if text)
            self._attributes[kind] = attributes
        return attributes


@cache
def place_words(kind: str) -> tuple[str, ...]:
    """The words of a list of places.yml: `company`, `person_before` and the like."""
    return tuple(load_lists("places")[kind])


@cache
def attribute_fields(kind: str) -> tuple[str, ...]:
    """The fields of the attributes in a list of places.yml: `origin_attributes` and the like."""
    return tuple(f"attributes.{name}" for name in place_words(kind))


@cache
def _attribute_set(kind: str) -> frozenset[str]:
    return frozenset(attribute_fields(kind))
