"""Tentative matches (存疑命中) borne out or dropped by what else the listing says.

A faint likeness, or one part of a sign, makes no candidate by itself: the listing must name goods
that are the same as the right's or similar to them (商标法 §57 asks for both), or the part must stand
where a mark stands. Both parts of a sign in two places of a listing are one match of the sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from classifiers.candidate.candidate import FieldMatch
from classifiers.candidate.listing_facts import ListingWords, attribute_fields
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.goods_texts import goods_texts
from classifiers.goods.grade import Relation, grade
from classifiers.goods.sign_parts import sign_parts
from classifiers.matching.costs import cost_of
from classifiers.matching.sign_halves import first_of, seconds_of
from storage.base.disguises import PARTS_ALONE, Disguise
from storage.records import Right

_PLACES_OF_MARKS = frozenset({"title", "brand", "shop", "image_text"})
"""Fields in which a faint likeness may be a mark, beside the attributes that name a brand."""
_LEAD = 2
"""Characters that may stand before a part at the head of a title (【)."""


def borne_out(
    matches: Sequence[FieldMatch], right: Right, facts: ListingWords, marks: Sequence[FieldMatch]
) -> tuple[FieldMatch, ...]:
    """The matches of one right that count; both parts of its sign made one.

    `marks`: what is no tentative match of any right; a part inside another's mark is none.
    """
    matches = _without_goods(matches)
    if all(map(_may_be_chance, matches)) and _names_other_goods(right, facts):
        return ()
    if not any(match.tentative for match in matches):
        return tuple(matches)
    sure = any(not match.tentative for match in matches)
    joined = [
        _with_second(match, right, facts)
        for match in matches
        if match.how not in PARTS_ALONE or not (sure or _covered(match, marks))
    ]
    fits = facts.goods_fit(right).names_own
    return tuple(
        match
        for match in joined
        if not match.tentative
        or (
            (match.field in _PLACES_OF_MARKS or match.field in _brand_attributes())
            and _weighs(match, right, facts, fits=fits)
            and not _names_part_of_others(match, right, facts)
        )
    )


def _without_goods(matches: Sequence[FieldMatch]) -> Sequence[FieldMatch]:
    """The matches without those of the goods in a sign, unless nothing else of it was matched."""
    beside = [match for match in matches if match.how is not Disguise.GOODS_PART]
    return beside or matches


def _covered(part: FieldMatch, marks: Sequence[FieldMatch]) -> bool:
    """Whether a part lies inside the longer mark of another right."""
    return any(
        mark.right != part.right
        and mark.field == part.field
        and mark.span[0] <= part.span[0]
        and part.span[1] <= mark.span[1]
        for mark in marks
    )


def _may_be_chance(match: FieldMatch) -> bool:
    """Whether the match is tentative, or a faint likeness elsewhere than where a mark stands."""
    if match.how is Disguise.PART:
        return not _stands_as_mark(match)
    return match.tentative or (
        match.how in _LIKENESSES
        and match.cost >= cost_of("chance-from")
        and len(match.form) <= _SHORT
        and (match.embedded or not _stands_as_mark(match))
    )


_LIKENESSES = frozenset(
    {Disguise.SOUND, Disguise.SHAPE, Disguise.REPLACED, Disguise.REVERSED, Disguise.INFIX}
)
_SHORT = 4
"""Characters of the longest mark that is met by chance amid other words; chosen by hand."""


def _names_other_goods(right: Right, facts: ListingWords) -> bool:
    """Whether all goods that the listing names are others than the right's (混淆 needs similar goods)."""
    if right.well_known or not (right.goods or right.classes):
        return False
    return facts.goods_fit(right).others_only


def _brand_attributes() -> tuple[str, ...]:
    return attribute_fields("brand_attributes")


_TAKEN_OVER = 3
"""Characters of a well-known mark's first half that are told on goods of any kind; chosen by hand."""


def _takes_over(match: FieldMatch, right: Right, facts: ListingWords) -> bool:
    """Whether the first half of a well-known mark, or the mark with another character, fills the brand field:
    it reaches over to other goods, and so it counts wherever else a mark stands too."""
    return (
        right.well_known
        and match.how in (Disguise.OMISSION, Disguise.REPLACED)
        and len(match.text) >= _TAKEN_OVER
        and facts.reading("brand").folded == fold(match.text)
    )


def _weighs(match: FieldMatch, right: Right, facts: ListingWords, *, fits: bool) -> bool:
    """Whether the goods bear a match out, or the place where a part stands; both must where the part is
    a word of the language and no place that the right names."""
    if match.how is not Disguise.PART:
        return fits or _takes_over(match, right, facts)
    if not sign_parts(right).place and fold(match.text) in load_confusions().words:
        return fits and _stands_as_mark(match)
    return fits or _stands_as_mark(match)


def _names_part_of_others(match: FieldMatch, right: Right, facts: ListingWords) -> bool:
    """Whether the goods in a sign are here a kind of other goods: 大红袍 of 花椒 for the sign of a tea."""
    if match.how is not Disguise.GOODS_PART:
        return False
    words = [word for word in facts.goods_words((match.text,)) if word.firm]
    return bool(words) and all(grade(word, right) is Relation.DIFFERENT for word in words)


def _stands_as_mark(match: FieldMatch) -> bool:
    """Whether a part stands in a brand field or at the head of the title."""
    in_brand = match.field == "brand" or match.field in _brand_attributes()
    lead = match.field == "title" and match.span[0] < _LEAD
    return in_brand or lead


def _with_second(match: FieldMatch, right: Right, facts: ListingWords) -> FieldMatch:
    """A match of one part made one of both where the second stands elsewhere in the listing."""
    if match.how is not Disguise.PART:
        return match
    seconds = seconds_of(right, match.form)
    telling = [second for second in seconds if len(second) >= _SECOND or len(seconds[0]) < _SECOND]
    if all(first_of(telling, text) is None for text in _naming_texts(match, facts)):
        return match
    cost = round(match.cost - cost_of("part") + cost_of("parts.apart"), 2)
    return replace(match, how=Disguise.PARTS, cost=cost, tentative=cost > cost_of("tentative"))


_SECOND = 2
"""Characters of a second part that is looked for anywhere: 果 stands in every 水果."""


def _naming_texts(match: FieldMatch, facts: ListingWords) -> Iterator[str]:
    """The folded texts that name what is sold, without the match."""
    start, end = match.span
    for field, text in goods_texts(facts.listing):
        yield fold(text[:start] + "\n" + text[end:] if field == match.field else text)
