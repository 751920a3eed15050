"""A sighting (发现): one listing in which one right's mark was found, with all that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from classifiers.candidate.licence_check import LedgerAnswer, ask_ledger
from classifiers.candidate.listing_facts import Stated
from classifiers.candidate.office_patterns import OfficePattern
from classifiers.candidate.position_kinds import Place, place_of
from classifiers.goods.relation import GoodsAnswer, relate
from classifiers.goods.words import GoodsFound
from classifiers.matching.matcher import MarkFound
from storage.records import NOTHING_KNOWN, Background, Listing, Right, RightHolder


@dataclass(frozen=True, kw_only=True)
class FieldMark:
    """A mark found in one field."""

    field: str
    found: MarkFound


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """What every signal looks at."""

    listing: Listing
    """In standard characters."""
    right: Right
    holder: RightHolder | None
    fields: Mapping[str, str]
    """The listing's texts by field name, in standard characters."""
    shown: Mapping[str, str]
    """The same as the listing shows them: what is quoted."""
    stated: Stated
    """What the listing states by itself, shared by all its sightings."""
    marks: tuple[FieldMark, ...]
    """Where this right's mark stands."""
    others: tuple[tuple[FieldMark, Right], ...]
    """Where marks of the book's other rights stand."""
    on: date
    """The day on which licences and validity are judged."""
    background: Background = NOTHING_KNOWN
    """What is known beside the listing's own words."""
    patterns: tuple[OfficePattern, ...] = ()
    """The office's own patterns."""

    @cached_property
    def goods(self) -> GoodsAnswer:
        return relate(self.listing, self.right, self.goods_words, self._said)

    @cached_property
    def goods_words(self) -> list[GoodsFound]:
        """Words that name what is sold."""
        return self.stated.goods_words(self._said)

    @cached_property
    def ledger(self) -> LedgerAnswer:
        """What the licence ledger says of the seller."""
        return ask_ledger(self.listing, self.right, self.holder, self.on)

    @cached_property
    def _said(self) -> tuple[str, ...]:
        return tuple(self.said(mark) for mark in self.marks)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """For each mark, the kind of place it stands in."""
        return tuple(place_of(self.stated, m.field, m.found) for m in self.marks)

    @cached_property
    def likest(self) -> FieldMark:
        """The find that is most like the mark; the title first among equals."""
        return min(self.marks, key=lambda m: (m.found.cost, m.field != "title"))

    def said(self, mark: FieldMark) -> str:
        """What stands where the mark was found, in standard characters."""
        return self.fields[mark.field][slice(*mark.found.span)]

    def field(self, name: str) -> str:
        return self.fields.get(name, "")

    def around(self, mark: FieldMark, reach: int) -> tuple[str, str]:
        """Texts before and after the mark, `reach` characters each."""
        text, (start, end) = self.fields[mark.field], mark.found.span
        return text[max(0, start - reach) : start], text[end : end + reach]
