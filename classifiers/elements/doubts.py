"""Doubts (存疑): why nobody is written to before the holder answers, although the source seems plainly unlawful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.sign_context import SignContext
from classifiers.characters.folding import fold, is_chinese_character
from classifiers.elements import source
from classifiers.elements.answers import EVEN, Answers, chance
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.ordinary_words import is_attributive, is_colour, is_in_use, is_listed
from classifiers.goods.words import goods_lexicon
from classifiers.matching.costs import cost_of
from classifiers.signals.mark import is_chance
from classifiers.signals.other_names import brand_fields
from storage.base.disguises import PARTS_ALONE, SAME_SIGN, Disguise
from storage.records import Signal
from storage.records.element import ElementName
from storage.records.right_words import OF_A_PLACE

CLAIMS = frozenset({"gi-badge", "wording-claimed"})
"""Kinds of signal that are a seller's claims of approval, which the holder's list alone refutes; where it is
empty, so is the shop's name 旗舰店, which may be the holder's own."""
_OF_ANY_SIGN = CLAIMS | {"official-name", "wording-labels"}
"""Kinds of signal that say nothing of which sign is meant."""
_OF_A_LIKENESS = source.KINDS - _OF_ANY_SIGN
_LIKENESSES = frozenset(Disguise) - SAME_SIGN - PARTS_ALONE - {Disguise.PARTS}
"""Ways of writing a sign that are like it and neither the sign nor a part of it."""
_SHORT = 2
"""Characters of a sign, as registered in the form that is recognised, of which one change is half; chosen by hand
in 2026."""
_TORN = 0.0
"""Gain of a word cut (`SignContext.word_gain`) up to which what was matched is a piece of other words; by hand."""


def is_half(candidate: Candidate, answers: Answers) -> bool:
    """Whether a piece of a well-known mark alone stands on goods that are none like the holder's: how far
    the fame of the whole reaches is for the holder to state before anybody is written to."""
    return chance(answers, ElementName.GOODS, "other") >= EVEN and all(
        match.how is Disguise.OMISSION for match in candidate.matches
    )


def is_doubtful_likeness(candidate: Candidate, signals: Sequence[Signal]) -> bool:
    """Whether nothing but a faint or a short likeness speaks for the mark, or one that words of the language make:
    the holder says whether it is meant before anybody is written to."""
    if not candidate.matches or any(match.how not in _LIKENESSES for match in candidate.matches):
        return False
    if not candidate.right.well_known and all(
        _says_something_else(match, context) for match, context in candidate.contexts
    ):
        return True
    spoken = any(signal.kind in _OF_A_LIKENESS and signal.weight > 0 for signal in signals)
    return not spoken and (_is_faint(candidate) or _is_short(candidate))


def is_ordinary_word(candidate: Candidate) -> bool:
    """Whether the sign is a word for goods or one said of any goods, or a piece of other words, and stands amid
    others, neither in a brand field nor by itself at the head: words of imitation and of packing in the listing then
    speak of another brand, or of none."""
    if candidate.right.well_known or candidate.right.kind in OF_A_PLACE:
        return False
    return not any(match.field in brand_fields() for match in candidate.matches) and all(
        (_is_torn(match, context) or _describes(fold(match.form)))
        and not (context.named or _is_by_itself(context))
        for match, context in candidate.contexts
    )


def _describes(folded: str) -> bool:
    """Whether a folded sign says what goods are, or how; words of the language may be famous marks besides."""
    return folded in goods_lexicon() or is_attributive(folded)


def _is_torn(match: FieldMatch, context: SignContext) -> bool:
    """Whether what was matched is a piece of other Chinese words (新日 in 全新日期, 猫头 in 猫头鹰); a sign of three
    characters or more, written out, is none by chance."""
    if match.field != "title" or not all(map(is_chinese_character, match.text)):
        return False
    by_chance = match.how not in SAME_SIGN or len(match.text) <= _SHORT
    return by_chance and context.word_gain <= _TORN


def _is_faint(candidate: Candidate) -> bool:
    """Whether unrelated brands are as alike by chance (BEARWARE, BEAR)."""
    return all(match.cost >= cost_of("tentative") for match in candidate.matches)


def _is_short(candidate: Candidate) -> bool:
    """Whether half of a sign of two characters is another, amid other words: words of the language and others'
    own brands and shops are as alike by chance (艾丽, 爱丽小屋; 万利, 万和电器专营店)."""
    if candidate.right.well_known:
        return False
    by_itself = any(_is_by_itself(context) for _, context in candidate.contexts)
    return not by_itself and all(
        len(fold(match.form)) <= _SHORT and match.field not in brand_fields()
        for match in candidate.matches
    )


def _is_by_itself(context: SignContext) -> bool:
    """Whether a match opens the title as a brand does."""
    return bool(context.first and (context.stands_free or context.goods_behind))


def _says_something_else(match: FieldMatch, context: SignContext) -> bool:
    """Whether words of the language, read as they stand, make what is like the sign: a word that everybody uses, a
    colour, another place with the goods, another word than the sign's beside the same one, or pieces of two words.
    Who opens a title with one of the last may mean the sign."""
    if match.field in brand_fields() or context.named:
        return False
    written, form = fold(match.text), fold(match.form)
    if is_in_use(written) or is_colour(written) or _is_of_another_place(written, form):
        return True
    if _is_by_itself(context):
        return False
    return _is_torn(match, context) or is_chance(match) or shares_only_words(written, form)


@lru_cache(maxsize=1 << 14)
def _is_of_another_place(written: str, form: str) -> bool:
    """Whether a text is a place and goods of which the sign names another place (新疆大枣 and 新郑大枣)."""
    place = load_gazetteer().leading(written)
    return (
        place is not None
        and not form.startswith(place)
        and load_gazetteer().leading(form) is not None
        and written[len(place) :] in goods_lexicon()
    )


@lru_cache(maxsize=1 << 14)
def shares_only_words(written: str, form: str) -> bool:
    """Whether what two folded texts have alike at their ends is a word that everybody uses, and what differs is
    no invention: 百搭宽 and 百搭款, 新疆大枣 and 新郑大枣; not 七匹狼 and 七匹郎."""
    return any(
        (is_in_use(alike) or is_listed(alike)) and (alike == longest or _says_something(difference))
        for alike, difference, longest in _alike(written, form)
    )


def _alike(written: str, form: str) -> Iterator[tuple[str, str, str]]:
    """Ends of two texts that are the same, two characters or more, with what is left of the first, and the longest
    such end."""
    for turn in (1, -1):
        first, second = written[::turn], form[::turn]
        length = 0
        while length < min(len(first), len(second)) and first[length] == second[length]:
            length += 1
        for size in range(length, 1, -1):
            yield first[:size][::turn], first[size:][::turn], first[:length][::turn]


def _says_something(text: str) -> bool:
    """Whether a text is a word that everybody uses, or a place."""
    return is_in_use(text) or is_listed(text) or text in load_gazetteer()
