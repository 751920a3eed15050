"""Meanings (其他含义): what the right's record says that the words of the sign mean besides being this mark.

商标法 leaves the generic name, the quality, the raw material and the place name to everybody: a dish, a
variety or a common word in its ordinary sense is no use as a mark (provision trademark.fair-use).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.licence_check import LicenceStanding
from classifiers.candidate.position_kinds import Position, larger_place
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation, grade
from classifiers.goods.lexicon import WordMatch, load_lists
from classifiers.goods.meals import RESTAURANTS
from classifiers.goods.nice_classes import EDIBLE, SERVICES, are_services
from classifiers.goods.ordinary_words import is_attributive
from classifiers.goods.words import goods_lexicon, labelled_goods
from classifiers.matching.registered_forms import marks_of
from classifiers.signals.other_names import brand_fields, naming_fields
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.base.disguises import SAME_SIGN
from storage.records import Meaning, Right, RightKind, Sense, Signal
from storage.records.right_words import OF_A_PLACE

_LONGER, _PIECE = weight("meaning.longer"), weight("meaning.piece")
_THERE, _TITLE = weight("meaning.place-there"), weight("meaning.title")
_SAME = {sense: weight(f"meaning.{sense}") for sense in Sense}
_NAMES = {
    Sense.DISH: "菜品名称",
    Sense.VARIETY: "品种名称",
    Sense.PLACE: "地名",
    Sense.QUALITY: "商品特点",
    Sense.GENERIC: "通用名称",
    Sense.PERSON: "姓名",
    Sense.COMMON_WORD: "日常用语",
    Sense.UNCLASSIFIED: "其他含义",
}


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal, for the meaning whose words cover most of a match outside the brand field."""
    readings = [
        (end - start, meaning, match, (start, end))
        for meaning in (
            *_meanings(candidate.right),
            *_meaning_of_attributive(candidate),
            *_larger_places(candidate),
        )
        for match in candidate.matches
        if match.field != "brand"
        for start, end in _places(meaning, match, candidate)
    ]
    if not readings:
        return
    length, meaning, match, span = max(readings, key=lambda reading: reading[0])
    log_odds = _weight_of(meaning, match, length, candidate)
    words = candidate.field(match.field)[slice(*span)]
    why = f"“{words}”另有含义（{_NAMES[meaning.sense]}）"
    yield quote("meaning", candidate, match.field, span, log_odds, why)


_OF_GOODS = frozenset({Sense.GENERIC, Sense.DISH, Sense.VARIETY})
"""Senses that name goods: who only shares such a name with the right shares nothing of its own."""


def _weight_of(meaning: Meaning, match: FieldMatch, length: int, candidate: Candidate) -> float:
    """What a meaning of `length` characters in or around a match weighs."""
    matched_length = match.span[1] - match.span[0]
    is_there = _is_place_of_the_seller(meaning, candidate)
    if length > matched_length:
        return _THERE if is_there else _LONGER
    if _has_been_licensed(candidate):
        return _PIECE
    if is_there:
        return _THERE
    if length == matched_length and _is_title_of_a_work(meaning, candidate):
        return _TITLE
    if meaning.sense not in _OF_GOODS:
        return _SAME[meaning.sense] if length == matched_length else _PIECE
    is_whole_sign = fold(meaning.text) in map(fold, marks_of(candidate.right))
    if length < matched_length and not is_whole_sign:
        return _PIECE
    if not _names_such_goods(meaning, candidate.right):
        return _SAME[Sense.COMMON_WORD]
    return _PIECE if _is_name_of_a_restaurant(meaning, candidate) else _SAME[meaning.sense]


def _has_been_licensed(candidate: Candidate) -> bool:
    """Whether the seller had a licence that does not cover this: it uses the words as the mark they are."""
    return candidate.ledger.standing in _NO_LONGER


_NO_LONGER = frozenset(
    {
        LicenceStanding.EXPIRED,
        LicenceStanding.OTHER_GOODS,
        LicenceStanding.OTHER_PLATFORM,
        LicenceStanding.CONTRADICTORY,
    }
)


def _is_title_of_a_work(meaning: Meaning, candidate: Candidate) -> bool:
    """Whether the words are, by the record's note, the title of a work, and what is sold, one of the right's
    goods, carries works: on it a title says what is in it (provision trademark.fair-use), on a shirt not."""
    carries = not _CARRIERS.isdisjoint(candidate.right.classes)
    ground = candidate.goods.ground
    sold = ground.nice if ground else 0
    return (
        meaning.sense is Sense.UNCLASSIFIED
        and carries
        and (not sold or sold in _CARRIERS)
        and bool(_WORKS.search(meaning.note or ""))
    )


_CARRIERS = frozenset({9, 16, 28, 41})
"""Nice classes of recordings, books, games and shows."""
_WORKS = re.compile(
    "片名|影片|电影|动画|剧名|电视剧|书名|小说|歌曲|歌名|曲名|节目|作品名|漫画|游戏名|故事|丛书|戏"
)
"""How a note says that a word is the title of a work."""


def _names_such_goods(meaning: Meaning, right: Right) -> bool:
    """Whether the name may be one of goods like the right's: 小米 names grain and no appliance. Of a dish
    or a variety that no list knows, whether the right is for what is eaten or grown, or for meals."""
    if label := goods_lexicon().label(meaning.text):
        folded = fold(meaning.text)
        word = WordMatch(word=folded, label=label, span=(0, len(folded)), text=meaning.text)
        named = labelled_goods("title", word)
        meals = named.nice in EDIBLE and RESTAURANTS in right.classes
        return meals or grade(named, right) is not Relation.DIFFERENT
    if meaning.sense is Sense.GENERIC or not right.classes:
        return True
    return any(number in EDIBLE or number >= SERVICES for number in right.classes)


def _is_name_of_a_restaurant(meaning: Meaning, candidate: Candidate) -> bool:
    """Whether the name of a dish stands as the brand of meals: it describes the dish, not who serves it."""
    if meaning.sense is not Sense.DISH or not are_services(candidate.right.classes):
        return False
    return any(match.field in brand_fields() for match in candidate.matches)


def _is_place_of_the_seller(meaning: Meaning, candidate: Candidate) -> bool:
    """Whether a place that the words or the note of a meaning name is where the seller is: it may say so
    (provision trademark.fair-use), but not as the brand of goods like the right's."""
    if meaning.sense is not Sense.PLACE or candidate.right.kind in OF_A_PLACE:
        return False
    as_brand = any(match.field in brand_fields() for match in candidate.matches)
    if as_brand and candidate.goods.relation is not Relation.DIFFERENT:
        return False
    parts = candidate.field("location").split()
    place = parts[-1] if parts else ""
    return (
        len(place) > 1
        and place not in load_lists("places")["provinces"]
        and place in f"{meaning.text} {meaning.note or ''}"
    )


def _meanings(right: Right) -> tuple[Meaning, ...]:
    """The record's meanings; of a generic name (通用名称) its own words too. The name of a plant variety is
    its generic name by law, which excuses nobody who sells seed under it."""
    if right.kind is RightKind.PLANT_VARIETY:
        return tuple(
            meaning for meaning in right.meanings if fold(meaning.text) != fold(right.text)
        )
    generic = (Meaning(text=right.text, sense=Sense.GENERIC),) if right.generic else ()
    return (*right.meanings, *generic, *_written_otherwise(right))


def _meaning_of_attributive(candidate: Candidate) -> Iterator[Meaning]:
    """What a mark says of goods of any kind (天然, 农家) where its record names no meanings: a quality of the
    goods, which everybody may state, unless the listing uses the word as a mark. So too what only is like a
    mark, where every such place says no more (新品 for 新日, 买二送一)."""
    right = candidate.right
    if right.generic or right.kind is RightKind.PLANT_VARIETY:
        return
    silent = not (right.meanings or right.well_known)
    if silent and is_attributive(fold(right.text)):
        if not _is_used_as_mark(candidate):
            yield from _qualities(candidate, candidate.matches)
    elif all(match.how not in SAME_SIGN for match in candidate.matches) and not _is_named(
        candidate
    ):
        texts = [candidate.field(match.field)[slice(*match.span)] for match in candidate.matches]
        if all(is_attributive(fold(text)) for text in texts):
            yield from _qualities(candidate, candidate.matches)


def _qualities(candidate: Candidate, matches: Iterable[FieldMatch]) -> Iterator[Meaning]:
    for match in matches:
        words = candidate.field(match.field)[slice(*match.span)]
        yield Meaning(text=words, sense=Sense.QUALITY)


def _larger_places(candidate: Candidate) -> Iterator[Meaning]:
    """The larger places of whose names the sign is a piece, wherever it stands."""
    if any(position is not Position.PLACE_NAME for position in candidate.positions):
        return
    places = [larger_place(candidate.field(match.field), match) for match in candidate.matches]
    if all(places):
        yield from (Meaning(text=place, sense=Sense.PLACE) for place in places if place)


def _is_used_as_mark(candidate: Candidate) -> bool:
    """Whether an attributive word stands as a mark does: in the brand field or the shop's name, before 牌, or by
    itself at the head of the title."""
    return _is_named(candidate) or any(
        context.first and context.stands_free for _, context in candidate.contexts
    )


def _is_named(candidate: Candidate) -> bool:
    """Whether a word stands in the brand field or the shop's name, or before 牌."""
    return any(match.field in naming_fields() for match in candidate.matches) or any(
        context.named for _, context in candidate.contexts
    )


@lru_cache(maxsize=1 << 14)
def _written_otherwise(right: Right) -> tuple[Meaning, ...]:
    """The record's names of goods that sound like the sign, as the sign writes them: 甑馏 is 甑流 too."""
    forms = {fold(form): form for form in marks_of(right)}
    return tuple(
        replace(meaning, text=form)
        for meaning in right.meanings
        if meaning.sense in _OF_GOODS
        for folded, form in forms.items()
        if _sounds_the_same(fold(meaning.text), folded)
    )


def _sounds_the_same(first: str, second: str) -> bool:
    """Whether two different words have the same syllables, one of which at least is the same character."""
    readings = load_confusions().readings
    return (
        first != second
        and len(first) == len(second)
        and any(a == b for a, b in zip(first, second, strict=True))
        and all(
            a == b or not set(readings.get(a, ())).isdisjoint(readings.get(b, ()))
            for a, b in zip(first, second, strict=True)
        )
    )


def _places(meaning: Meaning, match: FieldMatch, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Where the meaning's words cover the match, or a piece of it."""
    text, words = candidate.field(match.field).casefold(), meaning.text.casefold()
    start, end = match.span
    place = text.find(words)
    while words and place >= 0:
        covers = place <= start and end <= place + len(words)
        is_piece = start <= place and place + len(words) <= end
        if covers or is_piece:
            yield place, place + len(words)
        place = text.find(words, place + 1)
