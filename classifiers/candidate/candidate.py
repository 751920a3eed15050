"""A candidate (候选): one listing in which one right's mark was matched, with what all signals share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from classifiers.candidate.licence_check import LedgerAnswer, ask_ledger
from classifiers.candidate.listing_facts import ListingWords
from classifiers.candidate.office_patterns import OfficePattern
from classifiers.candidate.position_kinds import Position, position_of
from classifiers.candidate.sign_context import SignContext, context_of
from classifiers.goods.relation import relate
from classifiers.goods.sold_word import GoodsAnswer
from classifiers.goods.words import GoodsWord
from classifiers.matching.match import Match
from storage.records import NOTHING_KNOWN, Background, Listing, Right, RightHolder, RightKind
from storage.records.source_count import NOTHING_COUNTED, SourceCount


@dataclass(frozen=True, kw_only=True)
class FieldMatch(Match):
    """A match of a mark in one field of a listing; `span` counts in that field."""

    field: str

    @classmethod
    def in_field(cls, field: str, match: Match) -> FieldMatch:
        """`match` in a field; its values are copied at one stroke, which is four times as fast as
        setting each: most matches are tentative, and dropped next."""
        field_match = cls.__new__(cls)
        field_match.__dict__.update(match.__dict__, field=field)
        return field_match


_MOST_READ = 6
"""Matches of one candidate whose context is read; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What every signal reads."""

    listing: Listing
    """In standard characters."""
    right: Right
    holder: RightHolder | None
    fields: Mapping[str, str]
    """The listing's texts by field name, in standard characters."""
    original_fields: Mapping[str, str]
    """The same as the listing writes them: what is quoted."""
    facts: ListingWords
    """What the listing states by itself, shared by all its candidates."""
    matches: tuple[FieldMatch, ...]
    """Where this right's mark stands."""
    other_matches: tuple[tuple[FieldMatch, Right], ...]
    """Where marks of the book's other rights stand."""
    on: date
    """The day on which licences and validity are judged."""
    background: Background = NOTHING_KNOWN
    """What is on file beside the listing's own words."""
    patterns: tuple[OfficePattern, ...] = ()
    """The office's own patterns."""
    source_count: SourceCount = NOTHING_COUNTED
    """Verdicts on unknown sellers of this right's sign on this platform."""

    @property
    def is_watch_word(self) -> bool:
        """Whether the right is a product rule (产品法规) of the office itself, its mark a watch word."""
        return self.right.kind is RightKind.PRODUCT_RULE

    @cached_property
    def goods(self) -> GoodsAnswer:
        """How what is sold relates to the right's goods."""
        return relate(self.listing, self.right, self.goods_words, self._matched_texts)

    @cached_property
    def goods_words(self) -> list[GoodsWord]:
        """Words that name what is sold."""
        return self.facts.goods_words(self._matched_texts)

    @cached_property
    def ledger(self) -> LedgerAnswer:
        """What the licence ledger says of the seller."""
        return ask_ledger(self.listing, self.right, self.holder, self.on)

    @cached_property
    def _matched_texts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.matched_text, self.matches)))

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """For each match, the kind of place in which it stands."""
        return tuple(position_of(self.facts, match.field, match) for match in self.matches)

    @cached_property
    def other_marks_of_title(self) -> frozenset[str]:
        """Marks of the book's other rights in the title, as it writes them."""
        return frozenset(match.text for match, _ in self.other_matches if match.field == "title")

    @cached_property
    def contexts(self) -> tuple[tuple[FieldMatch, SignContext], ...]:
        """The first matches, those of the title and the closest before others, with what the words around
        make of each."""
        ordered = sorted(self.matches, key=lambda match: (match.field != "title", match.cost))
        return tuple((match, context_of(self, match)) for match in ordered[:_MOST_READ])

    @cached_property
    def closest(self) -> FieldMatch:
        """The match that is most like the mark; the title first among equals."""
        return min(self.matches, key=lambda match: (match.cost, match.field != "title"))

    def matched_text(self, match: FieldMatch) -> str:
        """The text of a match in standard characters."""
        return self.fields[match.field][slice(*match.span)]

    def field(self, name: str) -> str:
        """The text of a field in standard characters; empty where the listing lacks it."""
        return self.fields.get(name, "")

    def context(self, match: FieldMatch, reach: int) -> tuple[str, str]:
        """Texts before and after a match, up to `reach` characters each."""
        text, (start, end) = self.fields[match.field], match.span
        return text[max(0, start - reach) : start], text[end : end + reach]
