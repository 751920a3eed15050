"""Meanings (其他含义): what the right's record says that the words of the sign mean besides being this mark.

商标法 leaves the generic name, the quality, the raw material and the place name to everybody: a dish, a
variety or a common word in its ordinary sense is no use as a mark (provision trademark.fair-use).
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.characters.folding import fold
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.records import Meaning, Right, RightKind, Sense, Signal

_LONGER, _PIECE = weight("meaning.longer"), weight("meaning.piece")
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
        for meaning in _meanings(candidate.right)
        for match in candidate.matches
        if match.field != "brand"
        for start, end in _places(meaning, match, candidate)
    ]
    if not readings:
        return
    length, meaning, match, span = max(readings, key=lambda reading: reading[0])
    matched_length = match.span[1] - match.span[0]
    log_odds = (
        _LONGER
        if length > matched_length
        else _SAME[meaning.sense]
        if length == matched_length
        else _PIECE
    )
    words = candidate.field(match.field)[slice(*span)]
    why = f"“{words}”另有含义（{_NAMES[meaning.sense]}）"
    yield quote("meaning", candidate, match.field, span, log_odds, why)


def _meanings(right: Right) -> tuple[Meaning, ...]:
    """The record's meanings; of a generic name (通用名称) its own words too. The name of a plant variety is
    its generic name by law, which excuses nobody who sells seed under it."""
    if right.kind is RightKind.PLANT_VARIETY:
        return tuple(
            meaning for meaning in right.meanings if fold(meaning.text) != fold(right.text)
        )
    if not right.generic:
        return right.meanings
    return (*right.meanings, Meaning(text=right.text, sense=Sense.GENERIC))


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
