"""Other owners' names (他人标识): a brand, a company, a person, whose words share characters with a mark.

A match that is a piece of a longer mark in the book is `covering_marks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.listing_facts import attribute_fields, place_words
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.no_brand import NO_BRAND
from classifiers.matching.registered_forms import marks_of
from classifiers.matching.sign_halves import halves_of
from classifiers.signals.mark import PLAIN_FORMS
from classifiers.signals.quote import quote_field, quote_match
from classifiers.signals.weights import weight
from storage.records import Right, RightKind, Signal
from storage.records.field_names import field_name

_OTHER_BRAND = weight("other-brand")
_COMPANY, _PERSON = weight("company-name"), weight("person-name")
_TORN = weight("chance-words")
_REACH = 4
"""Characters before and behind a match that are read for titles of persons and companies; by hand."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals that the words belong to somebody else, or to nobody."""
    yield from _branded_otherwise(candidate)
    if not candidate.matches:
        return  # the sign stands in a picture alone
    yield from _company(candidate)
    yield from _person(candidate)
    yield from _straddled(candidate)


def _person(candidate: Candidate) -> Iterator[Signal]:
    """Every match is the name of a person: 歌手蒙恩, 可岚老师 (商标法 §59, a name honestly used)."""
    titles_before, titles_behind = place_words("person_before"), place_words("person_after")
    for match in candidate.matches:
        before, after = candidate.context(match, _REACH)
        if not after.startswith(titles_behind) and not before.endswith(titles_before):
            return
    why = f"“{candidate.closest.text}”在此是人名"
    yield quote_match("person-name", candidate.closest, _PERSON, why)


def _straddled(candidate: Candidate) -> Iterator[Signal]:
    """On both sides the match is torn out of common words: 独贵葵 in 唯独贵葵花籽."""
    words = load_confusions().words
    if all(_torn(candidate.fields[m.field], m.span, words) for m in candidate.matches):
        why = f"“{candidate.closest.text}”横跨前后两个词语，可能只是文字巧合"
        yield quote_match("chance-words", candidate.closest, _TORN, why)


_COMMON_WORD = 2
"""Rank (0..9) from which a word is read as one; chosen by hand in 2026."""


def _torn(text: str, span: tuple[int, int], words: Mapping[str, int]) -> bool:
    start, end = span
    before, after = text[start - 1 : start + 1], text[end - 1 : end + 1]
    if start == 0 or len(after) < 2:
        return False
    ranks = sorted((words.get(before, -1), words.get(after, -1)))
    return ranks[1] >= _COMMON_WORD and ranks[0] >= (0 if end - start < 3 else _COMMON_WORD)


def _branded_otherwise(candidate: Candidate) -> Iterator[Signal]:
    """The brand field names another brand, and no match of the mark stands in it; a variety's seed bears
    the brand of whoever grew it."""
    if candidate.right.kind is RightKind.PLANT_VARIETY:
        return
    named = ("brand", candidate.field("brand")), *candidate.facts.attributes("brand_attributes")
    branded = [(field, brand) for field, brand in named if len(fold(brand)) >= 2]
    if not branded or any(match.field in brand_fields() for match in candidate.matches):
        return
    field, brand = branded[0]
    if fold(brand) in NO_BRAND or _is_piece(fold(brand), candidate.right):
        return
    why = f"{field_name(field)}标明为另一品牌“{brand}”"
    yield quote_field("other-brand", candidate, field, _OTHER_BRAND, why)


def _is_piece(brand: str, right: Right) -> bool:
    """Whether the brand is a piece of the mark: its place, its goods, its first half, another form of
    its place. A disguise of them in the brand field is a match (`tentative_matches`)."""
    return any(brand in fold(form) for form in marks_of(right)) or any(
        brand in (halves.first, *halves.seconds) for halves in halves_of(0, right) if halves.alone
    )


@cache
def brand_fields() -> frozenset[str]:
    """The field and the attributes that name a brand."""
    return frozenset({"brand", *attribute_fields("brand_attributes")})


@cache
def naming_fields() -> frozenset[str]:
    """Fields in which words name a source: those of a brand, and the shop's name."""
    return brand_fields() | {"shop"}


_TRADES = {"酒业": 33, "药业": 5, "医药集团": 5, "乳业": 29, "酒店": 43, "宾馆": 43, "大酒店": 43}
"""Trades in company names by class: 酒业 behind a mark for liquor tells of no other owner."""


def _company(candidate: Candidate) -> Iterator[Signal]:
    """The match goes on into a company's or institution's name (河套酒业, 河套大学)."""
    for match in candidate.matches:
        _, after = candidate.context(match, _REACH)
        for word in filter(after.startswith, place_words("company")):
            if (
                _TRADES.get(word) not in candidate.right.classes
                and match.how in PLAIN_FORMS
                and match.field != "brand"
            ):
                why = f"“{match.text}{word}”是企业或机构名称的一部分"
                yield quote_match("company-name", match, _COMPANY, why)
                return
