"""Keyword uses (关键词占用): goods that a search for a mark lists, though the mark stands nowhere in their text.

Whoever sets another's mark as a search keyword so that buyers are misled acts unfairly
([[unfair-competition.confusion]]); that is no use of the mark as a mark. Platforms list similar goods by
themselves, too: that a listing stands there proves nothing of who set what, so the count is a hint, and the
platform's own records of advertising decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classifiers.candidate.licence_check import LicenceStanding, ask_ledger
from classifiers.matching.matcher_cache import matcher_for
from classifiers.shops.goods_sold import goods_sold, sells_own
from storage.crawls.search_results import StoredResult
from storage.records import Listing, Right, RightKind, RightsBook, field_texts


@dataclass(frozen=True, kw_only=True)
class KeywordUse:
    """One listing that a search for a right's mark showed without the mark."""

    right: Right
    result: StoredResult


class KeywordUses:
    """The rights, ready to be sought in words that were searched for and in what was listed."""

    def __init__(self, book: RightsBook, *, on: date, folder: Path | None = None) -> None:
        self._book = book
        self._holders = {holder.id: holder for holder in book.holders}
        self._matcher = matcher_for(book, folder)
        self._on = on

    def rights_asked_for(self, word: str) -> list[Right]:
        """The rights whose mark, plain or disguised, is the whole word."""
        places = {match.right for match in self._matcher.find(word) if match.span == (0, len(word))}
        return [
            right
            for place, right in enumerate(self._book.rights)
            if place in places and not right.generic and right.kind is not RightKind.PRODUCT_RULE
        ]

    def uses(self, word: str, results: Iterable[StoredResult]) -> Iterator[KeywordUse]:
        """Results that sell a right's goods without its mark in any text, by sellers without a licence."""
        rights = self.rights_asked_for(word)
        if not rights:
            return
        for result in results:
            borne = self._rights_borne(result.listing)
            for right in rights:
                if right.id not in borne and self._sells_unlicensed(result.listing, right):
                    yield KeywordUse(right=right, result=result)

    def _rights_borne(self, listing: Listing) -> set[str]:
        """Rights whose mark stands in any text in any form, the faintest too."""
        texts = [text for _, text in field_texts(listing)]
        matches = self._matcher.match_texts(texts, tentative=True)
        return {self._book.rights[match.right].id for of_text in matches for match in of_text}

    def _sells_unlicensed(self, listing: Listing, right: Right) -> bool:
        if not sells_own(goods_sold(listing, right)):
            return False
        holder = self._holders.get(right.holder or "")
        standing = ask_ledger(listing, right, holder, self._on).standing
        return standing not in (LicenceStanding.LICENSED, LicenceStanding.HOLDER)
